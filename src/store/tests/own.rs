//! What the wire's own sources bring, and what is remembered of them.

use super::{Place, dispatch, noon, stories, wire};
use crate::config::SourceRow;
use crate::store::{Came, Gathering, SourceMemory, Store};
use crate::story::{Citation, Dispatch, Moment, Record, RecordId, SourceKind, Standing, Trouble};
use crate::wire::page::Scope;

const LONG: &str = "The port authority closed the harbour bridge on Thursday after a drone found a crack in the third \
    hanger of the eastern tower, and gave no hour for its reopening to the thirty thousand drivers of the town.";

fn item(id: &str, hours: i64, title: &str, text: &str) -> Record {
    Record {
        id: id.into(),
        external_id: Some(format!("x-{id}")),
        title: Some(title.to_owned()),
        text: Some(text.to_owned()),
        url: Some(format!("https://post.example/{id}")),
        canonical_url: Some(format!("https://post.example/{id}")),
        published_at: Some(noon().plus_seconds(-3600 * hours)),
        captured_at: Some(noon()),
        ..Record::default()
    }
}

fn of(source: &str, records: impl IntoIterator<Item = Record>) -> Gathering {
    let named = |record| Record { source: Some(source.into()), ..record };
    let records = records.into_iter().map(named).collect();
    let memory = SourceMemory { url: format!("https://{source}.example/"), ..SourceMemory::default() };
    Gathering { source: source.into(), memory, records, ..Gathering::default() }
}

fn take(store: &Store, gathering: Gathering) -> Came {
    store.writer().unwrap().gathered(&wire(), vec![gathering], noon()).unwrap().remove(0)
}

fn kept(store: &Store, id: &str) -> Option<Record> {
    Some(store.reader().unwrap().record(&wire(), &RecordId::from(id)).unwrap()?.record)
}

fn found(store: &Store, typed: &str) -> usize {
    store.reader().unwrap().search(&Scope::All, typed, 40).unwrap().hits.len()
}

fn row(source: &str) -> SourceRow {
    SourceRow { name: source.into(), url: format!("https://{source}.example/"), ..SourceRow::default() }
}

fn on_empty(check: impl FnOnce(&Store)) {
    let place = Place::new();
    check(&place.open());
}

#[test]
fn a_record_comes_back_as_it_was_put() {
    on_empty(|store| {
        let whole = Record {
            kind: SourceKind::HackerNews,
            resolved_url: Some("https://else.example/".to_owned()),
            updated_at: Some(noon()),
            summary: Some("In short.".to_owned()),
            links: vec!["https://a.example/".to_owned(), "https://b.example/".to_owned()],
            source: Some("post".into()),
            backfill: true,
            ..item("a", 5, "Title", "Words")
        };
        take(store, of("post", [whole.clone()]));
        assert_eq!(kept(store, "a").unwrap(), whole);
        // Where an address stands twice it is kept once, and told twice.
        let guid = Record { external_id: whole.url.clone(), id: "b".into(), canonical_url: None, ..whole };
        take(store, of("post", [guid.clone()]));
        assert_eq!(kept(store, "b").unwrap(), guid);
    });
}

#[test]
fn the_same_again_changes_nothing_and_what_changed_replaces() {
    on_empty(|store| {
        let first = item("a", 5, "Harbour bridge closes", "First words");
        let new = take(store, of("post", [first.clone(), item("b", 6, "Swan stays here", "Other")]));
        assert_eq!(new, Came { new: 2, ..Came::default() });
        // Another time of capture is no change.
        let later = Record { captured_at: Some(noon().plus_seconds(600)), ..first.clone() };
        assert_eq!(take(store, of("post", [later])), Came { same: 1, ..Came::default() });
        let less = Record { text: Some("Second".to_owned()), title: None, ..first };
        assert_eq!(take(store, of("post", [less])), Came { changed: 1, ..Came::default() });
        let kept = kept(store, "a").unwrap();
        assert_eq!((kept.title.as_deref(), kept.words()), (None, "Second"));
        assert_eq!((found(store, "second"), found(store, "first")), (1, 0));
    });
}

#[test]
fn a_date_in_the_future_does_not_change_with_every_visit() {
    on_empty(|store| {
        let dated = |seconds| Record {
            published_at: Some(noon().plus_seconds(seconds)),
            ..item("a", 0, "Title", "Words")
        };
        take(store, of("post", [dated(86_400)]));
        assert_eq!(take(store, of("post", [dated(90_000)])).same, 1);
        let undated = Record { published_at: None, ..item("b", 0, "Title", "Words") };
        take(store, of("post", [undated.clone()]));
        let later = Record { captured_at: Some(noon().plus_seconds(600)), ..undated };
        assert_eq!(take(store, of("post", [later])).same, 1);
    });
}

fn citing(id: &str) -> Dispatch {
    let citation = Citation { record_id: Some(id.into()), ..Citation::default() };
    Dispatch { citations: vec![citation], ..dispatch("d", "Ports", 1) }
}

#[test]
fn what_a_dispatch_cites_stays_what_it_was() {
    on_empty(|store| {
        take(store, of("post", [item("a", 5, "Title", "First")]));
        store.writer().unwrap().put(&wire(), stories([citing("a")]), noon()).unwrap();
        let came = take(store, of("post", [item("a", 5, "Title", "Second")]));
        assert_eq!((came.held, came.changed), (1, 0));
        assert_eq!(kept(store, "a").unwrap().words(), "First");
        let state = &store.reader().unwrap().source_states(&[row("post")], noon()).unwrap()[0];
        assert!(state.notes[0].contains("the words that it cites were kept"), "{:?}", state.notes);
    });
}

#[test]
fn what_was_taken_back_goes_and_does_not_come_again() {
    on_empty(|store| {
        take(store, of("post", [item("a", 5, "Title", "Secret"), item("b", 5, "Other", "Secret")]));
        store.writer().unwrap().put(&wire(), stories([citing("a")]), noon()).unwrap();
        let gone = ["a", "b", "never"].map(RecordId::from).to_vec();
        assert_eq!(take(store, Gathering { gone, ..of("post", []) }).taken_back, 2);
        assert_eq!((found(store, "secret"), kept(store, "b")), (0, None));
        let bare = kept(store, "a").unwrap();
        assert_eq!((bare.title, bare.text, bare.url.is_some()), (None, None, true));
        assert!(
            store.reader().unwrap().records(&wire(), crate::store::Window::default()).unwrap().is_empty()
        );
        let again = of("post", [item("a", 5, "Title", "Secret"), item("b", 5, "Other", "Secret")]);
        assert_eq!(take(store, again), Came { same: 2, ..Came::default() });
        assert_eq!((found(store, "secret"), kept(store, "b")), (0, None));
    });
}

#[test]
fn a_deleted_account_takes_all_its_posts_along() {
    on_empty(|store| {
        let post = |id: &str, did: &str| Record {
            kind: SourceKind::Bluesky,
            external_id: Some(format!("at://did:plc:{did}/app.bsky.feed.post/{id}")),
            ..item(id, 1, "", "Words of somebody")
        };
        take(store, of("sky", [post("a", "one"), post("b", "one"), post("c", "oneself")]));
        take(store, of("other", [post("d", "one")]));
        let gone_under = vec!["at://did:plc:one/".to_owned()];
        assert_eq!(take(store, Gathering { gone_under, ..of("sky", []) }).taken_back, 2);
        let here = ["a", "b", "c", "d"].map(|id| kept(store, id).is_some());
        assert_eq!(here, [false, false, true, true]);
    });
}

#[test]
fn all_that_is_remembered_comes_back() {
    on_empty(|store| {
        let at = |seconds| Some(noon().plus_seconds(seconds));
        let memory = SourceMemory {
            url: "https://post.example/".to_owned(),
            title: "The Post".to_owned(),
            etag: Some("\"e\"".to_owned()),
            last_modified: Some("yesterday".to_owned()),
            cursor: Some("c".to_owned()),
            tried_at: at(1),
            gathered_at: at(2),
            next_at: at(3),
            full_at: at(4),
            wished: true,
            failures: 3,
            trouble: Some(Trouble { what: "W".into(), why: "y".into(), remedy: "r".into() }),
            notes: vec!["one".to_owned(), "two".to_owned()],
            repaired: true,
            gone: true,
            moved: "https://new.example/".to_owned(),
            moved_times: 2,
            moved_since: at(5),
            rhythm: Some(60),
            newest_at: at(6),
            rest: 7,
        };
        take(store, Gathering { memory: memory.clone(), ..of("post", []) });
        let reader = store.reader().unwrap();
        let known = reader.source_memories(&wire()).unwrap();
        assert_eq!(known.get(&"post".into()), Some(&memory));
        assert!(reader.source_memories(&"other".into()).unwrap().is_empty());
    });
}

#[test]
fn states_tell_how_each_fares_in_the_order_of_the_rows() {
    on_empty(|store| {
        let days_ago = |id: &str, days: i64| item(id, 24 * days, "A title of its own", id);
        let items =
            [days_ago("a", 0), days_ago("b", 1), days_ago("c", 1), days_ago("d", 13), days_ago("e", 14)];
        take(store, of("post", items));
        take(store, of("gone", []));
        let memory =
            SourceMemory { url: row("gone").url, gone: true, failures: 1, ..SourceMemory::default() };
        take(store, Gathering { memory, ..of("gone", []) });
        let off = SourceRow { enabled: false, ..row("off") };
        let rows = [off, row("post"), row("gone"), row("new")];
        let states = store.reader().unwrap().source_states(&rows, noon()).unwrap();
        let standings: Vec<Standing> = states.iter().map(|state| state.standing).collect();
        assert_eq!(standings, [Standing::Off, Standing::On, Standing::Gone, Standing::On]);
        let post = &states[1];
        assert_eq!((post.records, post.days.len(), post.lag_seconds), (5, 14, Some(86_400)));
        assert_eq!((post.days[13], post.days[12], post.days[0]), (1, 2, 1));
        let elsewhere = SourceRow { url: "https://else.example/".to_owned(), ..row("gone") };
        let moved = &store.reader().unwrap().source_states(&[elsewhere], noon()).unwrap()[0];
        assert_eq!((moved.standing, moved.failures), (Standing::On, 0), "another address begins anew");
    });
}

/// Of which record each is a copy; the dots stand for none.
fn copies(items: impl IntoIterator<Item = (&'static str, Record)>) -> String {
    let place = Place::new();
    let store = place.open();
    let mut told = String::new();
    for (source, record) in items {
        let id = record.id.clone();
        take(&store, of(source, [record]));
        let of = kept(&store, id.as_str()).unwrap().copy_of;
        told += of.as_ref().map_or(".", RecordId::as_str);
    }
    told
}

#[test]
fn copies_are_known_when_they_come_in() {
    let page = |id: &str, url: &str| Record { canonical_url: Some(url.to_owned()), ..item(id, 1, id, id) };
    let shared = "https://agency.example/1";
    assert_eq!(copies([("a", page("a", shared)), ("b", page("b", shared)), ("c", page("c", shared))]), ".aa");

    let title = "Harbour Bridge Closes After Crack";
    let titled = |id: &str, hours, title: &str| item(id, hours, title, id);
    let retold = [("a", titled("a", 1, title)), ("b", titled("b", 50, &title.to_lowercase()))];
    assert_eq!(copies(retold), ".a");
    assert_eq!(copies([("a", titled("a", 1, title)), ("b", titled("b", 90, title))]), "..", "too far apart");
    assert_eq!(copies([("a", titled("a", 1, "Two words")), ("b", titled("b", 1, "Two words"))]), "..");

    let worded = |id: &str, text: String| item(id, 1, &format!("Title of {id} alone"), &text);
    let changed = LONG.replace("the town", "this town");
    assert_eq!(copies([("a", worded("a", LONG.to_owned())), ("b", worded("b", changed))]), ".a");
    let post = Record { kind: SourceKind::HackerNews, ..page("h", shared) };
    assert_eq!(copies([("a", page("a", shared)), ("hn", post)]), "..", "a discussion is no copy");
}

#[test]
fn the_same_id_in_two_sources_is_two_records() {
    on_empty(|store| {
        // Ids are made of the source's name, too; what is equal here is what the provider calls them.
        let guid = |id: &str| Record { external_id: Some("1".to_owned()), ..item(id, 1, id, id) };
        take(store, of("one", [guid("a")]));
        take(store, of("two", [guid("b")]));
        let states = store.reader().unwrap().source_states(&[row("one"), row("two")], noon()).unwrap();
        assert_eq!((states[0].records, states[1].records), (1, 1));
    });
}

#[test]
fn old_marks_are_cleared_up_and_a_wire_forgotten_takes_its_sources_along() {
    on_empty(|store| {
        take(store, of("post", [item("a", 1, "Harbour bridge closes now", LONG)]));
        let writer = store.writer().unwrap();
        let marks = |store: &Store| -> i64 {
            let conn = rusqlite::Connection::open(store.path()).unwrap();
            conn.query_row("SELECT count(*) FROM echo", [], |line| line.get(0)).unwrap()
        };
        writer.tidy_sources(noon()).unwrap();
        assert_eq!(marks(store), 4);
        writer.tidy_sources(noon().plus_seconds(9 * 86_400)).unwrap();
        assert_eq!(marks(store), 0);
        writer.forget(&wire()).unwrap();
        let reader = store.reader().unwrap();
        assert!(reader.source_memories(&wire()).unwrap().is_empty());
        assert_eq!(reader.source_states(&[row("post")], Moment::default()).unwrap()[0].records, 0);
    });
}

//! What is remembered of wires read from elsewhere.

use rusqlite::Connection;

use super::{Place, dispatch, key, noon, record, records, stories, version, wire};
use crate::store::sqlite::within::{MIGRATIONS, migrate_with};
use crate::store::{
    Haul, Lock, OpenWalk, Piece, Reader, Seen, Standing, Step, Store, Taken, Verdict, Wanted,
};
use crate::story::{Citation, Dispatch, Moment, RecordId};
use crate::wire::page::Scope;
use crate::wire::state::Trouble;

fn on_empty(check: impl FnOnce(&Store, &Reader)) {
    let place = Place::new();
    let store = place.open();
    check(&store, &store.reader().unwrap());
}

fn take(store: &Store, haul: Haul) -> Taken {
    store.writer().unwrap().take(&wire(), haul, noon()).unwrap()
}

fn rows(dispatches: impl IntoIterator<Item = Dispatch>) -> Haul {
    Haul { rows: dispatches.into_iter().map(|row| (row, false)).collect(), ..Haul::default() }
}

fn next(reader: &Reader, piece: Piece) -> Vec<String> {
    let wanted = reader.wanted(&wire(), piece, noon(), 99).unwrap();
    wanted.into_iter().map(|wanted| wanted.id).collect()
}

fn enriched(row: Dispatch, minutes: i64) -> Dispatch {
    Dispatch { enriched_at: Some(noon().plus_seconds(-60 * minutes)), ..row }
}

#[test]
fn a_row_is_wanted_whole_when_it_is_new_or_its_stamps_are() {
    on_empty(|store, reader| {
        let (a, b) = (dispatch("a", "X", 9), dispatch("b", "X", 5));
        assert_eq!(take(store, rows([a.clone(), b.clone()])).rows, [Seen::New, Seen::New]);
        assert_eq!(next(reader, Piece::Dispatch), ["b", "a"], "the newest first");
        let kept = || reader.dispatch(&key("a")).unwrap().unwrap();
        assert!(kept().partial);

        let detail = Dispatch { content: Some("the whole text".into()), ..a.clone() };
        take(store, Haul { details: vec![detail.clone()], ..Haul::default() });
        assert_eq!(next(reader, Piece::Dispatch), ["b"]);
        assert!(!kept().partial && kept().dispatch == detail);

        let mut telemetry = a.clone();
        telemetry.extra.insert("metadata".into(), 7.into());
        assert_eq!(take(store, rows([a.clone(), telemetry])).rows, [Seen::Same, Seen::Touched]);
        assert_eq!(next(reader, Piece::Dispatch), ["b"]);
        assert_eq!(take(store, rows([enriched(a.clone(), 2)])).rows, [Seen::Restamped]);
        assert_eq!(next(reader, Piece::Dispatch), ["b", "a"]);
        assert_eq!(kept().dispatch.content.as_deref(), Some("the whole text"));

        let whole = Haul { rows: vec![(enriched(a, 1), true), (b, true)], ..Haul::default() };
        assert_eq!(take(store, whole).rows, [Seen::Restamped, Seen::Same]);
        assert!(next(reader, Piece::Dispatch).is_empty());
    });
}

#[test]
fn known_means_every_stamp_of_the_page() {
    on_empty(|store, reader| {
        let (a, b) = (dispatch("a", "X", 9), enriched(dispatch("b", "X", 5), 3));
        let knows =
            |rows: &[&Dispatch]| reader.knows_all(&wire(), rows.iter().map(|row| (*row, false))).unwrap();
        assert!(!knows(&[&a]));
        take(store, rows([a.clone(), b.clone()]));
        assert!(knows(&[&a, &b]) && knows(&[]));
        assert!(!knows(&[&a, &enriched(b.clone(), 1)]) && !knows(&[&a, &dispatch("c", "X", 1)]));
        assert!(!knows(&[&Dispatch { version: 2, ..a.clone() }]));

        // One that came another way is known by what is known of it; a summary need not speak of all that.
        let mut whole = enriched(dispatch("d", "X", 4), 2);
        whole.extra.insert("enrichmentVersion".into(), 3.into());
        store.writer().unwrap().put(&wire(), stories([whole.clone()]), noon()).unwrap();
        let summary = enriched(dispatch("d", "X", 4), 2);
        assert!(knows(&[&summary]) && knows(&[&whole]));
        assert_eq!(take(store, rows([summary.clone()])).rows, [Seen::Same]);
        assert!(knows(&[&summary]), "and from now on by what its list says");
    });
}

#[test]
fn a_row_read_with_losses_is_mended_by_a_sound_one_and_known_to_another_of_its_kind() {
    on_empty(|store, reader| {
        let sound = dispatch("a", "X", 9);
        let torn = Dispatch { headline: None, ..sound.clone() };
        let lossy = |row: &Dispatch| Haul { lossy: [row.id.clone()].into(), ..rows([row.clone()]) };
        let knows = |row: &Dispatch, lossy| reader.knows_all(&wire(), [(row, lossy)]).unwrap();
        let kept = || reader.dispatch(&key("a")).unwrap().unwrap().dispatch;
        assert_eq!(take(store, lossy(&torn)).rows, [Seen::New]);
        take(store, Haul { details: vec![torn.clone()], ..Haul::default() });
        assert!(knows(&torn, true) && !knows(&sound, false));
        assert_eq!(take(store, lossy(&torn)).rows, [Seen::Same]);
        assert!(next(reader, Piece::Dispatch).is_empty(), "one like the last is not asked for again");
        assert!(!knows(&enriched(torn.clone(), 1), true), "though one with other stamps is");

        assert_eq!(take(store, rows([sound.clone()])).rows, [Seen::Restamped]);
        assert_eq!(next(reader, Piece::Dispatch), ["a"]);
        assert_eq!(kept(), sound);
        assert!(knows(&sound, false) && knows(&torn, true));
        take(store, lossy(&torn));
        assert!(!knows(&sound, false), "and whatever it did is mended again");
    });
}

#[test]
fn read_and_star_are_the_persons() {
    on_empty(|store, reader| {
        take(store, rows([dispatch("a", "X", 9)]));
        let writer = store.writer().unwrap();
        writer.mark_read(&key("a"), true).unwrap();
        writer.mark_starred(&key("a"), true).unwrap();
        take(store, rows([enriched(dispatch("a", "X", 9), 1)]));
        take(store, Haul { details: vec![enriched(dispatch("a", "Y", 9), 1)], ..Haul::default() });
        take(store, rows([version("a2", 2, "a", 1)]));
        let row = |id: &str| reader.row(&key(id)).unwrap().unwrap();
        assert!(row("a").read && row("a").starred && row("a2").starred && row("a2").newer);
    });
}

#[test]
fn a_record_that_came_is_not_wanted_and_one_that_did_not_waits() {
    on_empty(|store, reader| {
        let writer = store.writer().unwrap();
        let ids = ["1", "2", "3"].map(RecordId::from);
        writer.want_records(&wire(), ids.clone().map(|id| (id, noon())).to_vec()).unwrap();
        assert_eq!(next(reader, Piece::Record), ["3", "2", "1"]);
        writer.put(&wire(), records([record("1", "by whatever way")]), noon()).unwrap();
        take(store, Haul { records: vec![record("2", "asked for")], ..Haul::default() });
        assert_eq!(next(reader, Piece::Record), ["3"]);
        writer.want_records(&wire(), ids.clone().map(|id| (id, noon())).to_vec()).unwrap();
        assert_eq!(next(reader, Piece::Record), ["3"], "what is here is not wanted");

        let later = Verdict::Later(noon().plus_seconds(60));
        take(store, Haul { missed: vec![(Piece::Record, "3".into(), later)], ..Haul::default() });
        assert!(next(reader, Piece::Record).is_empty());
        let due = reader.wanted(&wire(), Piece::Record, noon().plus_seconds(60), 9).unwrap();
        assert_eq!(due, [Wanted { piece: Piece::Record, id: "3".into(), tries: 1 }]);
        let given_up = vec![(Piece::Record, "3".into(), Verdict::GivenUp)];
        take(store, Haul { missed: given_up, ..Haul::default() });
        assert_eq!(reader.states(noon()).unwrap()[0].queued, 0);
    });
}

#[test]
fn records_that_are_named_and_missing_are_found_since_a_moment() {
    on_empty(|store, reader| {
        let citing = |id: &str, minutes: i64, records: [&str; 2]| Dispatch {
            citations: records
                .map(|id| Citation { record_id: Some(id.into()), ..Citation::default() })
                .into(),
            ..dispatch(id, "X", minutes)
        };
        take(store, rows([citing("old", 90, ["1", "2"]), citing("new", 5, ["2", "3"])]));
        take(store, Haul { records: vec![record("3", "here")], ..Haul::default() });
        let missing = |minutes: i64| -> Vec<RecordId> {
            let missing = reader.missing_records(&wire(), noon().plus_seconds(-60 * minutes)).unwrap();
            missing.into_iter().map(|(id, _)| id).collect()
        };
        assert_eq!(missing(10), [RecordId::from("2")]);
        assert_eq!(missing(100), ["2", "1"].map(RecordId::from));
    });
}

#[test]
fn walks_are_a_stack_and_the_end_of_the_list_ends_all_below() {
    on_empty(|store, reader| {
        let at = |n, cursor: &str, deep| {
            let walk = OpenWalk { n, cursor: Some(cursor.into()), deep, reached: Some(noon()) };
            take(store, Haul { step: Step::At(walk), ..Haul::default() }).walk
        };
        let stack = || -> Vec<String> {
            reader.walks(&wire()).unwrap().into_iter().filter_map(|walk| walk.cursor).collect()
        };
        let (first, second, third) = (at(0, "a", true), at(0, "b", false), at(0, "c", false));
        assert_eq!(stack(), ["c", "b", "a"]);
        assert_eq!(at(second, "b2", false), second);
        assert_eq!(stack(), ["c", "b2", "a"]);
        let step = |step| take(store, Haul { step, ..Haul::default() });
        step(Step::Met(third));
        assert_eq!(stack(), ["b2", "a"]);
        let third = at(0, "d", false);
        assert!(!reader.standing(&wire()).unwrap().walked);
        step(Step::End(second));
        assert_eq!((stack(), first < second && second < third), (vec!["d".to_owned()], true));
        assert!(reader.standing(&wire()).unwrap().walked);
        step(Step::End(0));
        assert!(stack().is_empty());
    });
}

#[test]
fn how_a_wire_stands_is_kept_and_another_address_forgets_its_walks() {
    on_empty(|store, reader| {
        let standing = Standing {
            rechecked_at: Some(noon().plus_seconds(-5)),
            url: "https://one.example".into(),
            server: "reference server".into(),
            abilities: "{}".into(),
            met_at: Some(noon()),
            tried_at: Some(noon()),
            synced_at: Some(noon().plus_seconds(-60)),
            failures: 3,
            not_before: Some(noon().plus_seconds(60)),
            wished: true,
            trouble: Some(Trouble { what: "W".into(), why: "y".into(), remedy: "r".into() }),
            refused: "f".into(),
            notes: vec!["one".into(), "two".into()],
            walked: false,
        };
        let keep = |standing: &Standing, requests, now| {
            store.writer().unwrap().keep_standing(&wire(), standing.clone(), requests, now).unwrap();
        };
        keep(&standing, 7, noon());
        assert_eq!(reader.standing(&wire()).unwrap(), standing);
        take(store, Haul { step: Step::End(0), requests: 2, ..Haul::default() });
        let walk = Step::At(OpenWalk::default());
        take(store, Haul { step: walk, server: Some(("s".into(), "{1}".into())), ..Haul::default() });
        let learned = reader.standing(&wire()).unwrap();
        assert_eq!((learned.server.as_str(), learned.abilities.as_str(), learned.walked), ("s", "{1}", true));
        keep(&standing, 0, noon());
        assert!(reader.standing(&wire()).unwrap().walked);
        assert_eq!(reader.walks(&wire()).unwrap().len(), 1);

        let elsewhere = Standing { url: "https://two.example".into(), ..standing };
        keep(&elsewhere, 0, noon());
        assert!(reader.walks(&wire()).unwrap().is_empty() && !reader.standing(&wire()).unwrap().walked);
    });
}

#[test]
fn requests_are_counted_by_the_day() {
    on_empty(|store, reader| {
        let keep = |requests, now| {
            store.writer().unwrap().keep_standing(&wire(), Standing::default(), requests, now).unwrap();
        };
        let made = |now| reader.requests(&wire(), now).unwrap();
        keep(7, noon());
        take(store, Haul { requests: 2, ..Haul::default() });
        let tomorrow = noon().plus_seconds(86_400);
        assert_eq!((made(noon()), made(tomorrow)), (9, 0));
        store.writer().unwrap().note_requests(&wire(), 4, noon());
        keep(0, noon());
        assert_eq!(reader.requests(&wire(), noon()).unwrap(), 13, "in its turn, before what was asked later");
        keep(1, tomorrow);
        assert_eq!(reader.requests(&wire(), tomorrow).unwrap(), 1, "a day begins at none");
    });
}

#[test]
fn states_tell_it_all() {
    on_empty(|store, reader| {
        store.writer().unwrap().put(&"own".into(), stories([dispatch("z", "X", 1)]), noon()).unwrap();
        take(
            store,
            Haul { records: vec![record("1", "12345")], requests: 3, ..rows([dispatch("a", "X", 9)]) },
        );
        store
            .writer()
            .unwrap()
            .want_records(&wire(), vec![("7".into(), noon()), ("8".into(), noon())])
            .unwrap();
        let [own, far] = <[_; 2]>::try_from(reader.states(noon()).unwrap()).unwrap();
        assert_eq!((own.wire.as_str(), own.total, own.synced_at, own.requests), ("own", 1, Some(noon()), 0));
        assert_eq!((far.total, far.unread, far.records, far.partial, far.queued), (1, 1, 1, 1, 2));
        assert_eq!((far.requests, far.synced_at), (3, None), "a page is not a sync");
        assert!(far.bytes > own.bytes && own.bytes > 100);
        assert_eq!(reader.states(noon().plus_seconds(86_400)).unwrap()[1].requests, 0);
    });
}

#[test]
fn a_slug_leads_to_the_current_version() {
    on_empty(|store, reader| {
        let named = |dispatch: Dispatch| Dispatch { slug: Some("memo-f197".into()), ..dispatch };
        take(store, rows([named(version("a2", 2, "a", 5)), named(dispatch("a", "X", 9))]));
        let found = |wire: &str, slug: &str| reader.find_slug(&wire.into(), slug).unwrap();
        assert_eq!(found("test", "memo-f197"), Some(key("a2")));
        assert_eq!((found("test", "none"), found("none", "memo-f197")), (None, None));
    });
}

/// What counting every byte anew would give.
const RECOUNT: &str = "SELECT (SELECT sum(octet_length(json)) FROM body) + coalesce((SELECT sum(\
    octet_length(coalesce(text, '')) + octet_length(coalesce(title, '')) + octet_length(coalesce(url, '')) + \
    octet_length(coalesce(extra, ''))) FROM record), 0), (SELECT sum(bytes) FROM wire)";

fn counted(conn: &Connection) -> (i64, i64) {
    conn.query_row(RECOUNT, [], |line| Ok((line.get(0)?, line.get(1)?))).unwrap()
}

#[test]
fn bytes_are_what_a_recount_gives() {
    let place = Place::new();
    let store = place.open();
    let mut long = record("1", "Zürich 東京");
    long.extra.insert("k".into(), "v".into());
    take(
        &store,
        Haul { records: vec![long.clone()], ..rows([dispatch("a", "X", 9), dispatch("b", "X", 8)]) },
    );
    long.title = Some("and a title".into());
    let more = Dispatch { dek: Some("more to it".into()), ..dispatch("a", "X", 9) };
    take(&store, Haul { records: vec![long], ..rows([more]) });
    let (recount, kept) = counted(&Connection::open(place.path()).unwrap());
    assert_eq!(recount, kept);
}

#[test]
fn an_older_store_learns_slugs_and_bytes() {
    let place = Place::new();
    std::fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    let mut conn = Connection::open(place.path()).unwrap();
    migrate_with(&mut conn, &place.path(), &MIGRATIONS[..1]).unwrap();
    conn.execute_batch(
        "INSERT INTO wire (n, name) VALUES (1, 'test'), (2, 'empty');
         INSERT INTO beat VALUES (1, 'X');
         INSERT INTO body VALUES (10, '{\"id\":\"a\",\"slug\":\"memo-f197\",\"headline\":\"Zürich\"}'), (11, '{ torn');
         INSERT INTO record (n, wire, id, at, kind, title, text) VALUES (5, 1, 'r', 0, 'rss', 'T', '東京');",
    )
    .unwrap();
    for (n, id) in [(10, "a"), (11, "b")] {
        let sql = "INSERT INTO dispatch (n, wire, id, beat, at, code, family, version, active, current, headline, dek, \
                   records, web, platforms, thin) VALUES (?1, 1, ?2, 1, 0, 0, ?1, 1, 1, 1, '', '', 0, 0, '', 0)";
        conn.execute(sql, (n, id)).unwrap();
    }
    drop(conn);
    let store = place.open();
    assert!(store.notices()[0].contains("before-1"));
    let reader = store.reader().unwrap();
    assert_eq!(reader.find_slug(&wire(), "memo-f197").unwrap(), Some(key("a")));
    let bytes: Vec<u64> = reader.states(noon()).unwrap().into_iter().map(|state| state.bytes).collect();
    let (recount, kept) = counted(&Connection::open(place.path()).unwrap());
    assert_eq!((bytes, recount), (vec![0, kept as u64], kept));
}

#[test]
fn ten_thousand_of_one_second_find_room_near_it() {
    let place = Place::new();
    let store = place.open();
    for page in 0..100 {
        let same = |n| Dispatch { generated_at: Some(noon()), ..dispatch(&format!("{page}-{n}"), "X", 0) };
        take(&store, rows((0..100).map(same)));
    }
    let conn = Connection::open(place.path()).unwrap();
    let count = |sql: &str| conn.query_row(sql, [], |line| line.get::<_, i64>(0)).unwrap();
    assert_eq!(count("SELECT count(*) FROM dispatch"), 10_000);
    let spread = count("SELECT max(n) - min(n) FROM dispatch");
    assert!(spread < 3_000_000, "numbers run with time: {spread} is more than two days off");
}

#[test]
fn one_at_a_time_may_sync() {
    let place = Place::new();
    let store = place.open();
    let first = Lock::take(store.path()).unwrap();
    assert!(first.is_some() && Lock::take(store.path()).unwrap().is_none());
    drop(first);
    assert!(Lock::take(store.path()).unwrap().is_some());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let file = std::path::PathBuf::from(format!("{}.sync", store.path().display()));
        assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let missing = place.folder.path().join("none/wire.db");
    assert!(Lock::take(&missing).unwrap_err().to_string().contains("none"));
}

#[test]
fn a_moment_before_1970_has_a_day_too() {
    on_empty(|store, reader| {
        let then = Moment::from_micros(-1);
        store.writer().unwrap().keep_standing(&wire(), Standing::default(), 1, then).unwrap();
        assert_eq!(reader.requests(&wire(), Moment::default()).unwrap(), 0);
        assert_eq!(reader.requests(&wire(), then).unwrap(), 1);
    });
}

#[test]
fn a_page_is_found_once_the_index_has_caught_up() {
    on_empty(|store, reader| {
        let found = |word: &str| reader.search(&Scope::All, word, 99).unwrap().hits.len();
        let page = (0..40).map(|n| {
            let headline = Some(format!("Ferry number{n} sails"));
            Dispatch { headline, ..dispatch(&format!("d{n}"), "X", n) }
        });
        take(store, rows(page));
        take(
            store,
            Haul {
                records: (0..9).map(|n| record(&format!("r{n}"), "tidal gate")).collect(),
                ..Haul::default()
            },
        );
        store.writer().unwrap().catch_up().unwrap();
        assert_eq!((found("ferry"), found("number7 "), found("tidal")), (40, 1, 9));

        let newer = (0..40).map(|n| version(&format!("e{n}"), 2, &format!("d{n}"), n));
        let newer = newer.map(|newer| Dispatch { headline: Some("Ferry turns back".into()), ..newer });
        take(store, rows(newer));
        store.writer().unwrap().catch_up().unwrap();
        assert_eq!((found("sails"), found("turns")), (0, 40), "only the current version is found");
        assert_eq!(store.writer().unwrap().catch_up().unwrap(), 0);
    });
}

#[test]
fn what_waits_for_the_index_survives_the_end_of_the_program() {
    let place = Place::new();
    let page = (0..40).map(|n| dispatch(&format!("d{n}"), "X", n));
    take(&place.open(), rows(page.collect::<Vec<_>>()));
    let store = place.open();
    store.writer().unwrap().catch_up().unwrap();
    assert_eq!(store.reader().unwrap().search(&Scope::All, "headline", 99).unwrap().hits.len(), 40);
}

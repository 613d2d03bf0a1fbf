//! What any engine behind the store must keep to. Each check gets an empty store and says nothing of SQL.

use std::ops::ControlFlow;

use super::{Place, dispatch, key, noon, record, records, stories, version, wire};
use crate::store::{Counts, Kinds, Store, Window};
use crate::story::{
    Citation, ClusterId, ClusterNote, Code, Dispatch, Entry, Methodology, Outcome, RecordId, Stage, WireName,
};
use crate::wire::page::{Found, Listing, Only, Scope};

/// Runs a check on an empty store.
fn on_empty(check: impl FnOnce(&Store)) {
    let place = Place::new();
    check(&place.open());
}

fn put(store: &Store, items: Vec<crate::wire::format::Item>) -> Counts {
    store.writer().unwrap().put(&wire(), items, noon()).unwrap()
}

fn ids(store: &Store, listing: &Listing) -> Vec<String> {
    let page = store.reader().unwrap().page(listing, 0, 99).unwrap();
    assert_eq!(page.total, page.rows.len());
    page.rows.iter().map(|row| row.key.id.to_string()).collect()
}

fn only(only: Only) -> Listing {
    Listing { only, ..Listing::default() }
}

#[test]
fn the_newest_stands_first_and_ties_stand_by_id() {
    on_empty(|store| {
        put(store, stories([dispatch("a", "X", 5), dispatch("c", "Y", 1), dispatch("b", "X", 5)]));
        let timeless = Dispatch { generated_at: None, ..dispatch("t", "X", 0) };
        put(store, stories([timeless, dispatch("future", "X", -9000)]));
        assert_eq!(ids(store, &Listing::default()), ["future", "c", "b", "a", "t"]);
        let beat = Listing { beat: Some("X".into()), scope: Scope::Wire(wire()), ..Listing::default() };
        assert_eq!(ids(store, &beat), ["future", "b", "a", "t"]);
        assert!(ids(store, &Listing { beat: Some("none".into()), ..beat.clone() }).is_empty());
        assert!(ids(store, &Listing { scope: Scope::Wire("other".into()), ..beat }).is_empty());
    });
}

#[test]
fn the_same_again_changes_nothing_and_marks_stay() {
    on_empty(|store| {
        let items = [stories([dispatch("a", "X", 5)]), records([record("1", "words")])].concat();
        let new = Kinds { new: 1, ..Kinds::default() };
        assert_eq!(put(store, items.clone()), Counts { records: new, dispatches: new });
        let writer = store.writer().unwrap();
        assert!(writer.mark_read(&key("a"), true).unwrap() && writer.mark_starred(&key("a"), true).unwrap());
        assert!(!writer.mark_read(&key("none"), true).unwrap());
        let same = Kinds { same: 1, ..Kinds::default() };
        assert_eq!(put(store, items), Counts { records: same, dispatches: same });
        let changed = Dispatch { dek: Some("more".into()), ..dispatch("a", "X", 5) };
        assert_eq!(put(store, stories([changed])).dispatches.updated, 1);
        let row = store.reader().unwrap().row(&key("a")).unwrap().unwrap();
        assert!(row.read && row.starred && row.dek == "more");
    });
}

#[test]
fn a_poorer_copy_forgets_nothing() {
    on_empty(|store| {
        put(store, records([record("1", "the whole text")]));
        let poorer = crate::story::Record { text: None, title: Some("T".into()), ..record("1", "") };
        put(store, records([poorer]));
        let kept = store.reader().unwrap().record(&wire(), &RecordId::from("1")).unwrap().unwrap().record;
        assert_eq!((kept.words(), kept.title.as_deref()), ("the whole text", Some("T")));
    });
}

#[test]
fn a_page_is_a_window_and_a_place_can_be_found_again() {
    on_empty(|store| {
        put(store, stories((0..40).map(|n| dispatch(&format!("d{n:02}"), "X", n))));
        let reader = store.reader().unwrap();
        for offset in [0, 7, 19, 20, 21, 38] {
            let page = reader.page(&Listing::default(), offset, 3).unwrap();
            assert_eq!((page.rows.len(), page.total), (3.min(40 - offset), 40));
            for (step, row) in page.rows.iter().enumerate() {
                assert_eq!(row.key.id.as_str(), format!("d{:02}", offset + step));
                assert_eq!(reader.position(&Listing::default(), &row.key).unwrap(), Some(offset + step));
            }
        }
        assert!(reader.page(&Listing::default(), 41, 3).unwrap().rows.is_empty());
        assert!(reader.page(&Listing::default(), usize::MAX, usize::MAX).unwrap().rows.is_empty());
        assert_eq!(reader.position(&Listing::default(), &key("none")).unwrap(), None);
        assert_eq!(reader.position(&only(Only::Starred), &key("d01")).unwrap(), None);
    });
}

#[test]
fn the_next_unread_is_found_both_ways() {
    on_empty(|store| {
        put(store, stories((0..10).map(|n| dispatch(&format!("d{n}"), "X", n))));
        let writer = store.writer().unwrap();
        for n in [0, 1, 2, 4, 5, 9] {
            writer.mark_read(&key(&format!("d{n}")), true).unwrap();
        }
        let next =
            |from, forward| store.reader().unwrap().next_unread(&Listing::default(), from, forward).unwrap();
        let forward: Vec<_> = [0, 3, 6, 8, 9, 50].map(|from| next(from, true)).into();
        assert_eq!(forward, [Some(3), Some(6), Some(7), None, None, None]);
        let back: Vec<_> = [0, 3, 5, 8, 10, 50].map(|from| next(from, false)).into();
        assert_eq!(back, [None, None, Some(3), Some(7), Some(8), Some(8)]);
        assert_eq!(ids(store, &only(Only::Unread)), ["d3", "d6", "d7", "d8"]);
    });
}

#[test]
fn a_dispatch_comes_with_its_records_and_a_record_with_its_dispatches() {
    on_empty(|store| {
        let cite = |id: &str| Citation { record_id: Some(RecordId::from(id)), ..Citation::default() };
        let mut story = dispatch("a", "X", 5);
        story.citations = vec![cite("2"), cite("missing"), cite("1"), cite("2")];
        put(store, stories([story.clone()]));
        put(store, records([record("1", "one"), record("2", "two")]));
        let reader = store.reader().unwrap();
        let kept = reader.dispatch(&key("a")).unwrap().unwrap();
        assert_eq!(kept.dispatch, story);
        assert_eq!(kept.records.iter().map(|record| record.id.as_str()).collect::<Vec<_>>(), ["2", "1"]);
        let cited_by = |id: &str| reader.cited_by(&wire(), &RecordId::from(id)).unwrap().len();
        assert_eq!([cited_by("1"), cited_by("missing"), cited_by("3")], [1, 1, 0]);
        story.citations = vec![cite("3")];
        put(store, stories([story]));
        assert_eq!([cited_by("1"), cited_by("3")], [0, 1]);
        assert_eq!(reader.find_record(&RecordId::from("1"), &Scope::All).unwrap(), [wire()]);
    });
}

#[test]
fn codes_and_clusters_lead_to_dispatches() {
    on_empty(|store| {
        let cluster =
            ClusterNote { id: Some(ClusterId::from("c1")), records: 3, voices: 1, ..ClusterNote::default() };
        let method = Some(Methodology { cluster: Some(cluster), ..Methodology::default() });
        let first = Dispatch { methodology: method.clone(), ..dispatch("x-abcdef", "X", 5) };
        let second = Dispatch { methodology: method, ..version("y-abcdef", 2, "x-abcdef", 1) };
        put(store, stories([first, second]));
        let reader = store.reader().unwrap();
        let code = Code::parse("abcdef").unwrap();
        assert_eq!(reader.find_code(code, &Scope::All).unwrap(), [key("y-abcdef"), key("x-abcdef")]);
        assert!(reader.row(&key("y-abcdef")).unwrap().unwrap().thin);
        let current = reader.of_cluster(&wire(), &ClusterId::from("c1")).unwrap().unwrap();
        assert_eq!(current.id.as_str(), "y-abcdef");
    });
}

/// What is typed, and how many of one dispatch and two records it finds.
const TYPED: &[(&str, usize)] = &[
    ("h", 2),
    ("ha", 2),
    ("harb", 2),
    ("harbour", 2),
    ("harbour ", 2),
    ("harbou ", 0),
    ("zurich", 1),
    ("ZÜR", 1),
    ("strike harb", 1),
    ("東京", 1),
    ("京都", 1),
    ("閉", 1),
    ("大阪", 0),
    ("नम", 1),
    ("привет", 1),
    ("\"harb", 2),
    ("NEAR(harbour", 0),
    ("har* OR", 0),
    ("", 0),
    ("'\"*^:-()", 0),
    ("\u{0}\u{1b}", 0),
    ("ⓗarb", 2),
    ("·", 0),
];

#[test]
fn search_finds_what_is_typed_in_any_script() {
    on_empty(|store| {
        let story =
            Dispatch { dek: Some("The harbour «Zürich» closed".into()), ..dispatch("a", "Ports", 5) };
        put(store, stories([story]));
        put(
            store,
            records([
                record("1", "A strike at the harbour; 東京都は閉鎖"),
                record("2", "नमस्ते दुनिया, ПРИВЕТ"),
            ]),
        );
        let reader = store.reader().unwrap();
        let found = |typed: &str| reader.search(&Scope::Wire(wire()), typed, 9).unwrap().hits;
        for &(typed, count) in TYPED {
            assert_eq!(found(typed).len(), count, "{typed:?}");
        }
        let hits = found("harbour");
        assert!(matches!((&hits[0].what, &hits[1].what), (Found::Dispatch(_), Found::Record(..))));
        assert!(hits.iter().all(|hit| hit.snippet.iter().any(|(piece, lit)| *lit && piece == "harbour")));
        assert!(reader.search(&Scope::Wire("other".into()), "harbour", 9).unwrap().hits.is_empty());
        assert!(reader.search(&Scope::All, "harbour", 1).unwrap().more);
        put(store, records([record("1", "nothing of the kind")]));
        assert_eq!(found("strike").len(), 0);
    });
}

#[test]
fn wires_are_apart_and_everything_can_be_taken_out_again() {
    on_empty(|store| {
        let writer = store.writer().unwrap();
        let items =
            [records([record("1", "one")]), stories([dispatch("a", "X", 5), version("b", 2, "a", 1)])]
                .concat();
        put(store, items.clone());
        let other = WireName::from("other");
        writer.put(&other, stories([dispatch("a", "X", 5)]), noon()).unwrap();
        writer.set_wire(&other, "file", "from a file").unwrap();
        writer.mark_read(&key("a"), true).unwrap();
        let reader = store.reader().unwrap();
        let wires = reader.wires().unwrap();
        assert_eq!(
            wires.iter().map(|wire| (wire.total, wire.unread, wire.records)).collect::<Vec<_>>(),
            [(1, 1, 0), (1, 1, 1)]
        );
        assert_eq!(reader.about(&other).unwrap().unwrap().kind, "file");
        let mut out = Vec::new();
        let mut take = |item| {
            out.push(item);
            ControlFlow::Continue(())
        };
        reader.export(&Scope::Wire(wire()), &mut take).unwrap();
        assert_eq!(out, items);
        assert_eq!(reader.records(&wire(), Window::default()).unwrap().len(), 1);
        assert!(reader.records(&wire(), Window { from: Some(noon()), until: None }).unwrap().is_empty());
    });
}

#[test]
fn the_ledger_keeps_what_was_decided() {
    on_empty(|store| {
        let entry = |reason: &str| Entry {
            at: noon(),
            stage: Stage::Write,
            cluster: ClusterId::from("c"),
            outcome: Outcome::Spiked,
            headline: "H".into(),
            reason: reason.into(),
        };
        store.writer().unwrap().append_ledger(vec![entry("one"), entry("two")]).unwrap();
        assert_eq!(store.reader().unwrap().ledger(1).unwrap(), [entry("two")]);
        let health = store.reader().unwrap().health().unwrap();
        assert_eq!((health.ledger, health.damage.len()), (2, 0));
    });
}

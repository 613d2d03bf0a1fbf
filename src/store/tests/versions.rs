//! Versions, in whatever order they arrive.

use super::{Place, dispatch, key, noon, stories, version, wire};
use crate::store::Store;
use crate::story::Dispatch;
use crate::wire::page::{Listing, Scope};

fn three() -> [Dispatch; 3] {
    [dispatch("v1", "Ports", 9), version("v2", 2, "v1", 6), version("v3", 3, "v2", 3)]
}

fn put(store: &Store, story: &Dispatch) {
    store.writer().unwrap().put(&wire(), stories([story.clone()]), noon()).unwrap();
}

fn listed(store: &Store) -> Vec<String> {
    let rows = store.reader().unwrap().page(&Listing::default(), 0, 9).unwrap().rows;
    rows.iter().map(|row| row.key.id.to_string()).collect()
}

#[test]
fn in_any_order_the_newest_is_current_and_all_are_kept() {
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let place = Place::new();
        let store = place.open();
        for index in order {
            put(&store, &three()[index]);
        }
        assert_eq!(listed(&store), ["v3"], "{order:?}");
        let reader = store.reader().unwrap();
        let versions = reader.dispatch(&key("v2")).unwrap().unwrap().versions;
        assert_eq!(
            versions.iter().map(|version| version.key.id.as_str()).collect::<Vec<_>>(),
            ["v1", "v2", "v3"]
        );
        assert_eq!(reader.beats(&Scope::All).unwrap()[0].total, 1);
        assert_eq!(reader.search(&Scope::All, "headline", 9).unwrap().hits.len(), 1);
    }
}

#[test]
fn a_newer_version_of_something_read_says_so_and_shares_the_star() {
    let place = Place::new();
    let store = place.open();
    let writer = store.writer().unwrap();
    put(&store, &three()[0]);
    writer.mark_read(&key("v1"), true).unwrap();
    writer.mark_starred(&key("v1"), true).unwrap();
    put(&store, &three()[1]);
    let row = |id: &str| store.reader().unwrap().row(&key(id)).unwrap().unwrap();
    assert!(row("v2").newer && row("v2").starred && !row("v2").read && row("v1").read);
    writer.mark_read(&key("v2"), true).unwrap();
    assert!(!row("v2").newer);
    writer.mark_starred(&key("v2"), false).unwrap();
    assert!(!row("v1").starred);
}

#[test]
fn what_its_wire_calls_superseded_is_not_current() {
    let place = Place::new();
    let store = place.open();
    put(&store, &three()[0]);
    put(&store, &Dispatch { active: false, ..three()[1].clone() });
    assert_eq!(listed(&store), ["v1"]);
    put(&store, &three()[1]);
    assert_eq!(listed(&store), ["v2"]);
}

#[test]
fn a_circle_of_versions_still_has_one_current() {
    let place = Place::new();
    let store = place.open();
    put(&store, &version("a", 1, "b", 5));
    put(&store, &version("b", 1, "a", 4));
    put(&store, &version("c", 1, "c", 3));
    assert_eq!(listed(&store), ["c", "b"]);
}

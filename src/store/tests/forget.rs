//! Forgetting a wire leaves nothing of it, and nothing of the others is touched.

use rusqlite::Connection;

use super::{Place, dispatch, noon, record, records, stories, version, wire};
use crate::store::{Haul, OpenWalk, Step, Store};
use crate::story::{Citation, Dispatch};
use crate::wire::page::Scope;

/// Rows of a wire, and words of the index, wherever there are any.
fn census(conn: &Connection) -> Vec<i64> {
    let tables = [
        "wire",
        "dispatch",
        "body",
        "record",
        "cites",
        "far",
        "walk",
        "wanted",
        "tally",
        "beat",
        "unindexed",
    ];
    let indexed = ["dispatch_text", "record_text"];
    tables
        .iter()
        .chain(&indexed)
        .map(|table| {
            conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |line| line.get(0)).unwrap()
        })
        .collect()
}

fn fill(store: &Store, name: &str, dispatches: i64) {
    let writer = store.writer().unwrap();
    let citing = |n: i64| Dispatch {
        citations: vec![Citation { record_id: Some(format!("r{n}").into()), ..Citation::default() }],
        ..dispatch(&format!("{name}{n}"), if n % 2 == 0 { "Shared" } else { name }, n)
    };
    let rows = (0..dispatches).map(|n| (citing(n), false)).collect();
    let step = Step::At(OpenWalk::default());
    writer.take(&name.into(), Haul { rows, step, requests: 1, ..Haul::default() }, noon()).unwrap();
    let more =
        [records([record("r1", "harbour")]), stories([version("v", 2, &format!("{name}1"), 1)])].concat();
    writer.put(&name.into(), more, noon()).unwrap();
}

#[test]
fn nothing_is_left_and_others_stay() {
    let place = Place::new();
    let store = place.open();
    fill(&store, "other", 30);
    store.writer().unwrap().catch_up().unwrap();
    let conn = Connection::open(place.path()).unwrap();
    let before = census(&conn);
    fill(&store, wire().as_str(), 1_200);
    let writer = store.writer().unwrap();
    assert_eq!(writer.forget(&wire()).unwrap(), (1_201, 1));
    assert_eq!(census(&conn), before);
    assert_eq!(writer.forget(&wire()).unwrap(), (0, 0), "again is no harm");
    let reader = store.reader().unwrap();
    assert_eq!(reader.search(&Scope::All, "harbour", 9).unwrap().hits.len(), 1);
    assert_eq!(reader.states(noon()).unwrap().len(), 1);
    assert!(reader.health().unwrap().damage.is_empty());
}

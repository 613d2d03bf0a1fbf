//! The plans behind the lists: no scan, no sorting, whatever the planner thinks of the data.

use rusqlite::Connection;

use super::Place;
use crate::store::sqlite::within::{
    FIND_SLUG, IS_WANTED, NEXT, UNDER, plans, plans_of_running, plans_of_stories,
};

#[test]
fn no_list_scans_or_sorts() {
    let place = Place::new();
    drop(place.open());
    let conn = Connection::open(place.path()).unwrap();
    let single = [FIND_SLUG, IS_WANTED, NEXT, UNDER].map(str::to_owned);
    for sql in plans().into_iter().chain(plans_of_stories()).chain(plans_of_running()).chain(single) {
        let mut ask = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        for index in 1..=ask.parameter_count() {
            ask.raw_bind_parameter(index, 1).unwrap();
        }
        let mut lines = ask.raw_query();
        while let Some(line) = lines.next().unwrap() {
            let step: String = line.get(3).unwrap();
            assert!(!step.contains("TEMP B-TREE") && !step.starts_with("SCAN"), "{step}\n{sql}");
        }
    }
}

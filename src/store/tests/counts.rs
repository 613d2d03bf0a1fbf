//! The counts that triggers keep are always what counting would give.

use proptest::prelude::*;
use rusqlite::Connection;

use super::{Place, dispatch, key, noon, stories, wire};
use crate::story::{Dispatch, DispatchId};

/// Something that happens to a store.
#[derive(Debug, Clone)]
enum Step {
    Put { id: u8, beat: u8, version: u32, previous: Option<u8>, active: bool },
    Read(u8, bool),
    Star(u8, bool),
}

fn step() -> impl Strategy<Value = Step> {
    let put = (0..12_u8, 0..3_u8, 1..4_u32, proptest::option::of(0..12_u8), any::<bool>())
        .prop_map(|(id, beat, version, previous, active)| Step::Put { id, beat, version, previous, active });
    prop_oneof![
        3 => put,
        1 => (0..12_u8, any::<bool>()).prop_map(|(id, on)| Step::Read(id, on)),
        1 => (0..12_u8, any::<bool>()).prop_map(|(id, on)| Step::Star(id, on)),
    ]
}

const RECOUNT: &str = "SELECT wire, beat, count(*), sum(1 - read), sum(starred) FROM dispatch WHERE current = 1 \
                       GROUP BY wire, beat ORDER BY 1, 2";
const KEPT: &str = "SELECT wire, beat, total, unread, starred FROM tally WHERE total <> 0 ORDER BY 1, 2";
const FAMILIES_WITHOUT_ONE_CURRENT: &str =
    "SELECT count(*) FROM (SELECT 1 FROM dispatch GROUP BY family HAVING sum(current) <> 1)";

fn counted(conn: &Connection, sql: &str) -> Vec<[i64; 5]> {
    let mut ask = conn.prepare(sql).unwrap();
    let lines = ask.query_map([], |l| Ok([l.get(0)?, l.get(1)?, l.get(2)?, l.get(3)?, l.get(4)?])).unwrap();
    lines.collect::<Result<_, _>>().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn they_equal_a_recount(steps in proptest::collection::vec(step(), 1..40)) {
        let place = Place::new();
        let store = place.open();
        let writer = store.writer().unwrap();
        for step in steps {
            match step {
                Step::Put { id, beat, version, previous, active } => {
                    let story = Dispatch {
                        version,
                        active,
                        previous: previous.map(|id| DispatchId::new(id.to_string())),
                        ..dispatch(&id.to_string(), &format!("Beat {beat}"), i64::from(id) + i64::from(version))
                    };
                    writer.put(&wire(), stories([story]), noon()).unwrap();
                }
                Step::Read(id, on) => drop(writer.mark_read(&key(&id.to_string()), on).unwrap()),
                Step::Star(id, on) => drop(writer.mark_starred(&key(&id.to_string()), on).unwrap()),
            }
        }
        let conn = Connection::open(place.path()).unwrap();
        prop_assert_eq!(counted(&conn, KEPT), counted(&conn, RECOUNT));
        let odd: i64 = conn.query_row(FAMILIES_WITHOUT_ONE_CURRENT, [], |line| line.get(0)).unwrap();
        prop_assert_eq!(odd, 0);
        let indexed: i64 = conn.query_row("SELECT count(*) FROM dispatch_text", [], |line| line.get(0)).unwrap();
        let current: i64 = conn.query_row("SELECT count(*) FROM dispatch WHERE current", [], |line| line.get(0)).unwrap();
        prop_assert_eq!(indexed, current);
    }
}

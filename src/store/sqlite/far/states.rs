//! How all wires fare, for a person.

use rusqlite::Row;

use super::standing::{self, COLUMNS};
use crate::store::sqlite::listing::count;
use crate::store::sqlite::{Answer, Reader};
use crate::story::{Moment, WireName};
use crate::wire::state::WireState;

/// All wires by name; `far` where there is one.
const STATES: &str = "SELECT w.name, w.kind, w.records, w.updated_at, w.bytes, w.partial, w.queued, \
    (SELECT coalesce(sum(total), 0) FROM tally t WHERE t.wire = w.n), \
    (SELECT coalesce(sum(unread), 0) FROM tally t WHERE t.wire = w.n), \
    f.wire IS NOT NULL, f.day, f.requests";

impl Reader {
    /// The wires, by name, with how reading them fares. `now` says which day's requests are today's.
    pub fn states(&self, now: Moment) -> Answer<Vec<WireState>> {
        let columns = COLUMNS.map(|name| format!("f.{name}")).join(", ");
        let sql = format!(
            "{STATES}, {columns}, f.walked FROM wire w LEFT JOIN far f ON f.wire = w.n ORDER BY w.name"
        );
        let mut ask = self.conn.prepare_cached(&sql)?;
        let states = ask.query_map([], |line| state(line, now))?;
        Ok(states.collect::<Result<_, _>>()?)
    }
}

fn state(line: &Row, now: Moment) -> rusqlite::Result<WireState> {
    let number = |column: usize| line.get::<_, i64>(column).map(count);
    let mut state = WireState {
        wire: WireName::new(line.get::<_, String>(0)?),
        kind: line.get(1)?,
        records: number(2)?,
        synced_at: line.get::<_, Option<i64>>(3)?.map(Moment::from_micros),
        bytes: line.get::<_, i64>(4)?.max(0).unsigned_abs(),
        partial: number(5)?,
        queued: number(6)?,
        total: number(7)?,
        unread: number(8)?,
        ..WireState::default()
    };
    if line.get(9)? {
        let far = standing::read(line, 12)?;
        if !far.server.is_empty() {
            state.kind = far.server;
        }
        let today = line.get::<_, i64>(10)? == standing::day(now);
        state.requests = if today { line.get(11)? } else { 0 };
        state.url = far.url;
        state.tried_at = far.tried_at;
        state.synced_at = far.synced_at;
        state.not_before = far.not_before;
        state.trouble = far.trouble;
        state.notes = far.notes;
    }
    Ok(state)
}

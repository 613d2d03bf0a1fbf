//! What is remembered of sources, in and out.

use std::collections::HashMap;

use rusqlite::{Row, Transaction, params};

use crate::store::SourceMemory;
use crate::store::sqlite::{Answer, Reader};
use crate::story::{Moment, SourceName, Trouble, WireName};

/// The columns that [`keep`] writes and [`read`] reads, in their order.
pub(super) const COLUMNS: [&str; 24] = [
    "url",
    "title",
    "etag",
    "last_modified",
    "cursor",
    "tried_at",
    "gathered_at",
    "next_at",
    "full_at",
    "wished",
    "failures",
    "what",
    "why",
    "remedy",
    "notes",
    "repaired",
    "gone",
    "moved",
    "moved_times",
    "moved_since",
    "rhythm",
    "newest_at",
    "rest",
    "wire",
];

/// From its columns, the first of them at `from`; the wire is left to the caller.
pub(super) fn read(line: &Row, from: usize) -> rusqlite::Result<SourceMemory> {
    let time =
        |column: usize| line.get::<_, Option<i64>>(from + column).map(|at| at.map(Moment::from_micros));
    let trouble =
        Trouble { what: line.get(from + 11)?, why: line.get(from + 12)?, remedy: line.get(from + 13)? };
    let notes: String = line.get(from + 14)?;
    Ok(SourceMemory {
        url: line.get(from)?,
        title: line.get(from + 1)?,
        etag: line.get(from + 2)?,
        last_modified: line.get(from + 3)?,
        cursor: line.get(from + 4)?,
        tried_at: time(5)?,
        gathered_at: time(6)?,
        next_at: time(7)?,
        full_at: time(8)?,
        wished: line.get(from + 9)?,
        failures: line.get(from + 10)?,
        trouble: (!trouble.what.is_empty()).then_some(trouble),
        notes: notes.lines().map(str::to_owned).collect(),
        repaired: line.get(from + 15)?,
        gone: line.get(from + 16)?,
        moved: line.get(from + 17)?,
        moved_times: line.get(from + 18)?,
        moved_since: time(19)?,
        rhythm: line.get(from + 20)?,
        newest_at: time(21)?,
        rest: line.get(from + 22)?,
    })
}

/// Writes down what is remembered of source `n` from now on.
pub(super) fn keep(tx: &Transaction, wire: i64, n: i64, memory: &SourceMemory) -> Answer<()> {
    let micros = |moment: Option<Moment>| moment.map(Moment::as_micros);
    let none = Trouble::default();
    let trouble = memory.trouble.as_ref().unwrap_or(&none);
    let sql = format!("UPDATE source SET {} = ? WHERE n = ?", COLUMNS.join(" = ?, "));
    tx.prepare_cached(&sql)?.execute(params![
        memory.url,
        memory.title,
        memory.etag,
        memory.last_modified,
        memory.cursor,
        micros(memory.tried_at),
        micros(memory.gathered_at),
        micros(memory.next_at),
        micros(memory.full_at),
        memory.wished,
        memory.failures,
        trouble.what,
        trouble.why,
        trouble.remedy,
        memory.notes.join("\n"),
        memory.repaired,
        memory.gone,
        memory.moved,
        memory.moved_times,
        micros(memory.moved_since),
        memory.rhythm,
        micros(memory.newest_at),
        memory.rest,
        wire,
        n,
    ])?;
    Ok(())
}

impl Reader {
    /// What is remembered of all sources that were gathered from into this wire.
    pub fn source_memories(&self, wire: &WireName) -> Answer<HashMap<SourceName, SourceMemory>> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(HashMap::new()) };
        let sql = format!("SELECT name, {} FROM source WHERE wire = ?", COLUMNS.join(", "));
        let mut ask = self.conn.prepare_cached(&sql)?;
        let memories =
            ask.query_map([wire], |line| Ok((SourceName::new(line.get::<_, String>(0)?), read(line, 1)?)))?;
        Ok(memories.collect::<Result<_, _>>()?)
    }
}

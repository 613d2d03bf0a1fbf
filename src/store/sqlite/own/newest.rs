//! The newest records of one source.

use rusqlite::{OptionalExtension, params};

use crate::store::sqlite::{Answer, Reader, rows};
use crate::story::{Record, SourceName, WireName};

impl Reader {
    /// The newest records that a source brought into a wire, newest first, at most `most`.
    pub fn newest_of(&self, wire: &WireName, source: &SourceName, most: usize) -> Answer<Vec<Record>> {
        let _moment = self.moment()?;
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let mut find = self.conn.prepare_cached("SELECT n FROM source WHERE name = ?")?;
        let number = find.query_row([source.as_str()], |line| line.get::<_, i64>(0)).optional()?;
        let Some(source) = number else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT {} FROM record INDEXED BY record_of WHERE source = ? AND wire = ? ORDER BY at DESC LIMIT ?",
            rows::RECORD
        );
        let mut ask = self.conn.prepare_cached(&sql)?;
        let records = ask.query_map(params![source, wire, most as i64], rows::record)?;
        Ok(records.collect::<Result<_, _>>()?)
    }
}

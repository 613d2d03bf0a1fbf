//! Many things one after another, without holding them all: records for an edition, everything for an export.

use std::ops::ControlFlow;

use rusqlite::{OptionalExtension, params};

use super::reader::Whose;
use super::{Answer, Reader, rows};
use crate::story::{Moment, Record, WireName};
use crate::wire::format::Item;
use crate::wire::page::Scope;

/// A stretch of time; an open end has no bound. Records without a time are only in the window without a beginning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Window {
    /// From this moment on.
    pub from: Option<Moment>,
    /// Up to, and without, this moment.
    pub until: Option<Moment>,
}

impl Reader {
    /// The records of a wire within a window, oldest first, ties by id.
    pub fn records(&self, wire: &WireName, window: Window) -> Answer<Vec<Record>> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let from = window.from.map_or(i64::MIN, Moment::as_micros);
        let until = window.until.map_or(i64::MAX, Moment::as_micros);
        let sql = format!(
            "SELECT {}, at FROM record INDEXED BY record_time WHERE wire = ? AND at >= ? AND at < ? ORDER BY at",
            rows::RECORD
        );
        let mut ask = self.conn.prepare_cached(&sql)?;
        let records = ask.query_map(params![wire, from, until], |line| {
            Ok((line.get::<_, i64>(rows::AFTER_RECORD)?, rows::record(line)?))
        })?;
        let mut records: Vec<(i64, Record)> = records.collect::<Result<_, _>>()?;
        records.sort_by(|(a, left), (b, right)| a.cmp(b).then_with(|| left.id.cmp(&right.id)));
        Ok(records
            .into_iter()
            .map(|(_, record)| record)
            .filter(|record| !rows::is_taken_back(record))
            .collect())
    }

    /// The window that holds the newest so many records of a wire, or all of them where it has no more. Records of one
    /// moment are not parted.
    pub fn newest_window(&self, wire: &WireName, most: usize) -> Answer<Window> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(Window::default()) };
        let Some(last) = most.checked_sub(1) else { return Ok(Window::default()) };
        let mut ask = self.conn.prepare_cached(
            "SELECT at FROM record INDEXED BY record_time WHERE wire = ? ORDER BY at DESC, id DESC LIMIT 1 OFFSET ?",
        )?;
        let at = ask.query_row(params![wire, last as i64], |line| line.get::<_, i64>(0)).optional()?;
        let from = at.filter(|at| *at != rows::NO_TIME).map(Moment::from_micros);
        Ok(Window { from, until: None })
    }

    /// Everything in scope, records first, then dispatches with all their versions, each oldest first and ties by
    /// id, so that the same items always make the same file. Stops when `each` says so.
    pub fn export(&self, scope: &Scope, each: &mut dyn FnMut(Item) -> ControlFlow<()>) -> Answer<()> {
        let wire = match self.whose(scope)? {
            Whose::All => None,
            Whose::Wire(wire) => Some(wire),
            Whose::Nobody => return Ok(()),
        };
        let _moment = self.moment()?;
        let sql = format!("SELECT {} FROM record WHERE n = ?", rows::RECORD);
        let mut ask = self.conn.prepare_cached(&sql)?;
        for n in self.in_order("record", wire)? {
            let record = ask.query_row([n], rows::record)?;
            if each(Item::Record(Box::new(record))).is_break() {
                return Ok(());
            }
        }
        let mut ask = self.conn.prepare_cached("SELECT json FROM body WHERE n = ?")?;
        for n in self.in_order("dispatch", wire)? {
            let story = rows::dispatch(&ask.query_row([n], |line| line.get::<_, String>(0))?)?;
            if each(Item::Story(Box::new(story))).is_break() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Row numbers, oldest first, ties by id. The numbers alone would not do: within a second they follow the order
    /// in which things came, and an export should not tell that.
    fn in_order(&self, table: &str, wire: Option<i64>) -> Answer<Vec<i64>> {
        let sql = format!("SELECT n FROM {table} WHERE ?1 IS NULL OR wire = ?1 ORDER BY at, id, wire");
        let mut ask = self.conn.prepare_cached(&sql)?;
        let numbers = ask.query_map(params![wire], |line| line.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }
}

//! Taking items in.
//!
//! The same item again changes nothing. A different copy of a known item is laid over it: fields it has replace
//! the old ones, fields it leaves empty do not.

mod dispatch;
mod number;
mod record;

use std::collections::BTreeMap;

use rusqlite::{Transaction, params};
use serde_json::Value;

use super::index::Waiting;
use super::rows::NO_TIME;
use super::writer::Sync;
use super::{Answer, Writer};
use crate::story::{Moment, Record, WireName};
use crate::wire::format::{self, Item};
pub(super) use dispatch::{Put, Ready, leans_on, put_dispatch};
use number::Numbers;
pub(super) use record::{Numbered, insert_record, known, put_record, source_number};

/// What became of the items of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Not seen before.
    pub new: usize,
    /// Seen before, and now there is more or other to it.
    pub updated: usize,
    /// Seen before, just so.
    pub same: usize,
}

/// What became of everything that was put.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records.
    pub records: Kinds,
    /// Dispatches, each version counting as one.
    pub dispatches: Kinds,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        for (sum, part) in [(&mut self.records, more.records), (&mut self.dispatches, more.dispatches)] {
            sum.new += part.new;
            sum.updated += part.updated;
            sum.same += part.same;
        }
    }
}

/// Something that stands in the tables: newly, changed, or as before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Became {
    New,
    Updated,
    Same,
}

impl Kinds {
    pub(super) fn count(&mut self, became: Became) {
        match became {
            Became::New => self.new += 1,
            Became::Updated => self.updated += 1,
            Became::Same => self.same += 1,
        }
    }
}

/// What a transaction has to see to at its end, and where it last found room.
#[derive(Default)]
pub(super) struct Batch {
    /// What changes in the full-text index.
    pub(super) index: Waiting,
    /// By how much the wire has grown.
    bytes: i64,
    /// Records that came in.
    records: i64,
    /// Those of sources, by the source's number and the day they are of.
    of_sources: BTreeMap<(i64, i64), i64>,
    numbers: Numbers,
}

/// A day in microseconds.
const DAY_MICROS: i64 = 86_400_000_000;

impl Batch {
    /// One whose words may be indexed later.
    pub(super) fn patient() -> Self {
        Self { index: Waiting::patient(), ..Self::default() }
    }

    /// By how many bytes the wire grows.
    pub(super) fn grow(&mut self, bytes: usize, from: usize) {
        self.bytes += bytes as i64 - from as i64;
    }

    /// A free number for a record at this place.
    pub(super) fn number(&mut self, tx: &Transaction, at: i64) -> Answer<i64> {
        self.numbers.free(tx, "record", at)
    }

    /// A record of this source comes in, at this place.
    fn count(&mut self, source: Option<i64>, at: i64) {
        self.records += 1;
        if let Some(source) = source {
            *self.of_sources.entry((source, at / DAY_MICROS)).or_default() += 1;
        }
    }

    /// Writes down what changes in the index, the wire's size and age, and how much its sources brought.
    pub(super) fn finish(self, tx: &Transaction, wire: i64, now: Moment) -> Answer<()> {
        self.index.finish(tx)?;
        let grown = "UPDATE wire SET updated_at = ?, bytes = bytes + ?, records = records + ? WHERE n = ?";
        tx.prepare_cached(grown)?.execute(params![now.as_micros(), self.bytes, self.records, wire])?;
        for ((source, day), records) in self.of_sources {
            tx.prepare_cached("UPDATE source SET records = records + ? WHERE n = ?")?
                .execute([records, source])?;
            let of_day = "INSERT INTO source_day (source, day, records) VALUES (?, ?, ?) \
                ON CONFLICT DO UPDATE SET records = records + excluded.records";
            tx.prepare_cached(of_day)?.execute([source, day, records])?;
        }
        Ok(())
    }
}

/// An item on its way in.
enum Brought {
    Record(Box<Record>),
    Story(Box<Ready>),
}

impl From<Item> for Brought {
    fn from(item: Item) -> Self {
        match item {
            Item::Record(record) => Self::Record(record),
            Item::Story(story) => Self::Story(Box::new(Ready::from(*story))),
        }
    }
}

impl Writer {
    /// Takes items into a wire, all or none of them. `now` keeps what claims to be from the future in its place.
    pub fn put(&self, wire: &WireName, items: Vec<Item>, now: Moment) -> Answer<Counts> {
        let wire = wire.clone();
        let items: Vec<Brought> = items.into_iter().map(Brought::from).collect();
        self.write(Sync::Fetched, move |tx| {
            let wire = wire_number(tx, &wire)?;
            let mut counts = Counts::default();
            let mut batch = Batch::default();
            for item in items {
                match item {
                    Brought::Record(record) => {
                        counts.records.count(put_record(tx, wire, *record, now, &mut batch)?);
                    }
                    Brought::Story(story) => {
                        counts.dispatches.count(put_dispatch(tx, wire, *story, now, &mut batch)?.became);
                    }
                }
            }
            batch.finish(tx, wire, now)?;
            Ok(counts)
        })
    }
}

/// The number behind a wire's name, given out if it has none.
pub(super) fn wire_number(tx: &Transaction, wire: &WireName) -> Answer<i64> {
    tx.prepare_cached("INSERT INTO wire (name) VALUES (?) ON CONFLICT DO NOTHING")?
        .execute([wire.as_str()])?;
    Ok(tx
        .prepare_cached("SELECT n FROM wire WHERE name = ?")?
        .query_row([wire.as_str()], |line| line.get(0))?)
}

/// A time as a place in a list: never more than an hour ahead of the clock.
pub(super) fn place(time: Option<Moment>, now: Moment) -> i64 {
    time.map_or(NO_TIME, |time| time.min(now.plus_seconds(3600)).as_micros())
}

/// The newer object laid over the older: what it leaves empty, the older one tells.
fn laid_over(older: Value, newer: Value) -> format::Object {
    let (Value::Object(mut sum), Value::Object(newer)) = (older, newer) else { return format::Object::new() };
    for (name, value) in newer {
        let says_nothing = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !says_nothing || !sum.contains_key(&name) {
            sum.insert(name, value);
        }
    }
    sum
}

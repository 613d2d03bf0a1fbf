//! Taking items in.
//!
//! The same item again changes nothing. A different copy of a known item is laid over it: fields it has replace
//! the old ones, fields it leaves empty do not. Words go to the index at the end and in the order of their numbers,
//! because the index is fastest that way.

mod dispatch;
mod record;

use rusqlite::{Transaction, params};
use serde_json::Value;

use super::rows::NO_TIME;
use super::writer::Sync;
use super::{Answer, Writer};
use crate::store::StoreFault;
use crate::story::{Moment, WireName};
use crate::wire::format::{self, Item};
pub(super) use dispatch::leans_on;
use dispatch::put_dispatch;
use record::put_record;

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
enum Became {
    New,
    Updated,
    Same,
}

impl Kinds {
    fn count(&mut self, became: &Became) {
        match became {
            Became::New => self.new += 1,
            Became::Updated => self.updated += 1,
            Became::Same => self.same += 1,
        }
    }
}

/// What is to become of a text's words in the index.
pub(super) enum Words {
    /// They come in; the index has nothing of this number yet.
    First(String),
    /// They take the place of others.
    Instead(String),
    /// They go.
    Gone,
}

/// The words waiting to be indexed: table, number, and what is to become of them.
#[derive(Default)]
pub(super) struct Waiting(Vec<(&'static str, i64, Words)>);

impl Waiting {
    pub(super) fn push(&mut self, table: &'static str, n: i64, words: Words) {
        self.0.push((table, n, words));
    }

    fn index(mut self, tx: &Transaction) -> Answer<()> {
        self.0.sort_by_key(|(table, n, _)| (*table, *n)); // stable: what came later for one number stays later
        for (table, n, words) in self.0 {
            let (sql, text) = match words {
                Words::First(text) => {
                    (format!("INSERT INTO {table} (rowid, words) VALUES (?, ?)"), Some(text))
                }
                Words::Instead(text) => {
                    (format!("INSERT OR REPLACE INTO {table} (rowid, words) VALUES (?, ?)"), Some(text))
                }
                Words::Gone => (format!("DELETE FROM {table} WHERE rowid = ?"), None),
            };
            let mut statement = tx.prepare_cached(&sql)?;
            match text {
                Some(text) => statement.execute(params![n, text])?,
                None => statement.execute([n])?,
            };
        }
        Ok(())
    }
}

impl Writer {
    /// Takes items into a wire, all or none of them. `now` keeps what claims to be from the future in its place.
    pub fn put(&self, wire: &WireName, items: Vec<Item>, now: Moment) -> Answer<Counts> {
        let wire = wire.clone();
        self.write(Sync::Fetched, move |tx| {
            let wire = wire_number(tx, &wire)?;
            let mut counts = Counts::default();
            let mut waiting = Waiting::default();
            for item in items {
                match item {
                    Item::Record(record) => {
                        counts.records.count(&put_record(tx, wire, *record, now, &mut waiting)?);
                    }
                    Item::Story(story) => {
                        counts.dispatches.count(&put_dispatch(tx, wire, *story, now, &mut waiting)?);
                    }
                }
            }
            waiting.index(tx)?;
            tx.execute("UPDATE wire SET updated_at = ? WHERE n = ?", params![now.as_micros(), wire])?;
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
fn place(time: Option<Moment>, now: Moment) -> i64 {
    time.map_or(NO_TIME, |time| time.min(now.plus_seconds(3600)).as_micros())
}

/// A free number for something at `at`: sixteen to a second, further off where those are taken.
fn free_number(tx: &Transaction, table: &str, at: i64) -> Answer<i64> {
    let base = (at.max(0) / 1_000_000) * 16 + 1;
    let mut taken = tx.prepare_cached(&format!("SELECT 1 FROM {table} WHERE n = ?"))?;
    let mut stir = 0x9e37_79b9_7f4a_7c15_u64;
    for try_number in 0.. {
        let reach = 16_u64 << (2 * (try_number / 8)).min(40);
        stir = stir.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(base as u64 | 1);
        let step = if try_number < 8 { try_number } else { ((stir >> 20) % reach) as i64 };
        if !taken.exists([base + step])? {
            return Ok(base + step);
        }
    }
    Err(StoreFault::new("No room", "all numbers are taken", "Start a new store."))
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

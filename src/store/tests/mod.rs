//! What the store promises. `contract` is what any engine must keep; the rest is about files and SQLite.

mod contract;
mod counts;
mod far;
mod files;
mod forget;
mod jobs;
mod own;
mod pages;
mod plans;
mod running;
mod stories;
mod versions;

use std::path::PathBuf;

use super::{Access, Store};
use crate::story::{Beat, Dispatch, DispatchId, Key, Moment, Record, RecordId, WireName};
use crate::wire::format::Item;

/// A time that all tests share; `now` of every store.
fn noon() -> Moment {
    Moment::from_micros(1_790_000_000_000_000)
}

/// A folder that goes when the test ends, and a path in it.
struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("inner/wire.db")
    }

    fn open(&self) -> Store {
        Store::open(&self.path(), Access::ReadWrite, noon()).expect("a store")
    }
}

fn wire() -> WireName {
    WireName::from("test")
}

fn key(id: &str) -> Key {
    Key::new("test", id)
}

/// A dispatch of so many minutes before noon.
fn dispatch(id: &str, beat: &str, minutes: i64) -> Dispatch {
    Dispatch {
        id: DispatchId::from(id),
        beat: Beat { name: Some(beat.to_owned()), ..Beat::default() },
        headline: Some(format!("Headline {id}")),
        version: 1,
        active: true,
        generated_at: Some(noon().plus_seconds(-60 * minutes)),
        ..Dispatch::default()
    }
}

/// A later version of `previous`.
fn version(id: &str, number: u32, previous: &str, minutes: i64) -> Dispatch {
    Dispatch { version: number, previous: Some(DispatchId::from(previous)), ..dispatch(id, "Ports", minutes) }
}

fn record(id: &str, text: &str) -> Record {
    Record {
        id: RecordId::from(id),
        text: Some(text.to_owned()),
        published_at: Some(noon().plus_seconds(-7200)),
        ..Record::default()
    }
}

fn stories(dispatches: impl IntoIterator<Item = Dispatch>) -> Vec<Item> {
    dispatches.into_iter().map(|dispatch| Item::Story(Box::new(dispatch))).collect()
}

fn records(records: impl IntoIterator<Item = Record>) -> Vec<Item> {
    records.into_iter().map(|record| Item::Record(Box::new(record))).collect()
}

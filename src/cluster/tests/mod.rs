//! What grouping promises: the same decisions in any batches, bounds that hold whatever comes, posts that follow their links.

mod batches;
mod bounds;
mod posts;
mod tight;
mod times;
mod vectors;

use super::{Memory, Rules};
use crate::story::{Decision, Moment, Record};

/// `minutes` after a time that all tests share.
fn at(minutes: i64) -> Moment {
    Moment::from_micros(1_790_000_000_000_000).plus_seconds(minutes * 60)
}

fn news(id: &str, title: &str, minutes: i64) -> Record {
    Record {
        id: id.into(),
        title: Some(title.to_owned()),
        publisher: Some(format!("Outlet {id}")),
        published_at: Some(at(minutes)),
        language: Some("en".to_owned()),
        ..Record::default()
    }
}

/// What all of them meet, one after the other, each when it was published.
fn take(memory: &mut Memory, records: &[Record], rules: &Rules) -> Vec<Decision> {
    let mut decisions = Vec::new();
    for record in records {
        let at = record.time().unwrap_or_default();
        decisions.extend(memory.look(at, rules));
        decisions.push(memory.take(record, None, at, rules));
    }
    decisions
}

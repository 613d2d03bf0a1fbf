//! Bluesky, its stream, and Hacker News: from servers on this machine that say what the real ones say, and what they
//! should not.

mod bluesky;
mod fixtures;
mod hackernews;
mod stream;

use slugline::{
    config::{Channel, SourceRow},
    net::{Client, Key, Manners},
    sources::{self, Fetched, Harvest, Job, Memory, Stopped},
    story::{Moment, SourceName},
};

const SENTINEL: &str = "SENTINEL-7f3a";

fn now() -> Moment {
    Moment::parse("2026-03-12T18:00:00Z").unwrap()
}

/// A source that may ask this machine.
fn row(kind: Channel, url: &str, server: &str) -> SourceRow {
    SourceRow {
        name: SourceName::new("port"),
        kind,
        url: url.to_owned(),
        server: server.to_owned(),
        allow_private: true,
        ..SourceRow::default()
    }
}

async fn gather_with(row: &SourceRow, key: Option<&Key>, memory: &Memory) -> Result<Fetched, Stopped> {
    gather_at(row, key, memory, now()).await
}

async fn gather_at(
    row: &SourceRow,
    key: Option<&Key>,
    memory: &Memory,
    now: Moment,
) -> Result<Fetched, Stopped> {
    let client = Client::new(Manners::default()).unwrap();
    sources::fetch(&Job { row, client: &client, key, memory, now }).await
}

async fn gather(row: &SourceRow, cursor: Option<&str>) -> Result<Fetched, Stopped> {
    let memory = Memory { cursor: cursor.map(str::to_owned), first: cursor.is_none(), ..Memory::default() };
    gather_with(row, None, &memory).await
}

fn harvest(came: Result<Fetched, Stopped>) -> Harvest {
    came.unwrap().harvest.unwrap()
}

/// What the records are called at their provider.
fn ids(harvest: &Harvest) -> Vec<&str> {
    harvest.records.iter().filter_map(|record| record.external_id.as_deref()).collect()
}

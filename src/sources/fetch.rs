//! The thin fetch around a parser.

use std::time::Duration;

use url::Url;

use super::{Harvest, wanted::Wanted};
use crate::{
    config::SourceRow,
    net::{Client, Key, Validators},
    story::{Moment, Trouble},
};

/// What is remembered of a source from one gathering to the next.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Memory {
    /// What makes the next question conditional.
    pub validators: Validators,
    /// Where its kind stands, in its own words.
    pub cursor: Option<String>,
    /// Nothing was gathered from it yet.
    pub first: bool,
}

/// What to gather.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The source.
    pub row: &'a SourceRow,
    /// Who asks.
    pub client: &'a Client,
    /// Its password, where it has one.
    pub key: Option<&'a Key>,
    /// From the last time.
    pub memory: &'a Memory,
    /// The moment of capture.
    pub now: Moment,
}

/// What came of it.
#[derive(Debug, Clone, Default)]
pub struct Fetched {
    /// What was read; `None` where nothing has changed since the last time.
    pub harvest: Option<Harvest>,
    /// For the next time. The harvest's cursor comes on top.
    pub validators: Validators,
    /// Where it moved to for good (301, 308).
    pub moved: Option<Url>,
    /// How long the answer stays fresh by its headers.
    pub fresh_for: Option<Duration>,
    /// Requests made.
    pub requests: u32,
    /// Bytes taken in, decompressed.
    pub bytes: u64,
}

/// Why nothing came.
#[derive(Debug, Clone, Default)]
pub struct Stopped {
    /// In words.
    pub trouble: Trouble,
    /// The status of the answer; 0 where there was none.
    pub status: u16,
    /// How long the server asks us to wait.
    pub wait: Option<Duration>,
    /// Requests made.
    pub requests: u32,
}

/// Gathers from a source, once. May be dropped at any moment.
pub async fn fetch(job: &Job<'_>) -> Result<Fetched, Stopped> {
    let mut fetched = (super::kind(job.row.kind).fetch)(job).await?;
    if let Some(harvest) = &mut fetched.harvest {
        let mut wanted = Wanted::new(&job.row.words);
        harvest.records.retain(|record| wanted.has(record));
    }
    Ok(fetched)
}

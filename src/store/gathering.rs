//! What gathering from a source has to remember from one time to the next, and what one time brings.
//!
//! The store keeps these and understands none of them: when a source is asked again, and what an answer means for
//! that, is for the one who gathers to say.

use crate::story::{Moment, Record, RecordId, SourceName, Trouble};

/// What is remembered of a source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMemory {
    /// The address that all of this was learned at.
    pub url: String,
    /// What it calls itself; empty for not known.
    pub title: String,
    /// `ETag` of the last answer, verbatim.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer, verbatim.
    pub last_modified: Option<String>,
    /// Where its kind stands, in its own words.
    pub cursor: Option<String>,
    /// When it was last tried.
    pub tried_at: Option<Moment>,
    /// When it last answered with what it should, unchanged or not.
    pub gathered_at: Option<Moment>,
    /// When it is asked again by itself.
    pub next_at: Option<Moment>,
    /// When it last answered with all of it.
    pub full_at: Option<Moment>,
    /// The server asked for the wait until `next_at`; otherwise it is our own schedule or patience.
    pub wished: bool,
    /// Tries in vain, one after the other.
    pub failures: u32,
    /// Why the last try failed.
    pub trouble: Option<Trouble>,
    /// What could not be kept, or is odd, as of the last answer.
    pub notes: Vec<String>,
    /// The last answer could only be read after mending it.
    pub repaired: bool,
    /// Its server says that it is gone for good.
    pub gone: bool,
    /// Where the server says it has moved to for good; empty for nowhere.
    pub moved: String,
    /// How often it said so in a row.
    pub moved_times: u32,
    /// When it said so first.
    pub moved_since: Option<Moment>,
    /// Seconds between two of its items, the middle one.
    pub rhythm: Option<u32>,
    /// When its newest item was published.
    pub newest_at: Option<Moment>,
    /// Seconds that it asks to be left alone after an answer.
    pub rest: u32,
}

/// What one time brought: kept whole or not at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gathering {
    /// From which source.
    pub source: SourceName,
    /// What is remembered of it from now on.
    pub memory: SourceMemory,
    /// Its records, as they are today.
    pub records: Vec<Record>,
    /// Records that were taken back.
    pub gone: Vec<RecordId>,
    /// Beginnings of providers' ids: everything of the source that begins so was taken back.
    pub gone_under: Vec<String>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Came {
    /// Records never seen before.
    pub new: usize,
    /// Records that say something else than before.
    pub changed: usize,
    /// Records known as they are.
    pub same: usize,
    /// Records that say something else than before, and whose words a dispatch cites: those words were kept.
    pub held: usize,
    /// Records whose words were taken out.
    pub taken_back: usize,
    /// New ones that only repeat a record of another source, or of this one.
    pub copies: usize,
}

impl Came {
    /// What a person should be told of it.
    pub fn note(&self) -> Option<String> {
        match self.held {
            0 => None,
            1 => Some(
                "A dispatch cites an item that has changed since; the words that it cites were kept"
                    .to_owned(),
            ),
            n => Some(format!(
                "Dispatches cite {n} items that have changed since; the words that they cite were kept"
            )),
        }
    }
}

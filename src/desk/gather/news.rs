//! What a gathering tells while it goes on, and at its end.

use crate::story::{Moment, SourceName, Trouble};

/// Why nothing could be begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotBegun {
    /// Another Slugline is gathering into this store.
    Busy,
    /// The store cannot be written.
    Fault(Trouble),
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// It begins; so many sources are due.
    Began {
        /// Sources that will be asked.
        of: usize,
    },
    /// One source is done.
    Done(Box<Gathered>),
}

/// What came of a source.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gathered {
    /// Which one.
    pub source: SourceName,
    /// How it went.
    pub came: Came,
    /// Why it did not go well.
    pub trouble: Option<Trouble>,
    /// What could not be kept, or is odd.
    pub notes: Vec<String>,
    /// It had to be mended to be read.
    pub repaired: bool,
    /// When it is asked again by itself.
    pub next_at: Option<Moment>,
    /// Requests made.
    pub requests: u32,
    /// Bytes taken in.
    pub bytes: u64,
}

/// How asking a source went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Came {
    /// It answered.
    Records {
        /// Records never seen before.
        new: usize,
        /// Records that have changed.
        changed: usize,
        /// Records known as they are.
        same: usize,
    },
    /// Nothing has changed since the last time.
    Unchanged,
    /// It was not asked: it is not due, or asks to be left alone.
    #[default]
    NotDue,
    /// It could not be had.
    Failed,
    /// Its server says it is gone for good; it is not asked any more.
    Gone,
}

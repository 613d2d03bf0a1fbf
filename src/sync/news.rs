//! What a sync tells while it works, and at its end.

use crate::{
    story::{Moment, WireName},
    wire::state::Trouble,
};

/// What is wanted of a wire.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Want {
    /// Also fetch every record that dispatches since this moment name.
    pub records_since: Option<Moment>,
    /// The person asked: try even what was put off (a refused key, our own patience; never a server's wish).
    pub asked: bool,
}

/// Why a sync could not even be begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotBegun {
    /// Another Slugline is syncing this store.
    Busy,
    /// The store cannot be written, or not be locked.
    Fault(Trouble),
}

impl NotBegun {
    /// In words.
    pub fn trouble(self) -> Trouble {
        match self {
            Self::Busy => Trouble {
                what: "Another Slugline is syncing this store".to_owned(),
                why: "one at a time may do so".to_owned(),
                remedy: "Wait for it; what it fetches shows here, too".to_owned(),
            },
            Self::Fault(trouble) => trouble,
        }
    }
}

/// Something happened, in the order it happened. Whatever is told has been committed.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// A wire's turn.
    Began(WireName),
    /// So far in this run.
    Moved {
        /// Which wire.
        wire: WireName,
        /// What is being fetched: `dispatches`, `details`, `records`.
        what: &'static str,
        /// Dispatches and records taken in by this run.
        items: usize,
        /// Of these, dispatches never seen before.
        new: usize,
        /// How many there will be, where known.
        of: Option<usize>,
        /// Items a second.
        per_second: f64,
        /// Requests left today.
        left: u32,
    },
    /// The server asked us to wait; the run goes on then.
    Waiting(WireName, Moment),
    /// A wire is done, one way or another.
    Ended(Report),
}

/// How the sync of one wire went.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// Which wire.
    pub wire: WireName,
    /// What the server turned out to be, in a few words.
    pub server: String,
    /// Dispatches never seen before, each version counting as one.
    pub new: usize,
    /// Dispatches that have more or other to them now.
    pub updated: usize,
    /// Dispatches looked at.
    pub seen: usize,
    /// Records taken in.
    pub records: usize,
    /// Dispatches of which only the list's row is here yet.
    pub partial: usize,
    /// Requests made by this run.
    pub requests: u32,
    /// Requests left today.
    pub left: u32,
    /// Seconds it took.
    pub seconds: f64,
    /// Why it ended early; `None` if it went to its end.
    pub trouble: Option<Trouble>,
    /// The next try is not due before this.
    pub not_before: Option<Moment>,
    /// What could not be kept, in words.
    pub notes: Vec<String>,
}

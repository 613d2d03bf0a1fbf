//! What happened to sources: gatherings, looks at an address, changes of the config.

use std::sync::Arc;

use crate::{
    config::SourceRow,
    story::{Moment, Record, SourceName},
};

use super::Trouble;

/// What a gathering tells.
#[derive(Debug, Clone, PartialEq)]
pub enum GatherNews {
    /// It begins; so many sources are asked.
    Began {
        /// How many.
        of: usize,
    },
    /// These are done.
    Moved(Vec<Gleaned>),
    /// All are.
    Ended,
    /// The desk begins to write from what came.
    Writing,
    /// A model that writes for the desk has got so far with its answer.
    Asking(Asking),
    /// The desk has written.
    Wrote {
        /// Dispatches published.
        published: usize,
    },
    /// Nothing could be begun, or nothing written.
    Refused(Trouble),
    /// Another Slugline is gathering into this store.
    Elsewhere,
    /// Nothing is under way any more.
    Rested,
}

/// A model at work for the desk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asking {
    /// Its name.
    pub model: String,
    /// Words of its answer so far.
    pub words: usize,
}

/// What came of one source.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Gleaned {
    /// Which one.
    pub source: SourceName,
    /// It was asked: it was due, and its server does not want to be left alone.
    pub asked: bool,
    /// When.
    pub at: Moment,
    /// Records never seen before.
    pub new: usize,
    /// Records that say something else now.
    pub changed: usize,
    /// Why it did not go well.
    pub trouble: Option<Trouble>,
    /// Its server says that it is gone for good.
    pub gone: bool,
    /// What could not be kept, or is odd.
    pub notes: Vec<String>,
    /// It had to be mended to be read.
    pub repaired: bool,
    /// When it is asked again by itself.
    pub next_at: Option<Moment>,
}

/// A source as it answers now; nothing of it is kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Offer {
    /// As it would stand in the config.
    pub row: SourceRow,
    /// What it calls itself; empty for nothing.
    pub title: String,
    /// What it is: `RSS 2.0`, `an author at Bluesky`.
    pub what: String,
    /// Its records, newest first.
    pub records: Vec<Record>,
    /// What could not be read, or is odd.
    pub notes: Vec<String>,
    /// It could only be read after mending it.
    pub repaired: bool,
    /// The source of the config that has this address already.
    pub known: Option<SourceName>,
}

/// One of the feeds that a site's page names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// What the page calls it; may be empty.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// What it says, where it has been asked already.
    pub offer: Option<Box<Offer>>,
}

/// What is at an address.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A source.
    Offer(Box<Offer>),
    /// A page that names several.
    Choices(Vec<Choice>),
}

/// What an OPML file would add.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outlines {
    /// The file's name, or how many files there are.
    pub name: String,
    /// The sources that are not in the config yet, as they would stand there.
    pub rows: Vec<SourceRow>,
    /// Folders they stand in.
    pub folders: usize,
    /// Feeds that are in the config already.
    pub known: usize,
    /// What could not be read.
    pub notes: Vec<String>,
}

/// The config's sources have changed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edited {
    /// All of them, as they stand there now.
    pub rows: Arc<[SourceRow]>,
    /// What was done, in words.
    pub said: String,
    /// It can be undone.
    pub undo: bool,
    /// Those that are new or on again.
    pub new: Vec<SourceName>,
}

//! What a record met when it came to the desk: the line that `why` reads back.

use super::{ClusterId, Moment, RecordId};

/// What became of a record, or of a cluster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Met {
    /// Nothing was near enough: it opened a cluster.
    #[default]
    Opened,
    /// Its words were near enough to a cluster's.
    Joined,
    /// It stands on a page, or links to one, that a cluster has.
    Linked,
    /// It repeats a record of the cluster, and is no voice of its own.
    Copied,
    /// A whole cluster became part of an older one.
    Merged,
    /// The cluster was full: the record is kept with it and moves nothing.
    Full,
}

impl Met {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Opened, Self::Joined, Self::Linked, Self::Copied, Self::Merged, Self::Full];

    /// The word that is stored and printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Joined => "joined",
            Self::Linked => "linked",
            Self::Copied => "copied",
            Self::Merged => "merged",
            Self::Full => "full",
        }
    }

    /// Reads that word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|met| met.word() == word)
    }
}

/// One decision about one record, with what it leaned on. Never changed afterwards.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// When it was made.
    pub at: Moment,
    /// The record. Of a merge, the record that opened the younger cluster.
    pub record: RecordId,
    /// The cluster it came to.
    pub cluster: ClusterId,
    /// How.
    pub met: Met,
    /// How near it was: to that cluster, or, if it opened one, to the nearest other. 0 to 1.
    pub score: f64,
    /// How near it had to be. 0 to 1.
    pub needed: f64,
    /// Of a copy, the record it repeats; of a link, the page; of a merge, the cluster that is no more; of an opening, the
    /// nearest cluster there was.
    pub other: Option<String>,
    /// The words that counted most, heaviest first.
    pub words: Vec<String>,
}

//! What each stage of an edition did, kept so that a decision can be read back later.

use super::{ClusterId, Moment};

/// The place in the line where something was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Detection.
    Signal,
    /// Grouping.
    Cluster,
    /// Writing and the copydesk.
    Write,
    /// Publication.
    Wire,
}

impl Stage {
    /// All four, in the order a record meets them.
    pub const ALL: [Self; 4] = [Self::Signal, Self::Cluster, Self::Write, Self::Wire];

    /// `Signal`, `Cluster`, `Write`, `Wire`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Signal => "Signal",
            Self::Cluster => "Cluster",
            Self::Write => "Write",
            Self::Wire => "Wire",
        }
    }

    /// Reads the name back.
    pub fn read(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name().eq_ignore_ascii_case(name))
    }
}

/// What became of a cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// A dispatch went out.
    Published,
    /// A draft was written and refused.
    Spiked,
    /// Too little to write about yet.
    Watched,
    /// Nothing new since the last dispatch.
    Unchanged,
    /// A recent dispatch of the wire tells it already.
    Covered,
}

impl Outcome {
    /// All of them, as the ledger counts them.
    pub const ALL: [Self; 5] = [Self::Published, Self::Spiked, Self::Watched, Self::Unchanged, Self::Covered];

    /// The word the ledger shows.
    pub fn word(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Spiked => "spiked",
            Self::Watched => "watched",
            Self::Unchanged => "unchanged",
            Self::Covered => "covered",
        }
    }

    /// Reads the word back.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.word() == word)
    }
}

/// One line of the ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// When the edition ran.
    pub at: Moment,
    /// Where it was decided.
    pub stage: Stage,
    /// About which cluster.
    pub cluster: ClusterId,
    /// What was decided.
    pub outcome: Outcome,
    /// The working headline, so that a spiked draft can be recognised.
    pub headline: String,
    /// Why, in plain words.
    pub reason: String,
}

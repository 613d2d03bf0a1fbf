//! Who writes an edition's dispatches.
//!
//! An edition knows which stories are to be written; who writes them is its caller's choice, handed in as a [`Compose`].
//! [`Extractive`] takes sentences from the records: no model, no key, no network, the same every time. Whoever
//! writes, the copydesk reads the draft before anybody else does, and only what it passed comes out of here.
//!
//! What it refuses: to leave a story unwritten because a model failed. Whatever goes wrong on the way to a better draft is
//! a note in words, and the extractive draft is there instead.

use crate::{
    cluster::{Evidence, Minimum},
    story::{Dispatch, Record},
    write::{self, Brief, Checked, Spike},
};

/// A story to be written.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// Its records, laid out.
    pub brief: &'a Brief<'a>,
    /// The records that a draft may cite.
    pub members: &'a [&'a Record],
    /// What there is to write from.
    pub evidence: Evidence,
    /// What a dispatch needs at least.
    pub minimum: &'a Minimum,
    /// Words aimed at in dek and analysis.
    pub words: usize,
    /// The version before, if this is not the first.
    pub previous: Option<&'a Dispatch>,
}

impl Order<'_> {
    /// Which version is to be written; counts from 1.
    pub fn version(&self) -> u32 {
        self.previous.map_or(1, |previous| previous.version.saturating_add(1))
    }

    /// The draft without a model, checked.
    pub fn extracted(&self) -> Result<Checked, Spike> {
        let draft = write::extract(self.brief, self.words);
        write::check(draft, self.members, self.evidence, self.minimum)
    }
}

/// What came of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// The draft as the copydesk passed it, or why it did not.
    pub checked: Result<Checked, Spike>,
    /// What happened on the way, in words for the ledger: why it is not the model's.
    pub notes: Vec<String>,
}

/// Who writes.
pub trait Compose {
    /// Writes a story. `None`: the person wants no more of it, and the story stays due.
    fn compose(&mut self, order: &Order<'_>) -> Option<Composed>;

    /// Stories that are looked at, and kept, at once: fewer where each takes long, so that what is done is soon there to be
    /// read.
    fn together(&self) -> usize {
        200
    }
}

/// Writes without a model.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extractive;

impl Compose for Extractive {
    fn compose(&mut self, order: &Order<'_>) -> Option<Composed> {
        Some(Composed { checked: order.extracted(), notes: Vec::new() })
    }
}

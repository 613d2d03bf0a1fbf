//! What grouping remembers from one batch to the next: the clusters that may still grow.

use crate::story::{Cluster, ClusterId, Decision, Moment, Record};

use super::Rules;

/// A cluster as it is kept between two runs: the noun, and what the pass has to know of it, packed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// The cluster.
    pub cluster: Cluster,
    /// The other names it has: the ids of clusters that became part of it.
    pub aliases: Vec<ClusterId>,
    /// Word sums, pages and marks, packed; only this module reads it.
    pub state: Vec<u8>,
}

/// The clusters that may still grow, and how common words are.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    kept: Vec<Kept>,
}

impl Memory {
    /// With the clusters that were kept, and the counts of words as [`Memory::counts`] packed them (empty: only those
    /// that are shipped). What cannot be read is left out and said.
    pub fn recall(kept: Vec<Kept>, _counts: &[u8]) -> (Self, Vec<String>) {
        (Self { kept }, Vec::new())
    }

    /// Takes in one record that arrived at `at`; arrivals come in order. Tells what it met, and which clusters were
    /// merged because the time for that had come. `vector` is the record's dense vector, where a model gave one.
    pub fn take(
        &mut self,
        _record: &Record,
        _vector: Option<&[f32]>,
        _at: Moment,
        _rules: &Rules,
    ) -> Vec<Decision> {
        Vec::new()
    }

    /// The cluster of that id, or the one that it became part of.
    pub fn cluster(&self, id: &ClusterId) -> Option<&Cluster> {
        self.kept.iter().map(|kept| &kept.cluster).find(|cluster| cluster.id == *id)
    }

    /// Every cluster that changed since this was asked last, to be kept; the ids of those that became part of others
    /// stand among the aliases of these.
    pub fn changed(&mut self) -> Vec<Kept> {
        Vec::new()
    }

    /// How common words are here, packed.
    pub fn counts(&self) -> Vec<u8> {
        Vec::new()
    }

    /// Lets go of what is too old to grow, unless it changed and is not kept yet.
    pub fn forget(&mut self, _now: Moment, _rules: &Rules) {}
}

//! How much there is to write from, and how much is enough.

use crate::story::{Cluster, Record};
use crate::text::words;

/// What a cluster offers a writer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evidence {
    /// Records, copies among them.
    pub records: usize,
    /// Independent voices.
    pub voices: usize,
    /// Words in the longest text.
    pub longest: usize,
}

impl Evidence {
    /// Of a cluster and its records.
    pub fn of(cluster: &Cluster, members: &[&Record]) -> Self {
        let longest = members.iter().map(|record| words::count(record.words())).max().unwrap_or(0);
        Self { records: cluster.records.len(), voices: cluster.voices, longest }
    }
}

/// What a dispatch needs at least. Below it a story is watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Minimum {
    /// Records.
    pub records: usize,
    /// Independent voices.
    pub voices: usize,
    /// Words that at least one record must have.
    pub longest: usize,
}

impl Default for Minimum {
    fn default() -> Self {
        Self { records: 3, voices: 2, longest: 80 }
    }
}

impl Minimum {
    /// Asks for nothing: for replays where someone else decided what a story is.
    pub const NONE: Self = Self { records: 0, voices: 0, longest: 0 };

    /// What is missing, in plain words; `None` if it is enough.
    pub fn missing(&self, evidence: Evidence) -> Option<String> {
        let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
        if evidence.voices < self.voices {
            let (has, needs) = (count(evidence.voices, "independent voice"), self.voices);
            return Some(format!("{has} in {}, {needs} needed", count(evidence.records, "record")));
        }
        if evidence.records < self.records {
            return Some(format!("{}, {} needed", count(evidence.records, "record"), self.records));
        }
        if evidence.longest < self.longest {
            let has = count(evidence.longest, "word");
            return Some(format!("the longest text has {has}, one of {} needed", self.longest));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Evidence, Minimum};

    #[test]
    fn what_is_missing_is_said_plainly() {
        let of = |records, voices, longest| Minimum::default().missing(Evidence { records, voices, longest });
        assert_eq!(of(2, 1, 90).as_deref(), Some("1 independent voice in 2 records, 2 needed"));
        assert_eq!(of(2, 2, 90).as_deref(), Some("2 records, 3 needed"));
        assert_eq!(of(3, 2, 60).as_deref(), Some("the longest text has 60 words, one of 80 needed"));
        assert_eq!(of(3, 2, 80), None);
    }
}

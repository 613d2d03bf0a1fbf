//! Why something is worth a dispatch.

use super::{Moment, RecordId};

/// What moved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum SignalKind {
    /// Many voices in a short time.
    #[default]
    Velocity,
    /// Something not seen before.
    Novelty,
    /// Accounts that do not agree.
    Divergence,
    /// A kind this version has no name for.
    Other(String),
}

impl SignalKind {
    /// Reads the wire's word. Never fails.
    pub fn read(word: &str) -> Self {
        match word {
            "velocity" => Self::Velocity,
            "novelty" => Self::Novelty,
            "divergence" => Self::Divergence,
            other => Self::Other(other.to_owned()),
        }
    }
    /// The wire's word.
    pub fn slug(&self) -> &str {
        match self {
            Self::Velocity => "velocity",
            Self::Novelty => "novelty",
            Self::Divergence => "divergence",
            Self::Other(word) => word,
        }
    }
}

/// How much it matters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth noting.
    #[default]
    Low,
    /// Worth a dispatch.
    Medium,
    /// Worth interrupting for.
    High,
}

impl Severity {
    /// Reads the wire's word; anything else is low.
    pub fn read(word: &str) -> Self {
        match word {
            "high" => Self::High,
            "medium" => Self::Medium,
            _ => Self::Low,
        }
    }
    /// The wire's word.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

/// Something moved, and these records show it. Never a bare number.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// What moved.
    pub kind: SignalKind,
    /// How much it matters.
    pub severity: Severity,
    /// The detector's own measure; its unit is the detector's (velocity: standard deviations).
    pub score: f64,
    /// The arithmetic in words a person can check: `6 voices in 1 h where 0.4 were expected`.
    pub why: String,
    /// When it fired: the time of the record that tipped it.
    pub at: Moment,
    /// The records that made it fire.
    pub evidence: Vec<RecordId>,
}

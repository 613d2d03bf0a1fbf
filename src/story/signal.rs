//! Why something is worth a dispatch.

use super::{Moment, RecordId, Span};

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
    /// Many accounts that say the same at once: a warning, not a story.
    Coordination,
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
            "coordination" => Self::Coordination,
            other => Self::Other(other.to_owned()),
        }
    }
    /// The wire's word.
    pub fn slug(&self) -> &str {
        match self {
            Self::Velocity => "velocity",
            Self::Novelty => "novelty",
            Self::Divergence => "divergence",
            Self::Coordination => "coordination",
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
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// How much the detector trusts it, 0 to 1; how it comes about stands in the figures.
    pub confidence: f64,
    /// The numbers of the arithmetic, each by name: what was counted, what was expected, and the bounds they passed.
    pub figures: Vec<Figure>,
    /// The passages that show it, where it is about words: of a divergence both sides.
    pub passages: Vec<Passage>,
    /// What is wrong with the ground it stands on, in words: sources that normally speak here and are not up to date.
    pub caution: Option<String>,
}

/// One number of a signal's arithmetic.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figure {
    /// What it is, short: `voices`, `expected`, `z`, `window`, `z needed`.
    pub name: String,
    /// Its value.
    pub value: f64,
    /// Its unit; empty for a plain number.
    pub unit: String,
}

/// A passage of a record that shows something.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Passage {
    /// Of which record.
    pub record: RecordId,
    /// Where in it.
    pub span: Span,
    /// Its words.
    pub words: String,
}

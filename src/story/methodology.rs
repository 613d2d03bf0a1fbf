//! How a dispatch came about, kept with it.

use super::{ClusterId, Confidence, Extra, Moment, RecordId, Severity, SignalKind};

/// How a dispatch came about: one part for each stage, every part optional, since other wires tell less.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Methodology {
    /// In words, as the wire tells it.
    pub text: Option<String>,
    /// The stages passed, in order.
    pub stages: Vec<String>,
    /// Why it was written.
    pub signal: Option<SignalNote>,
    /// What it was written from.
    pub cluster: Option<ClusterNote>,
    /// Who wrote: `extractive`, or a model's name.
    pub writer: Option<String>,
    /// What a model had to do with it, if one did.
    pub model: Option<ModelNote>,
    /// What the copydesk checked and found.
    pub checked: Option<Checked>,
    /// What this version has that the one before it had not, in words, the weightiest first: `2 more records, 1 more
    /// voice`. Empty for a first version.
    pub changed: Vec<String>,
    /// How many independent voices stand behind its sentences.
    pub confidence: Option<Confidence>,
    /// Why it is filed under its beat.
    pub filed: Option<Filing>,
    /// Everything else that came with it.
    pub extra: Extra,
}

/// What a model had to do with a dispatch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ModelNote {
    /// Its name, as its service calls it.
    pub name: String,
    /// SHA-256 of the prompts and of the shape it was given, in hex.
    pub prompt: String,
    /// The records it was given, each with the SHA-256 of its title and text, in hex.
    pub records: Vec<(RecordId, String)>,
    /// Claims it mended when the copydesk had named what was wrong with them.
    pub mended: usize,
    /// Claims in whose place a record's own sentence stands, since they did not hold.
    pub replaced: usize,
    /// Claims that were left out, since they did not hold.
    pub dropped: usize,
    /// Tokens of the questions and of the answers.
    pub tokens: Option<(u64, u64)>,
}

/// The signal behind a dispatch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SignalNote {
    /// What moved.
    pub kind: SignalKind,
    /// How much it mattered.
    pub severity: Severity,
    /// The detector's measure.
    pub score: Option<f64>,
    /// The arithmetic in words.
    pub why: Option<String>,
    /// When it fired.
    pub at: Option<Moment>,
    /// The records that made it fire.
    pub evidence: Vec<RecordId>,
}

/// The cluster behind a dispatch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClusterNote {
    /// Its id, if the wire says.
    pub id: Option<ClusterId>,
    /// Records in it.
    pub records: usize,
    /// Independent voices among them.
    pub voices: usize,
    /// When the first and the last of them happened.
    pub first_at: Option<Moment>,
    /// Likewise.
    pub last_at: Option<Moment>,
}

/// Why a dispatch is filed where it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filing {
    /// In words: `its words glacier, survey; 2 of 3 sources`.
    pub why: String,
    /// Only its likeness to what was filed there before speaks for it: nothing is learned from such a dispatch.
    pub alike: bool,
}

/// What the copydesk checked: so many found of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Checked {
    /// Claims in the prose.
    pub claims: usize,
    /// Claims whose words stand in a cited record.
    pub claims_found: usize,
    /// Quotations.
    pub quotes: usize,
    /// Quotations found word for word.
    pub quotes_found: usize,
    /// Numbers.
    pub numbers: usize,
    /// Numbers found in a cited record.
    pub numbers_found: usize,
}

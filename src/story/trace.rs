//! What became of each sentence of a dispatch when it was held against the records.

use super::{Passage, RecordId};

/// What a claim comes to, from the strongest proof to none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Its words stand in a record, one after the other.
    Verbatim,
    /// Its words, names and numbers stand in a passage of a record, in other order or between others.
    Supported,
    /// Its numbers stand in a record that is about the same, and too few of its other words.
    Number,
    /// It is the writer's reading and says so, or speaks as one: no record can prove it.
    Reading,
    /// Nothing in the records that are here shows it.
    #[default]
    NotFound,
}

impl Verdict {
    /// All five, strongest first.
    pub const ALL: [Self; 5] = [Self::Verbatim, Self::Supported, Self::Number, Self::Reading, Self::NotFound];

    /// The words on screen and in print.
    pub fn words(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Supported => "supported",
            Self::Number => "number matches",
            Self::Reading => "reading",
            Self::NotFound => "not found",
        }
    }

    /// The word in JSON.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Verbatim => "verbatim",
            Self::Supported => "supported",
            Self::Number => "number_matches",
            Self::Reading => "reading",
            Self::NotFound => "not_found",
        }
    }

    /// True where a record shows it.
    pub fn is_traced(self) -> bool {
        matches!(self, Self::Verbatim | Self::Supported | Self::Number)
    }
}

/// Where in a dispatch, or in a draft of one, a claim stands. Counts from 0.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// The title.
    #[default]
    Headline,
    /// The sentence under it.
    Dek,
    /// The takeaway of this place.
    Takeaway(usize),
    /// The section of this place.
    Section(usize),
    /// The answer to the question of this place.
    Answer(usize),
}

/// One sentence of a dispatch, traced.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TracedClaim {
    /// Where it stands.
    pub part: Part,
    /// The sentence without its markers.
    pub text: String,
    /// The numbers of its markers.
    pub markers: Vec<u32>,
    /// What it comes to.
    pub verdict: Verdict,
    /// The passages that show it, the best first; none where nothing does.
    pub spans: Vec<Passage>,
    /// Independent voices whose records show it; 0 where nothing does.
    pub voices: usize,
    /// What was missing, in words, where the verdict is [`Verdict::NotFound`]: `the quotation “…” stands in no record
    /// that is here`.
    pub lack: Option<String>,
}

/// So many found of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Found.
    pub found: usize,
    /// Of all.
    pub total: usize,
}

/// A dispatch held against the records it was written from, as far as they are here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    /// Its claims in the order they are read: headline, dek, takeaways, sections, answers.
    pub claims: Vec<TracedClaim>,
    /// Quotations that stand in a record word for word.
    pub quotes: Share,
    /// Numbers that stand in a record by value.
    pub numbers: Share,
    /// Records it names that are not here.
    pub missing: Vec<RecordId>,
}

impl Trace {
    /// How many claims came to this verdict.
    pub fn count(&self, verdict: Verdict) -> usize {
        self.claims.iter().filter(|claim| claim.verdict == verdict).count()
    }

    /// Claims that a record shows.
    pub fn traced(&self) -> usize {
        self.claims.iter().filter(|claim| claim.verdict.is_traced()).count()
    }

    /// `11 of 12 claims traced · 1 reading · 0 not found`.
    pub fn tally(&self) -> String {
        let (traced, all) = (self.traced(), self.claims.len());
        let claims = if all == 1 { "claim" } else { "claims" };
        let (reading, lost) = (self.count(Verdict::Reading), self.count(Verdict::NotFound));
        format!("{traced} of {all} {claims} traced · {reading} reading · {lost} not found")
    }
}

//! The records of a cluster, laid out for a writer.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::OnceLock;

use crate::cluster::Evidence;
use crate::story::{Cluster, Dispatch, Record, Span, SpanField};
use crate::text::bag::Bag;
use crate::text::sentences::scalars;

use super::differ::Difference;
use super::taste::Fit;
use super::traits::Traits;
pub(super) use super::vocabulary::counted;

/// Everything a writer may use.
#[derive(Debug, Clone)]
pub struct Brief<'a> {
    /// The story.
    pub cluster: &'a Cluster,
    /// What there is to write from.
    pub evidence: Evidence,
    /// The language that most of the documents speak; the others are left to be read.
    pub language: String,
    /// Its documents in that language, copies left out, oldest first.
    pub documents: Vec<Document<'a>>,
    /// All the cluster's records, oldest first.
    pub records: Vec<&'a Record>,
    /// What the documents have in common.
    pub centroid: Bag,
    /// The version that the new one is to follow.
    pub previous: Option<&'a Dispatch>,
    /// Where accounts differ, once somebody has asked.
    pub(super) difference: OnceLock<Option<Difference>>,
}

/// One record as a writer sees it.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// The record.
    pub record: &'a Record,
    /// Who speaks.
    pub voice: String,
    /// Its sentences in order; of a record without text, its title.
    pub sentences: Vec<Sentence<'a>>,
    /// The words of its title.
    pub title: Bag,
    /// How near it is to what all tell, by the nearest document: 0 to 1.
    pub near: f64,
}

/// One sentence and where it stands.
#[derive(Debug, Clone)]
pub struct Sentence<'a> {
    /// The words, verbatim; without a dateline that stood before them.
    pub text: &'a str,
    /// Title or text.
    pub field: SpanField,
    /// Its bytes there.
    pub bytes: Range<usize>,
    /// Counts from 0.
    pub position: usize,
    /// Its words, weighed.
    pub bag: Bag,
    /// How near it is to what all tell: the cosine, 0 to 1.
    pub near: f64,
    /// How many words it has.
    pub words: usize,
    /// What it is good for.
    pub fit: Fit,
    /// What can be read off it by itself.
    pub(super) traits: Traits,
    /// Last names that it takes as known, since its text gave them in full before.
    pub taken: BTreeSet<String>,
}

/// A sentence of a brief: which document, which sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Index into [`Brief::documents`].
    pub document: usize,
    /// Index into [`Document::sentences`].
    pub sentence: usize,
}

impl<'a> Brief<'a> {
    /// The brief for a version that follows another: what is new is told as such.
    #[must_use]
    pub fn since(self, previous: Option<&'a Dispatch>) -> Self {
        Self { previous, ..self }
    }

    /// The sentence at a place of this brief.
    pub fn sentence(&self, place: Place) -> &Sentence<'a> {
        &self.documents[place.document].sentences[place.sentence]
    }

    /// All places, document by document.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let within = |(document, d): (usize, &Document<'_>)| {
            (0..d.sentences.len()).map(move |sentence| Place { document, sentence })
        };
        self.documents.iter().enumerate().flat_map(within)
    }

    /// The span of a part of a document's stored text.
    pub fn span(
        &self,
        document: usize,
        field: SpanField,
        bytes: &Range<usize>,
        sha256: &str,
    ) -> Option<Span> {
        let range = scalars(stored(self.documents[document].record, field), bytes)?;
        Some(Span { start: range.start, end: range.end, sha256: Some(sha256.to_owned()), field })
    }
}

/// The string that spans of a field count into.
pub(super) fn stored(record: &Record, field: SpanField) -> &str {
    match field {
        SpanField::Text => record.words(),
        SpanField::Title => record.title.as_deref().unwrap_or_default(),
    }
}

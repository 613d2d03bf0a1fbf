//! Passages of records, by their bytes.

use std::ops::Range;

use crate::story::{Passage, Record, Span, SpanField};
use crate::text::digest::sha256;
use crate::text::sentences::{scalars, sentences};

/// So many bytes of a text are looked at: what is told at all is told near its beginning.
const HEAD: usize = 2400;

/// A record's title or the beginning of its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) record: &'a Record,
    field: SpanField,
    stored: &'a str,
    /// What of it is looked at.
    pub(super) head: &'a str,
}

/// Title and text of a record, as far as it has them.
pub(super) fn parts(record: &Record) -> impl Iterator<Item = Part<'_>> {
    let title = record.title.as_deref().unwrap_or_default();
    let both = [(SpanField::Title, title), (SpanField::Text, record.words())];
    both.into_iter().filter(|(_, stored)| !stored.is_empty()).map(|(field, stored)| {
        let end = (0..=HEAD.min(stored.len())).rev().find(|end| stored.is_char_boundary(*end));
        let head = stored.get(..end.unwrap_or(0)).unwrap_or_default();
        Part { record, field, stored, head }
    })
}

impl Part<'_> {
    /// The record's language.
    pub(super) fn language(&self) -> Option<&str> {
        self.record.language.as_deref()
    }

    /// The sentences that are looked at.
    pub(super) fn sentences(&self) -> Vec<Range<usize>> {
        if self.field == SpanField::Title {
            return std::iter::once(0..self.head.len()).collect();
        }
        sentences(self.head, self.language())
    }

    /// The sentence around these bytes.
    pub(super) fn around(&self, bytes: &Range<usize>) -> Range<usize> {
        let holds = |sentence: &Range<usize>| sentence.start <= bytes.start && bytes.end <= sentence.end;
        self.sentences().into_iter().find(holds).unwrap_or_else(|| bytes.clone())
    }

    /// The words at these bytes.
    pub(super) fn words(&self, bytes: &Range<usize>) -> &str {
        self.head.get(bytes.clone()).unwrap_or_default()
    }

    /// These bytes as a passage.
    pub(super) fn passage(&self, bytes: &Range<usize>) -> Option<Passage> {
        let place = scalars(self.stored, bytes)?;
        let span =
            Span { start: place.start, end: place.end, sha256: Some(sha256(self.stored)), field: self.field };
        Some(Passage { record: self.record.id.clone(), span, words: self.words(bytes).to_owned() })
    }
}

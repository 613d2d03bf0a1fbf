//! What can be read off a sentence by itself: its quotations, what stands outside them, its numbers, whom it names.
//!
//! Nearly every room of the writer asks for some of it, of each sentence; so it is read once and kept with the sentence.

use std::sync::OnceLock;

use crate::text::denials::denial_in;
use crate::text::numbers::{Number, numbers};
use crate::text::quotes::{Quotation, quotes};

use super::lean::without;
use super::named::Named;

/// What can be read off a sentence by itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Traits {
    /// The sentence in lower case.
    pub(super) lower: String,
    /// Its quotations.
    pub(super) quotes: Vec<Quotation>,
    /// Whom it names.
    pub(super) named: Named,
    /// Without its quotations, as it stands and in lower case; `None` if it has none.
    cut: Option<(String, String)>,
    numbers: OnceLock<Vec<Number>>,
    denies: OnceLock<bool>,
}

impl Traits {
    /// Of a sentence.
    pub(super) fn of(text: &str) -> Self {
        let quotes = quotes(text);
        let cut = (!quotes.is_empty()).then(|| {
            let outside = without(text, &quotes);
            let lower = outside.to_lowercase();
            (outside, lower)
        });
        Self { lower: text.to_lowercase(), quotes, named: Named::of(text), cut, ..Self::default() }
    }

    /// The sentence, which is handed in, without what is quoted in it.
    pub(super) fn outside<'t>(&'t self, text: &'t str) -> &'t str {
        self.cut.as_ref().map_or(text, |(outside, _)| outside)
    }

    /// The same in lower case.
    pub(super) fn outside_lower(&self) -> &str {
        self.cut.as_ref().map_or(&self.lower, |(_, lower)| lower)
    }

    /// The sentence's numbers, in order.
    pub(super) fn numbers(&self, text: &str) -> &[Number] {
        self.numbers.get_or_init(|| numbers(text))
    }

    /// Whether the sentence denies something, in the language of its brief.
    pub(super) fn denies(&self, text: &str, language: &str) -> bool {
        *self.denies.get_or_init(|| denial_in(text, &self.lower, Some(language)).is_some())
    }
}

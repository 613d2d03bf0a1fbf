//! What a reader knows when the next sentence comes: the words told so far, and the people named.

use std::collections::BTreeSet;

use super::named::Named;
use super::{Brief, Place};

/// Two sentences nearer than this tell the same.
const SAME: f64 = 0.42;

/// A sentence of whose weight less than this is new tells nothing worth its place.
const NEW: f64 = 0.35;

/// The same, every word counting alike: the words that all documents share weigh little, and it is they that tell an event
/// a second time.
const UNTOLD: f64 = 0.5;

/// Two sentences that share so much of the shorter one's words tell the same.
const SHARED: f64 = 0.6;

/// What was printed so far, in the order of reading.
#[derive(Debug, Clone)]
pub(super) struct Printed<'b, 'a> {
    brief: &'b Brief<'a>,
    places: Vec<Place>,
    /// For each word of the brief, by its number, whether it was told.
    words: Vec<bool>,
    names: BTreeSet<String>,
}

impl<'b, 'a> Printed<'b, 'a> {
    /// Nothing but a headline, which names people and tells no more than that.
    pub(super) fn new(brief: &'b Brief<'a>, headline: &str) -> Self {
        Self { brief, places: Vec::new(), words: Vec::new(), names: Named::of(headline).full }
    }

    /// Prints a sentence.
    pub(super) fn add(&mut self, place: Place) {
        let sentence = self.brief.sentence(place);
        let last = sentence.bag.weights().last().map_or(0, |(word, _)| *word as usize + 1);
        self.words.resize(self.words.len().max(last), false);
        for (word, _) in sentence.bag.weights() {
            self.words[*word as usize] = true;
        }
        self.names.extend(sentence.traits.named.full.iter().cloned());
        self.places.push(place);
    }

    /// The same with more sentences.
    #[must_use]
    pub(super) fn with(&self, places: &[Place]) -> Self {
        let mut more = self.clone();
        for place in places {
            more.add(*place);
        }
        more
    }

    /// The sentences, in order.
    pub(super) fn places(&self) -> &[Place] {
        &self.places
    }

    fn told(&self, word: u32) -> bool {
        self.words.get(word as usize).copied().unwrap_or_default()
    }

    /// How much of a sentence's weight lies in words not told yet, 0 to 1.
    pub(super) fn new_share(&self, place: Place) -> f64 {
        let weights = self.brief.sentence(place).bag.weights();
        let all: f64 = weights.iter().map(|(_, weight)| weight * weight).sum();
        let new = weights.iter().filter(|(word, _)| !self.told(*word));
        let new: f64 = new.map(|(_, weight)| weight * weight).sum();
        if all > 0.0 { new / all } else { 0.0 }
    }

    /// How many of a sentence's words were not told yet, 0 to 1.
    fn untold_share(&self, place: Place) -> f64 {
        let weights = self.brief.sentence(place).bag.weights();
        let new = weights.iter().filter(|(word, _)| !self.told(*word)).count();
        new as f64 / weights.len().max(1) as f64
    }

    /// True if a sentence tells what one of those printed tells, or what they tell together.
    pub(super) fn repeats(&self, place: Place) -> bool {
        self.repeats_since(place, 0)
    }

    /// The same of a sentence that is known to repeat none of the first `held` printed.
    pub(super) fn repeats_since(&self, place: Place, held: usize) -> bool {
        let bag = &self.brief.sentence(place).bag;
        let same = |other: &Place| *other == place || bag.dot(&self.brief.sentence(*other).bag) >= SAME;
        let later = self.places.get(held..).unwrap_or_default();
        self.new_share(place) < NEW
            || self.untold_share(place) < UNTOLD
            || later.iter().any(|other| same(other) || bag.shared(&self.brief.sentence(*other).bag) >= SHARED)
    }

    /// True if a quotation tells what one sentence printed tells: who speaks, and what of, may have been told before.
    pub(super) fn retells(&self, place: Place) -> bool {
        let bag = &self.brief.sentence(place).bag;
        let same = |other: &Place| *other == place || bag.dot(&self.brief.sentence(*other).bag) >= SAME;
        self.new_share(place) < NEW || self.places.iter().any(same)
    }

    /// True if everyone whom a sentence takes as known was named in full.
    pub(super) fn knows(&self, place: Place) -> bool {
        self.brief.sentence(place).taken.iter().all(|name| self.names.contains(name))
    }
}

//! A cluster that may still grow: the noun, and what the pass has to know of it.

use crate::story::{Cluster, ClusterId, Moment, Record, RecordId};
use crate::text::hash::stable;

use super::features::Text;
use super::forms::Forms;
use super::rules::Fit;
use super::sum::{Sieve, Sum};

/// What an original leaves behind, for its copies to be known by.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Mark {
    /// Whose.
    pub(super) record: RecordId,
    /// When it was published.
    pub(super) at: Option<Moment>,
    /// By which it is looked for: its own id, the page it stands on, its title, its words.
    pub(super) keys: Box<[u64]>,
    /// The least hashes of its runs of words, rising.
    pub(super) sketch: Box<[u32]>,
}

/// Words of a cluster that are remembered as people write them.
const FORMS: usize = 24;

/// Words shown of those that two have in common.
pub(super) const SHOWN: usize = 6;

/// A cluster that may still grow.
#[derive(Debug, Clone, Default)]
pub(super) struct Growing {
    pub(super) cluster: Cluster,
    pub(super) aliases: Vec<ClusterId>,
    /// When each record was published, in the order of the cluster's records.
    pub(super) times: Vec<Option<Moment>>,
    /// The how manieth arrival opened it.
    pub(super) opened: u64,
    /// The how manieth arrival it took in last.
    pub(super) turn: u64,
    /// When that was, by the arrivals' clock.
    pub(super) touched: Moment,
    /// The sum of its texts' words.
    pub(super) sum: Sum,
    /// The square of the sum's length.
    pub(super) square: f64,
    /// Story words in all its texts.
    pub(super) words: f64,
    /// Texts in the sum.
    pub(super) texts: u32,
    /// Its pages, as numbers.
    pub(super) pages: Vec<u64>,
    /// Its voices, as numbers, rising.
    pub(super) voices: Vec<u64>,
    /// One for each original.
    pub(super) marks: Vec<Mark>,
    /// The sum of dense vectors; empty if there are none.
    pub(super) dense: Vec<f32>,
    /// Its heaviest words as people write them.
    pub(super) forms: Forms,
    /// It changed since it was kept last.
    pub(super) changed: bool,
}

impl Growing {
    /// Adds a record to the list, in the order of time.
    pub(super) fn list(&mut self, id: &RecordId, at: Option<Moment>) {
        let key = |at: Option<Moment>| (at.is_none(), at);
        let after = self.times.partition_point(|other| key(*other) <= key(at));
        let same = self.times.get(..after).unwrap_or_default();
        let same = same.iter().rev().take_while(|other| at.is_some() && **other == at).count();
        let ties = self.cluster.records.get(after - same..after).unwrap_or_default();
        let place = after - same + ties.partition_point(|other| other < id);
        self.times.insert(place, at);
        self.cluster.records.insert(place, id.clone());
        self.cluster.first_at = earlier(self.cluster.first_at, at);
        self.cluster.last_at = self.cluster.last_at.max(at);
    }

    /// Counts who speaks in a record.
    pub(super) fn hear(&mut self, record: &Record) {
        self.voice(stable(record.voice_key().as_bytes()));
    }

    pub(super) fn voice(&mut self, voice: u64) {
        if let Err(place) = self.voices.binary_search(&voice) {
            self.voices.insert(place, voice);
        }
        self.cluster.voices = self.voices.len();
    }

    /// Adds a text's words to the sum. Gives the words that the cluster did not have.
    pub(super) fn learn(&mut self, text: &Text<'_>) -> Vec<u64> {
        let square = &mut self.square;
        let new = self.sum.add(&text.bag, |held, weight| {
            *square += f64::from(weight) * (2.0 * f64::from(held) + f64::from(weight));
        });
        self.words += text.length;
        self.texts += 1;
        self.learn_dense(&text.dense);
        self.learn_forms(text.heaviest_forms());
        new
    }

    pub(super) fn learn_dense(&mut self, dense: &[f32]) {
        if self.dense.is_empty() {
            self.dense = dense.to_vec();
        } else if self.dense.len() == dense.len() {
            self.dense.iter_mut().zip(dense).for_each(|(sum, more)| *sum += more);
        }
    }

    pub(super) fn learn_forms<'a>(&mut self, forms: impl IntoIterator<Item = (u64, &'a str)>) {
        let kept = std::mem::take(&mut self.forms);
        let mut all: Vec<(u64, &str)> = kept.iter().collect();
        let known = all.len();
        for (word, form) in forms {
            if !all.iter().any(|(known, _)| *known == word) {
                all.push((word, form));
            }
        }
        if all.len() == known {
            self.forms = kept;
            return;
        }
        if all.len() > FORMS {
            let weight = |word: u64| self.sum.weight(word);
            all.sort_by(|a, b| weight(b.0).total_cmp(&weight(a.0)).then(a.0.cmp(&b.0)));
            all.truncate(FORMS);
        }
        self.forms = all.into_iter().collect();
    }

    /// Lets go of the lightest words once there are a fifth too many. Gives those it let go.
    pub(super) fn trim(&mut self, most: usize) -> Vec<u64> {
        if self.sum.len() <= most + most / 5 {
            return Vec::new();
        }
        let mut all = self.sum.heaviest(usize::MAX);
        let mut gone: Vec<u64> = all.split_off(most).into_iter().map(|(word, _)| word).collect();
        gone.sort_unstable();
        self.square = all.iter().map(|(_, weight)| f64::from(*weight) * f64::from(*weight)).sum();
        self.sum.remove(&gone);
        gone
    }

    /// Gives back the room it does not need: most clusters have one record and never get another.
    pub(super) fn tighten(&mut self) {
        self.cluster.records.shrink_to_fit();
        self.times.shrink_to_fit();
        self.pages.shrink_to_fit();
        self.voices.shrink_to_fit();
        self.marks.shrink_to_fit();
    }

    pub(super) fn mean_words(&self) -> f64 {
        self.words / f64::from(self.texts.max(1))
    }

    /// How near it is to a bag of length one: between the cosine with the sum of its texts (`breadth` 0) and the mean cosine
    /// with each of them (`breadth` 1).
    pub(super) fn nearness(&self, bag: &Sieve<'_>, breadth: f64) -> f64 {
        bag.product(&self.sum) / self.measure(breadth)
    }

    /// What a product with its sum is to be divided by: the sum's length, or the number of its texts, or what lies between.
    pub(super) fn measure(&self, breadth: f64) -> f64 {
        let length = self.square.max(f64::MIN_POSITIVE).sqrt();
        let texts = f64::from(self.texts.max(1));
        if breadth == 0.0 { length } else { length * (texts / length).powf(breadth) }
    }

    /// How its texts fit together. The square of a sum is made of every text with itself, which is one, and with every other.
    pub(super) fn fit(&self) -> Fit {
        let texts = f64::from(self.texts);
        let tightness = || ((self.square - texts) / (texts * (texts - 1.0))).clamp(0.0, 1.0);
        Fit { texts, tightness: (self.texts > 1).then(tightness) }
    }

    /// The cosine of its dense sum and a vector of length one; `None` if they cannot be compared.
    pub(super) fn dense_nearness(&self, vector: &[f32]) -> Option<f64> {
        if vector.is_empty() || self.dense.len() != vector.len() {
            return None;
        }
        let sum = |pairs: &mut dyn Iterator<Item = (f32, f32)>| {
            pairs.map(|(a, b)| f64::from(a) * f64::from(b)).sum::<f64>()
        };
        let product = sum(&mut self.dense.iter().copied().zip(vector.iter().copied()));
        let square = sum(&mut self.dense.iter().map(|number| (*number, *number)));
        Some(product / square.max(f64::MIN_POSITIVE).sqrt())
    }

    /// The record that opened it.
    pub(super) fn first(&self) -> RecordId {
        self.marks.first().map(|mark| mark.record.clone()).unwrap_or_default()
    }

    /// The heaviest words that it has in common with another, heaviest first, as people write them.
    pub(super) fn shared(&self, other: &Self) -> Vec<String> {
        let weight = |of: &Self, word: u64| of.sum.weight(word);
        let forms = self.forms.iter().chain(other.forms.iter());
        let mut shared: Vec<(f32, &str)> = forms
            .map(|(word, form)| (weight(self, word) * weight(other, word), form))
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let mut words: Vec<String> = Vec::new();
        for (_, form) in shared {
            if words.len() < SHOWN && !words.iter().any(|word| word.eq_ignore_ascii_case(form)) {
                words.push(form.to_owned());
            }
        }
        words
    }
}

fn earlier(a: Option<Moment>, b: Option<Moment>) -> Option<Moment> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

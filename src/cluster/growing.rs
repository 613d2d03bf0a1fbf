//! A cluster that may still grow: the noun, and what the pass has to know of it.

use crate::story::{Cluster, ClusterId, Moment, Record, RecordId};
use crate::text::hash::{Numbered, stable};

use super::Rules;
use super::features::Text;

/// What an original leaves behind, for its copies to be known by.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Mark {
    /// Whose.
    pub(super) record: RecordId,
    /// When it was published.
    pub(super) at: Option<Moment>,
    /// By which it is looked for: its own id, the page it stands on, its title, its words.
    pub(super) keys: Vec<u64>,
    /// The least hashes of its runs of words, rising.
    pub(super) sketch: Vec<u32>,
}

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
    pub(super) sum: Numbered<f32>,
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
    pub(super) fn learn(&mut self, text: &Text, rules: &Rules) -> Vec<u64> {
        let mut new = Vec::new();
        for (word, weight) in &text.bag {
            let sum = self.sum.entry(*word).or_insert_with(|| {
                new.push(*word);
                0.0
            });
            self.square += f64::from(*weight) * (2.0 * f64::from(*sum) + f64::from(*weight));
            *sum += weight;
        }
        self.words += text.length;
        self.texts += 1;
        let _ = rules;
        new
    }

    /// Lets go of the lightest words once there are a fifth too many. Gives those it let go.
    pub(super) fn trim(&mut self, most: usize) -> Vec<u64> {
        if self.sum.len() <= most + most / 5 {
            return Vec::new();
        }
        let mut all: Vec<(u64, f32)> = self.sum.drain().collect();
        all.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let gone = all.split_off(most).into_iter().map(|(word, _)| word).collect();
        self.square = all.iter().map(|(_, weight)| f64::from(*weight) * f64::from(*weight)).sum();
        self.sum = all.into_iter().collect();
        gone
    }

    pub(super) fn mean_words(&self) -> f64 {
        self.words / f64::from(self.texts.max(1))
    }

    /// The cosine of its sum and a bag of length one.
    pub(super) fn nearness(&self, bag: &[(u64, f32)]) -> f64 {
        let held = |word: &u64| self.sum.get(word).copied().unwrap_or(0.0);
        let product: f64 = bag.iter().map(|(word, weight)| f64::from(*weight) * f64::from(held(word))).sum();
        product / self.square.max(f64::MIN_POSITIVE).sqrt()
    }

    /// Its heaviest words, heaviest first.
    pub(super) fn heaviest(&self, most: usize) -> Vec<(u64, f32)> {
        let mut all: Vec<(u64, f32)> = self.sum.iter().map(|(word, weight)| (*word, *weight)).collect();
        all.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        all.truncate(most);
        all
    }
}

fn earlier(a: Option<Moment>, b: Option<Moment>) -> Option<Moment> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

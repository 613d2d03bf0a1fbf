//! The second look: clusters of short texts that turn out to be one.

use crate::story::Moment;

use super::Rules;
use super::growing::Growing;
use super::index::Index;
use super::near::{Places, SHORT, Scratch, is_past};
use super::sum::Sieve;

/// Words of a cluster by which others are found.
const TELLING: usize = 48;

/// Two clusters that are one: the older, the younger, how near they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) older: u32,
    pub(super) younger: u32,
    pub(super) score: f64,
}

/// The clusters near one of those that took something in since `since` (by arrivals), nearest first.
pub(super) fn pairs(
    lately: &[u32],
    now: Moment,
    places: &Places,
    index: &Index,
    scratch: &mut Scratch,
    rules: &Rules,
) -> Vec<Pair> {
    let cluster = |place: u32| places.get(place as usize).and_then(Option::as_deref);
    let mut pairs = Vec::new();
    for place in lately {
        let Some(one) = cluster(*place).filter(|one| may_merge(one, now, rules)) else { continue };
        let words = one.sum.heaviest(TELLING);
        let measure = one.measure(rules.breadth_merge);
        let wanted = |other: u32| {
            other != *place
                && cluster(other).is_some_and(|other| may_merge(other, now, rules) && meet(one, other, rules))
        };
        let sieve = Sieve::of(&one.sum);
        for found in scratch.candidates(&words, index, rules.compared, wanted) {
            let Some(other) = cluster(found) else { continue };
            let score = other.nearness(&sieve, rules.breadth_merge) / measure;
            if score >= rules.near_merge {
                pairs.push(Pair { older: found.min(*place), younger: found.max(*place), score });
            }
        }
    }
    pairs.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.older, a.younger).cmp(&(b.older, b.younger))));
    pairs.dedup_by_key(|pair| (pair.older, pair.younger));
    pairs
}

fn may_merge(cluster: &Growing, now: Moment, rules: &Rules) -> bool {
    !is_past(cluster, now, rules)
        && cluster.mean_words() < SHORT
        && cluster.cluster.records.len() < rules.most_members
}

/// True if the spans of two clusters lie within a window of each other, and both have room in one.
fn meet(a: &Growing, b: &Growing, rules: &Rules) -> bool {
    let room = a.cluster.records.len() + b.cluster.records.len() <= rules.most_members;
    let (a, b) = (&a.cluster, &b.cluster);
    let near = match (a.first_at, a.last_at, b.first_at, b.last_at) {
        (Some(a_first), Some(a_last), Some(b_first), Some(b_last)) => {
            b_first.seconds_since(a_last).max(a_first.seconds_since(b_last)) <= rules.window_short
        }
        _ => true,
    };
    room && near
}

impl Growing {
    /// Takes in a younger cluster whole.
    pub(super) fn swallow(&mut self, younger: Self) {
        for (id, at) in younger.cluster.records.iter().zip(&younger.times) {
            self.list(id, *at);
        }
        self.sum.add(&younger.sum, |_, _| ());
        self.square = self.sum.iter().map(|(_, weight)| f64::from(weight) * f64::from(weight)).sum();
        self.words += younger.words;
        self.texts += younger.texts;
        for voice in younger.voices {
            self.voice(voice);
        }
        for page in younger.pages {
            if !self.pages.contains(&page) {
                self.pages.push(page);
            }
        }
        self.learn_dense(&younger.dense);
        self.learn_forms(younger.forms.iter());
        self.cluster.copies.extend(younger.cluster.copies);
        self.marks.extend(younger.marks);
        self.aliases.push(younger.cluster.id);
        self.aliases.extend(younger.aliases);
        self.turn = self.turn.max(younger.turn);
        self.touched = self.touched.max(younger.touched);
        self.changed = true;
    }
}

//! Which cluster a text is nearest to.

use crate::story::Moment;

use super::Rules;
use super::features::Text;
use super::growing::Growing;
use super::index::Index;
use super::sum::Sieve;

/// Longer texts than this on average are articles, shorter ones headlines.
pub(super) const SHORT: f64 = 40.0;

/// The clusters that may still grow, each at its place; `None` where one was let go.
pub(super) type Places = Vec<Option<Box<Growing>>>;

/// Sums by place, kept from one question to the next so that no room is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Scratch {
    sums: Vec<f32>,
    touched: Vec<u32>,
}

impl Scratch {
    /// The places whose clusters have most of these words, at most so many of those that `wanted` takes; in order.
    pub(super) fn candidates(
        &mut self,
        words: &[(u64, f32)],
        index: &Index,
        most: usize,
        wanted: impl Fn(u32) -> bool,
    ) -> Vec<u32> {
        if self.sums.len() < index.end() {
            self.sums.resize(index.end(), 0.0);
        }
        for (word, weight) in words {
            let square = weight * weight;
            for place in index.of(*word) {
                let sum = &mut self.sums[*place as usize];
                if *sum == 0.0 {
                    self.touched.push(*place);
                }
                *sum += square;
            }
        }
        // One number for each, to be compared at once: by its sum, which is above nothing, and of two the same the first.
        let sums = &mut self.sums;
        let key = |place: u32| {
            let sum = std::mem::take(&mut sums[place as usize]);
            u64::from(sum.to_bits()) << 32 | u64::from(!place)
        };
        let mut found: Vec<u64> = self.touched.drain(..).map(key).collect();
        let higher = |a: &u64, b: &u64| b.cmp(a);
        let mut places = Vec::with_capacity(most);
        let mut rest = found.as_mut_slice();
        // The highest first, a handful at a time: to look at a cluster costs more than to add a number.
        while !rest.is_empty() && places.len() < most {
            let some = (2 * most).min(rest.len());
            if some < rest.len() {
                rest.select_nth_unstable_by(some, higher);
            }
            let (highest, later) = rest.split_at_mut(some);
            highest.sort_unstable_by(higher);
            let wanted = highest.iter().map(|key| !(*key as u32)).filter(|place| wanted(*place));
            places.extend(wanted.take(most - places.len()));
            rest = later;
        }
        places.sort_unstable();
        places
    }
}

/// A cluster and how near a text is to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub(super) place: u32,
    pub(super) score: f64,
    /// How near it is to the second nearest; 0 if there is none.
    pub(super) second: f64,
}

/// The nearest cluster, near enough or not.
pub(super) fn nearest(
    text: &Text<'_>,
    now: Moment,
    places: &Places,
    index: &Index,
    scratch: &mut Scratch,
    rules: &Rules,
) -> Option<Near> {
    // A text with no more words than that is looked up in their order, so that sums are added up as they always were.
    let telling = match rules.telling_words {
        most if text.bag.len() > most => text.bag.heaviest(most),
        _ => text.bag.iter().collect(),
    };
    let cluster = |place: u32| places.get(place as usize).and_then(Option::as_deref);
    let wanted = |place: u32| cluster(place).is_some_and(|cluster| fading(text, now, cluster, rules) > 0.0);
    let mut found = scratch.candidates(&telling, index, rules.compared, wanted);
    if !text.dense.is_empty() {
        found.extend(dense_candidates(text, places, rules.compared, wanted));
        found.sort_unstable();
        found.dedup();
    }
    let breadth = rules.breadth(text.length);
    let bag = Sieve::of(&text.bag);
    let mut best: Option<Near> = None;
    for place in found {
        let Some(cluster) = cluster(place) else { continue };
        let words = cluster.nearness(&bag, breadth);
        let both = cluster
            .dense_nearness(&text.dense)
            .map_or(words, |dense| (1.0 - rules.dense) * words + rules.dense * dense.max(0.0));
        let score = both * fading(text, now, cluster, rules);
        best = Some(match best {
            Some(best) if best.score >= score => Near { second: best.second.max(score), ..best },
            other => Near { place, score, second: other.map_or(0.0, |other| other.score) },
        });
    }
    best
}

/// The places of the clusters whose dense sums are nearest. All of them are looked at: there is no index of these.
fn dense_candidates(text: &Text<'_>, places: &Places, most: usize, wanted: impl Fn(u32) -> bool) -> Vec<u32> {
    let near = |(place, cluster): (usize, &Option<Box<Growing>>)| {
        Some((place as u32, cluster.as_ref()?.dense_nearness(&text.dense)?))
    };
    let mut near: Vec<(u32, f64)> = places.iter().enumerate().filter_map(near).collect();
    near.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    near.into_iter().map(|(place, _)| place).filter(|place| wanted(*place)).take(most).collect()
}

/// True for a cluster that took nothing in for so long, by the arrivals' clock, that it is no longer looked at.
pub(super) fn is_past(cluster: &Growing, now: Moment, rules: &Rules) -> bool {
    now.seconds_since(cluster.touched) > rules.reach()
}

/// How much of nearness is left after the time between: 1 at once, and beyond the window nothing, or as much as lasts where
/// articles are compared.
fn fading(text: &Text<'_>, now: Moment, cluster: &Growing, rules: &Rules) -> f64 {
    if is_past(cluster, now, rules) {
        return 0.0;
    }
    let left = |days: f64| (-rules.fading_per_day * days).exp();
    let (Some(at), Some(first), Some(last)) = (text.at, cluster.cluster.first_at, cluster.cluster.last_at)
    else {
        let one = text.at.is_some() || cluster.cluster.first_at.is_some();
        return if one { left(rules.untold_days) } else { 1.0 };
    };
    let gap = at.seconds_since(last).max(first.seconds_since(at)).max(0.0);
    let headlines = cluster.mean_words() < SHORT;
    let window = if headlines { rules.window_short } else { rules.window_long };
    let lasting = if headlines || text.length < SHORT { 0.0 } else { rules.lasting };
    if gap > window { lasting } else { left(gap / 86_400.0).max(lasting) }
}

//! Which cluster a text is nearest to.

use crate::story::Moment;

use super::Rules;
use super::features::Text;
use super::growing::Growing;
use super::index::Index;

/// Longer texts than this on average are articles, shorter ones headlines.
pub(super) const SHORT: f64 = 40.0;

/// The clusters that may still grow, each at its place; `None` where one was let go.
pub(super) type Places = Vec<Option<Growing>>;

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
        for (word, weight) in words {
            for place in index.of(*word) {
                let at = *place as usize;
                if at >= self.sums.len() {
                    self.sums.resize(at + 1, 0.0);
                }
                if self.sums[at] == 0.0 {
                    self.touched.push(*place);
                }
                self.sums[at] += weight * weight;
            }
        }
        let mut found: Vec<(u32, f32)> = Vec::with_capacity(self.touched.len());
        for place in self.touched.drain(..) {
            let sum = std::mem::take(&mut self.sums[place as usize]);
            if wanted(place) {
                found.push((place, sum));
            }
        }
        if found.len() > most {
            found.select_nth_unstable_by(most, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            found.truncate(most);
        }
        let mut places: Vec<u32> = found.into_iter().map(|(place, _)| place).collect();
        places.sort_unstable();
        places
    }
}

/// A cluster and how near a text is to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    pub(super) place: u32,
    pub(super) score: f64,
}

/// The nearest cluster, near enough or not.
pub(super) fn nearest(
    text: &Text,
    now: Moment,
    places: &Places,
    index: &Index,
    scratch: &mut Scratch,
    rules: &Rules,
) -> Option<Near> {
    let mut telling = text.bag.clone();
    if telling.len() > rules.telling_words {
        telling.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        telling.truncate(rules.telling_words);
    }
    let cluster = |place: u32| places.get(place as usize).and_then(Option::as_ref);
    let wanted = |place: u32| cluster(place).is_some_and(|cluster| fading(text, now, cluster, rules) > 0.0);
    let mut best: Option<Near> = None;
    for place in scratch.candidates(&telling, index, rules.compared, wanted) {
        let Some(cluster) = cluster(place) else { continue };
        let score = cluster.nearness(&text.bag) * fading(text, now, cluster, rules);
        if best.is_none_or(|best| score > best.score) {
            best = Some(Near { place, score });
        }
    }
    best
}

/// True for a cluster that took nothing in for so long, by the arrivals' clock, that it is no longer looked at.
pub(super) fn is_past(cluster: &Growing, now: Moment, rules: &Rules) -> bool {
    now.seconds_since(cluster.touched) > rules.reach()
}

/// How much of nearness is left after the time between: 1 at once, 0 beyond the window.
fn fading(text: &Text, now: Moment, cluster: &Growing, rules: &Rules) -> f64 {
    if is_past(cluster, now, rules) {
        return 0.0;
    }
    let (Some(at), Some(first), Some(last)) = (text.at, cluster.cluster.first_at, cluster.cluster.last_at)
    else {
        return 1.0;
    };
    let gap = at.seconds_since(last).max(first.seconds_since(at)).max(0.0);
    let window = if cluster.mean_words() < SHORT { rules.window_short } else { rules.window_long };
    if gap > window { 0.0 } else { (-rules.fading_per_day * gap / 86_400.0).exp() }
}

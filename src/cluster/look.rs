//! The second look, by the arrivals' own clock: every ten minutes of it, and in a flood every few hundred arrivals. So it
//! never matters in which batches they come.

use crate::story::{Decision, Met, Moment};

use super::Rules;
use super::memory::Memory;
use super::merge::{self, Pair};

impl Memory {
    /// True if it is time for a second look, before the next record is taken in.
    pub(super) fn look_due(&self, now: Moment, rules: &Rules) -> bool {
        let round = |at: Moment| at.as_micros().div_euclid(rules.look_seconds.max(1) * 1_000_000);
        round(now) > round(self.clock.now) || self.clock.turn - self.clock.looked >= rules.look_arrivals
    }

    /// Looks a second time at the clusters that took something in since the last time.
    pub(super) fn look_again(&mut self, rules: &Rules) -> Vec<Decision> {
        self.clock.looked = self.clock.turn;
        let mut lately = std::mem::take(&mut self.lately);
        let mut decisions = Vec::new();
        while !lately.is_empty() {
            lately.sort_unstable();
            lately.dedup();
            let pairs =
                merge::pairs(&lately, self.clock.now, &self.places, &self.words, &mut self.scratch, rules);
            lately.clear();
            for pair in pairs {
                if !lately.contains(&pair.older)
                    && !lately.contains(&pair.younger)
                    && let Some(decision) = self.merge(pair, rules)
                {
                    decisions.push(decision);
                    lately.push(pair.older);
                }
            }
        }
        decisions
    }

    fn merge(&mut self, pair: Pair, rules: &Rules) -> Option<Decision> {
        self.at(pair.older)?;
        let younger = self.unsettle(pair.younger)?;
        let mut cluster = self.unsettle(pair.older)?;
        let decision = Decision {
            at: self.clock.now,
            record: younger.first(),
            cluster: cluster.cluster.id.clone(),
            met: Met::Merged,
            score: pair.score,
            needed: rules.near_merge,
            other: Some(younger.cluster.id.as_str().to_owned()),
            words: cluster.shared(&younger),
        };
        cluster.swallow(younger);
        cluster.trim(rules.words_kept);
        self.settle(pair.older, cluster);
        Some(decision)
    }
}

//! CLUSTER: which records tell one story.
//!
//! One pass over the records, oldest first. Each becomes a bag of weighted words (its title twice, names and
//! numbers twice, rare words more than common ones) and joins the cluster it is nearest to, or opens one of its
//! own. What is near enough depends on how much there is to compare: two headlines share few words even when they
//! tell one story, two articles share many even when they do not. Short texts are then looked at once more,
//! cluster against cluster, since a flood of headlines opens several clusters for one story before the words that
//! join them have been seen.
//!
//! Why no embeddings: over English news, weighted words with names and numbers pushed up score as well as small
//! sentence models, need no download, and a person can be told which words joined two records.
//!
//! Time counts: beyond the window a story is another story. Records without a time are taken in the order given,
//! and time then says nothing about them.
//!
//! A cluster's id is made from the record that opened it, so it stays the same when records are added, and from
//! run to run. A text that only repeats another (same title, or the same words) is kept but counts as no voice of
//! its own: agencies would otherwise vote once for every customer they have.
//!
//! What it refuses: clocks, chance, and any order but time. The same records give the same clusters, whatever
//! order they come in, as long as they have times.
//!
//! What it costs: candidates come from an index of words, so a record is compared only with clusters of its time that
//! share one of its most telling words; ten thousand headlines take under two seconds. A cluster keeps its 300 heaviest words.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod evidence;
mod features;
mod gather;
mod links;
mod memory;
mod merge;
mod pass;

use crate::story::{Cluster, Record};

pub use evidence::{Evidence, Minimum};
pub use gather::gather;
pub use memory::{Kept, Memory};

/// The numbers behind the decisions. All of them are measured choices, none a law.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// How near a text of [`Rules::short`] words must be to join.
    pub near_short: f64,
    /// How near a text of [`Rules::long`] words must be to join.
    pub near_long: f64,
    /// In story words, stop words left out.
    pub short: f64,
    /// In story words, stop words left out.
    pub long: f64,
    /// How much nearer a post must be than an article of its length.
    pub post_margin: f64,
    /// How much a day's gap weakens nearness: a factor of e to the minus this.
    pub fading_per_day: f64,
    /// A headline joins no story that was silent for so many seconds.
    pub window_short: f64,
    /// Nor does an article.
    pub window_long: f64,
    /// How near two clusters of short texts must be to become one.
    pub near_merge: f64,
    /// Words kept of a cluster.
    pub words_kept: usize,
    /// Words of a text's body that are looked at.
    pub body_words: usize,
    /// A record is compared with the clusters that have one of so many of its most telling words.
    pub telling_words: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            near_short: 0.18,
            near_long: 0.22,
            short: 10.0,
            long: 120.0,
            post_margin: 0.02,
            fading_per_day: 0.2,
            window_short: 24.0 * 3600.0,
            window_long: 72.0 * 3600.0,
            near_merge: 0.22,
            words_kept: 300,
            body_words: 120,
            telling_words: 32,
        }
    }
}

impl Rules {
    /// How near a text of so many story words must be to join.
    fn near(&self, words: f64) -> f64 {
        let along = ((words - self.short) / (self.long - self.short)).clamp(0.0, 1.0);
        self.near_short + along * (self.near_long - self.near_short)
    }
}

/// Groups records into stories: every record stands in exactly one cluster. Sorted by the time of the first
/// record, ties by id. Of records that share an id only the first is taken.
pub fn group(records: &[Record], rules: &Rules) -> Vec<Cluster> {
    let texts = features::texts(records, rules);
    let groups = merge::merge(pass::pass(&texts, rules), &texts, rules);
    let mut clusters: Vec<Cluster> = groups
        .iter()
        .map(|group| {
            let members: Vec<&Record> = group.members.iter().map(|at| texts[*at].record).collect();
            gather(&members)
        })
        .collect();
    clusters.sort_by(|a, b| a.first_at.cmp(&b.first_at).then_with(|| a.id.cmp(&b.id)));
    clusters
}

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

mod background;
mod copies;
mod counts;
mod evidence;
mod features;
mod gather;
mod growing;
mod index;
mod links;
mod memory;
mod merge;
mod near;
mod pack;
mod rules;
mod state;

use std::collections::{BTreeMap, HashSet};

use crate::story::{Cluster, ClusterId, Record};

pub use background::Background;
pub use evidence::{Evidence, Minimum};
pub use gather::gather;
pub use memory::{Kept, Memory};
pub use rules::Rules;

/// Groups records into stories: every record stands in exactly one cluster. Sorted by the time of the first
/// record, ties by id. Of records that share an id only the first is taken.
pub fn group(records: &[Record], rules: &Rules) -> Vec<Cluster> {
    group_from(Memory::default(), records, rules)
}

/// The same, from a memory that knows something already.
pub fn group_from(mut memory: Memory, records: &[Record], rules: &Rules) -> Vec<Cluster> {
    const BATCH: usize = 4096;
    let order = in_order(records);
    let timed = order.iter().all(|record| record.time().is_some());
    let end = order.iter().filter_map(|record| record.time()).max().unwrap_or_default();
    let mut done: BTreeMap<ClusterId, Cluster> = BTreeMap::new();
    for batch in order.chunks(BATCH) {
        let mut now = end;
        for record in batch {
            now = record.time().filter(|_| timed).unwrap_or(end);
            memory.take(record, None, now, rules);
        }
        settle(&mut memory, &mut done);
        memory.forget(now, rules);
    }
    memory.finish(rules);
    settle(&mut memory, &mut done);
    let mut clusters: Vec<Cluster> = done.into_values().collect();
    clusters.sort_by(|a, b| a.first_at.cmp(&b.first_at).then_with(|| a.id.cmp(&b.id)));
    clusters
}

/// Takes over what changed.
fn settle(memory: &mut Memory, done: &mut BTreeMap<ClusterId, Cluster>) {
    for kept in memory.changed() {
        kept.aliases.iter().for_each(|alias| _ = done.remove(alias));
        done.insert(kept.cluster.id.clone(), kept.cluster);
    }
}

/// Each id once, oldest first, those without a time last; all in the order given if none has one.
fn in_order(records: &[Record]) -> Vec<&Record> {
    let mut seen = HashSet::new();
    let mut order: Vec<&Record> = records.iter().filter(|record| seen.insert(&record.id)).collect();
    order.sort_by(|a, b| {
        let key = |record: &Record| (record.time().is_none(), record.time());
        key(a).cmp(&key(b)).then_with(|| match a.time() {
            Some(_) => a.id.cmp(&b.id),
            None => std::cmp::Ordering::Equal,
        })
    });
    order
}

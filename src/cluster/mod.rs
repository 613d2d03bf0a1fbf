//! CLUSTER: which records tell one story.
//!
//! Records are taken one by one as they arrive ([`Memory::take`]). A copy goes to its original. A post goes to the page it
//! points to. Everything else becomes a bag of weighted words and joins the cluster it is nearest to, or opens one of its
//! own. Short texts are looked at once more, cluster against cluster, since a flood of headlines opens several clusters for
//! one story before the words that join them have been seen. Each step leaves a [`crate::story::Decision`]: how near, how
//! near was needed, and which words counted most; the log of decisions, replayed, gives the same clusters.
//!
//! A word weighs by how rare it is in its language: by a table that is shipped ([`Background`]), and by what came in here,
//! so that a wire about the Olympic Games soon takes "Olympic" for what it is there. Its stem weighs together with its first
//! letters, in one alphabet and without accents: they bring together forms that a stemmer does not, and names in several
//! languages. Names weigh more than other words, the more so the longer the text, and what stands at a text's head more than
//! what follows. What is near enough depends on how much there is to compare. A cluster of texts that are unlike each other
//! is a worse home for an article than its sum of words says, and hardly worse for a headline. What an article must reach is
//! set by the cluster itself: one whose texts are near to each other asks for more than one whose texts are not, since what is
//! only as near as two floods or two arrests are to each other is another event; a large one asks for more than a small one,
//! and where two clusters are near, both do. For headlines none of this helped: they are too short to tell how near to each
//! other they are. All these are numbers in [`Rules`], the same for every record: what a record is like decides, never where
//! it comes from.
//!
//! Why no embeddings by default: over English news, weighted words score as well as small sentence models, need no download,
//! and a person can be told which words joined two records. Where a model is configured its vectors count beside the words
//! ([`Rules::dense`]).
//!
//! Time counts: beyond the window a headline is of another story. What a record says of its own time is compared with a
//! cluster's times. An article keeps some two thirds of its nearness to articles whatever time lies between, since a verdict
//! belongs to its crime, months later too ([`Rules::lasting`]); where only one of both tells its time, a day is assumed. What
//! closes a cluster for good is the clock of the arrivals, which also says when it is time for the second look.
//! So batches never matter: the same arrivals meet the same, one at a time or all at once, with the memory packed away and
//! recalled between them or not.
//!
//! A cluster's id is made from the record that opened it and never changes its meaning; of two that turn out to be one the
//! older id stays, and the younger leads to it. Nothing is ever split. A text that only repeats another (it came in as a
//! copy, stands on the same page, has the same title within three days, or the same runs of words) is kept but counts as no
//! voice of its own, and weighs nothing: agencies would otherwise vote once for every customer they have.
//!
//! Posts without a title say little, and leave out much: they must be nearer than a headline, and one that was led to a
//! story by its link adds no words to it. Posts may open a cluster, so that an article finds them; but alone they stay
//! watched, because none of them is long enough to write from ([`Minimum`]).
//!
//! What it refuses: clocks, chance, other people's order. It believes no date from the future, and looks at so many bytes of
//! a text and no more. A cluster takes in a thousand records ([`Rules::most_members`]); what comes later is kept with it in
//! name alone, so that no flood makes one story of everything.
//!
//! What it costs: a record is compared in full with the dozen clusters that have most of its telling words, found in an
//! index; of a cluster the 300 heaviest words are kept. Memory holds what the window holds ([`Memory::forget`]): some four
//! kilobytes for a cluster of one record. Beside it stand counts of sixty thousand words, and the stems of fifty thousand
//! spellings, since to find a stem is the dearest part of reading a text.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod background;
mod copies;
mod counts;
mod evidence;
mod features;
mod forms;
mod gather;
mod growing;
mod index;
mod lexicon;
mod links;
mod look;
mod meet;
mod memory;
mod merge;
mod near;
mod pack;
mod rules;
mod script;
mod state;
mod sum;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};

use crate::story::{Cluster, ClusterId, Record};

pub use background::Background;
pub use evidence::{Evidence, Minimum};
pub use gather::gather;
pub use memory::{Kept, Memory};
pub use rules::Rules;

/// Groups records into stories: every record stands in one cluster. Sorted by the time of the first
/// record, ties by id. Of records that share an id only the first is taken; those that came to a full cluster are left out.
/// Records without a time are taken after the others, in the order given.
pub fn group(records: &[Record], rules: &Rules) -> Vec<Cluster> {
    group_from(Memory::default(), records, rules)
}

/// The same, from a memory that knows something already: another table of how common words are, say.
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
            memory.look(now, rules);
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

//! What grouping remembers from one batch to the next: the clusters that may still grow.

use std::collections::HashMap;
use std::sync::Arc;

use crate::story::{Cluster, ClusterId, Decision, Met, Moment, Record};

use crate::text::hash::stable;

use super::Rules;
use super::background::Background;
use super::copies;
use super::counts::Counts;
use super::features::Text;
use super::gather::name;
use super::growing::{Growing, Mark};
use super::index::Index;
use super::links;
use super::merge;
use super::near::{self, Near, Places, Scratch, is_past};
use super::pack::{Pack, Unpack};

/// A cluster as it is kept between two runs: the noun, and what the pass has to know of it, packed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// The cluster.
    pub cluster: Cluster,
    /// The other names it has: the ids of clusters that became part of it.
    pub aliases: Vec<ClusterId>,
    /// When it took in a record last, by the arrivals' clock. It may grow for [`Rules::reach`] seconds more.
    pub touched: Moment,
    /// Word sums, pages and marks, packed; only this module reads it.
    pub state: Vec<u8>,
}

/// The clusters that may still grow, and how common words are.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    places: Places,
    names: HashMap<ClusterId, u32>,
    words: Index,
    pages: Index,
    marks: Index,
    counts: Counts,
    clock: Clock,
    /// The clusters that took something in since the last second look.
    lately: Vec<u32>,
    scratch: Scratch,
}

/// Where the arrivals are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Clock {
    /// The time of the last arrival.
    now: Moment,
    /// Arrivals so far.
    turn: u64,
    /// Arrivals at the last second look.
    looked: u64,
}

/// The first byte of packed counts.
const VERSION: u8 = 1;

impl Memory {
    /// An empty one that knows how common words are by this table.
    pub fn upon(background: Arc<Background>) -> Self {
        Self { counts: Counts::upon(background), ..Self::default() }
    }

    /// With the clusters that were kept, and the counts of words as [`Memory::counts`] packed them (empty: only those
    /// that are shipped). What cannot be read is left out and said.
    pub fn recall(kept: Vec<Kept>, counts: &[u8]) -> (Self, Vec<String>) {
        let mut memory = Self::default();
        let mut notes = Vec::new();
        if !counts.is_empty() && memory.read_counts(counts).is_none() {
            notes.push("the counts of words cannot be read; they are counted anew".to_owned());
        }
        let mut clusters = Vec::with_capacity(kept.len());
        for one in kept {
            let id = one.cluster.id.clone();
            match Growing::recall(one) {
                Some(cluster) => clusters.push(cluster),
                None => {
                    notes.push(format!("what is kept of cluster {id} cannot be read; it grows no further"))
                }
            }
        }
        clusters.sort_by_key(|cluster| cluster.opened);
        for cluster in clusters {
            memory.clock.turn = memory.clock.turn.max(cluster.turn);
            memory.clock.now = memory.clock.now.max(cluster.touched);
            if cluster.turn > memory.clock.looked {
                memory.lately.push(memory.places.len() as u32);
            }
            memory.settle(cluster);
        }
        (memory, notes)
    }

    fn read_counts(&mut self, counts: &[u8]) -> Option<()> {
        let (version, rest) = counts.split_first()?;
        let read = &mut Unpack(rest);
        let now = Moment::from_micros(read.signed()?);
        let clock = Clock { now, turn: read.number()?, looked: read.number()? };
        self.counts.unpack(read)?;
        (*version == VERSION).then(|| self.clock = clock)
    }

    /// Gives a cluster its place, and enters it under all it is found by.
    fn settle(&mut self, cluster: Growing) -> u32 {
        let place = self.places.len() as u32;
        cluster.sum.keys().for_each(|word| self.words.enter(*word, place));
        cluster.pages.iter().for_each(|page| self.pages.enter(*page, place));
        cluster.marks.iter().flat_map(|mark| &mark.keys).for_each(|key| self.marks.enter(*key, place));
        let names = std::iter::once(&cluster.cluster.id).chain(&cluster.aliases);
        self.names.extend(names.map(|name| (name.clone(), place)));
        self.places.push(Some(cluster));
        place
    }

    /// Takes a cluster from its place.
    fn unsettle(&mut self, place: u32) -> Option<Growing> {
        let cluster = self.places.get_mut(place as usize)?.take()?;
        cluster.sum.keys().for_each(|word| self.words.leave(*word, place));
        cluster.pages.iter().for_each(|page| self.pages.leave(*page, place));
        cluster.marks.iter().flat_map(|mark| &mark.keys).for_each(|key| self.marks.leave(*key, place));
        for name in std::iter::once(&cluster.cluster.id).chain(&cluster.aliases) {
            self.names.remove(name);
        }
        Some(cluster)
    }

    fn at(&self, place: u32) -> Option<&Growing> {
        self.places.get(place as usize).and_then(Option::as_ref)
    }

    /// Takes in one record that arrived at `at`; arrivals come in order. Tells what it met, and which clusters were
    /// merged because the time for that had come. `vector` is the record's dense vector, where a model gave one.
    pub fn take(
        &mut self,
        record: &Record,
        vector: Option<&[f32]>,
        at: Moment,
        rules: &Rules,
    ) -> Vec<Decision> {
        let now = at.max(self.clock.now);
        let mut decisions = if self.look_due(now, rules) { self.look_again(rules) } else { Vec::new() };
        self.clock.now = now;
        self.clock.turn += 1;
        let text = Text::of(record, now, &mut self.counts, rules);
        let mark = copies::mark(record, text.at);
        let mut decision = self.meet(record, &text, mark, rules);
        decision.at = now;
        decision.record = record.id.clone();
        decisions.push(decision);
        let _ = vector;
        decisions
    }

    /// Finds the record's cluster, or opens one.
    fn meet(&mut self, record: &Record, text: &Text, mark: Mark, rules: &Rules) -> Decision {
        let now = self.clock.now;
        let found = copies::original(&mark, &self.marks, |place| {
            self.at(place).filter(|cluster| !is_past(cluster, now, rules))
        });
        if let Some(first) = found {
            let decision = Decision {
                met: Met::Copied,
                score: first.alike,
                needed: crate::text::shingles::COPY,
                other: Some(first.record.as_str().to_owned()),
                ..Decision::default()
            };
            return self.enter(first.place, record, text, mark, decision, rules);
        }
        if let Some((place, page)) = self.linked(record, rules) {
            let decision = Decision {
                met: Met::Linked,
                score: 1.0,
                needed: 1.0,
                other: Some(page),
                ..Decision::default()
            };
            return self.enter(place, record, text, mark, decision, rules);
        }
        let nearest = near::nearest(text, now, &self.places, &self.words, &mut self.scratch, rules);
        let short_post = record.kind.is_post() && record.title.is_none();
        let needed = rules.near(text.length) + if short_post { rules.post_margin } else { 0.0 };
        let words = nearest
            .and_then(|near| self.at(near.place))
            .map(|cluster| text.shared(|word| cluster.sum.get(&word).copied().unwrap_or(0.0)))
            .unwrap_or_default();
        let score = nearest.map_or(0.0, |near| near.score);
        let decision = Decision { score, needed, words, ..Decision::default() };
        match nearest {
            Some(Near { place, score }) if score >= needed => {
                let decision = Decision { met: Met::Joined, ..decision };
                self.enter(place, record, text, mark, decision, rules)
            }
            _ => {
                let other = nearest
                    .and_then(|near| self.at(near.place))
                    .map(|cluster| cluster.cluster.id.as_str().to_owned());
                self.open(record, text, mark, Decision { met: Met::Opened, other, ..decision })
            }
        }
    }

    /// The cluster that stands on the record's page or on one that a post links to, and that page.
    fn linked(&self, record: &Record, rules: &Rules) -> Option<(u32, String)> {
        let now = self.clock.now;
        let holder = |page: u64| {
            let mut holders = self.pages.of(page).iter().copied();
            holders.find(|place| self.at(*place).is_some_and(|cluster| !is_past(cluster, now, rules)))
        };
        let own = links::own(record).map(|page| {
            (page, record.canonical_url.clone().or_else(|| record.url.clone()).unwrap_or_default())
        });
        let linked = if record.kind.is_post() { links::linked(record) } else { Vec::new() };
        own.into_iter().chain(linked).find_map(|(page, url)| Some((holder(page)?, url)))
    }

    /// Adds a record to a cluster.
    fn enter(
        &mut self,
        place: u32,
        record: &Record,
        text: &Text,
        mark: Mark,
        decision: Decision,
        rules: &Rules,
    ) -> Decision {
        let Clock { now, turn, .. } = self.clock;
        let Some(cluster) = self.places.get_mut(place as usize).and_then(Option::as_mut) else {
            return decision;
        };
        let decision = Decision { cluster: cluster.cluster.id.clone(), ..decision };
        if cluster.cluster.records.len() >= rules.most_members {
            return Decision { met: Met::Full, ..decision };
        }
        cluster.list(&record.id, text.at);
        (cluster.touched, cluster.turn, cluster.changed) = (now, turn, true);
        let copied = decision.met == Met::Copied;
        if copied {
            cluster.cluster.copies.push(record.id.clone());
        } else {
            cluster.hear(record);
            mark.keys.iter().for_each(|key| self.marks.enter(*key, place));
            cluster.marks.push(mark);
        }
        for page in pages(record) {
            if !cluster.pages.contains(&page) {
                cluster.pages.push(page);
                self.pages.enter(page, place);
            }
        }
        let attached = decision.met == Met::Linked && record.kind.is_post();
        if !copied && !attached {
            cluster.learn(text, rules).into_iter().for_each(|word| self.words.enter(word, place));
            cluster.trim(rules.words_kept).into_iter().for_each(|word| self.words.leave(word, place));
        }
        self.lately.push(place);
        decision
    }

    fn open(&mut self, record: &Record, text: &Text, mark: Mark, decision: Decision) -> Decision {
        let Clock { now, turn, .. } = self.clock;
        let cluster = Cluster { id: name(&record.id), ..Cluster::default() };
        let mut cluster =
            Growing { cluster, opened: turn, turn, touched: now, changed: true, ..Growing::default() };
        cluster.list(&record.id, text.at);
        cluster.hear(record);
        cluster.learn(text, &Rules::default());
        cluster.marks.push(mark);
        cluster.pages = pages(record);
        let id = cluster.cluster.id.clone();
        let place = self.settle(cluster);
        self.lately.push(place);
        Decision { cluster: id, ..decision }
    }

    /// True if it is time for a second look, before the next record is taken in.
    fn look_due(&self, now: Moment, rules: &Rules) -> bool {
        let round = |at: Moment| at.as_micros().div_euclid(rules.look_seconds.max(1) * 1_000_000);
        round(now) > round(self.clock.now) || self.clock.turn - self.clock.looked >= rules.look_arrivals
    }

    /// The second look: clusters of short texts that turn out to be one.
    fn look_again(&mut self, rules: &Rules) -> Vec<Decision> {
        let now = self.clock.now;
        let mut lately = std::mem::take(&mut self.lately);
        self.clock.looked = self.clock.turn;
        let mut decisions = Vec::new();
        while !lately.is_empty() {
            lately.sort_unstable();
            lately.dedup();
            let pairs = merge::pairs(&lately, now, &self.places, &self.words, &mut self.scratch, rules);
            lately.clear();
            for pair in pairs {
                if lately.contains(&pair.older) || lately.contains(&pair.younger) {
                    continue;
                }
                decisions.extend(self.merge(pair, now, rules));
                lately.push(pair.older);
            }
        }
        decisions
    }

    fn merge(&mut self, pair: merge::Pair, now: Moment, rules: &Rules) -> Option<Decision> {
        self.at(pair.older)?;
        let younger = self.unsettle(pair.younger)?;
        let mut cluster = self.unsettle(pair.older)?;
        let words = Vec::new();
        let decision = Decision {
            at: now,
            record: younger.marks.first().map(|mark| mark.record.clone()).unwrap_or_default(),
            cluster: cluster.cluster.id.clone(),
            met: Met::Merged,
            score: pair.score,
            needed: rules.near_merge,
            other: Some(younger.cluster.id.as_str().to_owned()),
            words,
        };
        cluster.swallow(younger);
        cluster.trim(rules.words_kept);
        self.resettle(pair.older, cluster);
        Some(decision)
    }

    /// Gives a cluster back its old place.
    fn resettle(&mut self, place: u32, cluster: Growing) {
        let settled = self.settle(cluster);
        let cluster = self.unsettle(settled);
        self.places.pop();
        let Some(cluster) = cluster else { return };
        cluster.sum.keys().for_each(|word| self.words.enter(*word, place));
        cluster.pages.iter().for_each(|page| self.pages.enter(*page, place));
        cluster.marks.iter().flat_map(|mark| &mark.keys).for_each(|key| self.marks.enter(*key, place));
        let names = std::iter::once(&cluster.cluster.id).chain(&cluster.aliases);
        self.names.extend(names.map(|name| (name.clone(), place)));
        if let Some(slot) = self.places.get_mut(place as usize) {
            *slot = Some(cluster);
        }
    }

    /// Looks once more if it is time for that by `now`, as the next arrival would have it done. Whether it is asked for
    /// or left to that arrival makes no difference to what comes of it.
    pub fn look(&mut self, now: Moment, rules: &Rules) -> Vec<Decision> {
        if self.look_due(now, rules) { self.look_again(rules) } else { Vec::new() }
    }

    /// How many texts were counted, here and in the table that is shipped.
    pub fn texts(&self) -> u64 {
        self.counts.texts()
    }

    /// How many of them have a word, by its key ([`crate::text::words::Word::key`]).
    pub fn texts_with(&self, key: &str) -> u64 {
        self.counts.texts_with(stable(key.as_bytes()))
    }

    /// Looks once more without waiting for the next arrival: at the end of a file.
    pub fn finish(&mut self, rules: &Rules) -> Vec<Decision> {
        self.look_again(rules)
    }

    /// The cluster of that id, or the one that it became part of.
    pub fn cluster(&self, id: &ClusterId) -> Option<&Cluster> {
        self.at(*self.names.get(id)?).map(|cluster| &cluster.cluster)
    }

    /// Every cluster that changed since this was asked last, to be kept; the ids of those that became part of others
    /// stand among the aliases of these.
    pub fn changed(&mut self) -> Vec<Kept> {
        let changed = self.places.iter_mut().flatten().filter(|cluster| cluster.changed);
        changed
            .map(|cluster| {
                cluster.changed = false;
                cluster.keep()
            })
            .collect()
    }

    /// How common words are here, packed.
    pub fn counts(&self) -> Vec<u8> {
        let mut pack = Pack(vec![VERSION]);
        pack.signed(self.clock.now.as_micros());
        pack.number(self.clock.turn);
        pack.number(self.clock.looked);
        self.counts.pack(&mut pack);
        pack.0
    }

    /// Lets go of what is too old to grow, unless it changed and is not kept yet.
    pub fn forget(&mut self, now: Moment, rules: &Rules) {
        let now = now.min(self.clock.now);
        let past = |cluster: &Growing| !cluster.changed && is_past(cluster, now, rules);
        let old: Vec<u32> =
            (0..self.places.len() as u32).filter(|place| self.at(*place).is_some_and(past)).collect();
        for place in old {
            self.unsettle(place);
        }
    }
}

/// The pages by which a record's cluster is found: its own, and those that a post points to.
fn pages(record: &Record) -> Vec<u64> {
    let linked = if record.kind.is_post() { links::linked(record) } else { Vec::new() };
    let mut pages: Vec<u64> =
        links::own(record).into_iter().chain(linked.into_iter().map(|(page, _)| page)).collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

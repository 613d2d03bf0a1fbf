//! What grouping remembers from one batch to the next: the clusters that may still grow.

use std::sync::Arc;

use crate::story::{Cluster, ClusterId, Decision, Moment, Record};

use crate::text::hash::{Numbered, stable};

use super::Rules;
use super::background::Background;
use super::copies;
use super::counts::Counts;
use super::features::Text;
use super::growing::Growing;
use super::index::{GONE, Index};
use super::lexicon::Lexicon;
use super::links;
use super::meet::Arrival;
use super::near::{Places, Scratch, is_past};
use super::pack::{Pack, Unpack};

/// A cluster as it is kept between two runs: the noun, and what the pass has to know of it, packed.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// The cluster.
    pub cluster: Cluster,
    /// The other names it has: the ids of clusters that became part of it.
    pub aliases: Vec<ClusterId>,
    /// Word sums, pages and marks, packed; only this module reads it.
    pub state: Vec<u8>,
}

/// The clusters that may still grow, and how common words are.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    pub(super) places: Places,
    /// Where the cluster of an id is, or the one that it became part of; by the number of the id.
    names: Numbered<u32>,
    pub(super) words: Index,
    pub(super) pages: Index,
    pub(super) marks: Index,
    counts: Counts,
    lexicon: Lexicon,
    pub(super) clock: Clock,
    /// The clusters that took something in since the last second look.
    pub(super) lately: Vec<u32>,
    pub(super) scratch: Scratch,
}

/// Where the arrivals are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Clock {
    /// The time of the last arrival.
    pub(super) now: Moment,
    /// Arrivals so far.
    pub(super) turn: u64,
    /// Arrivals at the last second look.
    pub(super) looked: u64,
}

/// The first byte of packed counts.
const VERSION: u8 = 1;

impl Memory {
    /// An empty one that knows how common words are by this table, in place of the one that is shipped.
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
                    notes.push(format!("what is kept of cluster {id} cannot be read; it grows no further"));
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
            let place = memory.places.len() as u32;
            memory.places.push(None);
            memory.settle(place, cluster);
        }
        (memory, notes)
    }

    fn read_counts(&mut self, counts: &[u8]) -> Option<()> {
        let (version, rest) = counts.split_first()?;
        let read = &mut Unpack(rest);
        if *version != VERSION {
            return None;
        }
        let now = Moment::from_micros(read.signed()?);
        let clock = Clock { now, turn: read.number()?, looked: read.number()? };
        self.counts.unpack(read)?;
        self.clock = clock;
        Some(())
    }

    /// Puts a cluster at a place, and enters it under all it is found by.
    pub(super) fn settle(&mut self, place: u32, mut cluster: Growing) {
        cluster.tighten();
        self.words.enter(cluster.sum.words(), place);
        self.pages.enter(&cluster.pages, place);
        cluster.marks.iter().for_each(|mark| copies::enter(&mut self.marks, mark, place));
        let names = std::iter::once(&cluster.cluster.id).chain(&cluster.aliases);
        self.names.extend(names.map(|name| (stable(name.as_str().as_bytes()), place)));
        if let Some(slot) = self.places.get_mut(place as usize) {
            *slot = Some(Box::new(cluster));
        }
    }

    /// Takes a cluster from its place.
    pub(super) fn unsettle(&mut self, place: u32) -> Option<Growing> {
        let cluster = self.places.get_mut(place as usize)?.take()?;
        self.words.leave(cluster.sum.words(), place);
        self.pages.leave(&cluster.pages, place);
        cluster.marks.iter().for_each(|mark| self.marks.leave(&mark.keys, place));
        for name in std::iter::once(&cluster.cluster.id).chain(&cluster.aliases) {
            self.names.remove(&stable(name.as_str().as_bytes()));
        }
        Some(*cluster)
    }

    /// The cluster at a place.
    pub(super) fn at(&self, place: u32) -> Option<&Growing> {
        self.places.get(place as usize)?.as_deref()
    }

    /// The cluster at a place, if it may still grow.
    pub(super) fn open_at(&self, place: u32, rules: &Rules) -> Option<&Growing> {
        self.at(place).filter(|cluster| !is_past(cluster, self.clock.now, rules))
    }

    /// Takes in one record that arrived at `at`; arrivals come in order, each record once. Tells what it met. Before it
    /// whoever takes it in has to [`Memory::look`]. `vector` is the record's dense vector, where a model gave one.
    pub fn take(&mut self, record: &Record, vector: Option<&[f32]>, at: Moment, rules: &Rules) -> Decision {
        let now = at.max(self.clock.now);
        self.clock.now = now;
        self.clock.turn += 1;
        let text = Text::of(record, vector, now, (&mut self.counts, &mut self.lexicon), rules);
        let page = links::own(record);
        let mark = copies::mark(record, page, text.at);
        let decision = self.meet(&Arrival { record, text, pages: links::of(record, page) }, mark, rules);
        Decision { at: now, record: record.id.clone(), ..decision }
    }

    /// The cluster of that id, or the one that it became part of.
    pub fn cluster(&self, id: &ClusterId) -> Option<&Cluster> {
        self.at(*self.names.get(&stable(id.as_str().as_bytes()))?).map(|cluster| &cluster.cluster)
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
        // A word that many have costs as much to be left by one as by a thousand: so they leave together, and all others move up.
        for place in &old {
            self.places[*place as usize] = None;
        }
        let gone = self.places.iter().filter(|place| place.is_none()).count();
        if gone > self.places.len() / 8 {
            self.move_up();
        }
    }

    /// Gives every cluster a new place, in the same order, so that no place is empty.
    fn move_up(&mut self) {
        let mut next = 0..;
        let moved: Vec<u32> = self
            .places
            .iter()
            .map(|place| place.as_ref().and_then(|_| next.next()).unwrap_or(GONE))
            .collect();
        self.places.retain(Option::is_some);
        for index in [&mut self.words, &mut self.pages, &mut self.marks] {
            index.renumber(&moved);
        }
        let moved = |place: &mut u32| {
            *place = moved.get(*place as usize).copied().unwrap_or(GONE);
            *place != GONE
        };
        self.names.retain(|_, place| moved(place));
        self.lately.retain_mut(moved);
        self.scratch = Scratch::default();
    }

    /// Looks a second time if it is time for that by `now`, and tells which clusters were merged. To be asked before every
    /// arrival; whoever keeps what changed may ask for the next one's, and that never changes what is decided.
    pub fn look(&mut self, now: Moment, rules: &Rules) -> Vec<Decision> {
        if self.look_due(now, rules) { self.look_again(rules) } else { Vec::new() }
    }

    /// Looks a second time: at the end of a file, since nobody comes then to whom it could be time.
    pub fn finish(&mut self, rules: &Rules) -> Vec<Decision> {
        self.look_again(rules)
    }

    /// Texts counted so far, those of the shipped table among them.
    pub fn texts(&self) -> u64 {
        self.counts.texts()
    }

    /// Those of them that have the word of this key (see [`crate::text::words::Word::key`]).
    pub fn texts_with(&self, key: &str) -> u64 {
        self.counts.texts_with(key)
    }

    /// Clusters in memory.
    pub fn len(&self) -> usize {
        self.places.iter().flatten().count()
    }

    /// True if there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

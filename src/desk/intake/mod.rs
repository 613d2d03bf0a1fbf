//! The intake: records in the order in which they arrived, each to its cluster, and each story heard as it stands then.
//!
//! One loop for the edition and for replays. A record is taken in by the grouping, which says what it met; then the
//! detectors hear the story that it came to. Nothing is looked at twice, and nothing waits for the end of a batch: what
//! comes of some arrivals is the same whether they come one at a time, all at once, or with the memory packed away and
//! recalled between them. A property test holds it to that.
//!
//! `table` is where the records of a batch lie, and what the batch is told of what lies outside it.
//!
//! What it costs: the record's own comparison, and one look at the story it came to, which is bounded, as clusters are.
//! Of the records that came before the batch those of stories that move are fetched, and at most four thousand held.

mod table;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};

use crate::cluster::{self, Kept, Memory};
use crate::signal::{self, Past, Tide};
use crate::store::{Grouped, KeptCluster, Remembered, StoreFault};
use crate::story::{Cluster, ClusterId, Decision, Met, Moment, Record, RecordId, Signal};

use table::Held;
pub use table::{Archive, Desk, Nothing, Told};

/// How records are grouped and stories heard.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules {
    /// What makes two records one story.
    pub grouping: cluster::Rules,
    /// When a detector speaks.
    pub signals: signal::Rules,
    /// A story of fewer records is none yet: no edition has to look at it.
    pub least: usize,
}

/// The desk's memory, at work.
#[derive(Debug, Default)]
pub struct Intake {
    memory: Memory,
    tide: Tide,
    turn: i64,
    fired: HashMap<ClusterId, Vec<Signal>>,
    distances: HashMap<ClusterId, f64>,
    /// Clusters that were kept before this batch: only they can have a dispatch.
    kept: BTreeSet<ClusterId>,
    decisions: Vec<Decision>,
    signals: Vec<(ClusterId, Signal)>,
    latest: Option<Moment>,
}

impl Intake {
    /// Goes on from what was kept. What cannot be read of it is told, and grows no further.
    pub fn recall(remembered: Remembered) -> (Self, Vec<String>) {
        let mut intake =
            Self { tide: Tide::recall(&remembered.tide), turn: remembered.turn, ..Self::default() };
        let mut clusters = Vec::with_capacity(remembered.clusters.len());
        for one in remembered.clusters {
            let id = one.cluster.id.clone();
            if !one.signals.is_empty() {
                intake.fired.insert(id.clone(), one.signals);
            }
            intake.distances.extend(one.distance.map(|distance| (id.clone(), distance)));
            intake.kept.insert(id);
            let KeptCluster { cluster, aliases, state, .. } = one;
            clusters.push(Kept { cluster, aliases, state });
        }
        let (memory, notes) = Memory::recall(clusters, &remembered.counts);
        intake.memory = memory;
        (intake, notes)
    }

    /// Takes in records, each with the moment it arrived, in that order.
    pub fn take(
        &mut self,
        arrivals: &[(Moment, &Record)],
        archive: &dyn Archive,
        rules: &Rules,
    ) -> Result<(), StoreFault> {
        self.take_from(&Desk::over(arrivals, archive), arrivals, rules)
    }

    /// Takes in some of the records that lie on a desk.
    pub fn take_from(
        &mut self,
        desk: &Desk<'_>,
        arrivals: &[(Moment, &Record)],
        rules: &Rules,
    ) -> Result<(), StoreFault> {
        for (at, record) in arrivals {
            // First, and heard before the record is in: what a second look brings together must not depend on whether
            // an edition ended just before this arrival.
            self.look(Some(*at), desk, rules)?;
            self.tide.note(record.time().unwrap_or(*at), *at);
            self.latest = self.latest.max(Some(*at));
            let vector = desk.vectors.get(&record.id).map(Vec::as_slice);
            let met = self.memory.take(record, vector, *at, &rules.grouping);
            self.meet(vec![met], desk, rules)?;
        }
        Ok(())
    }

    /// Has the grouping look once more at what came lately, if it is time for that by `now`; at the end of a file, in
    /// any case.
    pub fn look(&mut self, now: Option<Moment>, desk: &Desk<'_>, rules: &Rules) -> Result<(), StoreFault> {
        let met = match now {
            Some(now) => self.memory.look(now, &rules.grouping),
            None => self.memory.finish(&rules.grouping),
        };
        self.meet(met, desk, rules)
    }

    /// Notes what was decided, and hears the stories that it was decided for.
    fn meet(&mut self, met: Vec<Decision>, desk: &Desk<'_>, rules: &Rules) -> Result<(), StoreFault> {
        for decision in met {
            match decision.met {
                Met::Opened if decision.other.is_some() => {
                    self.distances.insert(decision.cluster.clone(), 1.0 - decision.score);
                }
                Met::Merged => self.merge(&decision),
                _ => {}
            }
            if decision.met != Met::Full {
                self.hear(&decision.cluster, decision.at, desk, rules)?;
            }
            self.decisions.push(decision);
        }
        Ok(())
    }

    /// What fired for a cluster that is no more fired for the one that it became part of.
    fn merge(&mut self, decision: &Decision) {
        let Some(younger) = decision.other.as_deref().map(ClusterId::from) else { return };
        if let Some(signals) = self.fired.remove(&younger) {
            let fired = self.fired.entry(decision.cluster.clone()).or_default();
            fired.extend(signals);
            fired.sort_by_key(|signal| signal.at);
        }
    }

    fn hear(
        &mut self,
        id: &ClusterId,
        now: Moment,
        desk: &Desk<'_>,
        rules: &Rules,
    ) -> Result<(), StoreFault> {
        // The decision may be older than a merge that came of the same look.
        let Some(cluster) = self.memory.cluster(id) else { return Ok(()) };
        let id = cluster.id.clone();
        let members = desk.records(&cluster.records)?;
        let members: Vec<&Record> = members.iter().map(Held::record).collect();
        let told = if self.kept.contains(&id) { desk.published(&id)? } else { None };
        let story = signal::Story {
            cluster,
            members: &members,
            distance: self.distances.get(&id).copied(),
            published: told.as_ref().map(|told| told.words.as_str()),
            told: told.as_ref().map_or(&[], |told| told.records.as_slice()),
            freshness: desk.archive.freshness(&members),
            tide: Some(&self.tide),
            past: Some(&Words(&self.memory)),
        };
        let fired = self.fired.get(&id).map_or([].as_slice(), Vec::as_slice);
        let signals = signal::hear(&story, fired, now, &rules.signals);
        for signal in signals {
            self.fired.entry(id.clone()).or_default().push(signal.clone());
            self.signals.push((id.clone(), signal));
        }
        Ok(())
    }

    /// The cluster of that id, or the one that it became part of.
    pub fn cluster(&self, id: &ClusterId) -> Option<&Cluster> {
        self.memory.cluster(id)
    }

    /// What there is to keep since this was asked last. `names` are those of the records that came: what a story is
    /// called until it has a headline.
    pub fn keep(&mut self, arrivals: &[(Moment, &Record)], rules: &Rules) -> Grouped {
        let names: HashMap<&RecordId, &Record> =
            arrivals.iter().map(|(_, record)| (&record.id, *record)).collect();
        let mut clusters = Vec::new();
        for Kept { mut cluster, aliases, state, .. } in self.memory.changed() {
            let copies: BTreeSet<RecordId> = cluster.copies.drain(..).collect();
            cluster.copies = cluster.records.iter().filter(|id| copies.contains(*id)).cloned().collect();
            let first = cluster.records.first().and_then(|id| names.get(id));
            clusters.push(KeptCluster {
                distance: self.distances.get(&cluster.id).copied(),
                headline: first.map(|record| record.name().to_owned()),
                due: cluster.records.len() >= rules.least || self.fired.contains_key(&cluster.id),
                signals: Vec::new(),
                cluster,
                aliases,
                state,
            });
        }
        // In the order in which they opened, so that the same arrivals are always kept alike.
        clusters.sort_by(|a, b| {
            a.cluster.first_at.cmp(&b.cluster.first_at).then_with(|| a.cluster.id.cmp(&b.cluster.id))
        });
        self.kept.extend(clusters.iter().map(|kept| kept.cluster.id.clone()));
        let silent = -(rules.grouping.reach() * 2.0) as i64;
        let turn = self.turn;
        self.turn += 1;
        Grouped {
            turn,
            clusters,
            decisions: std::mem::take(&mut self.decisions),
            signals: std::mem::take(&mut self.signals),
            counts: self.memory.counts(),
            tide: self.tide.pack(),
            silent_since: self.latest.map(|latest| latest.plus_seconds(silent)),
        }
    }
}

/// How common words are, as the detectors ask for it.
#[derive(Debug)]
struct Words<'a>(&'a Memory);

impl Past for Words<'_> {
    fn texts(&self) -> u64 {
        self.0.texts()
    }

    fn texts_with(&self, key: &str) -> u64 {
        self.0.texts_with(key)
    }
}

/// Records with the moments they arrived, in that order: when they were captured, else when they were published; ties by
/// time, then by id. Those without any time come last, in the order given, and count as arriving at `now`.
pub fn arrivals(records: &[Record], now: Moment) -> Vec<(Moment, &Record)> {
    let arrived = |record: &Record| record.captured_at.or(record.time());
    let mut order: Vec<&Record> = records.iter().collect();
    order.sort_by(|a, b| {
        let key = |record: &Record| (arrived(record).is_none(), arrived(record), record.time());
        key(a).cmp(&key(b)).then_with(|| match arrived(a) {
            Some(_) => a.id.cmp(&b.id),
            None => std::cmp::Ordering::Equal,
        })
    });
    order.into_iter().map(|record| (arrived(record).unwrap_or(now).min(now), record)).collect()
}

//! The same arrivals in any batches, with the memory packed away between them or not, meet the same.

use std::collections::BTreeMap;

use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};

use super::{at, news, take};
use crate::cluster::{Kept, Memory, Rules, group};
use crate::story::{Cluster, ClusterId, Decision, Met, Record, SourceKind};

const PLACES: [&str; 6] = ["Alder", "Brightwater", "Corran", "Dunmore", "Eastport", "Fenwick"];
const EVENTS: [&str; 6] = [
    "bridge closes after crack",
    "ferry strike ends",
    "mayor resigns",
    "storm floods harbour",
    "bank sold",
    "vote delayed",
];
const ENDS: [&str; 5] = ["say officials", "as talks fail", "on Thursday", "again", "in 2 hours"];

/// News, posts and copies over some days; some without a time.
fn stream() -> impl Strategy<Value = Vec<Record>> {
    let one = (0..6usize, 0..6usize, 0..5usize, 0..400i64, 0..12u8);
    proptest::collection::vec(one, 1..60).prop_map(|told| {
        let mut minute = 0;
        let record = |(nth, (place, event, end, gap, how)): (usize, (usize, usize, usize, i64, u8))| {
            minute += gap;
            let title = format!("{} {} {}", PLACES[place], EVENTS[event], ENDS[end]);
            let mut record = news(&format!("r{nth}"), &title, minute);
            if how == 0 {
                record.kind = SourceKind::Bluesky;
                record.text = record.title.take();
                record.links = vec![format!("https://post.example/{event}")];
            }
            if how == 1 {
                record.published_at = None;
                record.captured_at = Some(at(minute));
            }
            if how == 2 {
                record.url = Some(format!("https://post.example/{event}"));
            }
            if how > 8 {
                record.text = Some(format!("{title}. ").repeat(usize::from(how)));
            }
            record
        };
        told.into_iter().enumerate().map(record).collect()
    })
}

/// Everything that is kept after each batch, as a store would keep it.
#[derive(Default)]
struct Shelf {
    clusters: BTreeMap<ClusterId, Kept>,
    counts: Vec<u8>,
}

impl Shelf {
    fn keep(&mut self, memory: &mut Memory) {
        for kept in memory.changed() {
            kept.aliases.iter().for_each(|alias| _ = self.clusters.remove(alias));
            self.clusters.insert(kept.cluster.id.clone(), kept);
        }
        self.counts = memory.counts();
    }

    fn recall(&self) -> Memory {
        let (memory, notes) = Memory::recall(self.clusters.values().cloned().collect(), &self.counts);
        assert!(notes.is_empty(), "{notes:?}");
        memory
    }
}

/// Takes the records in batches of these sizes; between two of them everything is packed away and recalled, or the past is
/// forgotten.
fn in_batches(records: &[Record], sizes: &[usize], rules: &Rules) -> (Vec<Decision>, Shelf) {
    let (mut memory, mut shelf, mut decisions) = (Memory::default(), Shelf::default(), Vec::new());
    let mut rest = records;
    for size in sizes.iter().cycle() {
        let (batch, later) = rest.split_at((*size).clamp(1, rest.len().max(1)).min(rest.len()));
        decisions.extend(take(&mut memory, batch, rules));
        let now = batch.last().and_then(Record::time).unwrap_or_default();
        if size % 2 == 0 {
            decisions.extend(memory.look(now, rules));
        }
        shelf.keep(&mut memory);
        if size % 3 == 0 {
            memory.forget(now, rules);
        } else {
            memory = shelf.recall();
        }
        rest = later;
        if rest.is_empty() {
            break;
        }
    }
    (decisions, shelf)
}

/// The clusters that the log of decisions tells of.
fn replayed(decisions: &[Decision]) -> BTreeMap<ClusterId, Vec<String>> {
    let mut clusters: BTreeMap<ClusterId, Vec<String>> = BTreeMap::new();
    for decision in decisions {
        match (decision.met, &decision.other) {
            (Met::Merged, Some(younger)) => {
                let members = clusters.remove(&ClusterId::from(younger.as_str())).unwrap_or_default();
                clusters.entry(decision.cluster.clone()).or_default().extend(members);
            }
            _ => clusters.entry(decision.cluster.clone()).or_default().push(decision.record.to_string()),
        }
    }
    for members in clusters.values_mut() {
        members.sort();
    }
    clusters
}

fn members(cluster: &Cluster) -> Vec<String> {
    let mut members: Vec<String> = cluster.records.iter().map(ToString::to_string).collect();
    members.sort();
    members
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    #[test]
    fn batches_never_matter(records in stream(), sizes in proptest::collection::vec(1..12usize, 1..5), every in 3..40u64) {
        let rules = Rules { look_arrivals: every, most_members: 12, window_long: 30.0 * 3600.0, ..Rules::default() };
        let (whole, _) = in_batches(&records, &[records.len()], &rules);
        let (parts, shelf) = in_batches(&records, &sizes, &rules);
        // A look may come at the end of one batch or before the first of the next: what it finds is the same.
        let told = |all: &[Decision]| all.iter().map(|one| format!("{one:?}")).collect::<Vec<_>>();
        let last = whole.len().min(parts.len());
        prop_assert_eq!(told(&whole[..last]), told(&parts[..last]));
        prop_assert!(whole[last..].iter().chain(&parts[last..]).all(|decision| decision.met == Met::Merged));

        let full: Vec<&Decision> = parts.iter().filter(|decision| decision.met == Met::Full).collect();
        let log = replayed(&parts);
        for kept in shelf.clusters.values() {
            let mut members = members(&kept.cluster);
            let more = full.iter().filter(|one| one.cluster == kept.cluster.id || kept.aliases.contains(&one.cluster));
            members.extend(more.map(|decision| decision.record.to_string()));
            members.sort();
            prop_assert_eq!(log.get(&kept.cluster.id), Some(&members));
            prop_assert_eq!(kept.cluster.records.len() <= rules.most_members, true);
            prop_assert!(kept.cluster.copies.iter().all(|copy| kept.cluster.records.contains(copy)));
            prop_assert!(kept.cluster.voices <= kept.cluster.records.len());
        }
        prop_assert_eq!(log.len(), shelf.clusters.len());
    }

    #[test]
    fn a_damaged_state_is_said_and_costs_only_its_cluster(records in stream(), cut in 0..200usize, other: u8) {
        let (_, shelf) = in_batches(&records, &[records.len()], &Rules::default());
        let mut kept: Vec<Kept> = shelf.clusters.values().cloned().collect();
        let state = &mut kept[0].state;
        if cut < state.len() {
            state[cut] ^= other | 1;
            state.truncate(state.len() - cut % 2);
        }
        let mut counts = shelf.counts.clone();
        counts.truncate(cut);
        let all = kept.len();
        let (mut memory, notes) = Memory::recall(kept, &counts);
        prop_assert!(memory.len() + notes.len() >= all);
        take(&mut memory, &records, &Rules::default());
    }

    #[test]
    fn every_record_stands_in_one_cluster_in_any_order(records in stream()) {
        let rules = Rules::default();
        let clusters = group(&records, &rules);
        let all: usize = clusters.iter().map(|cluster| cluster.records.len()).sum();
        prop_assert_eq!(all, records.len());
        let mut turned = records.clone();
        turned.reverse();
        prop_assert_eq!(group(&turned, &rules), clusters);
    }
}

#[test]
fn a_merge_keeps_the_older_id_and_the_younger_leads_to_it() {
    let rules = Rules { near_short: 2.0, near_merge: 0.2, ..Rules::default() };
    let records = [
        news("a", "Harbour bridge closes after crack found at Alder", 0),
        news("b", "Crack found: bridge at Alder harbour shut", 1),
        news("c", "Mayor of Dunmore resigns over bank sale", 30),
    ];
    let mut memory = Memory::default();
    let decisions = take(&mut memory, &records, &rules);
    let merged = decisions.iter().find(|decision| decision.met == Met::Merged).unwrap();
    let (older, younger) = (&decisions[0].cluster, &decisions[1].cluster);
    assert_eq!((&merged.cluster, merged.other.as_deref()), (older, Some(younger.as_str())));
    assert!(merged.words.iter().any(|word| word == "bridge" || word == "Alder"), "{:?}", merged.words);
    assert_eq!(memory.cluster(younger).map(|cluster| &cluster.id), Some(older));
    let kept = memory.changed();
    assert!(kept.iter().any(|kept| kept.cluster.id == *older && kept.aliases == [younger.clone()]));
    let (memory, _) = Memory::recall(kept, &memory.counts());
    assert_eq!(memory.cluster(younger).map(|cluster| cluster.records.len()), Some(2));
}

//! Batches never matter.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{Archive, Desk, Intake, Nothing, Rules, Told, arrivals};
use crate::signal::Freshness;
use crate::store::{Grouped, KeptCluster, Remembered, StoreFault};
use crate::story::{
    Cluster, ClusterId, Decision, Met, Moment, Record, RecordId, Signal, SignalKind, SourceKind,
};

const TOPICS: [&[&str]; 5] = [
    &["Harbour", "Bridge", "crack", "hanger", "drone", "closed", "Port", "Alder", "weld", "engineers"],
    &["museum", "clockwork", "swan", "Hexley", "trustee", "sale", "auction", "gears", "1770", "vote"],
    &["glacier", "lake", "Tarn", "radar", "survey", "beneath", "ice", "Solberg", "second", "metres"],
    &["ferry", "Coast", "Line", "strike", "crews", "wages", "talks", "Southbank", "morning", "boats"],
    &["Harbour", "Board", "election", "recount", "ballots", "Quist", "margin", "council", "Port", "Alder"],
];

/// Some numbers that follow from one.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn sentence(dice: &mut Dice, words: u64) -> String {
    let topic = TOPICS[dice.roll(TOPICS.len() as u64) as usize];
    let other = TOPICS[dice.roll(TOPICS.len() as u64) as usize];
    let word = |dice: &mut Dice| {
        let from = if dice.roll(8) == 0 { other } else { topic };
        from[dice.roll(from.len() as u64) as usize]
    };
    (0..words).map(|_| word(dice)).collect::<Vec<_>>().join(" ")
}

/// Records of five stories, some of them copies, posts, old news, or without a time of their own.
fn world(seed: u64, many: usize) -> Vec<Record> {
    let mut dice = Dice(seed);
    let mut records: Vec<Record> = Vec::new();
    for n in 0..many {
        let minute = dice.roll(60 * 30) as i64;
        let captured = Moment::from_micros((minute + dice.roll(20) as i64) * 60_000_000);
        let mut record = Record {
            id: format!("r{:03}", (n * 37) % 211).into(),
            publisher: Some(format!("Outlet {}", dice.roll(9))),
            title: Some(sentence(&mut dice, 7)),
            published_at: Some(Moment::from_micros(minute * 60_000_000)),
            captured_at: (dice.roll(4) > 0).then_some(captured),
            language: Some("en".to_owned()),
            backfill: dice.roll(12) == 0,
            ..Record::default()
        };
        let long = dice.roll(60);
        record.text = (dice.roll(3) > 0).then(|| sentence(&mut dice, 5 + long));
        if dice.roll(5) == 0 {
            (record.kind, record.byline) = (SourceKind::Bluesky, Some(format!("@{}", dice.roll(20))));
            (record.text, record.title) = (record.title.take(), None);
        }
        if dice.roll(7) == 0 && !records.is_empty() {
            let other = &records[dice.roll(records.len() as u64) as usize];
            (record.title, record.text) = (other.title.clone(), other.text.clone());
        }
        records.push(record);
    }
    records
}

/// All records that there are.
struct All<'a>(&'a [Record]);

impl Archive for All<'_> {
    fn records(&self, ids: &[&RecordId]) -> Result<Vec<Record>, StoreFault> {
        let find = |id: &&RecordId| self.0.iter().find(|record| record.id == **id).cloned();
        Ok(ids.iter().filter_map(find).collect())
    }

    fn published(&self, _: &ClusterId) -> Result<Option<Told>, StoreFault> {
        Ok(None)
    }

    fn freshness(&self, _: &[&Record]) -> Freshness {
        Freshness::default()
    }
}

/// What came of it all.
#[derive(Debug, Default, PartialEq)]
struct Came {
    decisions: Vec<Decision>,
    signals: Vec<(ClusterId, Signal)>,
    clusters: BTreeMap<ClusterId, Cluster>,
    aliases: BTreeMap<ClusterId, ClusterId>,
    counts: Vec<u8>,
}

/// Keeps a batch as a store does.
fn keep(remembered: &mut Remembered, came: &mut Came, grouped: Grouped) {
    assert_eq!(grouped.turn, remembered.turn);
    remembered.turn += 1;
    for kept in grouped.clusters {
        let mut signals = Vec::new();
        let mut distance = kept.distance;
        for alias in &kept.aliases {
            came.aliases.insert(alias.clone(), kept.cluster.id.clone());
            came.clusters.remove(alias);
        }
        remembered.clusters.retain(|known| {
            let same = known.cluster.id == kept.cluster.id;
            let gone = same || kept.aliases.contains(&known.cluster.id);
            if gone {
                signals.extend(known.signals.clone());
            }
            distance = if same { known.distance } else { distance };
            !gone
        });
        signals.sort_by_key(|signal: &Signal| signal.at);
        came.clusters.insert(kept.cluster.id.clone(), kept.cluster.clone());
        remembered.clusters.push(KeptCluster { distance, signals, ..kept });
    }
    for (id, signal) in grouped.signals {
        let home = came.aliases.get(&id).unwrap_or(&id);
        let known = remembered.clusters.iter_mut().find(|known| known.cluster.id == *home);
        known.expect("a cluster that something fired for is kept").signals.push(signal.clone());
        came.signals.push((id, signal));
    }
    came.decisions.extend(grouped.decisions);
    (remembered.counts, remembered.tide) = (grouped.counts.clone(), grouped.tide);
    came.counts = grouped.counts;
}

/// Takes records in, so many at a time, with the memory packed and recalled between.
fn batches(records: &[Record], sizes: &mut dyn Iterator<Item = usize>) -> Came {
    let rules = Rules { least: 2, ..Rules::default() };
    let end = Moment::from_micros(60_000_000_000_000);
    let all = arrivals(records, end);
    let (mut remembered, mut came) = (Remembered::default(), Came::default());
    let mut rest = all.as_slice();
    while !rest.is_empty() {
        let some;
        (some, rest) = rest.split_at(sizes.next().unwrap_or(usize::MAX).clamp(1, rest.len()));
        let (mut intake, notes) = Intake::recall(remembered.clone());
        assert_eq!(notes, [""; 0]);
        let archive = All(records);
        let desk = Desk::over(some, &archive);
        intake.take_from(&desk, some, &rules).unwrap();
        if rest.is_empty() {
            intake.look(None, &desk, &rules).unwrap();
        } else if let Some((next, _)) = rest.first() {
            // An edition looks again if it is time; the next arrival would have had it done.
            intake.look(Some(*next), &desk, &rules).unwrap();
        }
        keep(&mut remembered, &mut came, intake.keep(some, &rules));
    }
    came
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_batching_of_the_same_arrivals_comes_to_the_same(
        seed in any::<u64>(),
        many in 2usize..120,
        sizes in proptest::collection::vec(1usize..30, 1..20),
    ) {
        let records = world(seed, many);
        let whole = batches(&records, &mut std::iter::empty());
        let parts = batches(&records, &mut sizes.iter().copied().cycle());
        prop_assert_eq!(&parts.decisions, &whole.decisions);
        prop_assert_eq!(&parts.signals, &whole.signals);
        prop_assert_eq!(parts, whole);
    }
}

#[test]
fn a_second_look_is_heard_before_the_record_that_it_was_made_for() {
    let records = world(7_330_553_199_228_637_192, 84);
    let whole = batches(&records, &mut std::iter::empty());
    assert_eq!(batches(&records, &mut [9, 6, 21, 6].into_iter().cycle()), whole);
}

#[test]
fn the_world_of_the_property_is_worth_it() {
    let (mut met, mut kinds) = (Vec::new(), Vec::new());
    for seed in 0..12 {
        let came = batches(&world(seed, 110), &mut std::iter::repeat(9));
        met.extend(came.decisions.iter().map(|decision| decision.met));
        kinds.extend(came.signals.iter().map(|(_, signal)| signal.kind.clone()));
        assert!(came.clusters.values().any(|cluster| cluster.records.len() > 4));
    }
    for needed in [Met::Opened, Met::Joined, Met::Copied, Met::Merged] {
        assert!(met.contains(&needed), "nothing ever {}", needed.word());
    }
    assert!(kinds.contains(&SignalKind::Velocity), "{kinds:?}");
}

#[test]
fn arrivals_come_in_their_order_and_never_from_the_future() {
    let at = |minute: i64| Moment::from_micros(minute * 60_000_000);
    let record = |id: &str, published: Option<i64>, captured: Option<i64>| Record {
        id: id.into(),
        published_at: published.map(at),
        captured_at: captured.map(at),
        ..Record::default()
    };
    let records = [
        record("z", None, None),
        record("d", Some(9_000), None),
        record("c", Some(3), Some(10)),
        record("b", Some(3), Some(10)),
        record("a", Some(7), None),
        record("y", None, None),
    ];
    let order = arrivals(&records, at(100));
    let told: Vec<(i64, &str)> =
        order.iter().map(|(moment, record)| (moment.as_micros() / 60_000_000, record.id.as_str())).collect();
    assert_eq!(told, [(7, "a"), (10, "b"), (10, "c"), (100, "d"), (100, "z"), (100, "y")]);
}

#[test]
fn a_record_that_stands_alone_is_due_only_where_one_is_enough() {
    let records = world(1, 1);
    let order = arrivals(&records, Moment::from_micros(60_000_000_000_000));
    let due = |least| {
        let rules = Rules { least, ..Rules::default() };
        let mut intake = Intake::default();
        intake.take(&order, &Nothing, &rules).unwrap();
        let grouped = intake.keep(&order, &rules);
        assert_eq!(grouped.clusters[0].headline.as_deref(), Some(records[0].name()));
        grouped.clusters[0].due
    };
    assert_eq!((due(2), due(1)), (false, true));
}

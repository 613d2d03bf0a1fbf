//! An edition over a store: fetch, run, keep. The only file of the desk that knows there is a store.

use std::collections::BTreeMap;

use super::{
    beats::{self, Beat},
    demo,
    edition::{self, Edition, Input, Progress, Settings},
};
use crate::{
    cluster,
    store::{Reader, Store, StoreFault, Window},
    story::{Cluster, Dispatch, DispatchId, Moment, Record, Stage, WireName},
    wire::format::{self, Item},
};

/// The name of the demo wire.
pub const DEMO: &str = "demo";

/// The bundled beats.
const BEATS: &str = include_str!("../../assets/beats.toml");

/// The bundled beats; a test proves that the file reads whole.
pub fn bundled_beats() -> Vec<Beat> {
    beats::parse(BEATS).0
}

/// Runs an edition over the records of a wire and keeps what comes of it.
pub fn run(
    store: &Store,
    wire: &WireName,
    beats: &[Beat],
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Edition, StoreFault> {
    let reader = store.reader()?;
    let records = reader.records(wire, Window::default())?;
    progress(Progress { stage: Stage::Cluster, done: 0, of: 0 });
    let clusters = cluster::group(&records, &settings.rules);
    let current = current(&reader, wire, &clusters)?;
    let input = Input { records: &records, beats, current: &current };
    let edition = edition::write(&input, clusters, settings, now, progress);
    let writer = store.writer()?;
    let stories = edition.dispatches.iter().cloned().map(|dispatch| Item::Story(Box::new(dispatch)));
    writer.put(wire, stories.collect(), now)?;
    writer.append_ledger(edition.ledger.clone())?;
    Ok(edition)
}

/// The current dispatches that one of these clusters may continue: those of its id, and those that cite one of its
/// records.
fn current(reader: &Reader, wire: &WireName, clusters: &[Cluster]) -> Result<Vec<Dispatch>, StoreFault> {
    let mut found: BTreeMap<DispatchId, Dispatch> = BTreeMap::new();
    for cluster in clusters.iter().filter(|cluster| cluster.records.len() > 1) {
        if let Some(dispatch) = reader.of_cluster(wire, &cluster.id)? {
            found.insert(dispatch.id.clone(), dispatch);
            continue;
        }
        for id in &cluster.records {
            for row in reader.cited_by(wire, id)? {
                if !found.contains_key(&row.key.id) {
                    let kept = reader.dispatch(&row.key)?;
                    found.extend(kept.map(|kept| (kept.dispatch.id.clone(), kept.dispatch)));
                }
            }
        }
    }
    Ok(found.into_values().collect())
}

/// Puts the bundled records into the demo wire and runs an edition over them.
pub fn build_demo(
    store: &Store,
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Edition, StoreFault> {
    let wire = WireName::from(DEMO);
    let writer = store.writer()?;
    writer.set_wire(&wire, "demo", "Invented news that comes with Slugline, to try it on")?;
    let records = demo::shift(demo_records(), now).into_iter().map(|record| Item::Record(Box::new(record)));
    writer.put(&wire, records.collect(), now)?;
    run(store, &wire, &bundled_beats(), settings, now, progress)
}

/// The bundled records; a test proves that the file reads without a loss.
pub fn demo_records() -> Vec<Record> {
    let (items, _) = format::read(demo::RECORDS);
    items
        .into_iter()
        .filter_map(|item| if let Item::Record(record) = item { Some(*record) } else { None })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{beats, demo, format};

    #[test]
    fn what_is_bundled_reads_without_a_loss() {
        let (items, notes) = format::read(demo::RECORDS);
        assert_eq!(notes, []);
        assert!(items.len() >= 55, "{}", items.len());
        let (beats, notes) = beats::parse(super::BEATS);
        assert_eq!(notes, []);
        assert_eq!(beats.len(), 5);
    }
}

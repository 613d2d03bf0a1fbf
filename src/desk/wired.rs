//! An edition over a store: fetch, run, keep. The only file of the desk that knows there is a store.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::{
    beats::{self, Beat},
    demo,
    edition::{self, Edition, Input, Progress, Settings},
};
use crate::{
    cluster,
    store::{Reader, Store, StoreFault},
    story::{Cluster, Dispatch, DispatchId, Moment, Record, RecordId, Stage, WebPage, WireName},
    wire::format::{self, Item},
};

/// The name of the demo wire.
pub const DEMO: &str = "demo";

/// An edition looks at the newest so many records of its wire: some days of a thousand feeds. What is older has been
/// told, or was not worth it; and a wire of years must not take longer than one of weeks.
pub const MOST_RECORDS: usize = 20_000;

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
    let edition = make(store, wire, beats, settings, now, progress)?;
    keep(store, wire, edition, now)
}

/// Fetches, and writes; nothing is kept yet.
fn make(
    store: &Store,
    wire: &WireName,
    beats: &[Beat],
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Edition, StoreFault> {
    let reader = store.reader()?;
    let records = reader.records(wire, reader.newest_window(wire, MOST_RECORDS)?)?;
    progress(Progress { stage: Stage::Cluster, done: 0, of: 0 });
    let clusters = cluster::group(&records, &settings.rules);
    let current = current(&reader, wire, &clusters)?;
    let pages = pages(&reader, &records, &clusters)?;
    let input = Input { records: &records, beats, current: &current, pages: &pages };
    Ok(edition::write(&input, clusters, settings, now, progress))
}

/// The pages that records of stories point to, and their own.
fn pages(reader: &Reader, records: &[Record], clusters: &[Cluster]) -> Result<Vec<WebPage>, StoreFault> {
    let told: HashSet<&RecordId> = clusters
        .iter()
        .filter(|cluster| cluster.records.len() > 1)
        .flat_map(|cluster| &cluster.records)
        .collect();
    let told = records.iter().filter(|record| told.contains(&record.id));
    let urls: BTreeSet<&str> = told
        .flat_map(|record| record.links.iter().chain(&record.canonical_url))
        .map(String::as_str)
        .collect();
    reader.pages(urls)
}

/// Publishes what passed, and keeps the ledger of what did not.
fn keep(store: &Store, wire: &WireName, edition: Edition, now: Moment) -> Result<Edition, StoreFault> {
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
    let records = demo::shift(demo_records(), now);
    let items = records.iter().cloned().map(|record| Item::Record(Box::new(record)));
    writer.put(&wire, items.collect(), now)?;
    let mut edition = make(store, &wire, &bundled_beats(), settings, now, progress)?;
    for dispatch in &mut edition.dispatches {
        let told = records.iter().filter(|record| dispatch.record_ids.contains(&record.id));
        as_it_happened(dispatch, told.filter_map(Record::time).max());
    }
    keep(store, &wire, edition, now)
}

/// A desk at work all day would have written each story minutes after its last record. The demo's dispatches carry
/// those times, so that its list reads like a day and not like one moment.
fn as_it_happened(dispatch: &mut Dispatch, last: Option<Moment>) {
    const MINUTES_SECONDS: i64 = 4 * 60;
    dispatch.generated_at = last.map(|last| last.plus_seconds(MINUTES_SECONDS)).or(dispatch.generated_at);
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

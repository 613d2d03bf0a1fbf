//! An edition over a store: take a wire's records out, run the stages, keep what came of them.
//!
//! The stages themselves never see the store. What is kept is kept in two steps, dispatches before the ledger, so that
//! a line of the ledger never speaks of a dispatch that is not there.

use super::{
    beats::{self, Beat},
    demo,
    edition::{self, Edition, Input, Progress, Settings},
};
use crate::{
    store::{Reader, Store, StoreFault, Window},
    story::{Dispatch, Moment, Outcome, WireName},
    wire::{
        format::{self, Item},
        page::{Listing, Scope},
    },
};

/// The wire that the bundled records go to.
pub const DEMO_WIRE: &str = "demo";

/// The beats that hold where a person names none of their own.
pub const BEATS: &str = include_str!("../../assets/beats.toml");

/// The bundled beats.
pub fn usual_beats() -> Vec<Beat> {
    beats::parse(BEATS).0
}

/// Runs an edition over the records of a wire, and keeps its dispatches and its ledger.
pub fn edition(
    store: &Store,
    wire: &WireName,
    beats: &[Beat],
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Edition, StoreFault> {
    let reader = store.reader()?;
    let records = reader.records(wire, Window::default())?;
    let current = current(&reader, wire)?;
    let edition =
        edition::run(&Input { records: &records, beats, current: &current }, settings, now, progress);
    let writer = store.writer()?;
    let items = edition.dispatches.iter().map(|dispatch| Item::Story(Box::new(dispatch.clone())));
    writer.put(wire, items.collect(), now)?;
    writer.append_ledger(edition.ledger.clone())?;
    Ok(edition)
}

/// Builds the demo wire: the bundled records, moved to now, and an edition over them.
pub fn demo(
    store: &Store,
    beats: &[Beat],
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Edition, StoreFault> {
    let wire = WireName::from(DEMO_WIRE);
    let (items, _) = format::read(demo::RECORDS);
    let records = items.into_iter().filter_map(|item| match item {
        Item::Record(record) => Some(*record),
        Item::Story(_) => None,
    });
    let records = demo::shift(records.collect(), now);
    let writer = store.writer()?;
    writer.set_wire(&wire, "demo", "Invented records that come with the program")?;
    writer.put(&wire, records.into_iter().map(|record| Item::Record(Box::new(record))).collect(), now)?;
    edition(store, &wire, beats, settings, now, progress)
}

/// How many stories of an edition came to this.
pub fn count(edition: &Edition, outcome: Outcome) -> usize {
    edition.ledger.iter().filter(|entry| entry.outcome == outcome).count()
}

/// Rows asked of the store at a time.
const PAGE: usize = 200;

/// The current version of every dispatch of a wire.
fn current(reader: &Reader, wire: &WireName) -> Result<Vec<Dispatch>, StoreFault> {
    let listing = Listing { scope: Scope::Wire(wire.clone()), ..Listing::default() };
    let mut current = Vec::new();
    let mut offset = 0;
    loop {
        let page = reader.page(&listing, offset, PAGE)?;
        offset += page.rows.len();
        if page.rows.is_empty() {
            return Ok(current);
        }
        for row in page.rows {
            current.extend(reader.dispatch(&row.key)?.map(|kept| kept.dispatch));
        }
    }
}

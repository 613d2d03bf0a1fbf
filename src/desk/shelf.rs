//! The store, as the desk asks it: for records, pages, and what was published.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::config::SourceRow;
use crate::signal::Freshness;
use crate::store::{Due, Reader, StoreFault};
use crate::story::{ClusterId, Dispatch, DispatchId, Key, Moment, Record, RecordId, WebPage, WireName};
use crate::text::markers::without_markers;

use super::cores;
use super::edition::{Settings, Told};
use super::fresh::Sources;
use super::intake::{self, Archive};
use super::learned::{self, Learned};

/// The pages that records of stories point to, and their own.
pub(super) fn pages(
    reader: &Reader,
    due: &[Due],
    by_id: &HashMap<&RecordId, &Record>,
) -> Result<Vec<WebPage>, StoreFault> {
    let several = due.iter().filter(|due| due.cluster.records.len() > 1);
    let told = several.flat_map(|due| &due.cluster.records).filter_map(|id| by_id.get(id));
    let urls: BTreeSet<&str> = told
        .flat_map(|record| record.links.iter().chain(&record.canonical_url))
        .map(String::as_str)
        .collect();
    reader.pages(urls)
}

/// The store, as the intake asks it.
pub(super) struct Shelf<'a> {
    reader: &'a Reader,
    wire: &'a WireName,
    sources: Sources,
}

impl<'a> Shelf<'a> {
    /// `rows` are the wire's own sources.
    pub(super) fn of(
        reader: &'a Reader,
        wire: &'a WireName,
        rows: &[SourceRow],
        now: Moment,
    ) -> Result<Self, StoreFault> {
        let states = reader.source_states(rows, now)?;
        Ok(Self { reader, wire, sources: Sources::of(&states, now) })
    }
}

impl Archive for Shelf<'_> {
    fn records(&self, ids: &[&RecordId]) -> Result<Vec<Record>, StoreFault> {
        self.reader.records_of(self.wire, ids.iter().copied())
    }

    fn published(&self, cluster: &ClusterId) -> Result<Option<intake::Told>, StoreFault> {
        let dispatch = self.reader.told_of(self.wire, cluster)?;
        Ok(dispatch.map(|dispatch| {
            let content = dispatch.content.as_deref().map(without_markers).unwrap_or_default();
            let words = [dispatch.title(), dispatch.dek.as_deref().unwrap_or_default(), &content].join("\n");
            intake::Told { words, records: dispatch.record_ids }
        }))
    }

    fn freshness(&self, members: &[&Record]) -> Freshness {
        self.sources.freshness(members)
    }
}

/// The current dispatches that one of these stories may continue: those that are known to tell it, those that name
/// its cluster or one that became part of it, else those that cite one of its records.
pub(super) fn current(reader: &Reader, wire: &WireName, due: &[Due]) -> Result<Vec<Dispatch>, StoreFault> {
    let mut found: BTreeMap<DispatchId, Dispatch> = BTreeMap::new();
    for story in due.iter().filter(|story| story.cluster.records.len() > 1) {
        let known = continued(reader, wire, story)?;
        if let Some(dispatch) = known {
            found.insert(dispatch.id.clone(), dispatch);
            continue;
        }
        for id in &story.cluster.records {
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

/// Of each story so many dispatches are held against it.
const HELD: usize = 6;

/// Current dispatches of a wire that may tell one of these stories already, or an earlier part of it: those that share
/// telling words, as far back as stories go on.
pub(super) fn recent(
    reader: &Reader,
    wire: &WireName,
    stories: &[Told<'_>],
    settings: &Settings,
    now: Moment,
) -> Result<Vec<Dispatch>, StoreFault> {
    let hours = settings.reach.covers.max(24 * settings.reach.running) as i64;
    let since = now.plus_seconds(-3600 * hours);
    let mut found: BTreeMap<DispatchId, Dispatch> = BTreeMap::new();
    let new =
        |told: &&Told<'_>| told.dispatch.is_none() && told.members.len() >= settings.minimum.records.max(2);
    let new: Vec<&Told<'_>> = stories.iter().filter(new).filter(|_| hours > 0).collect();
    for sought in cores::each(&new, cores::threads(), |told| told.facts().sought()) {
        for dispatch in reader.telling_of(wire, &sought, since, HELD)? {
            found.entry(dispatch.id.clone()).or_insert(dispatch);
        }
    }
    Ok(found.into_values().collect())
}

/// What the beats of a wire sound like.
pub(super) fn learned(reader: &Reader, wire: &WireName) -> Result<Learned, StoreFault> {
    let filed = reader.filed(wire, learned::FROM)?;
    Ok(Learned::of(
        filed.iter().map(|(beat, headline, dek)| (beat.as_str(), headline.as_str(), dek.as_str())),
    ))
}

fn continued(reader: &Reader, wire: &WireName, story: &Due) -> Result<Option<Dispatch>, StoreFault> {
    if let Some(id) = &story.dispatch
        && let Some(dispatch) = reader.current(&Key { wire: wire.clone(), id: id.clone() })?
    {
        return Ok(Some(dispatch));
    }
    for id in std::iter::once(&story.cluster.id).chain(&story.aliases) {
        if let Some(dispatch) = reader.of_cluster(wire, id)? {
            return Ok(Some(dispatch));
        }
    }
    Ok(None)
}

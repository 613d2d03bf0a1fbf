//! A story's last hours, as the detectors look at them: bounded, in order, with a number for each voice.

use std::collections::{HashMap, HashSet};

use crate::story::{Moment, Record, RecordId};

use super::{Rules, Story, tide::AHEAD};

/// The past that a window is compared with, in hours.
pub(super) const PAST_HOURS: u32 = 24;

/// No more records than these are looked at, the newest: a flood costs no more than this, record by record.
const MOST: usize = 1000;

/// One record of a story at its time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event<'a> {
    pub(super) at: Moment,
    pub(super) record: &'a Record,
    /// Who speaks, by number.
    pub(super) voice: usize,
}

/// The newest records of a story.
#[derive(Debug, Default)]
pub(super) struct Recent<'a> {
    /// Those that are no copies and have a time, in the order of their times.
    pub(super) events: Vec<Event<'a>>,
    /// The times of all of them, copies too, in order.
    times: Vec<Moment>,
    /// All that are no copies, with a time or without.
    pub(super) originals: Vec<&'a Record>,
    /// Before this moment there is more that was not looked at.
    pub(super) reach: Option<Moment>,
    /// How many voices there are.
    pub(super) voices: usize,
}

impl<'a> Recent<'a> {
    /// Of a story as it stands. A date ahead of the clock counts as now.
    pub(super) fn of(story: &Story<'a>, now: Moment) -> Self {
        let latest = now.plus_seconds(AHEAD);
        let newest = story.members.len().saturating_sub(MOST);
        let members = story.members.get(newest..).unwrap_or_default();
        // Copies stand in the order of the records, so that those of the newest records are the newest copies.
        let copies: HashSet<&RecordId> = story.cluster.copies.iter().rev().take(MOST).collect();
        let mut recent = Self::default();
        let mut voices = HashMap::new();
        for record in members {
            let time = record.time().map(|time| time.min(latest));
            recent.times.extend(time);
            if copies.contains(&record.id) {
                continue;
            }
            recent.originals.push(record);
            let next = voices.len();
            let voice = *voices.entry(speaker(record)).or_insert(next);
            recent.events.extend(time.map(|at| Event { at, record, voice }));
        }
        recent.voices = voices.len();
        recent.times.sort_unstable();
        recent.events.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.record.id.cmp(&b.record.id)));
        recent.reach = recent.times.first().copied().filter(|_| newest > 0);
        recent
    }

    /// The time of the last record.
    pub(super) fn last(&self) -> Option<Moment> {
        self.events.last().map(|event| event.at)
    }

    /// Where the events begin that matter for windows that end in the last so many hours.
    pub(super) fn since(&self, hours: u32) -> usize {
        let Some(last) = self.last() else { return 0 };
        let from = last.plus_seconds(-i64::from(hours) * 3600);
        self.events.partition_point(|event| event.at <= from)
    }

    /// How many records there were after `from`, up to `to`, copies too.
    pub(super) fn count(&self, from: Moment, to: Moment) -> f64 {
        let upto = |moment: Moment| self.times.partition_point(|time| *time <= moment);
        upto(to).saturating_sub(upto(from)) as f64
    }
}

/// Who speaks in a record. Where nobody is named and no page either, it is taken to speak for itself: nothing says that
/// two such records come from one place.
fn speaker(record: &Record) -> String {
    let named = [&record.publisher, &record.byline].into_iter().flatten().any(|name| !name.trim().is_empty());
    if named || record.canonical_url.is_some() || record.url.is_some() {
        record.voice_key()
    } else {
        format!("\0{}", record.id)
    }
}

/// The longest of the windows, in hours.
pub(super) fn longest(rules: &Rules) -> u32 {
    rules.windows.iter().map(|window| window.hours).max().unwrap_or(1)
}

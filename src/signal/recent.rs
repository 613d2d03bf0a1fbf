//! A story's last hours, as the detectors look at them: bounded, in order, with a number for each voice.

use std::collections::{HashMap, HashSet};

use crate::story::{Moment, Record, RecordId};

use super::{Rules, Story, tide::AHEAD};

/// The past that a window is compared with, in hours.
pub(super) const PAST_HOURS: u32 = 24;

/// No more records than these are looked at, the newest: a flood costs no more than this, record by record.
const MOST: usize = 1000;

/// But the newest of them always are, however long the story was silent.
const FEWEST: usize = 24;

/// Only records of so many hours before the last are looked at: the longest window, as long again, since records may come
/// in late, and the past before.
const LOOKED_BACK: u32 = PAST_HOURS + 12;

/// So many records of other voices are read beside the one that came last.
const COMPARED: usize = 8;

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
    /// The posts among them, copies too, in the order of their times, but for those that were there when their source was
    /// first gathered.
    pub(super) posts: Vec<(Moment, &'a Record)>,
    /// The whole story is here, from its opening on.
    pub(super) is_whole: bool,
    /// Before this moment there is more that belongs to the last hours and was not looked at.
    pub(super) reach: Option<Moment>,
    /// How many voices there are.
    pub(super) voices: usize,
}

impl<'a> Recent<'a> {
    /// Of a story as it stands. A date ahead of the clock counts as now.
    pub(super) fn of(story: &Story<'a>, now: Moment) -> Self {
        let latest = now.plus_seconds(AHEAD);
        let time = |record: &Record| record.time().map(|time| time.min(latest));
        let last = story.members.iter().rev().find_map(|record| time(record));
        let from = last.map(|last| last.plus_seconds(-i64::from(LOOKED_BACK) * 3600));
        let is_recent = |record: &&&Record| time(record).is_none_or(|time| Some(time) >= from);
        let recent = story.members.iter().rev().take(MOST).take_while(is_recent).count();
        let kept = recent.max(FEWEST.min(story.members.len()));
        let (older, members) = story.members.split_at(story.members.len() - kept);
        // Copies stand in the order of the records, so that those of the newest records are the newest copies.
        let copies: HashSet<&RecordId> = story.cluster.copies.iter().rev().take(MOST).collect();
        let mut recent = Self { is_whole: older.is_empty(), ..Self::default() };
        let mut voices = HashMap::new();
        for record in members {
            let time = time(record);
            recent.times.extend(time);
            let post = record.kind.is_post() && !record.backfill;
            recent.posts.extend(time.filter(|_| post).map(|at| (at, *record)));
            if copies.contains(&record.id) {
                continue;
            }
            let next = voices.len();
            let voice = *voices.entry(speaker(record)).or_insert(next);
            recent.events.extend(time.map(|at| Event { at, record, voice }));
        }
        recent.voices = voices.len();
        recent.times.sort_unstable();
        recent.posts.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
        recent.events.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.record.id.cmp(&b.record.id)));
        recent.reach = recent.times.first().copied().filter(|_| kept == MOST && !recent.is_whole);
        recent
    }

    /// The time of the last record.
    pub(super) fn last(&self) -> Option<Moment> {
        self.events.last().map(|event| event.at)
    }

    /// The record that came last: by its capture, else by its time.
    pub(super) fn arrived(&self) -> Option<Event<'a>> {
        let came = |event: &Event<'a>| (event.record.captured_at.unwrap_or(event.at), event.at);
        let last = |a: &&Event<'a>, b: &&Event<'a>| {
            came(a).cmp(&came(b)).then_with(|| a.record.id.cmp(&b.record.id))
        };
        self.events.iter().max_by(last).copied()
    }

    /// The last records of other voices than this one's, the newest first; only so many are compared with it.
    pub(super) fn others(&self, than: &Event<'a>) -> impl Iterator<Item = Event<'a>> {
        let voice = than.voice;
        self.events.iter().rev().copied().filter(move |event| event.voice != voice).take(COMPARED)
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

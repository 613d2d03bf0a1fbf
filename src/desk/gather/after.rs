//! What an answer means for the next time. Pure: moments and dice are arguments.

use std::time::Duration;

use super::due::{self, DAY_SECONDS};
use crate::{
    config::{Channel, SourceRow},
    net,
    sources::{Fetched, Harvest, Stopped},
    store::SourceMemory,
    story::{Moment, Record, Trouble},
};

/// What a server wishes is honoured within these bounds.
const SHORTEST_WISH: Duration = Duration::from_mins(1);
const LONGEST: Duration = Duration::from_hours(24);
/// A source is asked no oftener.
const SHORTEST: i64 = 600;
/// Nor, while its rhythm is not known, oftener or less often than this.
const USUAL: i64 = 3600;
/// A source that was there yesterday is looked for once an hour at least: mostly it is our own network that is down.
const HOPE: Duration = Duration::from_hours(1);
const HOPE_SECONDS: f64 = 2.0 * DAY_SECONDS as f64;
/// A stream is read up to the present each time: waiting longer only makes that longer, and its server forgets.
const STREAM: i64 = 900;
/// The gaps between so many of the newest items tell the rhythm.
const GAPS: usize = 40;

/// A source answered with what it should. The harvest's records are left to the caller.
pub(super) fn answered(
    memory: &mut SourceMemory,
    row: &SourceRow,
    fetched: &Fetched,
    jitter: f64,
    now: Moment,
) {
    let went_elsewhere = due::has_moved(memory, now);
    memory.tried_at = Some(now);
    memory.gathered_at = Some(now);
    (memory.failures, memory.trouble) = (0, None);
    (memory.wished, memory.gone) = (false, false);
    if let Some(harvest) = &fetched.harvest {
        memory.full_at = Some(now);
        memory.etag.clone_from(&fetched.validators.etag);
        memory.last_modified.clone_from(&fetched.validators.last_modified);
        told(memory, harvest, fetched.fresh_for, now);
    } else {
        let validators = &fetched.validators;
        memory.etag = validators.etag.clone().or_else(|| memory.etag.take());
        memory.last_modified = validators.last_modified.clone().or_else(|| memory.last_modified.take());
    }
    match &fetched.moved {
        Some(place) if *place.as_str() == memory.moved => memory.moved_times += 1,
        Some(place) => {
            place.as_str().clone_into(&mut memory.moved);
            (memory.moved_times, memory.moved_since) = (1, Some(now));
        }
        None if went_elsewhere => {}
        None => stay(memory),
    }
    memory.next_at = Some(later(now, interval(row, memory, now), jitter));
}

/// What a harvest tells of its source.
fn told(memory: &mut SourceMemory, harvest: &Harvest, fresh_for: Option<Duration>, now: Moment) {
    if let Some(title) = harvest.about.title.as_ref().filter(|title| !title.is_empty()) {
        memory.title.clone_from(title);
    }
    memory.notes.clone_from(&harvest.notes);
    memory.repaired = harvest.repaired;
    if harvest.cursor.is_some() {
        memory.cursor.clone_from(&harvest.cursor);
    }
    let rest = harvest.about.ttl.unwrap_or_default().max(fresh_for.unwrap_or_default());
    memory.rest = rest.min(LONGEST).as_secs() as u32;
    let (rhythm, newest) = rhythm(&harvest.records, now);
    memory.rhythm = rhythm.or(memory.rhythm);
    memory.newest_at = newest.max(memory.newest_at);
}

/// The middle one of the gaps between the newest items, in seconds, and when the newest is of.
fn rhythm(records: &[Record], now: Moment) -> (Option<u32>, Option<Moment>) {
    let mut times: Vec<Moment> = records.iter().filter_map(|record| record.published_at).collect();
    times.retain(|time| *time <= now);
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.truncate(GAPS + 1);
    let mut gaps: Vec<f64> = times.windows(2).map(|pair| pair[0].seconds_since(pair[1])).collect();
    gaps.sort_unstable_by(f64::total_cmp);
    (gaps.get(gaps.len() / 2).map(|gap| *gap as u32), times.first().copied())
}

/// Seconds until a source that fares well is asked again: what the person says; else half the middle gap between its
/// items (a quarter of the time that nothing has come, if that is longer), but not before it wants to be asked.
fn interval(row: &SourceRow, memory: &SourceMemory, now: Moment) -> i64 {
    if row.interval > 0 {
        return (i64::from(row.interval) * 60).clamp(SHORTEST, DAY_SECONDS);
    }
    if row.kind == Channel::Jetstream {
        return STREAM;
    }
    let silent = memory.newest_at.map_or(0, |newest| now.seconds_since(newest) as i64 / 4);
    let own = memory.rhythm.map_or(USUAL, |gap| i64::from(gap) / 2).max(silent);
    own.max(memory.rest.into()).clamp(SHORTEST, DAY_SECONDS)
}

/// A little less than so many seconds from now, so that not all who were asked together are asked together again.
fn later(now: Moment, seconds: i64, jitter: f64) -> Moment {
    let spread = (seconds as f64 * 0.1 * jitter.clamp(0.0, 1.0)) as i64;
    now.plus_seconds((seconds - spread).max(SHORTEST.min(seconds)))
}

/// A source answered, but not with what it should; or did not answer.
pub(super) fn stopped(memory: &mut SourceMemory, stopped: &Stopped, jitter: f64, now: Moment) {
    let seen_lately = memory.gathered_at.is_some_and(|at| now.seconds_since(at) < HOPE_SECONDS);
    if due::has_moved(memory, now) {
        stay(memory); // it is looked for where the person said, next time
    }
    memory.tried_at = Some(now);
    memory.failures = memory.failures.saturating_add(1);
    memory.trouble = Some(stopped.trouble.clone());
    memory.gone = stopped.status == 410;
    memory.wished = stopped.wait.is_some() && matches!(stopped.status, 429 | 503);
    let longest = if stopped.status == 0 && seen_lately { HOPE } else { LONGEST };
    let wish = stopped.wait.filter(|_| memory.wished).map(|wish| wish.clamp(SHORTEST_WISH, LONGEST));
    let wait = wish.unwrap_or_else(|| net::patience(memory.failures, jitter).min(longest));
    let wait = i64::try_from(wait.as_secs()).unwrap_or(DAY_SECONDS);
    memory.next_at = (!memory.gone).then(|| now.plus_seconds(wait));
}

/// It is where the person said.
fn stay(memory: &mut SourceMemory) {
    memory.moved.clear();
    (memory.moved_times, memory.moved_since) = (0, None);
}

/// What answered was no such source at all.
pub(super) fn refused(host: &str, why: &str) -> Stopped {
    let trouble = Trouble {
        what: format!("{host} sent something else than a source"),
        why: why.to_owned(),
        remedy: "Open the address in a browser; `slugline sources discover` finds the feeds of a page"
            .to_owned(),
    };
    Stopped { trouble, status: 200, wait: None, requests: 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Moment {
        Moment::parse("2026-04-13T12:00:00Z").unwrap()
    }

    fn harvest(minutes_ago: &[i64]) -> Fetched {
        let record = |minutes: &i64| Record {
            published_at: Some(noon().plus_seconds(-60 * minutes)),
            ..Record::default()
        };
        let records = minutes_ago.iter().map(record).collect();
        Fetched { harvest: Some(Harvest { records, ..Harvest::default() }), ..Fetched::default() }
    }

    /// Minutes until a source is asked again.
    fn minutes(interval: u32, fetched: &Fetched) -> i64 {
        let row = SourceRow { interval, ..SourceRow::default() };
        let mut memory = SourceMemory::default();
        answered(&mut memory, &row, fetched, 0.0, noon());
        memory.next_at.unwrap().seconds_since(noon()) as i64 / 60
    }

    #[test]
    fn a_source_is_asked_in_its_own_rhythm() {
        assert_eq!(minutes(0, &harvest(&[])), 60);
        assert_eq!(minutes(0, &harvest(&[10, 130, 250, 370])), 60, "every two hours");
        assert_eq!(minutes(0, &harvest(&[1, 2, 3, 4])), 10, "never oftener than every ten minutes");
        assert_eq!(minutes(0, &harvest(&[60 * 24 * 300, 60 * 24 * 301])), 24 * 60, "fallen silent");
        assert_eq!(minutes(45, &harvest(&[1, 2, 3, 4])), 45, "as the person says");
        assert_eq!(minutes(1, &harvest(&[])), 10);
    }

    #[test]
    fn a_stream_is_asked_often_however_rare_its_words_are() {
        let row = SourceRow { kind: Channel::Jetstream, ..SourceRow::default() };
        let mut memory = SourceMemory::default();
        answered(&mut memory, &row, &harvest(&[60 * 24 * 300]), 0.0, noon());
        assert_eq!(seconds(&memory), STREAM);
    }

    #[test]
    fn a_source_that_wants_to_be_left_alone_is() {
        let mut fetched = harvest(&[1, 2, 3, 4]);
        fetched.fresh_for = Some(Duration::from_mins(30));
        assert_eq!(minutes(0, &fetched), 30);
        fetched.harvest.as_mut().unwrap().about.ttl = Some(Duration::from_hours(300));
        assert_eq!(minutes(0, &fetched), 24 * 60);
    }

    fn failed(status: u16, wait: Option<u64>, before: SourceMemory) -> SourceMemory {
        let mut memory = before;
        let wait = wait.map(Duration::from_secs);
        stopped(&mut memory, &Stopped { status, wait, ..Stopped::default() }, 0.0, noon());
        memory
    }

    fn seconds(memory: &SourceMemory) -> i64 {
        memory.next_at.unwrap().seconds_since(noon()) as i64
    }

    #[test]
    fn a_servers_wish_is_kept_within_bounds() {
        for (wish, kept) in [(0, 60), (59, 60), (120, 120), (10_000_000, 86_400)] {
            let memory = failed(429, Some(wish), SourceMemory::default());
            assert_eq!((seconds(&memory), memory.wished), (kept, true));
        }
        assert!(!failed(500, Some(120), SourceMemory::default()).wished);
    }

    #[test]
    fn patience_doubles_up_to_a_day_and_success_ends_it() {
        let mut memory = SourceMemory::default();
        let mut waits = Vec::new();
        for _ in 0..13 {
            memory = failed(500, None, memory);
            waits.push(seconds(&memory) / 60);
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 1440, 1440]);
        answered(&mut memory, &SourceRow::default(), &Fetched::default(), 0.0, noon());
        assert_eq!((memory.failures, memory.trouble), (0, None));
    }

    #[test]
    fn a_source_that_was_there_yesterday_is_looked_for_every_hour() {
        let before = |hours: i64| SourceMemory {
            failures: 12,
            gathered_at: Some(noon().plus_seconds(-3600 * hours)),
            ..SourceMemory::default()
        };
        assert_eq!(seconds(&failed(0, None, before(20))), 3600);
        assert_eq!(seconds(&failed(0, None, before(60))), DAY_SECONDS);
        assert_eq!(seconds(&failed(500, None, before(20))), DAY_SECONDS);
    }

    #[test]
    fn what_is_gone_is_not_asked_again_and_may_come_back() {
        let mut memory = failed(410, None, SourceMemory::default());
        assert_eq!((memory.gone, memory.next_at), (true, None));
        answered(&mut memory, &SourceRow::default(), &harvest(&[]), 0.0, noon());
        assert!(!memory.gone && memory.next_at.is_some());
    }

    #[test]
    fn a_move_is_counted_and_forgotten_when_it_is_taken_back() {
        let mut memory = SourceMemory::default();
        let to = |place: Option<&str>| Fetched {
            moved: place.map(|place| place.parse().unwrap()),
            ..Fetched::default()
        };
        let row = SourceRow::default();
        for times in 1..=3 {
            answered(&mut memory, &row, &to(Some("https://b.example/")), 0.0, noon());
            assert_eq!((memory.moved_times, memory.moved_since), (times, Some(noon())));
        }
        let tomorrow = noon().plus_seconds(DAY_SECONDS);
        answered(&mut memory, &row, &to(None), 0.0, tomorrow);
        assert_eq!(memory.moved, "https://b.example/", "it was asked there");
        let mut back = memory.clone();
        stopped(&mut back, &Stopped { status: 404, ..Stopped::default() }, 0.0, tomorrow);
        assert_eq!(back.moved, "");
        memory.moved_times = 2;
        answered(&mut memory, &row, &to(None), 0.0, tomorrow);
        assert_eq!(memory.moved, "");
    }

    #[test]
    fn nothing_new_keeps_what_makes_the_question_conditional() {
        let mut memory = SourceMemory { etag: Some("\"1\"".to_owned()), ..SourceMemory::default() };
        answered(&mut memory, &SourceRow::default(), &Fetched::default(), 0.0, noon());
        assert_eq!((memory.etag.as_deref(), memory.full_at), (Some("\"1\""), None));
        answered(&mut memory, &SourceRow::default(), &harvest(&[]), 0.0, noon());
        assert_eq!((memory.etag, memory.full_at), (None, Some(noon())));
    }
}

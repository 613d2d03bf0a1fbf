//! Whether a source may be asked now. Pure: moments are arguments.

use crate::{
    config::SourceRow,
    sources::Memory,
    store::SourceMemory,
    story::{Moment, Trouble},
};

/// The longest that anything is ever put off.
pub(super) const DAY_SECONDS: i64 = 86_400;
/// However often a server says that nothing has changed, it is asked for all of it once in so long.
const WEEK_SECONDS: i64 = 7 * DAY_SECONDS;
/// Seen so often, and for so long, a move is believed.
const SIGHTINGS: u32 = 3;

/// Why a source is not asked now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Barred {
    pub(super) trouble: Option<Trouble>,
    pub(super) until: Option<Moment>,
}

/// Whether a source may be asked. `asked`: a person wants it, so that only its server's wish stands in the way.
pub(super) fn may_ask(memory: &SourceMemory, asked: bool, named: bool, now: Moment) -> Result<(), Barred> {
    if memory.gone && !(asked && named) {
        return Err(Barred { trouble: memory.trouble.clone(), until: None });
    }
    let ahead = memory.next_at.filter(|until| is_ahead(*until, now));
    match ahead {
        Some(until) if memory.wished || !asked => {
            Err(Barred { trouble: memory.trouble.clone(), until: Some(until) })
        }
        _ => Ok(()),
    }
}

/// Ahead of the clock, but no further than anything is ever put off: a clock that was set back by more than a day must
/// not silence a source.
fn is_ahead(until: Moment, now: Moment) -> bool {
    until > now && until <= now.plus_seconds(DAY_SECONDS)
}

/// What is remembered of a source at this address: another one under the same name, and nothing of it holds.
pub(super) fn at_this_address(memory: Option<&SourceMemory>, url: &str) -> SourceMemory {
    let known = memory.filter(|memory| memory.url == url).cloned();
    known.unwrap_or_else(|| SourceMemory { url: url.to_owned(), ..SourceMemory::default() })
}

/// What the question is made from.
pub(super) fn question(memory: &SourceMemory, now: Moment) -> Memory {
    let mut question = Memory { first: memory.gathered_at.is_none(), ..Memory::default() };
    question.cursor.clone_from(&memory.cursor);
    let age = memory.full_at.map(|full| now.seconds_since(full));
    if age.is_some_and(|age| age.abs() < WEEK_SECONDS as f64) {
        question.validators.etag.clone_from(&memory.etag);
        question.validators.last_modified.clone_from(&memory.last_modified);
    }
    question
}

/// Whether it is asked at the address that it has moved to. The config is left as the person wrote it.
pub(super) fn has_moved(memory: &SourceMemory, now: Moment) -> bool {
    let since = memory.moved_since.map_or(0.0, |since| now.seconds_since(since));
    !memory.moved.is_empty() && memory.moved_times >= SIGHTINGS && since >= DAY_SECONDS as f64
}

/// The row to ask by.
pub(super) fn row(row: &SourceRow, memory: &SourceMemory, now: Moment) -> SourceRow {
    let mut row = row.clone();
    if has_moved(memory, now) {
        row.url.clone_from(&memory.moved);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Moment {
        Moment::parse("2026-04-13T12:00:00Z").unwrap()
    }

    /// Whether a source that is to be asked again in so many seconds is asked after as many others.
    fn asked_at(wished: bool, asked: bool, put_off: i64, seconds: i64) -> bool {
        let memory =
            SourceMemory { next_at: Some(noon().plus_seconds(put_off)), wished, ..SourceMemory::default() };
        may_ask(&memory, asked, false, noon().plus_seconds(seconds)).is_ok()
    }

    #[test]
    fn a_servers_wish_binds_everyone_and_our_schedule_not_a_person() {
        assert_eq!([0, 299, 300].map(|at| asked_at(true, true, 300, at)), [false, false, true]);
        assert_eq!([0, 299, 300].map(|at| asked_at(false, false, 300, at)), [false, false, true]);
        assert!(asked_at(false, true, 300, 0));
    }

    #[test]
    fn a_clock_set_back_silences_nobody() {
        assert!(asked_at(true, false, 300, -3 * DAY_SECONDS));
        assert!(!asked_at(true, false, 300, -DAY_SECONDS / 2));
    }

    #[test]
    fn what_is_gone_is_asked_only_by_name() {
        let memory = SourceMemory { gone: true, ..SourceMemory::default() };
        let may = |asked, named| may_ask(&memory, asked, named, noon()).is_ok();
        assert_eq!([may(false, true), may(true, false), may(true, true)], [false, false, true]);
    }

    #[test]
    fn once_a_week_all_of_it_is_asked_for() {
        let memory = SourceMemory {
            etag: Some("\"1\"".to_owned()),
            full_at: Some(noon()),
            cursor: Some("c".to_owned()),
            ..SourceMemory::default()
        };
        let asks = |seconds| question(&memory, noon().plus_seconds(seconds));
        assert_eq!(asks(WEEK_SECONDS - 1).validators.etag.as_deref(), Some("\"1\""));
        assert_eq!((asks(WEEK_SECONDS).validators.etag, asks(WEEK_SECONDS).cursor), (None, Some("c".into())));
        assert_eq!(asks(-WEEK_SECONDS).validators.etag, None);
    }

    #[test]
    fn a_move_is_believed_the_third_time_and_after_a_day() {
        let moved = |times, hours: i64| {
            let memory = SourceMemory {
                url: "http://a.example/".to_owned(),
                moved: "https://b.example/".to_owned(),
                moved_times: times,
                moved_since: Some(noon()),
                ..SourceMemory::default()
            };
            let configured = SourceRow { url: memory.url.clone(), ..SourceRow::default() };
            row(&configured, &memory, noon().plus_seconds(hours * 3600)).url.starts_with("https://b")
        };
        assert_eq!([moved(2, 30), moved(3, 23), moved(3, 24)], [false, false, true]);
    }
}

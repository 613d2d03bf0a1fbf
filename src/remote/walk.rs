//! Walking a list that other people page, without trusting their paging.
//!
//! A server gives a cursor with each page; nothing says that it leads on. So a walk remembers what it asked and what
//! it got, and stops where it goes in circles. One server's cursor is the time of the last row, cut to milliseconds
//! and taken as "older than": rows that share that time with the last one would be skipped. Hence a cursor that is
//! a time is asked a millisecond later first, which brings some rows twice and none never; where that brings nothing
//! new, the cursor is asked as it came.

use std::collections::HashSet;

use crate::story::{DispatchId, Moment};

/// As many pages as a walk may have: a hundred thousand dispatches.
const PAGES: u32 = 1_000;
/// The cut of a cursor that is a time, in microseconds.
const MILLISECOND: i64 = 1_000;

/// A walk through a list, newest first. It can be left and taken up again from its cursor.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    /// Where it stands, as it is kept.
    cursor: Option<String>,
    /// Pages so far, by earlier runs, too.
    pages: u32,
    /// Questions asked by this run.
    asked: HashSet<String>,
    /// What this run has brought.
    brought: HashSet<DispatchId>,
    /// Nothing has been asked since it was taken up from a cursor.
    resumed: bool,
    /// A page full of one time was met.
    tied: bool,
    /// The server did not know the cursor any more, and the walk began at the top again.
    anew: bool,
}

/// Where a page begins.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) enum At {
    /// At the top.
    #[default]
    Top,
    /// At the server's cursor; if it is a time, a millisecond later.
    Cursor(String),
    /// At exactly this cursor, since a millisecond later brought nothing new.
    Bare(String),
    /// After so many rows.
    Offset(u64),
    /// In a file, after so many rows; the word says which state of the file they were counted in.
    File(usize, String),
}

impl At {
    /// As it is kept: `3 c …`, the pages so far, a letter, and the place itself.
    fn keep(&self, pages: u32) -> Option<String> {
        match self {
            Self::Top => None,
            Self::Cursor(cursor) => Some(format!("{pages} c {cursor}")),
            Self::Bare(cursor) => Some(format!("{pages} b {cursor}")),
            Self::Offset(rows) => Some(format!("{pages} o {rows}")),
            Self::File(rows, state) => Some(format!("{pages} f {rows} {state}")),
        }
    }

    fn read(kept: &str) -> Option<(u32, Self)> {
        let mut parts = kept.splitn(3, ' ');
        let pages = parts.next()?.parse().ok()?;
        let (letter, rest) = (parts.next()?, parts.next()?);
        let at = match letter {
            "c" => Self::Cursor(rest.to_owned()),
            "b" => Self::Bare(rest.to_owned()),
            "o" => Self::Offset(rest.parse().ok()?),
            "f" => {
                let (rows, state) = rest.split_once(' ')?;
                Self::File(rows.parse().ok()?, state.to_owned())
            }
            _ => return None,
        };
        Some((pages, at))
    }

    /// The cursor as it came.
    fn bare(&self) -> Option<String> {
        match self {
            Self::Cursor(cursor) | Self::Bare(cursor) => Some(cursor.clone()),
            Self::Top | Self::Offset(_) | Self::File(..) => None,
        }
    }

    /// What is sent as the cursor.
    pub(super) fn sent(&self) -> Option<String> {
        match self {
            Self::Cursor(cursor) => Some(later(cursor).unwrap_or_else(|| cursor.clone())),
            Self::Bare(cursor) => Some(cursor.clone()),
            Self::Top | Self::Offset(_) | Self::File(..) => None,
        }
    }
}

/// A cursor that is a time, a millisecond later.
fn later(cursor: &str) -> Option<String> {
    let moment = Moment::parse(cursor)?;
    Some(Moment::from_micros(moment.as_micros().saturating_add(MILLISECOND)).to_string())
}

/// How much a page brought.
#[derive(Debug, Clone, Copy)]
pub(super) struct Brought {
    /// Rows on it.
    pub(super) items: usize,
    /// Of these, those that this walk had not brought before.
    pub(super) new: usize,
    /// Of these, those that could not be read.
    pub(super) unread: usize,
}

/// What follows a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The page is good; there are more.
    On,
    /// The page is good, and the last. The words say why, where that is odd.
    End(Option<String>),
    /// The page brought nothing new; another question may.
    Again,
}

impl Walk {
    /// From the top, or from a cursor that an earlier walk left.
    pub fn from(cursor: Option<String>) -> Self {
        let pages = cursor.as_deref().and_then(At::read).map_or(0, |(pages, _)| pages);
        Self { resumed: cursor.is_some(), cursor, pages, ..Self::default() }
    }

    /// Where it stands: what to keep, so that another run can go on. Keep it together with the page it came with.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// Where the next page begins.
    pub(super) fn at(&self) -> At {
        match self.cursor.as_deref() {
            None => At::Top,
            Some(kept) => At::read(kept).map_or_else(|| At::Cursor(kept.to_owned()), |(_, at)| at),
        }
    }

    /// True for a walk that was taken up from a cursor and has asked nothing yet.
    pub(super) fn is_resumed(&self) -> bool {
        self.resumed
    }

    /// A page full of one time was met. True the first time.
    pub(super) fn ties(&mut self) -> bool {
        !std::mem::replace(&mut self.tied, true)
    }

    /// Begins anew.
    pub(super) fn begin_anew(&mut self) {
        *self = Self { anew: true, ..Self::default() };
    }

    /// True for a walk whose cursor the server did not know any more, so that it began at the top again: what it was
    /// on its way to is still to be reached.
    pub fn began_anew(&self) -> bool {
        self.anew
    }

    /// True for a dispatch that this walk has not brought before.
    pub(super) fn brings(&mut self, id: &DispatchId) -> bool {
        self.brought.insert(id.clone())
    }

    /// Stands elsewhere from now on; for lists that cannot go in circles.
    pub(super) fn stand(&mut self, at: Option<&At>) {
        self.resumed = false;
        self.pages += 1;
        self.cursor = at.and_then(|at| at.keep(self.pages));
    }

    /// Takes a page in: it was asked at `at`, and names what follows it.
    pub(super) fn step(&mut self, at: &At, page: Brought, next: Option<At>) -> Step {
        let fresh = std::mem::take(&mut self.resumed);
        self.pages += 1;
        self.asked.insert(asked(at));
        let mut step = self.follow(at, page, next, fresh);
        if self.pages >= PAGES && step == Step::On {
            step = Step::End(Some(format!("The list has more than {PAGES} pages; it was read no further.")));
        }
        if matches!(step, Step::End(_)) {
            self.cursor = None;
        }
        step
    }

    fn follow(&mut self, at: &At, page: Brought, next: Option<At>, fresh: bool) -> Step {
        let Some(next) = next else { return Step::End(None) };
        let bare = at.bare().filter(|cursor| at.sent().as_ref() != Some(cursor));
        match bare {
            // A page full of one time leads to that time again. Databases give equal rows in any order, so while that
            // question brings something new it is asked again; a walk just taken up cannot tell what is new.
            Some(_) if page.new > 0 && next == *at && !fresh => {
                self.cursor = next.keep(self.pages);
                Step::On
            }
            Some(cursor) if page.new == 0 => self.go(At::Bare(cursor), Step::Again),
            // Rows that cannot be read have no id to know them by; a page of them is no sign of a circle.
            _ if page.new + page.unread == 0 => {
                let what =
                    if page.items == 0 { "an empty page" } else { "only dispatches it had sent before" };
                Step::End(Some(format!(
                    "The server sent {what} and said that more follows; the list was not read further."
                )))
            }
            _ => self.go(next, Step::On),
        }
    }

    fn go(&mut self, next: At, step: Step) -> Step {
        let next = match next {
            At::Cursor(cursor) if self.asked.contains(&asked(&At::Cursor(cursor.clone()))) => {
                At::Bare(cursor)
            }
            next => next,
        };
        if self.asked.contains(&asked(&next)) {
            return Step::End(Some(
                "The server's pages lead in a circle; the list was not read further.".to_owned(),
            ));
        }
        self.cursor = next.keep(self.pages);
        step
    }
}

/// The question in a word, to know it again. A cursor that is no time is asked as it came in either case.
fn asked(at: &At) -> String {
    match at {
        At::Bare(cursor) => cursor.clone(),
        At::Offset(rows) => format!("after {rows}"),
        At::Cursor(cursor) => {
            later(cursor).map_or_else(|| cursor.clone(), |later| format!("{cursor} as {later}"))
        }
        At::Top | At::File(..) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{At, Brought, Step, Walk};
    use crate::story::{DispatchId, Moment};

    /// A server that pages as the open reference server does: by time alone, cut to milliseconds, older than.
    struct Server {
        /// Times in microseconds, newest first.
        times: Vec<i64>,
        limit: usize,
    }

    impl Server {
        fn page(&self, cursor: Option<&str>) -> (Vec<usize>, Option<At>) {
            let before = cursor.and_then(Moment::parse).map_or(i64::MAX, Moment::as_micros);
            let rows = self.times.iter().enumerate().filter(|(_, time)| **time < before);
            let rows: Vec<usize> = rows.map(|(at, _)| at).take(self.limit).collect();
            let last = rows.last().filter(|_| rows.len() == self.limit);
            let next = last.map(|at| Moment::from_micros(self.times[*at] / 1_000 * 1_000).to_string());
            (rows, next.map(At::Cursor))
        }

        /// Walks it whole, leaving and taking up the walk after every `leave` pages; what arrived, and how it ended.
        fn walk(&self, leave: usize) -> (Vec<usize>, usize, Option<String>) {
            let (mut walk, mut arrived, mut asked) = (Walk::default(), Vec::new(), 0);
            loop {
                let at = walk.at();
                let (rows, next) = self.page(at.sent().as_deref());
                asked += 1;
                let new: Vec<usize> = rows
                    .iter()
                    .copied()
                    .filter(|row| walk.brings(&DispatchId::new(row.to_string())))
                    .collect();
                let step = walk.step(&at, Brought { items: rows.len(), new: new.len(), unread: 0 }, next);
                arrived.extend(new);
                if let Step::End(why) = step {
                    arrived.sort_unstable();
                    arrived.dedup();
                    return (arrived, asked, why);
                }
                assert!(asked < 5_000, "it never ends");
                if leave > 0 && asked % leave == 0 {
                    walk = Walk::from(walk.cursor().map(str::to_owned));
                }
            }
        }
    }

    fn all(stories: usize) -> Vec<usize> {
        (0..stories).collect()
    }

    #[test]
    fn stories_of_one_time_all_arrive_whatever_the_page() {
        for limit in 8..20 {
            let server = Server { times: vec![5_000_000; 7], limit };
            assert_eq!(server.walk(0), (all(7), 1, None), "{limit}");
        }
        // Seven stories, two of one time, at every place: the server alone loses one with a page of one.
        for (limit, tie) in (2..9).flat_map(|limit| (0..6).map(move |tie| (limit, tie))) {
            let mut times: Vec<i64> = (0..7).map(|n| 9_000_000 - n * 1_000_000).collect();
            times[tie + 1] = times[tie];
            for leave in [0, 1, 2] {
                let server = Server { times: times.clone(), limit };
                assert_eq!(
                    server.walk(leave).0,
                    all(7),
                    "limit {limit}, tie at {tie}, leaving every {leave}"
                );
            }
        }
    }

    #[test]
    fn times_that_differ_below_a_millisecond_all_arrive() {
        let times: Vec<i64> = (0..330).map(|n| 1_000_000_000 - n * 300).collect();
        let (arrived, asked, why) = Server { times, limit: 100 }.walk(0);
        assert_eq!((arrived, why), (all(330), None));
        assert!(asked <= 6, "{asked} questions");
    }

    #[test]
    fn more_of_one_time_than_a_page_holds_costs_those_and_no_others() {
        let mut times = vec![9_000_000; 150];
        times.extend([8_000_000; 5]);
        let (arrived, _, why) = Server { times, limit: 100 }.walk(0);
        assert_eq!((arrived.len(), why), (105, None));
    }

    #[test]
    fn circles_end() {
        let page = |walk: &mut Walk, next: &str, new: usize| {
            let at = walk.at();
            walk.step(&at, Brought { items: 10, new, unread: 0 }, Some(At::Cursor(next.to_owned())))
        };
        let mut walk = Walk::default();
        assert_eq!(page(&mut walk, "a", 10), Step::On);
        assert_eq!(page(&mut walk, "b", 10), Step::On);
        assert!(matches!(page(&mut walk, "a", 10), Step::End(Some(_))), "a cursor seen before");
        let mut walk = Walk::default();
        assert_eq!(page(&mut walk, "a", 10), Step::On);
        assert!(matches!(page(&mut walk, "b", 0), Step::End(Some(_))), "nothing new");
        assert_eq!(walk.cursor(), None);
        let mut walk = Walk::default();
        let pages = (0..2_000).take_while(|n| page(&mut walk, &format!("c{n}"), 1) == Step::On).count();
        assert_eq!(pages, 999);
    }

    #[test]
    fn a_walk_goes_on_where_it_was_left() {
        for at in [
            At::Cursor("eyJ0 b3Bh\ncXVl".into()),
            At::Cursor("2026-01-01T00:00:00.000Z".into()),
            At::Bare("2026-01-01T00:00:00.000Z".into()),
            At::Offset(700),
            At::File(3, "00ff".into()),
        ] {
            let walk = Walk::from(at.keep(17));
            assert_eq!((walk.at(), walk.pages), (at, 17));
        }
        assert_eq!(
            Walk::from(Some("what an older version kept".into())).at().sent().as_deref(),
            Some("what an older version kept")
        );
        assert_eq!(
            At::Cursor("2026-01-01T00:00:00.000Z".into()).sent().as_deref(),
            Some("2026-01-01T00:00:00.001Z")
        );
    }

    proptest! {
        #[test]
        fn no_paging_by_time_loses_a_story_while_fewer_share_a_millisecond_than_fit_a_page(
            gaps in proptest::collection::vec(prop_oneof![Just(0_i64), Just(200), Just(999), Just(5_000)], 1..60),
            leave in 0..4_usize,
        ) {
            let mut times: Vec<i64> = Vec::new();
            let mut time = 1_000_000_000;
            for gap in gaps {
                time -= gap;
                times.push(time);
            }
            let mut most = 0;
            for start in &times {
                most = most.max(times.iter().filter(|time| **time / 1_000 == start / 1_000).count());
            }
            let stories = times.len();
            let server = Server { times, limit: most + 1 };
            let (arrived, _, why) = server.walk(leave);
            prop_assert_eq!((arrived, why), (all(stories), None));
        }

        #[test]
        fn no_kept_text_breaks_a_walk(kept in "\\PC{0,20}|[0-9]{0,3} [cbof] [a-z0-9 ]{0,9}") {
            drop(Walk::from(Some(kept)).at().sent());
        }
    }
}

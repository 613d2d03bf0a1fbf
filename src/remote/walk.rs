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
    pub(super) fn to_top(&mut self) {
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

    /// Takes a page in: it was asked at `at`, had `rows` items of which `new` were not brought before, and names
    /// what follows it.
    pub(super) fn step(&mut self, at: &At, rows: usize, new: usize, next: Option<At>) -> Step {
        self.resumed = false;
        self.pages += 1;
        self.asked.insert(asked(at));
        let step = self.follow(at, rows, new, next);
        if matches!(step, Step::End(_)) {
            self.cursor = None;
        }
        step
    }

    fn follow(&mut self, at: &At, rows: usize, new: usize, next: Option<At>) -> Step {
        let Some(next) = next else { return Step::End(None) };
        if new == 0
            && let At::Cursor(cursor) = at
            && later(cursor).is_some()
        {
            return self.go(At::Bare(cursor.clone()), Step::Again);
        }
        if new == 0 {
            let what = if rows == 0 { "an empty page" } else { "a page of dispatches it had sent before" };
            return Step::End(Some(format!(
                "The server sent {what} and said that more follows; the list was not read further."
            )));
        }
        let step = self.go(next, Step::On);
        if self.pages >= PAGES && step == Step::On {
            return Step::End(Some(format!("The list has more than {PAGES} pages; it was read no further.")));
        }
        step
    }

    fn go(&mut self, next: At, step: Step) -> Step {
        // A page full of one time leads to that time again; then the cursor is taken as it came.
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

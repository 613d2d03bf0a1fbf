//! Who is asked next.
//!
//! A few sources are asked at the same time, and of one host two at most. If everyone who is due simply stood in one
//! line, a host with forty feeds that answers slowly would fill all places with its own, each waiting for the other.

use std::collections::HashMap;

use super::due::{self, Barred};
use crate::{
    config::{Channel, SourceRow},
    store::SourceMemory,
    story::{Moment, SourceName},
};

/// Sources of one host asked at the same time.
const OF_ONE_HOST: usize = 2;

/// A source that is to be asked.
#[derive(Debug, Clone)]
pub(super) struct Turn {
    /// As it is configured.
    pub(super) row: SourceRow,
    /// What is remembered of it.
    pub(super) memory: SourceMemory,
    /// Its host, by number.
    pub(super) host: usize,
}

/// Those that are to be asked, and those on their way.
#[derive(Debug, Default)]
pub(super) struct Line {
    /// By host, each the first to be asked last.
    waiting: Vec<Vec<Turn>>,
    /// By host, how many are on their way.
    asked: Vec<usize>,
    /// The order in which hosts had their first source due.
    at: usize,
    left: usize,
}

/// What a person, or the clock, wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// These sources; none for all that are due.
    pub(super) only: &'a [SourceName],
    /// A person asks.
    pub(super) asked: bool,
}

impl Line {
    /// Those of the rows that may be asked now, and, of those that were named, why the others may not.
    pub(super) fn of(
        rows: &[SourceRow],
        memories: &HashMap<SourceName, SourceMemory>,
        wanted: Wanted<'_>,
        now: Moment,
    ) -> (Self, Vec<(SourceName, Barred)>) {
        let (mut turns, mut barred) = (Vec::new(), Vec::new());
        let named = !wanted.only.is_empty();
        for row in rows {
            if if named { !wanted.only.contains(&row.name) } else { !row.enabled } {
                continue;
            }
            let memory = due::at_this_address(memories.get(&row.name), &row.url);
            match due::may_ask(&memory, wanted.asked, named, now) {
                Ok(()) => turns.push(Turn { row: row.clone(), memory, host: 0 }),
                Err(why) if named || (wanted.asked && !memory.gone) => barred.push((row.name.clone(), why)),
                Err(_) => {}
            }
        }
        // A stable sort: of equals, the person's order.
        turns.sort_by_key(|turn| (turn.memory.failures > 0, turn.memory.next_at));
        (Self::from_turns(turns), barred)
    }

    fn from_turns(turns: Vec<Turn>) -> Self {
        let mut line = Self { left: turns.len(), ..Self::default() };
        let mut hosts: HashMap<String, usize> = HashMap::new();
        for turn in turns {
            let next = hosts.len();
            let host = *hosts.entry(host(&turn.row, &turn.memory)).or_insert(next);
            if host == line.waiting.len() {
                line.waiting.push(Vec::new());
            }
            line.waiting[host].push(Turn { host, ..turn });
        }
        line.waiting.iter_mut().for_each(|of_host| of_host.reverse());
        line.asked = vec![0; line.waiting.len()];
        line
    }

    /// How many have not been asked yet.
    pub(super) fn len(&self) -> usize {
        self.left
    }

    /// The next to be asked, if any host has room: hosts take turns, each in the order of its own.
    pub(super) fn next(&mut self) -> Option<Turn> {
        for step in 0..self.waiting.len() {
            let host = (self.at + step) % self.waiting.len();
            if self.asked[host] < OF_ONE_HOST
                && let Some(turn) = self.waiting[host].pop()
            {
                self.asked[host] += 1;
                self.left -= 1;
                self.at = host + 1;
                return Some(turn);
            }
        }
        None
    }

    /// One of this host has answered.
    pub(super) fn answered(&mut self, host: usize) {
        self.asked[host] = self.asked[host].saturating_sub(1);
    }

    /// Nobody else is asked.
    pub(super) fn clear(&mut self) {
        self.waiting.iter_mut().for_each(Vec::clear);
        self.left = 0;
    }
}

/// Whom a source asks. Kinds that ask a server of their own are told apart by their kind.
fn host(row: &SourceRow, memory: &SourceMemory) -> String {
    let place = match row.kind {
        Channel::Feed if !memory.moved.is_empty() => &memory.moved,
        Channel::Feed => &row.url,
        _ if !row.server.is_empty() => &row.server,
        other => return other.word().to_owned(),
    };
    let url = url::Url::parse(place).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| place.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, url: &str) -> SourceRow {
        SourceRow { name: name.into(), url: url.to_owned(), ..SourceRow::default() }
    }

    fn noon() -> Moment {
        Moment::parse("2026-04-13T12:00:00Z").unwrap()
    }

    fn line(rows: &[SourceRow], memories: &[(&str, SourceMemory)]) -> Line {
        let memories = memories.iter().map(|(name, memory)| ((*name).into(), memory.clone())).collect();
        Line::of(rows, &memories, Wanted { only: &[], asked: false }, noon()).0
    }

    fn names(line: &mut Line) -> String {
        std::iter::from_fn(|| line.next()).map(|turn| turn.row.name.to_string()).collect()
    }

    #[test]
    fn two_of_one_host_and_the_others_need_not_wait() {
        let rows = ["a", "b", "c", "d"].map(|name| row(name, "https://slow.example/"));
        let rows = [&rows[..], &[row("x", "https://quick.example/")]].concat();
        let mut line = line(&rows, &[]);
        assert_eq!(names(&mut line), "axb");
        line.answered(0);
        assert_eq!(names(&mut line), "c");
        line.answered(0);
        assert_eq!((names(&mut line), line.len()), ("d".to_owned(), 0));
    }

    #[test]
    fn the_longest_overdue_comes_first_and_what_failed_comes_last() {
        let rows = ["a", "b", "c", "d"].map(|name| row(name, &format!("https://{name}.example/")));
        let at = |row: &SourceRow, seconds, failures| SourceMemory {
            url: row.url.clone(),
            next_at: Some(noon().plus_seconds(seconds)),
            failures,
            ..SourceMemory::default()
        };
        let memories = [
            ("a", at(&rows[0], -60, 0)),
            ("b", at(&rows[1], -600, 0)),
            ("c", at(&rows[2], -6000, 1)),
            ("d", at(&rows[3], 60, 0)),
        ];
        assert_eq!(names(&mut line(&rows, &memories)), "bac");
    }

    #[test]
    fn only_those_that_were_named_are_asked_even_if_they_are_off() {
        let mut rows = ["a", "b"].map(|name| row(name, "https://a.example/"));
        rows[1].enabled = false;
        assert_eq!(names(&mut line(&rows, &[])), "a");
        let wanted = Wanted { only: &["b".into()], asked: true };
        assert_eq!(names(&mut Line::of(&rows, &HashMap::new(), wanted, noon()).0), "b");
    }

    #[test]
    fn another_address_under_the_same_name_begins_anew() {
        let memory = SourceMemory {
            url: "https://old.example/".to_owned(),
            next_at: Some(noon().plus_seconds(60)),
            wished: true,
            ..SourceMemory::default()
        };
        assert_eq!(names(&mut line(&[row("a", "https://new.example/")], &[("a", memory)])), "a");
    }
}

//! Days of the calendar in prose, brought to one form: `12 April`, `April 12th, 2026`, `12. April`, `2026-04-12`.
//!
//! A month's name counts only next to a day or a year, since `may` and `march` are words. `12/04/2026` is read both ways.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::HashMap;

/// A day, or a month of a year, in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Its bytes.
    pub range: Range<usize>,
    /// The year, if it is said.
    pub year: Option<u32>,
    /// 1 to 12.
    pub month: u32,
    /// 1 to 31, if it is said.
    pub day: Option<u32>,
    /// Month and day may be meant the other way about.
    pub either: bool,
}

/// The month behind each name.
static MONTHS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
    let numbered = NAMES.iter().zip(1..);
    numbered.flat_map(|(names, month)| names.iter().map(move |name| (*name, month))).collect()
});

/// The names of the months in the languages that are common in news, without endings that vary.
const NAMES: [&[&str]; 12] = [
    &["january", "jan", "januar", "jänner", "janvier", "enero", "gennaio", "janeiro", "januari", "января"],
    &["february", "feb", "februar", "février", "febrero", "febbraio", "fevereiro", "februari", "февраля"],
    &["march", "mar", "märz", "mars", "marzo", "março", "maart", "марта"],
    &["april", "apr", "avril", "abril", "aprile", "апреля"],
    &["may", "mai", "mayo", "maggio", "maio", "mei", "мая"],
    &["june", "jun", "juni", "juin", "junio", "giugno", "junho", "июня"],
    &["july", "jul", "juli", "juillet", "julio", "luglio", "julho", "июля"],
    &["august", "aug", "août", "agosto", "augustus", "августа"],
    &["september", "sep", "sept", "septembre", "septiembre", "settembre", "setembro", "сентября"],
    &["october", "oct", "oktober", "octobre", "octubre", "ottobre", "outubro", "октября"],
    &["november", "nov", "novembre", "noviembre", "novembro", "ноября"],
    &["december", "dec", "dezember", "décembre", "diciembre", "dicembre", "dezembro", "декабря"],
];

impl Date {
    /// True where `other` says at least as much, and nothing else. A year may be put to a date that has none, but not in
    /// the place of its day: `March 2010` is not what `March 9` says.
    pub fn is_said_by(&self, other: &Self) -> bool {
        let added = other.year.is_none() && self.day.is_some() == other.day.is_some();
        let years = self.year.is_none() || added || self.year == other.year;
        let days = self.day.is_none() || self.day == other.day;
        let turned =
            (self.either || other.either) && self.day == Some(other.month) && other.day == Some(self.month);
        years && ((self.month == other.month && days) || turned)
    }
}

/// The dates of `text`, in order.
pub fn dates(text: &str) -> Vec<Date> {
    let words = words(text);
    let mut found: Vec<Date> = Vec::new();
    for at in 0..words.len() {
        let Some(date) = numeric(text, &words, at).or_else(|| named(text, &words, at)) else { continue };
        if found.last().is_none_or(|last| last.range.end <= date.range.start) {
            found.push(date);
        }
    }
    found
}

/// A run of letters, or of digits.
struct Run<'t> {
    at: usize,
    word: &'t str,
}

impl Run<'_> {
    fn end(&self) -> usize {
        self.at + self.word.len()
    }

    fn number(&self, least: u32, most: u32) -> Option<u32> {
        let digits = self.word.len() <= 4 && self.word.bytes().all(|b| b.is_ascii_digit());
        let value = if digits { self.word.parse().ok()? } else { return None };
        (least..=most).contains(&value).then_some(value)
    }

    fn day(&self) -> Option<u32> {
        self.number(1, 31).filter(|_| self.word.len() <= 2)
    }

    fn year(&self) -> Option<u32> {
        self.number(1000, 2999)
    }

    fn month(&self) -> Option<u32> {
        // In lower case these are words.
        if matches!(self.word, "may" | "march" | "mar" | "mars" | "sep") {
            return None;
        }
        MONTHS.get(self.word.to_lowercase().as_str()).copied()
    }
}

fn words(text: &str) -> Vec<Run<'_>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut last: Option<bool> = None;
    for (at, c) in text.char_indices() {
        let kind = if c.is_ascii_digit() { Some(true) } else { c.is_alphabetic().then_some(false) };
        match (kind, last, runs.last_mut()) {
            (Some(kind), Some(before), Some(run)) if kind == before => {
                run.word = text.get(run.at..at + c.len_utf8()).unwrap_or_default();
            }
            (Some(_), ..) => {
                runs.push(Run { at, word: text.get(at..at + c.len_utf8()).unwrap_or_default() });
            }
            _ => {}
        }
        last = kind;
    }
    runs
}

/// What stands between two runs.
fn between<'t>(text: &'t str, left: &Run<'_>, right: &Run<'_>) -> &'t str {
    text.get(left.end()..right.at).unwrap_or_default()
}

/// `2026-04-12`, `12.04.2026`, `4/12/2026`.
fn numeric(text: &str, runs: &[Run<'_>], at: usize) -> Option<Date> {
    let [first, second, third] = runs.get(at..at + 3)? else { return None };
    let mark = between(text, first, second);
    if mark != between(text, second, third) || !matches!(mark, "-" | "." | "/") {
        return None;
    }
    let range = first.at..third.end();
    if let (Some(year), Some(month), Some(day)) = (first.year(), second.number(1, 12), third.day()) {
        return (mark != ".").then_some(Date {
            range,
            year: Some(year),
            month,
            day: Some(day),
            either: false,
        });
    }
    let year = Some(third.year()?);
    let (one, two) = (first.day()?, second.day()?);
    let (day, month) = if two <= 12 { (one, two) } else { (two, one) };
    let either = mark == "/" && one <= 12 && two <= 12;
    (month <= 12).then_some(Date { range, year, month, day: Some(day), either })
}

/// Day and year stand at most so many runs before a month's name, and one more behind it.
const BESIDE: usize = 3;

/// A month by its name, with a day before or behind it, and a year.
fn named(text: &str, runs: &[Run<'_>], at: usize) -> Option<Date> {
    let name = runs.get(at)?;
    // Without a number near it nothing is a date, and most words have none.
    let about = runs.get(at.saturating_sub(BESIDE)..runs.len().min(at + BESIDE + 2))?;
    if !about.iter().any(|run| run.word.starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let month = name.month()?;
    let mut range = name.at..name.end();
    let (mut day, mut next) = (None, at + 1);
    if let Some((before, start)) = day_before(text, runs, at) {
        (day, range.start) = (Some(before), start);
    }
    let beside = |next: usize| {
        let (left, right) = (runs.get(next.checked_sub(1)?)?, runs.get(next)?);
        matches!(between(text, left, right), " " | ". " | ", " | "\u{a0}").then_some(right)
    };
    if day.is_none()
        && let Some(run) = beside(next)
        && let Some(after) = run.day()
    {
        (day, range.end, next) = (Some(after), run.end(), next + 1);
        if let Some(end) = ordinal(text, runs, next) {
            (range.end, next) = (end, next + 1);
        }
    }
    let skip = runs.get(next).filter(|run| matches!(run.word, "de" | "of" | "del"));
    let next = next + usize::from(skip.is_some());
    let year = beside(next).and_then(|run| Some((run.year()?, run.end())));
    if let Some((_, end)) = year {
        range.end = end;
    }
    let year = year.map(|(year, _)| year);
    (day.is_some() || year.is_some()).then_some(Date { range, year, month, day, either: false })
}

/// The day before a month's name, and where it begins.
fn day_before(text: &str, runs: &[Run<'_>], month: usize) -> Option<(u32, usize)> {
    let mut at = month.checked_sub(1)?;
    if matches!(runs.get(at)?.word, "of" | "de") {
        at = at.checked_sub(1)?;
    }
    if matches!(runs.get(at)?.word, "st" | "nd" | "rd" | "th" | "er") {
        at = at.checked_sub(1)?;
    }
    let run = runs.get(at)?;
    let near = text.get(run.end()..runs.get(month)?.at).unwrap_or_default();
    let near = near.len() <= 8 && !near.contains([',', '\n', ';']);
    Some((run.day().filter(|_| near)?, run.at))
}

/// Where the `th` behind a day ends.
fn ordinal(text: &str, runs: &[Run<'_>], at: usize) -> Option<usize> {
    let (day, run) = (runs.get(at.checked_sub(1)?)?, runs.get(at)?);
    let is = matches!(run.word, "st" | "nd" | "rd" | "th") && between(text, day, run).is_empty();
    is.then_some(run.end())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::dates;

    fn told(text: &str) -> Vec<(Option<u32>, u32, Option<u32>)> {
        dates(text).into_iter().map(|d| (d.year, d.month, d.day)).collect()
    }

    #[test]
    fn one_day_however_it_is_written() {
        for text in
            ["12 April 2026", "April 12, 2026", "12th of April 2026", "April 12th, 2026", "2026-04-12"]
        {
            assert_eq!(told(text), [(Some(2026), 4, Some(12))], "{text}");
        }
        assert_eq!(
            told("am 12. April und le 3 janvier, el 5 de mayo de 2020"),
            [(None, 4, Some(12)), (None, 1, Some(3)), (Some(2020), 5, Some(5))]
        );
        assert_eq!(told("In April 2026 they may march 5 miles"), [(Some(2026), 4, None)]);
        assert_eq!(told("12.04.2026 and 1.2.3 and 192.168.1.1"), [(Some(2026), 4, Some(12))]);
    }

    #[test]
    fn a_date_is_said_by_one_that_says_as_much() {
        let said = |a: &str, b: &str| dates(a)[0].is_said_by(&dates(b)[0]);
        assert!(said("12 April", "April 12, 2026") && said("April 2026", "12 April 2026"));
        assert!(said("04/12/2026", "12 April 2026") && said("2026-12-04", "04/12/2026"));
        assert!(!said("12 April 2025", "12 April 2026") && !said("12 April", "13 April 2026"));
        assert!(!said("12 April 2026", "April 2026"));
        assert!(said("12 April 2026", "12 April") && said("April 2026", "April 2026"));
        assert!(!said("April 2012", "April 12"));
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC{0,60}|(12|April|May|of|th|2026|[-./, ]|de|é){0,20}") {
            let mut end = 0;
            for date in dates(&text) {
                prop_assert!(date.range.start >= end && text.get(date.range.clone()).is_some());
                end = date.range.end;
            }
        }
    }
}

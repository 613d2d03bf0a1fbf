//! Dates in words: RFC 822 and its descendants, asctime, and what people type.

use jiff::civil;

use super::{century, clock, moment};
use crate::story::Moment;

/// Beginnings of the names of the months, in lower case: English, German, French, Spanish, Italian, Portuguese, Dutch,
/// Polish, Swedish, Russian, Turkish, Hungarian, Greek.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "sty", "янв", "oca", "ιαν"],
    &["feb", "fév", "fev", "lut", "фев", "şub", "φεβ"],
    &["mar", "mär", "mrz", "maa", "mrt", "már", "мар", "μάρ", "μαρ", "μάώ", "μαώ"],
    &["apr", "avr", "abr", "kwi", "ápr", "апр", "nis", "απρ"],
    &["maj", "may", "mai", "mag", "mei", "máj", "май", "мая", "μάι", "μαϊ", "μαι"],
    &["jun", "juin", "giu", "cze", "jún", "июн", "haz", "ιούν", "ιουν", "ιον"],
    &["jul", "juil", "lug", "lip", "júl", "июл", "tem", "ιούλ", "ιουλ", "ιολ"],
    &["aug", "aoû", "aou", "ago", "sie", "авг", "ağu", "αύγ", "αυγ"],
    &["sep", "set", "wrz", "sze", "сен", "eyl", "σεπ"],
    &["oct", "okt", "ott", "out", "paź", "окт", "eki", "οκτ"],
    &["nov", "lis", "ноя", "kas", "νοέ", "νοε"],
    &["dec", "dez", "déc", "dic", "gru", "дек", "ara", "δεκ"],
];

/// Words between the numbers that say nothing.
const IDLE: &[&str] = &["at", "um", "à", "de", "of", "uhr", "the", "le", "del", "ob"];

/// A month by its name, or a good part of it.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches(['.', ',']);
    let letters = word.chars().all(char::is_alphabetic) && word.chars().count() <= 12;
    let named = || MONTHS.iter().position(|starts| starts.iter().any(|start| word.starts_with(start)));
    letters.then(named).flatten().map(|at| at as i8 + 1)
}

/// What the words have told so far.
#[derive(Default)]
struct Told {
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    time: Option<(civil::Time, bool)>,
    afternoon: Option<bool>,
    zone: Option<i32>,
    /// Words that might be a weekday; no more than one is forgiven.
    other: usize,
}

/// Reads a date in words; in lower case.
pub(super) fn read(text: &str) -> Option<Moment> {
    let mut told = Told::default();
    let parted = text.replace(',', " ");
    for word in parted.split_whitespace() {
        told.word(word)?;
    }
    let date = civil::Date::new(told.year?, told.month?, told.day?).ok()?;
    let (time, next) = by_half(told.time.unwrap_or((civil::Time::midnight(), false)), told.afternoon)?;
    let date = if next { date.tomorrow().ok()? } else { date };
    moment(date, time, told.zone.unwrap_or(0))
}

impl Told {
    /// `None` where a word has no place in a date.
    fn word(&mut self, word: &str) -> Option<()> {
        if word.starts_with('(') || IDLE.contains(&word) {
            return Some(()); // a comment: (CET)
        }
        if word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()) {
            return self.time_of_day(word);
        }
        if let Some(afternoon) = half(word) {
            self.afternoon = Some(afternoon);
            return Some(());
        }
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return self.number(word);
        }
        if let Some(month) = month(word) {
            // Of two the first is a weekday: `mar., 05 mai 2020`, `maandag 4 mei 2020`.
            self.other += usize::from(self.month.replace(month).is_some());
            return (self.other < 2).then_some(());
        }
        self.remainder(word)
    }

    /// A zone, or one weekday.
    fn remainder(&mut self, word: &str) -> Option<()> {
        if self.time.is_some() || word.starts_with(['+', '-']) {
            if let Some(zone) = clock::zone(word) {
                self.zone.get_or_insert(zone);
                return Some(());
            }
            return None;
        }
        let letters = word.chars().all(|c| c.is_alphabetic() || c == '.' || c == '-' || c == '\'');
        self.other += 1;
        (letters && self.other == 1).then_some(())
    }

    fn time_of_day(&mut self, word: &str) -> Option<()> {
        if self.time.is_some() {
            return None;
        }
        let end = word.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.').unwrap_or(word.len());
        let (time, rest) = word.split_at_checked(end)?;
        self.time = Some(clock::time(time)?);
        match half(rest) {
            Some(afternoon) => self.afternoon = Some(afternoon),
            None if rest.is_empty() => {}
            None => self.zone = Some(clock::zone(rest)?),
        }
        Some(())
    }

    /// A day, a year, or several parts of a date in one word: `01-jan-2004`, `2006/09/15`.
    fn number(&mut self, word: &str) -> Option<()> {
        let word = word.trim_end_matches('.');
        let parts: Vec<&str> = word.split(['-', '/']).collect();
        match parts.as_slice() {
            [year, month, day] if year.len() == 4 => {
                self.year = Some(digits(year)?);
                self.month = Some(digits(month)? as i8);
                self.day = Some(digits(day)? as i8);
            }
            [day, name, year] => {
                self.day = Some(digits(day)? as i8);
                self.month = Some(month(name)?);
                self.year = Some(self::year(year)?);
            }
            [one] => self.lone(one)?,
            _ => return None,
        }
        Some(())
    }

    fn lone(&mut self, word: &str) -> Option<()> {
        let ordinal = ["st", "nd", "rd", "th", "er", "º", "o"].iter().find_map(|end| word.strip_suffix(end));
        let word = ordinal.unwrap_or(word);
        if self.day.is_none() && word.len() <= 2 {
            self.day = Some(digits(word)? as i8);
        } else if self.year.is_none() && matches!(word.len(), 2 | 4) {
            self.year = Some(year(word)?);
        } else {
            return None;
        }
        Some(())
    }
}

fn year(text: &str) -> Option<i16> {
    let year = digits(text)?;
    match text.len() {
        2 => Some(century(year)),
        4 => Some(year),
        _ => None,
    }
}

fn digits(text: &str) -> Option<i16> {
    let fine = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fine.then(|| text.parse().ok()).flatten()
}

/// Whether a word says "after noon".
fn half(word: &str) -> Option<bool> {
    match word {
        "am" | "a.m." => Some(false),
        "pm" | "p.m." => Some(true),
        _ => None,
    }
}

/// The same at the beginning of what follows a time, and the rest.
pub(super) fn half_of_day(text: &str) -> (Option<bool>, &str) {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    match half(word) {
        Some(half) => (Some(half), rest.trim_start()),
        None => (None, text),
    }
}

/// A time of a clock with twelve hours.
pub(super) fn by_half((time, next): (civil::Time, bool), half: Option<bool>) -> Option<(civil::Time, bool)> {
    let Some(afternoon) = half else { return Some((time, next)) };
    let hour = match time.hour() {
        12 => 0,
        1..=11 => time.hour(),
        // 16:29 PM: whoever writes that means what it says.
        _ => return Some((time, next)),
    };
    let time = time.with().hour(hour + if afternoon { 12 } else { 0 }).build().ok()?;
    Some((time, next))
}

//! Dates in numbers, from the year down: ISO 8601, W3C-DTF, RFC 3339, SQL, and month names put into them.

use jiff::civil;

use super::{century, clock, moment, words};
use crate::story::Moment;

/// Reads a date that begins with its year; in lower case.
pub(super) fn read(text: &str) -> Option<Moment> {
    let (date, rest) = halves(text);
    let day = day(date)?;
    let (time, zone) = time_and_zone(rest)?;
    let (time, next) = time;
    let day = if next { day.tomorrow().ok()? } else { day };
    moment(day, time, zone)
}

/// The date, and what follows the `t` or the blank after it.
fn halves(text: &str) -> (&str, &str) {
    // A `t` between digits: one within a month's name is none.
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let cut = text
        .char_indices()
        .position(|(at, c)| c.is_whitespace() || (c == 't' && at > 0 && digit(at - 1) && digit(at + 1)));
    match cut.and_then(|n| text.char_indices().nth(n)) {
        Some((at, c)) => {
            (text.get(..at).unwrap_or(text), text.get(at + c.len_utf8()..).unwrap_or_default().trim())
        }
        None => (text, ""),
    }
}

fn day(text: &str) -> Option<civil::Date> {
    let text = text.trim_end_matches(',');
    let signed = text.strip_prefix('-').filter(|rest| !rest.starts_with('-'));
    let parts: Vec<&str> = signed.unwrap_or(text).split(['-', '/', '.']).collect();
    match (parts.as_slice(), signed.is_some()) {
        // Without century: `-0312`, `-03-12`
        ([both], true) if both.len() == 4 => of(both.get(..2)?, both.get(2..)?, "1"),
        ([year, month], true) if year.len() == 2 => of(year, month, "1"),
        (_, true) => None,
        ([digits], _) => undivided(digits),
        ([year, days], _) if days.len() == 3 => ordinal(year, days),
        ([year, month], _) if year.len() == 4 => of(year, month, "1"),
        // Two digits first are a year only between dashes; between others they are anything.
        ([year, month, day], _) if year.len() == 4 || (year.len() == 2 && text.contains('-')) => {
            of(year, month, day)
        }
        _ => None,
    }
}

fn undivided(digits: &str) -> Option<civil::Date> {
    match digits.len() {
        4 => of(digits, "1", "1"),
        5 => ordinal(digits.get(..2)?, digits.get(2..)?),
        6 => of(digits.get(..2)?, digits.get(2..4)?, digits.get(4..)?),
        7 => ordinal(digits.get(..4)?, digits.get(4..)?),
        8 => of(digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?),
        _ => None,
    }
}

fn of(year: &str, month: &str, day: &str) -> Option<civil::Date> {
    let month = number(month, 2).map(|month| month as i8).or_else(|| words::month(month))?;
    civil::Date::new(self::year(year)?, month, number(day, 2)? as i8).ok()
}

/// By the number of the day in its year.
fn ordinal(year: &str, days: &str) -> Option<civil::Date> {
    let first = civil::Date::new(self::year(year)?, 1, 1).ok()?;
    let date = first.with().day_of_year(number(days, 3)?).build().ok()?;
    Some(date)
}

fn year(text: &str) -> Option<i16> {
    let year = number(text, 4)?;
    Some(if text.len() == 2 { century(year) } else { year }).filter(|_| matches!(text.len(), 2 | 4))
}

fn number(text: &str, longest: usize) -> Option<i16> {
    let digits = (1..=longest).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// `10:14:55+08:00`, `10:14 pm est`, `101455z`, or nothing.
fn time_and_zone(text: &str) -> Option<((civil::Time, bool), i32)> {
    if text.is_empty() {
        return Some(((civil::Time::midnight(), false), 0));
    }
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.' | ',');
    let end = text.find(|c: char| !is_time(c)).unwrap_or(text.len());
    let (time, zone) = text.split_at_checked(end)?;
    if time.is_empty() {
        return Some(((civil::Time::midnight(), false), clock::zone(zone)?));
    }
    let time = clock::time(time).or_else(|| clock::compact(time))?;
    let (half, zone) = words::half_of_day(zone.trim());
    let time = words::by_half(time, half)?;
    let zone = zone
        .split_whitespace()
        .next()
        .map_or(Some(0), clock::zone)
        .filter(|_| zone.split_whitespace().count() < 3)?;
    Some((time, zone))
}

//! Dates, as feeds write them.
//!
//! Two families cover nearly all: numbers from the year down (`2003-12-31T10:14:55Z`, ISO 8601 and what became of it),
//! and words (`Wed, 31 Dec 2003 10:14:55 EST`, RFC 822, asctime, and what programs and languages made of them). Which
//! one it is shows in the first word. A date without a time is midnight, one without a zone is in UTC; Korean ones
//! without a zone are in Korea's. The weekday is not looked at, since it is wrong wherever it matters.
//!
//! It refuses what is no date: an hour of 25, a 99th of June, words between the numbers that are no month, no zone and no
//! weekday. It never guesses which of two numbers is the month.

mod clock;
mod numbers;
mod words;

use jiff::{civil, tz::Offset};

use crate::story::Moment;

/// The longest that is looked at, in bytes.
const LONGEST: usize = 120;
/// Seconds since 1970 are taken for such from here on; below, it is rather a day or a year.
const SECONDS: std::ops::RangeInclusive<i64> = 100_000_000..=9_999_999_999;
/// The same in milliseconds.
const MILLIS: std::ops::RangeInclusive<i64> = 100_000_000_000..=9_999_999_999_999;

/// Reads a date; `None` for what is none.
pub fn read(text: &str) -> Option<Moment> {
    let text = text.trim();
    if text.len() > LONGEST {
        return None;
    }
    if let Ok(count) = text.parse::<i64>() {
        if SECONDS.contains(&count) {
            return Some(Moment::from_micros(count * 1_000_000));
        }
        if MILLIS.contains(&count) {
            return Some(Moment::from_micros(count * 1_000));
        }
    }
    let text = text.to_lowercase();
    let plain = east_asian(&text).unwrap_or(text);
    numbers::read(&plain).or_else(|| words::read(&plain))
}

/// `2004년 05월 28일 01:31:15`, `2004-05-25 오후 11:23:17`, `2004年05月28日`: as numbers, with the zone.
fn east_asian(text: &str) -> Option<String> {
    if text.is_ascii() || !text.contains(['년', '年', '오']) {
        return None;
    }
    let korean = text.contains(['년', '오']);
    let plain = text.replace(['년', '월', '年', '月'], "-").replace(['일', '日'], " ").replace("- ", "-");
    let mut words: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    let half = words.iter().position(|word| matches!(word.as_str(), "오전" | "오후"));
    if let Some(at) = half {
        let afternoon = words.remove(at) == "오후";
        let time = words.get_mut(at)?;
        let (hour, rest) = time.split_once(':')?;
        let hour: u8 = hour.parse().ok()?;
        *time = format!("{}:{rest}", hour % 12 + if afternoon { 12 } else { 0 });
    }
    let zone = if korean { " +09:00" } else { "" };
    Some(words.join(" ") + zone)
}

/// A moment by the clock on a wall somewhere: `offset` in seconds east of Greenwich.
fn moment(date: civil::Date, time: civil::Time, offset: i32) -> Option<Moment> {
    let stamp = Offset::from_seconds(offset).ok()?.to_timestamp(date.to_datetime(time)).ok()?;
    Some(Moment::from(stamp))
}

/// A year of two digits, as RFC 2822 and everyone reads it.
fn century(year: i16) -> i16 {
    match year {
        0..=89 => year + 2000,
        90..=99 => year + 1900,
        year => year,
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[track_caller]
    fn check(text: &str, utc: &str) {
        assert_eq!(read(text).map(|moment| moment.to_string()).unwrap_or_default(), utc, "{text:?}");
    }

    #[test]
    fn numbers_from_the_year_down() {
        check("2003-12-31T10:14:55Z", "2003-12-31T10:14:55Z");
        check("2003-12-31T10:14:55.1234Z", "2003-12-31T10:14:55.1234Z");
        check("2003-12-31t18:14:55+08:00", "2003-12-31T10:14:55Z");
        check("2003-12-31 18:14:55 +0800", "2003-12-31T10:14:55Z");
        check("2003-12-31T18:14:55+08", "2003-12-31T10:14:55Z");
        check("2003-12-31T18:14", "2003-12-31T18:14:00Z");
        check("2003-12", "2003-12-01T00:00:00Z");
        check("2003", "2003-01-01T00:00:00Z");
        check("20031231", "2003-12-31T00:00:00Z");
        check("20031231T101455Z", "2003-12-31T10:14:55Z");
        check("2003-335", "2003-12-01T00:00:00Z");
        check("03-12-31", "2003-12-31T00:00:00Z");
        check("2003/12/31 10:14", "2003-12-31T10:14:00Z");
        check("2003-12-31T24:00:00Z", "2004-01-01T00:00:00Z");
        check("1700000000", "2023-11-14T22:13:20Z");
        check("1700000000000", "2023-11-14T22:13:20Z");
    }

    #[test]
    fn words() {
        check("Thu, 01 Jan 2004 19:48:21 GMT", "2004-01-01T19:48:21Z");
        check("1 Jan 04 19:48 EST", "2004-01-02T00:48:00Z");
        check("Thu, 1 January 2004 19:48:21 +0100 (CET)", "2004-01-01T18:48:21Z");
        check("Sun Jan  4 16:29:06 2004", "2004-01-04T16:29:06Z");
        check("Sun Jan 4 16:29:06 PST 2004", "2004-01-05T00:29:06Z");
        check("January 4, 2004 4:29 PM", "2004-01-04T16:29:00Z");
        check("Jan 04, 2004, 12:05 a.m.", "2004-01-04T00:05:00Z");
        check("Mi, 05 Mai 2021 08:00:00 +0200", "2021-05-05T06:00:00Z");
        check("mer., 05 août 2020 08:00:00 GMT", "2020-08-05T08:00:00Z");
        check("5. Dezember 2021", "2021-12-05T00:00:00Z");
        check("01-Jan-2004 10:00:00 UTC", "2004-01-01T10:00:00Z");
        check("Thu, 31 Jun 2004 19:48:21 GMT", "");
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "yesterday",
            "12/11/2004",
            "2003-13-01",
            "2003-02-30",
            "10:00",
            "-",
            "9999999",
            "Jan",
            "\u{661}",
        ] {
            check(text, "");
        }
    }
}

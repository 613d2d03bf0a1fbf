//! The time of day, and the zone it is meant in.

use jiff::civil;

/// Hours east of Greenwich by the names that zones go by in feeds.
const ZONES: &[(&str, f32)] = &[
    ("z", 0.0),
    ("ut", 0.0),
    ("utc", 0.0),
    ("gmt", 0.0),
    ("wet", 0.0),
    ("west", 1.0),
    ("bst", 1.0),
    ("ist", 5.5),
    ("cet", 1.0),
    ("met", 1.0),
    ("mez", 1.0),
    ("cest", 2.0),
    ("mest", 2.0),
    ("mesz", 2.0),
    ("eet", 2.0),
    ("eest", 3.0),
    ("msk", 3.0),
    ("msd", 4.0),
    ("trt", 3.0),
    ("sgt", 8.0),
    ("hkt", 8.0),
    ("awst", 8.0),
    ("jst", 9.0),
    ("kst", 9.0),
    ("acst", 9.5),
    ("aest", 10.0),
    ("acdt", 10.5),
    ("aedt", 11.0),
    ("nzst", 12.0),
    ("nzdt", 13.0),
    ("nst", -3.5),
    ("ndt", -2.5),
    ("brt", -3.0),
    ("at", -4.0),
    ("ast", -4.0),
    ("adt", -3.0),
    ("et", -5.0),
    ("est", -5.0),
    ("edt", -4.0),
    ("ct", -6.0),
    ("cst", -6.0),
    ("cdt", -5.0),
    ("mt", -7.0),
    ("mst", -7.0),
    ("mdt", -6.0),
    ("pt", -8.0),
    ("pst", -8.0),
    ("pdt", -7.0),
    ("akst", -9.0),
    ("akdt", -8.0),
    ("hst", -10.0),
];

/// The letters that ships give to the hours (RFC 822 has their signs wrong, which everyone copied).
const LETTERS: &str = "abcdefghiklm";
const WESTERN: &str = "nopqrstuvwxy";

/// A zone by name or number, in seconds east of Greenwich: `est`, `+0100`, `-05:30`, `gmt+2`, `etc/gmt`.
pub(super) fn zone(word: &str) -> Option<i32> {
    let word = word.trim_matches(['(', ')', ',', '"']).trim_start_matches("etc/");
    let word = word
        .strip_prefix("gmt")
        .or_else(|| word.strip_prefix("utc"))
        .filter(|rest| !rest.is_empty())
        .unwrap_or(word);
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| *name == word) {
        return Some((hours * 3600.0) as i32);
    }
    if let [letter] = word.as_bytes() {
        let east = LETTERS.bytes().position(|l| l == *letter).map(|at| -(at as i32 + 1));
        let west = WESTERN.bytes().position(|l| l == *letter).map(|at| at as i32 + 1);
        return east.or(west).map(|hours| hours * 3600);
    }
    offset(word)
}

/// `+0100`, `-05:30`, `+1`
fn offset(word: &str) -> Option<i32> {
    let (sign, rest) = match word.as_bytes().first()? {
        b'+' => (1, word.get(1..)?),
        b'-' => (-1, word.get(1..)?),
        _ => return None,
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(parts) => parts,
        None if rest.len() > 2 => rest.split_at_checked(rest.len() - 2)?,
        None => (rest, "0"),
    };
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 15 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// A time of day, `10:14`, `10:14:55.25`, and whether it is midnight at the day's end. A leap second is the one before.
pub(super) fn time(word: &str) -> Option<(civil::Time, bool)> {
    let mut parts = word.split(':');
    let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next().unwrap_or("0"));
    if parts.next().is_some() {
        return None;
    }
    let (second, fraction) = second.split_once(['.', ',']).unwrap_or((second, ""));
    of(number(hour)?, number(minute)?, number(second)?, nanos(fraction)?)
}

/// The same without colons: `1014`, `101455`.
pub(super) fn compact(digits: &str) -> Option<(civil::Time, bool)> {
    let (digits, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let part = |from: usize| digits.get(from..from + 2).and_then(number);
    match digits.len() {
        2 => of(part(0)?, 0, 0, 0),
        4 => of(part(0)?, part(2)?, 0, 0),
        6 => of(part(0)?, part(2)?, part(4)?, nanos(fraction)?),
        _ => None,
    }
}

fn of(hour: i8, minute: i8, second: i8, nanos: i32) -> Option<(civil::Time, bool)> {
    if (hour, minute, second) == (24, 0, 0) {
        return Some((civil::Time::midnight(), true));
    }
    let second = if second == 60 { 59 } else { second };
    Some((civil::Time::new(hour, minute, second, nanos).ok()?, false))
}

fn number(text: &str) -> Option<i8> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Digits after the point, in nanoseconds; those beyond are of no use to anyone.
fn nanos(fraction: &str) -> Option<i32> {
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nine: String = fraction.chars().chain(std::iter::repeat('0')).take(9).collect();
    nine.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{time, zone};

    #[test]
    fn zones() {
        for (word, hours) in [
            ("est", -5.0),
            ("+0530", 5.5),
            ("-05:30", -5.5),
            ("gmt+2", 2.0),
            ("utc", 0.0),
            ("etc/gmt", 0.0),
            ("(cest)", 2.0),
            ("+1", 1.0),
            ("a", -1.0),
            ("z", 0.0),
        ] {
            assert_eq!(zone(word), Some((hours * 3600.0) as i32), "{word}");
        }
        for word in ["", "+", "nowhere", "+99:00", "+00:zz", "1"] {
            assert_eq!(zone(word), None, "{word}");
        }
    }

    #[test]
    fn times() {
        for word in ["1:2:3:4", "25:00", "10:60", "10:14:61", "10", "a:b", "", "10:14:55.x", "-1:00"] {
            assert_eq!(time(word), None, "{word}");
        }
        assert_eq!(time("23:59:60").map(|(time, _)| time.to_string()).as_deref(), Some("23:59:59"));
    }
}

//! Times and numbers as people say them.

use jiff::{Zoned, civil::Date, tz::TimeZone};

pub use crate::text::grouped::{count, number};
use crate::{reader::msg::Progress, story::Moment};

fn local(moment: Moment, zone: &TimeZone) -> Zoned {
    moment.to_jiff().to_zoned(zone.clone())
}

/// How a moment is named from today.
enum Day {
    Today,
    Yesterday,
    ThisYear,
    Long,
}

fn day(date: Date, today: Date) -> Day {
    if date == today {
        Day::Today
    } else if today.yesterday().is_ok_and(|yesterday| yesterday == date) {
        Day::Yesterday
    } else if date.year() == today.year() {
        Day::ThisYear
    } else {
        Day::Long
    }
}

/// `14:02`, `yesterday 18:40`, `12 Apr`, `12 Apr 2025`.
pub fn time(moment: Moment, now: Moment, zone: &TimeZone) -> String {
    let (at, today) = (local(moment, zone), local(now, zone).date());
    let form = match day(at.date(), today) {
        Day::Today => "%H:%M",
        Day::Yesterday => "yesterday %H:%M",
        Day::ThisYear => "%-d %b",
        Day::Long => "%-d %b %Y",
    };
    at.strftime(form).to_string()
}

/// The same with the hour of any day, where several moments of one day are told apart: `12 Apr 18:40`.
pub fn hour(moment: Moment, now: Moment, zone: &TimeZone) -> String {
    let said = time(moment, now, zone);
    if said.contains(':') { said } else { format!("{said} {}", local(moment, zone).strftime("%H:%M")) }
}

/// The same for a column six cells wide, and what did not fit: `14:02`; `18:40` and `yesterday`; `12 Apr` and
/// `2025`.
pub fn slot(moment: Moment, now: Moment, zone: &TimeZone) -> (String, Option<String>) {
    let (at, today) = (local(moment, zone), local(now, zone).date());
    let (form, rest) = match day(at.date(), today) {
        Day::Today => ("%H:%M", None),
        Day::Yesterday => ("%H:%M", Some("yesterday".to_owned())),
        Day::ThisYear => ("%-d %b", None),
        Day::Long => ("%-d %b", Some(at.year().to_string())),
    };
    (at.strftime(form).to_string(), rest)
}

/// A while, in its largest unit: `40 s`, `8 min`, `3 h`, `2 d`.
pub fn span(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min", seconds / 60),
        3_600..172_800 => format!("{} h", seconds / 3_600),
        _ => format!("{} d", number((seconds / 86_400) as usize)),
    }
}

/// How long ago: `now` within a minute, else `8 min`.
pub fn age(moment: Moment, now: Moment) -> String {
    let seconds = now.seconds_since(moment).max(0.0) as u64;
    if seconds < 60 { "now".to_owned() } else { span(seconds) }
}

/// To the second, with the zone: `12 March 2026, 16:52:20 UTC`.
pub fn exact(moment: Moment, zone: &TimeZone) -> String {
    local(moment, zone).strftime("%-d %B %Y, %H:%M:%S %Z").to_string()
}

/// `640 bytes`, `12.4 MB`.
pub fn bytes(n: u64) -> String {
    let mut size = n as f64;
    if n < 1000 {
        return count(n as usize, "byte", "bytes");
    }
    for unit in ["kB", "MB", "GB"] {
        size /= 1000.0;
        if size < 999.5 {
            let digits = usize::from(size < 99.95);
            return format!("{size:.digits$} {unit}");
        }
    }
    format!("{} GB", number(size as usize))
}

/// How far a sync is, most important first: `1,200 dispatches`, `3,100/s`, `412 requests left`.
pub fn progress(progress: &Progress) -> Vec<String> {
    let (one, what) = match progress.what {
        "records" => ("record", "records"),
        "details" => ("detail", "details"),
        _ => ("dispatch", "dispatches"),
    };
    let items = match progress.of {
        Some(of) if of >= progress.items => format!("{} of {}", number(progress.items), count(of, one, what)),
        _ => count(progress.items, one, what),
    };
    let rate = (progress.per_second >= 1.0).then(|| format!("{}/s", number(progress.per_second as usize)));
    let left = count(progress.left as usize, "request", "requests") + " left";
    [Some(items), rate, Some(left)].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::{age, bytes, exact, hour, slot, span, time};
    use crate::story::Moment;
    use jiff::tz::{TimeZone, offset};

    fn moment(text: &str) -> Moment {
        Moment::parse(text).unwrap()
    }

    #[test]
    fn times_are_told_from_today() {
        let now = moment("2026-04-13T14:30:00Z");
        let zone = TimeZone::fixed(offset(2));
        for (at, said, short, rest) in [
            ("2026-04-13T12:02:00Z", "14:02", "14:02", None),
            ("2026-04-12T22:10:00Z", "00:10", "00:10", None),
            ("2026-04-12T16:40:00Z", "yesterday 18:40", "18:40", Some("yesterday")),
            ("2026-03-12T16:40:00Z", "12 Mar", "12 Mar", None),
            ("2025-04-12T16:40:00Z", "12 Apr 2025", "12 Apr", Some("2025")),
            ("2026-04-14T16:40:00Z", "14 Apr", "14 Apr", None),
        ] {
            assert_eq!(time(moment(at), now, &zone), said);
            assert_eq!(slot(moment(at), now, &zone), (short.to_owned(), rest.map(str::to_owned)));
        }
        let zone = TimeZone::UTC;
        assert_eq!(hour(moment("2026-03-12T16:40:00Z"), now, &zone), "12 Mar 16:40");
        assert_eq!(hour(moment("2026-04-13T12:02:00Z"), now, &zone), "12:02");
        assert_eq!(exact(moment("2026-03-12T16:52:20Z"), &TimeZone::UTC), "12 March 2026, 16:52:20 UTC");
    }

    #[test]
    fn the_ends_of_time_have_a_name() {
        for micros in [i64::MIN, i64::MAX] {
            let at = Moment::from_micros(micros);
            assert!(!time(at, at, &TimeZone::fixed(offset(14))).is_empty());
            assert!(!slot(at, Moment::default(), &TimeZone::UTC).0.is_empty());
        }
    }

    #[test]
    fn whiles_have_one_unit() {
        for (seconds, said) in [(0, "0 s"), (59, "59 s"), (60, "1 min"), (7_200, "2 h"), (172_800, "2 d")] {
            assert_eq!(span(seconds), said);
        }
        let now = moment("2026-04-13T14:30:00Z");
        assert_eq!(age(now.plus_seconds(-59), now), "now");
        assert_eq!(age(now.plus_seconds(-480), now), "8 min");
        assert_eq!(age(now.plus_seconds(480), now), "now");
    }

    #[test]
    fn sizes_have_units() {
        for (n, said) in [
            (1, "1 byte"),
            (640, "640 bytes"),
            (1_000, "1.0 kB"),
            (12_400_000, "12.4 MB"),
            (999_600_000, "1.0 GB"),
            (123_000_000, "123 MB"),
            (u64::MAX, "18,446,744,073 GB"),
        ] {
            assert_eq!(bytes(n), said);
        }
    }
}

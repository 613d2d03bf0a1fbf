//! `--since`: how far back, as people say it: `7d`, `36h`, `2w`, or a date.

use jiff::{Span, civil::Date, tz::TimeZone};

use crate::story::Moment;

/// The moment meant. A date is its beginning in the person's zone.
pub(super) fn read(typed: &str, now: Moment, zone: &TimeZone) -> Result<Moment, String> {
    let wrong =
        || format!("{typed:?} is no time to look back to; say 7d, 36h or 2w, or a date such as 2026-04-13.");
    let typed = typed.trim();
    let zoned = if let Ok(date) = typed.parse::<Date>() {
        date.to_zoned(zone.clone()).ok()
    } else {
        let span = typed.parse::<Span>().ok();
        span.and_then(|span| now.to_jiff().to_zoned(zone.clone()).checked_sub(span).ok())
    };
    let moment = zoned.map(|zoned| Moment::from(zoned.timestamp())).ok_or_else(wrong)?;
    if moment > now { Err(format!("{typed:?} lies in the future.")) } else { Ok(moment) }
}

#[cfg(test)]
mod tests {
    use jiff::tz::{TimeZone, offset};

    use super::read;
    use crate::story::Moment;

    #[test]
    fn spans_and_dates_are_read() {
        let now = Moment::parse("2026-04-13T14:30:00Z").unwrap();
        let zone = TimeZone::fixed(offset(2));
        for (typed, meant) in [
            ("7d", Some("2026-04-06T14:30:00Z")),
            ("2w", Some("2026-03-30T14:30:00Z")),
            ("36h", Some("2026-04-12T02:30:00Z")),
            ("1 day 2 hours", Some("2026-04-12T12:30:00Z")),
            ("2026-04-01", Some("2026-03-31T22:00:00Z")),
            ("2026-05-01", None),
            ("-7d", None),
            ("yesterday", None),
            ("9999999999w", None),
            ("", None),
        ] {
            let meant = meant.map(|text| Moment::parse(text).unwrap());
            assert_eq!(read(typed, now, &zone).ok(), meant, "{typed}");
        }
    }
}

//! Moments in time, to the microsecond, always in UTC.
//!
//! A type of our own, so that the date library behind it can change without a word of the wire format or the
//! store changing: outside, a moment is an RFC 3339 string or a count of microseconds since 1970.

use std::fmt;

/// A point in time: microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Moment(i64);

/// Beyond these jiff has no civil date: the years −9999 and 9999.
const MIN: i64 = -377_705_023_201_000_000;
const MAX: i64 = 253_402_207_200_000_000;

impl Moment {
    /// From microseconds since 1970, clamped to the years −9999 … 9999.
    pub fn from_micros(micros: i64) -> Self {
        Self(micros.clamp(MIN, MAX))
    }

    /// Microseconds since 1970.
    pub fn as_micros(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 (`2026-04-13T17:45:03Z`, with any offset, `T` or a blank). `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let stamp: jiff::Timestamp = text.trim().parse().ok()?;
        Some(Self::from(stamp))
    }

    /// The same moment for jiff, which knows calendars and zones.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_microsecond(self.0).unwrap_or_default()
    }

    /// So many seconds later (or, negative, earlier).
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self::from_micros(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// Seconds from `earlier` to `self`.
    pub fn seconds_since(self, earlier: Self) -> f64 {
        (self.0.saturating_sub(earlier.0)) as f64 / 1e6
    }
}

/// From jiff's clock, for the callers that may look at it.
impl From<jiff::Timestamp> for Moment {
    fn from(stamp: jiff::Timestamp) -> Self {
        Self::from_micros(stamp.as_microsecond())
    }
}

/// RFC 3339 in UTC, with no more digits than needed.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_jiff())
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn reads_any_offset_and_writes_utc() {
        let m = Moment::parse("2026-04-13T19:45:03.25+02:00").unwrap();
        assert_eq!(m.to_string(), "2026-04-13T17:45:03.25Z");
        assert_eq!(Moment::parse(&m.to_string()), Some(m));
    }

    #[test]
    fn the_ends_of_time_still_print() {
        for micros in [i64::MIN, i64::MAX, 0, -1] {
            let m = Moment::from_micros(micros);
            assert_eq!(Moment::parse(&m.to_string()), Some(m));
        }
    }

    #[test]
    fn nonsense_is_no_moment() {
        for text in ["", "yesterday", "2026-13-40T00:00:00Z", "\u{1b}[31m"] {
            assert_eq!(Moment::parse(text), None, "{text:?}");
        }
    }
}

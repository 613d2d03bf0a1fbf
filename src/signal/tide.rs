//! How busy the whole wire is: what every story's voices rise and fall with.

use std::collections::BTreeMap;

use crate::story::Moment;

/// Records are counted in steps of so many seconds.
const STEP: i64 = 300;

/// Older counts are let go: twice the past that windows are compared with.
const KEPT_STEPS: i64 = 48 * 3600 / STEP;

/// A record may be dated so far ahead of the clock before it is taken to have come now, in seconds.
pub(super) const AHEAD: i64 = 300;

/// So many records stand on both sides of the comparison from the start, so that a wire with little on it says little.
const PRIOR: f64 = 10.0;

/// How many records the wire had, five minutes by five minutes, over the last two days.
///
/// At noon every story is told faster than at night, and on a day when much happens faster than on a dull one. That is
/// no news of the single story: what is expected of it rises with what all the others do. This takes the place of
/// factors for the hours of the week, needs no weeks of data, and knows of holidays, too.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tide {
    steps: BTreeMap<i64, u32>,
}

impl Tide {
    /// Counts a record of this time that arrived at `now`. To be called once for each record that arrives, before the
    /// story it came to is heard. Dates ahead of the clock count as now; those from before the last two days do not
    /// count.
    pub fn note(&mut self, at: Moment, now: Moment) {
        let last = step(now.plus_seconds(AHEAD));
        let step = step(at).min(last);
        if step > last - KEPT_STEPS {
            let count = self.steps.entry(step).or_default();
            *count = count.saturating_add(1);
        }
        self.steps = self.steps.split_off(&(last - KEPT_STEPS + 1));
    }

    /// The counts, packed, to be kept from one run to the next.
    pub fn pack(&self) -> Vec<u8> {
        let packed = |(step, count): (&i64, &u32)| {
            let mut bytes = step.to_le_bytes().to_vec();
            bytes.extend(count.to_le_bytes());
            bytes
        };
        self.steps.iter().flat_map(packed).collect()
    }

    /// From what [`Tide::pack`] gave. Anything else is read as far as it goes, which at worst is a wrong count for two
    /// days; nothing is a tide that says nothing.
    pub fn recall(packed: &[u8]) -> Self {
        let read = |bytes: &[u8]| {
            let (step, count) = bytes.split_at_checked(8)?;
            Some((i64::from_le_bytes(step.try_into().ok()?), u32::from_le_bytes(count.try_into().ok()?)))
        };
        let steps: BTreeMap<i64, u32> = packed.chunks_exact(12).filter_map(read).collect();
        let skip = steps.len().saturating_sub(KEPT_STEPS as usize);
        Self { steps: steps.into_iter().skip(skip).collect() }
    }

    /// Records after `from`, up to `to`, to the step.
    fn count(&self, from: Moment, to: Moment) -> f64 {
        let (from, to) = (step(from) + 1, step(to));
        if from > to {
            return 0.0;
        }
        self.steps.range(from..=to).map(|(_, count)| f64::from(*count)).sum()
    }

    /// How much busier the others were in a window than a window of the past before it: 1 for as busy or calmer, 2 for
    /// twice as busy. `own` are the story's records in the window and in that past.
    pub(super) fn factor(&self, span: Span, own: (f64, f64)) -> f64 {
        let now = (self.count(span.from, span.to) - own.0).max(0.0);
        let before = (self.count(span.past, span.from) - own.1).max(0.0) / span.windows;
        ((now + PRIOR) / (before + PRIOR)).max(1.0)
    }
}

/// A window and the past before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    /// Where the past begins.
    pub(super) past: Moment,
    /// Where the window begins.
    pub(super) from: Moment,
    /// Where it ends.
    pub(super) to: Moment,
    /// How many windows the past is long.
    pub(super) windows: f64,
}

fn step(moment: Moment) -> i64 {
    moment.as_micros().div_euclid(STEP * 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::{KEPT_STEPS, Span, Tide};
    use crate::story::Moment;

    fn minute(n: i64) -> Moment {
        Moment::from_micros(n * 60_000_000)
    }

    #[test]
    fn an_hour_twice_as_busy_doubles_what_is_expected() {
        let mut tide = Tide::default();
        for n in 0..24 * 60 {
            tide.note(minute(n), minute(n));
        }
        let span = |to| Span { past: minute(0), from: minute(24 * 60), to, windows: 24.0 };
        let to = minute(25 * 60);
        for n in 0..120 {
            tide.note(minute(24 * 60 + 1 + n / 2), to);
        }
        let factor = tide.factor(span(to), (0.0, 0.0));
        assert!((1.6..2.1).contains(&factor), "{factor}");
        assert!((tide.factor(span(to), (120.0, 0.0)) - 1.0).abs() < 1e-9, "the story's own are left out");
        assert_eq!(Tide::recall(&tide.pack()), tide);
    }

    #[test]
    fn neither_the_future_nor_the_past_gets_in() {
        let mut tide = Tide::default();
        tide.note(Moment::from_micros(i64::MAX), minute(0));
        tide.note(Moment::from_micros(i64::MIN), minute(0));
        assert_eq!(tide.steps.values().sum::<u32>(), 1);
        for n in 0..10_000 {
            tide.note(minute(n * 5), minute(n * 5));
        }
        assert!(tide.steps.len() as i64 <= KEPT_STEPS);
        assert_eq!(Tide::recall(b"anything at all, really").steps.len(), 1);
        assert_eq!(Tide::recall(&[]), Tide::default());
    }
}

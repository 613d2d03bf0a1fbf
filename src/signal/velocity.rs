//! More voices than a story's own past lets one expect.

use std::collections::BTreeSet;

use crate::story::{Moment, Record, Severity, Signal, SignalKind};

use super::{clock, count};

/// A span of time to count in, and what stands out in it.
struct Window {
    hours: u32,
    /// Fewer voices are nothing.
    voices: usize,
    /// A smaller z is nothing.
    z: f64,
}

/// Measured on 246 real stories against a matched null: about seven in ten fire, about one in a hundred falsely.
const WINDOWS: [Window; 3] = [
    Window { hours: 1, voices: 4, z: 3.0 },
    Window { hours: 3, voices: 5, z: 4.0 },
    Window { hours: 6, voices: 5, z: 4.0 },
];

/// The past that a window is compared with.
const PAST_HOURS: u32 = 24;

/// From here on the severity is high.
const HIGH: f64 = 4.0;

/// What one window saw when it ended at one record.
struct Count<'a> {
    window: &'a Window,
    z: f64,
    expected: f64,
    voices: usize,
    from: Moment,
    to: Moment,
}

/// The story's velocity, if it stands out in any window. What was already there when its source was first gathered
/// belongs to the past that a window is compared with, and to no window: it did not come now. The signal's time is that of the record that first tipped
/// a window; its measure and evidence are those of the window that stands out most.
pub(super) fn velocity(originals: &[&Record], latest: Moment) -> Option<Signal> {
    let mut events: Vec<(Moment, &Record)> =
        originals.iter().filter_map(|record| Some((record.time()?.min(latest), *record))).collect();
    events.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
    let mut first: Option<Moment> = None;
    let mut most: Option<Count<'_>> = None;
    for (to, _) in events.iter().filter(|(_, record)| !record.backfill) {
        for window in &WINDOWS {
            let counted = tally(&events, *to, window);
            if counted.voices >= window.voices && counted.z >= window.z {
                first = first.or(Some(*to));
                if most.as_ref().is_none_or(|most| counted.z > most.z) {
                    most = Some(counted);
                }
            }
        }
    }
    let (at, most) = (first?, most?);
    let evidence =
        events.iter().filter(|(time, record)| !record.backfill && *time > most.from && *time <= most.to);
    Some(Signal {
        kind: SignalKind::Velocity,
        severity: if most.z >= HIGH { Severity::High } else { Severity::Medium },
        score: (most.z * 100.0).round() / 100.0,
        why: why(&most),
        at,
        evidence: evidence.map(|(_, record)| record.id.clone()).collect(),
        ..Signal::default()
    })
}

fn tally<'a>(events: &[(Moment, &Record)], to: Moment, window: &'a Window) -> Count<'a> {
    let from = to.plus_seconds(-i64::from(window.hours) * 3600);
    let past = from.plus_seconds(-i64::from(PAST_HOURS) * 3600);
    let within = |low: Moment, high: Moment, old: bool| {
        let heard =
            events.iter().filter(|(time, record)| *time > low && *time <= high && (old || !record.backfill));
        heard.map(|(_, record)| record.voice_key()).collect::<BTreeSet<_>>().len()
    };
    let (voices, before) = (within(from, to, false), within(past, from, true));
    let expected = (before as f64 + 0.5) / f64::from(PAST_HOURS / window.hours);
    let z = 2.0 * ((voices as f64).sqrt() - expected.sqrt());
    Count { window, z, expected, voices, from, to }
}

fn why(most: &Count<'_>) -> String {
    format!(
        "{} in {} h (to {} UTC) where {:.2} were expected from the {PAST_HOURS} h before; z = 2(√{} − √{:.2}) = {:.2}",
        count(most.voices, "voice"),
        most.window.hours,
        clock(most.to),
        most.expected,
        most.voices,
        most.expected,
        most.z
    )
}

#[cfg(test)]
mod tests {
    use super::velocity;
    use crate::story::{Moment, Record, Severity};

    fn story(events: &[(&str, i64)]) -> Vec<Record> {
        let record = |(at, (voice, minute)): (usize, &(&str, i64))| Record {
            id: at.to_string().into(),
            publisher: Some((*voice).to_owned()),
            published_at: Some(Moment::from_micros(minute * 60_000_000)),
            ..Record::default()
        };
        events.iter().enumerate().map(record).collect()
    }

    fn fires(events: &[(&str, i64)]) -> Option<(Moment, Severity, String, usize)> {
        let records = story(events);
        let signal = velocity(&records.iter().collect::<Vec<_>>(), Moment::from_micros(i64::MAX))?;
        Some((signal.at, signal.severity, signal.why, signal.evidence.len()))
    }

    #[test]
    fn four_voices_in_an_hour_tip_it() {
        let (at, severity, why, evidence) = fires(&[("a", 0), ("b", 20), ("c", 40), ("d", 50)]).unwrap();
        assert_eq!(at, Moment::from_micros(50 * 60_000_000));
        assert_eq!((severity, evidence), (Severity::Medium, 4));
        assert_eq!(
            why,
            "4 voices in 1 h (to 00:50 UTC) where 0.02 were expected from the 24 h before; z = 2(√4 − √0.02) = 3.71"
        );
    }

    #[test]
    fn old_news_of_a_source_just_added_tips_nothing() {
        let mut records = story(&[("a", 0), ("b", 20), ("c", 40), ("d", 50)]);
        records[3].backfill = true;
        let fires =
            |records: &[Record]| velocity(&records.iter().collect::<Vec<_>>(), Moment::from_micros(i64::MAX));
        assert_eq!(fires(&records), None);
        let mut more = story(&[("a", 0), ("b", 20), ("c", 40), ("d", 50), ("e", 55)]);
        more[4].backfill = true;
        assert_eq!(fires(&more).unwrap().evidence.len(), 4, "nor does it take anything away");
    }

    #[test]
    fn one_voice_four_times_is_one_voice() {
        assert_eq!(fires(&[("a", 0), ("a", 20), ("a", 40), ("b", 50)]), None);
    }

    #[test]
    fn a_steady_story_does_not_outrun_itself() {
        let outlets: Vec<String> = (0..40).map(|n| format!("v{n}")).collect();
        let steady: Vec<(&str, i64)> =
            outlets.iter().zip(0..).map(|(v, n)| (v.as_str(), 24 * 60 + n * 30)).collect();
        let late = steady.get(39).unwrap().1;
        let (at, ..) = fires(&steady).unwrap();
        assert!(at < Moment::from_micros(late * 60_000_000), "only while it was young");
    }
}

//! A story unlike any before it, told by several from the start.

use crate::story::{Moment, RecordId, Severity, Signal, SignalKind};

use super::recent::Recent;
use super::trust::{Finding, clock, count, figure, last, one_each};
use super::{Rules, Story};

/// The name of the figure by which such a signal is known again.
const DISTANCE: &str = "distance";

/// The opening of a story, if it lay far enough from every other and enough voices tell it within the first hours. It
/// fires once. A story whose opening was already there when its source was first gathered is old news, however unlike
/// the others it is; and where there was no other story, nothing can be said of newness.
pub(super) fn opening(
    story: &Story<'_>,
    recent: &Recent<'_>,
    fired: &[Signal],
    rules: &Rules,
) -> Option<Signal> {
    let distance = story.distance?;
    if distance < rules.new_distance
        || recent.voices < rules.new_voices
        || last(fired, &SignalKind::Novelty, DISTANCE).is_some()
    {
        return None;
    }
    let first = recent.events.first().filter(|_| recent.is_whole)?;
    let until = first.at.plus_seconds((rules.new_hours * 3600.0) as i64);
    let early = recent.events.iter().take_while(|event| event.at <= until);
    if first.record.backfill {
        return None;
    }
    let evidence = one_each(early.filter(|event| !event.record.backfill));
    let voices = evidence.len();
    if voices < rules.new_voices {
        return None;
    }
    Some(signal(story, recent, evidence, (first.at, distance), rules))
}

fn signal(
    story: &Story<'_>,
    recent: &Recent<'_>,
    evidence: Vec<RecordId>,
    (opened, distance): (Moment, f64),
    rules: &Rules,
) -> Signal {
    let voices = evidence.len();
    let margin = (voices as f64 / rules.new_voices.max(1) as f64).min(distance / rules.new_distance);
    let figures = vec![
        figure(DISTANCE, distance, ""),
        figure("distance needed", rules.new_distance, ""),
        figure("voices", voices as f64, ""),
        figure("voices needed", rules.new_voices as f64, ""),
        figure("window", rules.new_hours, "h"),
    ];
    let many = voices >= rules.new_voices * 2;
    let finding = Finding {
        kind: SignalKind::Novelty,
        severity: if many { Severity::High } else { Severity::Medium },
        score: distance,
        why: format!(
            "opened {} UTC at distance {distance:.2} from the nearest story ({:.2} needed), and {} told it within {} h \
             ({} needed)",
            clock(opened),
            rules.new_distance,
            count(voices, "voice"),
            rules.new_hours,
            rules.new_voices,
        ),
        at: recent.last().unwrap_or(opened),
        evidence,
        figures,
        passages: Vec::new(),
        margin,
    };
    finding.told(story)
}

#[cfg(test)]
mod tests {
    use crate::signal::{Freshness, Rules, Story, hear};
    use crate::story::{Cluster, Moment, Record, SignalKind};

    fn told(hours: &[i64]) -> Vec<Record> {
        let record = |(at, hour): (usize, &i64)| Record {
            id: at.to_string().into(),
            publisher: Some(format!("Paper {at}")),
            published_at: Some(Moment::from_micros(hour * 3_600_000_000)),
            ..Record::default()
        };
        hours.iter().enumerate().map(record).collect()
    }

    fn heard(records: &[Record], distance: Option<f64>) -> Vec<String> {
        let members: Vec<&Record> = records.iter().collect();
        let cluster = Cluster { first_at: records[0].time(), ..Cluster::default() };
        let freshness = Freshness { speak: 5, fresh: 4 };
        let story = Story { distance, freshness, ..Story::of(&cluster, &members) };
        let now = Moment::from_micros(1_000_000_000_000);
        let signals = hear(&story, &[], now, &Rules::default());
        assert!(signals.iter().all(|signal| signal.kind == SignalKind::Novelty && signal.caution.is_some()));
        assert_eq!(hear(&story, &signals, now, &Rules::default()), [], "it opens only once");
        signals.into_iter().map(|signal| signal.why).collect()
    }

    #[test]
    fn a_story_unlike_any_other_is_new_once_three_tell_it() {
        let why = "opened 00:00 UTC at distance 0.90 from the nearest story (0.75 needed), and 3 voices told it within 6 h \
                   (3 needed)";
        assert_eq!(heard(&told(&[0, 2, 5]), Some(0.9)), [why]);
        for (hours, distance) in
            [(&[0, 2][..], Some(0.9)), (&[0, 2, 5], Some(0.7)), (&[0, 2, 7], Some(0.9)), (&[0, 2, 5], None)]
        {
            assert_eq!(heard(&told(hours), distance), [""; 0], "{hours:?} {distance:?}");
        }
        let mut old = told(&[0, 2, 5]);
        old[0].backfill = true;
        assert_eq!(heard(&old, Some(0.9)), [""; 0], "what was there before is old news");
    }
}

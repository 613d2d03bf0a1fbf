//! Whatever comes, something sound is heard: no panic, passages that point at their words, the same again.

use proptest::prelude::*;

use super::{Freshness, Past, Rules, Story, Tide, hear};
use crate::story::{Cluster, Moment, Record, SignalKind, SourceKind, SpanField};

/// Knows nothing.
#[derive(Debug)]
struct Blank;

impl Past for Blank {
    fn texts(&self) -> u64 {
        0
    }
    fn texts_with(&self, _: &str) -> u64 {
        0
    }
}

fn texts() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        Just(None),
        "\\PC{0,60}".prop_map(Some),
        "(The port|Jane Doe of NATO|Port Alder) (denied|said|saw) (that )?(3|14|five|\\$2 million|12 %) (people|metres|boats) [A-Z]?[a-z]{1,6}\\.?".prop_map(Some),
    ]
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    let one = (texts(), texts(), 0..6_u8, 0..2_000_i64, 0..9_u8);
    proptest::collection::vec(one, 0..24).prop_map(|all| {
        let record = |(at, (title, text, voice, minute, kind)): (usize, (_, _, u8, i64, u8))| Record {
            id: format!("{at:03}").into(),
            kind: if kind % 3 == 0 { SourceKind::Bluesky } else { SourceKind::News },
            title,
            text,
            publisher: (voice > 0).then(|| format!("v{voice}")),
            published_at: match kind {
                0 => None,
                1 => Some(Moment::from_micros(i64::MAX)),
                2 => Some(Moment::from_micros(i64::MIN)),
                _ => Some(Moment::from_micros(minute * 60_000_000)),
            },
            backfill: kind == 4,
            ..Record::default()
        };
        all.into_iter().enumerate().map(record).collect()
    })
}

proptest! {
    #[test]
    fn any_story_can_be_heard(records in records(), distance: Option<f64>, published in texts(), bounds in 0..3_usize) {
        let mut members: Vec<&Record> = records.iter().collect();
        members.sort_by_key(|record| record.time());
        let copies = records.iter().step_by(5).map(|record| record.id.clone()).collect();
        let cluster = Cluster { copies, first_at: members.first().and_then(|r| r.time()), ..Cluster::default() };
        let mut rules = Rules { new_voices: bounds, accounts: bounds, framing_records: bounds, ..Rules::default() };
        rules.windows[0].voices = bounds;
        let mut tide = Tide::default();
        for record in &records {
            tide.note(record.time().unwrap_or_default(), Moment::from_micros(0));
        }
        let story = Story {
            distance,
            published: published.as_deref(),
            freshness: Freshness { speak: bounds, fresh: 9 },
            tide: Some(&tide),
            past: Some(&Blank),
            ..Story::of(&cluster, &members)
        };
        let now = Moment::from_micros(2_000 * 60_000_000);
        let heard = hear(&story, &[], now, &rules);
        prop_assert_eq!(&heard, &hear(&story, &[], now, &rules));
        for signal in &heard {
            prop_assert!((0.0..=1.0).contains(&signal.confidence), "{:?}", signal);
            prop_assert!(!signal.why.is_empty() && !signal.evidence.is_empty() && !signal.figures.is_empty());
            prop_assert!(signal.figures.iter().all(|figure| !figure.value.is_nan()), "{:?}", signal);
            for passage in &signal.passages {
                let record = records.iter().find(|record| record.id == passage.record).unwrap();
                let stored = match passage.span.field {
                    SpanField::Title => record.title.as_deref().unwrap_or_default(),
                    SpanField::Text => record.words(),
                };
                prop_assert_eq!(passage.span.cut(stored), Some(passage.words.as_str()));
            }
        }
        let again: Vec<_> = hear(&story, &heard, now, &rules).into_iter().map(|signal| signal.kind).collect();
        prop_assert!(again.iter().all(|kind| *kind != SignalKind::Velocity), "the cooldown holds: {:?}", again);
    }
}

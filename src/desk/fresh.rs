//! Who normally speaks where a story belongs, and whether they are up to date.
//!
//! A story belongs to the beat that most of its sources are filed under; it is not read for that, since it is asked at
//! every arrival. Those who normally speak there are the sources that are asked at all, brought something within the last
//! two weeks, and are filed under that beat, or under none; where its sources have no beat, all that brought something. A
//! source is up to date if its last try went well and the next one is not overdue by more than an hour.

use std::collections::BTreeMap;

use crate::signal::Freshness;
use crate::story::{Moment, Record, SourceState, Standing};

/// A source may be asked so many seconds late.
const LATE_SECONDS: i64 = 3600;

/// How the sources of a wire fare, as far as signals are concerned.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    beats: BTreeMap<String, String>,
    speakers: Vec<Speaker>,
}

#[derive(Debug, Clone)]
struct Speaker {
    beat: String,
    fresh: bool,
}

impl Sources {
    /// As they stand now.
    pub fn of(states: &[SourceState], now: Moment) -> Self {
        let overdue = now.plus_seconds(-LATE_SECONDS);
        let speaks = |state: &&SourceState| {
            state.standing == Standing::On && state.days.iter().any(|records| *records > 0)
        };
        let speaker = |state: &SourceState| Speaker {
            beat: state.beat.clone(),
            fresh: state.failures == 0
                && state.gathered_at.is_some()
                && state.next_at.is_none_or(|next| next >= overdue),
        };
        let filed = states.iter().filter(|state| !state.beat.is_empty());
        Self {
            beats: filed.map(|state| (state.name.to_string(), state.beat.clone())).collect(),
            speakers: states.iter().filter(speaks).map(speaker).collect(),
        }
    }

    /// How many of those who normally speak where these records belong are up to date.
    pub fn freshness(&self, members: &[&Record]) -> Freshness {
        if self.speakers.is_empty() {
            return Freshness::default();
        }
        let beat = self.beat(members);
        let speaks =
            |speaker: &&Speaker| speaker.beat.is_empty() || beat.is_none_or(|beat| beat == speaker.beat);
        let speakers = self.speakers.iter().filter(speaks);
        Freshness { speak: speakers.clone().count(), fresh: speakers.filter(|speaker| speaker.fresh).count() }
    }

    /// The beat that most of their sources are filed under; the first of equals.
    fn beat(&self, members: &[&Record]) -> Option<&str> {
        let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
        for record in members {
            if let Some(beat) = record.source.as_ref().and_then(|source| self.beats.get(source.as_str())) {
                *votes.entry(beat).or_default() += 1;
            }
        }
        let most = votes.values().max().copied()?;
        votes.into_iter().find(|(_, votes)| *votes == most).map(|(beat, _)| beat)
    }
}

#[cfg(test)]
mod tests {
    use super::Sources;
    use crate::signal::Freshness;
    use crate::story::{Moment, Record, SourceState, Standing};

    fn state(name: &str, beat: &str, next: i64, failures: u32) -> SourceState {
        let hour = |hours: i64| Some(Moment::from_micros(0).plus_seconds(3600 * hours));
        SourceState {
            name: name.into(),
            beat: beat.to_owned(),
            failures,
            gathered_at: hour(0),
            next_at: hour(next),
            days: vec![0, 3],
            ..SourceState::default()
        }
    }

    #[test]
    fn those_of_the_beat_count_and_those_of_none() {
        let silent = SourceState { days: vec![0; 14], ..state("silent", "sea", 9, 0) };
        let off = SourceState { standing: Standing::Off, ..state("off", "sea", 9, 0) };
        let states = [
            state("a", "sea", 11, 0),
            state("b", "sea", 8, 0),
            state("c", "", 11, 2),
            state("d", "sky", 11, 0),
            silent,
            off,
        ];
        let sources = Sources::of(&states, Moment::from_micros(0).plus_seconds(10 * 3600));
        let told = |source: &str| Record { source: Some(source.into()), ..Record::default() };
        let (a, c, unknown) = (told("a"), told("c"), Record::default());
        let fresh = |members: &[&Record]| sources.freshness(members);
        assert_eq!(fresh(&[&a, &unknown]), Freshness { speak: 3, fresh: 1 }, "one is overdue, one fails");
        assert_eq!(fresh(&[&c, &unknown]), Freshness { speak: 4, fresh: 2 }, "no beat: all of them");
        assert_eq!(Sources::default().freshness(&[&a]), Freshness::default());
    }
}

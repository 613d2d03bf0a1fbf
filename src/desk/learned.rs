//! What the beats of a wire sound like, learned from what was filed under them.
//!
//! A word speaks for a beat if it stands in several of its dispatches and seldom in those of others. That is counted anew
//! for each edition from the headlines and first sentences of the wire's newest dispatches, so there is nothing to keep
//! and nothing to go stale. Dispatches that were filed by likeness alone are left out by whoever counts: a mistake must
//! not teach itself.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::text::words::words;

/// Dispatches that are learned from.
pub const FROM: usize = 400;

/// A beat is learned once so many dispatches were filed under it, a word once so many of them have it.
const DISPATCHES: u32 = 5;
const TIMES: u32 = 2;

/// A word speaks for a beat from this on: so many times likelier there than elsewhere, as a logarithm.
const LIKELIER: f64 = 1.1;

/// So many words, which weigh so much, are plain likeness.
const PLAIN_WORDS: usize = 3;
const PLAIN: f64 = 5.0;

/// Words that are named for a reason.
const NAMED: usize = 3;

/// What the beats of a wire sound like.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Learned {
    beats: HashMap<String, Sound>,
    all: u32,
    /// In how many dispatches each word stands.
    words: HashMap<String, u32>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Sound {
    dispatches: u32,
    words: HashMap<String, u32>,
}

/// How like a story is to what was filed under a beat.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Likeness {
    /// 0 to 1.
    pub share: f64,
    /// So plain that it may speak alone.
    pub plain: bool,
    /// Words that say so, the most telling first.
    pub words: Vec<String>,
}

impl Learned {
    /// From dispatches: beat, headline and the sentence under it.
    pub fn of<'a>(filed: impl IntoIterator<Item = (&'a str, &'a str, &'a str)>) -> Self {
        let mut learned = Self::default();
        for (beat, headline, dek) in filed {
            learned.all += 1;
            let sound = learned.beats.entry(beat.to_owned()).or_default();
            sound.dispatches += 1;
            let keys = [headline, dek].into_iter().flat_map(|text| words(text, None)).map(|word| word.key);
            for key in keys.collect::<HashSet<_>>() {
                *sound.words.entry(key.clone()).or_default() += 1;
                *learned.words.entry(key).or_default() += 1;
            }
        }
        learned
    }

    /// How like a story with these words is to what was filed under a beat, by the beat's label; `None` where too little
    /// was, or nothing of it is alike.
    pub fn likeness(&self, beat: &str, keys: &BTreeSet<&str>) -> Option<Likeness> {
        let sound = self.beats.get(beat).filter(|sound| sound.dispatches >= DISPATCHES)?;
        let elsewhere = f64::from(self.all - sound.dispatches) + 1.0;
        let mut found: Vec<(f64, &str)> = Vec::new();
        for key in keys {
            let Some(times) = sound.words.get(*key).copied().filter(|times| *times >= TIMES) else {
                continue;
            };
            let others = self.words.get(*key).copied().unwrap_or_default().saturating_sub(times);
            let here = f64::from(times) / f64::from(sound.dispatches);
            let likelier = (here / ((f64::from(others) + 0.5) / elsewhere)).ln();
            if likelier >= LIKELIER {
                found.push((likelier.min(3.0), key));
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let sum: f64 = found.iter().map(|(likelier, _)| likelier).sum();
        (!found.is_empty()).then(|| Likeness {
            share: (sum / (2.0 * PLAIN)).min(1.0),
            plain: found.len() >= PLAIN_WORDS && sum >= PLAIN,
            words: found.into_iter().take(NAMED).map(|(_, key)| key.to_owned()).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Learned;

    fn wire() -> Learned {
        let science =
            ("Science", "Survey finds lake under the glacier", "A radar survey found water under the ice.");
        let sea = ("Sea", "Ferry keeps its winter timetable", "The operator of the ferry said so.");
        Learned::of([science, sea].into_iter().cycle().take(12))
    }

    #[test]
    fn what_sounds_alike_is_told_with_its_words() {
        let learned = wire();
        let like = |beat: &str, words: &[&str]| {
            learned.likeness(beat, &words.iter().copied().collect::<BTreeSet<_>>())
        };
        let found = like("Science", &["glacier", "radar", "survey", "swan"]).unwrap();
        assert!(found.plain && found.share > 0.3, "{found:?}");
        assert_eq!(found.words, ["glacier", "radar", "survey"]);
        assert!(!like("Science", &["glacier"]).unwrap().plain, "one word is not enough");
        assert_eq!(like("Sea", &["glacier", "radar", "survey"]), None);
        assert_eq!(like("World", &["glacier"]), None);
        assert_eq!(Learned::default().likeness("Sea", &BTreeSet::new()), None);
    }
}

//! How common words are here, by what came in, on top of how common they are in news at large.
//!
//! A wire about the Olympic Games soon knows that "Olympic" tells it nothing.

use std::sync::Arc;

use crate::text::hash::{Numbered, both, stable};

use super::background::{Background, Seen};
use super::pack::{Pack, Unpack};

/// How common words are, by language.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counts {
    background: Arc<Background>,
    texts: Numbered<u32>,
    words: Numbered<Tally>,
}

/// The counts of a word that came in here. Those of the table stand beside them, so that one look tells both.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Tally {
    here: Seen,
    table: Seen,
}

impl Tally {
    fn both(self) -> Seen {
        let Self { here, table } = self;
        Seen {
            texts: here.texts.saturating_add(table.texts),
            telling: here.telling.saturating_add(table.telling),
            capital: here.capital.saturating_add(table.capital),
        }
    }
}

impl Seen {
    /// How much it tells, in a language of so many texts ([`Counts::texts_in`]): ln(1 + N / n) for a word in n of N texts.
    /// Ten texts without it are assumed beforehand, so that a language nobody spoke here yet has no certain words.
    pub(super) fn rarity(self, texts: u32) -> f64 {
        (1.0 + (f64::from(texts) + 10.0) / (f64::from(self.texts) + 0.1)).ln()
    }

    /// It is written with a capital more often than not.
    pub(super) fn is_name(self) -> bool {
        u64::from(self.capital) * 2 > u64::from(self.telling)
    }
}

/// So many words are remembered; then what is rare is forgotten, and the rest counts half.
const MOST: usize = 60_000;

impl Default for Counts {
    fn default() -> Self {
        Self::upon(Background::shipped())
    }
}

impl Counts {
    pub(super) fn upon(background: Arc<Background>) -> Self {
        Self { background, texts: Numbered::default(), words: Numbered::default() }
    }

    /// Counts a text, by its different words; `capital` is `None` where the spelling tells nothing. Tells of each word what
    /// is known of it then, here and in the table.
    pub(super) fn learn(&mut self, language: u64, words: &[(u64, Option<bool>)]) -> Vec<Seen> {
        let texts = self.texts.entry(language).or_default();
        *texts = texts.saturating_add(1);
        let mut learn = |(word, capital): &(u64, Option<bool>)| {
            let word = both(language, *word);
            let first = || Tally { here: Seen::default(), table: self.background.seen(word) };
            let tally = self.words.entry(word).or_insert_with(first);
            let seen = &mut tally.here;
            seen.texts = seen.texts.saturating_add(1);
            seen.telling = seen.telling.saturating_add(u32::from(capital.is_some()));
            seen.capital = seen.capital.saturating_add(u32::from(*capital == Some(true)));
            tally.both()
        };
        let known: Vec<Seen> = words.iter().map(&mut learn).collect();
        if self.words.len() <= MOST {
            return known;
        }
        while self.words.len() > MOST {
            self.fade();
        }
        words.iter().map(|(word, _)| self.heard(both(language, *word))).collect()
    }

    fn fade(&mut self) {
        self.texts.values_mut().for_each(|texts| *texts /= 2);
        self.words.retain(|_, Tally { here: seen, .. }| {
            *seen = Seen { texts: seen.texts / 2, telling: seen.telling / 2, capital: seen.capital / 2 };
            seen.texts > 0
        });
    }

    /// Texts of a language, here and in the table.
    pub(super) fn texts_in(&self, language: u64) -> u32 {
        let of = |texts: &Numbered<u32>| texts.get(&language).copied().unwrap_or(0);
        of(&self.texts).saturating_add(of(&self.background.texts))
    }

    /// What is known of a word of a language, here and in the table.
    fn heard(&self, word: u64) -> Seen {
        self.words.get(&word).map_or_else(|| self.background.seen(word), |tally| tally.both())
    }

    /// Texts counted, in every language, here and in the table.
    pub(super) fn texts(&self) -> u64 {
        self.texts.values().chain(self.background.texts.values()).map(|texts| u64::from(*texts)).sum()
    }

    /// Those of them that have the word of this key.
    pub(super) fn texts_with(&self, key: &str) -> u64 {
        let word = stable(key.as_bytes());
        let here = self.texts.keys().filter(|language| !self.background.texts.contains_key(*language));
        let languages = self.background.texts.keys().chain(here);
        languages.map(|language| u64::from(self.heard(both(*language, word)).texts)).sum()
    }

    pub(super) fn pack(&self, pack: &mut Pack) {
        let mut texts: Vec<(u64, u32)> = self.texts.iter().map(|(spoken, texts)| (*spoken, *texts)).collect();
        texts.sort_unstable();
        pack.rising(texts.iter().map(|(spoken, _)| *spoken));
        for (_, texts) in texts {
            pack.number(u64::from(texts));
        }
        let mut words: Vec<(u64, Seen)> =
            self.words.iter().map(|(word, tally)| (*word, tally.here)).collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        pack.rising(words.iter().map(|(word, _)| *word));
        for (_, seen) in words {
            for number in [seen.texts, seen.telling, seen.capital] {
                pack.number(u64::from(number));
            }
        }
    }

    /// Takes in what was packed.
    pub(super) fn unpack(&mut self, read: &mut Unpack<'_>) -> Option<()> {
        let languages = read.rising()?;
        let texts =
            languages.into_iter().map(|spoken| Some((spoken, small(read)?))).collect::<Option<_>>()?;
        let words = read.rising()?;
        let tally = |word| {
            let here = Seen { texts: small(read)?, telling: small(read)?, capital: small(read)? };
            Some((word, Tally { here, table: self.background.seen(word) }))
        };
        self.words = words.into_iter().map(tally).collect::<Option<_>>()?;
        self.texts = texts;
        Some(())
    }
}

fn small(read: &mut Unpack<'_>) -> Option<u32> {
    u32::try_from(read.number()?).ok()
}

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
    words: Numbered<Seen>,
}

/// What a word is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Heard {
    /// How much it tells: ln(1 + N / n) for a word in n of N texts of its language. Ten texts without it are assumed
    /// beforehand, so that a language nobody spoke here yet has no certain words.
    pub(super) rarity: f64,
    /// It is written with a capital more often than not.
    pub(super) name: bool,
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

    /// Counts a text, by its different words; `capital` is `None` where the spelling tells nothing.
    pub(super) fn learn(&mut self, language: u64, words: impl Iterator<Item = (u64, Option<bool>)>) {
        let texts = self.texts.entry(language).or_default();
        *texts = texts.saturating_add(1);
        for (word, capital) in words {
            let seen = self.words.entry(both(language, word)).or_default();
            seen.texts = seen.texts.saturating_add(1);
            seen.telling = seen.telling.saturating_add(u32::from(capital.is_some()));
            seen.capital = seen.capital.saturating_add(u32::from(capital == Some(true)));
        }
        while self.words.len() > MOST {
            self.fade();
        }
    }

    fn fade(&mut self) {
        self.texts.values_mut().for_each(|texts| *texts /= 2);
        self.words.retain(|_, seen| {
            *seen = Seen { texts: seen.texts / 2, telling: seen.telling / 2, capital: seen.capital / 2 };
            seen.texts > 0
        });
    }

    /// Texts of a language, here and in the table.
    pub(super) fn texts_in(&self, language: u64) -> u32 {
        let of = |texts: &Numbered<u32>| texts.get(&language).copied().unwrap_or(0);
        of(&self.texts).saturating_add(of(&self.background.texts))
    }

    /// What is known of a word in a language of so many texts ([`Counts::texts_in`]), here and in the table.
    pub(super) fn heard(&self, (language, texts): (u64, u32), word: u64) -> Heard {
        let word = both(language, word);
        let (here, table) = (self.seen(word), self.known(word));
        let with = f64::from(here.texts) + f64::from(table.texts);
        Heard {
            rarity: (1.0 + (f64::from(texts) + 10.0) / (with + 0.1)).ln(),
            name: (here.capital + table.capital) * 2 > here.telling + table.telling,
        }
    }

    fn seen(&self, word: u64) -> Seen {
        self.words.get(&word).copied().unwrap_or_default()
    }

    fn known(&self, word: u64) -> Seen {
        self.background.words.get(&word).copied().unwrap_or_default()
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
        let with = |language: &u64| {
            let word = both(*language, word);
            u64::from(self.seen(word).texts) + u64::from(self.known(word).texts)
        };
        languages.map(with).sum()
    }

    pub(super) fn pack(&self, pack: &mut Pack) {
        let mut texts: Vec<(u64, u32)> = self.texts.iter().map(|(spoken, texts)| (*spoken, *texts)).collect();
        texts.sort_unstable();
        pack.rising(texts.iter().map(|(spoken, _)| *spoken));
        for (_, texts) in texts {
            pack.number(u64::from(texts));
        }
        let mut words: Vec<(u64, Seen)> = self.words.iter().map(|(word, seen)| (*word, *seen)).collect();
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
        let seen =
            |word| Some((word, Seen { texts: small(read)?, telling: small(read)?, capital: small(read)? }));
        self.words = words.into_iter().map(seen).collect::<Option<_>>()?;
        self.texts = texts;
        Some(())
    }
}

fn small(read: &mut Unpack<'_>) -> Option<u32> {
    u32::try_from(read.number()?).ok()
}

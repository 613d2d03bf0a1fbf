//! How common words are here, by what came in, on top of how common they are in news at large.
//!
//! A wire about the Olympic Games soon knows that "Olympic" tells it nothing.

use std::sync::Arc;

use crate::text::hash::Numbered;

use super::background::{Background, Seen};
use super::pack::{Pack, Unpack};

/// How common words are.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counts {
    background: Arc<Background>,
    texts: u32,
    words: Numbered<Seen>,
}

/// So many words are remembered; then what is rare is forgotten, and the rest counts half.
const MOST: usize = 40_000;

impl Default for Counts {
    fn default() -> Self {
        Self::upon(Background::shipped())
    }
}

impl Counts {
    pub(super) fn upon(background: Arc<Background>) -> Self {
        Self { background, texts: 0, words: Numbered::default() }
    }

    /// Counts a text, by its different words; `capital` is `None` where the spelling tells nothing.
    pub(super) fn learn(&mut self, words: impl Iterator<Item = (u64, Option<bool>)>) {
        self.texts = self.texts.saturating_add(1);
        for (word, capital) in words {
            let seen = self.words.entry(word).or_default();
            seen.texts = seen.texts.saturating_add(1);
            if let Some(capital) = capital {
                seen.telling += 1;
                seen.capital += u32::from(capital);
            }
        }
        while self.words.len() > MOST {
            self.fade();
        }
    }

    fn fade(&mut self) {
        self.texts /= 2;
        self.words.retain(|_, seen| {
            *seen = Seen { texts: seen.texts / 2, telling: seen.telling / 2, capital: seen.capital / 2 };
            seen.texts > 0
        });
    }

    /// How much a word tells: ln(1 + (N + ½) / (n + ½)) for a word in n of N texts, here and in the table.
    pub(super) fn idf(&self, word: u64) -> f64 {
        let table = &self.background;
        let with = f64::from(self.seen(word).texts) + f64::from(table.seen(word).texts);
        let all = f64::from(self.texts) + f64::from(table.texts);
        (1.0 + (all + 0.5) / (with + 0.5)).ln()
    }

    /// Texts counted, here and in the table.
    pub(super) fn texts(&self) -> u64 {
        u64::from(self.texts) + u64::from(self.background.texts)
    }

    /// Those of them that a word stands in.
    pub(super) fn texts_with(&self, word: u64) -> u64 {
        u64::from(self.seen(word).texts) + u64::from(self.background.seen(word).texts)
    }

    /// True for a word that is written with a capital more often than not.
    pub(super) fn is_name(&self, word: u64) -> bool {
        let (here, table) = (self.seen(word), self.background.seen(word));
        (here.capital + table.capital) * 2 > here.telling + table.telling
    }

    fn seen(&self, word: u64) -> Seen {
        self.words.get(&word).copied().unwrap_or_default()
    }

    pub(super) fn pack(&self, pack: &mut Pack) {
        let mut words: Vec<(u64, Seen)> = self.words.iter().map(|(word, seen)| (*word, *seen)).collect();
        words.sort_unstable_by_key(|(word, _)| *word);
        pack.number(u64::from(self.texts));
        pack.rising(words.iter().map(|(word, _)| *word));
        for (_, seen) in words {
            for number in [seen.texts, seen.telling, seen.capital] {
                pack.number(u64::from(number));
            }
        }
    }

    /// Takes in what was packed.
    pub(super) fn unpack(&mut self, read: &mut Unpack<'_>) -> Option<()> {
        let texts = small(read)?;
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

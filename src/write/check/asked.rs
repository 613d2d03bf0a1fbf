//! A claim as the rules see it.

use std::cell::OnceCell;
use std::ops::Range;

use crate::text::quotes::quotes;

use super::figures::{Figure, claimed};
use super::foreign::{self, Foreign};
use super::lexicon::{Kind, Lexicon, Token};
use super::{meta, name};

/// Bits there are for words and figures; what goes beyond them is not counted.
const BITS: usize = 128;

/// A claim, read.
#[derive(Debug)]
pub(super) struct Asked<'c> {
    pub(super) text: &'c str,
    /// Its words in order; places are bytes of the claim.
    pub(super) tokens: Vec<Token>,
    /// The words that carry it, each once.
    pub(super) keys: Vec<u32>,
    /// Its numbers and dates.
    pub(super) figures: Vec<Figure>,
    /// Its names, as ranges of its words.
    pub(super) names: Vec<Range<usize>>,
    /// What stands between quotation marks.
    pub(super) quotes: Vec<Range<usize>>,
    /// The bit of each word's number, and one more; 0 for none.
    bits: Vec<u8>,
    /// The bits of words in names.
    heavy: u128,
    /// What stands in it that should not, unless a record has it; asked for each record and found once.
    odd: OnceCell<Odd>,
}

/// What should not stand in a claim, unless a record has it.
#[derive(Debug)]
pub(super) struct Odd {
    pub(super) foreign: Vec<(Foreign, String)>,
    /// Talk about the writing, outside quotations.
    pub(super) talk: Option<&'static str>,
}

impl<'c> Asked<'c> {
    pub(super) fn new(text: &'c str, language: &str, lexicon: &Lexicon) -> Self {
        let tokens = lexicon.read(text, language);
        let figures = claimed(text);
        let quotes = quotes(text).into_iter().map(|quote| quote.inner).collect();
        let names = name::names(text, &tokens, &figures, language);
        let in_figure = |token: &Token| {
            figures.iter().any(|figure| {
                (token.at as usize) < figure.range.end && figure.range.start < token.end as usize
            })
        };
        let room = BITS.saturating_sub(figures.len());
        let mut keys: Vec<u32> = Vec::new();
        for token in tokens.iter().filter(|token| token.tells() && !in_figure(token)) {
            if !keys.contains(&token.key) && keys.len() < room {
                keys.push(token.key);
            }
        }
        let mut bits = vec![0; keys.iter().max().map_or(0, |most| *most as usize + 1)];
        let mut heavy = 0;
        for (bit, key) in keys.iter().enumerate() {
            bits[*key as usize] = bit as u8 + 1;
            let named = names.iter().flat_map(|name| &tokens[name.clone()]).any(|token| token.key == *key);
            heavy |= u128::from(named) << bit;
        }
        Self { text, tokens, keys, figures, names, quotes, bits, heavy, odd: OnceCell::new() }
    }

    /// Which of its words and figures stand among these: a bit for each word, then one for each figure.
    pub(super) fn mask(&self, tokens: &[Token], figures: &[Figure]) -> u128 {
        let mut mask = 0;
        for token in tokens {
            let bit = self.bits.get(token.key as usize).copied().unwrap_or_default();
            if bit > 0 {
                mask |= 1 << (bit - 1);
            }
        }
        for (at, asked) in self.figures.iter().enumerate().take(BITS - self.keys.len()) {
            if figures.iter().any(|figure| asked.value.is_said_by(&figure.value)) {
                mask |= 1 << (self.keys.len() + at);
            }
        }
        mask
    }

    /// How much a mask is worth: names and figures count double.
    pub(super) fn weight(&self, mask: u128) -> u32 {
        let figures = mask >> self.keys.len().min(BITS - 1);
        let figures = if self.keys.len() >= BITS { 0 } else { figures };
        mask.count_ones() + (mask & self.heavy).count_ones() + figures.count_ones()
    }

    /// How many of the words a mask holds.
    pub(super) fn words_in(&self, mask: u128) -> usize {
        let all = if self.keys.len() >= BITS { u128::MAX } else { (1 << self.keys.len()) - 1 };
        (mask & all).count_ones() as usize
    }

    /// The same without the words of names.
    pub(super) fn plain_in(&self, mask: u128) -> usize {
        self.words_in(mask & !self.heavy)
    }

    /// What stands in it that should not.
    pub(super) fn odd(&self) -> &Odd {
        self.odd.get_or_init(|| {
            let mut unquoted = self.text.to_owned();
            for quoted in self.quotes.iter().rev() {
                unquoted.replace_range(quoted.clone(), "");
            }
            Odd { foreign: foreign::foreign(self.text), talk: meta::talk(&unquoted) }
        })
    }

    /// True if it stands in quotation marks.
    pub(super) fn is_quoted(&self, token: &Token) -> bool {
        self.quotes.iter().any(|quote| quote.start <= token.at as usize && (token.end as usize) <= quote.end)
    }

    /// True if one of its words outside quotations is of this kind.
    pub(super) fn has(&self, kind: Kind) -> bool {
        self.tokens.iter().any(|token| token.kind.is(kind) && !self.is_quoted(token))
    }
}

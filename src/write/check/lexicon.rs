//! Words numbered, each looked up once: what a desk knows of the words of a story.
//!
//! The same few thousand words stand in all the records of a story, and stemming one takes longer than finding it again.

use std::cell::RefCell;
use std::ops::Range;

use foldhash::HashMap;

use unicode_segmentation::UnicodeSegmentation;

use crate::text::ordinary;
use crate::text::words::{Word, folded, is_cjk};

use super::cues;

/// One word of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Token {
    /// Two forms of a word have the same number.
    pub(super) key: u32,
    /// Where it begins and ends, in bytes of its text.
    pub(super) at: u32,
    pub(super) end: u32,
    /// What kind of a word it is.
    pub(super) kind: Kind,
}

/// What a word is and does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kind(u16);

impl Kind {
    /// It carries no story.
    pub(super) const STOP: Self = Self(1);
    /// It holds a digit.
    pub(super) const NUMBER: Self = Self(2);
    /// It turns a statement round.
    pub(super) const NEGATES: Self = Self(4);
    /// It supposes.
    pub(super) const SUPPOSES: Self = Self(8);
    /// It compares.
    pub(super) const COMPARES: Self = Self(16);
    /// It only says that somebody says so.
    pub(super) const REPORTS: Self = Self(32);
    /// It begins with a capital.
    pub(super) const CAPITAL: Self = Self(64);
    /// It has two capitals or more, and nothing else.
    pub(super) const ACRONYM: Self = Self(128);

    /// It is no name, whatever its capital.
    pub(super) const ORDINARY: Self = Self(256);

    /// True if it is one of these.
    pub(super) fn is(self, kind: Self) -> bool {
        self.0 & kind.0 != 0
    }

    /// All that both are.
    pub(super) fn and(self, kind: Self) -> Self {
        Self(self.0 | kind.0)
    }

    fn with(self, kind: Self, holds: bool) -> Self {
        if holds { self.and(kind) } else { self }
    }
}

impl Token {
    /// True for a word that carries the story: no stop word, no word of reporting, no turn.
    pub(super) fn tells(&self) -> bool {
        !self.kind.is(Kind::STOP) && !self.kind.is(Kind::REPORTS) && !self.kind.is(Kind::NEGATES)
    }
}

/// What is known of a token of one language: the number of its word, and the kind.
type Book = HashMap<String, (u32, Kind)>;

#[derive(Debug, Clone, Default)]
struct Pages {
    /// What is known of a token as it stands there, by language; few are met in one story.
    known: Vec<(String, Book)>,
    numbers: HashMap<String, u32>,
}

/// The words met so far.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon(RefCell<Pages>);

impl Lexicon {
    /// The words of `text` in order, stop words too; ideographs in pairs.
    pub(super) fn read(&self, text: &str, language: &str) -> Vec<Token> {
        self.read_part(text, &(0..text.len()), language)
    }

    /// Those of a part of `text`; their places are bytes of the whole.
    pub(super) fn read_part(&self, text: &str, part: &Range<usize>, language: &str) -> Vec<Token> {
        let mut pages = self.0.borrow_mut();
        let book = pages.book(language);
        let mut read = Vec::with_capacity(part.len() / 6);
        let mut ideograph: Option<usize> = None;
        for (offset, token) in text.get(part.clone()).unwrap_or_default().unicode_word_indices() {
            let at = part.start + offset;
            if !token.chars().all(is_cjk) {
                ideograph = None;
                let (key, kind) = pages.look_up(token, book, false);
                read.push(Token { key, at: at as u32, end: (at + token.len()) as u32, kind });
                continue;
            }
            for (offset, c) in token.char_indices() {
                let (here, end) = (at + offset, at + offset + c.len_utf8());
                let before = ideograph
                    .filter(|before| text.get(*before..here).is_some_and(|one| one.chars().count() == 1));
                if let Some(before) = before
                    && let Some(pair) = text.get(before..end)
                {
                    let (key, kind) = pages.look_up(pair, book, true);
                    read.push(Token { key, at: before as u32, end: end as u32, kind });
                }
                ideograph = Some(here);
            }
        }
        read
    }
}

impl Pages {
    /// Where the words of a language stand.
    fn book(&mut self, language: &str) -> usize {
        self.known.iter().position(|(known, _)| known == language).unwrap_or_else(|| {
            self.known.push((language.to_owned(), Book::default()));
            self.known.len() - 1
        })
    }

    fn look_up(&mut self, token: &str, book: usize, pair: bool) -> (u32, Kind) {
        let (language, words) = &mut self.known[book];
        if let Some(known) = words.get(token) {
            return *known;
        }
        let (key, kind) = Self::study(token, language, pair);
        let next = self.numbers.len() as u32;
        let number = *self.numbers.entry(key).or_insert(next);
        words.insert(token.to_owned(), (number, kind));
        (number, kind)
    }

    fn study(token: &str, language: &str, pair: bool) -> (String, Kind) {
        let straight = folded(token);
        let lower = straight.to_lowercase();
        let word = Word::of(&straight, pair, language);
        let letters = || token.chars().filter(|c| c.is_alphabetic());
        let acronym = letters().count() >= 2 && letters().all(char::is_uppercase);
        let bare = lower.strip_suffix("'s").unwrap_or(&lower);
        let capital = token.chars().next().is_some_and(char::is_uppercase);
        // `May` is a month; and only of a word with a capital does it matter whether it may be a name.
        let cue = if token == "May" { Kind::default() } else { cues::kind(&lower, language) };
        let kind = cue
            .with(Kind::STOP, word.is_none())
            .with(Kind::NUMBER, token.chars().any(char::is_numeric))
            .with(Kind::REPORTS, cues::reports(bare))
            .with(Kind::CAPITAL, capital)
            .with(Kind::ACRONYM, acronym)
            .with(Kind::ORDINARY, capital && ordinary::is_ordinary(bare, language));
        (word.map_or_else(|| bare.to_owned(), |word| word.key), kind)
    }
}

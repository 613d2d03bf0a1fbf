//! Words that were met before, so that the same word is not taken apart for every text.
//!
//! To find a word's stem costs more than all that is done with it afterwards, and most words of a text stood in one of the
//! last thousand texts too. What is remembered is what taking apart would give: nothing hangs on it but time.

use std::hash::BuildHasher;
use std::num::NonZeroU64;

use foldhash::quality::FixedState;

use crate::text::hash::{Numbered, stable};
use crate::text::words::{Word, form};

use super::script::plain;

/// So many spellings are remembered; then it begins anew.
const MOST: usize = 50_000;

/// A word as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Known {
    /// Of its stem.
    pub(super) stem: u64,
    /// Of its first letters, if it has enough of them.
    pub(super) beginning: Option<NonZeroU64>,
    /// It begins with a capital letter.
    pub(super) capital: bool,
    /// It is a number.
    pub(super) digits: bool,
}

/// What was met before, by language and spelling; `None` for a word without a story.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon(Numbered<Option<Known>>);

impl Lexicon {
    /// A token of a text (see [`crate::text::words::tokens`]) in a language, which comes as a code and as a number.
    pub(super) fn look_up(
        &mut self,
        token: &str,
        pair: bool,
        (code, language): (&str, u64),
    ) -> Option<Known> {
        let spelling = FixedState::with_seed(language).hash_one(token);
        if let Some(known) = self.0.get(&spelling) {
            return *known;
        }
        if self.0.len() >= MOST {
            self.0.clear();
        }
        let known = Word::of(token, pair, code).map(|word| Known {
            stem: stable(word.key.as_bytes()),
            beginning: beginning(token, pair).and_then(|letters| NonZeroU64::new(stable(letters.as_bytes()))),
            capital: word.capital,
            digits: word.number,
        });
        self.0.insert(spelling, known);
        known
    }
}

/// The first letters of a word of four and more, in one alphabet and without accents; with a mark, so that it is not taken
/// for the word itself. A number has none, nor has a pair of ideographs.
pub(super) fn beginning(token: &str, pair: bool) -> Option<String> {
    const LETTERS: usize = 5;
    if pair || token.chars().any(char::is_numeric) {
        return None;
    }
    if token.is_ascii() {
        let letters = form(token);
        let long = letters.len() >= 4 && letters.bytes().all(|letter| letter.is_ascii_alphabetic());
        return long.then(|| letters.get(..LETTERS).unwrap_or(letters).to_ascii_lowercase() + "~");
    }
    let plain = plain(&form(token).to_lowercase());
    let long = plain.chars().count() >= 4 && plain.chars().all(char::is_alphabetic);
    long.then(|| plain.chars().take(LETTERS).chain(['~']).collect())
}

#[cfg(test)]
mod tests {
    use super::{Lexicon, beginning};
    use crate::text::hash::stable;

    #[test]
    fn beginnings_are_the_same_in_many_tongues() {
        let beginning = |token| beginning(token, false);
        assert_eq!(beginning("olimpiada"), beginning("olímpicos"));
        assert_eq!(beginning("Осака").as_deref(), Some("osaka~"));
        assert_eq!(beginning("oro"), None);
    }

    #[test]
    fn a_word_is_the_same_at_first_and_later_and_each_language_has_its_own() {
        let mut lexicon = Lexicon::default();
        let (english, german) = (("en", 1), ("de", 2));
        let first = lexicon.look_up("Bridges", false, english);
        assert_eq!(first.map(|word| (word.stem, word.capital)), Some((stable(b"bridg"), true)));
        assert_eq!(lexicon.look_up("Bridges", false, english), first);
        assert_eq!(lexicon.look_up("the", false, english), None);
        assert!(lexicon.look_up("the", false, german).is_some());
        assert_eq!(lexicon.0.len(), 3);
    }
}

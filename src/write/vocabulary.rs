//! The words of a brief by number: a word is brought to its stem once, however often it is told.

use std::collections::HashMap;

use crate::text::bag::{Bag, Count, Lexicon};
use crate::text::words::{Word, folded, tokens};

/// What a name or a number counts in a bag, of what another word counts.
const TELLING: f64 = 1.3;

/// A word of a text: its number by its key, and whether it counts more.
pub(super) type Told = (u32, bool);

/// The words met so far.
pub(super) struct Vocabulary {
    language: String,
    /// What each form of a word comes to; `None` if it tells nothing.
    forms: HashMap<String, Option<Told>, foldhash::fast::RandomState>,
    lexicon: Lexicon,
}

impl Vocabulary {
    /// None yet, of a language.
    pub(super) fn new(language: &str) -> Self {
        Self { language: language.to_owned(), forms: HashMap::default(), lexicon: Lexicon::default() }
    }

    /// The words of a text, in order.
    pub(super) fn read(&mut self, text: &str) -> Vec<Told> {
        let mut found = Vec::new();
        tokens(&folded(text), |token, pair| {
            found.extend(self.told(token, pair));
            true
        });
        found
    }

    fn told(&mut self, token: &str, pair: bool) -> Option<Told> {
        if let Some(known) = self.forms.get(token) {
            return *known;
        }
        let word = Word::of(token, pair, &self.language);
        let told = word.map(|word| (self.lexicon.number(&word.key), is_telling(&word)));
        self.forms.insert(token.to_owned(), told);
        told
    }

    /// Counts the words of a document.
    pub(super) fn learn<'t>(&mut self, words: impl IntoIterator<Item = &'t Told>) {
        self.lexicon.learn_numbered(words.into_iter().map(|(number, _)| *number));
    }

    /// Words weighed by how many of the documents have them.
    pub(super) fn bag(&self, words: &[Told]) -> Bag {
        self.lexicon.bag_of(words.iter().map(|(number, telling)| (*number, count(*telling))))
    }
}

/// How a word counts in a bag: more where it is a name, or a number.
pub(super) fn counted(word: &Word) -> (&str, Count) {
    (word.key.as_str(), count(is_telling(word)))
}

fn is_telling(word: &Word) -> bool {
    word.capital || word.number
}

fn count(telling: bool) -> Count {
    Count { times: 1.0, boost: if telling { TELLING } else { 1.0 } }
}

//! Which sentences can stand alone in print.

use crate::text::markers::markers;
use crate::text::quotes::{Quotation, quotes};
use crate::text::sentences::sentences;
use crate::text::words::count;

use super::Sentence;

/// Openings that point at something said before, which will not be there.
const POINTING: [&str; 50] = [
    "he",
    "she",
    "it",
    "they",
    "him",
    "her",
    "his",
    "its",
    "their",
    "them",
    "this",
    "that",
    "these",
    "those",
    "there",
    "but",
    "and",
    "or",
    "so",
    "then",
    "also",
    "however",
    "meanwhile",
    "moreover",
    "instead",
    "such",
    "both",
    "yet",
    "still",
    "another",
    "others",
    "here",
    "earlier",
    "later",
    "because",
    "which",
    "too",
    "er",
    "sie",
    "es",
    "das",
    "dies",
    "il",
    "elle",
    "ils",
    "mais",
    "pero",
    "ele",
    "ela",
    "mas",
];

/// Openings of people speaking for themselves.
const FIRST_PERSON: [&str; 8] = ["i", "we", "my", "our", "i'm", "we're", "i've", "you"];

/// Words that sell or steer rather than tell.
const BOILERPLATE: [&str; 30] = [
    "subscribe",
    "newsletter",
    "sign up",
    "click here",
    "read more",
    "all rights reserved",
    "copyright",
    "©",
    "advertisement",
    "cookies",
    "privacy policy",
    "terms of use",
    "follow us",
    "share this",
    "photo:",
    "image:",
    "file photo",
    "reporting by",
    "editing by",
    "contributed to this report",
    "getty images",
    "http://",
    "https://",
    "www.",
    "log in",
    "watch:",
    "video:",
    "story continues",
    "continue reading",
    "@media",
];

/// Words of a sentence that is too short, or too long, to print.
const WORDS: std::ops::RangeInclusive<usize> = 6..=45;

/// True if a sentence reads well away from its text.
pub(super) fn stands_alone(sentence: &Sentence<'_>) -> bool {
    tells(sentence) && !points_back(sentence.text) && !opens_with(sentence.text, &FIRST_PERSON)
}

/// True if a sentence is whole, of a printable length, and tells something.
pub(super) fn tells(sentence: &Sentence<'_>) -> bool {
    let text = sentence.text;
    let lower = text.to_lowercase();
    WORDS.contains(&sentence.words)
        && ends_whole(text)
        && begins_whole(text)
        && balanced(text)
        && markers(text).is_empty()
        && is_one(text)
        && !text.contains(['{', '}', '|', '<', '>', '*'])
        && !BOILERPLATE.iter().any(|phrase| lower.contains(phrase))
}

/// True if it opens with a word that points at what went before.
pub(super) fn points_back(text: &str) -> bool {
    opens_with(text, &POINTING) || {
        let tail = text.to_lowercase();
        ["\" he said", "\" she said", "” he said", "” she said", "\" they said", "he added", "she added"]
            .iter()
            .any(|phrase| tail.contains(phrase))
    }
}

/// True if the sentence, read on its own, is still one: print takes it out of the text that made it so.
fn is_one(text: &str) -> bool {
    sentences(text, None).len() == 1
}

fn opens_with(text: &str, words: &[&str]) -> bool {
    let first =
        text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').find(|word| !word.is_empty());
    first.is_some_and(|word| words.contains(&word.to_lowercase().replace('’', "'").as_str()))
}

fn ends_whole(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '\'', '’', ')', '»', '」', '』']);
    end.ends_with(['.', '!', '。', '！', '؟', '۔']) && !end.ends_with("...")
}

fn begins_whole(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
        && !text.starts_with([',', ')', ';', '-', '–', '—', '(', '•', '#'])
}

/// Quotation marks and brackets opened in it are closed in it.
fn balanced(text: &str) -> bool {
    let count = |mark: char| text.chars().filter(|c| *c == mark).count();
    count('"').is_multiple_of(2)
        && count('“') == count('”')
        && count('(') == count(')')
        && count('「') == count('」')
}

/// Quoted words from which on a sentence is someone's statement; fewer are a title or a phrase.
const STATEMENT: usize = 5;

/// True if most of what a sentence tells, someone says in it.
pub(super) fn is_statement(text: &str) -> bool {
    let words = |quote: &Quotation| count(text.get(quote.inner.clone()).unwrap_or_default());
    quotes(text).iter().any(|quote| words(quote) >= STATEMENT)
}

#[cfg(test)]
mod tests {
    use super::{points_back, stands_alone};
    use crate::story::SpanField;
    use crate::text::bag::Bag;
    use crate::write::Sentence;

    fn stands(text: &str) -> bool {
        let words = crate::text::words::count(text);
        let bytes = 0..text.len();
        stands_alone(&Sentence {
            text,
            field: SpanField::Text,
            bytes,
            position: 0,
            bag: Bag::default(),
            words,
        })
    }

    #[test]
    fn sentences_that_lean_on_others_do_not_stand_alone() {
        assert!(stands("Port Alder closed the bridge to all traffic at 16:40."));
        assert!(!stands("He closed the bridge to all traffic at 16:40."));
        assert!(!stands("I closed the bridge to all traffic at 16:40."));
        assert!(!stands("Subscribe to our paper for more of the bridge."));
        assert!(!stands("the bridge to all traffic at 16:40 and then"));
        assert!(!stands("Port Alder closed the \"bridge to all traffic at 16:40."));
        assert!(points_back("\"We closed it at once,\" she said."));
    }
}

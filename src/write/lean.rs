//! Which sentences lean on the one before them.

use std::borrow::Cow;

use crate::text::quotes::{Quotation, quotes};

use super::phrases::{LEANING, LEANING_CJK, SPEECH};
use super::traits::Traits;

/// Openings of people speaking for themselves.
const FIRST_PERSON: [&str; 16] = [
    "i", "we", "my", "our", "i'm", "we're", "i've", "we've", "you", "your", "i'll", "we'll", "you'll",
    "we'd", "let's", "us",
];

/// People without a name: somebody must have named them before.
const PRONOUNS: [&str; 5] = ["he", "she", "him", "his", "her"];

/// Words near the beginning of a sentence that say that it adds to another, and how near.
const ADDING: [&str; 12] = [
    "also",
    "meanwhile",
    "however",
    "subsequently",
    "instead",
    "therefore",
    "nevertheless",
    "moreover",
    "furthermore",
    "likewise",
    "too",
    "similarly",
];
const ADDS: usize = 8;

/// True if a sentence can be understood only with the one before it.
pub(super) fn leans(text: &str, traits: &Traits, language: &str) -> bool {
    let lower: Cow<'_, str> = match &traits.lower {
        curled if curled.contains('’') => curled.replace('’', "'").into(),
        lower => lower.into(),
    };
    let open = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let quoted = open.len() < lower.len() && lower.starts_with(['"', '“', '«', '„', '「', '`', '\'', '‘']);
    if !quoted && opens(open, text, language) {
        return true;
    }
    // The rest is how English does it.
    language == "en"
        && ((!quoted && (opens_first(open) || adds(open)))
            || speaks_unnamed(&outside(&lower, text, traits))
            || unnamed(traits.outside(text)))
}

/// The opening points back, unless a name follows at once: `The company Halcyon said …`.
fn opens(open: &str, text: &str, language: &str) -> bool {
    if LEANING_CJK.opens(open).is_some() {
        return true;
    }
    let Some(length) = LEANING.get(language).and_then(|list| list.opens(open)) else { return false };
    let described = open.get(..length).is_some_and(|phrase| phrase.starts_with("the ") && phrase.len() > 8);
    let start = text.len().saturating_sub(open.len());
    let next = text.get(start + length..).unwrap_or_default().trim_start();
    let of = open.get(length..).is_some_and(|rest| rest.starts_with(" of "));
    !(described && (of || next.starts_with(char::is_uppercase)))
}

fn opens_first(open: &str) -> bool {
    let first = open.split(|c: char| !c.is_alphanumeric() && c != '\'').next().unwrap_or_default();
    FIRST_PERSON.contains(&first)
}

/// `…, he said`; `she added that`: whoever speaks was named before.
fn speaks_unnamed(outside: &str) -> bool {
    let person = |word: &str| matches!(word, "he" | "she" | "they");
    let according = ["according to him", "according to her"];
    if outside.contains("according to h") && according.iter().any(|phrase| outside.contains(phrase)) {
        return true;
    }
    // Most sentences have nobody of whom this could be asked.
    if !words(outside).any(person) {
        return false;
    }
    let words: Vec<&str> = words(outside).collect();
    let speaks = |word: &str| SPEECH.is(word);
    // `Quist said he saw it`: named.
    let lone = |pair: &[&str], at: usize| {
        (person(pair[0]) && speaks(pair[1]) && !words[..at].iter().any(|word| speaks(word)))
            || (person(pair[1]) && at + 2 >= words.len() && speaks(pair[0]))
    };
    words.windows(2).enumerate().any(|(at, pair)| lone(pair, at))
}

/// `Police also said …`
fn adds(open: &str) -> bool {
    words(open).take(ADDS).any(|word| ADDING.contains(&word)) && !open.contains("not only")
}

/// A person spoken of before anyone was named, and no name follows.
fn unnamed(outside: &str) -> bool {
    let person = |word: &str| PRONOUNS.iter().any(|pronoun| pronoun.eq_ignore_ascii_case(word));
    if !words(outside).any(person) {
        return false;
    }
    let mut named = false;
    let mut noun = false;
    let mut waiting = false;
    for (at, word) in words(outside).enumerate() {
        let lower = word.to_lowercase();
        if person(word) {
            if !named && !noun {
                waiting = true;
            }
        } else if word.starts_with(char::is_uppercase) && (at > 0 || !is_plain(&lower)) {
            named = true;
        } else if at > 0 && !is_plain(&lower) {
            noun = true;
        }
    }
    waiting && !named
}

/// Small words that name nobody.
fn is_plain(lower: &str) -> bool {
    crate::text::stopwords::is_stopword(lower, "en") || lower.len() < 3
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’')).filter(|word| !word.is_empty())
}

/// What is not quoted in a sentence in lower case with straight apostrophes, which may end a quotation elsewhere.
fn outside<'t>(lower: &'t str, text: &str, traits: &'t Traits) -> Cow<'t, str> {
    if text.is_ascii() { traits.outside_lower().into() } else { without(lower, &quotes(lower)).into() }
}

/// A text without its quotations.
pub(super) fn without(text: &str, quotes: &[Quotation]) -> String {
    let mut outside = text.to_owned();
    for quote in quotes.iter().rev() {
        outside.replace_range(quote.outer.clone(), " ");
    }
    outside
}

#[cfg(test)]
mod tests {
    use crate::write::traits::Traits;

    fn leans(text: &str, language: &str) -> bool {
        super::leans(text, &Traits::of(text), language)
    }

    fn language(text: &str) -> &'static str {
        match text.chars().find(|c| c.is_alphabetic()) {
            Some('а'..='я' | 'А'..='Я') => "ru",
            Some('\u{600}'..='\u{6ff}') => "ar",
            _ if text.starts_with("Er ") || text.starts_with("Die ") => "de",
            _ => "en",
        }
    }

    #[test]
    fn what_leans_and_what_stands() {
        for text in [
            "He closed the bridge.",
            "I closed the bridge.",
            "The company said the bridge is safe.",
            "The two men left at noon.",
            "That day the bridge closed.",
            "Meanwhile the ferry sailed.",
            "The bridge was old, he said.",
            "\"We closed it at once,\" she said.",
            "\"We closed it at once,\" said he.",
            "Police also closed the road.",
            "As he left, the bridge closed.",
            "彼は橋を閉鎖した。",
            "Однако мост закрыли.",
            "وأضاف أن الجسر مغلق.",
            "Er schloss die Brücke.",
        ] {
            assert!(leans(text, language(text)), "{text}");
        }
        for text in [
            "Port Alder closed the bridge.",
            "The company Halcyon said the bridge is safe.",
            "The report of the port says it is safe.",
            "Mara Quist said she closed the bridge.",
            "\"We closed it at once,\" said Mara Quist.",
            "\"I also closed the road,\" Quist said.",
            "After his arrest Oren Vale left the port.",
            "A rigger said he saw the crack.",
            "橋は月曜日に閉鎖された。",
            "Мост закрыли в понедельник.",
            "Die Brücke wurde am Montag gesperrt.",
        ] {
            assert!(!leans(text, language(text)), "{text}");
        }
    }
}

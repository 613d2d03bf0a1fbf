//! A text as the words that tell it apart from other texts.
//!
//! Compatibility forms are folded (NFKC), case is dropped, words without a story are left out, and the forms of a
//! word are brought together with the stemmer of its language. Chinese, Japanese and Korean write no blanks
//! between words; there every pair of neighbouring characters stands for a word, which is what search engines
//! found to be enough.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization;

use super::cuts::cuts;
use super::stopwords::{base_language, is_stopword};

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it stood there, for people.
    pub form: String,
    /// Its key: folded, lower case, without its ending. Two forms of a word have the same key.
    pub key: String,
    /// It began with a capital letter.
    pub capital: bool,
    /// All its letters were capitals, and there were at least two.
    pub acronym: bool,
    /// It holds a digit.
    pub number: bool,
}

/// The words of `text` without stop words, in order.
pub fn words(text: &str, language: Option<&str>) -> Vec<Word> {
    let language = base_language(language);
    let mut found = Vec::new();
    tokens(&folded(text), |token, pair| {
        found.extend(Word::of(token, pair, &language));
        true
    });
    found
}

/// `text` with its compatibility forms folded: what [`tokens`] are cut from.
pub fn folded(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { text.into() } else { text.nfkc().map(straight).collect::<String>().into() }
}

/// Gives each word of a folded text as it stands there, stop words too, and each pair of neighbouring ideographs (then the
/// second argument is true); until `take` wants no more.
pub fn tokens<'a>(folded: &'a str, mut take: impl FnMut(&'a str, bool) -> bool) {
    let mut cjk: Option<(usize, usize)> = None; // where the last ideograph began and ended
    for (at, token) in cuts(folded) {
        if !token.chars().all(is_cjk) {
            cjk = None;
            if !take(token, false) {
                return;
            }
            continue;
        }
        for (offset, c) in token.char_indices() {
            let (here, after) = (at + offset, at + offset + c.len_utf8());
            if let Some((before, end)) = cjk
                && end == here
                && !folded.get(before..after).is_none_or(|pair| take(pair, true))
            {
                return;
            }
            cjk = Some((here, after));
        }
    }
}

/// How many words `text` has, as people count them: an ideograph counts as half a word.
pub fn count(text: &str) -> usize {
    let (mut words, mut ideographs) = (0, 0);
    for (_, token) in cuts(text) {
        if token.chars().all(is_cjk) { ideographs += token.chars().count() } else { words += 1 }
    }
    words + ideographs.div_ceil(2)
}

/// True for the scripts that put no blank between words.
pub fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

fn straight(c: char) -> char {
    if c == '\u{2019}' { '\'' } else { c }
}

impl Word {
    /// One of [`tokens`] in a language of two or three letters; `None` if it carries no story.
    pub fn of(token: &str, pair: bool, language: &str) -> Option<Self> {
        if pair {
            let (form, key) = (token.to_owned(), token.to_owned());
            return Some(Self { form, key, capital: false, acronym: false, number: false });
        }
        word(token, language, stemmer(language).as_ref())
    }
}

/// A token as a person would read it: without the ending of what belongs to somebody.
pub fn form(token: &str) -> &str {
    token.strip_suffix("'s").unwrap_or(token)
}

fn word(token: &str, language: &str, stemmer: Option<&Stemmer>) -> Option<Word> {
    let lower = token.to_lowercase();
    let bare = lower.strip_suffix("'s").unwrap_or(&lower);
    if is_stopword(bare, language) || is_stopword(&lower, language) {
        return None;
    }
    let number = token.chars().any(char::is_numeric);
    if !number && bare.chars().count() < 2 {
        return None;
    }
    let letters = token.chars().filter(|c| c.is_alphabetic());
    let acronym = letters.clone().count() >= 2 && letters.clone().all(char::is_uppercase);
    let capital = token.chars().next().is_some_and(char::is_uppercase);
    let form = form(token).to_owned();
    Some(Word { form, key: stem(bare, number, stemmer), capital, acronym, number })
}

fn stem(bare: &str, number: bool, stemmer: Option<&Stemmer>) -> String {
    if number {
        return bare.chars().filter(|c| !matches!(c, ',' | '.')).collect();
    }
    match stemmer {
        Some(stemmer) => stemmer.stem(bare).into_owned(),
        None => bare.chars().take(PREFIX).collect(),
    }
}

/// Where there is no stemmer, so many letters stand for the word.
const PREFIX: usize = 6;

fn stemmer(language: &str) -> Option<Stemmer> {
    let algorithm = match language {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "en" => Algorithm::English,
        "es" => Algorithm::Spanish,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "nb" | "nn" | "no" => Algorithm::Norwegian,
        "nl" => Algorithm::Dutch,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    };
    Some(Stemmer::create(algorithm))
}

#[cfg(test)]
mod tests {
    use super::{count, words};

    fn keys(text: &str, language: &str) -> String {
        words(text, Some(language)).into_iter().map(|w| w.key).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn forms_of_a_word_meet() {
        assert_eq!(
            keys("The bridge’s hangers", "en"),
            keys("a hanger of bridges", "en").split(' ').rev().collect::<Vec<_>>().join(" ")
        );
        assert_eq!(keys("1,000 crowns", "en"), "1000 crown");
    }

    #[test]
    fn ideographs_come_in_pairs_and_never_across_a_gap() {
        assert_eq!(keys("東京都、大阪", "ja"), "東京 京都 大阪");
    }

    #[test]
    fn capitals_acronyms_and_numbers_are_kept() {
        let found = words("Alder NATO 40", None);
        assert!(found[0].capital && !found[0].acronym);
        assert!(found[1].acronym);
        assert!(found[2].number);
    }

    #[test]
    fn people_count_words_so() {
        assert_eq!(count("The bridge closed at noon."), 5);
        assert_eq!(count("東京の天気"), 3);
        assert_eq!(count(""), 0);
    }
}

//! Lists of phrases, and whether a text opens with one of them or holds one.
//!
//! The lists are data under `assets/writer/`. A phrase of letters is found as whole words only; one of an alphabet that
//! puts no blanks between words, or one that begins with a sign, is found anywhere. Looking takes time linear in the text,
//! however long the list: phrases are found by their first word.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::text::words::is_cjk;

/// What a page says beside its story.
pub(super) static BOILERPLATE: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../../assets/writer/boilerplate.txt")));

/// How a sentence opens that leans on another, by language.
pub(super) static LEANING: LazyLock<HashMap<&str, Phrases>> =
    LazyLock::new(|| by_language(include_str!("../../assets/writer/leaning.txt")));

/// The same in languages without blanks.
pub(super) static LEANING_CJK: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../../assets/writer/leaning-cjk.txt")));

/// Words by which a sentence names who speaks.
pub(super) static SPEECH: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../../assets/writer/speech.txt")));

/// Words of those who hold another view.
pub(super) static OPPOSING: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../../assets/writer/opposing.txt")));

/// What a person is.
pub(super) static PEOPLE: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::read(include_str!("../../assets/writer/people.txt")));

/// Phrases, by their first word where they have one.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// By the first byte, whether one of those `anywhere` begins so: most letters of a text begin none.
    firsts: Firsts,
    worded: HashMap<&'static str, Vec<&'static str>, foldhash::fast::RandomState>,
    anywhere: Vec<&'static str>,
}

impl Phrases {
    fn read(list: &'static str) -> Self {
        let mut phrases = Self::default();
        list.lines().filter(|line| !line.starts_with('#')).for_each(|line| phrases.add(line));
        phrases
    }

    fn add(&mut self, line: &'static str) {
        let phrase = line.trim();
        let first = first_word(phrase);
        if first.is_empty() || first.chars().any(is_cjk) {
            self.firsts.add(phrase);
            self.anywhere.extend(Some(phrase).filter(|phrase| !phrase.is_empty()));
        } else {
            self.worded.entry(first).or_default().push(phrase);
        }
    }

    /// The length in bytes of the longest phrase that a text in lower case begins with.
    pub(super) fn opens(&self, lower: &str) -> Option<usize> {
        let worded = self.worded.get(first_word(lower)).into_iter().flatten();
        let worded = worded.filter(|phrase| lower.starts_with(**phrase) && ends(lower, phrase.len()));
        let may = lower.bytes().next().is_some_and(|first| self.firsts.has(first));
        let anywhere = self.anywhere.iter().filter(|phrase| may && lower.starts_with(**phrase));
        worded.chain(anywhere).map(|phrase| phrase.len()).max()
    }

    /// True if a word in lower case is one of them.
    pub(super) fn is(&self, word: &str) -> bool {
        self.opens(word) == Some(word.len())
    }

    /// True if a text in lower case holds one of the phrases.
    pub(super) fn within(&self, lower: &str) -> bool {
        self.within_where(lower, |_, _, _| true)
    }

    /// True if a text in lower case holds one of the phrases where `counts` of what stands before it, the phrase, and what
    /// stands behind it. Phrases without blanks count anywhere.
    pub(super) fn within_where(&self, lower: &str, counts: impl Fn(&str, &str, &str) -> bool) -> bool {
        let mut at = 0;
        while let Some(next) = lower.get(at..).and_then(|rest| rest.find(is_letter)) {
            let (before, rest) = lower.split_at(at + next);
            let word = first_word(rest);
            let worded = self.worded.get(word).into_iter().flatten();
            let mut here = worded.filter(|phrase| rest.starts_with(**phrase) && ends(rest, phrase.len()));
            if here.any(|phrase| counts(before, phrase, rest.get(phrase.len()..).unwrap_or_default())) {
                return true;
            }
            at = before.len() + word.len();
        }
        self.firsts.hold(lower, &self.anywhere)
    }
}

/// The bytes that phrases begin with.
#[derive(Debug)]
struct Firsts([bool; 256]);

impl Default for Firsts {
    fn default() -> Self {
        Self([false; 256])
    }
}

impl Firsts {
    fn add(&mut self, phrase: &str) {
        for first in phrase.bytes().take(1) {
            self.0[usize::from(first)] = true;
        }
    }

    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }

    /// True if a text holds one of the phrases that these are the first bytes of.
    fn hold(&self, text: &str, phrases: &[&str]) -> bool {
        let bytes = text.as_bytes();
        let here = |at: usize| phrases.iter().any(|phrase| bytes[at..].starts_with(phrase.as_bytes()));
        bytes.iter().enumerate().any(|(at, byte)| self.has(*byte) && here(at))
    }
}

/// True if a text holds one of some phrases, wherever it stands.
pub(super) fn holds(text: &str, phrases: &[&str]) -> bool {
    let mut firsts = Firsts::default();
    for phrase in phrases {
        firsts.add(phrase);
    }
    firsts.hold(text, phrases)
}

/// A list in parts: a line `# xx` begins what belongs to the language xx.
fn by_language(list: &'static str) -> HashMap<&'static str, Phrases> {
    let mut lists: HashMap<&str, Phrases> = HashMap::new();
    let mut language = "en";
    for line in list.lines() {
        match line.strip_prefix("# ") {
            Some(code) if code.len() == 2 => language = code,
            Some(_) => {}
            None => lists.entry(language).or_default().add(line),
        }
    }
    lists
}

/// Up to the first character that belongs to no word.
fn first_word(text: &str) -> &str {
    text.split(|c: char| !is_letter(c)).next().unwrap_or_default()
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// A phrase that ends with a letter ends a word.
fn ends(text: &str, at: usize) -> bool {
    let last = text.get(..at).and_then(|head| head.chars().next_back());
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    !(last.is_some_and(is_letter) && next.is_some_and(is_letter))
}

#[cfg(test)]
mod tests {
    use super::{BOILERPLATE, LEANING, LEANING_CJK};

    #[test]
    fn whole_words_open_and_stand_within() {
        assert_eq!(LEANING["en"].opens("he said so"), Some(2));
        assert_eq!(LEANING["en"].opens("hexley said so"), None);
        assert_eq!(LEANING["en"].opens("the two men"), Some(7));
        assert_eq!(LEANING["de"].opens("die brücke"), None);
        assert_eq!(LEANING_CJK.opens("彼は言った。"), Some("彼は".len()));
        assert!(BOILERPLATE.within("please subscribe to us."));
        assert!(!BOILERPLATE.within("the firm's subscribers left."));
        assert!(BOILERPLATE.within("© alder post"));
        assert!(BOILERPLATE.within("お知らせ。続きを読む"));
    }
}

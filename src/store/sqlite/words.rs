//! Text for the full-text index, and questions to it.
//!
//! Both sides go through the same folding: small letters, no accents, and scripts that write without blanks (Han,
//! kana, Thai …) cut into overlapping pairs, so that two characters find what they stand in. What a person types is
//! taken as words, never as the index's query language: no quotation mark or operator can make it fail.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Marks the term that says which wire a text is of; a private character that no text from outside keeps.
const WIRE_MARK: char = '\u{f8ff}';

/// A question, understood.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// The words, folded; all must be there.
    pub(super) words: Vec<String>,
    /// The last word may be the beginning of a longer one.
    pub(super) open_ended: bool,
}

impl Query {
    /// Understands what was typed. A blank at the end closes the last word.
    pub(super) fn read(typed: &str) -> Self {
        let folded = fold(typed);
        let words: Vec<String> = tokens(&folded).map(str::to_owned).take(16).collect();
        let open_ended = folded.chars().next_back().is_some_and(in_word);
        Self { words, open_ended }
    }

    /// Whole words.
    pub(super) fn closed(words: &str) -> Self {
        Self { open_ended: false, ..Self::read(words) }
    }

    /// The question in the index's own language, or `None` where the index cannot help: nothing typed, or a single
    /// letter, which begins too many words. `endings` are the words the unfinished one may become, where they are
    /// known; otherwise the index finds them itself.
    pub(super) fn to_match(&self, wire: Option<i64>, endings: Option<&[String]>) -> Option<String> {
        let mut terms = Vec::new();
        for (index, word) in self.words.iter().enumerate() {
            let open = self.open_ended && index + 1 == self.words.len();
            let short = word.chars().nth(1).is_none();
            if unspaced(word) {
                pairs(word, false, &mut |pair| {
                    terms.push(format!("\"{pair}\"{}", if short { "*" } else { "" }));
                });
            } else if let Some(endings) = endings.filter(|_| open) {
                let quoted: Vec<String> = endings.iter().map(|ending| format!("\"{ending}\"")).collect();
                terms.push(format!("({})", quoted.join(" OR ")));
            } else if !(open && short) {
                terms.push(format!("\"{word}\"{}", if open { "*" } else { "" }));
            }
        }
        if terms.is_empty() {
            return None;
        }
        terms.extend(wire.map(|wire| format!("\"{}\"", wire_term(wire))));
        Some(terms.join(" AND "))
    }

    /// The unfinished word, if it has more than so many letters.
    pub(super) fn beginning(&self, letters: usize) -> Option<&str> {
        let last = self.words.last().filter(|last| self.open_ended && !unspaced(last))?;
        last.chars().nth(letters).map(|_| last.as_str())
    }

    /// The question without its last word.
    pub(super) fn without_last(&self) -> Self {
        let words = self.words.split_last().map_or_else(Vec::new, |(_, others)| others.to_vec());
        Self { words, open_ended: false }
    }

    /// Whether a word asked for begins with this small letter: a quick look before the folding.
    pub(super) fn may_begin(&self, letter: char) -> bool {
        self.words.iter().any(|word| word.starts_with(letter))
    }

    /// Whether a word of a text, folded, is one that was asked for.
    pub(super) fn wants(&self, folded: &str) -> bool {
        self.words.iter().enumerate().any(|(index, word)| {
            if self.open_ended && index + 1 == self.words.len() {
                folded.starts_with(word.as_str())
            } else {
                folded == word
            }
        })
    }
}

pub(super) fn wire_term(wire: i64) -> String {
    format!("{WIRE_MARK}{wire}")
}

/// What the index is fed for a text of a wire: each of its words once, since the index keeps no places and a word that
/// stands in a text twice would only be looked up twice.
pub(super) fn feed<'a>(wire: i64, parts: impl IntoIterator<Item = &'a str>) -> String {
    wire_term(wire) + " " + &cut(parts)
}

/// The same without the wire.
pub(super) fn cut<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let folded: Vec<String> = parts.into_iter().map(fold).collect();
    let mut fed = Fed {
        out: String::with_capacity(folded.iter().map(String::len).sum()),
        seen: HashSet::with_capacity_and_hasher(128, foldhash::fast::RandomState::default()),
    };
    for part in &folded {
        if part.is_ascii() {
            // Most of what comes, and many times faster so.
            let words = part.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
            for word in
                words.filter_map(|word| std::str::from_utf8(word).ok()).filter(|word| !word.is_empty())
            {
                fed.word(word);
            }
            continue;
        }
        for word in tokens(part) {
            if unspaced(word) {
                pairs(word, true, &mut |pair| fed.word(pair));
            } else {
                fed.word(word);
            }
        }
    }
    fed.out
}

/// Words on their way to the index.
struct Fed<'a> {
    out: String,
    seen: HashSet<&'a str, foldhash::fast::RandomState>,
}

impl<'a> Fed<'a> {
    fn word(&mut self, word: &'a str) {
        if self.seen.insert(word) {
            if !self.out.is_empty() {
                self.out.push(' ');
            }
            self.out.push_str(word);
        }
    }
}

/// Small letters without accents.
pub(super) fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let bare = text.nfkd().filter(|c| !is_accent(*c));
    bare.flat_map(char::to_lowercase).filter(|c| !is_accent(*c)).nfc().collect()
}

/// The accents of alphabets; the vowel signs of other scripts are letters to their readers and stay.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

/// Whether a character belongs to a word.
pub(super) fn in_word(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

/// Whether a character's script writes no blanks between words.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff)
}

fn unspaced(word: &str) -> bool {
    word.chars().next().is_some_and(is_unspaced)
}

/// The words of a folded text; runs of unspaced script are words of their own.
pub(super) fn tokens(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c| !in_word(c)).flat_map(|word| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let first = is_unspaced(rest.chars().next()?);
            let end = rest.find(|c| is_unspaced(c) != first).unwrap_or(rest.len());
            let (run, tail) = rest.split_at(end);
            rest = tail;
            Some(run)
        })
    })
}

/// Each character with the next; a single one alone, and with `last`, the last one alone as well.
fn pairs<'a>(run: &'a str, last: bool, each: &mut impl FnMut(&'a str)) {
    let starts: Vec<usize> = run.char_indices().map(|(byte, _)| byte).chain([run.len()]).collect();
    for pair in starts.windows(3) {
        each(run.get(pair[0]..pair[2]).unwrap_or_default());
    }
    if last || starts.len() == 2 {
        each(starts.len().checked_sub(2).and_then(|at| run.get(starts[at]..)).unwrap_or_default());
    }
}

#[cfg(test)]
mod tests {
    use super::{Query, feed, fold};

    fn asked(typed: &str) -> String {
        Query::read(typed).to_match(None, None).unwrap_or_default()
    }

    #[test]
    fn typing_is_never_syntax() {
        assert_eq!(
            asked(r#"un"quoted AND NEAR(x* -y) ^z col:w"#),
            r#""un" AND "quoted" AND "and" AND "near" AND "x" AND "y" AND "z" AND "col""#
        );
        assert_eq!(asked("  \"'*()^:- "), "");
        assert_eq!(asked("done "), "\"done\"");
        assert_eq!(asked("don"), "\"don\"*");
    }

    #[test]
    fn scripts_without_blanks_are_cut_into_pairs() {
        assert_eq!(feed(1, ["東京都 ab", "AB cd"]), "\u{f8ff}1 東京 京都 都 ab cd");
        assert_eq!(asked("東京都"), "\"東京\" AND \"京都\"");
        assert_eq!(asked("東"), "\"東\"*");
        assert_eq!(asked("GPT東京"), "\"gpt\" AND \"東京\"");
    }

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(fold("ÉCOLE Zürich ﬁn İ"), "ecole zurich fin i");
        assert_eq!(fold("हिन्दी 한국"), "हिन्दी 한국");
    }
}

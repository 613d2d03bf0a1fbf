//! Where words begin and end.
//!
//! It is what Unicode says of word boundaries (UAX 29), and where a text has other letters than those of ASCII it is left to
//! `unicode-segmentation`, which looks every character up in a table. Most text is plain, though, and for plain text the
//! rules are few. No word goes across a blank; so a text falls into stretches, and only those few words that do have other
//! letters take the long way.

use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

/// The words of a text with the byte at which each begins, as [`UnicodeSegmentation::unicode_word_indices`] finds them.
pub fn cuts(text: &str) -> Cuts<'_> {
    Cuts { text, at: 0, end: 0, others: None }
}

/// The words of a text, one after the other.
#[derive(Debug)]
pub struct Cuts<'a> {
    text: &'a str,
    /// As far as words were given.
    at: usize,
    /// As far as the text is known to be plain.
    end: usize,
    /// The words of a stretch that is not, and where it begins.
    others: Option<(usize, UnicodeWordIndices<'a>)>,
}

impl<'a> Iterator for Cuts<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((from, words)) = &mut self.others {
                if let Some((at, word)) = words.next() {
                    return Some((*from + at, word));
                }
                self.others = None;
            }
            if let Some((from, to)) = plain(self.text.as_bytes().get(..self.end)?, self.at) {
                self.at = to;
                return Some((from, self.text.get(from..to)?));
            }
            self.go_on()?;
        }
    }
}

impl Cuts<'_> {
    /// Goes on to the next stretch: a plain one, up to the blank before the first other letter, or the word with that.
    fn go_on(&mut self) -> Option<()> {
        let from = self.end;
        let rest = self.text.as_bytes().get(from..).filter(|rest| !rest.is_empty())?;
        let blank = u8::is_ascii_whitespace;
        let other = rest.iter().position(|byte| !byte.is_ascii());
        let plain = other.map_or(Some(rest.len()), |other| rest.get(..other)?.iter().rposition(blank));
        match (plain, other) {
            (None | Some(0), Some(other)) => {
                let to = rest.iter().skip(other).position(blank).map_or(rest.len(), |more| other + more);
                self.end = from + to;
                self.others = Some((from, self.text.get(from..self.end)?.unicode_word_indices()));
            }
            (plain, _) => self.end = from + plain?,
        }
        self.at = if self.others.is_some() { self.end } else { from };
        Some(())
    }
}

/// The next word of plain text, from a place on: letters and digits, with a few signs between two of a kind.
fn plain(text: &[u8], at: usize) -> Option<(usize, usize)> {
    let mut from = at;
    loop {
        let rest = text.get(from..)?;
        from += rest.iter().position(|byte| kind(*byte) & IN_WORD != 0)?;
        let mut to = from;
        loop {
            let rest = text.get(to..)?;
            to += rest.iter().position(|byte| kind(*byte) & IN_WORD == 0).unwrap_or(rest.len());
            match text.get(to - 1..to + 2) {
                Some([before, sign, after]) if parts_nothing(*before, *sign, *after) => to += 1,
                _ => break,
            }
        }
        if text.get(from..to)?.iter().any(|byte| kind(*byte) & (LETTER | DIGIT) != 0) {
            return Some((from, to));
        }
        from = to;
    }
}

/// True for a sign that stands within a word: between two letters, or between two digits.
fn parts_nothing(before: u8, sign: u8, after: u8) -> bool {
    let (sign, both) = (kind(sign), kind(before) & kind(after));
    sign & AMID_LETTERS != 0 && both & LETTER != 0 || sign & AMID_DIGITS != 0 && both & DIGIT != 0
}

fn kind(byte: u8) -> u8 {
    KINDS[usize::from(byte)]
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
/// A letter, a digit or an underscore.
const IN_WORD: u8 = 4;
/// A sign that parts no two letters, as in `it's`.
const AMID_LETTERS: u8 = 8;
/// A sign that parts no two digits, as in `1,000`.
const AMID_DIGITS: u8 = 16;

/// What each byte is, so that one look tells.
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => IN_WORD | LETTER,
            b'0'..=b'9' => IN_WORD | DIGIT,
            b'_' => IN_WORD,
            b'.' | b'\'' => AMID_LETTERS | AMID_DIGITS,
            b':' => AMID_LETTERS,
            b',' | b';' => AMID_DIGITS,
            _ => 0,
        };
        byte += 1u8;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation;

    use super::cuts;

    fn check(text: &str) {
        let words: Vec<_> = cuts(text).collect();
        assert_eq!(words, text.unicode_word_indices().collect::<Vec<_>>(), "{text:?}");
    }

    #[test]
    fn words_are_those_of_unicode() {
        for text in [
            "",
            " ",
            "_ __ _a a_ a_.b a.b. 1,000.5 3:2 it's 'twas e.g. x;y 1;2 a,b",
            "l'été à Zürich (2,5 %) – naïve’s end",
            "a \u{301}b \u{200d}c \u{ad}d e\u{301}f",
            "東京 Tokyo東京 x",
            "é",
            "plain é",
            "é plain",
        ] {
            check(text);
        }
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_written(text in "([ab_.,:;'\"1\u{301}\u{200d}\u{5d0}é’东ア\u{1f1e6}🙂\u{a0} \t\r\n]|\\PC){0,40}") {
            check(&text);
        }
    }
}

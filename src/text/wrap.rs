//! Where a line ends.
//!
//! Break opportunities come from the Unicode line breaking algorithm (UAX #14, by way of textwrap), so that
//! Chinese and Japanese break between ideographs and Latin between words. Which of them are taken is decided
//! here, one grapheme at a time: a line takes what fits, then ends at the last opportunity. A word wider than the
//! column is the one thing that is broken inside, between graphemes.
//!
//! *Glue* marks places that should not begin a line, a citation marker above all: such a break is taken only when
//! no other is left. Linear in the text: a megabyte without a blank in it costs no more than prose.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

use std::ops::Range;

use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;

use super::width::{Ambiguous, of_grapheme};

/// The lines of `text` as byte ranges, none wider than `width` cells (save a single grapheme that is itself
/// wider). `\n` ends a line; blanks at the end of a line belong to no line. `glue` holds byte offsets, ascending,
/// where a line should not begin.
pub fn lines(text: &str, width: usize, glue: &[usize], ambiguous: Ambiguous) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        let mut filling = Filling { text: paragraph, width, ambiguous, ..Filling::default() };
        filling.run(&mut Breaks::new(paragraph, start, glue));
        lines.extend(filling.lines.into_iter().map(|line| line.start + start..line.end + start));
        start += paragraph.len() + 1;
    }
    lines
}

/// The places where a paragraph may break, in order.
struct Breaks<'a> {
    places: std::iter::Peekable<Box<dyn Iterator<Item = usize> + 'a>>,
    glue: std::iter::Peekable<std::slice::Iter<'a, usize>>,
    offset: usize,
}

/// How willingly a line breaks.
#[derive(Clone, Copy, PartialEq)]
enum Break {
    Gladly,
    Hardly,
}

impl<'a> Breaks<'a> {
    fn new(paragraph: &'a str, offset: usize, glue: &'a [usize]) -> Self {
        let mut end = 0;
        let words = WordSeparator::UnicodeBreakProperties.find_words(paragraph);
        let places = words.map(move |word| {
            end += word.word.len() + word.whitespace.len();
            end
        });
        let from = glue.partition_point(|place| *place < offset);
        let places: Box<dyn Iterator<Item = usize> + 'a> = Box::new(places);
        Self {
            places: places.peekable(),
            glue: glue.get(from..).unwrap_or_default().iter().peekable(),
            offset,
        }
    }

    /// Whether a line may begin at this byte. Asked for ever later bytes.
    fn at(&mut self, byte: usize) -> Option<Break> {
        while self.glue.next_if(|place| **place < byte + self.offset).is_some() {}
        while self.places.next_if(|place| *place < byte).is_some() {}
        if self.glue.next_if(|place| **place == byte + self.offset).is_some() {
            return Some(Break::Hardly);
        }
        self.places.next_if_eq(&byte).map(|_| Break::Gladly)
    }
}

/// A paragraph being broken into lines.
#[derive(Default)]
struct Filling<'a> {
    text: &'a str,
    width: usize,
    ambiguous: Ambiguous,
    lines: Vec<Range<usize>>,
    /// Where the current line began: byte, and cells since the paragraph's start.
    start: (usize, usize),
    /// The last place to break gladly, and hardly.
    gladly: (usize, usize),
    hardly: (usize, usize),
}

impl Filling<'_> {
    fn run(&mut self, breaks: &mut Breaks<'_>) {
        let mut cells = 0;
        for (byte, grapheme) in self.text.grapheme_indices(true) {
            let here = (byte, cells);
            match breaks.at(byte) {
                Some(Break::Gladly) => self.gladly = here,
                Some(Break::Hardly) => self.hardly = here,
                None => {}
            }
            cells += of_grapheme(grapheme, self.ambiguous);
            if !is_blank(grapheme) {
                while cells - self.start.1 > self.width && self.break_before(here) {}
            }
        }
        self.end_line(self.text.len());
    }

    /// Ends the line at the best place up to `here`; false when nothing stands before `here`.
    fn break_before(&mut self, here: (usize, usize)) -> bool {
        let begun = |place: (usize, usize)| place.0 > self.start.0;
        let next = [self.gladly, self.hardly, here].into_iter().find(|place| begun(*place));
        let Some(next) = next else { return false };
        self.end_line(next.0);
        self.start = next;
        true
    }

    fn end_line(&mut self, end: usize) {
        let line = self.text.get(self.start.0..end).unwrap_or_default();
        let kept = line.trim_end_matches(is_space).len();
        self.lines.push(self.start.0..self.start.0 + kept);
    }
}

/// May hang over the end of a line, and is not shown there.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{2007}' | '\u{202F}')
}

fn is_blank(grapheme: &str) -> bool {
    grapheme.chars().all(is_space)
}

#[cfg(test)]
mod tests {
    use super::{is_space, lines};
    use crate::text::width::{Ambiguous, of};
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[track_caller]
    fn check(text: &str, width: usize, glue: &[usize], want: &[&str]) {
        let got: Vec<_> =
            lines(text, width, glue, Ambiguous::One).into_iter().map(|r| text.get(r).unwrap()).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn words_stay_whole() {
        check(
            "the ferry cannot carry the difference",
            16,
            &[],
            &["the ferry cannot", "carry the", "difference"],
        );
        check("one\n\ntwo  ", 9, &[], &["one", "", "two"]);
        check("", 9, &[], &[""]);
    }

    #[test]
    fn ideographs_break_anywhere_but_before_a_full_stop() {
        check("港湾大橋を閉鎖。", 14, &[], &["港湾大橋を閉", "鎖。"]);
    }

    #[test]
    fn a_word_wider_than_the_column_is_broken_between_graphemes() {
        check("aaaaaaa e\u{301}e\u{301}e\u{301}", 3, &[], &["aaa", "aaa", "a", "e\u{301}e\u{301}e\u{301}"]);
        check("👩\u{200d}🚀👩\u{200d}🚀", 3, &[], &["👩\u{200d}🚀", "👩\u{200d}🚀"]);
    }

    #[test]
    fn a_marker_stays_with_the_word_before_it() {
        check("said the port [1] twice", 14, &[14], &["said the", "port [1] twice"]);
        check("ab [1][2][3]", 6, &[3, 6, 9], &["ab [1]", "[2][3]"]);
    }

    #[test]
    fn a_megabyte_is_nothing() {
        for text in ["x".repeat(1_000_000), "word ".repeat(200_000), "字".repeat(330_000)] {
            assert!(lines(&text, 72, &[], Ambiguous::One).len() > 1_000);
        }
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_text_is_lost(text in "(\\PC|[a-z ]{0,9}|\n){0,80}", width in 1usize..100) {
            for ambiguous in [Ambiguous::One, Ambiguous::Two] {
                let got = lines(&text, width, &[], ambiguous);
                for line in &got {
                    let shown = text.get(line.clone()).unwrap();
                    prop_assert!(of(shown, ambiguous) <= width || shown.graphemes(true).count() == 1);
                }
                let shown: String = got.into_iter().map(|line| text.get(line).unwrap()).collect();
                let words = |t: &str| t.replace(|c: char| is_space(c) || c == '\n', "");
                prop_assert_eq!(words(&shown), words(&text));
            }
        }
    }
}

//! The `[n]` markers in prose that lead to citations.
//!
//! Wires write them as `[3]` or, in older texts, as superscripts: `[¹²]` is twelve. A number in brackets that no
//! citation answers to is plain text; that is for the caller to know.

use std::ops::Range;

/// A marker in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// Its bytes, brackets included.
    pub range: Range<usize>,
    /// The number within.
    pub number: u32,
}

/// More digits than this are no marker.
const DIGITS: usize = 5;

/// The markers of `text`, in order.
pub fn markers(text: &str) -> Vec<Marker> {
    text.match_indices('[').filter_map(|(at, _)| marker(text, at)).collect()
}

fn marker(text: &str, at: usize) -> Option<Marker> {
    let inner = text.get(at + 1..)?;
    let close = inner.char_indices().take(DIGITS + 1).find(|(_, c)| *c == ']')?.0;
    let inner = inner.get(..close)?;
    let plain = inner.chars().all(|c| c.is_ascii_digit());
    let mut number = 0;
    for c in inner.chars() {
        number = number * 10 + if plain { c.to_digit(10)? } else { superscript(c)? };
    }
    (number > 0).then_some(Marker { range: at..at + close + 2, number })
}

fn superscript(c: char) -> Option<u32> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().zip(0..).find(|(digit, _)| *digit == c).map(|(_, value)| value)
}

/// `text` without its markers and without the blanks before them: the claim itself.
pub fn without_markers(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut at = 0;
    for marker in markers(text) {
        bare.push_str(text.get(at..marker.range.start).unwrap_or_default().trim_end_matches(' '));
        at = marker.range.end;
    }
    bare.push_str(text.get(at..).unwrap_or_default());
    bare
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{markers, without_markers};

    fn numbers(text: &str) -> Vec<u32> {
        markers(text).into_iter().map(|m| m.number).collect()
    }

    #[test]
    fn both_ways_of_writing_them() {
        assert_eq!(numbers("said [1], then [2][13]. Older [¹²] and [³]."), [1, 2, 13, 12, 3]);
        assert_eq!(numbers("[0] [] [x] [1x] [123456] [¹2] [1"), Vec::<u32>::new());
    }

    #[test]
    fn the_claim_alone() {
        assert_eq!(without_markers("31,000 vehicles a day [2][3]."), "31,000 vehicles a day.");
        assert_eq!(without_markers("no marker"), "no marker");
    }

    proptest! {
        #[test]
        fn ranges_are_valid_in_any_text(text in "\\PC{0,60}|[\\[\\]0-9¹²³ a]{0,60}") {
            let mut end = 0;
            for m in markers(&text) {
                prop_assert!(m.range.start >= end);
                prop_assert!(text.get(m.range.clone()).is_some_and(|s| s.starts_with('[') && s.ends_with(']')));
                end = m.range.end;
            }
            without_markers(&text);
        }
    }
}

//! Where sentences begin and end.
//!
//! The rules are sentencex's, which knows abbreviations and quotation marks in many languages. Around it: a line
//! break always ends a sentence, blanks belong to no sentence, and every range is a range into the text as given.

use std::ops::Range;

use super::stopwords::base_language;

/// The byte ranges of the sentences of `text`, in order, trimmed, none empty. They never overlap and always lie on
/// character boundaries.
pub fn sentences(text: &str, language: Option<&str>) -> Vec<Range<usize>> {
    let language = base_language(language);
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(is_line_break) {
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let mut offset = start;
        for piece in sentencex::segment(&language, line) {
            let Some(place) = text.get(offset..at).and_then(|rest| rest.find(piece)) else { continue };
            let begin = offset + place;
            offset = begin + piece.len();
            found.extend(trimmed(piece, begin));
        }
    }
    found
}

fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn trimmed(piece: &str, begin: usize) -> Option<Range<usize>> {
    let start = begin + (piece.len() - piece.trim_start().len());
    let end = begin + piece.trim_end().len();
    (start < end).then_some(start..end)
}

/// A byte range of `text` as a range of Unicode scalar values. Both ends must lie on character boundaries, else `None`.
pub fn scalars(text: &str, bytes: &Range<usize>) -> Option<Range<usize>> {
    let start = text.get(..bytes.start)?.chars().count();
    let length = text.get(bytes.clone())?.chars().count();
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{scalars, sentences};

    fn split(text: &str) -> Vec<&str> {
        sentences(text, Some("en")).into_iter().map(|r| text.get(r).unwrap()).collect()
    }

    #[test]
    fn abbreviations_and_quotations_do_not_end_a_sentence_early() {
        assert_eq!(split("Dr. Quist closed it. It was 16:40."), ["Dr. Quist closed it.", "It was 16:40."]);
        assert_eq!(
            split("\"I stopped. Then I counted,\" she said. Nobody asked."),
            ["\"I stopped. Then I counted,\" she said.", "Nobody asked."]
        );
    }

    #[test]
    fn a_line_break_ends_a_sentence() {
        assert_eq!(split("No stop here\nNext line.\r\n\n  Third."), ["No stop here", "Next line.", "Third."]);
    }

    #[test]
    fn ranges_of_scalars() {
        assert_eq!(scalars("é東x", &(2..5)), Some(1..2));
        assert_eq!(scalars("é東x", &(1..5)), None);
    }

    proptest! {
        #[test]
        fn any_text_has_valid_ranges(text in "\\PC{0,80}|[a-z.!?\"'\u{201c}\u{201d}\u{3002}\n\r \u{202e}\u{0}0-9\\[\\]()A-Z]{0,120}") {
            for language in ["en", "ja", "ar", "de", "xx"] {
                let mut end = 0;
                for range in sentences(&text, Some(language)) {
                    prop_assert!(range.start >= end && range.start < range.end);
                    let piece = text.get(range.clone());
                    prop_assert!(piece.is_some_and(|p| p.trim() == p && !p.is_empty()));
                    end = range.end;
                }
            }
        }
    }
}

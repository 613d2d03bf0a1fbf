//! Where sentences begin and end.
//!
//! The rules are sentencex's, which knows abbreviations and quotation marks in many languages. Around it: a line
//! break always ends a sentence, blanks belong to no sentence, every range is a range into the text as given, and the
//! ranks and titles of English news (`Const. Quist`) end none.

use std::ops::Range;

use super::stopwords::base_language;

/// The byte ranges of the sentences of `text`, in order, trimmed, none empty. They never overlap and always lie on
/// character boundaries.
pub fn sentences(text: &str, language: Option<&str>) -> Vec<Range<usize>> {
    let language = base_language(language);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(is_line_break) {
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let mut offset = start;
        let first = found.len();
        for piece in sentencex::segment(&language, line) {
            let Some(place) = text.get(offset..at).and_then(|rest| rest.find(piece)) else { continue };
            let begin = offset + place;
            offset = begin + piece.len();
            let Some(range) = trimmed(piece, begin) else { continue };
            let before = found.get_mut(first..).and_then(<[Range<usize>]>::last_mut);
            match before.filter(|before| language == "en" && goes_on(text, before, piece)) {
                Some(before) => before.end = range.end,
                None => found.push(range),
            }
        }
    }
    found
}

/// Ranks and titles that stand before a name.
const TITLES: [&str; 20] = [
    "const.", "sgt.", "lt.", "gen.", "gov.", "sen.", "sens.", "rep.", "reps.", "rev.", "capt.", "cpl.",
    "pvt.", "det.", "insp.", "supt.", "cmdr.", "maj.", "brig.", "hon.",
];

/// True if what was cut ends with a rank or a title, and `next` goes on with the name; after `No.` with the number.
fn goes_on(text: &str, before: &Range<usize>, next: &str) -> bool {
    let Some(last) = text.get(before.clone()).unwrap_or_default().split_whitespace().next_back() else {
        return false;
    };
    let large = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
    let digits = next.trim_start().starts_with(|c: char| c.is_ascii_digit());
    match last.trim_start_matches(['(', '"', '“', '\'', '‘']) {
        "No." | "Nos." => digits,
        title => large(title) && large(next.trim_start()) && TITLES.contains(&title.to_lowercase().as_str()),
    }
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
    fn a_rank_before_a_name_ends_no_sentence() {
        for text in [
            "Police Const. Mara Quist closed it.",
            "Sgt. Okonedo and Det. Insp. Brandt counted.",
            "They met Gov. Wierzba and Sen. Quist near St. Alder.",
            "The order is No. 7 of the year.",
        ] {
            assert_eq!(split(text), [text]);
        }
        assert_eq!(split("He said No. Then he left."), ["He said No.", "Then he left."]);
        assert_eq!(
            split("They fired in general. The rest ran."),
            ["They fired in general.", "The rest ran."]
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

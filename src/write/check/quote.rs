//! Quotations verbatim: what stands between quotation marks must stand in a record, word for word.
//!
//! Typesetting aside; an ellipsis and what an editor put in brackets part a quotation into pieces that must follow each
//! other in one record. The first letter may be large or small, since a quotation may open a sentence.

use std::ops::Range;

use crate::story::{Passage, SpanField};

use super::fold::Folded;
use super::shelf::{Sheet, whole};

/// Between two pieces of a quotation lie at most so many bytes.
const GAP: usize = 600;

/// What an editor puts in is at most so long, in bytes.
const INSERTED: usize = 60;

/// The pieces of a quotation, folded.
fn pieces(quoted: &str) -> Vec<String> {
    let mut open = String::with_capacity(quoted.len());
    let mut rest = quoted;
    while let Some((before, behind)) = rest.split_once('[') {
        open.push_str(before);
        let closed = behind.split_once(']').filter(|(within, _)| within.len() <= INSERTED);
        open.push(if closed.is_some() { '…' } else { '[' });
        rest = closed.map_or(behind, |(_, after)| after);
    }
    open.push_str(rest);
    let folded = Folded::of(&open).text;
    let trimmed = |piece: &str| piece.trim_matches([' ', '.', ',', ';', ':', '!', '?', '-', '\'']).to_owned();
    folded.split("...").map(trimmed).filter(|piece| piece.chars().any(char::is_alphanumeric)).collect()
}

/// The passage of a record that holds a quotation.
pub(super) fn find(quoted: &str, sheet: &Sheet<'_>) -> Option<Passage> {
    let pieces = pieces(quoted);
    [SpanField::Text, SpanField::Title].into_iter().find_map(|field| {
        let range = follow(sheet.folded(field), &pieces)?;
        sheet.unfold(field, &range)
    })
}

/// From the first piece to the last, if they follow each other.
fn follow(text: &str, pieces: &[String]) -> Option<Range<usize>> {
    let (first, rest) = pieces.split_first()?;
    let mut from = 0;
    while let Some((start, mut end)) = next(text, first, from) {
        let all = rest.iter().all(|piece| {
            let found = whole(text, piece, end).filter(|at| at - end <= GAP);
            found.is_some_and(|at| {
                end = at + piece.len();
                true
            })
        });
        if all {
            return Some(start..end);
        }
        from = start + first.chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Where a first piece stands, its first letter large or small.
fn next(text: &str, piece: &str, from: usize) -> Option<(usize, usize)> {
    let mut letters = piece.chars();
    let first = letters.next()?;
    let turned: String =
        if first.is_uppercase() { first.to_lowercase().collect() } else { first.to_uppercase().collect() };
    let turned = turned + letters.as_str();
    let found =
        [piece, &turned].into_iter().filter_map(|words| Some((whole(text, words, from)?, words.len())));
    found.min().map(|(at, length)| (at, at + length))
}

#[cfg(test)]
mod tests {
    use super::find;
    use crate::story::Record;
    use crate::write::check::shelf::Shelf;

    fn found(quoted: &str, text: &str) -> Option<String> {
        let record = Record { text: Some(text.to_owned()), ..Record::default() };
        find(quoted, &Shelf::new([&record]).sheets[0]).map(|passage| passage.words)
    }

    #[test]
    fn a_quotation_is_found_however_it_was_set() {
        let text = "Quist said it had ‘limited our ability to cross — for many that’s the ferry.’ \"We counted,\" she said.";
        for (quoted, words) in [
            ("limited our ability to cross", "limited our ability to cross"),
            ("Limited our ability", "limited our ability"),
            (
                "limited our ability to cross - for many that's the ferry.",
                "limited our ability to cross — for many that’s the ferry",
            ),
            ("limited … to cross", "limited our ability to cross"),
            ("limited [the port's] ability to cross", "limited our ability to cross"),
            ("we counted,", "We counted"),
        ] {
            assert_eq!(found(quoted, text).as_deref(), Some(words), "{quoted}");
        }
    }

    #[test]
    fn what_was_not_said_is_not_found() {
        let text = "Quist said it had limited our ability to cross. We counted, she said.";
        for quoted in ["limited my ability", "limit", "to cross … limited", "never", "…", "counted we"] {
            assert_eq!(found(quoted, text), None, "{quoted}");
        }
    }
}

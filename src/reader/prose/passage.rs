//! Which passages of a stored text a citation speaks of.

use std::{collections::HashSet, ops::Range};

use crate::{
    story::{Citation, Span, SpanField},
    text::digest::sha256,
};

/// No citation needs more; a hostile one may name a million.
const MOST: usize = 64;

/// The passages of one stored string.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Passages {
    /// Byte ranges, in order, apart from each other.
    pub(super) ranges: Vec<Range<usize>>,
    /// The citation counts into other words than these.
    pub(super) differs: bool,
    /// Which of the ranges says most of what the sentence says.
    pub(super) best: usize,
}

/// The passages of `stored` that the citation names. None are given when its words have changed since.
pub(super) fn find(stored: &str, citation: &Citation, field: SpanField, sentence: Option<&str>) -> Passages {
    let spans: Vec<&Span> = citation.spans.iter().filter(|span| span.field == field).take(MOST).collect();
    if spans.iter().any(|span| !fits(stored, span)) {
        return Passages { differs: true, ..Passages::default() };
    }
    let place = |text: &str| {
        let start = text.as_ptr() as usize - stored.as_ptr() as usize;
        start..start + text.len()
    };
    let cuts = spans.iter().filter_map(|span| span.cut(stored)).filter(|text| !text.trim().is_empty());
    let mut ranges: Vec<Range<usize>> = cuts.map(place).collect();
    ranges.sort_by_key(|range| (range.start, range.end));
    ranges.dedup_by(|next, before| {
        let meets = next.start <= before.end;
        before.end = if meets { before.end.max(next.end) } else { before.end };
        meets
    });
    let best = best(stored, &ranges, sentence.unwrap_or_default());
    Passages { ranges, differs: false, best }
}

fn fits(stored: &str, span: &Span) -> bool {
    let same = |hash: &String| hash.eq_ignore_ascii_case(&sha256(stored));
    span.sha256.as_ref().is_none_or(same) && span.cut(stored).is_some()
}

fn best(stored: &str, ranges: &[Range<usize>], sentence: &str) -> usize {
    let said = words(sentence);
    let shared = |range: &Range<usize>| {
        stored.get(range.clone()).map_or(0, |passage| words(passage).intersection(&said).count())
    };
    let scores: Vec<usize> = ranges.iter().map(shared).collect();
    let most = scores.iter().max().copied().unwrap_or(0);
    scores.iter().position(|score| *score == most).unwrap_or(0)
}

fn words(text: &str) -> HashSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Range, find, sha256};
    use crate::story::{Citation, Span, SpanField};
    const TEXT: &str = "Zürich sent a drone. The drone saw a crack.";

    fn citation(spans: &[(usize, usize)]) -> Citation {
        let sha256 = Some(sha256(TEXT));
        let span = |(start, end): &(usize, usize)| Span {
            start: *start,
            end: *end,
            sha256: sha256.clone(),
            field: SpanField::Text,
        };
        Citation { spans: spans.iter().map(span).collect(), ..Citation::default() }
    }

    #[test]
    fn the_passage_nearest_to_the_sentence_is_shown_first() {
        let found =
            find(TEXT, &citation(&[(0, 6), (21, 43)]), SpanField::Text, Some("A crack was seen by a drone"));
        assert_eq!(found.ranges, [0..7, 22..44]);
        assert_eq!(found.best, 1);
    }

    #[test]
    fn overlapping_passages_are_one() {
        let found = find(TEXT, &citation(&[(0, 10), (5, 20)]), SpanField::Text, None);
        assert_eq!(found.ranges, vec![Range { start: 0, end: 21 }]);
    }

    #[test]
    fn nothing_is_lit_in_other_words() {
        assert!(find("other words", &citation(&[(0, 4)]), SpanField::Text, None).differs);
        assert!(find(TEXT, &citation(&[(0, 4000)]), SpanField::Text, None).differs);
        assert!(!find(TEXT, &citation(&[]), SpanField::Text, None).differs);
    }
}

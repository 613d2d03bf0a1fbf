//! Prose taken apart into claims.

use std::ops::Range;

use crate::text::markers::{Marker, markers, without_markers};
use crate::text::sentences::sentences;

/// One sentence of prose and the markers that stand for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claim {
    /// The sentence without its markers.
    pub text: String,
    /// The numbers of its markers.
    pub markers: Vec<u32>,
}

/// The claims of a text. Markers behind a sentence belong to it; a sentence without a marker leans on the next one
/// in its paragraph that has some, since a marker stands for all that was said since the one before it.
pub fn claims(prose: &str, language: Option<&str>) -> Vec<Claim> {
    let all = markers(prose);
    let mut found = Vec::new();
    let mut at = 0;
    for line in prose.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        found.extend(paragraph(prose, range, &all, language));
    }
    found
}

fn paragraph(prose: &str, range: Range<usize>, all: &[Marker], language: Option<&str>) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for (start, end) in cut(prose, range, all, language) {
        let within: Vec<&Marker> =
            all.iter().filter(|m| m.range.start >= start && m.range.end <= end).collect();
        let mut body = start;
        for marker in &within {
            let between = prose.get(body..marker.range.start).unwrap_or_default();
            if !between.trim().is_empty() {
                break;
            }
            if let Some(before) = claims.last_mut() {
                before.markers.push(marker.number);
            }
            body = marker.range.end;
        }
        let text = without_markers(prose.get(body..end).unwrap_or_default()).trim().to_owned();
        if text.chars().any(char::is_alphanumeric) {
            let markers = within.iter().filter(|m| m.range.start >= body).map(|m| m.number).collect();
            claims.push(Claim { text, markers });
        }
    }
    for at in (1..claims.len()).rev() {
        if claims[at - 1].markers.is_empty() {
            let markers = claims[at].markers.clone();
            claims[at - 1].markers = markers;
        }
    }
    claims
}

/// What ends a sentence.
const STOPS: [char; 8] = ['.', '!', '?', '。', '！', '？', '؟', '۔'];

/// The sentences of a paragraph, in bytes of the prose. A marker beside a full stop ends a sentence, whatever the
/// rules of the language make of it.
fn cut(prose: &str, range: Range<usize>, all: &[Marker], language: Option<&str>) -> Vec<(usize, usize)> {
    let closes = |marker: &Marker| {
        let before = prose.get(range.start..marker.range.start).unwrap_or_default();
        let before = before.trim_end_matches([' ', '"', '”', '’', '\'', '»', '」', '』', ')']);
        let after = prose.get(marker.range.end..range.end).unwrap_or_default();
        let open = if before.ends_with(STOPS) { after } else { after.strip_prefix(STOPS)? };
        let next = open.trim_start().chars().next();
        let closed = open.starts_with(char::is_whitespace);
        let ends = closed && next.is_some_and(|c| !c.is_lowercase() && c != '[');
        ends.then_some(range.end - open.len())
    };
    let within = all.iter().filter(|m| m.range.start >= range.start && m.range.end <= range.end);
    let ends = within.filter_map(closes).chain([range.end]);
    let mut start = range.start;
    let mut found = Vec::new();
    for end in ends {
        let part = prose.get(start..end).unwrap_or_default();
        found.extend(sentences(part, language).into_iter().map(|s| (start + s.start, start + s.end)));
        start = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::claims;

    fn check(prose: &str, expected: &[(&str, &[u32])]) {
        let found: Vec<(String, Vec<u32>)> =
            claims(prose, None).into_iter().map(|c| (c.text, c.markers)).collect();
        let expected: Vec<(String, Vec<u32>)> =
            expected.iter().map(|(t, m)| ((*t).to_owned(), m.to_vec())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn markers_before_and_behind_the_stop() {
        check(
            "The bridge closed [1]. Ferries sail [2][3].",
            &[("The bridge closed.", &[1]), ("Ferries sail.", &[2, 3])],
        );
        check("\"It closed.\" [1] Ferries sail. [2]", &[("\"It closed.\"", &[1]), ("Ferries sail.", &[2])]);
    }

    #[test]
    fn a_marker_behind_a_quotation_ends_the_sentence() {
        check(
            "She read: \"الماء لا يعرف الحدود.\" [4] \"We sail,\" he said [1].",
            &[("She read: \"الماء لا يعرف الحدود.\"", &[4]), ("\"We sail,\" he said.", &[1])],
        );
    }

    #[test]
    fn a_stop_behind_a_marker_ends_the_sentence() {
        check(
            "The office (Hexley) counts [1]. 'Two boats compete [2].",
            &[("The office (Hexley) counts.", &[1]), ("'Two boats compete.", &[2])],
        );
    }

    #[test]
    fn a_sentence_without_a_marker_leans_on_the_next() {
        check(
            "It closed. It is shut [4].\n\nNobody knows.",
            &[("It closed.", &[4]), ("It is shut.", &[4]), ("Nobody knows.", &[])],
        );
    }
}

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
    let line = prose.get(range.clone()).unwrap_or_default();
    let mut claims: Vec<Claim> = Vec::new();
    for sentence in sentences(line, language) {
        let (start, end) = (range.start + sentence.start, range.start + sentence.end);
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
    fn a_sentence_without_a_marker_leans_on_the_next() {
        check(
            "It closed. It is shut [4].\n\nNobody knows.",
            &[("It closed.", &[4]), ("It is shut.", &[4]), ("Nobody knows.", &[])],
        );
    }
}

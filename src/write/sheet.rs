//! The sheet a draft is set on: sentences become prose with markers, and every marker a citation.

use std::collections::HashMap;
use std::ops::Range;

use crate::story::{Citation, CitationKind, Record, RecordId, SpanField};
use crate::text::digest::sha256;
use crate::text::numbers::numbers;
use crate::text::quotes::quotes;
use crate::text::shingles::without_outlet;

use super::brief::stored;
use super::{Brief, Place};

/// Records that were read and not cited, listed at most up to so many citations in all.
const LISTED: usize = 20;

/// Citations in the making, in the order of their first use.
pub(super) struct Sheet<'b, 'a> {
    brief: &'b Brief<'a>,
    citations: Vec<Citation>,
    markers: HashMap<RecordId, u32>,
    hashes: HashMap<(RecordId, SpanField), String>,
}

impl<'b, 'a> Sheet<'b, 'a> {
    pub(super) fn new(brief: &'b Brief<'a>) -> Self {
        Self { brief, citations: Vec::new(), markers: HashMap::new(), hashes: HashMap::new() }
    }

    /// A whole sentence with its marker.
    pub(super) fn sentence(&mut self, place: Place) -> String {
        let sentence = self.brief.sentence(place);
        let marker = self.cite(place.document, sentence.field, &sentence.bytes.clone());
        marked(sentence.text, marker)
    }

    /// A part of a sentence with its marker and a full stop.
    pub(super) fn part(&mut self, place: Place, part: &Range<usize>) -> Option<String> {
        let sentence = self.brief.sentence(place);
        let text = sentence.text.get(part.clone())?;
        let bytes = sentence.bytes.start + part.start..sentence.bytes.start + part.end;
        let marker = self.cite(place.document, sentence.field, &bytes);
        Some(marked(&format!("{text}."), marker))
    }

    /// Cites a passage and gives the marker of its record.
    pub(super) fn cite(&mut self, document: usize, field: SpanField, bytes: &Range<usize>) -> u32 {
        let record = self.brief.documents[document].record;
        let text = stored(record, field);
        let hash = self.hashes.entry((record.id.clone(), field)).or_insert_with(|| sha256(text)).clone();
        let span = self.brief.span(document, field, bytes, &hash);
        let passage = text.get(bytes.clone()).unwrap_or_default();
        let next = self.citations.len() as u32 + 1;
        let marker = *self.markers.entry(record.id.clone()).or_insert(next);
        if marker == next {
            self.citations.push(Citation {
                marker: Some(marker),
                position: Some(i64::from(marker)),
                ..plain(record)
            });
        }
        if let Some(citation) = self.citations.get_mut(marker as usize - 1) {
            citation.spans.extend(span.filter(|span| !citation.spans.contains(span)));
            if citation.excerpt.is_none() {
                citation.excerpt = Some(passage.to_owned());
                citation.claim = Some(passage.to_owned());
                citation.fact_type = Some(fact(passage).to_owned());
            }
        }
        marker
    }

    /// The citations, and after them the cluster's other records, without markers.
    pub(super) fn finish(mut self) -> Vec<Citation> {
        let cited = |record: &&&Record| !self.markers.contains_key(&record.id);
        let room = LISTED.saturating_sub(self.citations.len());
        let others: Vec<&Record> = self.brief.records.iter().filter(cited).copied().take(room).collect();
        for record in others {
            let position = Some(self.citations.len() as i64 + 1);
            self.citations.push(Citation {
                position,
                fact_type: Some("context".to_owned()),
                ..plain(record)
            });
        }
        self.citations
    }
}

/// What every citation of a record says.
fn plain(record: &Record) -> Citation {
    let title = record.title.as_deref().map(|title| without_outlet(title, record.publisher.as_deref()));
    Citation {
        kind: CitationKind::Internal,
        record_id: Some(record.id.clone()),
        domain: record.domain(),
        title: Some(title.filter(|title| !title.is_empty()).unwrap_or_else(|| record.voice()).to_owned()),
        platform: Some(record.kind.clone()),
        ..Citation::default()
    }
}

fn fact(passage: &str) -> &'static str {
    if !quotes(passage).is_empty() {
        "quote"
    } else if numbers(passage).is_empty() {
        "claim"
    } else {
        "statistic"
    }
}

/// A sentence with a marker before its full stop; behind it where a quotation or another mark ends the sentence.
fn marked(text: &str, marker: u32) -> String {
    match text.strip_suffix('.') {
        Some(body) if !body.ends_with(['.', ' ']) && !ends_short(body) => format!("{body} [{marker}]."),
        _ => format!("{text} [{marker}]"),
    }
}

/// `U.S`, `a.m`: the full stop belongs to the word.
fn ends_short(body: &str) -> bool {
    let last = body.rsplit([' ', '"', '“']).next().unwrap_or_default();
    last.contains('.')
        || last.chars().count() < 2
        || matches!(last, "Inc" | "Co" | "Ltd" | "Corp" | "Jr" | "Sr" | "St")
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn the_marker_stands_where_print_puts_it() {
        assert_eq!(marked("The bridge closed.", 2), "The bridge closed [2].");
        assert_eq!(marked("\"It closed.\"", 1), "\"It closed.\" [1]");
        assert_eq!(marked("Made in the U.S.", 1), "Made in the U.S. [1]");
        assert_eq!(marked("閉鎖された。", 3), "閉鎖された。 [3]");
    }
}

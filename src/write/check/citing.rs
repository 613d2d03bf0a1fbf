//! Markers resolve: every marker leads to a citation, every citation to a record, every span into its words.

use std::collections::HashMap;

use crate::story::{Citation, RecordId, SpanField};
use crate::text::digest::sha256;

use super::claims::Claim;
use super::fault::Fault;
use super::shelf::Shelf;
use crate::write::Draft;
use crate::write::brief::stored;

/// What is missing from a draft as a whole.
pub(super) fn hollow(draft: &Draft) -> Option<String> {
    if draft.headline.trim().is_empty() {
        return Some("the draft has no headline".to_owned());
    }
    if draft.sections.is_empty() {
        return Some("no sentence of the records could be printed".to_owned());
    }
    let hollow = draft.sections.iter().find(|section| section.body.trim().is_empty());
    hollow.map(|section| {
        format!("the section {:?} is empty", section.heading.as_deref().unwrap_or("without heading"))
    })
}

/// The first citation that does not lead to a passage of a record.
pub(super) fn broken(citations: &[Citation], shelf: &Shelf<'_>) -> Option<String> {
    let mut hashes: HashMap<(&RecordId, SpanField), String> = HashMap::new();
    for citation in citations.iter().filter(|citation| !citation.is_web()) {
        let name = citation.marker.map_or("a citation".to_owned(), |marker| format!("citation [{marker}]"));
        let sheet = citation.record_id.as_ref().and_then(|id| shelf.sheets.get(shelf.place(id)?));
        let Some(record) = sheet.map(|sheet| sheet.record) else {
            return Some(format!("{name} leads to no record of the story"));
        };
        for span in &citation.spans {
            let text = stored(record, span.field);
            let hash = hashes.entry((&record.id, span.field)).or_insert_with(|| sha256(text));
            let same = span.sha256.as_ref().is_none_or(|claimed| claimed == hash);
            if !same || span.cut(text).is_none_or(str::is_empty) {
                return Some(format!("{name} points outside the text of record {}", record.id));
            }
        }
    }
    None
}

/// The sheets that a claim's markers lead to, and what is wrong with the markers.
pub(super) fn cited(claim: &Claim, citations: &[Citation], shelf: &Shelf<'_>) -> (Vec<usize>, Vec<Fault>) {
    let (mut sheets, mut faults) = (Vec::new(), Vec::new());
    for marker in &claim.markers {
        let citation = citations.iter().find(|citation| citation.marker == Some(*marker));
        let sheet = citation.and_then(|citation| citation.record_id.as_ref()).and_then(|id| shelf.place(id));
        match sheet {
            Some(sheet) if !sheets.contains(&sheet) => sheets.push(sheet),
            Some(_) => {}
            None => faults.push(Fault::Dangling(*marker)),
        }
    }
    if claim.markers.is_empty() {
        faults.push(Fault::Unmarked(claim.text.clone()));
    }
    (sheets, faults)
}

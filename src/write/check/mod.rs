//! The copydesk: reads a draft as a stranger would.
//!
//! It asks of every claim (a sentence with its markers) whether the markers lead to records, whether each quotation
//! stands there word for word, whether each number stands there by value, and whether the words themselves do.
//! [`claims()`] and [`inspect()`] know nothing of drafts and can be asked about any dispatch, whoever wrote it.

mod claims;
mod inspect;

use std::collections::HashMap;

use crate::cluster::{Evidence, Minimum};
use crate::story::{self, Citation, Part, Record, RecordId};
use crate::text::digest::sha256;

use super::Draft;
use super::brief::stored;

pub use claims::{Claim, claims};
pub use inspect::{Fault, Shelf, inspect};

/// A draft that the copydesk has passed. Only [`check`] can make one.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    draft: Draft,
    found: story::Checked,
}

impl Checked {
    /// The draft as it was checked.
    pub fn draft(&self) -> &Draft {
        &self.draft
    }

    /// What was checked, and how much of it was found.
    pub fn found(&self) -> story::Checked {
        self.found
    }
}

/// A draft that was refused, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spike {
    /// Its working headline.
    pub headline: String,
    /// The first fault, in plain words, and how many more there were.
    pub reason: String,
    /// Every claim that fell, for a writer who may try again; none where the draft fell as a whole.
    pub flaws: Vec<Flaw>,
}

/// A claim that fell, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Where it stands in the draft.
    pub part: Part,
    /// The sentence without its markers.
    pub claim: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// Passes a draft or spikes it. `records` are those that it may cite.
pub fn check(
    draft: Draft,
    records: &[&Record],
    evidence: Evidence,
    minimum: &Minimum,
) -> Result<Checked, Spike> {
    let spike = |reason: String| Err(Spike { headline: draft.headline.clone(), reason, flaws: Vec::new() });
    if let Some(missing) = minimum.missing(evidence) {
        return spike(missing);
    }
    if let Some(reason) = empty(&draft).or_else(|| broken(&draft.citations, records)) {
        return spike(reason);
    }
    let shelf = Shelf::new(records.iter().copied());
    let mut found = story::Checked::default();
    let mut flaws = Vec::new();
    let mut note = |part: Part, claim: &Claim, faults: Vec<Fault>| {
        let flaw = |fault| Flaw { part, claim: claim.text.clone(), fault };
        flaws.extend(faults.into_iter().map(flaw));
    };
    for (part, prose) in draft.prose() {
        for claim in claims(prose, Some(&draft.language)) {
            let mut faults = Vec::new();
            let cited = cited(&claim, &draft.citations, &mut faults);
            inspect(&claim, &cited, &shelf, &mut found, &mut faults);
            note(part, &claim, faults);
        }
    }
    let all: Vec<RecordId> =
        draft.citations.iter().filter_map(|citation| citation.record_id.clone()).collect();
    let head = [(Part::Headline, Some(&draft.headline)), (Part::Dek, draft.dek.as_ref())];
    for (part, unmarked) in head.into_iter().filter_map(|(part, text)| Some((part, text?))) {
        let claim = Claim { text: unmarked.clone(), markers: Vec::new() };
        let mut faults = Vec::new();
        inspect(&claim, &all, &shelf, &mut found, &mut faults);
        note(part, &claim, faults);
    }
    let Some(first) = flaws.first() else { return Ok(Checked { draft, found }) };
    let reason = match flaws.len() {
        1 => first.fault.to_string(),
        many => format!("{} (and {} more)", first.fault, many - 1),
    };
    Err(Spike { headline: draft.headline, reason, flaws })
}

/// What is missing from a draft as a whole.
fn empty(draft: &Draft) -> Option<String> {
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
fn broken(citations: &[Citation], records: &[&Record]) -> Option<String> {
    let by_id: HashMap<&RecordId, &Record> = records.iter().map(|record| (&record.id, *record)).collect();
    let mut hashes: HashMap<(&RecordId, story::SpanField), String> = HashMap::new();
    for citation in citations.iter().filter(|citation| !citation.is_web()) {
        let name = citation.marker.map_or("a citation".to_owned(), |marker| format!("citation [{marker}]"));
        let Some(record) = citation.record_id.as_ref().and_then(|id| by_id.get(id)) else {
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

/// The records that a claim's markers lead to; a marker that leads nowhere is a fault.
fn cited(claim: &Claim, citations: &[Citation], faults: &mut Vec<Fault>) -> Vec<RecordId> {
    let mut ids = Vec::new();
    for marker in &claim.markers {
        let citation = citations.iter().find(|citation| citation.marker == Some(*marker));
        match citation.and_then(|citation| citation.record_id.clone()) {
            Some(id) => ids.push(id),
            None => faults.push(Fault::Dangling(*marker)),
        }
    }
    if claim.markers.is_empty() {
        faults.push(Fault::Unmarked(claim.text.clone()));
    }
    ids
}

#[cfg(test)]
mod tests {
    use super::{Checked, Spike, check};
    use crate::cluster::{Evidence, Minimum, gather};
    use crate::story::Record;
    use crate::write::{Draft, brief, extract};

    fn record(id: &str, publisher: &str, title: &str, text: &str) -> Record {
        Record {
            id: id.into(),
            publisher: Some(publisher.to_owned()),
            title: Some(title.to_owned()),
            text: Some(text.to_owned()),
            ..Record::default()
        }
    }

    fn world() -> Vec<Record> {
        vec![
            record(
                "1",
                "Alder Post",
                "Harbour Bridge Closes After Drone Finds Crack",
                "Port Alder closed the Harbour Bridge at 16:40 after a drone found a crack in the eastern hanger.\n\n\
                 \"A cracked hanger is a hanger I cannot count on,\" said Mara Quist, the port's chief engineer.",
            ),
            record(
                "2",
                "Coast Wire",
                "Ferry Cannot Carry the Difference in Port Alder",
                "The ferry in Port Alder moves 5,600 cars a day while the Harbour Bridge carries 31,000 vehicles a day.",
            ),
        ]
    }

    fn draft(records: &[Record]) -> (Draft, Evidence) {
        let members: Vec<&Record> = records.iter().collect();
        let cluster = gather(&members);
        (extract(&brief(&cluster, &members), 220), Evidence::of(&cluster, &members))
    }

    fn read(records: &[Record], change: impl FnOnce(&mut Draft)) -> Result<Checked, Spike> {
        let (mut draft, evidence) = draft(records);
        change(&mut draft);
        check(draft, &records.iter().collect::<Vec<_>>(), evidence, &Minimum::NONE)
    }

    #[test]
    fn an_honest_draft_passes_whole() {
        let found = read(&world(), |_| ()).unwrap().found();
        assert!(found.claims >= 4 && found.claims == found.claims_found, "{found:?}");
        assert!(found.numbers >= 2 && found.numbers == found.numbers_found, "{found:?}");
        assert!(found.quotes >= 1 && found.quotes == found.quotes_found, "{found:?}");
    }

    fn refused(change: impl FnOnce(&mut Draft), reason: &str) {
        let spike = read(&world(), change).unwrap_err();
        assert!(spike.reason.contains(reason), "{}", spike.reason);
    }

    fn body(from: &'static str, to: &'static str) -> impl FnOnce(&mut Draft) {
        move |draft| {
            let whole = |draft: &Draft| draft.sections.iter().map(|s| s.body.clone()).collect::<String>();
            let before = whole(draft);
            draft.sections.iter_mut().for_each(|section| section.body = section.body.replace(from, to));
            assert_ne!(before, whole(draft), "{from} is not in it");
        }
    }

    #[test]
    fn a_changed_draft_is_refused_with_the_reason() {
        refused(body("5,600", "5,700"), "5,700 stands in no cited record");
        refused(
            body("cannot count on", "can always trust"),
            "the quotation “A cracked hanger is a hanger I can always",
        );
        refused(body("[1]", "[9]"), "the marker [9] leads to no record");
        refused(body(" [1]", ""), "no source is named for “The ferry in");
        refused(body("ferry", "barge"), "stands in no cited record");
        refused(body("[1]", "[2]"), "stands in no cited record");
        refused(
            |draft| draft.headline = "Bridge Falls".to_owned(),
            "“Bridge Falls” stands in no cited record",
        );
        refused(|draft| draft.headline.clear(), "no headline");
        refused(|draft| draft.sections.clear(), "no sentence of the records could be printed");
        refused(|draft| draft.sections[0].body.clear(), "the section \"What is reported\" is empty");
        refused(
            |draft| draft.citations[0].record_id = Some("nobody".into()),
            "citation [1] leads to no record",
        );
        refused(|draft| draft.citations[0].spans[0].end = 9_999, "points outside the text of record 2");
        refused(|draft| draft.citations[0].spans[0].sha256 = Some("0".repeat(64)), "points outside the text");
    }

    #[test]
    fn typesetting_is_no_change() {
        let set = |draft: &mut Draft| {
            draft
                .sections
                .iter_mut()
                .for_each(|section| section.body = section.body.replace("port's", "port’s"));
        };
        assert!(read(&world(), set).is_ok());
    }

    #[test]
    fn a_single_voice_is_refused_before_anything_is_read() {
        let alone = &world()[..1];
        let (draft, evidence) = draft(alone);
        let spike = check(draft, &[&alone[0]], evidence, &Minimum::default()).unwrap_err();
        assert_eq!(spike.reason, "1 independent voice in 1 record, 2 needed");
        assert_eq!(spike.headline, "Harbour Bridge Closes After Drone Finds Crack");
    }
}

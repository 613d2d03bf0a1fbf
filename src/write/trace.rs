//! A published dispatch held against the records that are here: what each of its sentences comes to.
//!
//! The same desk that guards publication asks, so that a reader checks the wires of others by the rules of their own. Of
//! those little can be taken for granted: some set no markers, some cite web pages alone, some write one long text.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::story::{Citation, Dispatch, Part, Record, RecordId, Section, Share, Trace, TracedClaim};
use crate::text::stopwords::base_language;
use crate::text::tokens;

use super::check::{Claim, Shelf, Weighed, claims, weigh};
use super::draft::READING;

/// Traces a dispatch over `records`: those of its records, and of those it cites, that are in the store.
pub fn trace(dispatch: &Dispatch, records: &[&Record]) -> Trace {
    let shelf = Shelf::new(records.iter().copied());
    let mut tracer = Tracer {
        dispatch,
        language: language(records),
        trace: Trace { missing: missing(dispatch, records), ..Trace::default() },
        marks: Marks::of(dispatch),
        shelf,
    };
    for (part, prose) in prose(dispatch) {
        let reading = matches!(part, Part::Section(at) if is_reading(dispatch, at));
        let prose = tokens::words(&prose);
        for claim in claims(&prose, Some(&tracer.language)) {
            tracer.take(part, claim, reading);
        }
    }
    tracer.trace
}

/// A dispatch being traced.
struct Tracer<'d, 'a> {
    dispatch: &'d Dispatch,
    shelf: Shelf<'a>,
    language: String,
    marks: Marks,
    trace: Trace,
}

/// Whether a dispatch sets its quotations in double marks: then single ones about a word are no quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    Double,
    Single,
}

impl Marks {
    fn of(dispatch: &Dispatch) -> Self {
        let double = |(_, text): (Part, Cow<'_, str>)| text.contains(['"', '“', '„', '«', '「', '『']);
        if prose(dispatch).any(double) { Self::Double } else { Self::Single }
    }
}

impl Tracer<'_, '_> {
    fn take(&mut self, part: Part, claim: Claim, reading: bool) {
        let (cited, away) = self.cited(&claim);
        let weighed = weigh(&claim.text, &self.language, &self.shelf, &cited, reading);
        self.count(&claim.text, &weighed);
        let Weighed { verdict, spans, voices, lack, .. } = weighed;
        let lack = lack.map(|lack| self.told(lack, !away.is_empty() && cited.is_empty()));
        let Claim { text, markers } = claim;
        self.trace.claims.push(TracedClaim { part, text, markers, verdict, spans, voices, lack });
    }

    /// The sheets that a claim cites, and the records it cites that are not here.
    fn cited(&self, claim: &Claim) -> (Vec<usize>, Vec<RecordId>) {
        let (mut here, mut away) = (Vec::new(), Vec::new());
        let led =
            |citation: &&Citation| citation.marker.is_some_and(|marker| claim.markers.contains(&marker));
        let ids =
            self.dispatch.citations.iter().filter(led).filter_map(|citation| citation.record_id.clone());
        for id in ids {
            match self.shelf.place(&id) {
                Some(sheet) if !here.contains(&sheet) => here.push(sheet),
                Some(_) => {}
                None => away.push(id),
            }
        }
        (here, away)
    }

    fn count(&mut self, claim: &str, weighed: &Weighed) {
        for (range, found) in &weighed.quotes {
            let words = claim.get(range.clone()).unwrap_or_default();
            let mark = claim.get(..range.start).and_then(|before| before.chars().next_back());
            let aside = self.marks == Marks::Double
                && matches!(mark, Some('\'' | '‘'))
                && !words.trim().contains(char::is_whitespace);
            if !aside {
                self.trace.quotes.total += 1;
                self.trace.quotes.found += usize::from(*found);
            }
        }
        let Share { found, total } = weighed.numbers;
        self.trace.numbers.found += found;
        self.trace.numbers.total += total;
    }

    /// Why nothing was found, with what is not here.
    fn told(&self, lack: String, away: bool) -> String {
        match (away, self.trace.missing.len()) {
            (true, _) => format!("its records are not here; {lack}"),
            (false, 0) => lack,
            (false, 1) => format!("{lack}; 1 record is not here"),
            (false, many) => format!("{lack}; {many} records are not here"),
        }
    }
}

/// The records that a dispatch names and that are not here, each once.
fn missing(dispatch: &Dispatch, records: &[&Record]) -> Vec<RecordId> {
    let cited = dispatch.citations.iter().filter_map(|citation| citation.record_id.as_ref());
    let mut missing: Vec<RecordId> = Vec::new();
    for id in dispatch.record_ids.iter().chain(cited) {
        if !missing.contains(id) && records.iter().all(|record| record.id != *id) {
            missing.push(id.clone());
        }
    }
    missing
}

/// Everything that a dispatch says, in the order it is read. Sections and answers are named by their place in the
/// dispatch, whatever the order they are to be read in.
fn prose(dispatch: &Dispatch) -> impl Iterator<Item = (Part, Cow<'_, str>)> {
    let head = dispatch.headline.as_deref().map(|text| (Part::Headline, Cow::Borrowed(text)));
    let dek = dispatch.dek.as_deref().map(|text| (Part::Dek, Cow::Borrowed(text)));
    let points = dispatch.takeaways.iter().enumerate();
    let points = points.map(|(at, text)| (Part::Takeaway(at), Cow::Borrowed(text.as_str())));
    let mut sections: Vec<(usize, &Section)> = dispatch.sections.iter().enumerate().collect();
    sections.sort_by_key(|(_, section)| section.order);
    let body =
        sections.into_iter().map(|(at, section)| (Part::Section(at), Cow::Borrowed(section.body.as_str())));
    let whole = dispatch.content.as_deref().filter(|_| dispatch.sections.is_empty());
    let whole = whole.map(|text| (Part::Section(0), Cow::Owned(without_headings(text))));
    let mut answers: Vec<(usize, &crate::story::Question)> = dispatch.faq.iter().enumerate().collect();
    answers.sort_by_key(|(_, question)| question.order);
    let answers =
        answers.into_iter().map(|(at, asked)| (Part::Answer(at), Cow::Borrowed(asked.answer.as_str())));
    head.into_iter().chain(dek).chain(points).chain(body).chain(whole).chain(answers)
}

/// One long text without the lines that are headings.
fn without_headings(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.collect::<Vec<_>>().join("\n")
}

fn is_reading(dispatch: &Dispatch, section: usize) -> bool {
    dispatch.sections.get(section).is_some_and(|section| section.kind.as_deref() == Some(READING))
}

/// The language that most of the records speak.
fn language(records: &[&Record]) -> String {
    let mut spoken: BTreeMap<String, usize> = BTreeMap::new();
    for record in records {
        *spoken.entry(base_language(record.language.as_deref())).or_default() += 1;
    }
    let most = spoken.into_iter().max_by_key(|(_, many)| *many);
    most.map_or_else(|| base_language(None), |(language, _)| language)
}

//! The copydesk: reads a draft as a stranger would.
//!
//! It asks of every claim (a sentence with its markers) whether the markers lead to records and whether those say what it
//! says. A draft of sentences taken from records is held to the word. Any other is held to rules, one rule a file:
//! quotations stand there verbatim ([`quote`]), numbers and dates by value and of the same thing ([`figures`], [`bound`]),
//! names are named there ([`name`]), enough of its words stand in one passage ([`passage`]), among them half of those that
//! are no names, since every record of a story has its names; what is denied there is denied here ([`denial`]); it holds no link, markup or order that no record has ([`foreign`]), no talk about the
//! writing ([`meta`]), and it supposes nothing outside the readings ([`cues`]).
//!
//! Why rules and no judge: they give the same answer every day, say which word was wrong, cost no money, and cannot be
//! talked round by a record. They are deaf to meaning: a sentence may pass that a careful reader would not write, and an
//! honest one may fall because it says a thing in words of its own. So they are set to refuse rather than to believe,
//! and where nothing but the taste of the words is in doubt, the trace says what it found and leaves it to the reader.
//!
//! It refuses to mend: a flaw is named and the draft goes back. What it costs: to the word, the time to look a few dozen
//! sentences up; by rules, some milliseconds, most of it in cutting the records into sentences, once.

mod asked;
mod bound;
mod citing;
mod claims;
mod cues;
mod denial;
mod fault;
mod figures;
mod fold;
mod foreign;
mod judge;
mod lexicon;
mod meta;
mod name;
mod passage;
mod quote;
mod shelf;
mod vocabulary;
mod weigh;
mod word;

use crate::cluster::{Evidence, Minimum};
use crate::story::{self, Part, Record, Verdict};
use crate::text::stopwords::base_language;

use super::Draft;
use super::draft::READING;
use asked::Asked;
use passage::Masks;

pub use claims::{Claim, claims};
pub use fault::Fault;
pub use foreign::Foreign;
pub(super) use shelf::Shelf;
pub(super) use weigh::{Weighed, weigh};

/// Who writes without a model: such a draft is held to the word.
pub(super) const TO_THE_WORD: &str = "extractive";

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
    let shelf = Shelf::new(records.iter().copied());
    if let Some(reason) = citing::hollow(&draft).or_else(|| citing::broken(&draft.citations, &shelf)) {
        return spike(reason);
    }
    let mut desk = Desk::new(&draft, shelf);
    desk.read();
    let Desk { found, flaws, .. } = desk;
    let Some(first) = flaws.first() else { return Ok(Checked { draft, found }) };
    let reason = match flaws.len() {
        1 => first.fault.to_string(),
        many => format!("{} (and {} more)", first.fault, many - 1),
    };
    Err(Spike { headline: draft.headline, reason, flaws })
}

/// A draft on the desk.
struct Desk<'d, 'a> {
    draft: &'d Draft,
    shelf: Shelf<'a>,
    /// All sheets that the draft cites.
    cited: Vec<usize>,
    found: story::Checked,
    flaws: Vec<Flaw>,
}

impl<'d, 'a> Desk<'d, 'a> {
    fn new(draft: &'d Draft, shelf: Shelf<'a>) -> Self {
        let ids = draft.citations.iter().filter_map(|citation| citation.record_id.as_ref());
        let mut cited: Vec<usize> = ids.filter_map(|id| shelf.place(id)).collect();
        cited.sort_unstable();
        cited.dedup();
        Self { draft, shelf, cited, found: story::Checked::default(), flaws: Vec::new() }
    }

    /// Reads everything. The headline and the sentence under it carry no markers: any record that is cited may show
    /// them. Their flaws come last, since a headline seldom says why a draft is wrong.
    fn read(&mut self) {
        let draft = self.draft;
        for (part, prose) in draft.prose() {
            let reading = matches!(part, Part::Section(at) if is_reading(draft, at));
            for claim in claims(prose, Some(&draft.language)) {
                let (mut sheets, mut faults) = citing::cited(&claim, &draft.citations, &self.shelf);
                if reading && claim.markers.is_empty() {
                    faults.clear();
                    sheets.clone_from(&self.cited);
                }
                self.hold(part, &claim.text, &sheets, faults, reading);
            }
        }
        let head = [(Part::Headline, Some(&draft.headline)), (Part::Dek, draft.dek.as_ref())];
        for (part, text) in head.into_iter().filter_map(|(part, text)| Some((part, text?))) {
            let sheets = self.cited.clone();
            self.hold(part, text, &sheets, Vec::new(), false);
        }
    }

    /// Holds one claim against the sheets cited for it.
    fn hold(&mut self, part: Part, claim: &str, sheets: &[usize], mut faults: Vec<Fault>, reading: bool) {
        let found = if self.draft.writer == TO_THE_WORD {
            word::hold(claim, &self.shelf, sheets, &mut faults)
        } else {
            by_rules(claim, &self.draft.language, &self.shelf, sheets, reading, &mut faults)
        };
        self.found.claims += 1;
        self.found.claims_found += usize::from(found.claim);
        self.found.quotes += found.quotes.total;
        self.found.quotes_found += found.quotes.found;
        self.found.numbers += found.numbers.total;
        self.found.numbers_found += found.numbers.found;
        let flaw = |fault| Flaw { part, claim: claim.to_owned(), fault };
        self.flaws.extend(faults.into_iter().map(flaw));
    }
}

fn is_reading(draft: &Draft, section: usize) -> bool {
    draft.sections.get(section).is_some_and(|section| section.kind.as_deref() == Some(READING))
}

/// What of a claim was found.
struct Found {
    claim: bool,
    quotes: story::Share,
    numbers: story::Share,
}

/// Holds a claim against the rules; adds what is wrong with it.
fn by_rules(
    claim: &str,
    language: &str,
    shelf: &Shelf<'_>,
    sheets: &[usize],
    reading: bool,
    faults: &mut Vec<Fault>,
) -> Found {
    let asked = Asked::new(claim, &base_language(Some(language)), &shelf.lexicon);
    if judge::is_verbatim(&asked, shelf, sheets) {
        let all = |total: usize| story::Share { found: total, total };
        return Found { claim: true, quotes: all(asked.quotes.len()), numbers: all(asked.figures.len()) };
    }
    let masks = Masks::of(&asked, shelf, sheets, true);
    let judged = judge::judge(&asked, shelf, sheets, &masks, (reading, false));
    faults.extend(judged.faults);
    Found {
        claim: judged.verdict == Verdict::Supported,
        quotes: story::Share { found: judged.quotes.iter().flatten().count(), total: judged.quotes.len() },
        numbers: story::Share { found: judged.figures_found, total: asked.figures.len() },
    }
}

#[cfg(test)]
mod tests;

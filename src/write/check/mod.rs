//! The copydesk: reads a draft as a stranger would.
//!
//! It asks of every claim (a sentence with its markers) whether the markers lead to records and whether those say what it
//! says. A draft of sentences taken from records is held to the word. Any other is held to rules, one rule a file:
//! quotations stand there verbatim ([`quote`]), numbers and dates by value and of the same thing ([`figures`], [`bound`]),
//! names are named there ([`name`]), enough of its words stand in one passage ([`passage`]), what is denied there is
//! denied here ([`denial`]); it holds no link, markup or order that no record has ([`foreign`]), no talk about the
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
    let masks = Masks::of(&asked, shelf, sheets, true);
    let judged = judge::judge(&asked, shelf, sheets, &masks, reading);
    faults.extend(judged.faults);
    Found {
        claim: judged.verdict == Verdict::Supported,
        quotes: story::Share { found: judged.quotes.iter().flatten().count(), total: judged.quotes.len() },
        numbers: story::Share { found: judged.figures_found, total: asked.figures.len() },
    }
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
        refused(body("16:40", "16:50"), "16:50 stands in no cited record");
        refused(
            body("cannot count on", "can always trust"),
            "the quotation “A cracked hanger is a hanger I can always",
        );
        refused(body("[1]", "[9]"), "the marker [9] leads to no record");
        refused(body(" [1]", ""), "no source is named for “Port Alder closed");
        refused(body("drone", "diver"), "stands in no cited record");
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
        refused(|draft| draft.citations[0].spans[0].end = 9_999, "points outside the text of record 1");
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

//! One claim of a dispatch held against all the records that are here: the verdict, its passages and its voices.
//!
//! The records that it cites are asked first, each for itself and then together; then all others, since a wire that
//! cites badly may still tell the truth.

use std::collections::BTreeSet;

use crate::story::{Passage, Share, Verdict};

use super::asked::Asked;
use super::denial;
use super::fault::{Fault, short};
use super::judge::{Judged, is_number, judge, under, verbatim};
use super::lexicon::Kind;
use super::passage::{Evidence, Masks};
use super::shelf::Shelf;

/// Passages that are shown of one claim.
const SHOWN: usize = 6;

/// What a claim comes to.
#[derive(Debug, Default)]
pub(in crate::write) struct Weighed {
    pub(in crate::write) verdict: Verdict,
    /// Best first.
    pub(in crate::write) spans: Vec<Passage>,
    pub(in crate::write) voices: usize,
    /// Quotations in it, and whether each stands in a record: by the bytes between the marks.
    pub(in crate::write) quotes: Vec<(std::ops::Range<usize>, bool)>,
    pub(in crate::write) numbers: Share,
    /// What was not found, in words.
    pub(in crate::write) lack: Option<String>,
}

/// Weighs a claim. `cited` are the sheets its markers lead to, none where nothing is said; `reading` where it stands
/// among the readings.
pub(in crate::write) fn weigh(
    claim: &str,
    language: &str,
    shelf: &Shelf<'_>,
    cited: &[usize],
    reading: bool,
) -> Weighed {
    let others = (0..shelf.sheets.len()).filter(|sheet| !cited.contains(sheet));
    let order: Vec<usize> = cited.iter().copied().chain(others).collect();
    let asked = Asked::new(claim, language, &shelf.lexicon);
    let masks = Masks::of(&asked, shelf, &order, false);
    let alone: Vec<(usize, Judged)> = order
        .iter()
        .map(|sheet| (*sheet, judge(&asked, shelf, &[*sheet], &masks, (reading, true))))
        .collect();
    let words: Vec<(usize, Passage)> = verbatim(claim, shelf, &order);
    let words: Vec<(usize, Passage)> =
        words.into_iter().filter(|(sheet, passage)| is_whole(&asked, shelf, *sheet, passage)).collect();
    let together = judge(&asked, shelf, &order, &masks, (reading, false));
    let by_cited = judge(&asked, shelf, cited, &masks, (reading, false));
    Scale { asked, shelf, words, alone, together, by_cited }.read(reading)
}

/// True unless the words are cut from a sentence that denies them.
fn is_whole(asked: &Asked<'_>, shelf: &Shelf<'_>, sheet: usize, passage: &Passage) -> bool {
    let lines = under(shelf, sheet, passage).into_iter().map(|at| (sheet, at)).collect();
    !denial::turned(asked, shelf, &Evidence { lines, mask: 0 })
}

/// All that is known of a claim.
struct Scale<'c, 's, 'a> {
    asked: Asked<'c>,
    shelf: &'s Shelf<'a>,
    words: Vec<(usize, Passage)>,
    alone: Vec<(usize, Judged)>,
    together: Judged,
    by_cited: Judged,
}

impl Scale<'_, '_, '_> {
    fn read(self, reading: bool) -> Weighed {
        let best =
            [&self.by_cited, &self.together].into_iter().find(|judged| judged.verdict == Verdict::Supported);
        let single = self.alone.iter().find(|(_, judged)| judged.verdict == Verdict::Supported);
        let number =
            [&self.by_cited, &self.together].into_iter().find(|judged| is_number(&self.asked, judged));
        let supposed = reading || self.asked.has(Kind::SUPPOSES);
        let (verdict, shown) = if !self.words.is_empty() {
            (Verdict::Verbatim, None)
        } else if let Some(judged) = single.map(|(_, judged)| judged).or(best) {
            (Verdict::Supported, Some(judged))
        } else if supposed && !self.has_hard_fault() {
            (Verdict::Reading, number)
        } else if let Some(judged) = number {
            (Verdict::Number, Some(judged))
        } else {
            (Verdict::NotFound, None)
        };
        let spans = self.spans(shown);
        let voices = self.voices(verdict, &spans);
        let lack = (verdict == Verdict::NotFound).then(|| self.lack());
        Weighed { verdict, spans, voices, lack, quotes: self.quotes(), numbers: self.numbers(verdict) }
    }

    /// A quotation or a number that stands nowhere.
    fn has_hard_fault(&self) -> bool {
        self.together.faults.iter().any(|fault| {
            matches!(
                fault,
                Fault::Quote(_)
                    | Fault::Number(..)
                    | Fault::Name(..)
                    | Fault::Elsewhere(..)
                    | Fault::Turned(_)
                    | Fault::Foreign(..)
            )
        })
    }

    /// Whole sentences word for word; then quotations; then the lines that speak for it, record by record.
    fn spans(&self, shown: Option<&Judged>) -> Vec<Passage> {
        let mut spans: Vec<Passage> = self.words.iter().map(|(_, passage)| passage.clone()).collect();
        spans.extend(self.quoted());
        let single = self.alone.iter().filter(|(_, judged)| judged.verdict == Verdict::Supported);
        let lines = shown
            .into_iter()
            .chain(single.map(|(_, judged)| judged))
            .flat_map(|judged| &judged.evidence.lines);
        for (sheet, line) in lines {
            let told = self.words.iter().any(|(other, _)| other == sheet);
            let line = self.shelf.lines(*sheet).get(*line).filter(|_| !told);
            let page = self.shelf.sheets.get(*sheet);
            spans.extend(page.zip(line).and_then(|(page, line)| page.passage(line.field, &line.bytes)));
        }
        let mut kept: Vec<Passage> = Vec::new();
        for span in spans {
            if kept.len() < SHOWN && !kept.iter().any(|other| holds(other, &span)) {
                kept.push(span);
            }
        }
        kept
    }

    /// Where its quotations stand, in the cited records first.
    fn quoted(&self) -> Vec<Passage> {
        let found = |at: usize| {
            let here = |judged: &Judged| judged.quotes.get(at).cloned().flatten();
            here(&self.by_cited).or_else(|| here(&self.together))
        };
        (0..self.asked.quotes.len()).filter_map(found).collect()
    }

    fn quotes(&self) -> Vec<(std::ops::Range<usize>, bool)> {
        let found = self.together.quotes.iter().map(Option::is_some);
        self.asked.quotes.iter().cloned().zip(found).collect()
    }

    fn numbers(&self, verdict: Verdict) -> Share {
        let total = self.asked.figures.len();
        let most = self.alone.iter().map(|(_, judged)| judged.figures_found).max().unwrap_or_default();
        let most = most.max(self.together.figures_found).max(self.by_cited.figures_found);
        Share { found: if verdict.is_traced() { total } else { most }, total }
    }

    /// Independent voices: each record for itself, copies of another aside.
    fn voices(&self, verdict: Verdict, spans: &[Passage]) -> usize {
        if !verdict.is_traced() {
            return 0;
        }
        let shows = |(sheet, judged): &&(usize, Judged)| {
            judged.verdict == Verdict::Supported || self.words.iter().any(|(other, _)| other == sheet)
        };
        let mut sheets: Vec<usize> = self.alone.iter().filter(shows).map(|(sheet, _)| *sheet).collect();
        if sheets.is_empty() {
            sheets = spans.iter().filter_map(|span| self.shelf.place(&span.record)).collect();
        }
        let records =
            sheets.iter().filter_map(|sheet| self.shelf.sheets.get(*sheet)).map(|sheet| sheet.record);
        let held: Vec<_> = records.collect();
        let original = |record: &&&crate::story::Record| {
            record.copy_of.as_ref().is_none_or(|of| held.iter().all(|other| other.id != *of))
        };
        held.iter().filter(original).map(|record| record.voice_key()).collect::<BTreeSet<_>>().len()
    }

    /// What was not found, in words.
    fn lack(&self) -> String {
        let mut lacks: Vec<String> = Vec::new();
        for fault in &self.together.faults {
            lacks.push(match fault {
                Fault::Quote(words) => {
                    format!("the quotation “{}” stands in no record that is here", short(words))
                }
                Fault::Number(figure, _) => format!("{figure} stands in no record that is about the same"),
                Fault::Name(name, _) => format!("{} is named in no record that speaks of it", short(name)),
                Fault::Turned(_) => "the records here say the opposite".to_owned(),
                Fault::Foreign(kind, words) => {
                    format!("{} that no record has: {}", kind.words(), short(words))
                }
                Fault::Supposes(_) => "it supposes what no record here says".to_owned(),
                _ => continue,
            });
        }
        let elsewhere = self.together.faults.iter().filter_map(|fault| match fault {
            Fault::Elsewhere(what, _) => Some(format!("no record here says {} of this", short(what))),
            _ => None,
        });
        if lacks.is_empty() && !self.together.faults.iter().any(|fault| matches!(fault, Fault::Words(_))) {
            lacks.extend(elsewhere);
        }
        if lacks.is_empty() {
            let (found, all) = (self.asked.words_in(self.together.evidence.mask), self.asked.keys.len());
            lacks.push(match found {
                0 => "no passage that is here is about it".to_owned(),
                found => format!("the nearest passage that is here has {found} of its {all} words"),
            });
        }
        lacks.truncate(3);
        lacks.join("; ")
    }
}

/// True if one passage lies within another.
fn holds(one: &Passage, other: &Passage) -> bool {
    let (a, b) = (&one.span, &other.span);
    one.record == other.record && a.field == b.field && a.start <= b.start && b.end <= a.end
}

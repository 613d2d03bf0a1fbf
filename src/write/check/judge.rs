//! One claim held against records: what it comes to, what is wrong with it, and the passages that show it.

use crate::story::{Passage, SpanField, Verdict};

use super::asked::Asked;
use super::fault::Fault;
use super::fold::Folded;
use super::foreign::Foreign;
use super::lexicon::Kind;
use super::passage::{Evidence, Masks};
use super::shelf::Shelf;
use super::{bound, denial, name, quote};

/// A claim's words must stand in its evidence in this share, and in the higher one where it denies or compares.
const RECALL: f64 = 0.5;
const HIGH_RECALL: f64 = 0.7;

/// A claim of fewer words than this must share more of them.
const SHORT: usize = 7;
const SHORT_RECALL: f64 = 0.6;

/// Of fewer words than this beside the names it does not matter how many are shared.
const FEW: usize = 2;

/// A passage that shares so many words with a claim is about the same.
const ABOUT: usize = 2;

/// What a claim comes to.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) verdict: Verdict,
    /// What is wrong, if it may not be printed.
    pub(super) faults: Vec<Fault>,
    /// The lines that speak for it, whether or not they show it.
    pub(super) evidence: Evidence,
    /// Where its quotations stand, one entry for each.
    pub(super) quotes: Vec<Option<Passage>>,
    /// Its figures that stand in the evidence, as told of the same thing.
    pub(super) figures_found: usize,
}

/// The words of a claim as they are looked for.
pub(super) fn bare(claim: &str) -> String {
    let folded = Folded::of(claim).text;
    folded.trim_matches([' ', '.', ',', ';', '!', '?', '-']).to_owned()
}

/// The first passage of each sheet that holds all words of a claim, one after the other.
pub(super) fn verbatim(claim: &str, shelf: &Shelf<'_>, sheets: &[usize]) -> Vec<(usize, Passage)> {
    let words = bare(claim);
    let hold = |sheet: &usize| {
        let page = shelf.sheets.get(*sheet)?;
        let (field, range) = page.find(&words)?;
        Some((*sheet, page.unfold(field, &range)?))
    };
    sheets.iter().filter_map(hold).collect()
}

/// True if a claim is a whole sentence of a sheet, or a title, or what is cut from one without turning it round; and if
/// that does not speak to a machine.
pub(super) fn is_verbatim(asked: &Asked<'_>, shelf: &Shelf<'_>, sheets: &[usize]) -> bool {
    let found = verbatim(asked.text, shelf, sheets);
    found.iter().any(|(sheet, passage)| {
        let lines = under(shelf, *sheet, passage);
        let orders = lines.iter().any(|at| shelf.lines(*sheet).get(*at).is_some_and(|line| line.commands));
        let lines = lines.into_iter().map(|at| (*sheet, at)).collect();
        !orders && !denial::turned(asked, shelf, &Evidence { lines, mask: 0 })
    })
}

/// The lines of a sheet that a passage touches.
pub(super) fn under(shelf: &Shelf<'_>, sheet: usize, passage: &Passage) -> Vec<usize> {
    let text = shelf.sheets.get(sheet).map_or("", |sheet| sheet.stored(passage.span.field));
    let byte = |scalar: usize| text.char_indices().nth(scalar).map_or(text.len(), |(at, _)| at);
    let (start, end) = (byte(passage.span.start), byte(passage.span.end));
    let lines = shelf.lines(sheet).iter().enumerate();
    let meets = lines.filter(|(_, line)| {
        line.field == passage.span.field && line.bytes.start < end && start < line.bytes.end
    });
    meets.map(|(at, _)| at).collect()
}

/// Holds a claim against sheets taken together. Among the readings (`reading`) it may suppose, and need not be shown but
/// for its hard facts. `close` where a sentence and its neighbours must show it.
pub(super) fn judge(
    asked: &Asked<'_>,
    shelf: &Shelf<'_>,
    sheets: &[usize],
    masks: &Masks,
    (reading, close): (bool, bool),
) -> Judged {
    let evidence = masks.best(asked, sheets, close);
    if close && !supported(asked, &evidence) {
        return unsupported(asked, shelf, evidence);
    }
    let quotes: Vec<Option<Passage>> =
        asked.quotes.iter().map(|quote| find(asked, quote, shelf, sheets)).collect();
    let said = || asked.text.to_owned();
    let mut faults = Vec::new();
    for (quoted, _) in asked.quotes.iter().zip(&quotes).filter(|(_, found)| found.is_none()) {
        faults.push(Fault::Quote(asked.text.get(quoted.clone()).unwrap_or_default().to_owned()));
    }
    let figures = bound::missing(asked, shelf, &evidence);
    let figures_found = asked.figures.len() - figures.len();
    faults.extend(figures.into_iter().map(|(figure, absent)| {
        if absent { Fault::Number(figure, said()) } else { Fault::Elsewhere(figure, said()) }
    }));
    faults.extend(name::missing(asked, shelf, &evidence).into_iter().map(|(name, absent)| {
        if absent { Fault::Name(name, said()) } else { Fault::Elsewhere(name, said()) }
    }));
    faults.extend(strange(asked, shelf, sheets));
    let hard = faults.is_empty();
    if !supported(asked, &evidence) {
        faults.push(Fault::Words(said()));
    } else if denial::turned(asked, shelf, &evidence) {
        faults.push(Fault::Turned(said()));
    } else if supposes(asked, shelf, &evidence) {
        faults.push(Fault::Supposes(said()));
    }
    let verdict = match () {
        () if faults.is_empty() => Verdict::Supported,
        () if hard && reading => Verdict::Reading,
        () => Verdict::NotFound,
    };
    if verdict == Verdict::Reading {
        faults.clear();
    }
    Judged { verdict, faults, evidence, quotes, figures_found }
}

/// A record that cannot show a claim alone: of it no more is asked than what of the figures stands there.
fn unsupported(asked: &Asked<'_>, shelf: &Shelf<'_>, evidence: Evidence) -> Judged {
    let figures_found = asked.figures.len() - bound::missing(asked, shelf, &evidence).len();
    let faults = vec![Fault::Words(asked.text.to_owned())];
    Judged { faults, evidence, figures_found, ..Judged::default() }
}

fn find(
    asked: &Asked<'_>,
    quoted: &std::ops::Range<usize>,
    shelf: &Shelf<'_>,
    sheets: &[usize],
) -> Option<Passage> {
    let words = asked.text.get(quoted.clone())?;
    sheets.iter().filter_map(|sheet| shelf.sheets.get(*sheet)).find_map(|sheet| quote::find(words, sheet))
}

/// What should not stand in a claim at all, unless a record has it.
pub(super) fn strange(asked: &Asked<'_>, shelf: &Shelf<'_>, sheets: &[usize]) -> Vec<Fault> {
    let had = |words: &str| {
        let folded = Folded::of(words).text;
        let holds = |sheet: &usize| {
            shelf.sheets.get(*sheet).is_some_and(|sheet| {
                [SpanField::Text, SpanField::Title].iter().any(|field| sheet.folded(*field).contains(&folded))
            })
        };
        !folded.is_empty() && sheets.iter().any(holds)
    };
    let mut faults = Vec::new();
    for (kind, words) in &asked.odd().foreign {
        if *kind == Foreign::Control || !had(words) {
            faults.push(Fault::Foreign(*kind, words.clone()));
        }
    }
    if let Some(words) = asked.odd().talk
        && !had(words)
    {
        faults.push(Fault::Talk(words.trim().to_owned(), asked.text.to_owned()));
    }
    faults
}

/// Enough of the words stand in the evidence; and of those that are no names half, since every record of a story has its
/// names, and they do not say what happened.
fn supported(asked: &Asked<'_>, evidence: &Evidence) -> bool {
    let (found, all) = (asked.words_in(evidence.mask), asked.keys.len());
    let high = asked.tokens.iter().any(|token| token.kind.is(Kind::NEGATES) || token.kind.is(Kind::COMPARES));
    // Of a handful of words half may stand anywhere.
    let short = if all < SHORT { SHORT_RECALL } else { RECALL };
    let least = if high { HIGH_RECALL } else { short };
    let some = all > 0 || (!asked.figures.is_empty() && evidence.mask != 0);
    let (told, plain) = (asked.plain_in(evidence.mask), asked.plain_in(u128::MAX));
    let happened = plain < FEW || told as f64 >= RECALL * plain as f64;
    some && happened && found as f64 >= least * all as f64
}

/// The claim supposes and the evidence does not.
fn supposes(asked: &Asked<'_>, shelf: &Shelf<'_>, evidence: &Evidence) -> bool {
    let there = |(sheet, line): &(usize, usize)| {
        let line = shelf.lines(*sheet).get(*line);
        line.is_some_and(|line| line.tokens(shelf).iter().any(|token| token.kind.is(Kind::SUPPOSES)))
    };
    asked.has(Kind::SUPPOSES) && !evidence.lines.iter().any(there)
}

/// The numbers stand in passages that are about the same, and nothing hard is wrong but the names.
pub(super) fn is_number(asked: &Asked<'_>, judged: &Judged) -> bool {
    let hard = judged.faults.iter().any(|fault| {
        matches!(fault, Fault::Quote(_) | Fault::Number(..) | Fault::Foreign(..) | Fault::Turned(_))
            || matches!(fault, Fault::Elsewhere(what, _) if what.contains(char::is_numeric))
    });
    !asked.figures.is_empty() && !hard && asked.words_in(judged.evidence.mask) >= ABOUT
}

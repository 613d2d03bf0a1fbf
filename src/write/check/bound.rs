//! What stands about a number or a name, so that nobody's number is taken for another's.
//!
//! A sentence that says `5,600` of the bridge where the record says it of the ferry holds only numbers that are there.
//! So the words about a number in the claim are held against the words about it in the record, and against those about
//! the other numbers there: if another fits better, the number was moved.

use super::asked::Asked;
use super::figures::{Figure, Value};
use super::lexicon::Token;
use super::passage::Evidence;
use super::shelf::Shelf;

/// Words on either side that are looked at.
const REACH: usize = 4;

/// The words about a place, the nearest weighing most; `true` for those behind it.
#[derive(Debug, Default)]
pub(super) struct Context(Vec<(u32, i32, bool)>);

impl Context {
    /// The words about some tokens among all of their sentence.
    pub(super) fn of(all: &[Token], about: &[Token]) -> Self {
        let (Some(first), Some(last)) = (about.first(), about.last()) else { return Self::default() };
        Self::about(all, first.at, last.end)
    }

    /// The words about a range of bytes.
    pub(super) fn about(all: &[Token], start: u32, end: u32) -> Self {
        let telling = |token: &&Token| token.tells();
        let before = all.iter().rev().filter(|token| token.end <= start).filter(telling).take(REACH);
        let behind = all.iter().filter(|token| token.at >= end).filter(telling).take(REACH);
        let weigh = |side: bool| move |(at, token): (usize, &Token)| (token.key, (REACH - at) as i32, side);
        Self(before.enumerate().map(weigh(false)).chain(behind.enumerate().map(weigh(true))).collect())
    }
}

/// How much two contexts have in common; `sided` where it matters on which side a word stands.
pub(super) fn overlap(one: &Context, other: &Context, sided: bool) -> i32 {
    let best = |(key, weight, side): &(u32, i32, bool)| {
        let same = other.0.iter().filter(|(word, ..)| word == key);
        let worth = |(_, there, at): &(u32, i32, bool)| weight.min(there) + i32::from(sided && at == side);
        same.map(worth).max().unwrap_or_default()
    };
    one.0.iter().map(best).sum()
}

/// The figures of a claim that no evidence says of the same thing, as they are written; `true` for those that stand
/// nowhere in the records that speak for it.
pub(super) fn missing(asked: &Asked<'_>, shelf: &Shelf<'_>, evidence: &Evidence) -> Vec<(String, bool)> {
    let lacks = |figure: &&Figure| !is_said(asked, figure, shelf, evidence);
    let absent = |figure: &Figure| {
        let mut lines = evidence.sheets().flat_map(|sheet| shelf.lines(sheet));
        !lines.any(|line| line.figures(shelf).iter().any(|there| figure.value.is_said_by(&there.value)))
    };
    let written = |figure: &Figure| Some((asked.text.get(figure.range.clone())?.to_owned(), absent(figure)));
    asked.figures.iter().filter(lacks).filter_map(written).collect()
}

fn is_said(asked: &Asked<'_>, figure: &Figure, shelf: &Shelf<'_>, evidence: &Evidence) -> bool {
    let context = Context::about(&asked.tokens, figure.range.start as u32, figure.range.end as u32);
    let (mut own, mut other) = (None, 0);
    for (sheet, line) in &evidence.lines {
        let Some(line) = shelf.lines(*sheet).get(*line) else { continue };
        for there in line.figures(shelf) {
            let about = Context::about(line.tokens(shelf), there.range.start as u32, there.range.end as u32);
            let fit = overlap(&context, &about, true);
            if figure.value.is_said_by(&there.value) {
                own = own.max(Some(fit));
            } else if is_rival(figure, there, line.figures(shelf)) {
                other = other.max(fit);
            }
        }
    }
    own.is_some_and(|own| other <= own)
}

/// True for another figure of the same kind that stands for itself.
fn is_rival(figure: &Figure, there: &Figure, line: &[Figure]) -> bool {
    let dated = || {
        line.iter().any(|date| {
            matches!(date.value, Value::Date(_))
                && date.range.start <= there.range.start
                && there.range.end <= date.range.end
        })
    };
    match (&figure.value, &there.value) {
        (Value::Date(_), Value::Date(_)) => true,
        (Value::Number(_, percent, _), Value::Number(_, other, _)) => percent == other && !dated(),
        _ => false,
    }
}

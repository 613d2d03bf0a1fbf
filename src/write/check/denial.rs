//! Negation parity: what a record denies no claim may say, and what a claim denies a record must.
//!
//! Not by counting: a long sentence may deny in one clause and say in the next. What is looked at is the word that a
//! denial is about, and whether the other side has that word with a denial near it.

use super::asked::Asked;
use super::lexicon::{Kind, Token};
use super::passage::Evidence;
use super::shelf::Shelf;

/// A denial reaches so many words forward, and so many back.
const FORWARD: usize = 6;
const BACK: usize = 4;

/// A second word is what is denied only if it stands this near.
const SECOND: usize = 3;

/// True if a claim says what its evidence denies, or denies what it does not.
pub(super) fn turned(asked: &Asked<'_>, shelf: &Shelf<'_>, evidence: &Evidence) -> bool {
    let lines: Vec<&[Token]> = evidence
        .lines
        .iter()
        .filter_map(|(sheet, line)| Some(shelf.lines(*sheet).get(*line)?.tokens(shelf)))
        .collect();
    denies_alone(&asked.tokens, &lines) || says_alone(&asked.tokens, &lines)
}

/// The claim denies something that no line denies.
fn denies_alone(claim: &[Token], lines: &[&[Token]]) -> bool {
    denials(claim).any(|at| {
        let about = about(claim, at);
        let there = |key: u32| lines.iter().any(|line| line.iter().any(|token| token.key == key));
        let known: Vec<u32> = about.iter().copied().filter(|key| there(*key)).collect();
        if known.is_empty() {
            return lines.iter().all(|line| denials(line).next().is_none());
        }
        !known.iter().any(|key| lines.iter().any(|line| is_denied(line, *key)))
    })
}

/// A line denies something that the claim says.
fn says_alone(claim: &[Token], lines: &[&[Token]]) -> bool {
    let said = |key: u32| claim.iter().any(|token| token.key == key) && !is_denied(claim, key);
    lines.iter().any(|line| {
        denials(line).any(|at| {
            let about = about(line, at);
            let first = about.into_iter().find(|key| claim.iter().any(|token| token.key == *key));
            first.is_some_and(|key| said(key) && !is_said(lines, key))
        })
    })
}

/// Where denials stand; `not only` is none.
fn denials(tokens: &[Token]) -> impl Iterator<Item = usize> + '_ {
    tokens.iter().enumerate().filter(|(_, token)| token.kind.is(Kind::NEGATES)).map(|(at, _)| at)
}

/// What a denial is about: the next word that carries a story, and one more if it stands near; else the one before.
fn about(tokens: &[Token], at: usize) -> Vec<u32> {
    let behind = tokens.iter().enumerate().skip(at + 1).take(FORWARD).filter(|(_, token)| token.tells());
    let mut about: Vec<u32> = Vec::new();
    for (place, token) in behind {
        if about.is_empty() || (about.len() < 2 && place - at <= SECOND) {
            about.push(token.key);
        }
    }
    if about.is_empty() {
        let before = tokens.iter().take(at).rev().take(BACK).find(|token| token.tells());
        about.extend(before.map(|token| token.key));
    }
    about
}

/// True if a denial stands near one of the places of this word.
fn is_denied(tokens: &[Token], key: u32) -> bool {
    let places = tokens.iter().enumerate().filter(|(_, token)| token.key == key).map(|(at, _)| at);
    places.into_iter().any(|place| near(tokens, place))
}

/// True if somewhere this word stands without a denial.
fn is_said(lines: &[&[Token]], key: u32) -> bool {
    let free = |line: &&[Token]| {
        let mut places = line.iter().enumerate().filter(|(_, token)| token.key == key).map(|(at, _)| at);
        places.any(|place| !near(line, place))
    };
    lines.iter().any(free)
}

fn near(tokens: &[Token], place: usize) -> bool {
    denials(tokens).any(|at| if at < place { place - at <= FORWARD } else { at - place <= BACK })
}

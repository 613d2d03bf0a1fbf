//! Held to the word: every sentence stands in a record that is cited for it, typesetting aside.

use crate::story::Share;
use crate::text::quotes::quotes;

use super::fault::Fault;
use super::figures::{Figure, claimed};
use super::judge::bare;
use super::shelf::Shelf;
use super::{Found, quote};

/// Holds a claim to the word; adds what is wrong with it, the smallest thing first.
pub(super) fn hold(claim: &str, shelf: &Shelf<'_>, sheets: &[usize], faults: &mut Vec<Fault>) -> Found {
    let (quotes, figures) = (quotes(claim), claimed(claim));
    let all = |total: usize| Share { found: total, total };
    let words = bare(claim);
    let holds = |sheet: &usize| shelf.sheets.get(*sheet).is_some_and(|sheet| sheet.find(&words).is_some());
    if sheets.iter().any(holds) {
        return Found { claim: true, quotes: all(quotes.len()), numbers: all(figures.len()) };
    }
    let mut found = Found { claim: false, quotes: all(quotes.len()), numbers: all(figures.len()) };
    for quoted in quotes.iter().filter_map(|quoted| claim.get(quoted.inner.clone())) {
        let there = |sheet: &usize| {
            shelf.sheets.get(*sheet).is_some_and(|sheet| quote::find(quoted, sheet).is_some())
        };
        if !sheets.iter().any(there) {
            found.quotes.found -= 1;
            faults.push(Fault::Quote(quoted.to_owned()));
        }
    }
    for figure in figures.iter().filter(|figure| !is_there(figure, shelf, sheets)) {
        found.numbers.found -= 1;
        let written = claim.get(figure.range.clone()).unwrap_or_default();
        faults.push(Fault::Number(written.to_owned(), claim.to_owned()));
    }
    faults.push(Fault::Words(claim.to_owned()));
    found
}

fn is_there(figure: &Figure, shelf: &Shelf<'_>, sheets: &[usize]) -> bool {
    let lines = sheets.iter().flat_map(|sheet| shelf.lines(*sheet));
    lines.flat_map(|line| line.figures(shelf)).any(|there| figure.value.is_said_by(&there.value))
}

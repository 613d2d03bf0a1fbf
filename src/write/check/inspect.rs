//! One claim held against the records cited for it.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

use crate::story::{self, Record, RecordId};
use crate::text::numbers::numbers;
use crate::text::quotes::{fold, quotes};

/// What can be wrong with a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A marker that leads to no citation.
    Dangling(u32),
    /// A claim without a marker.
    Unmarked(String),
    /// A quotation that stands in no cited record.
    Quote(String),
    /// A number that stands in no cited record, and the claim it is in.
    Number(String, String),
    /// Words that stand in no cited record.
    Words(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dangling(marker) => write!(f, "the marker [{marker}] leads to no record"),
            Self::Unmarked(claim) => write!(f, "no source is named for “{}”", short(claim)),
            Self::Quote(words) => write!(f, "the quotation “{}” stands in no cited record", short(words)),
            Self::Number(value, claim) => write!(f, "{value} stands in no cited record (“{}”)", short(claim)),
            Self::Words(claim) => write!(f, "“{}” stands in no cited record", short(claim)),
        }
    }
}

/// As much of a text as a reason needs.
fn short(text: &str) -> String {
    let mut cut: String = text.chars().take(90).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// Records as the copydesk compares with them: typesetting folded, numbers read.
#[derive(Debug, Clone, Default)]
pub struct Shelf {
    texts: HashMap<RecordId, (String, BTreeSet<String>)>,
}

impl Shelf {
    /// Of some records.
    pub fn new<'a>(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let entry = |record: &Record| {
            let whole = format!("{}\n{}", record.title.as_deref().unwrap_or_default(), record.words());
            let values = numbers(&whole).into_iter().map(|number| number.value).collect();
            (record.id.clone(), (fold(&whole), values))
        };
        Self { texts: records.into_iter().map(entry).collect() }
    }

    /// True if one of the records holds the words, typesetting aside.
    pub fn holds(&self, ids: &[RecordId], words: &str) -> bool {
        let wanted = fold(words);
        let wanted = wanted.trim_matches([' ', '.', ',', ';', '!', '?']);
        !wanted.is_empty()
            && ids.iter().filter_map(|id| self.texts.get(id)).any(|(text, _)| text.contains(wanted))
    }

    /// True if one of the records holds the number.
    pub fn counts(&self, ids: &[RecordId], value: &str) -> bool {
        ids.iter().filter_map(|id| self.texts.get(id)).any(|(_, values)| values.contains(value))
    }
}

/// Holds a claim against the records `cited` for it; adds to what was checked and to the faults.
pub fn inspect(
    claim: &super::Claim,
    cited: &[RecordId],
    shelf: &Shelf,
    found: &mut story::Checked,
    faults: &mut Vec<Fault>,
) {
    for quote in quotes(&claim.text) {
        let words = claim.text.get(quote.inner).unwrap_or_default();
        let parts: Vec<String> =
            fold(words).split("...").map(str::to_owned).filter(|p| !p.trim().is_empty()).collect();
        found.quotes += 1;
        if parts.iter().all(|part| shelf.holds(cited, part)) {
            found.quotes_found += 1;
        } else {
            faults.push(Fault::Quote(words.to_owned()));
        }
    }
    for number in numbers(&claim.text) {
        // `one` is more often a pronoun than a number.
        if number.spelled && number.value == "1" {
            continue;
        }
        found.numbers += 1;
        if shelf.counts(cited, &number.value) {
            found.numbers_found += 1;
        } else {
            let written = claim.text.get(number.range).unwrap_or_default();
            faults.push(Fault::Number(written.to_owned(), claim.text.clone()));
        }
    }
    found.claims += 1;
    if shelf.holds(cited, &claim.text) {
        found.claims_found += 1;
    } else {
        faults.push(Fault::Words(claim.text.clone()));
    }
}

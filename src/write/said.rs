//! Who says what: quotations with a speaker.

use crate::text::quotes::quotes;
use crate::text::words::count;

use super::taste::{points_back, tells};
use super::{Brief, Place};

/// Verbs that name a speaker, in the languages we meet most.
const VERBS: [&str; 30] = [
    "said",
    "says",
    "told",
    "wrote",
    "added",
    "asked",
    "warned",
    "argued",
    "announced",
    "explained",
    "sagte",
    "sagt",
    "erklärte",
    "a dit",
    "déclaré",
    "affirmé",
    "dijo",
    "afirmó",
    "declaró",
    "disse",
    "afirmou",
    "ha detto",
    "сказал",
    "заявил",
    "قال",
    "وقال",
    "وقالت",
    "話した",
    "述べた",
    "表示",
];

/// Fewer quoted words than this are a phrase, not a statement.
const WORDS: usize = 5;

/// The sentences that quote someone by name, best first, one a document before a second of any.
pub(super) fn said(brief: &Brief<'_>, told: &[Place]) -> Vec<Place> {
    let mut places: Vec<(usize, f64, Place)> = Vec::new();
    let mut of_document = 0;
    let mut document = usize::MAX;
    for place in brief.places().filter(|place| !told.contains(place) && quotes_someone(brief, *place)) {
        of_document = if place.document == document { of_document + 1 } else { 0 };
        document = place.document;
        places.push((of_document, brief.sentence(place).bag.dot(&brief.centroid), place));
    }
    places.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)).then(a.2.cmp(&b.2)));
    places.into_iter().map(|(.., place)| place).collect()
}

fn quotes_someone(brief: &Brief<'_>, place: Place) -> bool {
    let sentence = brief.sentence(place);
    let text = sentence.text;
    let quoted = quotes(text);
    let statement = quoted.iter().any(|q| count(text.get(q.inner.clone()).unwrap_or_default()) >= WORDS);
    let mut outside = text.to_owned();
    for quote in quoted.iter().rev() {
        outside.replace_range(quote.outer.clone(), " ");
    }
    let named = outside.chars().any(|c| c.is_uppercase() || crate::text::words::is_cjk(c) || !c.is_ascii());
    statement
        && named
        && VERBS.iter().any(|verb| outside.contains(verb))
        && tells(sentence)
        && !points(text, &outside)
}

/// The words around the quotation point back; what is quoted may open as it likes.
fn points(text: &str, outside: &str) -> bool {
    points_back(outside) || (!text.starts_with(['"', '“', '«', '„', '「']) && points_back(text))
}

//! Who says what: quotations with a speaker.

use crate::text::quotes::Quotation;
use crate::text::words::{count, is_cjk};

use super::phrases::{LEANING_CJK, SPEECH};
use super::printed::Printed;
use super::{Brief, Place};

/// Fewer quoted words than this are a phrase, not a statement.
const WORDS: usize = 5;

/// Quotations that share so much of the shorter one's words are one.
const AGAIN: f64 = 0.6;

/// A quotation is worth this much of the best one at least, by its nearness to what all tell.
const NEAR: f64 = 0.3;

/// The rows of a table: the sentences that quote someone by name, best first, one of each document before a second of
/// any; at most so many, and within so many words.
pub(super) fn said(brief: &Brief<'_>, printed: &Printed<'_, '_>, most: usize, words: usize) -> Vec<Place> {
    let mut seen = printed.clone();
    let mut rows: Vec<Place> = Vec::new();
    let mut sum = 0;
    for place in ranked(brief) {
        let length = brief.sentence(place).words;
        let again = |row: &Place| brief.sentence(*row).bag.shared(&brief.sentence(place).bag) >= AGAIN;
        if rows.len() < most
            && !rows.iter().any(again)
            && sum + length <= words + words / 10
            && seen.knows(place)
            && !seen.retells(place)
        {
            rows.push(place);
            seen.add(place);
            sum += length;
        }
    }
    rows
}

/// The sentences that quote someone, best first.
pub(super) fn ranked(brief: &Brief<'_>) -> Vec<Place> {
    let near = |place: Place| brief.sentence(place).near;
    let found: Vec<Place> = brief.places().filter(|place| quotes_someone(brief, *place)).collect();
    let best = found.iter().map(|place| near(*place)).fold(0.0, f64::max);
    let mut of_document = vec![0_usize; brief.documents.len()];
    let mut places: Vec<(f64, Place)> = found.into_iter().map(|place| (near(place), place)).collect();
    places.retain(|(near, _)| *near >= best * NEAR);
    places.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut rounds: Vec<(usize, Place)> = Vec::new();
    for (_, place) in places {
        rounds.push((of_document[place.document], place));
        of_document[place.document] += 1;
    }
    rounds.sort_by_key(|(round, _)| *round);
    rounds.into_iter().map(|(_, place)| place).collect()
}

fn quotes_someone(brief: &Brief<'_>, place: Place) -> bool {
    let sentence = brief.sentence(place);
    if !sentence.fit.stands() {
        return false;
    }
    let (text, quoted) = (sentence.text, &sentence.traits.quotes);
    let words = |quote: &Quotation| text.get(quote.inner.clone()).unwrap_or_default();
    let statement = quoted.iter().any(|quote| count(words(quote)) >= WORDS);
    if !statement {
        return false;
    }
    let outside = sentence.traits.outside(text);
    let named =
        outside.chars().any(|c| c.is_uppercase() || is_cjk(c) || (c.is_alphabetic() && !c.is_lowercase()));
    let points = quoted.first().is_some_and(|quote| points_back(words(quote)));
    named && !points && SPEECH.within(sentence.traits.outside_lower())
}

/// How a quotation opens that speaks of somebody named before it.
const POINTING: [&str; 20] = [
    "he", "she", "they", "him", "her", "his", "their", "them", "that", "those", "these", "he's", "she's",
    "they're", "they've", "he'll", "she'll", "they'll", "that's", "which",
];

/// A quotation that opens with `They` says nothing to who has not heard the question.
fn points_back(quoted: &str) -> bool {
    let lower = quoted.to_lowercase().replace('’', "'");
    let first = lower.split(|c: char| !c.is_alphanumeric() && c != '\'').find(|word| !word.is_empty());
    first.is_some_and(|first| POINTING.contains(&first)) || LEANING_CJK.opens(lower.trim_start()).is_some()
}

//! What changed since the version before: what records tell that it was not written from, in terms that it did not have.

use std::collections::HashSet;

use crate::story::{Dispatch, RecordId};
use crate::text::markers::without_markers;
use crate::text::words::words;

use super::printed::Printed;
use super::{Brief, Place};

/// A sentence is news if this much of its weight lies in words that the version before did not have.
const NEW: f64 = 0.4;

/// How near to what all tell it must be, by the nearest of all sentences.
const NEAR: f64 = 0.4;

/// The sentences that tell what is new, best first; none where there is no version before.
pub(super) fn changed(brief: &Brief<'_>, printed: &Printed<'_, '_>, most: usize, words: usize) -> Vec<Place> {
    let Some(previous) = brief.previous else { return Vec::new() };
    let known: HashSet<&RecordId> = previous.record_ids.iter().collect();
    let told = told(previous, &brief.language);
    let fresh = |place: &Place| {
        let record = brief.documents[place.document].record;
        !known.contains(&record.id) && brief.sentence(*place).fit.stands()
    };
    let near = |place: Place| brief.sentence(place).near;
    let best = brief.places().map(near).fold(0.0, f64::max);
    let worth = |place: Place| {
        let new = new_share(brief, place, &told);
        (new >= NEW && near(place) >= best * NEAR).then_some((near(place) * new, place))
    };
    let mut found: Vec<(f64, Place)> = brief.places().filter(fresh).filter_map(worth).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut seen = printed.clone();
    let mut chosen: Vec<Place> = Vec::new();
    let mut sum = 0;
    for (_, place) in found {
        let length = brief.sentence(place).words;
        if chosen.len() < most && sum + length <= words && seen.knows(place) && !seen.repeats(place) {
            seen.add(place);
            chosen.push(place);
            sum += length;
        }
    }
    chosen
}

/// The keys of all words that a version told.
fn told(previous: &Dispatch, language: &str) -> HashSet<String> {
    let sections = previous.sections.iter().map(|section| section.body.as_str());
    let answers = previous.faq.iter().map(|question| question.answer.as_str());
    let heads = previous.headline.as_deref().into_iter().chain(previous.dek.as_deref());
    let points = previous.takeaways.iter().map(String::as_str);
    let content = previous.content.as_deref().into_iter();
    let all = heads.chain(points).chain(content).chain(sections).chain(answers);
    all.flat_map(|text| words(&without_markers(text), Some(language))).map(|word| word.key).collect()
}

/// How many of a sentence's words a version did not have, numbers counting twice.
fn new_share(brief: &Brief<'_>, place: Place, told: &HashSet<String>) -> f64 {
    let all = words(brief.sentence(place).text, Some(&brief.language));
    let weight = |number: bool| if number { 2.0 } else { 1.0 };
    let sum: f64 = all.iter().map(|word| weight(word.number)).sum();
    let new = all.iter().filter(|word| !told.contains(&word.key));
    let new: f64 = new.map(|word| weight(word.number)).sum();
    if sum > 0.0 { new / sum } else { 0.0 }
}

//! Choosing sentences: near to what all tell, and not the same thing twice.

use super::taste::{is_statement, stands_alone};
use super::{Brief, Place};

/// Two sentences nearer than this tell the same.
const SAME: f64 = 0.42;

/// What each step down a text costs a sentence, and where that ends.
const STEP: f64 = 0.03;
const DEEPEST: usize = 12;

/// The sentences that can be printed as fact, best first: no statements, and posts only where nobody else speaks.
pub(super) fn ranked(brief: &Brief<'_>) -> Vec<Place> {
    let only_posts = brief.documents.iter().all(|document| document.record.kind.is_post());
    let fit = |place: &Place| {
        let sentence = brief.sentence(*place);
        let edited = only_posts || !brief.documents[place.document].record.kind.is_post();
        edited && stands_alone(sentence) && !is_statement(sentence.text)
    };
    let mut places: Vec<(Place, f64)> = brief.places().filter(fit).map(|p| (p, score(brief, p))).collect();
    places.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    places.into_iter().map(|(place, _)| place).collect()
}

fn score(brief: &Brief<'_>, place: Place) -> f64 {
    let sentence = brief.sentence(place);
    let depth = 1.0 - STEP * sentence.position.min(DEEPEST) as f64;
    sentence.bag.dot(&brief.centroid) * depth
}

/// True if a sentence tells what one of those already chosen tells.
pub(super) fn repeats(brief: &Brief<'_>, place: Place, chosen: &[Place]) -> bool {
    let bag = &brief.sentence(place).bag;
    chosen.iter().any(|other| *other == place || bag.dot(&brief.sentence(*other).bag) >= SAME)
}

/// From `ranked`, until `words` or `most` sentences are reached; none that repeats one in `told` or one chosen.
pub(super) fn pick(
    brief: &Brief<'_>,
    ranked: &[Place],
    told: &[Place],
    most: usize,
    words: usize,
) -> Vec<Place> {
    let mut chosen: Vec<Place> = Vec::new();
    let mut sum = 0;
    for place in ranked {
        let length = brief.sentence(*place).words;
        let seen: Vec<Place> = told.iter().chain(&chosen).copied().collect();
        if chosen.len() == most || (sum + length > words + words / 10 && !chosen.is_empty()) {
            continue;
        }
        if !repeats(brief, *place, &seen) {
            chosen.push(*place);
            sum += length;
        }
    }
    chosen
}

/// In the order of reading: the best lead first, then what stood deeper; of equals the older. Never three in a row
/// from one document if another can stand between. `places` come best first.
pub(super) fn ordered(brief: &Brief<'_>, mut places: Vec<Place>) -> Vec<Place> {
    let lead = places.iter().find(|place| brief.sentence(**place).position < 2).copied();
    places.sort_by_key(|place| (Some(*place) != lead, brief.sentence(*place).position, *place));
    for at in 2..places.len() {
        let same = |i: usize| places[i].document == places[at].document;
        if same(at - 1)
            && same(at - 2)
            && let Some(other) = (at + 1..places.len()).find(|i| !same(*i))
        {
            places[at..=other].rotate_right(1);
        }
    }
    places
}

//! Choosing sentences: near to what all tell, and not the same thing twice.
//!
//! One after the other the sentence is taken that is nearest to what the documents have in common, worth more the higher it
//! stands in its text and the more of it is new. A sentence that leans on the one before it is taken only with that one, and
//! one that takes a person as known only where another says who that is.

use super::printed::Printed;
use super::{Brief, Place};

/// What each step down a text costs a sentence, and where that ends.
const STEP: f64 = 0.05;
const DEEPEST: usize = 12;

/// Candidates that are looked at.
const LOOKED_AT: usize = 400;

/// A sentence worth less than this of what the best one is fills space and no more.
const FLOOR: f64 = 0.25;

/// How much what is new counts.
const NEWS: f64 = 0.5;

/// What a sentence that leans is worth of what it would be worth alone.
const LEANING: f64 = 0.85;

/// And one that says `yesterday` and means a day that the reader does not know.
const PASSING: f64 = 0.9;

/// A sentence and what it is worth.
pub(super) type Ranked = (Place, f64);

/// The sentences that can be printed as fact, best first: no statements, and posts only where nobody else speaks.
pub(super) fn ranked(brief: &Brief<'_>) -> Vec<Ranked> {
    let only_posts = brief.documents.iter().all(|document| document.record.kind.is_post());
    let fit = |place: &Place| {
        let fit = brief.sentence(*place).fit;
        let edited = only_posts || !brief.documents[place.document].record.kind.is_post();
        edited && fit.whole && !fit.statement && (fit.alone || before(*place).is_some())
    };
    let mut places: Vec<Ranked> = brief.places().filter(fit).map(|p| (p, score(brief, p))).collect();
    places.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let best = places.first().map_or(0.0, |(_, score)| *score);
    places.retain(|(_, score)| *score >= best * FLOOR);
    places.truncate(LOOKED_AT);
    places
}

fn score(brief: &Brief<'_>, place: Place) -> f64 {
    let sentence = brief.sentence(place);
    let depth = 1.0 - STEP * sentence.position.min(DEEPEST) as f64;
    let leans = if sentence.fit.alone { 1.0 } else { LEANING };
    // Less, the more its document is about something else.
    let stray = brief.documents[place.document].near;
    let passing = if sentence.fit.passing { PASSING } else { 1.0 };
    sentence.near * depth * leans * stray * passing
}

/// The sentence before one in its text.
pub(super) fn before(place: Place) -> Option<Place> {
    Some(Place { sentence: place.sentence.checked_sub(1)?, ..place })
}

/// From `ranked`, until `words` or `most` sentences are reached; none that repeats what is printed or chosen.
pub(super) fn pick(
    brief: &Brief<'_>,
    ranked: &[Ranked],
    printed: &Printed<'_, '_>,
    most: usize,
    words: usize,
) -> Vec<Place> {
    let mut seen = printed.clone();
    let mut chosen: Vec<Place> = Vec::new();
    let mut left: Vec<Ranked> = ranked.to_vec();
    let (mut sum, mut held) = (0, 0);
    while chosen.len() < most {
        let length = |place: Place| brief.sentence(place).words;
        left.retain(|(place, _)| {
            (sum + length(*place) <= words + words / 10 || chosen.is_empty())
                && !seen.repeats_since(*place, held)
        });
        held = seen.places().len();
        let fit = |(place, _): &&Ranked| seen.knows(*place) && may_follow(brief, *place, &chosen);
        let worth = |(place, score): &Ranked| score * (1.0 - NEWS + NEWS * seen.new_share(*place));
        let weighed = left.iter().filter(fit).map(|ranked| (worth(ranked), ranked.0));
        let best = weighed.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let Some((_, place)) = best else { break };
        sum += length(place);
        seen.add(place);
        chosen.push(place);
    }
    chosen
}

/// A sentence that stands alone may; one that leans, right behind one that stands alone and has none behind it yet.
fn may_follow(brief: &Brief<'_>, place: Place, chosen: &[Place]) -> bool {
    brief.sentence(place).fit.alone
        || before(place).is_some_and(|before| brief.sentence(before).fit.alone && chosen.contains(&before))
}

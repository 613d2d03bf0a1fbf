//! Questions whose answers stand in the records. English only: the templates are.
//!
//! Three at most, and only such as a sentence, or the part of one that describes a person, answers as it stands: how many,
//! who, when, what is disputed. The last asks for the strongest counter-view where somebody holds one. What was printed
//! already answers nothing anew, except a quarrel, of which a reader may want to see both sides at once. Where nothing
//! answers, nothing is asked.

mod against;
mod many;
mod when;
mod who;

use std::ops::Range;

use super::differ::Difference;
use super::printed::Printed;
use super::{Brief, Place};

/// Questions at most.
const MOST: usize = 3;

/// How near to what all tell an answer must be, by the nearest of all sentences.
const NEAR: f64 = 0.4;

/// A question and the passage that answers it.
pub(super) struct Asked {
    pub(super) question: String,
    pub(super) place: Place,
    /// The part of the sentence that answers, in bytes of the sentence; `None` for all of it.
    pub(super) part: Option<Range<usize>>,
    /// Another sentence that the answer needs.
    pub(super) and: Option<Place>,
}

impl Asked {
    fn whole(question: impl Into<String>, place: Place) -> Self {
        Self { question: question.into(), place, part: None, and: None }
    }
}

/// The questions, in the order in which they are asked.
pub(super) fn ask(
    brief: &Brief<'_>,
    difference: Option<&Difference>,
    printed: &Printed<'_, '_>,
) -> Vec<Asked> {
    if brief.language != "en" {
        return Vec::new();
    }
    let unit = difference.and_then(|difference| difference.unit.as_deref());
    let disputed = difference.and_then(disputed);
    let answers = answers(brief, printed);
    let against = against::against(brief, &answers);
    let room = MOST - [&disputed, &against].into_iter().flatten().count();
    let mut asked: Vec<Asked> = Vec::new();
    for question in
        [many::how_many(brief, unit, &answers), who::who_is(brief, printed), when::when(brief, &answers)]
    {
        let others = || asked.iter().chain(&disputed).chain(&against);
        let taken = |place: Place| others().any(|asked| asked.place == place || asked.and == Some(place));
        let new = question.filter(|question| asked.len() < room && !taken(question.place));
        asked.extend(new);
    }
    asked.into_iter().chain(disputed).chain(against).collect()
}

/// The sentences that may answer: understood alone, of an edited text or of posts where there is nothing else, near to what
/// all tell, and not printed already. The nearest first.
fn answers(brief: &Brief<'_>, printed: &Printed<'_, '_>) -> Vec<(Place, f64)> {
    let only_posts = brief.documents.iter().all(|document| document.record.kind.is_post());
    let near = |place: Place| brief.sentence(place).near;
    let fit = |place: &Place| {
        let edited = only_posts || !brief.documents[place.document].record.kind.is_post();
        edited && brief.sentence(*place).fit.stands() && printed.knows(*place)
    };
    let mut found: Vec<(Place, f64)> = brief.places().filter(fit).map(|place| (place, near(place))).collect();
    found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let best = found.first().map_or(0.0, |(_, near)| *near);
    found.retain(|(place, near)| *near >= best * NEAR && !printed.places().contains(place));
    found
}

fn disputed(difference: &Difference) -> Option<Asked> {
    let mut sides = difference.places.iter().copied();
    let (place, and) = (sides.next()?, Some(sides.next()?));
    Some(Asked { and, ..Asked::whole("What do the accounts disagree on?", place) })
}

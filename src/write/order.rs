//! The order of reading.

use super::pick::before;
use super::printed::Printed;
use super::{Brief, Place};

/// Sentences of one document that may stand in a row where another can come between.
const ROW: usize = 2;

/// Sentences in a paragraph.
const PARAGRAPH: usize = 3;

/// The best lead first, then what stood deeper; of equals the older. A sentence that leans comes right behind the one it
/// leans on, and one that takes a person as known behind the one that names them. `places` come best first.
pub(super) fn ordered(brief: &Brief<'_>, printed: &Printed<'_, '_>, places: &[Place]) -> Vec<Place> {
    let mut units = units(brief, places);
    let lead =
        places.iter().find(|place| brief.sentence(**place).position < 2 && brief.sentence(**place).fit.alone);
    let first = |unit: &[Place]| unit.first().copied();
    units.sort_by_key(|unit| {
        let head = first(unit);
        (head != lead.copied(), head.map(|place| brief.sentence(place).position), head)
    });
    let mut seen = printed.clone();
    let mut order: Vec<Place> = Vec::new();
    while !units.is_empty() {
        let crowd = |unit: &Vec<Place>| {
            let row = order
                .iter()
                .rev()
                .take(ROW)
                .filter(|place| Some(place.document) == first(unit).map(|p| p.document));
            row.count() < ROW
        };
        let knows = |unit: &Vec<Place>| first(unit).is_none_or(|place| seen.knows(place));
        let next =
            units.iter().position(|unit| knows(unit) && crowd(unit)).or_else(|| units.iter().position(knows));
        let unit = units.remove(next.unwrap_or(0));
        for place in unit {
            seen.add(place);
            order.push(place);
        }
    }
    order
}

/// Sentences that stand alone, each with the one that leans on it.
fn units(brief: &Brief<'_>, places: &[Place]) -> Vec<Vec<Place>> {
    let leans = |place: &Place| {
        !brief.sentence(*place).fit.alone && before(*place).is_some_and(|before| places.contains(&before))
    };
    let heads = places.iter().filter(|place| !leans(place));
    let with = |head: &Place| {
        let behind = Place { sentence: head.sentence + 1, ..*head };
        let behind = Some(behind).filter(|behind| places.contains(behind) && leans(behind));
        [*head].into_iter().chain(behind).collect()
    };
    heads.map(with).collect()
}

/// Where paragraphs end: after three sentences, and never before one that leans.
pub(super) fn paragraphs(brief: &Brief<'_>, places: &[Place]) -> Vec<Vec<Place>> {
    let mut paragraphs: Vec<Vec<Place>> = Vec::new();
    for place in places {
        let leans = !brief.sentence(*place).fit.alone;
        match paragraphs.last_mut() {
            Some(last) if last.len() < PARAGRAPH || leans => last.push(*place),
            _ => paragraphs.push(vec![*place]),
        }
    }
    paragraphs
}

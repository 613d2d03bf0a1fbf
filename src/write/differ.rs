//! Where accounts differ: the same thing counted differently, or one account that denies another.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::counted;
use crate::text::denials::denies;
use crate::text::numbers::numbers;

use super::taste::{points_back, tells};
use super::{Brief, Place};

/// How near two sentences must be for their numbers to be about one thing: where someone denies one of the numbers,
/// and where nobody says that they do not agree.
const DENIED_ONE: f64 = 0.1;
const ABOUT_ONE: f64 = 0.4;

/// How near a denial must be to what it denies.
const DENIES: f64 = 0.12;

/// Words by which a speaker corrects a number.
const CORRECTIONS: [&str; 5] = ["not ", "rather than ", "instead of ", "more than the ", "fewer than the "];

/// Sentences that do not agree, and what about.
pub(super) struct Difference {
    /// The thing counted, as it was written; `None` for a plain denial.
    pub(super) unit: Option<String>,
    /// The sentences, nearest to the quarrel first, from two voices at least.
    pub(super) places: Vec<Place>,
}

/// One number with its thing.
struct Told {
    place: Place,
    value: String,
    unit: String,
    written: String,
}

/// The plainest difference among the documents, if there is one.
pub(super) fn differ(brief: &Brief<'_>) -> Option<Difference> {
    counted(brief).or_else(|| denied(brief))
}

fn voice<'b>(brief: &'b Brief<'_>, place: Place) -> &'b str {
    &brief.documents[place.document].voice
}

fn counted(brief: &Brief<'_>) -> Option<Difference> {
    let mut by_unit: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    for place in brief.places().filter(|place| tells(brief.sentence(*place))) {
        for told in told(brief, place) {
            by_unit.entry(told.unit.clone()).or_default().push(told);
        }
    }
    let denials: Vec<Place> = brief.places().filter(|place| is_denial(brief, *place)).collect();
    let mut best: Option<(f64, &Told, &Told, &[Told])> = None;
    for all in by_unit.values() {
        let denied = |told: &&Told| denials.contains(&told.place);
        let denied: BTreeSet<&str> = all.iter().filter(denied).map(|told| told.value.as_str()).collect();
        for (at, a) in all.iter().enumerate() {
            for b in &all[at + 1..] {
                let Some(weight) = quarrel(brief, a, b, all, &denied) else { continue };
                if best.is_none_or(|(most, ..)| weight > most) {
                    best = Some((weight, a, b, all));
                }
            }
        }
    }
    best.map(|(_, a, b, all)| around(brief, a, b, all, &denials))
}

/// How plainly two numbers quarrel; `None` if they do not.
fn quarrel(brief: &Brief<'_>, a: &Told, b: &Told, all: &[Told], denied: &BTreeSet<&str>) -> Option<f64> {
    let apart = a.value != b.value && voice(brief, a.place) != voice(brief, b.place);
    if !apart {
        return None;
    }
    let (both, corrects_a) = (weighs_both(brief, a.place, a, b), corrects(brief, a, &b.value));
    if (both && !corrects_a) || (weighs_both(brief, b.place, a, b) && !corrects(brief, b, &a.value)) {
        return None;
    }
    let voices = |value: &str| {
        let told = all.iter().filter(|told| told.value == value && !weighs_both(brief, told.place, a, b));
        told.map(|told| voice(brief, told.place)).collect::<BTreeSet<_>>()
    };
    if !voices(&a.value).is_disjoint(&voices(&b.value)) {
        return None;
    }
    let near = brief.sentence(a.place).bag.dot(&brief.sentence(b.place).bag);
    let corrected = corrects(brief, a, &b.value) || corrects(brief, b, &a.value);
    let denied = denied.contains(a.value.as_str()) || denied.contains(b.value.as_str());
    match (corrected, denied) {
        (true, _) => Some(near + 2.0),
        (_, true) if near >= DENIED_ONE => Some(near + 1.0),
        _ => (near >= ABOUT_ONE).then_some(near),
    }
}

/// True if a sentence names both numbers: it reports the quarrel and takes no side.
fn weighs_both(brief: &Brief<'_>, place: Place, a: &Told, b: &Told) -> bool {
    let values: Vec<String> =
        numbers(brief.sentence(place).text).into_iter().map(|number| number.value).collect();
    values.contains(&a.value) && values.contains(&b.value)
}

/// True if a sentence names the other value only to set it right.
fn corrects(brief: &Brief<'_>, told: &Told, other: &str) -> bool {
    let text = brief.sentence(told.place).text;
    numbers(text).iter().filter(|number| number.value == other).any(|number| {
        let before = text.get(..number.range.start).unwrap_or_default().to_lowercase();
        CORRECTIONS.iter().any(|word| before.ends_with(word))
    })
}

/// The two sentences and those that take a side in their quarrel.
fn around(brief: &Brief<'_>, a: &Told, b: &Told, all: &[Told], denials: &[Place]) -> Difference {
    let mut places = vec![a.place, b.place];
    let sides = [&a.value, &b.value];
    let near = |place: Place| {
        let bag = &brief.sentence(place).bag;
        [a.place, b.place].iter().map(|side| bag.dot(&brief.sentence(*side).bag)).fold(0.0, f64::max)
    };
    let denials = denials.iter().copied().filter(|place| near(*place) >= DENIES);
    let taken = |told: &&Told| sides.contains(&&told.value) && !weighs_both(brief, told.place, a, b);
    let counts = all.iter().filter(taken).map(|told| told.place);
    for place in denials.chain(counts) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Difference { unit: Some(a.written.clone()), places }
}

fn is_denial(brief: &Brief<'_>, place: Place) -> bool {
    let sentence = brief.sentence(place);
    tells(sentence) && !points_back(sentence.text) && denies(sentence.text, Some(&brief.language))
}

/// A denial and the sentence of another voice that it is nearest to.
fn denied(brief: &Brief<'_>) -> Option<Difference> {
    let mut best: Option<(f64, Place, Place)> = None;
    for denial in brief.places().filter(|place| is_denial(brief, *place)) {
        for other in brief.places().filter(|place| tells(brief.sentence(*place))) {
            if voice(brief, denial) == voice(brief, other) || points_back(brief.sentence(other).text) {
                continue;
            }
            let near = brief.sentence(denial).bag.dot(&brief.sentence(other).bag);
            if near >= 3.0 * DENIES && best.is_none_or(|(most, ..)| near > most) {
                best = Some((near, other, denial));
            }
        }
    }
    best.map(|(_, other, denial)| Difference { unit: None, places: vec![other, denial] })
}

/// The numbers of a sentence that count a thing. Amounts of money are no things: a text has many of them.
fn told(brief: &Brief<'_>, place: Place) -> Vec<Told> {
    let found = counted::counted(brief.sentence(place).text, Some(&brief.language));
    let things =
        found.into_iter().filter(|told| told.unit == "%" || told.unit.chars().any(char::is_alphanumeric));
    things
        .map(|told| Told { place, value: told.number.value, unit: told.unit, written: told.written })
        .collect()
}

//! Where accounts differ: the same thing counted differently, or one account that denies another.

use std::collections::{BTreeMap, BTreeSet};

use crate::text::counted::{Counted, counted_of};
use crate::text::numbers::Number;

use super::phrases::SPEECH;
use super::{Brief, Place};

/// How near two sentences must be for their numbers to be about one thing: where someone denies one of the numbers,
/// and where nobody says that they do not agree.
const DENIED_ONE: f64 = 0.1;
const ABOUT_ONE: f64 = 0.4;

/// How near a denial must be to what it denies.
const DENIES: f64 = 0.12;

/// Two numbers of one thing lie less than so many times apart.
const APART: f64 = 10.0;

/// A denial nearer than this to another sentence is that sentence.
const SAME: f64 = 0.7;

/// Numbers of one thing that are held against each other at most, and denials against everything else.
const COMPARED: usize = 60;
const DENIALS: usize = 24;

/// Words by which a speaker corrects a number.
const CORRECTIONS: [&str; 5] = ["not ", "rather than ", "instead of ", "more than the ", "fewer than the "];

/// Sentences that do not agree, and what about.
#[derive(Debug, Clone)]
pub(super) struct Difference {
    /// The thing counted, as it was written; `None` for a plain denial.
    pub(super) unit: Option<String>,
    /// The sentences, nearest to the quarrel first, from two voices at least.
    pub(super) places: Vec<Place>,
}

/// One number with its thing, and the numbers of its sentence.
struct Told<'b> {
    place: Place,
    count: Counted,
    all: &'b [Number],
}

impl Told<'_> {
    fn value(&self) -> &str {
        &self.count.number.value
    }

    /// True if its sentence names the value too.
    fn names(&self, value: &str) -> bool {
        self.all.iter().any(|number| number.value == value)
    }
}

/// The plainest difference among the documents, if there is one.
pub(super) fn differ<'b>(brief: &'b Brief<'_>) -> Option<&'b Difference> {
    brief.difference.get_or_init(|| counted(brief).or_else(|| denied(brief))).as_ref()
}

fn voice<'b>(brief: &'b Brief<'_>, place: Place) -> &'b str {
    &brief.documents[place.document].voice
}

fn counted(brief: &Brief<'_>) -> Option<Difference> {
    let mut by_unit: BTreeMap<String, Vec<Told<'_>>> = BTreeMap::new();
    for place in brief.places().filter(|place| brief.sentence(*place).fit.whole) {
        for told in told(brief, place) {
            let same = by_unit.entry(told.count.unit.clone()).or_default();
            if same.len() < COMPARED {
                same.push(told);
            }
        }
    }
    let denials = denials(brief);
    let mut best: Option<(f64, &Told<'_>, &Told<'_>, &[Told<'_>])> = None;
    for all in by_unit.values() {
        let denied = |told: &&Told| denials.contains(&told.place);
        let denied: BTreeSet<&str> = all.iter().filter(denied).map(Told::value).collect();
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
fn quarrel(
    brief: &Brief<'_>,
    a: &Told<'_>,
    b: &Told<'_>,
    all: &[Told<'_>],
    denied: &BTreeSet<&str>,
) -> Option<f64> {
    if a.value() == b.value() || voice(brief, a.place) == voice(brief, b.place) {
        return None;
    }
    let corrected = (corrects(brief, a, b.value()), corrects(brief, b, a.value()));
    let near = brief.sentence(a.place).bag.dot(&brief.sentence(b.place).bag);
    let denied = denied.contains(a.value()) || denied.contains(b.value());
    let weight = match (corrected.0 || corrected.1, denied) {
        (true, _) => near + 2.0,
        (_, true) if near >= DENIED_ONE => near + 1.0,
        _ if near >= ABOUT_ONE && a.count.contradicts(&b.count) && comparable(a, b) => near,
        _ => return None,
    };
    if (weighs_both(a, a, b) && !corrected.0) || (weighs_both(b, a, b) && !corrected.1) {
        return None;
    }
    let voices = |value: &str| {
        let told = all.iter().filter(|told| told.value() == value && !weighs_both(told, a, b));
        told.map(|told| voice(brief, told.place)).collect::<BTreeSet<_>>()
    };
    voices(a.value()).is_disjoint(&voices(b.value())).then_some(weight)
}

/// True if two numbers are of one size: one that is ten times the other counts something else, or was misprinted.
fn comparable(a: &Told<'_>, b: &Told) -> bool {
    let (Ok(a), Ok(b)) = (a.value().parse::<f64>(), b.value().parse::<f64>()) else { return false };
    a > 0.0 && b > 0.0 && a / b < APART && b / a < APART
}

/// True if a sentence names both numbers: it reports the quarrel and takes no side.
fn weighs_both(told: &Told<'_>, a: &Told<'_>, b: &Told) -> bool {
    told.names(a.value()) && told.names(b.value())
}

/// True if a sentence names the other value only to set it right.
fn corrects(brief: &Brief<'_>, told: &Told<'_>, other: &str) -> bool {
    let text = brief.sentence(told.place).text;
    told.all.iter().filter(|number| number.value == other).any(|number| {
        let before = text.get(..number.range.start).unwrap_or_default().to_lowercase();
        CORRECTIONS.iter().any(|word| before.ends_with(word))
    })
}

/// The two sentences and those that take a side in their quarrel.
fn around(brief: &Brief<'_>, a: &Told<'_>, b: &Told<'_>, all: &[Told<'_>], denials: &[Place]) -> Difference {
    let mut places = vec![a.place, b.place];
    let sides = [a.value(), b.value()];
    let near = |place: Place| {
        let bag = &brief.sentence(place).bag;
        [a.place, b.place].iter().map(|side| bag.dot(&brief.sentence(*side).bag)).fold(0.0, f64::max)
    };
    let denials = denials.iter().copied().filter(|place| near(*place) >= DENIES);
    let taken = |told: &&Told| sides.contains(&told.value()) && !weighs_both(told, a, b);
    let counts = all.iter().filter(taken).map(|told| told.place);
    for place in denials.chain(counts) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    Difference { unit: Some(a.count.written.clone()), places }
}

/// The denials that stand alone, nearest to what all tell first.
fn denials(brief: &Brief<'_>) -> Vec<Place> {
    let denies = |place: &Place| {
        let sentence = brief.sentence(*place);
        sentence.fit.stands() && sentence.traits.denies(sentence.text, &brief.language)
    };
    let near = |place: &Place| brief.sentence(*place).near;
    let mut found: Vec<Place> = brief.places().filter(denies).collect();
    found.sort_by(|a, b| near(b).total_cmp(&near(a)).then(a.cmp(b)));
    found.truncate(DENIALS);
    found
}

/// A denial and the sentence of another voice that it is nearest to.
fn denied(brief: &Brief<'_>) -> Option<Difference> {
    let mut best: Option<(f64, Place, Place)> = None;
    for denial in denials(brief) {
        let bag = brief.sentence(denial).bag.spread();
        for other in brief.places().filter(|place| brief.sentence(*place).fit.stands()) {
            let near = bag.dot(&brief.sentence(other).bag);
            let nearer = (3.0 * DENIES..SAME).contains(&near) && best.is_none_or(|(most, ..)| near > most);
            // Reading both costs far more than that, and few pairs come so far.
            if nearer && voice(brief, denial) != voice(brief, other) && differs(brief, denial, other) {
                best = Some((near, other, denial));
            }
        }
    }
    best.map(|(_, other, denial)| Difference { unit: None, places: vec![other, denial] })
}

/// A denial is none of another denial, nor of what the same person says elsewhere.
fn differs(brief: &Brief<'_>, denial: Place, other: Place) -> bool {
    let (one, other) = (brief.sentence(denial), brief.sentence(other));
    let (denying, denied) = (&one.traits, &other.traits);
    let same_person = !denying.named.full.is_disjoint(&denied.named.full) && SPEECH.within(&denied.lower);
    !same_person && !denied.denies(other.text, &brief.language)
}

/// The numbers of a sentence that count a thing. Amounts of money are no things: a text has many of them.
fn told<'b>(brief: &'b Brief<'_>, place: Place) -> Vec<Told<'b>> {
    let sentence = brief.sentence(place);
    let text = sentence.text;
    if !text.chars().any(char::is_numeric) {
        return Vec::new();
    }
    let all = sentence.traits.numbers(text);
    let fraction = |told: &Counted| {
        let before = text.get(..told.number.range.start).unwrap_or_default().trim_end();
        before.ends_with(['/', '⁄'])
    };
    let thing = |told: &Counted| {
        (told.unit == "%" || told.unit.chars().any(char::is_alphanumeric)) && !fraction(told)
    };
    let found = counted_of(text, all, Some(&brief.language)).into_iter().filter(thing);
    found.map(|count| Told { place, count, all }).collect()
}

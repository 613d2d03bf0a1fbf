//! Questions whose answers stand in the records. English only: the templates are.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::text::numbers::numbers;

use super::differ::Difference;
use super::taste::{points_back, stands_alone, tells};
use super::{Brief, Place};

/// A question and the passage that answers it.
pub(super) struct Asked {
    pub(super) question: String,
    pub(super) place: Place,
    /// The part of the sentence that answers, in bytes of the sentence; `None` for all of it.
    pub(super) part: Option<Range<usize>>,
    /// Another sentence that the answer needs.
    pub(super) and: Option<Place>,
}

/// Things that measure; nobody asks how many metres there are.
const MEASURES: [&str; 29] = [
    "years",
    "days",
    "hours",
    "minutes",
    "weeks",
    "months",
    "seconds",
    "times",
    "metres",
    "meters",
    "centimetres",
    "kilometres",
    "miles",
    "tonnes",
    "dollars",
    "euros",
    "crowns",
    "pounds",
    "degrees",
    "points",
    "percent",
    "others",
    "kilos",
    "litres",
    "grams",
    "florins",
    "nights",
    "seats",
    "francs",
];

/// Words of the longest description of a person.
const DESCRIPTION: usize = 12;

/// Words that show that what follows a name is no description of it.
const TELLING: [&str; 12] =
    ["said", "says", "told", "was", "were", "is", "are", "has", "had", "will", "showed", "reported"];

/// Words that open a sentence with a time, a place or a thing, and no name.
const PLACING: [&str; 12] =
    ["The", "A", "On", "In", "At", "By", "After", "Before", "From", "Since", "But", "For"];

/// Words in the names of bodies, of which one asks what they are and not who.
const BODIES: [&str; 14] = [
    "Department",
    "University",
    "Institute",
    "Association",
    "Agency",
    "Ministry",
    "Council",
    "Company",
    "Corp",
    "Bank",
    "Church",
    "School",
    "Center",
    "Group",
];

/// Up to three, never padded.
pub(super) fn ask(brief: &Brief<'_>, difference: Option<&Difference>, told: &[Place]) -> Vec<Asked> {
    if brief.language != "en" {
        return Vec::new();
    }
    let unit = difference.and_then(|difference| difference.unit.as_deref());
    let disputed = difference.and_then(|difference| disputed(brief, difference));
    [how_many(brief, unit, told), who_is(brief), disputed].into_iter().flatten().collect()
}

fn how_many(brief: &Brief<'_>, disputed: Option<&str>, told: &[Place]) -> Option<Asked> {
    let mut voices: BTreeMap<(String, String), BTreeSet<&str>> = BTreeMap::new();
    let mut found: Vec<(Place, String, String)> = Vec::new();
    let edited = |place: &Place| !brief.documents[place.document].record.kind.is_post();
    for place in brief.places().filter(edited).filter(|place| stands_alone(brief.sentence(*place))) {
        let text = brief.sentence(place).text;
        for number in
            numbers(text).into_iter().filter(|n| !n.percent && n.value.parse::<f64>().is_ok_and(|v| v > 2.0))
        {
            let Some(thing) = thing(text.get(number.range.end..).unwrap_or_default()) else { continue };
            if Some(thing.as_str()) != disputed {
                let voice = brief.documents[place.document].voice.as_str();
                voices.entry((thing.clone(), number.value.clone())).or_default().insert(voice);
                found.push((place, thing, number.value));
            }
        }
    }
    let weight = |(place, thing, value): &(Place, String, String)| {
        let agreed = voices.get(&(thing.clone(), value.clone())).map_or(0, BTreeSet::len);
        (agreed, !told.contains(place), std::cmp::Reverse(*place))
    };
    let (place, thing, _) = found.iter().max_by_key(|item| weight(item))?;
    Some(Asked { question: format!("How many {thing} are reported?"), place: *place, part: None, and: None })
}

/// The plural noun after a number, with `a day` and the like.
fn thing(rest: &str) -> Option<String> {
    let mut words = rest.strip_prefix(' ')?.split(' ');
    let first = words.next()?;
    let bare = first.trim_end_matches([',', '.', ';', ':']);
    let plural = bare.len() > 3 && bare.ends_with('s') && !bare.ends_with("ss");
    if !plural || !bare.chars().all(|c| c.is_ascii_lowercase()) || MEASURES.contains(&bare) {
        return None;
    }
    let rate = match (words.next(), words.next()) {
        (Some("a"), Some(span)) if first == bare => span.trim_end_matches(|c: char| !c.is_alphabetic()),
        _ => "",
    };
    let rated = ["day", "week", "month", "year", "hour"].contains(&rate);
    Some(if rated { format!("{bare} a {rate}") } else { bare.to_owned() })
}

fn who_is(brief: &Brief<'_>) -> Option<Asked> {
    let mut best: Option<(usize, Place, Range<usize>, String)> = None;
    for place in brief.places().filter(|place| tells(brief.sentence(*place))) {
        let text = brief.sentence(place).text;
        for (part, name) in described(text) {
            let named = |document: &super::Document<'_>| document.record.words().contains(&name);
            let documents = brief.documents.iter().filter(|document| named(document)).count();
            if best.as_ref().is_none_or(|(most, ..)| documents > *most) {
                best = Some((documents, place, part, name));
            }
        }
    }
    best.map(|(_, place, part, name)| Asked {
        question: format!("Who is {name}?"),
        place,
        part: Some(part),
        and: None,
    })
}

/// Names followed by `, the …` or `, a …`: the passage from name to description, and the name.
fn described(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    for (comma, _) in text.match_indices(", ") {
        let rest = text.get(comma + 2..).unwrap_or_default();
        if !["the ", "a ", "an "].iter().any(|article| rest.starts_with(article)) {
            continue;
        }
        let end = rest.find([',', '.', ';', '"', '”', '—', '(']).unwrap_or(rest.len());
        let description = rest.get(..end).unwrap_or_default().split(' ').count();
        let head = text.get(..comma).unwrap_or_default();
        let name: Vec<&str> = head.rsplit(' ').take_while(|word| is_name(word)).take(3).collect();
        let start =
            comma - name.iter().map(|word| word.len() + 1).sum::<usize>().saturating_sub(1).min(comma);
        let whole = text.get(start..comma).unwrap_or_default();
        let before = text.get(..start).unwrap_or_default().trim_end().to_lowercase();
        let thing = name.last().is_some_and(|word| PLACING.contains(word))
            || name.iter().any(|word| BODIES.contains(word))
            || rest.get(..end).is_some_and(|told| told.rsplit(' ').next().is_some_and(|last| last.len() < 2))
            || before.ends_with("the")
            || before.ends_with(" of")
            || before.ends_with(" in");
        let told = rest.get(..end).unwrap_or_default().split(' ').any(|word| TELLING.contains(&word));
        if (2..=3).contains(&name.len()) && (2..=DESCRIPTION).contains(&description) && !thing && !told {
            found.push((start..comma + 2 + end, whole.to_owned()));
        }
    }
    found
}

fn is_name(word: &str) -> bool {
    word.chars().count() > 1
        && word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && !word.chars().all(char::is_uppercase)
}

fn disputed(brief: &Brief<'_>, difference: &Difference) -> Option<Asked> {
    let mut sides =
        difference.places.iter().copied().filter(|place| !points_back(brief.sentence(*place).text));
    let (place, and) = (sides.next()?, Some(sides.next()?));
    Some(Asked { question: "What do the accounts disagree on?".to_owned(), place, part: None, and })
}

#[cfg(test)]
mod tests {
    use super::{described, thing};

    #[test]
    fn a_person_is_described_where_the_text_does_it() {
        let text = "\"No,\" said Mara Quist, the port's chief engineer, on Monday.";
        let (part, name) = described(text).remove(0);
        assert_eq!(name, "Mara Quist");
        assert_eq!(text.get(part), Some("Mara Quist, the port's chief engineer"));
        assert!(described("On Monday, the bridge closed.").is_empty());
    }

    #[test]
    fn things_that_can_be_counted() {
        assert_eq!(thing(" vehicles a day between").as_deref(), Some("vehicles a day"));
        assert_eq!(thing(" jobs, the firm said").as_deref(), Some("jobs"));
        assert_eq!(thing(" metres long"), None);
        assert_eq!(thing("."), None);
    }
}

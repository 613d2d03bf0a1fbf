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
}

/// Things that measure; nobody asks how many metres there are.
const MEASURES: [&str; 26] = [
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
    "boxes",
];

/// Words of the longest description of a person.
const DESCRIPTION: usize = 12;

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
    for place in brief.places().filter(|place| stands_alone(brief.sentence(*place))) {
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
    Some(Asked { question: format!("How many {thing}?"), place: *place, part: None })
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
    best.map(|(_, place, part, name)| Asked { question: format!("Who is {name}?"), place, part: Some(part) })
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
        if (2..=3).contains(&name.len()) && (2..=DESCRIPTION).contains(&description) {
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
    let question = match difference.unit.as_deref() {
        Some(unit) => format!("Which number of {unit} is disputed?"),
        None => "What is disputed?".to_owned(),
    };
    let question = if difference.unit.as_deref() == Some("percentage") {
        "Which share is disputed?".into()
    } else {
        question
    };
    let place = difference.places.iter().skip(1).find(|place| !points_back(brief.sentence(**place).text))?;
    Some(Asked { question, place: *place, part: None })
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

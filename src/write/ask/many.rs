//! How many?

use std::collections::{BTreeMap, BTreeSet};

use crate::text::counted::ends_in_month;
use crate::text::numbers::Number;
use crate::write::brief::Sentence;
use crate::write::{Brief, Place};

use super::Asked;

/// Things that measure or keep a score; nobody asks how many metres there are.
const MEASURES: [&str; 50] = [
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
    "kilometers",
    "miles",
    "tonnes",
    "tons",
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
    "inches",
    "francs",
    "feet",
    "acres",
    "decades",
    "goals",
    "sets",
    "yards",
    "seasons",
    "matches",
    "games",
    "races",
    "rebounds",
    "homers",
    "assists",
    "laps",
    "innings",
    "rounds",
    "blocks",
    "floors",
    "places",
];

/// Words that end like a plural and are none.
const SINGULAR: [&str; 14] = [
    "this", "thus", "plus", "always", "perhaps", "across", "previous", "various", "serious", "famous",
    "news", "whereas", "besides", "does",
];

/// Behind a thing they say where or when, not how many there are: `five buildings away`.
const ELSEWHERE: [&str; 5] = ["away", "ago", "later", "earlier", "apart"];

/// What is counted is told by two voices, or it is many and told in a sentence this near to what all tell, by the nearest.
const NEAR: f64 = 0.7;
const MANY: f64 = 10.0;
/// Nobody asks how many sides a quarrel has.
const FEW: f64 = 2.0;

/// The thing that most voices count alike; not the one that is disputed.
pub(super) fn how_many(brief: &Brief<'_>, disputed: Option<&str>, answers: &[(Place, f64)]) -> Option<Asked> {
    let found = answers.to_vec();
    let best = found.first().map_or(0.0, |(_, near)| *near);
    let voices = voices(brief);
    let mut asked: Option<(usize, f64, Place, String)> = None;
    for (place, near) in found {
        for (thing, value) in counted(brief.sentence(place)) {
            let many = value.parse::<f64>().is_ok_and(|value| value >= MANY);
            let agreed = voices.get(&(thing.clone(), value)).map_or(0, BTreeSet::len);
            let told = agreed > 1 || (many && near >= best * NEAR);
            let better = asked.as_ref().is_none_or(|(most, nearest, ..)| (agreed, near) > (*most, *nearest));
            if told && better && Some(thing.as_str()) != disputed {
                asked = Some((agreed, near, place, thing));
            }
        }
    }
    asked.map(|(.., place, thing)| Asked::whole(format!("How many {thing} are reported?"), place))
}

/// Who counts a thing alike, anywhere in the documents.
fn voices<'b>(brief: &'b Brief<'_>) -> BTreeMap<(String, String), BTreeSet<&'b str>> {
    let mut voices: BTreeMap<(String, String), BTreeSet<&str>> = BTreeMap::new();
    for place in brief.places().filter(|place| brief.sentence(*place).fit.whole) {
        for count in counted(brief.sentence(place)) {
            voices.entry(count).or_default().insert(&brief.documents[place.document].voice);
        }
    }
    voices
}

fn counted(sentence: &Sentence<'_>) -> Vec<(String, String)> {
    counts(sentence.text, sentence.traits.numbers(sentence.text))
}

/// The things that a sentence counts, each with its number.
fn counts(text: &str, numbers: &[Number]) -> Vec<(String, String)> {
    let many = |number: &Number| {
        let year =
            number.value.len() == 4 && (number.value.starts_with("19") || number.value.starts_with("20"));
        let money =
            text.get(..number.range.start).is_some_and(|before| before.ends_with(['$', '€', '£', '¥']));
        let dated = text.get(..number.range.start).is_some_and(ends_in_month);
        !number.percent
            && !year
            && !money
            && !dated
            && number.value.parse::<f64>().is_ok_and(|value| value > FEW)
    };
    let thing = |number: &Number| Some((thing(text.get(number.range.end..)?)?, number.value.clone()));
    numbers.iter().filter(|number| many(number)).filter_map(thing).collect()
}

/// The plural noun after a number, with `a day` and the like.
fn thing(rest: &str) -> Option<String> {
    let mut words = rest.strip_prefix(' ')?.split(' ');
    let first = words.next()?;
    let bare = first.trim_end_matches([',', '.', ';', ':']);
    let plural = bare.len() > 3 && bare.ends_with('s') && !bare.ends_with("ss") && !bare.ends_with("us");
    let known = MEASURES.contains(&bare) || SINGULAR.contains(&bare);
    if !plural || known || !bare.chars().all(|c| c.is_ascii_lowercase()) {
        return None;
    }
    let next = words.next();
    if next.is_some_and(|word| ELSEWHERE.contains(&word.trim_end_matches([',', '.', ';', ':']))) {
        return None;
    }
    let rate = match (next, words.next()) {
        (Some("a"), Some(span)) if first == bare => span.trim_end_matches(|c: char| !c.is_alphabetic()),
        _ => "",
    };
    let rated = ["day", "week", "month", "year", "hour"].contains(&rate);
    Some(if rated { format!("{bare} a {rate}") } else { bare.to_owned() })
}

#[cfg(test)]
mod tests {
    use crate::text::numbers::numbers;

    use super::{counts, thing};

    #[test]
    fn things_that_can_be_counted() {
        assert_eq!(thing(" vehicles a day between").as_deref(), Some("vehicles a day"));
        assert_eq!(thing(" jobs, the firm said").as_deref(), Some("jobs"));
        assert_eq!(thing(" metres long"), None);
        assert_eq!(thing(" this year"), None);
        assert_eq!(thing("."), None);
        assert_eq!(thing(" buildings away."), None);
        let text = "In 2012 ships paid $40 fees to 31 pilots; a law of March 11 allows it.";
        assert_eq!(counts(text, &numbers(text)), [("pilots".to_owned(), "31".to_owned())]);
    }
}

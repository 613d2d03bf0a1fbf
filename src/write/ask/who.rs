//! Who is somebody?

use std::ops::Range;

use crate::write::named::FORMS;
use crate::write::phrases::PEOPLE;
use crate::write::printed::Printed;
use crate::write::{Brief, Place};

use super::Asked;

/// Sentences printed that name a person of whom one asks.
const OFTEN: usize = 2;

/// Words of the longest description of a person.
const DESCRIPTION: usize = 12;

/// Words that show that what follows a name is no description of it.
const TELLING: [&str; 12] =
    ["said", "says", "told", "was", "were", "is", "are", "has", "had", "will", "showed", "reported"];

/// Words that open a sentence with a time, a place or a thing, and no name.
const PLACING: [&str; 12] =
    ["The", "A", "On", "In", "At", "By", "After", "Before", "From", "Since", "But", "For"];

/// The person whom a text describes, of those that are named in what was printed: the one whom most documents name.
pub(super) fn who_is(brief: &Brief<'_>, printed: &Printed<'_, '_>) -> Option<Asked> {
    let told = |name: &str| {
        let last = name.rsplit(' ').next().unwrap_or(name);
        let here =
            printed.places().iter().filter(|place| brief.sentence(**place).text.contains(last)).count();
        if here >= OFTEN { here } else { 0 }
    };
    let mut best: Option<(usize, usize, Asked)> = None;
    let printed_text = |place: &Place| described(brief.sentence(*place).text);
    let mut seen: Vec<String> =
        printed.places().iter().flat_map(printed_text).map(|(_, name)| name).collect();
    for place in brief.places().filter(|place| brief.sentence(*place).fit.whole) {
        for (part, name) in described(brief.sentence(place).text) {
            let printed = told(&name);
            if printed == 0 || seen.contains(&name) {
                continue;
            }
            let documents =
                brief.documents.iter().filter(|document| document.record.words().contains(&name)).count();
            seen.push(name.clone());
            if best.as_ref().is_none_or(|(told, known, _)| (printed, documents) > (*told, *known)) {
                let asked = Asked { part: Some(part), ..Asked::whole(format!("Who is {name}?"), place) };
                best = Some((printed, documents, asked));
            }
        }
    }
    best.map(|(.., asked)| asked)
}

/// Names followed by `, the …` or `, a …`: the passage from name to description, and the name.
fn described(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::new();
    for (comma, _) in text.match_indices(", ") {
        let rest = text.get(comma + 2..).unwrap_or_default();
        if !["the ", "a ", "an "].iter().any(|article| rest.starts_with(article)) {
            continue;
        }
        let end = description(rest);
        let length = rest.get(..end).unwrap_or_default().split(' ').count();
        let head = text.get(..comma).unwrap_or_default();
        let name: Vec<&str> = head.rsplit(' ').take_while(|word| is_name(word)).take(3).collect();
        let start =
            comma - name.iter().map(|word| word.len() + 1).sum::<usize>().saturating_sub(1).min(comma);
        let whole = text.get(start..comma).unwrap_or_default();
        let before = text.get(..start).unwrap_or_default().trim_end().to_lowercase();
        let thing = name.last().is_some_and(|word| PLACING.contains(word) || FORMS.contains(word))
            || !rest.get(..end).is_some_and(is_person)
            || before.ends_with("the")
            || before.ends_with(" of")
            || before.ends_with(" in");
        let told = rest.get(..end).unwrap_or_default().split(' ').any(|word| TELLING.contains(&word));
        if (2..=3).contains(&name.len()) && (2..=DESCRIPTION).contains(&length) && !thing && !told {
            found.push((start..comma + 2 + end, whole.to_owned()));
        }
    }
    found
}

/// Where a description ends: at a mark, but not at the point of a number or of a short form.
fn description(rest: &str) -> usize {
    let ends = |(at, c): (usize, char)| match c {
        ',' | '.' => {
            rest.get(at + 1..).is_none_or(|next| next.is_empty() || next.starts_with([' ', '"', '”']))
        }
        ';' | '"' | '”' | '—' | '–' | '(' => true,
        _ => false,
    };
    rest.char_indices().find(|at| ends(*at)).map_or(rest.len(), |(at, _)| at)
}

/// `a California consultant who ran …`: its last word before those that go on is what a person is.
fn is_person(description: &str) -> bool {
    let goes_on = |word: &&str| {
        !matches!(*word, "of" | "for" | "who" | "at" | "in" | "from" | "with" | "to" | "and" | "whose" | "on")
    };
    let head = description.split(' ').skip(1).take_while(goes_on).last().unwrap_or_default().to_lowercase();
    let short = description.rsplit(' ').next().is_some_and(|last| last.chars().count() < 2);
    PEOPLE.is(&head) && !short
}

fn is_name(word: &str) -> bool {
    word.chars().count() > 1
        && word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'))
        && !word.chars().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::described;

    #[test]
    fn a_person_is_described_where_the_text_does_it() {
        let text = "\"No,\" said Mara Quist, the port's chief engineer, on Monday.";
        let (part, name) = described(text).remove(0);
        assert_eq!(name, "Mara Quist");
        assert_eq!(text.get(part), Some("Mara Quist, the port's chief engineer"));
        assert!(described("On Monday, the bridge closed.").is_empty());
        assert!(described("The People Party, the only one registered, won.").is_empty());
        assert!(described("Oren Vale, a guard at gate 16.4 of the port, left.").len() == 1);
    }
}

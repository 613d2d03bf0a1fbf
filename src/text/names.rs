//! Names in prose: what is written with a capital where a capital means something.
//!
//! A name is a run of capitalised words, or a word all in capitals. The first word of a sentence is one only together
//! with a second, a headline that capitalises every word has none, and in German, where every noun is capitalised, a
//! name needs two words. Scripts without capitals have no names here: nothing is guessed.

use std::ops::Range;

use super::cuts::cuts;
use super::sentences::sentences;
use super::stopwords::{base_language, is_stopword};

/// From this share of capitals among the words on they say nothing: in prose at least one word in seven has none.
const TITLE_CASE: f64 = 0.85;

/// A name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its bytes, all its words.
    pub range: Range<usize>,
    /// Its last word in lower case without a possessive: by it a person is called again.
    pub last: String,
}

/// The names of `text`, in order.
pub fn names(text: &str, language: Option<&str>) -> Vec<Name> {
    let language = base_language(language);
    let mut found = Vec::new();
    for sentence in sentences(text, Some(&language)) {
        let Some(words) = text.get(sentence.clone()) else { continue };
        found.extend(of_sentence(words, sentence.start, &language));
    }
    found
}

fn of_sentence(sentence: &str, start: usize, language: &str) -> Vec<Name> {
    let tokens: Vec<(usize, &str)> = cuts(sentence).collect();
    let telling: Vec<&str> = tokens
        .iter()
        .map(|(_, token)| *token)
        .filter(|token| !is_stopword(&token.to_lowercase(), language))
        .collect();
    let capitals = telling.iter().filter(|token| is_capital(token)).count();
    if telling.len() > 3 && capitals as f64 / telling.len() as f64 > TITLE_CASE {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let run = run(sentence, tokens.get(at..).unwrap_or_default(), language);
        if run == 0 {
            at += 1;
            continue;
        }
        let named = tokens.get(at..at + run).unwrap_or_default();
        found.extend(name(named, at == 0, start, language));
        at += run;
    }
    found
}

/// How many tokens from the first on belong to one name: capitalised, no stop words, parted by single blanks, hyphens or dots.
fn run(sentence: &str, tokens: &[(usize, &str)], language: &str) -> usize {
    let mut count = 0;
    let mut end = None;
    for (at, token) in tokens {
        let joined = end.is_none_or(|end: usize| {
            sentence.get(end..*at).is_some_and(|gap| matches!(gap, " " | "-" | ". " | "\u{a0}"))
        });
        if !joined || !is_capital(token) || is_stopword(&bare(token), language) {
            break;
        }
        count += 1;
        end = Some(at + token.len());
        if token.ends_with("'s") || token.ends_with("’s") {
            break;
        }
    }
    count
}

fn name(named: &[(usize, &str)], opens: bool, start: usize, language: &str) -> Option<Name> {
    let ((first, _), (at, last)) = (named.first()?, named.last()?);
    let alone = named.len() == 1 && !is_acronym(last);
    let last_word = bare(last);
    if (alone && (opens || language == "de")) || last_word.chars().count() < 2 {
        return None;
    }
    Some(Name { range: start + first..start + at + last.len(), last: last_word })
}

fn bare(token: &str) -> String {
    let lower = token.to_lowercase();
    let bare = lower.strip_suffix("'s").or_else(|| lower.strip_suffix("’s"));
    bare.map_or(lower.clone(), str::to_owned)
}

fn is_capital(token: &str) -> bool {
    token.chars().next().is_some_and(char::is_uppercase)
}

fn is_acronym(token: &str) -> bool {
    let letters = token.chars().filter(|c| c.is_alphabetic());
    letters.clone().count() >= 2 && letters.clone().all(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::names;

    fn told(text: &str, language: &str) -> Vec<String> {
        names(text, Some(language)).into_iter().map(|n| text.get(n.range).unwrap().to_owned()).collect()
    }

    #[test]
    fn names_are_runs_of_capitals_where_a_capital_means_something() {
        assert_eq!(
            told(
                "Engineers closed the Harbour Bridge. Jane Doe of NATO told Reuters so; Ms Doe's word counts.",
                "en"
            ),
            ["Harbour Bridge", "Jane Doe", "NATO", "Reuters", "Ms Doe's"]
        );
        assert_eq!(names("Ms Doe's word", Some("en"))[0].last, "doe");
        assert_eq!(told("Harbour Bridge Closes After Drone Finds Crack", "en"), [""; 0]);
        assert_eq!(told("Die Brücke bleibt zu, sagte Angela Merkel der Zeitung.", "de"), ["Angela Merkel"]);
        assert_eq!(told("港口大桥关闭", "zh"), [""; 0]);
    }

    proptest! {
        #[test]
        fn ranges_are_valid_in_any_text(text in "\\PC{0,80}|[A-Za-z .'’\u{130}-]{0,80}") {
            for language in ["en", "de", "tr"] {
                for name in names(&text, Some(language)) {
                    prop_assert!(text.get(name.range).is_some());
                }
            }
        }
    }
}

//! Words by which one account contradicts another.

use std::ops::Range;

use super::stopwords::base_language;

/// By language. The list is short on purpose: each of them seldom stands where nothing is denied.
const DENIALS: [(&str, &[&str]); 4] = [
    (
        "en",
        &[
            "denied",
            "denies",
            "disputed",
            "disputes",
            "false",
            "untrue",
            "not true",
            "is wrong",
            "no evidence",
            "contrary to",
            "rejected the",
            "refuted",
            "contradicted",
            "misleading",
        ],
    ),
    ("de", &["bestreitet", "bestritt", "dementiert", "dementierte", "wies zurück", "keine belege", "unwahr"]),
    ("fr", &["dément", "démenti", "nie avoir", "conteste", "aucune preuve", "contrairement à"]),
    ("es", &["niega", "negó", "desmiente", "desmintió", "es falso", "no hay pruebas", "contrario a"]),
];

/// Before these words nobody contradicts.
pub const PASSIVES: [&str; 9] = ["be", "been", "being", "was", "were", "is", "are", "get", "got"];

/// The bytes of the first such words in a text.
pub fn denial(text: &str, language: Option<&str>) -> Option<Range<usize>> {
    denial_in(text, &text.to_lowercase(), language)
}

/// The same where the text is at hand in lower case, too.
pub fn denial_in(text: &str, lower: &str, language: Option<&str>) -> Option<Range<usize>> {
    let language = base_language(language);
    let (_, cues) = DENIALS.iter().find(|(code, _)| *code == language)?;
    let first = first(text, lower, cues)?;
    // Lower case may take more or fewer bytes; where it does, the whole text stands for the words.
    if lower.len() == text.len() && text.get(first.clone()).is_some() {
        Some(first)
    } else {
        Some(0..text.len())
    }
}

/// Where the first of `cues` stands as whole words and contradicts something. All of them begin with a letter.
fn first(text: &str, lower: &str, cues: &[&str]) -> Option<Range<usize>> {
    let mut opens = [false; 256];
    for byte in cues.iter().filter_map(|cue| cue.bytes().next()) {
        opens[usize::from(byte)] = true;
    }
    let ends = |end: usize| !lower.get(end..).and_then(|rest| rest.chars().next()).is_some_and(is_letter);
    for at in lower.bytes().enumerate().filter(|(_, byte)| opens[usize::from(*byte)]).map(|(at, _)| at) {
        let Some((before, rest)) = lower.split_at_checked(at) else { continue };
        if before.chars().next_back().is_some_and(is_letter) {
            continue;
        }
        let found = cues.iter().filter(|cue| rest.starts_with(**cue)).map(|cue| at..at + cue.len());
        let mut found = found.filter(|cue| ends(cue.end) && !is_withheld(text, lower, cue.clone()));
        if let Some(cue) = found.next() {
            return Some(cue);
        }
    }
    None
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric()
}

/// `was denied a visa`, `denied Tonaki the medal`: something was withheld, not contradicted.
fn is_withheld(text: &str, lower: &str, cue: Range<usize>) -> bool {
    if !lower.get(cue.clone()).is_some_and(|word| word.starts_with("deni")) {
        return false;
    }
    let before = lower.get(..cue.start).unwrap_or_default().split_whitespace().next_back();
    let after = text.get(cue.end..).unwrap_or_default().split_whitespace().next();
    before.is_some_and(|word| PASSIVES.contains(&word))
        || after.is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Whether a text denies something.
pub fn denies(text: &str, language: Option<&str>) -> bool {
    denial(text, language).is_some()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{denial, denies};

    #[test]
    fn whole_words_deny() {
        assert!(denies("The port authority denied that the crack was old.", None));
        assert!(denies("There is NO EVIDENCE of it.", Some("en-GB")));
        assert!(denies("Das Amt dementiert den Bericht.", Some("de")));
        assert!(!denies("A falsehood", Some("en")));
        assert!(!denies("They will be denied licences; Krasniqi denied Tonaki the medal.", None));
        assert!(denies("He was denied a visa, and denied that he wanted one.", None));
        assert!(!denies("He denied it", Some("zz")));
    }

    proptest! {
        #[test]
        fn any_text_can_be_asked(text in "\\PC{0,60}", cue in "|denied|İdenied") {
            let text = format!("{text}{cue}");
            if let Some(range) = denial(&text, None) {
                prop_assert!(text.get(range).is_some());
            }
        }
    }
}

//! Words by which one account contradicts another.

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

/// The bytes of the first such words in a text.
pub fn denial(text: &str, language: Option<&str>) -> Option<std::ops::Range<usize>> {
    let language = base_language(language);
    let (_, cues) = DENIALS.iter().find(|(code, _)| *code == language)?;
    let lower = text.to_lowercase();
    let whole = |at: usize, cue: &str| {
        let edge = |c: Option<char>| !c.is_some_and(char::is_alphanumeric);
        let (before, after) = (lower.get(..at), lower.get(at + cue.len()..));
        edge(before.and_then(|before| before.chars().next_back()))
            && edge(after.and_then(|a| a.chars().next()))
    };
    let found = cues.iter().filter_map(|cue| {
        let at = lower.match_indices(cue).map(|(at, _)| at).find(|at| whole(*at, cue))?;
        Some(at..at + cue.len())
    });
    let first = found.min_by_key(|range| range.start)?;
    // Lower case may take more or fewer bytes; where it does, the whole text stands for the words.
    if lower.len() == text.len() && text.get(first.clone()).is_some() {
        Some(first)
    } else {
        Some(0..text.len())
    }
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

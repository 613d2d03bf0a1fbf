//! Words that carry no story, by language. The lists are data under `assets/stopwords/`.

use std::collections::HashSet;
use std::sync::LazyLock;

use foldhash::fast::FixedState;

const LISTS: [(&str, &str); 10] = [
    ("ar", include_str!("../../assets/stopwords/ar.txt")),
    ("de", include_str!("../../assets/stopwords/de.txt")),
    ("en", include_str!("../../assets/stopwords/en.txt")),
    ("es", include_str!("../../assets/stopwords/es.txt")),
    ("fr", include_str!("../../assets/stopwords/fr.txt")),
    ("it", include_str!("../../assets/stopwords/it.txt")),
    ("nl", include_str!("../../assets/stopwords/nl.txt")),
    ("pt", include_str!("../../assets/stopwords/pt.txt")),
    ("ru", include_str!("../../assets/stopwords/ru.txt")),
    ("sl", include_str!("../../assets/stopwords/sl.txt")),
];

static SETS: LazyLock<Vec<(&str, HashSet<&str, FixedState>)>> =
    LazyLock::new(|| LISTS.iter().map(|(code, list)| (*code, list.split_whitespace().collect())).collect());

/// True if `word` (lower case) carries no story in `language`. A language without a list has no such words.
pub fn is_stopword(word: &str, language: &str) -> bool {
    SETS.iter().find(|(code, _)| *code == language).is_some_and(|(_, set)| set.contains(word))
}

/// The two or three letters before any `-`, lower case; English where nothing is said.
pub fn base_language(tag: Option<&str>) -> String {
    let base = tag.unwrap_or_default().split(['-', '_']).next().unwrap_or_default().trim().to_lowercase();
    if base.is_empty() { "en".to_owned() } else { base }
}

#[cfg(test)]
mod tests {
    use super::{base_language, is_stopword};

    #[test]
    fn each_language_has_its_own_list() {
        assert!(is_stopword("the", "en"));
        assert!(!is_stopword("the", "de"));
        assert!(is_stopword("während", "de"));
        assert!(!is_stopword("the", "tlh"));
    }

    #[test]
    fn tags_are_cut_to_their_language() {
        assert_eq!(base_language(Some("pt-BR")), "pt");
        assert_eq!(base_language(None), "en");
        assert_eq!(base_language(Some("  ")), "en");
    }
}

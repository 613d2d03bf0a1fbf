//! Words that are no names, for places where every word has a capital: titles, and beginnings of sentences.
//!
//! The list is data under `assets/words/`. A language without a list has no such words: there nobody can tell.

use std::collections::HashSet;
use std::sync::LazyLock;

const ENGLISH: &str = include_str!("../../assets/words/en.txt");

static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    ENGLISH.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// True if there is a list for a language of two or three letters.
pub fn is_listed(language: &str) -> bool {
    language == "en"
}

/// True if `word` (lower case) is one that news writes in lower case, in one of its forms.
pub fn is_ordinary(word: &str, language: &str) -> bool {
    let known = |word: &str| word.len() > 2 && WORDS.contains(word);
    let form = |ending: &str, with: &str| {
        word.strip_suffix(ending)
            .is_some_and(|stem| if with.is_empty() { known(stem) } else { known(&format!("{stem}{with}")) })
    };
    is_listed(language)
        && (known(word)
            || [
                ("s", ""),
                ("es", ""),
                ("ies", "y"),
                ("ed", ""),
                ("d", ""),
                ("ing", ""),
                ("ing", "e"),
                ("ly", ""),
            ]
            .iter()
            .any(|(ending, with)| form(ending, with)))
}

#[cfg(test)]
mod tests {
    use super::is_ordinary;

    #[test]
    fn words_are_told_from_names() {
        for word in ["engineers", "closes", "naming", "shutting", "cities", "quickly"] {
            assert!(is_ordinary(word, "en"), "{word}");
        }
        for word in ["quist", "hexley", "varga", "brandt"] {
            assert!(!is_ordinary(word, "en"), "{word}");
        }
        assert!(!is_ordinary("engineers", "de"));
    }
}

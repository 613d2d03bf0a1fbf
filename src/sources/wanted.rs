//! The words of a source: which records are kept.
//!
//! Words are compared as the rest of the program compares them: by their keys, in the language of the record, so that
//! "bridge" finds "bridges" and not "cambridge", and 大阪 is found in a line that has no blanks. What stands in several
//! words is found where they follow each other. What leaves no key (a single letter, a word that is in every text) is
//! looked for as it is written, between other signs than letters.

use std::collections::HashMap;

use crate::{
    story::Record,
    text::words::{is_cjk, words},
};

/// The words that a source is filtered by.
pub(super) struct Wanted<'a> {
    given: &'a [String],
    /// Their keys, by language: stemmers differ.
    keys: HashMap<Option<String>, Vec<Vec<String>>>,
}

impl<'a> Wanted<'a> {
    /// Of a row; none for everything.
    pub(super) fn new(given: &'a [String]) -> Self {
        Self { given, keys: HashMap::new() }
    }

    /// True if one of them stands in the record's title, text or summary.
    pub(super) fn has(&mut self, record: &Record) -> bool {
        if self.given.iter().all(|word| word.trim().is_empty()) {
            return true;
        }
        let parts = [&record.title, &record.text, &record.summary];
        let text = parts.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n");
        let language = record.language.as_deref();
        let keys = self
            .keys
            .entry(language.map(str::to_owned))
            .or_insert_with(|| self.given.iter().map(|word| keys_of(word, language)).collect());
        let said = keys_of(&text, language);
        let mut wanted = keys.iter().zip(self.given).filter(|(_, word)| !word.trim().is_empty());
        wanted.any(|(keys, word)| if keys.is_empty() { written(&text, word) } else { follows(&said, keys) })
    }
}

fn keys_of(text: &str, language: Option<&str>) -> Vec<String> {
    words(text, language).into_iter().map(|word| word.key).collect()
}

/// The keys follow each other there.
fn follows(said: &[String], keys: &[String]) -> bool {
    said.windows(keys.len()).any(|here| here == keys)
}

/// As it is written, but for its case; not within a longer word, unless its script knows no blanks.
fn written(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.trim().to_lowercase());
    text.match_indices(&word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        word.chars().all(is_cjk) || (!letter(before) && !letter(after))
    })
}

#[cfg(test)]
mod tests {
    use super::Wanted;
    use crate::story::Record;

    #[track_caller]
    fn check(text: &str, language: Option<&str>, words: &[&str], kept: bool) {
        let record = Record {
            text: Some(text.to_owned()),
            language: language.map(str::to_owned),
            ..Record::default()
        };
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        assert_eq!(Wanted::new(&words).has(&record), kept, "{text} {words:?}");
    }

    #[test]
    fn words_are_found_in_their_forms() {
        check("Two bridges closed", Some("en"), &["bridge"], true);
        check("Cambridge closed", Some("en"), &["bridge"], false);
        check("#Bridge shut", None, &["bridge"], true);
        check("Die Brücken sind gesperrt", Some("de"), &["brücke"], true);
        check("nothing of it", Some("en"), &["bridge", "closed"], false);
    }

    #[test]
    fn several_words_follow_each_other() {
        check("The harbour bridge closed", Some("en"), &["Harbour Bridge"], true);
        check("The bridge at the harbour", Some("en"), &["Harbour Bridge"], false);
    }

    #[test]
    fn scripts_without_blanks_are_searched_too() {
        check("港湾大橋で亀裂が見つかり", Some("ja"), &["大橋"], true);
        check("港湾大橋で亀裂が見つかり", Some("ja"), &["橋"], true);
        check("港湾大橋で亀裂が見つかり", Some("ja"), &["大阪"], false);
    }

    #[test]
    fn what_leaves_no_key_is_looked_for_as_it_is() {
        check("The language C is old", Some("en"), &["C"], true);
        check("Cats", Some("en"), &["C"], false);
        check("all of it", Some("en"), &[], true);
        check("all of it", Some("en"), &["", " "], true);
    }
}

//! How common words are in news at large: a table that is shipped.
//!
//! A word that stands in every text says little about any. A memory that just began knows nothing of that, so it begins
//! with the counts of some thousand texts (`assets/background.txt`, which `cargo bench --profile dev -- background` makes):
//! only counts, and only of words that stand in several texts, so that no text can be read out of it. Each language is
//! counted for itself: in Spanish news "juegos" is as common as "games" is in English news, however little Spanish there
//! is beside the English.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

use crate::story::Record;
use crate::text::hash::{Numbered, both, stable};

use super::Rules;
use super::features::Told;
use super::lexicon::Lexicon;

/// A line `language en 5417` begins the counts of a language with the number of its texts. Each line after it begins with a
/// number of texts; the words that stand in so many follow, written with a capital if they mostly are.
const TABLE: &str = include_str!("../../assets/background.txt");

static SHIPPED: LazyLock<Arc<Background>> = LazyLock::new(|| Arc::new(Background::read(TABLE)));

/// A language as a number.
pub(super) fn language(code: &str) -> u64 {
    stable(code.as_bytes())
}

/// What is known of a word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Texts that it stands in.
    pub(super) texts: u32,
    /// Texts in which its spelling tells whether it is a name.
    pub(super) telling: u32,
    /// Those of them that write it with a capital.
    pub(super) capital: u32,
}

/// How common words are in news at large.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Background {
    /// Texts, by language.
    pub(super) texts: Numbered<u32>,
    /// Words, by language and word.
    pub(super) words: Numbered<Seen>,
}

impl Background {
    /// The one that is shipped.
    pub fn shipped() -> Arc<Self> {
        Arc::clone(&SHIPPED)
    }

    /// Reads what [`Background::table`] wrote. A line that is none is passed over.
    pub fn read(table: &str) -> Self {
        let mut background = Self::default();
        let mut spoken = language("en");
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ');
            let Some(head) = words.next() else { continue };
            if head == "language" {
                spoken = language(words.next().unwrap_or_default());
                let texts = words.next().and_then(|count| count.parse().ok()).unwrap_or(0);
                background.texts.insert(spoken, texts);
            } else if let Ok(texts) = head.parse() {
                for word in words {
                    let capital = if word.chars().next().is_some_and(char::is_uppercase) { texts } else { 0 };
                    let number = both(spoken, stable(word.to_lowercase().as_bytes()));
                    background.words.insert(number, Seen { texts, telling: texts, capital });
                }
            }
        }
        background
    }

    /// What is known of a word of a language (a number of both).
    pub(super) fn seen(&self, word: u64) -> Seen {
        self.words.get(&word).copied().unwrap_or_default()
    }

    /// How rare a word is in a language, by its key: 1 for one that stands in no text, 0 for one that stands in all. Where
    /// nothing is known of a language every word is rare.
    pub fn rarity(&self, key: &str, language: &str) -> f64 {
        let spoken = self::language(language);
        let Some(texts) = self.texts.get(&spoken) else { return 1.0 };
        let with = self.seen(both(spoken, stable(key.as_bytes()))).texts;
        let part = |texts: u32| (1.0 + f64::from(texts)).ln();
        (1.0 - part(with) / part(*texts)).max(0.0)
    }

    /// The counts of these records' words, of those that stand in `least` of them and more.
    pub fn table<'a>(records: impl IntoIterator<Item = &'a Record>, least: u32) -> String {
        let mut languages: BTreeMap<String, (u32, BTreeMap<String, Seen>)> = BTreeMap::new();
        let (rules, mut lexicon) = (Rules::default(), Lexicon::default());
        for record in records {
            let told = Told::of(record, &mut lexicon, &rules);
            let (texts, words) = languages.entry(told.language.clone()).or_default();
            *texts += 1;
            for word in told.words(&rules) {
                let Some(key) = told.key(&word) else { continue };
                let seen = words.entry(key).or_default();
                seen.texts += 1;
                seen.telling += u32::from(word.capital.is_some());
                seen.capital += u32::from(word.capital == Some(true));
            }
        }
        let mut table = String::new();
        for (language, (texts, words)) in languages {
            _ = writeln!(table, "language {language} {texts}");
            let mut lines: BTreeMap<u32, String> = BTreeMap::new();
            for (word, seen) in words.into_iter().filter(|(_, seen)| seen.texts >= least) {
                let line = lines.entry(seen.texts).or_default();
                line.push(' ');
                line.push_str(&if seen.capital * 2 > seen.telling { capital(&word) } else { word });
            }
            for (texts, words) in lines {
                _ = writeln!(table, "{texts}{words}");
            }
        }
        table
    }
}

/// With a capital at its head, where that can be undone.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let head: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let named = head + letters.as_str();
    if named.to_lowercase() == word { named } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Background, Seen, both, language, stable};
    use crate::story::Record;

    #[test]
    fn only_what_stands_in_several_texts_is_in_the_table() {
        let record = |title: &str| Record { title: Some(title.to_owned()), ..Record::default() };
        let records = ["A bridge in Alder", "The bridge at Alder", "Secrets of Alder"].map(record);
        let table = Background::table(&records, 2);
        assert_eq!(table, "language en 3\n2 bridg bridg~\n3 Alder Alder~\n");
        let read = Background::read(&table);
        assert_eq!(read.texts[&language("en")], 3);
        let seen = read.words[&both(language("en"), stable(b"alder"))];
        assert_eq!(seen, Seen { texts: 3, telling: 3, capital: 3 });
        assert_eq!(read.words.len(), 4);
    }

    #[test]
    fn the_shipped_table_reads_whole() {
        let shipped = Background::shipped();
        assert!(shipped.texts.len() >= 8 && shipped.words.len() > 5_000, "{}", shipped.words.len());
        assert!(super::TABLE.len() < 300_000);
        let lowest =
            super::TABLE.lines().filter_map(|line| line.split(' ').next()?.parse::<u32>().ok()).min();
        assert!(lowest.is_some_and(|texts| texts >= 3), "{lowest:?}");
    }
}

//! How common words are in news at large: a table that is shipped.
//!
//! A word that stands in every text says little about any. A memory that just began knows nothing of that, so it begins
//! with the counts of some thousand texts (`assets/background.txt`, which `cargo bench --profile dev -- background` makes):
//! only counts, and only of words that stand in several texts, so that no text can be read out of it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::story::Record;
use crate::text::hash::{Numbered, stable};

use super::Rules;
use super::features::Told;

/// Each line begins with a number of texts; the words that stand in so many follow, written with a capital if they mostly
/// are. The number of the line without words is that of all texts.
const TABLE: &str = include_str!("../../assets/background.txt");

static SHIPPED: LazyLock<Arc<Background>> = LazyLock::new(|| Arc::new(Background::read(TABLE)));

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
    pub(super) texts: u32,
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
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut words = line.split(' ').filter(|word| !word.is_empty()).peekable();
            let Some(texts) = words.next().and_then(|count| count.parse().ok()) else { continue };
            if words.peek().is_none() {
                background.texts = texts;
            }
            for word in words {
                let capital = if word.chars().next().is_some_and(char::is_uppercase) { texts } else { 0 };
                let seen = Seen { texts, telling: texts, capital };
                background.words.insert(stable(word.to_lowercase().as_bytes()), seen);
            }
        }
        background
    }

    /// The counts of these records' words, of those that stand in `least` of them and more.
    pub fn table<'a>(records: impl IntoIterator<Item = &'a Record>, least: u32) -> String {
        let mut texts = 0;
        let mut words: BTreeMap<String, Seen> = BTreeMap::new();
        for record in records {
            texts += 1;
            for word in Told::of(record, &Rules::default()).words(&Rules::default()) {
                let seen = words.entry(word.key).or_default();
                seen.texts += 1;
                seen.telling += u32::from(word.capital.is_some());
                seen.capital += u32::from(word.capital == Some(true));
            }
        }
        let mut lines: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for (word, seen) in words.into_iter().filter(|(_, seen)| seen.texts >= least) {
            let name = seen.capital * 2 > seen.telling;
            lines.entry(seen.texts).or_default().push(if name { capital(&word) } else { word });
        }
        let lines = lines.into_iter().map(|(texts, words)| format!("{texts} {}\n", words.join(" ")));
        format!("{texts}\n{}", lines.collect::<String>())
    }

    pub(super) fn seen(&self, word: u64) -> Seen {
        self.words.get(&word).copied().unwrap_or_default()
    }
}

/// With a capital at its head, where that can be undone.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let head: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let named = head + letters.as_str();
    if named.to_lowercase() == word { named } else { word.to_owned() }
}

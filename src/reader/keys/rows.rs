//! The rows of `assets/keys.toml`, read once.

use std::sync::LazyLock;

use keybinds::KeySeq;
use serde::Deserialize;

use super::Action;

/// One row: an action, its keys and its words.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// What it asks for.
    #[serde(deserialize_with = "action")]
    pub action: Action,
    /// The bundled keys, as written.
    pub keys: Vec<String>,
    /// The heading it stands under.
    pub group: String,
    /// What it does, in words.
    pub help: String,
    /// One word for the status line.
    #[serde(default)]
    pub hint: String,
    /// The screens whose status line names it; behind a colon, the word for that screen.
    #[serde(default)]
    pub on: Vec<String>,
}

impl Row {
    /// The word for the status line of this screen, if that names it; and whether it is a word of that screen alone.
    pub fn hint_on(&self, screen: &str) -> Option<(&str, bool)> {
        self.on.iter().find_map(|on| match on.split_once(": ") {
            Some((name, word)) => (name == screen).then_some((word, true)),
            None => (on == screen).then_some((self.hint.as_str(), false)),
        })
    }

    /// The bundled keys as sequences.
    pub(super) fn sequences(&self) -> impl Iterator<Item = KeySeq> {
        self.keys.iter().filter_map(|keys| keys.parse().ok())
    }
}

#[derive(Deserialize)]
struct Table {
    key: Vec<Row>,
}

fn action<'de, D: serde::Deserializer<'de>>(word: D) -> Result<Action, D::Error> {
    let word = String::deserialize(word)?;
    Action::read(&word).ok_or_else(|| serde::de::Error::custom(format!("there is no action `{word}`")))
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let table: Result<Table, _> = toml::from_str(include_str!("../../../assets/keys.toml"));
    table.map(|table| table.key).unwrap_or_default()
});

/// The bundled rows, in the order of the file.
pub fn rows() -> &'static [Row] {
    &ROWS
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_bundled_file_reads_whole() {
        let table: super::Table = toml::from_str(include_str!("../../../assets/keys.toml")).unwrap();
        for row in table.key {
            assert_eq!(row.sequences().count(), row.keys.len(), "a key of {:?} does not parse", row.action);
        }
    }
}

//! `[[sources]]`: one row, one place that the wire's own records come from.
//!
//! There may be a thousand rows, so nothing here looks through the rows before it: whose name is taken is asked of a set.

use toml::{Spanned, de::DeValue};

use super::{
    Channel, KeyFrom, RowKey, SourceRow, Takes, address,
    knobs::chosen,
    read::Reading,
    rows::{number, word, words_of},
    takes::Given,
    under_home,
};
use crate::story::SourceName;

/// One key of a row of `[[sources]]`.
pub type SourceKey = RowKey<SourceRow>;

/// Every key a row may have.
pub const SOURCE_KEYS: &[SourceKey] = &[
    SourceKey {
        key: "name",
        takes: Takes::SourceName,
        set: |row, given| row.name = SourceName::from(word(given)),
    },
    SourceKey {
        key: "url",
        takes: Takes::SourceAddress,
        set: |row, given| word(given).clone_into(&mut row.url),
    },
    SourceKey {
        key: "kind",
        takes: Takes::OneOf(Channel::WORDS),
        set: |row, given| row.kind = chosen(word(given), Channel::WORDS, Channel::ALL),
    },
    SourceKey { key: "title", takes: Takes::Line, set: |row, given| word(given).clone_into(&mut row.title) },
    SourceKey { key: "beat", takes: Takes::Slug, set: |row, given| word(given).clone_into(&mut row.beat) },
    SourceKey {
        key: "enabled",
        takes: Takes::YesNo,
        set: |row, given| row.enabled = *given == Given::Yes(true),
    },
    SourceKey {
        key: "allow_private",
        takes: Takes::YesNo,
        set: |row, given| row.allow_private = *given == Given::Yes(true),
    },
    SourceKey {
        key: "interval",
        takes: Takes::Whole { min: 0, max: 10_080, unit: "minutes" },
        set: |row, given| row.interval = number(given),
    },
    SourceKey {
        key: "full_text",
        takes: Takes::YesNo,
        set: |row, given| row.full_text = *given == Given::Yes(true),
    },
    SourceKey { key: "words", takes: Takes::Words, set: |row, given| row.words = words_of(given) },
    SourceKey {
        key: "min_score",
        takes: Takes::Whole { min: 0, max: 1_000_000, unit: "points" },
        set: |row, given| row.min_score = number(given),
    },
    SourceKey {
        key: "min_comments",
        takes: Takes::Whole { min: 0, max: 1_000_000, unit: "comments" },
        set: |row, given| row.min_comments = number(given),
    },
    SourceKey {
        key: "server",
        takes: Takes::SourceAddress,
        set: |row, given| word(given).clone_into(&mut row.server),
    },
    SourceKey { key: "login", takes: Takes::Line, set: |row, given| word(given).clone_into(&mut row.login) },
    SourceKey {
        key: "key_env",
        takes: Takes::Variable,
        set: |row, given| row.key = KeyFrom::Env(word(given).to_owned()),
    },
    SourceKey {
        key: "key_file",
        takes: Takes::KeyFile,
        set: |row, given| row.key = KeyFrom::File(under_home(word(given))),
    },
    SourceKey {
        key: "key_command",
        takes: Takes::Command,
        set: |row, given| row.key = KeyFrom::Command(words_of(given)),
    },
];

impl Reading<'_> {
    /// Takes one row in.
    pub(super) fn source(&mut self, source: &Spanned<DeValue<'_>>) {
        let at = source.span().start;
        let Some(entries) = source.get_ref().as_table() else {
            return self.problem(at, "sources".into(), "expected tables: [[sources]]".into(), None);
        };
        let mut row = SourceRow::default();
        self.row("sources", SOURCE_KEYS, &mut row, entries, at);
        let place = |key: &str| entries.get(key).map_or(at, |value| value.span().start);
        let name = row.name.as_str();
        if !name.is_empty() && !self.sources.insert(row.name.clone()) {
            self.problem(place("name"), "sources.name".into(), format!("{name:?} stands twice"), None);
        }
        let asked = if row.server.is_empty() { "url" } else { "server" };
        let address = if row.server.is_empty() { &row.url } else { &row.server };
        if row.key != KeyFrom::Nowhere && address::is_open_to_all(address) {
            self.problem(place(asked), format!("sources.{asked}"), KEY_IN_THE_OPEN.into(), None);
        }
        self.config.sources.push(row);
    }
}

const KEY_IN_THE_OPEN: &str = "plain http would let anyone on the way read the key; use https";

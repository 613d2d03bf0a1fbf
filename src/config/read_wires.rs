//! `[[wires]]`: one row, one wire read from elsewhere.
//!
//! Two things are looked at when the row is known: that it is complete and its name free, and that plain http stays within
//! the own network.

use toml::{Spanned, de::DeValue};

use super::{
    KeyFrom, RowKey, Takes, WireKind, WireRow, address,
    knobs::chosen,
    read::Reading,
    rows::{number, word, words_of},
    takes::Given,
    under_home,
};
use crate::story::WireName;

/// One key of a row of `[[wires]]`.
pub type WireKey = RowKey<WireRow>;

/// Every key a row may have.
pub const WIRE_KEYS: &[WireKey] = &[
    WireKey { key: "name", takes: Takes::WireName, set: |row, given| row.name = WireName::from(word(given)) },
    WireKey { key: "url", takes: Takes::Address, set: |row, given| word(given).clone_into(&mut row.url) },
    WireKey {
        key: "kind",
        takes: Takes::OneOf(WireKind::WORDS),
        set: |row, given| row.kind = chosen(word(given), WireKind::WORDS, WireKind::ALL),
    },
    WireKey {
        key: "key_env",
        takes: Takes::Variable,
        set: |row, given| row.key = KeyFrom::Env(word(given).to_owned()),
    },
    WireKey {
        key: "key_file",
        takes: Takes::KeyFile,
        set: |row, given| row.key = KeyFrom::File(under_home(word(given))),
    },
    WireKey {
        key: "key_command",
        takes: Takes::Command,
        set: |row, given| row.key = KeyFrom::Command(words_of(given)),
    },
    WireKey {
        key: "allow_private",
        takes: Takes::YesNo,
        set: |row, given| row.allow_private = *given == Given::Yes(true),
    },
    WireKey {
        key: "budget",
        takes: Takes::Whole { min: 1, max: 1_000_000, unit: "requests" },
        set: |row, given| row.budget = number(given),
    },
    WireKey {
        key: "interval",
        takes: Takes::Whole { min: 0, max: 10_080, unit: "minutes" },
        set: |row, given| row.interval = number(given),
    },
    WireKey {
        key: "per_minute",
        takes: Takes::Whole { min: 1, max: 6000, unit: "requests" },
        set: |row, given| row.per_minute = number(given),
    },
];

impl Reading<'_> {
    /// Takes one row in.
    pub(super) fn wire(&mut self, wire: &Spanned<DeValue<'_>>) {
        let at = wire.span().start;
        let Some(rows) = wire.get_ref().as_table() else {
            return self.problem(at, "wires".into(), "expected tables: [[wires]]".into(), None);
        };
        let mut row = WireRow::default();
        self.row("wires", WIRE_KEYS, &mut row, rows, at);
        let place = |key: &str| rows.get(key).map_or(at, |value| value.span().start);
        if !row.name.as_str().is_empty() && self.config.wires.iter().any(|known| known.name == row.name) {
            let what = format!("{:?} stands twice", row.name.as_str());
            self.problem(place("name"), "wires.name".into(), what, None);
        }
        if !row.allow_private && address::is_open_to_all(&row.url) {
            self.problem(place("url"), "wires.url".into(), OPEN_TO_ALL.into(), None);
        }
        self.config.wires.push(row);
    }
}

pub(super) const OPEN_TO_ALL: &str = "plain http would let anyone on the way read and change what comes; use https, or say \
    allow_private = true if the machine is in your own network";

//! `[[wires]]`: one row, one wire read from elsewhere.
//!
//! Every key is one row of [`WIRE_KEYS`], like the knobs. Two things are looked at when the row is known: that it is
//! complete and its name free, and that plain http stays within the own network.

use toml::{Spanned, de::DeValue};

use super::{
    KeyFrom, Takes, WireKind, WireRow, address,
    knobs::chosen,
    nearest,
    read::{Entry, Reading, given},
    takes::Given,
    under_home,
};
use crate::story::WireName;

/// One key of a row of `[[wires]]`.
pub struct WireKey {
    /// Its name: `budget`.
    pub key: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Puts a checked value where it belongs.
    set: fn(&mut WireRow, &Given),
}

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

/// Ways to say where a key is; a row has at most one of them.
const KEY_SOURCES: [&str; 3] = ["key_env", "key_file", "key_command"];
/// What people call the key itself, which has no place in the file.
const KEYS_THEMSELVES: [&str; 7] =
    ["key", "api_key", "apikey", "token", "secret", "password", "authorization"];

impl Reading<'_> {
    /// Takes one row in.
    pub(super) fn wire(&mut self, wire: &Spanned<DeValue<'_>>) {
        let at = wire.span().start;
        let Some(rows) = wire.get_ref().as_table() else {
            return self.problem(at, "wires".into(), "expected tables: [[wires]]".into(), None);
        };
        let mut row = WireRow::default();
        for entry in rows {
            self.wire_key(&mut row, entry);
        }
        for missing in ["name", "url"].into_iter().filter(|key| !rows.contains_key(*key)) {
            self.problem(at, format!("wires.{missing}"), "is missing".to_owned(), None);
        }
        let place = |key: &str| rows.get(key).map_or(at, |value| value.span().start);
        if !row.name.as_str().is_empty() && self.config.wires.iter().any(|known| known.name == row.name) {
            let what = format!("{:?} stands twice", row.name.as_str());
            self.problem(place("name"), "wires.name".into(), what, None);
        }
        if !row.allow_private && address::is_open_to_all(&row.url) {
            self.problem(place("url"), "wires.url".into(), OPEN_TO_ALL.into(), None);
        }
        for second in KEY_SOURCES.into_iter().filter(|key| rows.contains_key(*key)).skip(1) {
            let what = format!("is one too many; a wire has one of {}", KEY_SOURCES.join(", "));
            self.problem(place(second), format!("wires.{second}"), what, None);
        }
        self.config.wires.push(row);
    }

    fn wire_key(&mut self, row: &mut WireRow, (name, value): Entry<'_, '_>) {
        let typed = name.get_ref().as_ref();
        let place = format!("wires.{typed}");
        if KEYS_THEMSELVES.contains(&typed) {
            return self.problem(name.span().start, place, NO_KEYS_HERE.into(), None);
        }
        let Some(known) = WIRE_KEYS.iter().find(|known| known.key == typed) else {
            let keys: Vec<&str> = WIRE_KEYS.iter().map(|known| known.key).collect();
            let what = format!("no such key; [[wires]] has {}", keys.join(", "));
            return self.problem(name.span().start, place, what, nearest(typed, keys));
        };
        let given = given(value.get_ref());
        match known.takes.check(&given) {
            Ok(()) => (known.set)(row, &given),
            Err((what, near)) => self.problem(value.span().start, place, what, near.as_deref()),
        }
    }
}

const NO_KEYS_HERE: &str = "a key does not belong in this file, which gets copied, shown and shared; name the variable \
    that holds it (key_env), a file that only you can read (key_file), or a program that prints it (key_command)";
const OPEN_TO_ALL: &str = "plain http would let anyone on the way read and change what comes; use https, or say \
    allow_private = true if the machine is in your own network";

fn word(given: &Given) -> &str {
    if let Given::Word(word) = given { word } else { "" }
}

fn words_of(given: &Given) -> Vec<String> {
    if let Given::Words(words) = given { words.clone() } else { Vec::new() }
}

fn number(given: &Given) -> u32 {
    if let Given::Whole(n) = given { u32::try_from(*n).unwrap_or_default() } else { 0 }
}

//! What the rows of `[[wires]]` and `[[sources]]` have in common: each key is a row of a table, like the knobs, and
//! where a key of a server comes from is said in one of three ways, none of which is the key itself.

use toml::de::DeTable;

use super::{
    Takes, nearest,
    read::{Entry, Reading, given},
    takes::Given,
};

/// One key that a row of a table may have.
pub struct RowKey<R> {
    /// Its name: `budget`.
    pub key: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// Puts a checked value where it belongs.
    pub(super) set: fn(&mut R, &Given),
}

/// Ways to say where a key is; a row has at most one of them.
const KEY_SOURCES: [&str; 3] = ["key_env", "key_file", "key_command"];
/// What people call the key itself, which has no place in the file.
pub(super) const KEYS_THEMSELVES: [&str; 7] =
    ["key", "api_key", "apikey", "token", "secret", "password", "authorization"];
/// What no row can be without.
const NEEDED: [&str; 2] = ["name", "url"];

pub(super) const NO_KEYS_HERE: &str = "a key does not belong in this file, which gets copied, shown and shared; name the variable \
    that holds it (key_env), a file that only you can read (key_file), or a program that prints it (key_command)";

impl Reading<'_> {
    /// Reads the entries of a row, which begins at the byte `at`, and notes what is wrong with each, what is missing, and
    /// what is one too many.
    pub(super) fn row<R>(
        &mut self,
        table: &str,
        keys: &[RowKey<R>],
        row: &mut R,
        entries: &DeTable<'_>,
        at: usize,
    ) {
        for entry in entries {
            self.row_key(table, keys, row, entry);
        }
        for missing in NEEDED.into_iter().filter(|key| !entries.contains_key(*key)) {
            self.problem(at, format!("{table}.{missing}"), "is missing".to_owned(), None);
        }
        self.one_key_at_most(table, entries);
    }

    /// Notes every way but the first of saying where a key is.
    pub(super) fn one_key_at_most(&mut self, table: &str, entries: &DeTable<'_>) {
        let given = KEY_SOURCES.into_iter().filter_map(|key| Some((key, entries.get(key)?)));
        for (second, value) in given.skip(1) {
            let what = format!("is one too many; there is one of {}", KEY_SOURCES.join(", "));
            self.problem(value.span().start, format!("{table}.{second}"), what, None);
        }
    }

    fn row_key<R>(&mut self, table: &str, keys: &[RowKey<R>], row: &mut R, (name, value): Entry<'_, '_>) {
        let typed = name.get_ref().as_ref();
        let place = format!("{table}.{typed}");
        if KEYS_THEMSELVES.contains(&typed) {
            return self.problem(name.span().start, place, NO_KEYS_HERE.into(), None);
        }
        let Some(known) = keys.iter().find(|known| known.key == typed) else {
            let keys: Vec<&str> = keys.iter().map(|known| known.key).collect();
            let what = format!("no such key; [[{table}]] has {}", keys.join(", "));
            return self.problem(name.span().start, place, what, nearest(typed, keys));
        };
        let given = given(value.get_ref());
        match known.takes.check(&given) {
            Ok(()) => (known.set)(row, &given),
            Err((what, near)) => self.problem(value.span().start, place, what, near.as_deref()),
        }
    }
}

pub(super) fn word(given: &Given) -> &str {
    if let Given::Word(word) = given { word } else { "" }
}

pub(super) fn words_of(given: &Given) -> Vec<String> {
    if let Given::Words(words) = given { words.clone() } else { Vec::new() }
}

pub(super) fn number(given: &Given) -> u32 {
    if let Given::Whole(n) = given { u32::try_from(*n).unwrap_or_default() } else { 0 }
}

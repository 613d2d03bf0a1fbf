//! Every key of the settings: one row, one key.

use super::{
    KeyFrom, Takes, WriterKind,
    settings::{Config, GlyphChoice, ThemeChoice, Zone},
    takes::{Given, Wrong},
};

/// One key: where it stands, what it takes, where its value goes.
pub struct Knob {
    /// Its table: `reader`.
    pub table: &'static str,
    /// Its name there: `theme`.
    pub key: &'static str,
    /// What it takes.
    pub takes: Takes,
    /// The variable of the environment that stands for it, if it is not `SLUGLINE_<TABLE>_<KEY>`.
    pub variable: Option<&'static str>,
    /// Puts a checked value where it belongs.
    set: Set,
}

#[derive(Clone, Copy)]
enum Set {
    Word(fn(&mut Config, &str)),
    Whole(fn(&mut Config, i64)),
    Decimal(fn(&mut Config, f64)),
    Yes(fn(&mut Config, bool)),
    Words(fn(&mut Config, &[String])),
}

/// Every key there is, but for `[keys]`, `[[beats]]`, `[[wires]]` and `[[sources]]`, which are open tables.
pub const KNOBS: &[Knob] = &[
    word("reader", "theme", Takes::OneOf(ThemeChoice::WORDS), |c, word| {
        c.reader.theme = chosen(word, ThemeChoice::WORDS, ThemeChoice::ALL);
    }),
    word("reader", "glyphs", Takes::OneOf(GlyphChoice::WORDS), |c, word| {
        c.reader.glyphs = chosen(word, GlyphChoice::WORDS, GlyphChoice::ALL);
    }),
    whole("reader", "ambiguous", (1, 2, "cells"), |c, cells| c.reader.ambiguous = cells as u8),
    whole("reader", "measure", (40, 120, "cells"), |c, cells| c.reader.measure = cells as u16),
    word("reader", "zone", Takes::Zone, |c, word| c.reader.zone = Zone::read(word).unwrap_or_default()),
    Knob {
        variable: Some("SLUGLINE_STORE"),
        ..word("store", "path", Takes::Path, |c, path| {
            c.store.path = (!path.is_empty()).then(|| super::under_home(path));
        })
    },
    whole("desk", "words", (60, 1200, "words"), |c, words| c.desk.words = words as usize),
    whole("evidence", "records", (1, 1000, "records"), |c, n| c.evidence.records = n as usize),
    whole("evidence", "voices", (1, 1000, "voices"), |c, n| c.evidence.voices = n as usize),
    whole("evidence", "words", (0, 10_000, "words"), |c, n| c.evidence.words = n as usize),
    whole("versions", "interval", (0, 1440, "minutes"), |c, n| c.versions.interval = n as usize),
    whole("versions", "covers", (0, 336, "hours"), |c, n| c.versions.covers = n as usize),
    whole("versions", "running", (0, 365, "days"), |c, n| c.versions.running = n as usize),
    whole("signals", "voices_1h", (2, 1000, "voices"), |c, n| c.signals.voices_1h = n as usize),
    decimal("signals", "z_1h", (1.0, 50.0, "σ"), |c, n| c.signals.z_1h = n),
    whole("signals", "voices_3h", (2, 1000, "voices"), |c, n| c.signals.voices_3h = n as usize),
    decimal("signals", "z_3h", (1.0, 50.0, "σ"), |c, n| c.signals.z_3h = n),
    whole("signals", "voices_6h", (2, 1000, "voices"), |c, n| c.signals.voices_6h = n as usize),
    decimal("signals", "z_6h", (1.0, 50.0, "σ"), |c, n| c.signals.z_6h = n),
    decimal("signals", "calm_z", (-10.0, 50.0, "σ"), |c, n| c.signals.calm_z = n),
    decimal("signals", "high_z", (1.0, 100.0, "σ"), |c, n| c.signals.high_z = n),
    decimal("signals", "cooldown", (0.0, 168.0, "hours"), |c, n| c.signals.cooldown = n),
    decimal("signals", "new_distance", (0.01, 1.0, "distance"), |c, n| c.signals.new_distance = n),
    whole("signals", "new_voices", (1, 1000, "voices"), |c, n| c.signals.new_voices = n as usize),
    decimal("signals", "new_hours", (0.1, 24.0, "hours"), |c, n| c.signals.new_hours = n),
    decimal("signals", "new_share", (0.01, 1.0, "share"), |c, n| c.signals.new_share = n),
    whole("signals", "last_records", (2, 100, "records"), |c, n| c.signals.last_records = n as usize),
    decimal("signals", "same_thing", (0.01, 1.0, "share"), |c, n| c.signals.same_thing = n),
    decimal("signals", "conflict_hours", (0.0, 168.0, "hours"), |c, n| c.signals.conflict_hours = n),
    whole("signals", "denial_names", (1, 10, "names"), |c, n| c.signals.denial_names = n as usize),
    decimal("signals", "framing_gap", (0.01, 1.0, "bits"), |c, n| c.signals.framing_gap = n),
    whole("signals", "framing_records", (2, 12, "records"), |c, n| c.signals.framing_records = n as usize),
    whole("signals", "accounts", (2, 1000, "accounts"), |c, n| c.signals.accounts = n as usize),
    decimal("signals", "same_hours", (0.1, 24.0, "hours"), |c, n| c.signals.same_hours = n),
    decimal("signals", "loudest_share", (0.01, 1.0, "share"), |c, n| c.signals.loudest_share = n),
    decimal("clusters", "near_headline", (0.01, 1.0, "cosine"), |c, n| c.clusters.near_headline = n),
    decimal("clusters", "near_article", (0.01, 1.0, "cosine"), |c, n| c.clusters.near_article = n),
    decimal("clusters", "post_margin", (0.0, 1.0, "cosine"), |c, n| c.clusters.post_margin = n),
    decimal("clusters", "near_merge", (0.01, 1.0, "cosine"), |c, n| c.clusters.near_merge = n),
    decimal("clusters", "fading", (0.0, 10.0, "per day"), |c, n| c.clusters.fading = n),
    decimal("clusters", "window_headline", (0.1, 720.0, "hours"), |c, n| c.clusters.window_headline = n),
    decimal("clusters", "window_article", (0.1, 720.0, "hours"), |c, n| c.clusters.window_article = n),
    whole("clusters", "most_records", (10, 100_000, "records"), |c, n| c.clusters.most_records = n as usize),
    word("embeddings", "url", Takes::AddressIfAny, |c, url| url.clone_into(&mut c.embeddings.url)),
    word("embeddings", "model", Takes::Line, |c, model| model.clone_into(&mut c.embeddings.model)),
    word("embeddings", "key_env", Takes::Variable, |c, name| {
        c.embeddings.key = KeyFrom::Env(name.to_owned());
    }),
    word("embeddings", "key_file", Takes::KeyFile, |c, path| {
        c.embeddings.key = KeyFrom::File(super::under_home(path));
    }),
    knob(
        "embeddings",
        "key_command",
        Takes::Command,
        Set::Words(|c, words| {
            c.embeddings.key = KeyFrom::Command(words.to_vec());
        }),
    ),
    knob("embeddings", "allow_private", Takes::YesNo, Set::Yes(|c, yes| c.embeddings.allow_private = yes)),
    decimal("embeddings", "share", (0.0, 1.0, "share"), |c, n| c.embeddings.share = n),
    word("writer", "kind", Takes::OneOf(WriterKind::WORDS), |c, word| {
        c.writer.kind = chosen(word, WriterKind::WORDS, WriterKind::ALL);
    }),
    word("writer", "url", Takes::AddressIfAny, |c, url| url.clone_into(&mut c.writer.url)),
    word("writer", "model", Takes::Line, |c, model| model.clone_into(&mut c.writer.model)),
    word("writer", "key_env", Takes::Variable, |c, name| c.writer.key = KeyFrom::Env(name.to_owned())),
    word("writer", "key_file", Takes::KeyFile, |c, path| {
        c.writer.key = KeyFrom::File(super::under_home(path));
    }),
    knob(
        "writer",
        "key_command",
        Takes::Command,
        Set::Words(|c, words| {
            c.writer.key = KeyFrom::Command(words.to_vec());
        }),
    ),
    knob("writer", "allow_private", Takes::YesNo, Set::Yes(|c, yes| c.writer.allow_private = yes)),
    word("writer", "replies", Takes::Path, |c, path| c.writer.replies = a_path(path)),
    word("writer", "prompts", Takes::Path, |c, path| c.writer.prompts = a_path(path)),
    decimal("writer", "temperature", (0.0, 2.0, "temperature"), |c, n| c.writer.temperature = n),
    whole("writer", "max_tokens", (200, 100_000, "tokens"), |c, n| c.writer.max_tokens = n as u32),
    decimal("writer", "stall", (0.1, 3600.0, "seconds"), |c, n| c.writer.stall = n),
    decimal("writer", "total", (0.1, 3600.0, "seconds"), |c, n| c.writer.total = n),
    whole("writer", "dispatch_tokens", TOKENS, |c, n| c.writer.dispatch_tokens = n as u64),
    whole("writer", "day_tokens", TOKENS, |c, n| c.writer.day_tokens = n as u64),
    decimal("writer", "price_in", MONEY, |c, n| c.writer.price_in = n),
    decimal("writer", "price_out", MONEY, |c, n| c.writer.price_out = n),
    decimal("writer", "dispatch_money", MONEY, |c, n| c.writer.dispatch_money = n),
    decimal("writer", "day_money", MONEY, |c, n| c.writer.day_money = n),
    word("net", "contact", Takes::Contact, |c, contact| contact.clone_into(&mut c.net.contact)),
];

/// What budgets of models may be.
const TOKENS: (i64, i64, &str) = (0, 1_000_000_000, "tokens");
const MONEY: (f64, f64, &str) = (0.0, 1_000_000.0, "money");

/// A path, if one was given.
fn a_path(path: &str) -> Option<std::path::PathBuf> {
    (!path.is_empty()).then(|| super::under_home(path))
}

const fn knob(table: &'static str, key: &'static str, takes: Takes, set: Set) -> Knob {
    Knob { table, key, takes, variable: None, set }
}

const fn word(table: &'static str, key: &'static str, takes: Takes, set: fn(&mut Config, &str)) -> Knob {
    knob(table, key, takes, Set::Word(set))
}

/// A whole number between two bounds, of a unit.
const fn whole(
    table: &'static str,
    key: &'static str,
    (min, max, unit): (i64, i64, &'static str),
    set: fn(&mut Config, i64),
) -> Knob {
    knob(table, key, Takes::Whole { min, max, unit }, Set::Whole(set))
}

/// A number between two bounds, of a unit.
const fn decimal(
    table: &'static str,
    key: &'static str,
    (min, max, unit): (f64, f64, &'static str),
    set: fn(&mut Config, f64),
) -> Knob {
    knob(table, key, Takes::Decimal { min, max, unit }, Set::Decimal(set))
}

/// The choice whose word was given; the word has been checked.
pub(super) fn chosen<T: Copy + Default>(word: &str, words: &[&str], all: &[T]) -> T {
    words.iter().position(|w| *w == word).and_then(|at| all.get(at)).copied().unwrap_or_default()
}

impl Knob {
    /// `reader.theme`
    pub fn name(&self) -> String {
        format!("{}.{}", self.table, self.key)
    }

    /// `SLUGLINE_READER_THEME`
    pub fn variable(&self) -> String {
        let usual = || format!("SLUGLINE_{}_{}", self.table, self.key).to_uppercase();
        self.variable.map_or_else(usual, str::to_owned)
    }

    /// Checks a value and sets it. The error says what was expected, and the nearest word for a typo.
    pub(super) fn set(&self, config: &mut Config, given: &Given) -> Result<(), Wrong> {
        self.takes.check(given)?;
        match (&self.set, given) {
            (Set::Word(set), Given::Word(word)) => set(config, word),
            (Set::Whole(set), Given::Whole(n)) => set(config, *n),
            (Set::Decimal(set), Given::Whole(n)) => set(config, *n as f64),
            (Set::Decimal(set), Given::Decimal(n)) => set(config, *n),
            (Set::Yes(set), Given::Yes(yes)) => set(config, *yes),
            (Set::Words(set), Given::Words(words)) => set(config, words),
            _ => {}
        }
        Ok(())
    }
}

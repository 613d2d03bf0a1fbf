//! Every key of the settings: one row, one key.

use super::{
    Takes,
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
}

/// Every key there is, but for `[keys]`, `[[beats]]` and `[[wires]]`, which are open tables.
pub const KNOBS: &[Knob] = &[
    Knob {
        table: "reader",
        key: "theme",
        takes: Takes::OneOf(ThemeChoice::WORDS),
        variable: None,
        set: Set::Word(|c, word| c.reader.theme = chosen(word, ThemeChoice::WORDS, ThemeChoice::ALL)),
    },
    Knob {
        table: "reader",
        key: "glyphs",
        takes: Takes::OneOf(GlyphChoice::WORDS),
        variable: None,
        set: Set::Word(|c, word| c.reader.glyphs = chosen(word, GlyphChoice::WORDS, GlyphChoice::ALL)),
    },
    Knob {
        table: "reader",
        key: "ambiguous",
        takes: Takes::Whole { min: 1, max: 2, unit: "cells" },
        variable: None,
        set: Set::Whole(|c, cells| c.reader.ambiguous = cells as u8),
    },
    Knob {
        table: "reader",
        key: "measure",
        takes: Takes::Whole { min: 40, max: 120, unit: "cells" },
        variable: None,
        set: Set::Whole(|c, cells| c.reader.measure = cells as u16),
    },
    Knob {
        table: "reader",
        key: "zone",
        takes: Takes::Zone,
        variable: None,
        set: Set::Word(|c, word| c.reader.zone = Zone::read(word).unwrap_or_default()),
    },
    Knob {
        table: "store",
        key: "path",
        takes: Takes::Path,
        variable: Some("SLUGLINE_STORE"),
        set: Set::Word(|c, path| c.store.path = (!path.is_empty()).then(|| super::under_home(path))),
    },
    Knob {
        table: "desk",
        key: "words",
        takes: Takes::Whole { min: 60, max: 1200, unit: "words" },
        variable: None,
        set: Set::Whole(|c, words| c.desk.words = words as usize),
    },
    Knob {
        table: "net",
        key: "contact",
        takes: Takes::Contact,
        variable: None,
        set: Set::Word(|c, contact| contact.clone_into(&mut c.net.contact)),
    },
];

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
            _ => {}
        }
        Ok(())
    }
}

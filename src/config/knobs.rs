//! Every key of the settings: one row, one key.

use super::settings::{Config, GlyphChoice, ThemeChoice, Zone};

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

/// What a key takes, and how its value gets into the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A whole number.
    Whole {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
        /// Of what.
        unit: &'static str,
    },
    /// `local` or an IANA time zone.
    Zone,
    /// A file.
    Path,
}

#[derive(Clone, Copy)]
enum Set {
    Word(fn(&mut Config, &str)),
    Whole(fn(&mut Config, i64)),
}

/// A value as it was given, before it is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Given {
    /// A string.
    Word(String),
    /// A whole number.
    Whole(i64),
    /// Something else, by TOML's name for it.
    Other(&'static str),
}

/// Every key there is, but for `[keys]` and `[[beats]]`, which are open tables.
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
];

/// The choice whose word was given; the word has been checked.
fn chosen<T: Copy + Default>(word: &str, words: &[&str], all: &[T]) -> T {
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
    pub(super) fn set(&self, config: &mut Config, given: &Given) -> Result<(), (String, Option<String>)> {
        match (&self.takes, &self.set, given) {
            (Takes::OneOf(words), Set::Word(set), Given::Word(word)) if words.contains(&word.as_str()) => {
                set(config, word);
            }
            (Takes::OneOf(words), _, Given::Word(word)) => {
                let near = super::nearest(word, words.iter().copied()).map(str::to_owned);
                return Err((format!("{word:?} is not {}", self.takes.expected()), near));
            }
            (Takes::Whole { min, max, .. }, Set::Whole(set), Given::Whole(n))
                if (*min..=*max).contains(n) =>
            {
                set(config, *n);
            }
            (Takes::Whole { .. }, _, Given::Whole(n)) => {
                return Err((format!("{n} is not {}", self.takes.expected()), None));
            }
            (Takes::Zone, Set::Word(set), Given::Word(word)) if Zone::read(word).is_some() => {
                set(config, word);
            }
            (Takes::Zone, _, Given::Word(word)) => {
                return Err((format!("{word:?} is not {}", self.takes.expected()), None));
            }
            (Takes::Path, Set::Word(set), Given::Word(path)) => set(config, path),
            (_, _, given) => {
                return Err((format!("expected {}, found {}", self.takes.expected(), given.what()), None));
            }
        }
        Ok(())
    }
}

impl Takes {
    /// What is expected, in words.
    pub fn expected(&self) -> String {
        match self {
            Self::OneOf(words) => format!("one of {}", words.join(", ")),
            Self::Whole { min, max, unit } if max - min == 1 => format!("{min} or {max} ({unit})"),
            Self::Whole { min, max, unit } => format!("a whole number from {min} to {max} ({unit})"),
            Self::Zone => {
                "\"local\" or a time zone that this machine knows, such as \"Europe/Vienna\"".to_owned()
            }
            Self::Path => "the path of a file, as a string".to_owned(),
        }
    }
}

impl Given {
    fn what(&self) -> String {
        match self {
            Self::Word(word) => format!("the string {word:?}"),
            Self::Whole(n) => format!("the number {n}"),
            Self::Other(kind) => format!("a value of type {kind}"),
        }
    }
}

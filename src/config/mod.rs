//! config.toml → typed settings.
//!
//! Four layers, the later winning: the defaults, the file, the environment, the flags. The defaults are
//! `config.example.toml` itself, embedded and read by the same code as the person's file, so what the example says
//! and what the program does cannot drift apart. Flags are the business of `cli`, which lays them over the [`Config`]
//! returned here.
//!
//! Every key is one row of [`KNOBS`]: its table, its name, what it takes, where it goes. From that row come the
//! check, the message, the environment variable (`SLUGLINE_READER_THEME`) and the test that the example documents it.
//! A row of `[[wires]]` has [`WIRE_KEYS`] and one of `[[sources]]` [`SOURCE_KEYS`] likewise, but no variables: there may
//! be many rows. [`edit`] adds such rows, takes them away and changes them, with everything else left as it stands.
//!
//! What it refuses: to guess. A key nobody knows, a value out of range, a word not on the list is a [`Problem`]
//! naming file, line, column, key, what was expected and, for a typo, the nearest word known. All problems of a file
//! come at once, and any one of them stops the program with exit code 2: a setting that silently does nothing costs
//! a person more than a message. It refuses, too, to know what an action or a beat is: `[keys]` arrives as words with
//! their places, and whoever knows the actions checks them. And it refuses keys: a wire's row says where its key is, never
//! the key, and a message about such a place never repeats what stands there, since it may be the key after all.
//!
//! What it costs: one small file read at start; nothing is watched. A thousand sources take a few milliseconds.

mod address;
mod bounds;
pub mod edit;
mod env;
mod knobs;
mod near;
mod places;
mod problem;
mod read;
mod read_beats;
mod read_sources;
mod read_wires;
mod rows;
mod settings;
mod sources;
mod takes;
mod wires;
mod writing;

use std::path::Path;

pub use address::check_source as check_source_address;
pub use bounds::{Clusters, Embeddings, Evidence, Signals, Versions};
pub use knobs::{KNOBS, Knob};
pub use near::nearest;
pub use places::{Places, under_home};
pub use problem::{Problem, Spot};
pub use read_sources::{SOURCE_KEYS, SourceKey};
pub use read_wires::{WIRE_KEYS, WireKey};
pub use rows::RowKey;
pub use settings::{BeatRow, Config, Desk, GlyphChoice, Reader, Rebound, StorePlace, ThemeChoice, Zone};
pub use sources::{Channel, SourceRow};
pub use takes::{LONGEST_NAME, OWN_NAMES, Takes, is_name};
pub use wires::{KeyFrom, Net, WireKind, WireRow};
pub use writing::{WriterKind, Writing};

/// The documented defaults, and the defaults themselves.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

/// Reads a variable of the environment; tests hand in a table instead.
pub type Env<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Defaults, then the file, then the environment.
///
/// A `file` that does not exist is an error only if the person `asked` for it by name.
pub fn load(file: &Path, asked: bool, env: Env<'_>) -> Result<Config, Vec<Problem>> {
    let mut config = defaults();
    let mut problems = Vec::new();
    match std::fs::read(file) {
        Ok(bytes) => problems.extend(read::bytes(&mut config, &bytes, &file.display().to_string())),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && !asked => {}
        Err(e) => problems.push(Problem::whole(&file.display().to_string(), format!("cannot be read: {e}"))),
    }
    problems.extend(env::apply(&mut config, env));
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}

/// Reads a text as if it were the file `name`, over the defaults.
pub fn parse(text: &str, name: &str) -> Result<Config, Vec<Problem>> {
    let mut config = defaults();
    let problems = read::bytes(&mut config, text.as_bytes(), name);
    if problems.is_empty() { Ok(config) } else { Err(problems) }
}

/// What holds where nothing else is said.
pub fn defaults() -> Config {
    let mut config = Config::default();
    let problems = read::bytes(&mut config, EXAMPLE.as_bytes(), "config.example.toml");
    debug_assert!(problems.is_empty(), "{problems:?}");
    config
}

#[cfg(test)]
mod tests;

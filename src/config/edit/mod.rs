//! The config file, edited: rows of `[[sources]]` and `[[wires]]` come, go and change, and nothing else does.
//!
//! A config belongs to the person: comments, order, blank lines and line ends stay as they are. What comes out is read
//! back by the code that reads it at every start before it takes the place of what was there, so an edit can never leave a
//! config that the program refuses. The file is replaced whole or not at all, and many rows are one replacement: an OPML
//! file of a thousand feeds is one write. What was taken away is handed back as [`Removed`], and [`restore`] undoes it.
//!
//! What it refuses: to edit a file that is not TOML, to write one that would not be read, to overwrite what somebody else
//! wrote at the same moment, and to write a key (rows say where keys are). What it costs: the file parsed twice and written
//! once, a few milliseconds for a thousand rows; it blocks, so the reader calls it from its hands.

mod document;
mod replace;
mod row;

use std::{fmt, io, path::Path, path::PathBuf};

use toml_edit::{Table, Value};

use super::{Problem, SourceRow};
use document::Rows;

/// Why a config was left as it is.
#[derive(Debug)]
pub enum NotEdited {
    /// The file could not be read or written.
    File {
        /// Which file.
        file: PathBuf,
        /// What could not be done: `read`, `written`.
        verb: &'static str,
        /// Why not.
        why: io::Error,
    },
    /// It is not TOML.
    NoToml {
        /// Which file.
        file: PathBuf,
        /// What the parser says, on one line.
        why: String,
    },
    /// What would have come out is no config; everything that is wrong with it.
    Refused(Vec<Problem>),
    /// No row has this name.
    NoRow(String),
}

impl fmt::Display for NotEdited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { file, verb, why } => {
                let why = why.to_string();
                let plain = why.split(" (os error").next().unwrap_or(&why).to_lowercase();
                write!(f, "{} cannot be {verb}: {plain}", file.display())
            }
            Self::NoToml { file, why } => write!(f, "{} cannot be edited: {why}", file.display()),
            Self::Refused(problems) => {
                let lines: Vec<String> = problems.iter().map(Problem::to_string).collect();
                f.write_str(&lines.join("\n"))
            }
            Self::NoRow(name) => write!(f, "nothing in the config is called {name}"),
        }
    }
}

/// Rows that were taken away, as they stood there, with their comments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removed {
    /// The rows as TOML: what the person would paste to have them back.
    pub text: String,
    /// Before which row each of them stood; `None` for the last.
    before: Vec<Option<String>>,
}

/// Whether the config would take such a row; what is wrong with it where it would not.
pub fn check_source(row: &SourceRow) -> Result<(), Vec<Problem>> {
    super::parse(&format!("[[sources]]\n{}", row::table(row)), "").map(|_| ())
}

/// Adds rows to `[[sources]]`, all of them or none. Only what differs from the defaults is written.
pub fn add_sources(file: &Path, rows: &[SourceRow]) -> Result<(), NotEdited> {
    let tables: Vec<Table> = rows.iter().map(row::table).collect();
    replace::change(file, |document| {
        document::add(document, Rows::Sources, tables);
        Ok(())
    })
}

/// Takes the sources with these names away, and gives back what [`restore`] needs. Names that no row has are passed over,
/// unless no row has any of them.
pub fn remove_sources(file: &Path, names: &[&str]) -> Result<Removed, NotEdited> {
    replace::change(file, |document| {
        let removed = document::remove(document, Rows::Sources, names);
        if removed.before.is_empty() { Err(NotEdited::NoRow(names.join(", "))) } else { Ok(removed) }
    })
}

/// Takes one source away. See [`remove_sources`].
pub fn remove_source(file: &Path, name: &str) -> Result<Removed, NotEdited> {
    remove_sources(file, &[name])
}

/// Puts sources back that were taken away, where they stood if their neighbours still do.
pub fn restore(file: &Path, removed: &Removed) -> Result<(), NotEdited> {
    replace::change(file, |document| document::restore(document, removed).map_err(|why| not_toml(file, &why)))
}

/// Turns sources on or off. `false` where all of them were so already, and nothing was written.
pub fn set_enabled(file: &Path, names: &[&str], enabled: bool) -> Result<bool, NotEdited> {
    set_sources(file, names, "enabled", Some(enabled.into()))
}

/// Gives a key of these sources a value; `None`, or the default, takes it out. `false` where nothing changed, and nothing
/// was written.
pub fn set_sources(file: &Path, names: &[&str], key: &str, value: Option<Value>) -> Result<bool, NotEdited> {
    let value = value.filter(|value| !row::is_default(key, value));
    let mut changed = false;
    replace::change(file, |document| {
        for name in names {
            let row = document::row(document, Rows::Sources, name);
            let row = row.ok_or_else(|| NotEdited::NoRow((*name).to_owned()))?;
            changed |= document::set(row, key, value.as_ref());
        }
        Ok(())
    })?;
    Ok(changed)
}

/// Adds a row to `[[wires]]`.
pub fn add_wire(file: &Path, row: &Table) -> Result<(), NotEdited> {
    replace::change(file, |document| {
        document::add(document, Rows::Wires, vec![row.clone()]);
        Ok(())
    })
}

/// Takes the wire with this name away. Comments right above it go with it, those above a blank line stay.
pub fn remove_wire(file: &Path, name: &str) -> Result<(), NotEdited> {
    replace::change(file, |document| {
        document::remove(document, Rows::Wires, &[name]);
        Ok(())
    })
}

fn not_toml(file: &Path, why: &toml_edit::TomlError) -> NotEdited {
    NotEdited::NoToml { file: file.to_owned(), why: why.message().replace('\n', "; ") }
}

#[cfg(test)]
mod tests;

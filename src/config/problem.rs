//! What is wrong with a setting, and where.

use std::fmt;

/// A place in a config file, or the variable of the environment that stands for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The file, or the variable.
    pub file: String,
    /// Counting from 1; 0 where lines have no meaning.
    pub line: usize,
    /// Counting from 1, in characters.
    pub column: usize,
}

impl Spot {
    /// The place of a byte of `text`.
    pub(super) fn of_byte(file: &str, text: &str, byte: usize) -> Self {
        let before = text.get(..byte.min(text.len())).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let in_line = before.get(line_start..).unwrap_or_default().chars().count();
        Self { file: file.to_owned(), line: before.matches('\n').count() + 1, column: in_line + 1 }
    }
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 {
            return f.write_str(&self.file);
        }
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// One thing wrong with the settings: where, which key, what was expected, and what it may have meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it stands.
    pub spot: Spot,
    /// Which key, with its table: `reader.theme`; empty where it is about the whole file.
    pub key: String,
    /// What is wrong and what was expected.
    pub what: String,
    /// The nearest word known.
    pub near: Option<String>,
}

impl Problem {
    /// About a whole file.
    pub fn whole(file: &str, what: String) -> Self {
        let spot = Spot { file: file.to_owned(), line: 0, column: 0 };
        Self { spot, key: String::new(), what, near: None }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.spot)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.what)?;
        match &self.near {
            Some(near) => write!(f, "; did you mean {near:?}?"),
            None => Ok(()),
        }
    }
}

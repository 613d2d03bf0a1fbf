//! What could not be read, and where: parsing never fails as a whole, it leaves notes.

use std::fmt;

/// A loss or an oddity met while reading, placed so that a person can find it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The line, counting from 1; 0 where lines have no meaning.
    pub line: usize,
    /// What happened, in plain words.
    pub what: String,
}

impl Note {
    /// A note on a line.
    pub fn new(line: usize, what: impl Into<String>) -> Self {
        Self { line, what: what.into() }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line == 0 { f.write_str(&self.what) } else { write!(f, "line {}: {}", self.line, self.what) }
    }
}

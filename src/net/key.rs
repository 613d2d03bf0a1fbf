//! Keys: where they come from, and that they never show.

use std::fmt;

use crate::config::KeyFrom;

/// A key. It shows as `***` and is compared with nothing.
#[derive(Clone)]
pub struct Key(String);

impl Key {
    /// Takes it, without blanks at its ends.
    pub fn new(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// `text` with every occurrence of the key replaced by `***`: for what servers say about it.
    pub fn hidden(&self, text: &str) -> String {
        if self.0.is_empty() { text.to_owned() } else { text.replace(&self.0, "***") }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// Gets the key. The error is a sentence that names the place and never its content.
pub fn obtain(from: &KeyFrom) -> Result<Option<Key>, String> {
    match from {
        KeyFrom::Nowhere => Ok(None),
        other => Err(format!("{other:?} is not read yet")),
    }
}

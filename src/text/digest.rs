//! The proof that a span counts into the same words.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// Lower-case hex of the SHA-256 of a string as UTF-8.
pub fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hex, byte| {
        _ = write!(hex, "{byte:02x}");
        hex
    })
}

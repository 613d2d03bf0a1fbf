//! Hacker News.

use crate::sources::{Fetched, Harvest, Job, Origin, Stopped};

/// Whether an address can only be of this kind.
pub fn is_address(_typed: &str) -> bool {
    false
}

/// Reads an answer.
pub fn parse(_bytes: &[u8], _origin: &Origin<'_>) -> Harvest {
    Harvest::default()
}

/// Asks for one.
pub async fn fetch(_job: &Job<'_>) -> Result<Fetched, Stopped> {
    Err(Stopped::default())
}

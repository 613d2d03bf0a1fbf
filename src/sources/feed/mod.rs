//! Feeds.

use crate::sources::{Fetched, Harvest, Job, Origin, Stopped};

/// Reads an answer.
pub fn parse(_bytes: &[u8], _origin: &Origin<'_>) -> Harvest {
    Harvest::default()
}

/// Asks for one.
pub async fn fetch(_job: &Job<'_>) -> Result<Fetched, Stopped> {
    Err(Stopped::default())
}

//! Feeds.

use crate::sources::{Fetched, Harvest, Job, Origin, Stopped, once};

/// What is asked for, the likeliest first.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, \
                      application/json;q=0.9, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

/// Reads an answer.
pub fn parse(_bytes: &[u8], _origin: &Origin<'_>) -> Harvest {
    Harvest::default()
}

/// Asks for one, once, conditionally.
pub async fn fetch(job: &Job<'_>) -> Result<Fetched, Stopped> {
    let reply = once::get_once(job.client, &once::question(job, ACCEPT)?).await?;
    once::read(job, reply, parse).await
}

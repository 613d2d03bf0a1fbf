//! Feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0, CDF, JSON Feed.
//!
//! ```text
//! bytes ─▶ decode ─▶ strict ─┬▶ tree ─▶ entry, head ─▶ told::Feed ─▶ harvest ─▶ records
//!                    lenient ┘  (one item at a time)
//! ```
//!
//! **Letters first** (`decode`). Everything is made UTF-8 here, by evidence rather than by what the feed claims, so that
//! no later step meets a byte order mark, a second declaration or half a character.
//!
//! **Two readers, one tree.** A feed that is sound XML is read by `quick-xml` (`strict`). One that is not (a bare `&`,
//! a tag without an end, half a document) is read once more, from the beginning, by a tokeniser for HTML that cannot
//! fail (`lenient`), and is marked as repaired. Both only deliver tags: what they mean is decided once (`tree`, `entry`,
//! `head`), so that a feed that breaks one day brings the same items under the same identities as the day before. That
//! is why `feed-rs`, with which this began, is only a second opinion in the tests: it refuses a whole feed for one bad
//! byte, and a reader of its own for such days would name the items of the same feed differently.
//!
//! **One item at a time.** An item is handed on when its end tag comes; what was nested deeper than anyone nests, or
//! longer than two megabytes, is left out on the way. So depth, attributes and entities cost no more than their length.
//!
//! What it refuses: a web page, a list of feeds, a sitemap (each by its name, `refusal`); items beyond the newest 5,000;
//! links that are not http or https; entities that are made of entities, files or addresses. What it gives up is told in
//! notes, counted, with the first of its kind quoted.
//!
//! What it costs: the text once more than the bytes, each item's tree while it is told, and a second pass for a broken
//! feed. A hundred items of half a megabyte take some milliseconds.

mod address;
pub mod dates;
mod decode;
mod element;
mod entities;
mod entry;
mod forgotten;
mod harvest;
mod head;
mod json;
mod lenient;
mod names;
mod people;
mod phrase;
mod read;
mod refusal;
mod strict;
mod told;
mod tree;
mod version;

pub use people::Person;
pub use read::read;
pub use told::{Dated, Entry, Feed, Head, Losses};

use crate::sources::{Fetched, Harvest, Job, Origin, Stopped, once};

/// What is asked for, the likeliest first.
const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, \
                      application/json;q=0.9, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5";

/// Reads an answer.
pub fn parse(bytes: &[u8], origin: &Origin<'_>) -> Harvest {
    harvest::harvest(read(bytes, origin), origin)
}

/// Asks for one, once, conditionally.
pub async fn fetch(job: &Job<'_>) -> Result<Fetched, Stopped> {
    let reply = once::get_once(job.client, &once::question(job, ACCEPT)?).await?;
    once::read(job, reply, parse).await
}

//! Hacker News: its lists, a search, a person's stories, a discussion.
//!
//! It has two doors. The **lists** (front page, new, best, ask, show, jobs) are Firebase's: one answer of bare numbers,
//! the first sixty of which are asked for one by one (`item`). Everything that has to be **found** is Algolia's
//! (`found`): one answer with whole stories, newest first. Which door an address leads to is `address`'s business; the
//! page that a person reads is what they type.
//!
//! A story is a record whose address is the discussion: that is where it was found. The page it is about is its link.
//! Its points and comments are kept beside it, as of the last time. Stories below the source's bounds
//! (`min_score`, `min_comments`) are left out, and may come in later when they have grown: so a search asks again for
//! what is up to two days older than the newest story it knows, which costs no more than a longer answer, since a
//! story that comes twice is one record. Stories that were flagged to death or deleted are handed on as gone.
//!
//! **Comments are no records**, but for the source that is one discussion (`/item?id=…`): there they are what was asked
//! for, and Algolia has them all in one answer. Elsewhere they would cost a request each, and most are about other
//! comments.
//!
//! What it refuses: links that are not of the web. What it costs: 61 requests for a list, two at a time, a few hundred
//! bytes each; one to three for anything else.

mod address;
mod found;
mod item;

use serde_json::{Value, value::RawValue};
use url::Url;

use self::address::{Door, door};
use crate::{
    config::SourceRow,
    net::{Ask, Trust},
    sources::{Fetched, Harvest, Job, Origin, Stopped, losses::Losses, once, onward::follow},
    story::{Record, Trouble},
    text::clean,
};

/// Stories of a list that are asked for.
const STORIES: usize = 60;
/// Answers of one gathering.
const ANSWERS: u32 = 61;
/// Answers of a search.
const PAGES: u32 = 3;

/// Whether an address can only be of this kind.
pub fn is_address(typed: &str) -> bool {
    door(typed).is_some()
}

/// Reads an answer: a list of numbers, an item, a list of items, or what a search found.
pub fn parse(bytes: &[u8], origin: &Origin<'_>) -> Harvest {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim();
    let mut harvest = Harvest::default();
    harvest.repaired = matches!(String::from_utf8_lossy(bytes), std::borrow::Cow::Owned(_));
    harvest.about.title = Some("Hacker News".to_owned());
    harvest.about.link = Some("https://news.ycombinator.com/".to_owned());
    let mut losses = Losses::new("story", "stories");
    if text.starts_with('[') {
        "hackernews list".clone_into(&mut harvest.about.version);
        list(text, origin, &mut harvest, &mut losses);
    } else if let Ok(answer) = serde_json::from_str::<Value>(text) {
        single(&answer, origin, &mut harvest, &mut losses);
    } else if let Some(hits) = found::hits(text) {
        // Deeper than a value may be: then what is in the list may still be read, each alone.
        found::read(&hits, None, origin, &mut harvest, &mut losses);
    } else {
        harvest.refused = Some("It is no answer of Hacker News: it is not JSON, or not whole".to_owned());
    }
    harvest.notes.extend(losses.notes());
    harvest
}

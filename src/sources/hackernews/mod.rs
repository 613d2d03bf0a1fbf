//! Hacker News: its lists, a search, a person's stories, a discussion.
//!
//! It has two doors. The **lists** (front page, new, best, ask, show, jobs) are Firebase's: one answer of bare numbers,
//! the first sixty of which are asked for one by one. Everything that has to be **found** is Algolia's: one answer with
//! whole stories, newest first. Which door an address leads to is `address`'s business; the page that a person reads is
//! what they type. Either's answer is read by its shape (`item`), so a saved one can be, too.
//!
//! A story is a record whose address is the discussion: that is where it was found. The page it is about is its link.
//! Its points and comments stand beside it, as of the last time. Stories below the source's bounds (`min_score`,
//! `min_comments`) are left out, and may come in later when they have grown: so a search asks again for what is up to
//! two days older than the newest story it knows, which costs no more than a longer answer, since a story that comes
//! twice is one record. Stories that were flagged to death or deleted are handed on as gone.
//!
//! **Comments are no records**, but for the source that is one discussion (`/item?id=…`): there they are what was asked
//! for, and Algolia has them all in one answer. Elsewhere they would cost a request each, and most are about other
//! comments.
//!
//! What it refuses: links that are not of the web. What it costs: 61 requests for a list, two at a time, a few hundred
//! bytes each; one to three for anything else.

mod address;
mod item;

use self::address::{Door, door};
pub use self::item::parse;
use crate::{
    config::SourceRow,
    sources::{Fetched, Harvest, Job, Stopped, once, onward::follow},
    story::{Moment, Record},
    text::clean,
};

/// Answers of a list: itself, and its stories.
const ANSWERS: u32 = 1 + item::STORIES as u32;
/// Answers of a search.
const PAGES: u32 = 3;

/// Whether an address can only be of this kind.
pub fn is_address(typed: &str) -> bool {
    door(typed).is_some()
}

/// Asks for what the source names.
pub async fn fetch(job: &Job<'_>) -> Result<Fetched, Stopped> {
    let door = door(&job.row.url).ok_or_else(|| {
        once::stopped(
            0,
            format!("{} is no address of Hacker News", clean::line(&job.row.url)),
            "It is neither one of its lists nor a search",
            "Check the address of the source in the config; https://news.ycombinator.com/ is one",
        )
    })?;
    let known = job.memory.cursor.as_deref().and_then(Moment::parse);
    let url = address::asked(&door, job.row, known).ok_or_else(|| {
        once::stopped(
            0,
            format!("{} is not the address of a server", clean::line(&job.row.server)),
            "It does not begin with https:// or http://",
            "Check `server` of the source in the config",
        )
    })?;
    let ask = once::asking(job, url, "application/json");
    let reply = once::get_once(job.client, &ask).await?;
    let first = once::read(job, reply, parse).await?;
    let answers = if matches!(door, Door::List(_)) { ANSWERS } else { PAGES };
    let (mut came, whole) = follow(job, &ask, first, parse, answers, |_| true).await;
    if let Some(harvest) = &mut came.harvest {
        let newest = harvest.records.iter().filter_map(|record| record.published_at).max();
        harvest.cursor = newest.max(known).filter(|_| whole).map(|newest| newest.to_string());
        if !matches!(door, Door::Discussion(_)) {
            bound(harvest, job.row);
        }
    }
    Ok(came)
}

/// Leaves out what has too few points or comments. Jobs have neither.
fn bound(harvest: &mut Harvest, row: &SourceRow) {
    let count = |record: &Record, name: &str| record.extra.get(name).and_then(serde_json::Value::as_u64);
    let enough = |record: &Record, name, least: u32| count(record, name).unwrap_or_default() >= least.into();
    harvest.records.retain(|record| {
        record.content_type.as_deref() == Some("job")
            || (enough(record, "points", row.min_score) && enough(record, "comments", row.min_comments))
    });
}

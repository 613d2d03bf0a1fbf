//! The readable part of a page, found by the extractor, inside a budget.
//!
//! The extractor is a library that compares the parts of a tree by their words, links and commas; nothing better is
//! known. But its time cannot be foreseen from outside, its recursion uses the stack, and it was seen to panic. So it
//! runs on a thread of its own with room on its stack, and whoever waits for it waits for [`Budget::time`] and no longer.
//! A thread cannot be stopped from outside: one that overran is left to end by itself, and there are never more than
//! [`AT_ONCE`] of them. The caps of [`super::scan`] see to it that each one ends soon.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use dom_smoothie::{CandidateSelectMode, Config, Readability};

/// Stack of such a thread, in bytes.
const STACK: usize = 16 * 1024 * 1024;
/// Threads at once.
const AT_ONCE: usize = 4;
/// Elements the tree may have at most; more are refused before they are looked at.
const ELEMENTS: usize = 60_000;

/// What the extractor found.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// The readable part, as HTML.
    pub html: String,
    /// Who wrote it, as it stands in the page.
    pub byline: Option<String>,
}

/// Why it found nothing, in words.
pub(super) type Missed = &'static str;

/// The page with what is already known of it in its head: a heading that repeats the title is no part of the text, and
/// the author need not be looked for among its words.
pub(super) fn headed(page: &str, title: Option<&str>, byline: Option<&str>) -> String {
    let mut whole = String::with_capacity(page.len() + 256);
    for (name, value) in [("property=\"og:title\"", title), ("name=\"author\"", byline)] {
        if let Some(value) = value {
            let value = value.replace('&', "&amp;").replace('"', "&quot;");
            whole.extend(["<meta ", name, " content=\"", &value, "\">"]);
        }
    }
    whole + page
}

/// How many run, and who waits for a place.
static RUNNING: Mutex<usize> = Mutex::new(0);
static PLACE: Condvar = Condvar::new();

/// Extracts on a thread of its own.
pub(super) fn within(time: Duration, html: String) -> Result<Body, Missed> {
    let begun = Instant::now();
    let place = Place::take(time).ok_or("the extractor had no time for it")?;
    let (tell, told) = mpsc::sync_channel(1);
    let work = move || {
        let found =
            catch_unwind(AssertUnwindSafe(|| extract(html))).unwrap_or(Err("the extractor failed on it"));
        let _ = tell.send(found); // nobody may be waiting any more
        drop(place);
    };
    let thread = thread::Builder::new().name("article".to_owned()).stack_size(STACK).spawn(work);
    if thread.is_err() {
        return Err("there was no room for the extractor");
    }
    let left = time.saturating_sub(begun.elapsed());
    told.recv_timeout(left).unwrap_or(Err("the extractor took too long over it"))
}

/// A place among those that run; given back when it is dropped.
struct Place;

impl Place {
    fn take(patience: Duration) -> Option<Self> {
        let full = |running: &mut usize| *running >= AT_ONCE;
        let waited = PLACE.wait_timeout_while(running(), patience, full);
        let (mut running, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() && *running >= AT_ONCE {
            return None;
        }
        *running += 1;
        Some(Self)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *running() -= 1;
        PLACE.notify_one();
    }
}

fn running() -> MutexGuard<'static, usize> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn extract(html: String) -> Result<Body, Missed> {
    let config = Config {
        max_elements_to_parse: ELEMENTS,
        disable_json_ld: true,
        candidate_select_mode: CandidateSelectMode::Readability,
        ..Config::default()
    };
    let nothing = |_| "nothing in it looks like an article";
    let mut reader = Readability::new(html, None, Some(config)).map_err(nothing)?;
    let article = reader.parse().map_err(nothing)?;
    Ok(Body { html: article.content.to_string(), byline: article.byline })
}

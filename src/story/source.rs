//! Where records come from, and how that goes.

use super::{Moment, SourceName, Trouble};

/// Whether a source is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    #[default]
    On,
    /// The person turned it off.
    Off,
    /// Its server says that it is gone for good; what it brought is kept.
    Gone,
}

/// A source as it is configured, and how gathering from it fares.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceState {
    /// Its name in the config.
    pub name: SourceName,
    /// What kind it is, by the config's word: `feed`, `bluesky`, …
    pub kind: String,
    /// Where it is, as the person wrote it.
    pub url: String,
    /// What it calls itself, or what the person calls it; empty while neither is known.
    pub title: String,
    /// The beat it is filed under, by its slug; empty for by its words alone.
    pub beat: String,
    /// Whether it is asked.
    pub standing: Standing,
    /// When it was last tried.
    pub tried_at: Option<Moment>,
    /// When it last answered with what it should, unchanged or not.
    pub gathered_at: Option<Moment>,
    /// When it is asked again by itself.
    pub next_at: Option<Moment>,
    /// Tries in vain, one after the other.
    pub failures: u32,
    /// Why the last try failed; `None` if it went well.
    pub trouble: Option<Trouble>,
    /// What could not be kept, or is odd, as of the last answer; at most a dozen lines.
    pub notes: Vec<String>,
    /// The last answer could only be read after mending it.
    pub repaired: bool,
    /// Where the server says it has moved to for good; empty for nowhere.
    pub moved: String,
    /// Records it brought that are kept.
    pub records: usize,
    /// Records by the day they were published (UTC), today last; at most 14.
    pub days: Vec<u32>,
    /// Seconds from publication to capture of what came lately, the middle one.
    pub lag_seconds: Option<u64>,
}

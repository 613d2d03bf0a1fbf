//! Why a question to a wire was not answered, and what follows from it.

use std::time::Duration;

use crate::wire::state::Trouble;

/// The remedy that only someone who stays open can promise; whoever does not says something else instead.
pub const BY_ITSELF: &str = "It is tried again by itself";
/// The remedy where asking again at once would not help.
pub const NEXT_SYNC: &str = "It is tried again at the next sync";

/// What follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// No way to the server, or it is down (503, time-outs). Try again later, more patiently each time.
    Offline,
    /// No request is allowed (`--offline`).
    NotAllowed,
    /// It asks us to wait this long (429, 503 with Retry-After).
    Wait(Duration),
    /// Today's request budget is used up.
    Budget,
    /// The key is refused (401). Not to be tried again before key or address change.
    Refused,
    /// The server does not do this (402, 403, 405, 501, a missing route), or we would not ask it.
    Unable,
    /// It does not have this one (404).
    Missing,
    /// It found our question wrong (400, 422).
    Wrong,
    /// It answered something that is no answer: HTML, half a body, an error of its own that does not go away.
    Broken,
}

/// Why, in words, and what follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stopped {
    /// What follows.
    pub stop: Stop,
    /// In words; no key is in them.
    pub trouble: Trouble,
}

impl Stopped {
    /// What could not be done, why, and what helps.
    pub(super) fn new(stop: Stop, what: String, why: String, remedy: impl Into<String>) -> Self {
        Self { stop, trouble: Trouble { what, why, remedy: remedy.into() } }
    }
}

//! How a wire that is read from elsewhere fares: what the wires screen and `slugline wires list` show.

pub use crate::story::Trouble;
use crate::story::{Moment, WireName};

/// A wire in the store, and how reading it fares. For a wire of one's own most of it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WireState {
    /// Its name.
    pub wire: WireName,
    /// `demo`, `own`, or, for one read from elsewhere, what the server turned out to be, in a few words.
    pub kind: String,
    /// Where it is read from; empty for a wire of one's own.
    pub url: String,
    /// Current dispatches.
    pub total: usize,
    /// Those not read yet.
    pub unread: usize,
    /// Records.
    pub records: usize,
    /// Bytes of dispatches and records kept.
    pub bytes: u64,
    /// Dispatches of which only the list's row is here yet.
    pub partial: usize,
    /// Records asked for and not here yet.
    pub queued: usize,
    /// When it was last tried.
    pub tried_at: Option<Moment>,
    /// When a sync last went through.
    pub synced_at: Option<Moment>,
    /// Not to be asked before this moment, by the server's wish or by our own patience.
    pub not_before: Option<Moment>,
    /// Requests made today (UTC).
    pub requests: u32,
    /// Why the last try failed; `None` if it went well.
    pub trouble: Option<Trouble>,
    /// What could not be kept, or is odd, as of the last sync; at most a dozen lines.
    pub notes: Vec<String>,
}

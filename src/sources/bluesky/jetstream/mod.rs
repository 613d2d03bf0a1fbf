//! Jetstream: everything that is posted at Bluesky, as it is posted, filtered by the words of the source.
//!
//! A WebSocket on which each message is one event: a post made, changed or taken back; an account that ended; a handle
//! that changed. A gathering (`listening`) connects, says from when on it wants to hear, reads until it has caught up
//! with the moment it began, and leaves. Where it stopped is the cursor for the next time: nothing that is posted in
//! between is lost, as long as the server keeps it, which is a day or so. It asks from five seconds before that on:
//! events come from several machines whose clocks are not quite one, and what comes twice is one record all the same.
//! A connection that breaks is taken up again at the same place.
//!
//! **The first time** there is no such place, and it begins a quarter of an hour back. A server that has nothing from
//! then on is asked for whatever it says by itself.
//!
//! **What is taken back is taken back here**: the address of each deleted post is handed on as gone, kept or not, and
//! of an account that was deleted or taken down the beginning of all its addresses (`at://DID/`).
//!
//! What it refuses: compressed events (they need a dictionary that changes with the server), events of more than a
//! quarter of a mebibyte, more than 64 MiB, 5,000 records or a minute at a time; what remains comes the next time. What
//! it costs: some 40 posts a second, about 40 kB, for as long as it was away; an event that is not kept costs the time
//! to read it. The stream knows DIDs only: bylines are handles where an event told one, and DIDs elsewhere.

mod event;
mod listening;

pub use event::parse;
pub use listening::fetch;

/// Whether an address can only be of this kind.
pub fn is_address(typed: &str) -> bool {
    listening::is_address(typed)
}

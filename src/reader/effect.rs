//! What the shell must do, as data: comparable, so that tests assert on lists of effects.

use crate::{
    story::{Key, RecordId, WireName},
    wire::page::{Listing, Scope},
};

use super::model::Ticket;

/// Something to do outside the model. Only `hands` performs these.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Wires and beats with their counts.
    LoadCounts(Ticket, Scope),
    /// A window of a list.
    LoadPage {
        /// For whom.
        ticket: Ticket,
        /// Which list.
        listing: Listing,
        /// The first row wanted.
        offset: usize,
        /// How many.
        limit: usize,
    },
    /// A dispatch with its records.
    LoadDispatch(Ticket, Key),
    /// A record with who cites it.
    LoadRecord(Ticket, WireName, RecordId),
    /// Full-text search.
    Search {
        /// For whom.
        ticket: Ticket,
        /// Where.
        scope: Scope,
        /// What was typed.
        words: String,
    },
    /// The place of the nearest unread dispatch after (or before) `from`.
    FindUnread {
        /// For whom.
        ticket: Ticket,
        /// In which list.
        listing: Listing,
        /// From which row, not counting it.
        from: usize,
        /// Later in the list, or earlier.
        forward: bool,
    },
    /// The ledger, newest first.
    LoadLedger(Ticket),
    /// Keep that a dispatch was read, or was not.
    MarkRead(Key, bool),
    /// Keep a star, or take it off.
    MarkStarred(Key, bool),
    /// Run the edition over the bundled records into the demo wire.
    BuildDemo,
    /// Open a link in the browser.
    Open(String),
    /// Copy a text to the clipboard.
    Copy(String),
    /// Draw everything afresh.
    Redraw,
    /// Give the terminal back and stop, until continued.
    Suspend,
    /// Leave.
    Quit,
}

//! What the shell must do, as data: comparable, so that tests assert on lists of effects.

use std::sync::Arc;

use crate::{
    config::SourceRow,
    story::{Key, Moment, RecordId, SourceName, WireName},
    wire::{
        page::{Listing, Scope},
        stories::Stories,
    },
};

use super::model::{Of, Ticket};

/// What a window of a list is held by while the list changes: rows may come above it, and it must not move.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hold {
    /// Rows the person sees, the likeliest to last first, each with the place the model believes it has. The first
    /// that is still in the list tells how far everything moved.
    pub rows: Vec<(usize, Key)>,
    /// The rows at the top of the list when it was last seen from there. What stands above the first of them that
    /// is still there is new.
    pub known: Vec<Key>,
}

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
        /// What is to stay where it is, if the store has changed since the window was taken.
        hold: Option<Hold>,
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
    /// A window of a list of stories.
    LoadStories {
        /// For whom.
        ticket: Ticket,
        /// Which list.
        stories: Stories,
        /// The first one wanted.
        offset: usize,
        /// How many.
        limit: usize,
    },
    /// Why a story fired, or a dispatch was written.
    LoadWhy(Ticket, Of),
    /// A dispatch held against the records that are here.
    LoadTrace(Ticket, Key),
    /// All versions of a dispatch, whole.
    LoadVersions(Ticket, Key),
    /// How reading each wire fares.
    LoadStates(Ticket, Moment),
    /// The dispatch of a wire with this slug.
    FindSlug(Ticket, WireName, String),
    /// How each source of the config fares.
    LoadSources {
        /// For whom.
        ticket: Ticket,
        /// The sources.
        rows: Arc<[SourceRow]>,
        /// Now.
        now: Moment,
    },
    /// The newest records of a source, in this wire.
    LoadSourceRecords(Ticket, WireName, SourceName),
    /// Gather from these sources, or from all of them for none named, since the person asked.
    Gather(Vec<SourceName>),
    /// Look what is at an address, as it was typed.
    LookUp(Ticket, String),
    /// Look what this source answers.
    LookAt(Ticket, Box<SourceRow>),
    /// Read these OPML files.
    ReadOutlines(Ticket, Vec<String>),
    /// Change the config's sources.
    EditSources(SourceEdit),
    /// The sources to gather from are these now.
    UseSources(Arc<[SourceRow]>),
    /// Fetch the page behind a record, and keep it.
    FetchPage(WireName, RecordId),
    /// Ask these wires for what is new.
    Sync(Vec<WireName>),
    /// Fetch a record from its wire.
    FetchRecord(WireName, RecordId),
    /// Fetch what is missing of a dispatch from its wire.
    FetchDispatch(Key),
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

/// A change of the config's sources.
#[derive(Debug, Clone, PartialEq)]
pub enum SourceEdit {
    /// These are added.
    Add(Vec<SourceRow>),
    /// This one is taken away.
    Remove(SourceName),
    /// This one is turned on, or off.
    Enable(SourceName, bool),
    /// The last change is taken back.
    Undo,
}

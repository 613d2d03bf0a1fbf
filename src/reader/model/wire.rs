//! The list of dispatches, with its beats and its preview.

use std::ops::Range;

use crate::{
    story::Key,
    wire::page::{BeatCount, Kept, Listing, Page, Row, WireCount},
};

use super::{Column, Load, Ticket};

/// The panes of the wire screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WirePane {
    /// The beats.
    Beats,
    /// The list.
    #[default]
    Dispatches,
    /// The selected dispatch.
    Preview,
}

/// The wire: beats, dispatches, preview.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WireScreen {
    /// Which list is shown.
    pub listing: Listing,
    /// The wires in the store.
    pub wires: Vec<WireCount>,
    /// The beats of this scope, without the `All` that precedes them on screen.
    pub beats: Vec<BeatCount>,
    /// Counts have come at least once: an empty list is really empty.
    pub counted: bool,
    /// The window of the list that is here.
    pub page: Page,
    /// A page has come at least once.
    pub paged: bool,
    /// The selected row, counted from the top of the whole list.
    pub cursor: usize,
    /// The first row shown, likewise.
    pub top: usize,
    /// The focused pane.
    pub focus: WirePane,
    /// The first beat shown.
    pub beats_top: usize,
    /// The rows at the top when the list was last seen from there.
    pub known: Vec<Key>,
    /// How many rows arrived above them since.
    pub arrived: usize,
    /// How often the store has changed, as far as is known.
    pub changes: usize,
    /// The same when the page on its way was asked for, and when the one here was.
    pub changes_asked: usize,
    /// Where the two differ, the window's places may be wrong.
    pub changes_here: usize,
    /// The rows of the page on its way.
    pub asked: Option<Range<usize>>,
    /// Open this row as soon as it is here.
    pub open_when_here: Option<usize>,
    /// Which dispatch the preview shows or waits for.
    pub previewed: Option<Key>,
    /// The selected dispatch, whole.
    pub preview: Load<Box<Kept>>,
    /// Its text.
    pub preview_column: Column,
    /// The page waited for.
    pub page_ticket: Ticket,
    /// The counts waited for.
    pub counts_ticket: Ticket,
    /// The preview waited for.
    pub preview_ticket: Ticket,
    /// The next unread row waited for.
    pub unread_ticket: Ticket,
}

impl WireScreen {
    /// The row at a place in the whole list, if it is in the window.
    pub fn row(&self, at: usize) -> Option<&Row> {
        self.page.rows.get(at.checked_sub(self.page.offset)?)
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&Row> {
        self.row(self.cursor)
    }

    /// The selected beat's place on screen: 0 is `All`.
    pub fn beat_place(&self) -> usize {
        let named = self.listing.beat.as_ref();
        named.and_then(|name| self.beats.iter().position(|b| b.beat == *name)).map_or(0, |at| at + 1)
    }
}

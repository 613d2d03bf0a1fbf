//! The stories that moved and those that are watched; and why one of them fired.

use std::ops::Range;

use crate::{
    reader::msg::Told,
    story::{ClusterId, Key, WireName},
    wire::stories::StoryRow,
};

use super::{Column, Load, Ticket};

/// The panes of the signals screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SignalsPane {
    /// The stories that a signal fired for.
    #[default]
    Moved,
    /// Those that have too little to be written yet.
    Watched,
}

/// A list of stories, of which a window is here.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoryList {
    /// How many there are.
    pub total: usize,
    /// The place of the first one that is here.
    pub offset: usize,
    /// Those that are here.
    pub rows: Vec<StoryRow>,
    /// An answer has come at least once: an empty list is really empty.
    pub loaded: bool,
    /// The selected one, counted from the top of the whole list.
    pub cursor: usize,
    /// The first one shown, likewise.
    pub top: usize,
    /// The places asked for and not here yet.
    pub asked: Option<Range<usize>>,
    /// The answer waited for.
    pub ticket: Ticket,
}

impl StoryList {
    /// The story at a place in the whole list, if it is here.
    pub fn row(&self, at: usize) -> Option<&StoryRow> {
        self.rows.get(at.checked_sub(self.offset)?)
    }

    /// The selected story.
    pub fn selected(&self) -> Option<&StoryRow> {
        self.row(self.cursor)
    }
}

/// The stories that moved, and those that are watched.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SignalsScreen {
    /// Those that moved, the newest signal first.
    pub moved: StoryList,
    /// Those that are watched, the last told first.
    pub watched: StoryList,
    /// The focused pane.
    pub focus: SignalsPane,
    /// How often the store had changed when the lists were asked for.
    pub changes: usize,
}

impl SignalsScreen {
    /// The list of a pane.
    pub fn list(&self, pane: SignalsPane) -> &StoryList {
        match pane {
            SignalsPane::Moved => &self.moved,
            SignalsPane::Watched => &self.watched,
        }
    }

    /// The same, to move in it.
    pub fn list_mut(&mut self, pane: SignalsPane) -> &mut StoryList {
        match pane {
            SignalsPane::Moved => &mut self.moved,
            SignalsPane::Watched => &mut self.watched,
        }
    }
}

/// What is asked about.
#[derive(Debug, Clone, PartialEq)]
pub enum Of {
    /// A story of a wire.
    Story(WireName, ClusterId),
    /// The story behind a dispatch.
    Dispatch(Key),
}

impl Of {
    /// The wire it is on.
    pub fn wire(&self) -> &WireName {
        match self {
            Self::Story(wire, _) => wire,
            Self::Dispatch(key) => &key.wire,
        }
    }
}

/// The panes of the why screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum WhyPane {
    /// The signals with their arithmetic.
    #[default]
    Signals,
    /// The records with the decision each met.
    Records,
}

/// Why a story fired, or a dispatch was written.
#[derive(Debug, Clone, PartialEq)]
pub struct WhyScreen {
    /// Of what.
    pub of: Of,
    /// What is known of it.
    pub told: Load<Told>,
    /// The focused pane.
    pub focus: WhyPane,
    /// The signals; links lead to the dispatch and to passages.
    pub signals: Column,
    /// The records; one link each.
    pub records: Column,
    /// The answer waited for.
    pub ticket: Ticket,
}

impl WhyScreen {
    /// The column of the focused pane.
    pub fn focused_column(&self) -> &Column {
        match self.focus {
            WhyPane::Signals => &self.signals,
            WhyPane::Records => &self.records,
        }
    }

    /// The same, to scroll it.
    pub fn focused_column_mut(&mut self) -> &mut Column {
        match self.focus {
            WhyPane::Signals => &mut self.signals,
            WhyPane::Records => &mut self.records,
        }
    }
}

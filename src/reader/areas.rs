//! Which pane stands where: pure, and the same for drawing and for scrolling.

use ratatui::layout::{Rect, Size};

use super::model::{DispatchPane, Model, WirePane};

/// The three layouts by width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Below 80 columns: one pane at a time.
    Narrow,
    /// 80 to 139 columns.
    Medium,
    /// 140 columns and more.
    Wide,
}

impl Layout {
    /// By width.
    pub fn of(size: Size) -> Self {
        match size.width {
            0..80 => Self::Narrow,
            80..140 => Self::Medium,
            _ => Self::Wide,
        }
    }
}

/// The panes of every screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// A pane of the wire screen.
    Wire(WirePane),
    /// A pane of the dispatch screen.
    Dispatch(DispatchPane),
    /// The one text or list of the other screens.
    Whole,
}

/// Where everything stands. Text rectangles: what is inside a pane, below its name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Areas {
    /// The first line.
    pub title: Rect,
    /// The panes that are on screen, with the rectangle of each pane's text.
    pub panes: Vec<(Pane, Rect)>,
    /// The methodology line of a dispatch, if there is room.
    pub methodology: Option<Rect>,
    /// The status line.
    pub status: Rect,
}

impl Areas {
    /// The text rectangle of a pane, if it is on screen.
    pub fn pane(&self, pane: Pane) -> Option<Rect> {
        self.panes.iter().find(|(p, _)| *p == pane).map(|(_, rect)| *rect)
    }
}

/// Which pane stands where for this size and this screen.
pub fn areas(_size: Size, _model: &Model) -> Areas {
    Areas::default()
}

/// The rectangle of an overlay's text.
pub fn overlay(size: Size) -> Rect {
    Rect::new(0, 0, size.width, size.height)
}

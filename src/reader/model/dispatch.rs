//! One dispatch: analysis, questions, citations.

use crate::{story::Key, wire::page::Kept};

use super::{Column, Load, Ticket};

/// The panes of the dispatch screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DispatchPane {
    /// The analysis.
    #[default]
    Analysis,
    /// Questions and answers.
    Faq,
    /// The citations.
    Citations,
}

impl DispatchPane {
    /// In the order of Tab.
    pub const ALL: [Self; 3] = [Self::Analysis, Self::Faq, Self::Citations];
}

/// One dispatch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DispatchScreen {
    /// Which.
    pub key: Key,
    /// Its place in the list it was opened from, for `[` and `]`.
    pub at: Option<usize>,
    /// The dispatch.
    pub kept: Load<Box<Kept>>,
    /// The focused pane.
    pub focus: DispatchPane,
    /// The analysis; its links lead to citations.
    pub analysis: Column,
    /// The questions; one link each.
    pub faq: Column,
    /// Which answers are open.
    pub open_answers: Vec<bool>,
    /// The citations; one link each.
    pub citations: Column,
    /// The dispatch waited for.
    pub ticket: Ticket,
}

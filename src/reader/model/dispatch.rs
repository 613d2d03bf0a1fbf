//! One dispatch: analysis, questions, citations.

use std::sync::Arc;

use crate::{
    reader::msg::{History, Traced},
    story::Key,
    wire::page::Kept,
};

use super::{super::prose::Target, Column, Fetch, Load, Ticket};

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
    /// If not all of it is in the store: whether the rest is being fetched.
    pub fetch: Fetch,
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
    /// Its sentences held against the records, for the tally.
    pub traced: Load<Arc<Traced>>,
    /// That waited for.
    pub trace_ticket: Ticket,
    /// The version that had been read before this one was opened, if this one had not been.
    pub since: Option<Key>,
    /// All its versions, whole, where there are several.
    pub history: Load<Arc<History>>,
    /// Those waited for.
    pub history_ticket: Ticket,
}

impl DispatchScreen {
    /// The column of the focused pane.
    pub fn focused_column(&self) -> &Column {
        match self.focus {
            DispatchPane::Analysis => &self.analysis,
            DispatchPane::Faq => &self.faq,
            DispatchPane::Citations => &self.citations,
        }
    }

    /// The same, to scroll it.
    pub fn focused_column_mut(&mut self) -> &mut Column {
        match self.focus {
            DispatchPane::Analysis => &mut self.analysis,
            DispatchPane::Faq => &mut self.faq,
            DispatchPane::Citations => &mut self.citations,
        }
    }

    /// The sentence of the analysis that leans on a citation: the focused one, else the first that does.
    pub fn sentence_citing(&self, citation: usize) -> Option<String> {
        let links = &self.analysis.laid.links;
        let focused = self.analysis.link.and_then(|at| links.get(at));
        let mut leaning = focused.into_iter().chain(links).filter(|l| l.target == Target::Citation(citation));
        leaning.find_map(|link| link.sentence.clone())
    }
}

//! A dispatch held against its records, sentence by sentence.

use std::sync::Arc;

use crate::{
    reader::msg::Traced,
    story::{Key, Part, Passage, RecordId, TracedClaim},
};

use super::{Column, Fetch, Load, Ticket};

/// The panes of the trace screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TracePane {
    /// The sentences of the dispatch.
    #[default]
    Sentences,
    /// The passages that show the one in focus.
    Passages,
}

/// What the person was looking at when they asked.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Looked {
    /// At the whole of it.
    #[default]
    Whole,
    /// At this sentence, as it stands in the dispatch.
    Sentence(String),
    /// At this part.
    Part(Part),
    /// At the citation of this number.
    Marker(u32),
}

/// A dispatch held against its records.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TraceScreen {
    /// Which dispatch.
    pub key: Key,
    /// Its sentences, and what became of them.
    pub traced: Load<Arc<Traced>>,
    /// Where it is to open, until it has.
    pub looked: Looked,
    /// The focused pane.
    pub focus: TracePane,
    /// The sentences; one link each.
    pub sentences: Column,
    /// The passages of the focused one; one link each.
    pub passages: Column,
    /// Whether records that are not here are being fetched from the wire.
    pub fetch: Fetch,
    /// Those that are.
    pub awaited: Vec<RecordId>,
    /// The answer waited for.
    pub ticket: Ticket,
}

impl TraceScreen {
    /// The place of the focused sentence.
    pub fn at(&self) -> usize {
        self.sentences.link.unwrap_or(0)
    }

    /// The focused sentence.
    pub fn claim(&self) -> Option<&TracedClaim> {
        self.traced.here()?.trace.claims.get(self.at())
    }

    /// The chosen one of its passages.
    pub fn passage(&self) -> Option<&Passage> {
        self.claim()?.spans.get(self.passages.link.unwrap_or(0))
    }

    /// The column of the focused pane.
    pub fn focused_column_mut(&mut self) -> &mut Column {
        match self.focus {
            TracePane::Sentences => &mut self.sentences,
            TracePane::Passages => &mut self.passages,
        }
    }
}

//! The sources of the own wire, as far as the reader knows of them, and their screen.

use std::{collections::HashMap, sync::Arc};

use tui_input::Input;

use crate::{
    config::SourceRow,
    reader::msg::{Asking, Choice, Offer, Outlines, Trouble},
    story::{Record, SourceName, SourceState, Standing, WireName},
};

use super::{Column, Load, Ticket};

/// How far a gathering is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    /// Sources that are done.
    pub done: usize,
    /// Of so many.
    pub of: usize,
    /// Records never seen before.
    pub new: usize,
    /// Sources that could not be had.
    pub failed: usize,
}

/// The sources, and how gathering from them goes.
#[derive(Debug, Clone, Default)]
pub struct Gathering {
    /// The wire their records go into.
    pub wire: WireName,
    /// The sources of the config, in its order.
    pub rows: Arc<[SourceRow]>,
    /// How each of them fares, in the same order.
    pub states: Vec<SourceState>,
    /// Where each of them stands there.
    pub places: HashMap<SourceName, usize>,
    /// The states waited for.
    pub states_ticket: Ticket,
    /// The states have come at least once.
    pub loaded: bool,
    /// A gathering under way.
    pub running: Option<Pace>,
    /// The desk is writing from what came.
    pub writing: bool,
    /// The model that writes for it, and how far its answer is.
    pub asking: Option<Asking>,
    /// The person asked for this gathering, so its end is told whatever it brought.
    pub asked: bool,
    /// Another Slugline gathers into this store, and that was told.
    pub elsewhere: bool,
    /// The last change can be undone.
    pub undo: bool,
    /// What was said of that change, which gives way to what came of it.
    pub said: String,
}

/// How a source stands, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// It answers.
    Well,
    /// It answers, and something is odd about what it says.
    Odd,
    /// It could not be had.
    Trouble,
    /// Nobody asked it yet.
    New,
    /// The person turned it off.
    Off,
    /// Its server says that it is gone.
    Gone,
}

impl Stand {
    /// How a source stands.
    pub fn of(state: &SourceState) -> Self {
        match state.standing {
            Standing::Off => Self::Off,
            Standing::Gone => Self::Gone,
            Standing::On if state.trouble.is_some() => Self::Trouble,
            Standing::On if state.gathered_at.is_none() => Self::New,
            Standing::On if state.repaired || !state.notes.is_empty() || !state.moved.is_empty() => Self::Odd,
            Standing::On => Self::Well,
        }
    }

    /// It wants the person's attention.
    pub fn is_bad(self) -> bool {
        matches!(self, Self::Trouble | Self::Gone)
    }
}

impl Gathering {
    /// These sources. Nothing is done with them before the first screen stands; see [`Self::begin`].
    pub fn of(wire: WireName, rows: Arc<[SourceRow]>) -> Self {
        Self { wire, rows, ..Self::default() }
    }

    /// Nothing is under way any more.
    pub fn rest(&mut self) {
        (self.running, self.writing, self.asking, self.asked) = (None, false, None, false);
    }

    /// From now on it matters how each of them fares.
    pub fn begin(&mut self) {
        if self.states.len() != self.rows.len() {
            self.know(self.rows.clone());
        }
    }

    /// The sources are these now; what was known of them stays known.
    pub fn know(&mut self, rows: Arc<[SourceRow]>) {
        let known = std::mem::take(&mut self.states);
        self.rows = rows;
        self.places = self.rows.iter().enumerate().map(|(at, row)| (row.name.clone(), at)).collect();
        self.states = self.rows.iter().map(unasked).collect();
        self.take_in(known);
    }

    /// What the store says of them; what it says of others is let go, and what the config says comes first.
    pub fn take_in(&mut self, told: Vec<SourceState>) {
        for state in told {
            let Some(at) = self.places.get(&state.name).copied() else { continue };
            let (Some(row), Some(place)) = (self.rows.get(at), self.states.get_mut(at)) else { continue };
            let same = state.url == row.url && state.kind == row.kind.word();
            let now = unasked(row);
            if !same {
                *place = SourceState { records: state.records, days: state.days, ..now };
                continue;
            }
            let standing = match (row.enabled, state.standing) {
                (false, _) => Standing::Off,
                (true, Standing::Gone) => Standing::Gone,
                (true, _) => Standing::On,
            };
            let title = if row.title.is_empty() { state.title.clone() } else { now.title };
            *place = SourceState { standing, title, beat: now.beat, ..state };
        }
    }

    /// A source of the config with its state.
    pub fn at(&self, place: usize) -> Option<(&SourceRow, &SourceState)> {
        Some((self.rows.get(place)?, self.states.get(place)?))
    }

    /// How many want attention, and how many are not asked.
    pub fn bad_and_off(&self) -> (usize, usize) {
        let stands = self.states.iter().map(Stand::of);
        stands.fold((0, 0), |(bad, off), stand| {
            (bad + usize::from(stand.is_bad()), off + usize::from(stand == Stand::Off))
        })
    }
}

/// A source as the config knows it.
fn unasked(row: &SourceRow) -> SourceState {
    SourceState {
        name: row.name.clone(),
        kind: row.kind.word().to_owned(),
        url: row.url.clone(),
        title: row.title.clone(),
        beat: row.beat.clone(),
        standing: if row.enabled { Standing::On } else { Standing::Off },
        ..SourceState::default()
    }
}

/// What to call a source: what the person calls it, else what it calls itself, else its name.
pub fn called(state: &SourceState) -> &str {
    if state.title.trim().is_empty() { state.name.as_str() } else { &state.title }
}

/// The panes of the sources screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SourcesPane {
    /// The sources.
    #[default]
    List,
    /// The selected one.
    Detail,
}

/// Which of the sources are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Which {
    /// All, those that want attention first.
    #[default]
    All,
    /// Those that want attention.
    Bad,
    /// Those that are not asked.
    Off,
}

/// What a source answers, looked at without keeping it.
#[derive(Debug, Clone, PartialEq)]
pub struct Peek {
    /// Which source.
    pub source: SourceName,
    /// The answer waited for.
    pub ticket: Ticket,
    /// What it says, or why it says nothing.
    pub answer: Option<Result<Box<Offer>, Trouble>>,
}

/// The sources.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourcesScreen {
    /// Places of the listed sources, from top to bottom. They are put in order when the screen is opened and when the
    /// person asks for others; nothing moves by itself.
    pub order: Vec<usize>,
    /// Which of them are listed.
    pub which: Which,
    /// The selected one, counted in `order`.
    pub cursor: usize,
    /// The first one shown.
    pub top: usize,
    /// The focused pane.
    pub focus: SourcesPane,
    /// What is known of the selected one; its links lead to its newest records.
    pub column: Column,
    /// Whose newest records are here or waited for.
    pub shown: Option<SourceName>,
    /// Its newest records.
    pub newest: Load<Vec<Record>>,
    /// The records waited for.
    pub ticket: Ticket,
    /// What the selected one answers, if the person wants to see that.
    pub peek: Option<Peek>,
}

/// How far the adding of a source is.
#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    /// An address is typed.
    Typing,
    /// It is being looked at.
    Asking,
    /// It cannot be had.
    Failed(Trouble),
    /// A page that names several feeds.
    Choosing,
    /// A source, shown before it is added.
    Offered(Box<Offer>),
}

/// A source is being added.
#[derive(Debug, Clone)]
pub struct Adding {
    /// The address.
    pub input: Input,
    /// How far it is.
    pub step: Step,
    /// The feeds that the page at the address names, and the selected one.
    pub choices: Vec<Choice>,
    /// The answer waited for.
    pub ticket: Ticket,
    /// What is shown beneath the address.
    pub column: Column,
}

/// What is asked back.
#[derive(Debug, Clone, PartialEq)]
pub enum Question {
    /// Whether to remove a source.
    Remove(SourceName),
    /// Files are being read.
    Reading,
    /// Whether to add what stands in a file.
    Import(Box<Outlines>),
    /// Why a file cannot be added.
    Unreadable(Trouble),
}

/// Something is asked back before it is done.
#[derive(Debug, Clone)]
pub struct Confirm {
    /// What.
    pub question: Question,
    /// The answer waited for.
    pub ticket: Ticket,
    /// The same in words.
    pub column: Column,
}

//! Everything on screen, as plain values.
//!
//! A stack of screens, the topmost shown; popping one finds the one below exactly as it was left, because it was
//! never taken apart. Each screen keeps its own cursor and scroll. Overlays (help, palette) lie over the stack.
//!
//! Laid-out text ([`Laid`]) is part of the model: `update` sets it when its words or its width change, so
//! drawing is copying and scrolling knows its ends.

mod dispatch;
mod ledger;
mod record;
mod search;
mod settings;
mod signals;
mod sources;
mod sync;
mod trace;
mod versions;
mod wire;
mod wires;

pub use super::glyphs::Glyphs;
pub use dispatch::{DispatchPane, DispatchScreen};
pub use ledger::LedgerScreen;
pub use record::{RecordScreen, Subject};
pub use search::SearchScreen;
pub use settings::{Settings, Theme, ThemeName};
pub use signals::{Of, SignalsPane, SignalsScreen, StoryList, WhyPane, WhyScreen};
pub use sources::{
    Adding, Confirm, Gathering, Pace, Peek, Question, SourcesPane, SourcesScreen, Stand, Step, Which, called,
};
pub use sync::{Fetch, Syncing};
pub use trace::{Looked, TracePane, TraceScreen};
pub use versions::{VersionsPane, VersionsScreen};
pub use wire::{WirePane, WireScreen};
pub use wires::WiresScreen;

use ratatui::layout::Size;
use tui_input::Input;

use super::{keys::Keymap, msg::Trouble, prose::Laid};
use crate::story::Moment;

/// A promise of an answer. Answers with a ticket nobody waits for any more are dropped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

/// Something asked of the store.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Load<T> {
    /// On its way.
    #[default]
    Waiting,
    /// Here.
    Here(T),
    /// The store does not have it.
    Missing,
}

impl<T> Load<T> {
    /// The thing, if it is here.
    pub fn here(&self) -> Option<&T> {
        match self {
            Self::Here(thing) => Some(thing),
            _ => None,
        }
    }
}

/// A column of laid-out text with a scroll position and, perhaps, a focused link.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    /// The text, set to the pane's width.
    pub laid: Laid,
    /// The first line shown.
    pub top: usize,
    /// The focused link, an index into `laid.links`.
    pub link: Option<usize>,
}

/// One screen of the stack.
#[derive(Debug, Clone)]
pub enum Screen {
    /// One dispatch.
    Dispatch(Box<DispatchScreen>),
    /// One record, or a web page that a citation names.
    Record(Box<RecordScreen>),
    /// Search, as one types.
    Search(Box<SearchScreen>),
    /// The ledger.
    Ledger(Box<LedgerScreen>),
    /// How reading each wire fares.
    Wires(Box<WiresScreen>),
    /// How each source fares.
    Sources(Box<SourcesScreen>),
    /// The stories that moved, and those that are watched.
    Signals(Box<SignalsScreen>),
    /// Why one of them fired.
    Why(Box<WhyScreen>),
    /// A dispatch held against its records.
    Trace(Box<TraceScreen>),
    /// The versions of a dispatch.
    Versions(Box<VersionsScreen>),
}

/// What lies over the screens.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The keys that work here, and all others.
    Help(Column),
    /// Any action by name.
    Palette {
        /// What was typed.
        input: Input,
        /// The matching actions, best first.
        matches: Vec<super::action::Action>,
        /// The selected one.
        cursor: usize,
    },
    /// A source is being added.
    Add(Box<Adding>),
    /// Something is asked back before it is done.
    Confirm(Box<Confirm>),
}

/// What the status line says.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Status {
    /// Nothing but the place.
    #[default]
    Quiet,
    /// Something was done.
    Note(String),
    /// Something could not be done.
    Fault(Trouble),
    /// Something long is under way: what, n, of m.
    Busy(&'static str, usize, usize),
}

/// Everything on screen.
#[derive(Debug, Clone)]
pub struct Model {
    /// The terminal's size in cells.
    pub size: Size,
    /// The time, to the minute.
    pub now: Moment,
    /// What the person chose.
    pub settings: Settings,
    /// Which key does what.
    pub keymap: Keymap,
    /// Keys pressed so far of a sequence like `g g`.
    pub chord: Vec<keybinds::KeyInput>,
    /// The wires read from elsewhere.
    pub sync: Syncing,
    /// The sources of the own wire.
    pub gathering: Gathering,
    /// The list at the bottom of the stack; always there.
    pub wire: WireScreen,
    /// The screens above it; the last one is shown.
    pub stack: Vec<Screen>,
    /// Screens gone back from, the last one first to return.
    pub ahead: Vec<Screen>,
    /// What lies over them.
    pub overlay: Option<Overlay>,
    /// The status line.
    pub status: Status,
    /// The last ticket given out.
    pub last_ticket: Ticket,
    /// The store holds nothing but the demo.
    pub demo: bool,
}

impl Model {
    /// A new promise.
    pub fn ticket(&mut self) -> Ticket {
        self.last_ticket.0 += 1;
        self.last_ticket
    }

    /// The name of the screen in view, as the `on` lists of `keys.toml` have it.
    pub fn screen_word(&self) -> &'static str {
        match self.stack.last() {
            None => "wire",
            Some(Screen::Dispatch(_)) => "dispatch",
            Some(Screen::Record(_)) => "record",
            Some(Screen::Search(_)) => "search",
            Some(Screen::Ledger(_)) => "ledger",
            Some(Screen::Wires(_)) => "wires",
            Some(Screen::Sources(_)) => "sources",
            Some(Screen::Signals(_)) => "signals",
            Some(Screen::Why(_)) => "why",
            Some(Screen::Trace(_)) => "trace",
            Some(Screen::Versions(_)) => "versions",
        }
    }
}

//! What happened, in the past tense. The whole list of what can wake the reader.

use crossterm::event::KeyEvent;
use ratatui::layout::Size;

use crate::{
    story::{Entry, Moment},
    wire::page::{BeatCount, Hits, Kept, KeptRecord, Page, WireCount},
};

use super::model::Ticket;

/// Something happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A key went down, or repeated.
    Pressed(KeyEvent),
    /// Text was pasted.
    Pasted(String),
    /// The terminal has another size.
    Resized(Size),
    /// The terminal told whether its background is light.
    BackgroundSeen {
        /// Dark letters on light ground.
        light: bool,
    },
    /// The minute changed since the last message.
    ClockRead(Moment),
    /// Wires and beats with their counts.
    CountsLoaded(Ticket, Vec<WireCount>, Vec<BeatCount>),
    /// A window of the list.
    PageLoaded(Ticket, Page),
    /// A dispatch; `None` if it is not in the store.
    DispatchLoaded(Ticket, Option<Box<Kept>>),
    /// A record; `None` if it is not in the store.
    RecordLoaded(Ticket, Option<Box<KeptRecord>>),
    /// What a search found.
    Searched(Ticket, Hits),
    /// Where the next unread dispatch stands in the list, if there is one.
    UnreadFound(Ticket, Option<usize>),
    /// The ledger, newest first.
    LedgerLoaded(Ticket, Vec<Entry>),
    /// The desk is at work on the demo: stage in words, n of m.
    DeskMoved {
        /// What it does now.
        stage: &'static str,
        /// So many done.
        done: usize,
        /// Of so many.
        total: usize,
    },
    /// The demo wire stands in the store.
    DemoBuilt {
        /// Dispatches published.
        published: usize,
    },
    /// Read or star state reached the disk, or a link reached the clipboard or the browser.
    Done(String),
    /// Something asked for could not be done.
    Failed(Trouble),
}

/// What went wrong, why, and what to do about it. Sentence-cased, in plain words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trouble {
    /// What could not be done.
    pub what: String,
    /// Why not.
    pub why: String,
    /// What helps; empty where nothing does.
    pub remedy: String,
}

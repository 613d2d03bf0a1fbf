//! What happened, in the past tense. The whole list of what can wake the reader.
//!
//! A message is a value: it carries what is now known and no way to find out more, so that a test may tell the model
//! anything at any moment. Answers to a question carry its ticket. What a sync tells stands here, what is told of sources
//! in `sources`.

mod sources;

use std::sync::Arc;

use crossterm::event::KeyEvent;
use ratatui::layout::Size;

use crate::{
    story::{Dispatch, Entry, Key, Moment, Record, RecordId, SourceState, Trace, WireName},
    wire::{
        page::{BeatCount, Hits, Kept, KeptRecord, Page, Version, WireCount},
        state::WireState,
        stories::{StoryRow, Why},
    },
};

use super::model::Ticket;

pub use crate::story::Trouble;
pub use sources::{Asking, Choice, Edited, Found, GatherNews, Gleaned, Offer, Outlines};

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
    /// A window of the list, and what became of the list, if that was asked.
    PageLoaded(Ticket, Page, Option<Held>),
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
    /// A window of a list of stories.
    StoriesLoaded {
        /// For whom.
        ticket: Ticket,
        /// The place of the first of them.
        offset: usize,
        /// How many there are in the whole list.
        total: usize,
        /// The stories.
        rows: Vec<StoryRow>,
    },
    /// Why a story fired; `None` if the store knows neither the story nor the dispatch.
    WhyLoaded(Ticket, Option<Told>),
    /// A dispatch held against the records that are here; `None` if it is not in the store.
    TraceLoaded(Ticket, Option<Arc<Traced>>),
    /// All versions of a dispatch, whole; `None` if it is not in the store.
    VersionsLoaded(Ticket, Option<Arc<History>>),
    /// How reading each wire fares.
    StatesLoaded(Ticket, Vec<WireState>),
    /// The dispatch with the slug asked for, if it is in the store.
    SlugFound(Ticket, Option<Key>),
    /// A wire read from elsewhere is being synced.
    Synced(SyncNews),
    /// How each source fares.
    SourcesLoaded(Ticket, Vec<SourceState>),
    /// The newest records of a source.
    SourceRecordsLoaded(Ticket, Vec<Record>),
    /// The sources are being gathered from.
    Gathered(GatherNews),
    /// What was found at an address, or why nothing was.
    LookedUp(Ticket, Result<Found, Trouble>),
    /// What an OPML file would add, or why it cannot be read.
    OutlinesRead(Ticket, Result<Box<Outlines>, Trouble>),
    /// The config's sources have changed, or could not be.
    SourcesEdited(Result<Edited, Trouble>),
    /// The page behind a record was fetched and is kept, or could not be; whether the record has other words now.
    PageFetched(WireName, RecordId, Result<bool, Trouble>),
    /// A record was fetched from its wire, or could not be.
    RecordFetched(WireName, RecordId, Option<Trouble>),
    /// What was missing of a dispatch was fetched, or could not be.
    DispatchFetched(Key, Option<Trouble>),
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

/// What is known of why a story fired.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// Everything: it was decided here.
    Decided(Box<Why>),
    /// What the dispatch itself tells: its story was decided elsewhere, or the decisions were not kept.
    Dispatch(Box<Kept>),
}

/// A dispatch with its records, and what became of each of its sentences when it was held against them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Traced {
    /// The dispatch, and those of its records that are here.
    pub kept: Kept,
    /// Its sentences.
    pub trace: Trace,
}

/// All versions of a dispatch, oldest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// The versions. Of very many, the newest.
    pub versions: Vec<Past>,
}

/// One version, whole.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Past {
    /// Which, and whether it was read.
    pub version: Version,
    /// The dispatch as it stood then.
    pub dispatch: Dispatch,
    /// Only what its wire's list told is here of it.
    pub partial: bool,
}

/// What became of a list since a window was taken from it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Held {
    /// How many places further down its rows stand now.
    pub shift: isize,
    /// How many rows are new at its top.
    pub new: usize,
}

/// What a sync tells.
#[derive(Debug, Clone, PartialEq)]
pub enum SyncNews {
    /// A wire's turn.
    Began(WireName),
    /// So far.
    Moved(Progress),
    /// The server asked for patience until then.
    Waiting(WireName, Moment),
    /// A wire is done, one way or another.
    Ended(Outcome),
    /// Nothing could be begun.
    Refused(Trouble),
    /// Another Slugline is syncing this store.
    Elsewhere,
    /// While that is so: the store may have changed.
    Looked,
    /// Nothing is under way any more.
    Rested,
}

/// How far the sync of a wire is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// Which wire.
    pub wire: WireName,
    /// What is being fetched: `dispatches`, `details`, `records`.
    pub what: &'static str,
    /// Items so far.
    pub items: usize,
    /// Of these, dispatches never seen before.
    pub new: usize,
    /// How many there will be, where known.
    pub of: Option<usize>,
    /// Items a second.
    pub per_second: f64,
    /// Requests left today.
    pub left: u32,
}

/// How the sync of a wire went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Which wire.
    pub wire: WireName,
    /// Dispatches never seen before.
    pub new: usize,
    /// Dispatches that have more or other to them now.
    pub updated: usize,
    /// Records taken in.
    pub records: usize,
    /// Why it ended early.
    pub trouble: Option<Trouble>,
}

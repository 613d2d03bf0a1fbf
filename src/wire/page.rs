//! A page of the wire: which dispatches, in which order, and what a list needs to show of each.
//!
//! These are the questions a reader asks of a store and the shape of the answers. Both sides meet here, so that
//! the screens never see a table and the store never sees a screen. A list is a *window*: it has a total and an
//! offset, and the rows between; nobody holds the whole of it.

use crate::story::{Arc, Code, Dispatch, Key, Moment, Record, RecordId, SourceKind, WireName};

/// One wire, or all of them together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every wire in the store.
    #[default]
    All,
    /// One wire.
    Wire(WireName),
}

/// Which of a beat's dispatches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Only {
    /// All of them.
    #[default]
    All,
    /// Those not read yet.
    Unread,
    /// Those marked with a star.
    Starred,
}

/// A list of dispatches: newest first, ties by id. Only current versions are in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Listing {
    /// Of which wire.
    pub scope: Scope,
    /// Of which beat, by its label; `None` for all beats.
    pub beat: Option<String>,
    /// Which of them.
    pub only: Only,
}

/// What a list shows of one dispatch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Which dispatch.
    pub key: Key,
    /// The beat's label.
    pub beat: String,
    /// The title.
    pub headline: String,
    /// The sentence under it.
    pub dek: String,
    /// When it was published.
    pub time: Option<Moment>,
    /// Records it was written from.
    pub records: usize,
    /// Web pages it cites.
    pub web: usize,
    /// The kinds of places its records come from.
    pub platforms: Vec<SourceKind>,
    /// Where the story stands.
    pub arc: Option<Arc>,
    /// Counts from 1.
    pub version: u32,
    /// Written from a single voice.
    pub thin: bool,
    /// This version has been read.
    pub read: bool,
    /// An earlier version has been read and this one has not: the `new version` badge.
    pub newer: bool,
    /// Marked with a star.
    pub starred: bool,
}

impl Row {
    /// Its short name.
    pub fn code(&self) -> Code {
        Code::of(&self.key.id)
    }

    /// Where the story stands, if that still holds now.
    pub fn badge(&self, now: Moment) -> Option<&Arc> {
        self.arc.as_ref().filter(|arc| arc.holds(self.time, now))
    }
}

/// A window on a listing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// How many rows precede the first one here.
    pub offset: usize,
    /// The rows, at most as many as were asked for.
    pub rows: Vec<Row>,
    /// How many rows the whole listing has.
    pub total: usize,
}

/// A beat and how much is in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BeatCount {
    /// The beat's label.
    pub beat: String,
    /// Current dispatches.
    pub total: usize,
    /// Those not read yet.
    pub unread: usize,
}

/// A wire in the store.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WireCount {
    /// Its name.
    pub wire: WireName,
    /// Current dispatches.
    pub total: usize,
    /// Those not read yet.
    pub unread: usize,
    /// Records.
    pub records: usize,
    /// When it last took anything in.
    pub updated_at: Option<Moment>,
}

/// A dispatch as the store keeps it, with what the person did to it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kept {
    /// Which wire it is on.
    pub wire: WireName,
    /// The dispatch.
    pub dispatch: Dispatch,
    /// This version has been read.
    pub read: bool,
    /// Marked with a star.
    pub starred: bool,
    /// The records it names that are in the store, whole; in the order of its citations.
    pub records: Vec<Record>,
    /// All versions of it, oldest first, this one among them.
    pub versions: Vec<Version>,
    /// Only what its wire's list told is here yet; the rest is still to be fetched.
    pub partial: bool,
    /// What else is told of the running story it belongs to.
    pub running: Running,
}

/// The other dispatches of a running story, as current versions: those before this one and those after it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Running {
    /// Those that told earlier parts, oldest first; at most ten.
    pub earlier: Vec<Link>,
    /// Those that told later ones, oldest first; at most ten.
    pub later: Vec<Link>,
}

/// A dispatch of a running story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Which.
    pub key: Key,
    /// Its title.
    pub headline: String,
    /// When it was published.
    pub time: Option<Moment>,
}

/// One version in a dispatch's history.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Version {
    /// Which.
    pub key: Key,
    /// Counts from 1.
    pub version: u32,
    /// Its title then.
    pub headline: String,
    /// When it was written.
    pub time: Option<Moment>,
    /// This version has been read.
    pub read: bool,
}

/// A record as the store keeps it, with the dispatches that lean on it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeptRecord {
    /// Which wire it is on.
    pub wire: WireName,
    /// The record.
    pub record: Record,
    /// The dispatches that cite it, newest first, at most 50.
    pub cited_by: Vec<Row>,
}

/// What a search found.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A dispatch.
    Dispatch(Key),
    /// A record.
    Record(WireName, RecordId),
}

/// One hit of a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// What was found.
    pub what: Found,
    /// Headline or title.
    pub title: String,
    /// When it was published.
    pub time: Option<Moment>,
    /// The outlet, or the beat.
    pub place: String,
    /// A few words around the match, in pieces: `true` marks the words that matched.
    pub snippet: Vec<(String, bool)>,
}

/// The answer to a search.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Hits {
    /// Best first: dispatches, then records.
    pub hits: Vec<Hit>,
    /// There were more than fit.
    pub more: bool,
}

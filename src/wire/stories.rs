//! Stories as the desk sees them, written or not: what moves, what is watched and for want of what, and why.
//!
//! The questions that the signals screen and `slugline why` ask of a store, and the shape of the answers.

use crate::story::{
    Cluster, ClusterId, Decision, Key, Moment, Outcome, RecordId, Signal, SourceKind, WireName,
};

use super::page::Scope;

/// Which stories.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Moving {
    /// Those that a signal fired for, the newest signal first.
    #[default]
    Fired,
    /// Those that have too little to be written yet, the last told first.
    Watched,
}

/// A list of stories.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Stories {
    /// Of which wire.
    pub scope: Scope,
    /// Which of them.
    pub moving: Moving,
}

/// What a list shows of one story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoryRow {
    /// On which wire.
    pub wire: WireName,
    /// Its cluster: members, voices, copies, times.
    pub cluster: Cluster,
    /// Its dispatch's headline, else its first record's name.
    pub headline: String,
    /// What the last edition made of it; `None` before any looked at it.
    pub outcome: Option<Outcome>,
    /// Why it made that of it: what is missing, what was refused.
    pub reason: String,
    /// Its current dispatch.
    pub dispatch: Option<Key>,
    /// The last signal that fired for it.
    pub signal: Option<Signal>,
    /// How many of its records came in each hour of the last [`HOURS`] before its last record, by the kind of place.
    pub arrivals: Vec<Arrivals>,
}

/// Hours that [`StoryRow::arrivals`] looks back.
pub const HOURS: usize = 24;

/// Records of one kind of place, hour by hour.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arrivals {
    /// Where they come from.
    pub kind: SourceKind,
    /// The oldest hour first; [`HOURS`] of them.
    pub hours: Vec<u32>,
}

/// All that is known of how a story came to be one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Why {
    /// The story.
    pub row: StoryRow,
    /// Its records, oldest first.
    pub records: Vec<Teller>,
    /// What each record met, in the order in which it happened.
    pub decisions: Vec<Decision>,
    /// Every signal that fired for it, oldest first.
    pub signals: Vec<Signal>,
    /// The clusters that became part of it.
    pub aliases: Vec<ClusterId>,
}

/// One of a story's records, as far as `why` tells of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Teller {
    /// Which.
    pub id: RecordId,
    /// Where it comes from.
    pub kind: SourceKind,
    /// Its title, else its first words.
    pub name: String,
    /// Who speaks.
    pub voice: String,
    /// When.
    pub at: Option<Moment>,
    /// It was there when its source was first read.
    pub backfill: bool,
}

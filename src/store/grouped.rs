//! What an edition has to remember from one run to the next: clusters that may still grow, and what came of them.
//!
//! The store keeps these and understands none of them: what is packed in a cluster's state, and which story deserves a
//! dispatch, is for the desk to say.

use crate::story::{Cluster, ClusterId, Decision, Dispatch, DispatchId, Entry, Moment, Outcome, Signal};

/// A cluster as it is kept from one edition to the next.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeptCluster {
    /// The cluster.
    pub cluster: Cluster,
    /// The ids of clusters that became part of it.
    pub aliases: Vec<ClusterId>,
    /// What the grouping has to know of it, packed.
    pub state: Vec<u8>,
    /// How far its first record lay from the nearest story when it opened, 0 to 1; `None` if there was no other.
    pub distance: Option<f64>,
    /// Its first record's name; `None` leaves the one that is kept.
    pub headline: Option<String>,
    /// An edition has to look at it.
    pub due: bool,
    /// The signals that fired for it so far, oldest first. Only ever read: new ones come as [`Grouped::signals`].
    pub signals: Vec<Signal>,
}

/// What grouping goes on from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Remembered {
    /// How often something was kept.
    pub turn: i64,
    /// How common words are, packed.
    pub counts: Vec<u8>,
    /// How busy the wire was lately, packed.
    pub tide: Vec<u8>,
    /// The clusters that may still grow, in the order in which they were first kept.
    pub clusters: Vec<KeptCluster>,
}

/// What a batch of records came to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grouped {
    /// The turn that it went on from.
    pub turn: i64,
    /// The clusters that changed.
    pub clusters: Vec<KeptCluster>,
    /// What each record met, in the order in which it happened.
    pub decisions: Vec<Decision>,
    /// What fired, and for which cluster.
    pub signals: Vec<(ClusterId, Signal)>,
    /// How common words are by now, packed.
    pub counts: Vec<u8>,
    /// How busy the wire was lately, packed.
    pub tide: Vec<u8>,
    /// Clusters that heard nothing since this moment cannot grow any more.
    pub silent_since: Option<Moment>,
}

/// A story that an edition has to look at.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Due {
    /// Its cluster.
    pub cluster: Cluster,
    /// The ids of clusters that became part of it.
    pub aliases: Vec<ClusterId>,
    /// How far its first record lay from the nearest story when it opened, 0 to 1.
    pub distance: Option<f64>,
    /// A version of the dispatch that tells it.
    pub dispatch: Option<DispatchId>,
    /// Every signal that fired for it, oldest first.
    pub signals: Vec<Signal>,
    /// Which turn made it due.
    pub turn: i64,
}

/// What an edition made of one story.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Which.
    pub cluster: ClusterId,
    /// The turn that had made it due: if another one touched it meanwhile, it stays due.
    pub turn: i64,
    /// What became of it; `None` for a record that stands alone and is no story yet.
    pub outcome: Option<Outcome>,
    /// Why.
    pub reason: String,
    /// The dispatch that tells it now.
    pub dispatch: Option<DispatchId>,
    /// It stays due, and need not be looked at before this moment.
    pub waits: Option<Moment>,
}

/// What an edition made of all it looked at: kept whole or not at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Written {
    /// New dispatches and new versions.
    pub dispatches: Vec<Dispatch>,
    /// What became of each story.
    pub ledger: Vec<Entry>,
    /// The same, for the stories' own rows.
    pub judged: Vec<Judged>,
    /// What the stories were judged by, in words.
    pub ground: String,
}

//! What reading a wire from elsewhere has to remember from one run to the next, and what one step of it brings.
//!
//! The store keeps these and understands none of them: what a walk is for, and when something is worth another try,
//! is for the one who syncs to say.

use std::collections::HashSet;

use crate::story::{Dispatch, DispatchId, Moment, Record};
use crate::wire::state::Trouble;

/// How reading a wire stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The address that all of this was learned at.
    pub url: String,
    /// What the server turned out to be, in a few words.
    pub server: String,
    /// What it can do, as JSON; empty for not known.
    pub abilities: String,
    /// When that was found out.
    pub met_at: Option<Moment>,
    /// When it was last tried.
    pub tried_at: Option<Moment>,
    /// When a sync last went through.
    pub synced_at: Option<Moment>,
    /// When all that may still change in place was last looked at again.
    pub rechecked_at: Option<Moment>,
    /// Its list has once been walked to the end.
    pub walked: bool,
    /// Tries in vain, one after the other.
    pub failures: u32,
    /// Not to be asked before this moment.
    pub not_before: Option<Moment>,
    /// The server asked for that wait; otherwise it is our own patience.
    pub wished: bool,
    /// Why the last try failed.
    pub trouble: Option<Trouble>,
    /// The fingerprint of the address and the key that were refused; empty for none.
    pub refused: String,
    /// What could not be kept, or is odd.
    pub notes: Vec<String>,
}

/// A walk through a list that can be taken up again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenWalk {
    /// Its number: the later one began, the higher. 0 for one the store has not heard of.
    pub n: i64,
    /// Where it stands.
    pub cursor: Option<String>,
    /// It goes to the end of the list, whatever it meets.
    pub deep: bool,
    /// The oldest time it has come to.
    pub reached: Option<Moment>,
}

/// What a page changes about the walk that brought it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Step {
    /// Nothing: no walk brought it, or one that need not be taken up again.
    #[default]
    None,
    /// It stands here now. Number 0 gets a number.
    At(OpenWalk),
    /// It is done: it met what an earlier one brought.
    Met(i64),
    /// It came to the end of the list, and so it did for every walk that began before it.
    End(i64),
}

/// Something of a wire is wanted, one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Piece {
    /// A dispatch, whole.
    Dispatch,
    /// A record.
    Record,
}

/// One thing that is still to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What it is.
    pub piece: Piece,
    /// Its id.
    pub id: String,
    /// Tries in vain.
    pub tries: u32,
}

/// What became of something that was wanted and did not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is given up: what is here is all there will be.
    GivenUp,
    /// It is tried again, not before this moment.
    Later(Moment),
}

/// What one answer brought: kept whole or not at all.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Haul {
    /// The rows of a list: the dispatch, and whether the row is all there is to it.
    pub rows: Vec<(Dispatch, bool)>,
    /// Those of the rows that were read with losses: a sound row of the same version has more to tell.
    pub lossy: HashSet<DispatchId>,
    /// Dispatches asked for one by one: nothing more is wanted of them.
    pub details: Vec<Dispatch>,
    /// Records.
    pub records: Vec<Record>,
    /// What did not come, and what follows.
    pub missed: Vec<(Piece, String, Verdict)>,
    /// Where the walk stands that brought the rows.
    pub step: Step,
    /// What is known of the server by now, in words and as JSON, if it is more than before.
    pub server: Option<(String, String)>,
    /// Requests made since the last time, counted for the day of `now`.
    pub requests: u32,
}

/// What a row of a list was to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Never seen before.
    New,
    /// Another version or enrichment than the list told last.
    Restamped,
    /// The same by its stamps, though something else about it is not.
    Touched,
    /// Just so.
    Same,
}

/// What became of a haul.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Of each row, in order.
    pub rows: Vec<Seen>,
    /// What became of rows, details and records.
    pub counts: super::Counts,
    /// The number of the walk, where it has one.
    pub walk: i64,
}

impl Taken {
    /// Rows never seen before.
    pub fn fresh(&self) -> usize {
        self.rows.iter().filter(|seen| **seen == Seen::New).count()
    }
}

/// Before the stamp of a row that was read with losses: no sound row has such a one.
const LOSSY: char = '~';

/// What is kept of a row's stamp.
pub(super) fn kept_stamp(row: &Dispatch, lossy: bool) -> String {
    let stamp = stamp(row);
    if lossy { format!("{LOSSY}{stamp}") } else { stamp }
}

/// Whether what was kept says that a row has nothing new to tell. One with losses has not where its version and
/// enrichment are known, read with losses or without; a sound one has, where the last was read with losses.
pub(super) fn tells_the_same(row: &Dispatch, lossy: bool, kept: &str) -> bool {
    let kept = if lossy { kept.trim_start_matches(LOSSY) } else { kept };
    kept == stamp(row)
}

/// Version and enrichment of a dispatch in one word: a list that tells the same again has nothing new to tell.
pub(super) fn stamp(dispatch: &Dispatch) -> String {
    let enriched = dispatch.enriched_at.map_or_else(String::new, |at| at.as_micros().to_string());
    let round = dispatch.extra.get("enrichmentVersion").map_or_else(String::new, ToString::to_string);
    format!("{}/{enriched}/{round}", dispatch.version)
}

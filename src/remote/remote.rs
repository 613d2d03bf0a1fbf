//! A wire at the other end.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use super::{Abilities, Stop, Stopped};
use crate::{
    config::WireRow,
    net::{Client, Key},
    story::{Dispatch, DispatchId, Record, RecordId},
    wire::state::Trouble,
};

/// How many requests may still be made today, and how many were made by this run.
#[derive(Debug, Default)]
pub struct Budget {
    left: AtomicU32,
    spent: AtomicU32,
}

impl Budget {
    /// So many are left.
    pub fn new(left: u32) -> Self {
        Self { left: AtomicU32::new(left), spent: AtomicU32::new(0) }
    }

    /// Takes one, if there is one. Called right before each request.
    pub fn spend(&self) -> bool {
        let taken = self.left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if taken.is_ok() {
            self.spent.fetch_add(1, Ordering::SeqCst);
        }
        taken.is_ok()
    }

    /// How many are left.
    pub fn left(&self) -> u32 {
        self.left.load(Ordering::SeqCst)
    }

    /// How many were made since this was last asked: what is still to be written down.
    pub fn take_spent(&self) -> u32 {
        self.spent.swap(0, Ordering::SeqCst)
    }
}

/// One row of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// As far as the row tells it.
    pub dispatch: Dispatch,
    /// The row is all there is to it: nothing would be gained by asking for the dispatch itself.
    pub whole: bool,
}

/// A page of a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ListPage {
    /// Its rows, newest first, without those this walk has brought already.
    pub rows: Vec<Listed>,
    /// Records that came along (a file has both).
    pub records: Vec<Record>,
    /// What could not be read, in words.
    pub notes: Vec<String>,
    /// Nothing follows.
    pub last: bool,
}

/// A walk through a list, newest first. It can be left and taken up again from its cursor.
#[derive(Debug, Clone, Default)]
pub struct Walk {
    cursor: Option<String>,
}

impl Walk {
    /// From the top, or from a cursor that an earlier walk left.
    pub fn from(cursor: Option<String>) -> Self {
        Self { cursor }
    }

    /// Where it stands: what to keep, so that another run can go on.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }
}

/// A wire at the other end.
#[derive(Debug)]
pub struct Remote {
    abilities: Abilities,
}

impl Remote {
    /// Nothing is asked yet. `known` is what was remembered of the server.
    pub fn new(
        _client: Client,
        _row: &WireRow,
        _key: Option<Key>,
        known: Option<Abilities>,
        _budget: Arc<Budget>,
    ) -> Result<Self, Stopped> {
        Ok(Self { abilities: known.unwrap_or_default() })
    }

    /// What is known of the server by now; keep it.
    pub fn abilities(&self) -> &Abilities {
        &self.abilities
    }

    /// Finds out what the server is, unless it is known.
    pub async fn meet(&mut self) -> Result<(), Stopped> {
        Err(not_built())
    }

    /// The next page of a walk. After a page with `last`, do not ask again.
    pub async fn next(&mut self, _walk: &mut Walk) -> Result<ListPage, Stopped> {
        Err(not_built())
    }

    /// A dispatch with its citations, as far down the ladder as this server goes. `row` is what the list gave.
    pub async fn dispatch(&mut self, _row: Dispatch) -> Result<(Dispatch, Vec<String>), Stopped> {
        Err(not_built())
    }

    /// A dispatch of which nothing but the id is known.
    pub async fn dispatch_by_id(&mut self, id: &DispatchId) -> Result<(Dispatch, Vec<String>), Stopped> {
        self.dispatch(Dispatch { id: id.clone(), ..Dispatch::default() }).await
    }

    /// One record, whole.
    pub async fn record(&mut self, _id: &RecordId) -> Result<(Record, Vec<String>), Stopped> {
        Err(not_built())
    }
}

fn not_built() -> Stopped {
    Stopped {
        stop: Stop::Broken,
        trouble: Trouble { what: "Not built yet".to_owned(), ..Trouble::default() },
    }
}

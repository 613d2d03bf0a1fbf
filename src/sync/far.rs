//! The other end, as far as a sync needs it: so that the engine can be tried against a server that is only pretended.

use std::future::Future;

use crate::{
    config::WireRow,
    net::{Client, Key},
    remote::{Abilities, Budget, ListPage, Remote, Stopped, Walk},
    story::{Dispatch, Record, RecordId},
};

/// A wire at the other end.
pub(super) trait Far: Send + Sized {
    /// Where a walk through its list stands.
    type Walk: Send;

    /// A walk from the top, or from where an earlier one stood.
    fn walk(&self, cursor: Option<String>) -> Self::Walk;
    /// Where it stands, to be kept.
    fn cursor(walk: &Self::Walk) -> Option<String>;
    /// The place it was taken up from was not known any more, and it began at the top again.
    fn began_anew(walk: &Self::Walk) -> bool;
    /// What is known of the server by now.
    fn abilities(&self) -> &Abilities;
    /// Another one like this, for a second question at the same time.
    fn twin(&self) -> Option<Self>;
    /// Finds out what the server is, unless it is known.
    fn meet(&mut self) -> impl Future<Output = Result<(), Stopped>> + Send;
    /// The next page of a walk.
    fn next(&mut self, walk: &mut Self::Walk) -> impl Future<Output = Result<ListPage, Stopped>> + Send;
    /// All there is to a dispatch.
    fn dispatch(
        &mut self,
        row: Dispatch,
    ) -> impl Future<Output = Result<(Dispatch, Vec<String>), Stopped>> + Send;
    /// One record.
    fn record(
        &mut self,
        id: &RecordId,
    ) -> impl Future<Output = Result<(Record, Vec<String>), Stopped>> + Send;
}

/// What it takes to reach a wire.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) client: Client,
    pub(super) row: WireRow,
    pub(super) key: Option<Key>,
    pub(super) budget: std::sync::Arc<Budget>,
}

/// A real server at the end of a line.
#[derive(Debug)]
pub(super) struct Server {
    line: Line,
    remote: Remote,
}

impl Server {
    /// Nothing is asked yet.
    pub(super) fn new(line: Line, known: Option<Abilities>) -> Result<Self, Stopped> {
        let Line { client, row, key, budget } = line.clone();
        Ok(Self { remote: Remote::new(client, &row, key, known, budget)?, line })
    }
}

impl Far for Server {
    type Walk = Walk;

    fn walk(&self, cursor: Option<String>) -> Walk {
        Walk::from(cursor)
    }
    fn cursor(walk: &Walk) -> Option<String> {
        walk.cursor().map(str::to_owned)
    }
    fn began_anew(walk: &Walk) -> bool {
        walk.began_anew()
    }
    fn abilities(&self) -> &Abilities {
        self.remote.abilities()
    }
    fn twin(&self) -> Option<Self> {
        Self::new(self.line.clone(), Some(self.abilities().clone())).ok()
    }
    async fn meet(&mut self) -> Result<(), Stopped> {
        self.remote.meet().await
    }
    async fn next(&mut self, walk: &mut Walk) -> Result<ListPage, Stopped> {
        self.remote.next(walk).await
    }
    async fn dispatch(&mut self, row: Dispatch) -> Result<(Dispatch, Vec<String>), Stopped> {
        self.remote.dispatch(row).await
    }
    async fn record(&mut self, id: &RecordId) -> Result<(Record, Vec<String>), Stopped> {
        self.remote.record(id).await
    }
}

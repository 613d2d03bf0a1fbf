//! The store as a gathering sees it. Its calls block, so they go to a thread; what has been sent there is done even if
//! nobody waits for it any more.

use std::{collections::HashMap, sync::Arc};

use crate::{
    store::{self, Lock, Prepared, SourceMemory, Store, StoreFault, Writer},
    story::{Moment, SourceName, Trouble, WireName},
};

/// The wire's place in the store.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    store: Arc<Store>,
    writer: Writer,
    wire: WireName,
    /// Held until the last thread is done, so that nobody else begins while something is still being written.
    _lock: Arc<Lock>,
}

impl Shelf {
    /// Takes the lock; `None` if another gathering has it.
    pub(super) fn take(store: &Arc<Store>, wire: &WireName) -> Result<Option<Self>, StoreFault> {
        let writer = store.writer()?;
        let Some(lock) = Lock::gathering(store.path())? else { return Ok(None) };
        let (store, wire) = (Arc::clone(store), wire.clone());
        Ok(Some(Self { store, writer, wire, _lock: Arc::new(lock) }))
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreFault> + Send + 'static,
    ) -> Result<T, Trouble> {
        let shelf = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&shelf)).await;
        Ok(done.unwrap_or_else(|_| Err(StoreFault::fell()))?)
    }

    /// What is remembered of all sources.
    pub(super) async fn memories(&self) -> Result<HashMap<SourceName, SourceMemory>, Trouble> {
        self.on_thread(|shelf| shelf.store.reader()?.source_memories(&shelf.wire)).await
    }

    /// Keeps what some sources brought: all of it, or nothing.
    pub(super) async fn keep(
        self,
        gatherings: Vec<Prepared>,
        now: Moment,
    ) -> Result<Vec<store::Came>, Trouble> {
        self.on_thread(move |shelf| shelf.writer.take_prepared(&shelf.wire, gatherings, now)).await
    }

    /// Clears up, and makes everything that came findable. `new`: how many records came.
    pub(super) async fn finish(&self, new: usize, now: Moment) -> Result<(), Trouble> {
        self.on_thread(move |shelf| {
            shelf.writer.tidy_sources(now)?;
            shelf.writer.catch_up()?;
            shelf.writer.pack(new).map(drop)
        })
        .await
    }
}

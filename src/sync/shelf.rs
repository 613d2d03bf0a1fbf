//! The store as seen by the sync of one wire. Its calls block, so they go to a thread; what has been sent there is done
//! even if nobody waits for it any more.

use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

use crate::{
    net::Clock,
    remote::Budget,
    store::{Haul, Lock, OpenWalk, Piece, Reader, Standing, Store, StoreFault, Taken, Wanted, Writer},
    story::{Dispatch, DispatchId, Key, Moment, WireName},
    wire::state::Trouble,
};

/// One wire of a store.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    wire: WireName,
    writer: Writer,
    reader: Arc<Mutex<Reader>>,
    clock: Clock,
    /// Held until the last thread is done, so that nobody else begins while something is still being written.
    _lock: Option<Arc<Lock>>,
}

impl Shelf {
    /// A wire's place in a store.
    pub(super) fn new(
        store: &Store,
        wire: WireName,
        clock: Clock,
        lock: Option<Arc<Lock>>,
    ) -> Result<Self, Trouble> {
        let reader = Arc::new(Mutex::new(store.reader()?));
        Ok(Self { wire, writer: store.writer()?, reader, clock, _lock: lock })
    }

    pub(super) fn now(&self) -> Moment {
        self.clock.now()
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, StoreFault> + Send + 'static,
    ) -> Result<T, Trouble> {
        let shelf = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&shelf)).await;
        Ok(done.unwrap_or_else(|_| Err(StoreFault::fell()))?)
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader, &WireName, Moment) -> Result<T, StoreFault> + Send + 'static,
    ) -> Result<T, Trouble> {
        self.on_thread(move |shelf| {
            let reader = shelf.reader.lock().unwrap_or_else(PoisonError::into_inner);
            work(&reader, &shelf.wire, shelf.now())
        })
        .await
    }

    pub(super) async fn standing(&self) -> Result<Standing, Trouble> {
        self.read(|reader, wire, _| reader.standing(wire)).await
    }

    /// Requests made today.
    pub(super) async fn requests(&self) -> Result<u32, Trouble> {
        self.read(Reader::requests).await
    }

    pub(super) async fn walks(&self) -> Result<Vec<OpenWalk>, Trouble> {
        self.read(|reader, wire, _| reader.walks(wire)).await
    }

    /// Whether all these rows are known by their stamps. Gives the rows back.
    pub(super) async fn knows_all(
        &self,
        rows: Vec<(Dispatch, bool)>,
        lossy: HashSet<DispatchId>,
    ) -> Result<(Vec<(Dispatch, bool)>, bool), Trouble> {
        self.read(move |reader, wire, _| {
            let known = reader.knows_all(wire, rows.iter().map(|(row, _)| (row, lossy.contains(&row.id))))?;
            Ok((rows, known))
        })
        .await
    }

    /// What is due; where `opened`, only of what a person opened.
    pub(super) async fn wanted(
        &self,
        piece: Piece,
        opened: bool,
        limit: usize,
    ) -> Result<Vec<Wanted>, Trouble> {
        self.read(move |reader, wire, now| {
            if opened {
                reader.opened(wire, piece, now, limit)
            } else {
                reader.wanted(wire, piece, now, limit)
            }
        })
        .await
    }

    /// Dispatches that are here in part, and records asked for: how many.
    pub(super) async fn lacking(&self) -> Result<(usize, usize), Trouble> {
        self.read(|reader, wire, now| {
            let states = reader.states(now)?;
            let state = states.iter().find(|state| state.wire == *wire);
            Ok(state.map_or((0, 0), |state| (state.partial, state.queued)))
        })
        .await
    }

    /// What the store has of a dispatch; nothing but its id, if it has none.
    pub(super) async fn row(&self, id: String) -> Result<Dispatch, Trouble> {
        self.read(move |reader, wire, _| {
            let key = Key::new(wire.clone(), id);
            Ok(reader.dispatch(&key)?.map_or_else(
                || Dispatch { id: key.id, version: 1, active: true, ..Dispatch::default() },
                |kept| kept.dispatch,
            ))
        })
        .await
    }

    /// Wants all records that dispatches since a moment name and that are not here.
    pub(super) async fn want_records_since(&self, since: Moment) -> Result<(), Trouble> {
        self.on_thread(move |shelf| {
            let reader = shelf.reader.lock().unwrap_or_else(PoisonError::into_inner);
            let missing = reader.missing_records(&shelf.wire, since)?;
            if missing.is_empty() { Ok(()) } else { shelf.writer.want_records(&shelf.wire, missing) }
        })
        .await
    }

    /// Wants what a person opened, before all others.
    pub(super) async fn want_opened(&self, piece: Piece, id: String) -> Result<(), Trouble> {
        self.on_thread(move |shelf| shelf.writer.want_opened(&shelf.wire, piece, &id, shelf.now())).await
    }

    pub(super) async fn take(&self, haul: Haul) -> Result<Taken, Trouble> {
        self.on_thread(move |shelf| shelf.writer.take(&shelf.wire, haul, shelf.now())).await
    }

    pub(super) async fn keep_standing(&self, standing: Standing, requests: u32) -> Result<(), Trouble> {
        self.on_thread(move |shelf| shelf.writer.keep_standing(&shelf.wire, standing, requests, shelf.now()))
            .await
    }

    /// Writes down, when it goes, what requests were made and not yet counted: also when a run is broken off.
    pub(super) fn counting(&self, budget: Arc<Budget>) -> Counting {
        Counting { shelf: self.clone(), budget }
    }
}

/// See [`Shelf::counting`].
#[derive(Debug)]
pub(super) struct Counting {
    shelf: Shelf,
    budget: Arc<Budget>,
}

impl Drop for Counting {
    fn drop(&mut self) {
        let spent = self.budget.take_spent();
        if spent > 0 {
            self.shelf.writer.note_requests(&self.shelf.wire, spent, self.shelf.now());
        }
    }
}

//! The engine against a server that is only pretended: whatever is broken off, in the end everything is here.

mod calls;
mod pretended;
mod promises;
mod troubles;

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use super::{News, Report, Want, far::Far as _, leave, run::Run, shelf::Shelf, tally::Tally};
use crate::{
    net::Clock,
    remote::Budget,
    store::{Access, Piece, Reader, Standing, Store},
    story::{Dispatch, Moment, WireName},
    wire::page::{Listing, Only, Scope},
};
use pretended::{Pretended, Server};

/// The address of the pretended server.
const URL: &str = "https://wire.example";

/// Requests a day, unless a test says otherwise.
const BUDGET: u32 = 100_000;

fn wire() -> WireName {
    WireName::from("far")
}

/// A store, a pretended server, and a clock that the test turns.
struct Bench {
    folder: tempfile::TempDir,
    store: Store,
    server: Arc<Mutex<Server>>,
    now: Arc<AtomicI64>,
    budget: u32,
}

impl Bench {
    fn new(server: Server) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = server.now;
        let store = Store::open(&folder.path().join("wire.db"), Access::ReadWrite, now).unwrap();
        let now = Arc::new(AtomicI64::new(now.as_micros()));
        Self { folder, store, server: Arc::new(Mutex::new(server)), now, budget: BUDGET }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("wire.db")
    }

    fn now(&self) -> Moment {
        Moment::from_micros(self.now.load(Ordering::SeqCst))
    }

    fn later(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    fn server(&self) -> std::sync::MutexGuard<'_, Server> {
        self.server.lock().unwrap()
    }

    fn reader(&self) -> Reader {
        self.store.reader().unwrap()
    }

    fn standing(&self) -> Standing {
        self.reader().standing(&wire()).unwrap()
    }

    /// One run, as the syncer makes it; `None` if it was broken off.
    fn sync(&self, want: Want) -> Option<Report> {
        self.watch(want, &mut |_| {})
    }

    fn watch(&self, want: Want, tell: &mut (dyn FnMut(News) + Send)) -> Option<Report> {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().start_paused(true).build().unwrap();
        let hangs = self.server().begin();
        runtime.block_on(async {
            tokio::select! {
                biased;
                report = self.run(want, tell) => Some(report),
                () = hangs.notified() => None,
            }
        })
    }

    async fn run(&self, want: Want, tell: &mut (dyn FnMut(News) + Send)) -> Report {
        let (now, wire) = (self.now.clone(), wire());
        let clock = Clock::new(move || Moment::from_micros(now.load(Ordering::SeqCst)));
        let mut tally = Tally::begin(&wire, tell);
        let shelf = Shelf::new(&self.store, wire, clock.clone(), None).unwrap();
        let mut standing = shelf.standing().await.unwrap();
        standing.url = URL.to_owned();
        let left = self.budget.saturating_sub(shelf.requests().await.unwrap());
        let budget = Arc::new(Budget::new(left));
        let _counting = shelf.counting(budget.clone());
        if let Err(barred) = leave::may_ask(&standing, "who", left, want.asked, clock.now(), "h") {
            tally.report.trouble = Some(barred.trouble);
            return tally.end();
        }
        let far = Pretended::new(self.server.clone(), budget.clone());
        assert!(far.twin().is_some());
        let mut run = Run { far, shelf, budget, daily: self.budget, clock, tally, standing, sat_out: 0 };
        let went = run.go(want).await;
        run.conclude(went, "who", 0.0).await.unwrap();
        run.tally.end()
    }

    /// Everything the store has, current or not, by id.
    fn kept(&self) -> Vec<Dispatch> {
        let mut all = Vec::new();
        let scope = Scope::Wire(wire());
        self.reader()
            .export(&scope, &mut |item| {
                if let crate::wire::format::Item::Story(story) = item {
                    all.push(*story);
                }
                std::ops::ControlFlow::Continue(())
            })
            .unwrap();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    }

    /// What is here is what the server has, whole, and nothing is still to be done.
    fn is_complete(&self) {
        let there = self.server().everything();
        let (kept, ids): (Vec<_>, Vec<_>) =
            self.kept().into_iter().map(|story| ((story.id.clone(), story.enriched_at), story.id)).unzip();
        let expected: Vec<_> = there.iter().map(|story| (story.id.clone(), story.enriched_at)).collect();
        assert_eq!(kept, expected, "every item, just as it is there");
        assert_eq!(ids.len(), there.len());
        assert!(self.kept().iter().all(|story| story.content.is_some()), "every item whole");
        assert!(self.reader().walks(&wire()).unwrap().is_empty(), "no walk is open");
        assert!(self.reader().wanted(&wire(), Piece::Dispatch, self.now(), 9).unwrap().is_empty());
        let listed = Listing { scope: Scope::Wire(wire()), only: Only::All, beat: None };
        let total = self.reader().page(&listed, 0, 1).unwrap().total;
        let current = there
            .iter()
            .filter(|story| !there.iter().any(|newer| newer.previous.as_ref() == Some(&story.id)));
        assert_eq!(total, current.count(), "every story once in the list");
    }
}

//! Wires read from elsewhere, synced while a person reads; sources of one's own, gathered from.
//!
//! One thread with a runtime of its own, which does not exist until it is needed: a reader without wires of others and
//! without sources has no runtime, no client and no socket, and the first screen is never waited for. What the person opens is fetched
//! beside a sync under way, not behind it. Leaving drops everything that is under way; what was told is kept.

use std::{
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::LocalSet,
};

use super::{
    Post,
    errands::Errands,
    gather::{Chore, Ground},
};
use crate::{
    config::WireRow,
    net::Manners,
    reader::{
        effect::Effect,
        msg::{Msg, Outcome, Progress, SyncNews, Trouble},
    },
    store::Store,
    story::{Key, RecordId, WireName},
    sync::{News, Report},
};

/// Progress is told no more often than this.
const STEP: Duration = Duration::from_millis(250);
/// Leaving waits this long for what is being written.
const LEAVING: Duration = Duration::from_millis(200);

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Errand {
    /// Sync these wires, since the person asked.
    Run(Vec<WireName>),
    /// Fetch a record.
    Record(WireName, RecordId),
    /// Fetch what is missing of a dispatch.
    Dispatch(Key),
}

/// The same, and what is to be done about sources.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Work {
    /// About wires read from elsewhere.
    Errand(Errand),
    /// About sources.
    Chore(Chore),
}

impl Work {
    /// What an effect asks this thread for, if it does.
    pub(super) fn of(effect: &Effect) -> Option<Self> {
        Some(match effect.clone() {
            Effect::Sync(wires) => Self::Errand(Errand::Run(wires)),
            Effect::FetchRecord(wire, id) => Self::Errand(Errand::Record(wire, id)),
            Effect::FetchDispatch(key) => Self::Errand(Errand::Dispatch(key)),
            Effect::Gather(only) => Self::Chore(Chore::Gather(only)),
            Effect::UseSources(rows) => Self::Chore(Chore::Use(rows)),
            Effect::LookUp(ticket, address) => Self::Chore(Chore::LookUp(ticket, address)),
            Effect::LookAt(ticket, row) => Self::Chore(Chore::LookAt(ticket, row)),
            Effect::FetchPage(wire, id) => Self::Chore(Chore::Page(wire, id)),
            _ => return None,
        })
    }
}

/// What the thread needs.
pub(super) struct Setup {
    pub(super) store: Arc<Store>,
    pub(super) wires: Vec<WireRow>,
    pub(super) manners: Manners,
    /// Where the own sources are gathered into.
    pub(super) ground: Ground,
    pub(super) post: Post,
}

/// The thread, if it was needed yet.
pub(super) struct Syncs {
    setup: Option<Setup>,
    errands: Option<UnboundedSender<Work>>,
    done: Option<mpsc::Receiver<()>>,
}

impl Syncs {
    pub(super) fn new(setup: Setup) -> Self {
        Self { setup: Some(setup), errands: None, done: None }
    }

    /// From now on wires are synced, and sources gathered from, by their schedule.
    pub(super) fn begin(&mut self) {
        let is_due = |setup: &Setup| {
            let any = !setup.wires.is_empty() || setup.ground.rows.iter().any(|row| row.enabled);
            any && !setup.manners.offline
        };
        if self.setup.as_ref().is_some_and(is_due) {
            self.start();
        }
    }

    /// Does this as soon as it can be done.
    pub(super) fn send(&mut self, errand: Work) -> bool {
        self.start();
        self.errands.as_ref().is_some_and(|errands| errands.send(errand).is_ok())
    }

    fn start(&mut self) {
        let Some(setup) = self.setup.take() else { return };
        let (errands, work) = unbounded_channel();
        let (end, done) = mpsc::channel();
        let thread = move || {
            // Dropped at the end, also by a panic: that is the word that nothing is being written any more.
            let _end: mpsc::Sender<()> = end;
            // The screen comes first: on a busy machine this thread, and those it starts, give way to it. Elsewhere
            // than on Linux this would slow the whole program down.
            #[cfg(target_os = "linux")]
            let _ = rustix::process::nice(10);
            run(setup, work);
        };
        if let Err(why) = std::thread::Builder::new().name("sync".to_owned()).spawn(thread) {
            tracing::error!(%why, "no thread for syncing");
        }
        (self.errands, self.done) = (Some(errands), Some(done));
    }

    /// Drops what is under way. The network is not waited for, only what is being written, and that not for long.
    pub(super) fn close(&mut self) {
        self.errands = None;
        if let Some(done) = self.done.take() {
            // Ends with an error: at once when the thread does, or when the time is up.
            let _ = done.recv_timeout(LEAVING);
        }
    }
}

fn run(setup: Setup, work: UnboundedReceiver<Work>) {
    let post = setup.post.clone();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(4).build();
    match runtime {
        Ok(runtime) => {
            let local = LocalSet::new();
            local.block_on(&runtime, Errands::new(setup).work(work));
            drop(local);
            // A name that is being looked up is not waited for.
            runtime.shutdown_background();
        }
        Err(why) => post(Msg::Synced(SyncNews::Refused(Trouble {
            what: "Wires cannot be synced".to_owned(),
            why: why.to_string(),
            remedy: String::new(),
        }))),
    }
}

/// Passes on what a sync tells, its progress not too often.
pub(super) struct Teller {
    post: Post,
    last: Option<Instant>,
    /// What is being fetched, how many items the run had when that began, and how many it has now: who reads is told
    /// of the dispatches of the list, then of their details, and not of the sum.
    stage: (&'static str, usize, usize),
}

impl Teller {
    pub(super) fn new(post: Post) -> Self {
        Self { post, last: None, stage: ("", 0, 0) }
    }

    pub(super) fn tell(&mut self, news: News) {
        let news = match news {
            News::Began(wire) => {
                (self.last, self.stage) = (None, ("", 0, 0));
                SyncNews::Began(wire)
            }
            News::Moved { wire, what, items, new, of, per_second, left } => {
                let items = self.of_stage(what, items);
                if self.last.is_some_and(|last| last.elapsed() < STEP) {
                    return;
                }
                self.last = Some(Instant::now());
                SyncNews::Moved(Progress { wire, what, items, new, of, per_second, left })
            }
            News::Waiting(wire, until) => SyncNews::Waiting(wire, until),
            News::Ended(Report { wire, new, updated, records, trouble, .. }) => {
                SyncNews::Ended(Outcome { wire, new, updated, records, trouble })
            }
        };
        (self.post)(Msg::Synced(news));
    }

    /// How many of the run's items belong to what is being fetched.
    fn of_stage(&mut self, what: &'static str, items: usize) -> usize {
        let (before, began, had) = self.stage;
        let began = if before == what { began } else { had };
        self.stage = (what, began, items);
        items.saturating_sub(began)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_begins_anew_with_what_is_fetched() {
        let mut teller = Teller::new(Arc::new(|_| {}));
        let moved = [("dispatches", 100), ("dispatches", 1_503), ("details", 1_504), ("details", 1_555)];
        let told = moved.map(|(what, items)| teller.of_stage(what, items));
        assert_eq!(told, [100, 1_503, 1, 52]);
        teller.tell(News::Began("world".into()));
        assert_eq!(teller.of_stage("details", 2), 2);
    }
}

//! What is done next: syncs and gatherings by their schedules, those a person asked for, fetches.
//!
//! One sync and one gathering go on at a time, beside each other: they are about different wires of the store. What is looked
//! at or fetched for the person goes on beside both.

use std::{
    collections::{HashMap, HashSet},
    rc::Rc,
    time::Duration,
};

use tokio::{
    sync::mpsc::UnboundedReceiver,
    task::JoinSet,
    time::{Instant, sleep_until},
};

use super::{
    gather::{Chore, Gathers},
    own_fault,
    sync::{Errand, Setup, Teller, Work},
};
use crate::{
    desk::gather::{Gathered, NotBegun as NotGathered},
    reader::msg::{GatherNews, Msg, SyncNews, Trouble},
    store::StoreFault,
    story::WireName,
    sync::{NotBegun, Report, Syncer, Want},
};

/// The first sync comes this long after the first screen.
const SETTLED: Duration = Duration::from_secs(1);
/// While another Slugline syncs, the store is looked at this often, and so many times.
const LOOK: Duration = Duration::from_secs(30);
const LOOKS: u32 = 20;

/// What came of a piece of work.
pub(super) enum Done {
    /// A sync of these wires.
    Run(Vec<WireName>, Result<Vec<Report>, NotBegun>),
    /// A fetch.
    Fetched(Errand, Option<Trouble>),
    /// A gathering.
    Gathered(Result<Vec<Gathered>, NotGathered>),
    /// An edition: dispatches published; and why the model gave no vectors, if it was asked in vain.
    Wrote(Result<usize, StoreFault>, Option<Trouble>),
    /// A look at something, with what is to be told of it.
    Looked(Msg),
}

/// Who decides what is done next.
pub(super) struct Errands {
    setup: Setup,
    gathers: Gathers,
    /// The task that gathers.
    gathering: Option<tokio::task::Id>,
    syncer: Option<Rc<Syncer>>,
    tasks: JoinSet<Done>,
    fetching: HashSet<Errand>,
    /// The wires being synced, and by which task.
    running: Option<Vec<WireName>>,
    task: Option<tokio::task::Id>,
    /// Those the person asked for meanwhile.
    wanted: Vec<WireName>,
    /// When each wire that has an interval is due.
    due: HashMap<WireName, Instant>,
    /// When to look whether another Slugline has brought something, and how many times more.
    look: Option<(Instant, u32)>,
}

impl Errands {
    /// Nothing is under way.
    pub(super) fn new(setup: Setup) -> Self {
        let first = Instant::now() + SETTLED;
        let scheduled = setup.wires.iter().filter(|row| row.interval > 0 && !setup.manners.offline);
        let due = scheduled.map(|row| (row.name.clone(), first)).collect();
        let gathers = Gathers::new(setup.ground.clone(), setup.post.clone());
        Self {
            setup,
            gathers,
            gathering: None,
            syncer: None,
            tasks: JoinSet::new(),
            fetching: HashSet::new(),
            running: None,
            task: None,
            wanted: Vec::new(),
            due,
            look: None,
        }
    }

    /// Works until nobody is left to send errands; what is under way then is dropped.
    pub(super) async fn work(mut self, mut errands: UnboundedReceiver<Work>) {
        loop {
            let alarm = self.alarm();
            tokio::select! {
                errand = errands.recv() => match errand {
                    Some(Work::Errand(errand)) => self.take(errand),
                    Some(Work::Chore(chore)) => self.take_chore(chore),
                    None => return,
                },
                Some(done) = self.tasks.join_next() => self.finished(done),
                () = async { sleep_until(alarm.unwrap_or_else(Instant::now)).await }, if alarm.is_some() => self.ring(),
            }
        }
    }

    /// When something is due next.
    fn alarm(&self) -> Option<Instant> {
        let sync = self.due.values().min().copied().filter(|_| self.running.is_none());
        let gather = self.gathers.alarm().filter(|_| self.gathering.is_none());
        let look = self.look.map(|(at, _)| at);
        [sync, gather, look].into_iter().flatten().min()
    }

    fn ring(&mut self) {
        let now = Instant::now();
        if let Some((at, left)) = self.look
            && at <= now
        {
            self.look = (left > 1).then_some((now + LOOK, left.saturating_sub(1)));
            self.tell(SyncNews::Looked);
        }
        let rows = self.setup.wires.iter().map(|row| &row.name);
        let due: Vec<WireName> =
            rows.filter(|name| self.due.get(name).is_some_and(|at| *at <= now)).cloned().collect();
        if !due.is_empty() && self.running.is_none() {
            self.start_run(due, false);
        }
        self.next_gathering();
    }

    fn take_chore(&mut self, chore: Chore) {
        match chore {
            Chore::Gather(only) => self.gathers.want(only),
            Chore::Use(rows) => self.gathers.use_rows(rows),
            look => return self.gathers.look(look, &mut self.tasks),
        }
        self.next_gathering();
    }

    fn next_gathering(&mut self) {
        if self.gathering.is_none() && self.gathers.is_due() {
            self.look = None;
            self.gathering = self.gathers.start(&mut self.tasks);
            self.rest();
        }
    }

    /// A gathering is done, and the desk writes from what it brought.
    fn gathered(&mut self, went: Result<Vec<Gathered>, NotGathered>) {
        self.gathering = None;
        if self.gathers.ended(went) {
            self.look = Some((Instant::now() + LOOK, LOOKS));
        }
        self.gathers.write(&mut self.tasks);
        self.next_gathering();
        self.rest();
    }

    /// Says that nothing of the sources is under way any more, if that is so.
    fn rest(&self) {
        if self.gathering.is_none() && !self.gathers.is_writing() {
            self.gathers.tell(GatherNews::Rested);
        }
    }

    fn take(&mut self, errand: Errand) {
        match errand {
            Errand::Run(wires) => {
                let busy = self.running.clone().unwrap_or_default();
                self.wanted.extend(wires.into_iter().filter(|wire| !busy.contains(wire)));
                self.next_wanted();
            }
            fetch => self.start_fetch(fetch),
        }
    }

    /// The client is made when it is needed first.
    fn syncer(&mut self) -> Result<Rc<Syncer>, Trouble> {
        if let Some(syncer) = &self.syncer {
            return Ok(syncer.clone());
        }
        let Setup { store, wires, manners, .. } = &self.setup;
        let syncer = Rc::new(Syncer::new(store.clone(), wires.clone(), manners.clone())?);
        self.syncer = Some(syncer.clone());
        Ok(syncer)
    }

    fn start_run(&mut self, wires: Vec<WireName>, asked: bool) {
        self.running = Some(wires.clone());
        self.look = None;
        let syncer = match self.syncer() {
            Ok(syncer) => syncer,
            Err(trouble) => return self.ran(&wires, Err(NotBegun::Fault(trouble))),
        };
        let post = self.setup.post.clone();
        let task = self.tasks.spawn_local(async move {
            let want = Want { asked, ..Want::default() };
            let mut teller = Teller::new(post);
            let mut tell = |news| teller.tell(news);
            let went = Box::pin(syncer.run(&wires, want, &mut tell)).await;
            Done::Run(wires, went)
        });
        self.task = Some(task.id());
    }

    fn start_fetch(&mut self, errand: Errand) {
        if !self.fetching.insert(errand.clone()) {
            return;
        }
        let syncer = match self.syncer() {
            Ok(syncer) => syncer,
            Err(trouble) => return self.fetched(&errand, Some(trouble)),
        };
        self.tasks.spawn_local(async move {
            let went = match &errand {
                Errand::Record(wire, id) => syncer.record(wire, id).await,
                Errand::Dispatch(key) => syncer.dispatch(key).await,
                Errand::Run(_) => Ok(()),
            };
            Done::Fetched(errand, went.err())
        });
    }

    fn finished(&mut self, done: Result<Done, tokio::task::JoinError>) {
        match done {
            Ok(Done::Run(wires, went)) => self.ran(&wires, went),
            Ok(Done::Fetched(errand, trouble)) => self.fetched(&errand, trouble),
            Ok(Done::Gathered(went)) => self.gathered(went),
            Ok(Done::Wrote(went, model)) => {
                self.gathers.wrote(went, model);
                self.gathers.write(&mut self.tasks);
                self.rest();
            }
            Ok(Done::Looked(msg)) => (self.setup.post)(msg),
            // A panic, which the log has already. Everything else goes on.
            Err(panic) => {
                (self.setup.post)(Msg::Failed(own_fault()));
                if self.task == Some(panic.id()) {
                    let wires = self.running.take().unwrap_or_default();
                    self.ran(&wires, Ok(Vec::new()));
                } else {
                    self.broke_off(panic.id());
                }
            }
        }
    }

    fn broke_off(&mut self, task: tokio::task::Id) {
        if self.gathering.take_if(|gathering| *gathering == task).is_some() {
            self.gathers.broke_off();
        } else {
            self.gathers.wrote(Ok(0), None);
        }
        self.rest();
    }

    fn ran(&mut self, wires: &[WireName], went: Result<Vec<Report>, NotBegun>) {
        self.running = None;
        for row in self.setup.wires.iter().filter(|row| row.interval > 0 && wires.contains(&row.name)) {
            let wait = Duration::from_secs(60 * u64::from(row.interval));
            self.due.insert(row.name.clone(), Instant::now() + wait);
        }
        match went {
            Ok(_) => {}
            Err(NotBegun::Busy) => {
                self.look = Some((Instant::now() + LOOK, LOOKS));
                self.tell(SyncNews::Elsewhere);
            }
            Err(NotBegun::Fault(trouble)) => self.tell(SyncNews::Refused(trouble)),
        }
        self.next_wanted();
        if self.running.is_none() {
            self.tell(SyncNews::Rested);
        }
    }

    fn next_wanted(&mut self) {
        if self.running.is_none() && !self.wanted.is_empty() {
            let wires = std::mem::take(&mut self.wanted);
            self.start_run(wires, true);
        }
    }

    fn fetched(&mut self, errand: &Errand, trouble: Option<Trouble>) {
        self.fetching.remove(errand);
        match errand.clone() {
            Errand::Record(wire, id) => (self.setup.post)(Msg::RecordFetched(wire, id, trouble)),
            Errand::Dispatch(key) => (self.setup.post)(Msg::DispatchFetched(key, trouble)),
            Errand::Run(_) => {}
        }
    }

    fn tell(&self, news: SyncNews) {
        (self.setup.post)(Msg::Synced(news));
    }
}

//! Gathering from the own sources while a person reads, and writing from what came.
//!
//! When a source is due is the store's to know; here is kept when the next of them is, by the clock on the wall: a machine
//! that slept for a night finds them due when it wakes. What a gathering brings is given to the desk, which writes on a
//! thread of its own, once for however much came while it was at work.

use std::{rc::Rc, sync::Arc, time::Duration};

use tokio::{task::JoinSet, time::Instant};

use super::{
    Post,
    errands::Done,
    lookup::{self, Glass},
    teller::{self, Teller},
};
use crate::{
    config::SourceRow,
    desk::{
        beats::Beat,
        compose::{self, Extractive, Stop},
        dense::Dense,
        edition,
        gather::{Came, Gathered, Gatherer, NotBegun},
        wired::{self, Staff},
    },
    net::{Client, Manners, NetFault},
    reader::{
        model::Ticket,
        msg::{Asking, GatherNews, Msg, Trouble},
    },
    store::{Store, StoreFault},
    story::{Moment, Record, RecordId, SourceName, SourceState, Standing, WireName},
};

/// The first gathering comes this long after the first screen.
const SETTLED: i64 = 1;
/// The clock is looked at this often, at least, as long as there is a source.
const LONGEST_WAIT: Duration = Duration::from_mins(5);
/// Two gatherings of our own are at least so many seconds apart.
const SHORTEST_PAUSE: i64 = 30;

/// Something to be done about sources.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Chore {
    /// Gather from these, or from all for none named, since the person asked.
    Gather(Vec<SourceName>),
    /// The sources are these now.
    Use(Arc<[SourceRow]>),
    /// Look what is at an address.
    LookUp(Ticket, String),
    /// Look what a source answers.
    LookAt(Ticket, Box<SourceRow>),
    /// Fetch the page behind a record.
    Page(WireName, RecordId),
}

/// What gathering needs.
#[derive(Debug, Clone)]
pub(super) struct Ground {
    pub(super) store: Arc<Store>,
    pub(super) wire: WireName,
    pub(super) rows: Arc<[SourceRow]>,
    pub(super) manners: Manners,
    pub(super) beats: Vec<Beat>,
    pub(super) desk: edition::Settings,
}

/// What is under way, and when what is due.
pub(super) struct Gathers {
    ground: Ground,
    post: Post,
    gatherer: Option<Rc<Gatherer>>,
    /// Who looks at addresses.
    client: Option<Client>,
    /// Those the person asked for meanwhile; none named for all.
    wanted: Option<Vec<SourceName>>,
    /// When the next source is due.
    next_at: Option<Moment>,
    /// The person asked for the gathering under way.
    asked: bool,
    /// The desk is at work.
    writing: bool,
    /// Records came that it has not seen.
    unwritten: bool,
    /// What ends a question to a model when the reader is left.
    stop: Stop,
}

/// Nobody waits for a model when the reader is left.
impl Drop for Gathers {
    fn drop(&mut self) {
        self.stop.say();
    }
}

pub(super) fn now() -> Moment {
    Moment::from(jiff::Timestamp::now())
}

impl Gathers {
    pub(super) fn new(ground: Ground, post: Post) -> Self {
        let mut gathers = Self {
            ground,
            post,
            gatherer: None,
            client: None,
            wanted: None,
            next_at: None,
            asked: false,
            writing: false,
            unwritten: false,
            stop: Stop::default(),
        };
        gathers.due_in(SETTLED);
        gathers
    }

    /// Something may be due so many seconds from now, if anything may be asked at all.
    fn due_in(&mut self, seconds: i64) {
        let asks = !self.ground.manners.offline && self.ground.rows.iter().any(|row| row.enabled);
        self.next_at = asks.then(|| now().plus_seconds(seconds));
    }

    /// When to look next whether something is due.
    pub(super) fn alarm(&self) -> Option<Instant> {
        let seconds = self.next_at?.seconds_since(now()).max(0.0);
        Some(Instant::now() + Duration::from_secs_f64(seconds).min(LONGEST_WAIT))
    }

    /// Something is to be done now: because the person asked, or because the time has come.
    pub(super) fn is_due(&self) -> bool {
        self.wanted.is_some() || self.next_at.is_some_and(|at| at <= now())
    }

    /// The person asks.
    pub(super) fn want(&mut self, only: Vec<SourceName>) {
        self.wanted = Some(match self.wanted.take() {
            // All of them, whatever else.
            Some(before) if before.is_empty() || only.is_empty() => Vec::new(),
            Some(before) => before.into_iter().chain(only).collect(),
            None => only,
        });
    }

    /// The sources are these from now on; a beat that one of them names has its records.
    pub(super) fn use_rows(&mut self, rows: Arc<[SourceRow]>) {
        for row in rows.iter().filter(|row| !row.beat.is_empty()) {
            let beat = self.ground.beats.iter_mut().find(|beat| beat.slug == row.beat);
            if let Some(beat) =
                beat.filter(|beat| !beat.sources.iter().any(|name| *name == row.name.as_str()))
            {
                beat.sources.push(row.name.to_string());
            }
        }
        (self.ground.rows, self.gatherer) = (rows, None);
        self.due_in(SETTLED);
    }

    fn gatherer(&mut self) -> Result<Rc<Gatherer>, Trouble> {
        if let Some(gatherer) = &self.gatherer {
            return Ok(gatherer.clone());
        }
        let Ground { store, wire, rows, manners, .. } = &self.ground;
        let gatherer = Gatherer::new(store.clone(), wire.clone(), rows.to_vec(), manners.clone())?;
        Ok(self.gatherer.insert(Rc::new(gatherer)).clone())
    }

    /// What addresses are looked at with.
    fn glass(&mut self) -> Result<Glass, Trouble> {
        if self.client.is_none() {
            let client = Client::new(self.ground.manners.clone());
            let trouble = |fault: NetFault| Trouble { what: fault.to_string(), ..Trouble::default() };
            self.client = Some(client.map_err(trouble)?);
        }
        let client = self.client.clone().ok_or_else(super::own_fault)?;
        let Ground { rows, beats, .. } = &self.ground;
        Ok(Glass { client, rows: rows.clone(), beats: beats.clone(), now: now() })
    }

    /// Begins a gathering; gives the task that does it.
    pub(super) fn start(&mut self, tasks: &mut JoinSet<Done>) -> Option<tokio::task::Id> {
        let (only, asked) = self.wanted.take().map_or((Vec::new(), false), |only| (only, true));
        (self.next_at, self.asked) = (None, asked);
        let gatherer = match self.gatherer() {
            Ok(gatherer) => gatherer,
            Err(trouble) => {
                self.ended(Err(NotBegun::Fault(trouble)));
                return None;
            }
        };
        let post = self.post.clone();
        let task = tasks.spawn_local(async move {
            let teller = Teller::new(post);
            let mut tell = |news| teller.tell(news);
            let went = Box::pin(gatherer.run(&only, asked, &mut tell)).await;
            teller.flush();
            Done::Gathered(went)
        });
        Some(task.id())
    }

    /// A gathering is done. `true` if another Slugline is at it.
    pub(super) fn ended(&mut self, went: Result<Vec<Gathered>, NotBegun>) -> bool {
        let (mut busy, mut next) = (false, None);
        match went {
            Ok(gathered) => {
                self.unwritten |= gathered.iter().any(brought);
                self.tell(match left_alone(&gathered).filter(|_| self.asked) {
                    Some(trouble) => GatherNews::Refused(trouble),
                    None => GatherNews::Ended,
                });
                next = self.next_of(&gathered);
            }
            Err(NotBegun::Busy) => {
                busy = true;
                self.tell(GatherNews::Elsewhere);
            }
            Err(NotBegun::Fault(trouble)) => self.tell(GatherNews::Refused(trouble)),
        }
        self.due_in(SHORTEST_PAUSE);
        self.next_at = self.next_at.map(|soonest| next.map_or(soonest, |next: Moment| next.max(soonest)));
        busy
    }

    /// A fault of ours: everything else goes on.
    pub(super) fn broke_off(&mut self) {
        self.tell(GatherNews::Ended);
        self.due_in(i64::from(60 * 10));
    }

    /// When the next source is due, as the store has it. Where it cannot be asked, what was just gathered will do.
    fn next_of(&self, gathered: &[Gathered]) -> Option<Moment> {
        let states =
            self.ground.store.reader().and_then(|reader| reader.source_states(&self.ground.rows, now()));
        match states {
            Ok(states) => states.iter().filter(|state| state.standing == Standing::On).map(next_try).min(),
            Err(_) => gathered.iter().filter_map(|one| one.next_at).min(),
        }
    }

    /// Has the desk write from what came, unless it is at it.
    pub(super) fn write(&mut self, tasks: &mut JoinSet<Done>) {
        if self.writing || !std::mem::take(&mut self.unwritten) {
            return;
        }
        self.writing = true;
        self.tell(GatherNews::Writing);
        let Ground { store, wire, rows, beats, mut desk, manners } = self.ground.clone();
        desk.sources = rows.to_vec();
        let stop = self.stop.clone();
        let tell = asking(self.post.clone());
        tasks.spawn_blocking(move || {
            let writer_manners = manners.clone();
            let dense = Dense::of(&desk.embeddings, manners);
            let vectors = |records: &[&Record]| dense.vectors(records);
            let hired = compose::composer(&desk.writer, writer_manners, &store, stop, tell);
            let (mut composer, refused) = match hired {
                Ok(composer) => (composer, None),
                Err(trouble) => (Box::new(Extractive) as Box<dyn compose::Compose>, Some(trouble)),
            };
            let mut staff = Staff { vectors: &vectors, composer: &mut *composer };
            let written = wired::run_with(&store, &wire, &beats, &desk, &mut staff, now(), &mut |_| {});
            Done::Wrote(written.map(|edition| edition.dispatches.len()), dense.trouble().or(refused))
        });
    }

    /// The desk is done.
    pub(super) fn wrote(&mut self, went: Result<usize, StoreFault>, model: Option<Trouble>) {
        self.writing = false;
        self.tell(match went {
            Ok(published) => GatherNews::Wrote { published },
            Err(fault) => GatherNews::Refused(fault.into()),
        });
        if let Some(trouble) = model {
            self.tell(GatherNews::Refused(trouble));
        }
    }

    /// The desk broke off, or never began.
    pub(super) fn is_writing(&self) -> bool {
        self.writing
    }

    /// Looks at something, or fetches it, beside whatever is under way.
    pub(super) fn look(&mut self, chore: Chore, tasks: &mut JoinSet<Done>) {
        let (gatherer, glass) = match (self.gatherer(), self.glass()) {
            (Ok(gatherer), Ok(glass)) => (gatherer, glass),
            (Err(trouble), _) | (_, Err(trouble)) => return refuse(&self.post, chore, trouble),
        };
        tasks.spawn_local(async move {
            Done::Looked(match chore {
                Chore::LookUp(ticket, address) => Msg::LookedUp(ticket, glass.address(&address).await),
                Chore::LookAt(ticket, row) => Msg::LookedUp(ticket, lookup::source(&gatherer, &row).await),
                Chore::Page(wire, id) => {
                    let went = gatherer.page(&wire, &id).await;
                    Msg::PageFetched(wire, id, went.map(|came| matches!(came, Came::Records { .. })))
                }
                Chore::Gather(_) | Chore::Use(_) => Msg::Gathered(GatherNews::Rested),
            })
        });
    }

    pub(super) fn tell(&self, news: GatherNews) {
        (self.post)(Msg::Gathered(news));
    }
}

/// Tells how far a model is with its answer, now and then.
fn asking(post: Post) -> impl FnMut(compose::Asking) + Send {
    let mut last: Option<Instant> = None;
    move |compose::Asking { model, words }| {
        if words == 0 || last.is_none_or(|last| last.elapsed() >= teller::STEP) {
            last = Some(Instant::now());
            post(Msg::Gathered(GatherNews::Asking(Asking { model, words })));
        }
    }
}

/// Nothing could be looked at: there is no client.
fn refuse(post: &Post, chore: Chore, trouble: Trouble) {
    match chore {
        Chore::LookUp(ticket, _) | Chore::LookAt(ticket, _) => post(Msg::LookedUp(ticket, Err(trouble))),
        Chore::Page(wire, id) => post(Msg::PageFetched(wire, id, Err(trouble))),
        Chore::Gather(_) | Chore::Use(_) => {}
    }
}

/// Why nobody was asked, if nobody was: what servers wish comes before what the person does.
fn left_alone(gathered: &[Gathered]) -> Option<Trouble> {
    let nobody = gathered.iter().all(|one| one.came == Came::NotDue);
    gathered.iter().find_map(|one| one.trouble.clone()).filter(|_| nobody)
}

/// When a source is asked again; one that was never asked, now.
fn next_try(state: &SourceState) -> Moment {
    state.next_at.unwrap_or_default()
}

fn brought(gathered: &Gathered) -> bool {
    matches!(gathered.came, Came::Records { new, changed, .. } if new + changed > 0)
}

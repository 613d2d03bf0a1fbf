//! Who gathers.

use std::{panic::AssertUnwindSafe, sync::Arc};

use futures_util::{FutureExt, StreamExt, stream::FuturesUnordered};

use super::{
    Came, Gathered, News, NotBegun, after, due,
    keep::Shelf,
    line::{Line, Turn, Wanted},
};
use crate::{
    config::{KeyFrom, SourceRow},
    net::{self, Client, Clock, Key, Manners},
    sources::{self, Fetched, Harvest, Job, Memory, Stopped, finish},
    store::{Gathering, Prepared, Store},
    story::{Moment, Record, SourceName, Trouble, WireName},
};

/// Sources asked at the same time. The client asks eight; a few more, so that one which waits for its host's second
/// place leaves no place empty.
const AT_ONCE: usize = 12;
/// Where so many records wait to be written, nobody else is asked.
const FULL: usize = 5_000;

/// Who gathers from the sources of a config into a wire of the store. All its calls may be dropped at any moment: what
/// was told is kept.
#[derive(Debug)]
pub struct Gatherer {
    pub(super) store: Arc<Store>,
    pub(super) wire: WireName,
    pub(super) rows: Vec<SourceRow>,
    pub(super) client: Client,
    pub(super) clock: Clock,
    offline: bool,
}

/// A source's turn, and what came of it.
struct Done {
    turn: Turn,
    outcome: Result<Fetched, Stopped>,
    now: Moment,
}

/// What is to be kept of a source, and what is to be told of it when it has been.
struct Outcome {
    /// Its host, by number.
    host: usize,
    prepared: Prepared,
    told: Gathered,
}

impl Gatherer {
    /// Nothing is asked yet.
    pub fn new(
        store: Arc<Store>,
        wire: WireName,
        rows: Vec<SourceRow>,
        manners: Manners,
    ) -> Result<Self, Trouble> {
        let offline = manners.offline;
        let client = Client::new(manners);
        let client = client.map_err(|fault| Trouble { what: fault.to_string(), ..Trouble::default() })?;
        Ok(Self { store, wire, rows, client, clock: Clock::default(), offline })
    }

    /// By another clock.
    #[must_use]
    pub fn by(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The sources it knows.
    pub fn rows(&self) -> &[SourceRow] {
        &self.rows
    }

    /// Gathers from these sources, or from all that are due for none named. `asked`: a person asks, so that our own
    /// schedule and patience do not stand in the way; a server's wish does. A source that is turned off, or gone, is asked
    /// only by name.
    ///
    /// Tells of each source when what it brought is kept, and gives the same at the end, with those that were wanted
    /// and not asked. Fails only where nothing could be begun.
    pub async fn run(
        &self,
        only: &[SourceName],
        asked: bool,
        tell: &mut (dyn FnMut(News) + Send),
    ) -> Result<Vec<Gathered>, NotBegun> {
        let shelf = Shelf::take(&self.store, &self.wire).map_err(|it| NotBegun::Fault(Trouble::from(it)))?;
        let shelf = shelf.ok_or(NotBegun::Busy)?;
        let memories = shelf.memories().await.map_err(NotBegun::Fault)?;
        let now = self.clock.now();
        let (mut line, barred) = Line::of(&self.rows, &memories, Wanted { only, asked }, now);
        drop(memories);
        let mut reports: Vec<Gathered> =
            barred.into_iter().map(|(source, why)| not_due(source, why)).collect();
        if self.offline {
            line.clear();
            reports = self.left_out(only, asked);
        }
        tell(News::Began { of: line.len() });
        let begun = reports.len();
        self.ask_all(&shelf, &mut line, &mut |done: Gathered| {
            reports.push(done.clone());
            tell(News::Done(Box::new(done)));
        })
        .await;
        let came = |report: &Gathered| match report.came {
            Came::Records { new, changed, .. } => (new, changed),
            _ => (0, 0),
        };
        let sum = |sum: (usize, usize), came: (usize, usize)| (sum.0 + came.0, sum.1 + came.1);
        let (new, changed) = reports.iter().skip(begun).map(came).fold((0, 0), sum);
        if new + changed > 0 {
            // What could not be indexed now is indexed by whoever writes next.
            drop(shelf.finish(new, self.clock.now()).await);
            // A page that cannot be kept is asked for another time.
            drop(self.read_pages().await);
        }
        Ok(reports)
    }

    /// Asks everyone in the line, and keeps what they bring.
    async fn ask_all(&self, shelf: &Shelf, line: &mut Line, tell: &mut (dyn FnMut(Gathered) + Send)) {
        let mut asking = FuturesUnordered::new();
        let mut keeping = None;
        let mut waiting: Vec<Outcome> = Vec::new();
        loop {
            let full = waiting.iter().map(|outcome| outcome.prepared.len()).sum::<usize>() >= FULL;
            while !full && asking.len() < AT_ONCE {
                let Some(turn) = line.next() else { break };
                asking.push(self.ask(turn));
            }
            if keeping.is_none() && !waiting.is_empty() {
                keeping = Some(Box::pin(self.keep(shelf.clone(), std::mem::take(&mut waiting))));
            }
            if keeping.is_none() && asking.is_empty() {
                return;
            }
            let kept = async {
                match keeping.as_mut() {
                    Some(kept) => kept.await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                (told, sound) = kept => {
                    keeping = None;
                    told.into_iter().for_each(&mut *tell);
                    if !sound {
                        return; // a store that takes nothing more: what is on its way is asked for another time
                    }
                }
                Some(done) = asking.next(), if !full => {
                    line.answered(done.host);
                    waiting.push(done);
                }
            }
        }
    }

    /// Keeps what some sources brought, and says what became of each; and whether the store was sound.
    async fn keep(&self, shelf: Shelf, outcomes: Vec<Outcome>) -> (Vec<Gathered>, bool) {
        let (gatherings, mut told): (Vec<Prepared>, Vec<Gathered>) =
            outcomes.into_iter().map(|outcome| (outcome.prepared, outcome.told)).unzip();
        match shelf.keep(gatherings, self.clock.now()).await {
            Ok(kept) => {
                for (told, came) in told.iter_mut().zip(kept) {
                    if let Came::Records { new, changed, same } = &mut told.came {
                        (*new, *changed, *same) = (came.new, came.changed + came.taken_back, came.same);
                    }
                    told.notes.extend(came.note());
                }
                (told, true)
            }
            Err(trouble) => {
                for told in &mut told {
                    (told.came, told.trouble) = (Came::Failed, Some(trouble.clone()));
                }
                (told, false)
            }
        }
    }

    /// Asks one source, and makes ready what it brings, on a thread that keeps nobody waiting.
    async fn ask(&self, turn: Turn) -> Outcome {
        let now = self.clock.now();
        let row = due::row(&turn.row, &turn.memory, now);
        let outcome = self.fetch(&row, &due::question(&turn.memory, now), now).await;
        let (wire, now) = (self.wire.clone(), self.clock.now());
        let spare = turn.clone();
        let done = Done { turn, outcome, now };
        let ready = tokio::task::spawn_blocking(move || concluded(done, &wire, net::jitter())).await;
        ready.unwrap_or_else(|_fell| {
            let fell = Done { outcome: Err(fell(&spare.row)), turn: spare, now };
            concluded(fell, &self.wire, net::jitter())
        })
    }

    async fn fetch(&self, row: &SourceRow, memory: &Memory, now: Moment) -> Result<Fetched, Stopped> {
        let key = key(row).await.map_err(|trouble| Stopped { trouble, ..Stopped::default() })?;
        let job = Job { row, client: &self.client, key: key.as_ref(), memory, now };
        let fetched = AssertUnwindSafe(sources::fetch(&job)).catch_unwind().await;
        let fetched = fetched.unwrap_or_else(|_| Err(fell(row)))?;
        match fetched.harvest.as_ref().and_then(|harvest| harvest.refused.as_ref()) {
            Some(why) => {
                let refused = after::refused(&host(row), why);
                Err(Stopped { requests: fetched.requests.max(1), ..refused })
            }
            None => Ok(fetched),
        }
    }

    /// Asks a source without keeping anything, and without anything that is remembered of it.
    pub async fn preview(&self, row: &SourceRow) -> Result<Harvest, Trouble> {
        let memory = Memory { first: true, ..Memory::default() };
        let fetched = self.fetch(row, &memory, self.clock.now()).await;
        fetched.map(|fetched| fetched.harvest.unwrap_or_default()).map_err(|stopped| stopped.trouble)
    }

    /// Offline nobody is asked, and nothing about anyone changes.
    fn left_out(&self, only: &[SourceName], asked: bool) -> Vec<Gathered> {
        let trouble = Trouble {
            what: "Nothing was gathered".to_owned(),
            why: "no request is made while offline".to_owned(),
            remedy: "Leave out --offline to ask".to_owned(),
        };
        let wanted =
            |row: &&SourceRow| if only.is_empty() { asked && row.enabled } else { only.contains(&row.name) };
        let left_out = |row: &SourceRow| Gathered {
            source: row.name.clone(),
            trouble: Some(trouble.clone()),
            ..Gathered::default()
        };
        self.rows.iter().filter(wanted).map(left_out).collect()
    }
}

/// What an answer comes to.
fn concluded(done: Done, wire: &WireName, jitter: f64) -> Outcome {
    let Done { turn: Turn { row, mut memory, host }, outcome, now } = done;
    let first = memory.gathered_at.is_none();
    let mut told = Gathered { source: row.name.clone(), ..Gathered::default() };
    let mut gathering = Gathering { source: row.name.clone(), ..Gathering::default() };
    match outcome {
        Ok(mut fetched) => {
            after::answered(&mut memory, &row, &fetched, jitter, now);
            (told.requests, told.bytes) = (fetched.requests, fetched.bytes);
            told.came = Came::Unchanged;
            if let Some(harvest) = fetched.harvest.take() {
                told.came = Came::Records { new: 0, changed: 0, same: 0 };
                brought(&mut gathering, harvest, first);
            }
        }
        Err(stopped) => {
            after::stopped(&mut memory, &stopped, jitter, now);
            told.requests = stopped.requests;
            told.trouble = Some(stopped.trouble);
            told.came = if memory.gone { Came::Gone } else { Came::Failed };
        }
    }
    if told.trouble.is_none() {
        told.notes.clone_from(&memory.notes);
        told.repaired = memory.repaired;
    }
    told.next_at = memory.next_at;
    gathering.memory = memory;
    Outcome { host, prepared: Prepared::of(gathering, wire, now), told }
}

/// What a harvest brings to the store. What was there when a source was first gathered is old news.
fn brought(gathering: &mut Gathering, harvest: Harvest, first: bool) {
    gathering.records = harvest.records;
    for record in &mut gathering.records {
        *record = Record { backfill: first, ..std::mem::take(record) };
    }
    let (accounts, items): (Vec<String>, Vec<String>) = harvest.gone.into_iter().partition(is_account);
    gathering.gone = items.iter().map(|key| finish::id_of(&gathering.source, key)).collect();
    gathering.gone_under = accounts;
}

/// `at://DID/`: not a post, but the beginning of all that an account ever posted.
#[allow(clippy::ptr_arg, reason = "what partition hands in")]
fn is_account(gone: &String) -> bool {
    gone.strip_prefix("at://").and_then(|did| did.strip_suffix('/')).is_some_and(|did| !did.contains('/'))
}

/// One that was wanted and is not asked.
fn not_due(source: SourceName, why: due::Barred) -> Gathered {
    Gathered { source, came: Came::NotDue, trouble: why.trouble, next_at: why.until, ..Gathered::default() }
}

/// The parser fell over an answer.
fn fell(row: &SourceRow) -> Stopped {
    let trouble = Trouble {
        what: format!("The answer of {} cannot be read", host(row)),
        why: "What reads it has failed at it, which is a mistake of ours".to_owned(),
        remedy: "It is tried again by itself; please report it".to_owned(),
    };
    Stopped { trouble, status: 200, wait: None, requests: 1 }
}

/// The password of a source, from wherever it comes; a program may be asked for it, and that takes its time.
async fn key(row: &SourceRow) -> Result<Option<Key>, Trouble> {
    if row.key == KeyFrom::Nowhere {
        return Ok(None);
    }
    let from = row.key.clone();
    let had = tokio::task::spawn_blocking(move || net::obtain(&from)).await;
    had.unwrap_or_else(|_| Err("asking for it was broken off".to_owned())).map_err(|why| Trouble {
        what: format!("The key of the source {} could not be had", row.name),
        why,
        remedy: "Check the source's key in the config".to_owned(),
    })
}

/// What to call a server in a sentence.
fn host(row: &SourceRow) -> String {
    let url = url::Url::parse(&row.url).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| row.name.to_string())
}

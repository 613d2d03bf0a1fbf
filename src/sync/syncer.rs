//! Who syncs.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::{
    News, NotBegun, Report, Tested, Want,
    far::{Line, Server},
    leave,
    run::Run,
    shelf::Shelf,
    tally::Tally,
    tested,
};
use crate::{
    config::WireRow,
    net::{self, Client, Clock, Key, Manners},
    remote::{Abilities, Budget, Stop, Stopped},
    store::{Haul, Lock, Piece, Standing, Store},
    story::{Key as DispatchKey, RecordId, WireName},
    wire::state::Trouble,
};

/// Who syncs the wires of a config into a store. All its calls may be dropped at any moment: what was told is kept.
#[derive(Debug)]
pub struct Syncer {
    store: Arc<Store>,
    wires: Vec<WireRow>,
    client: Client,
    clock: Clock,
    /// Requests left, shared by everything that is asking the same wire at the same time.
    budgets: Mutex<HashMap<WireName, Arc<Budget>>>,
}

/// Everything it takes to ask a wire something.
struct Reach {
    shelf: Shelf,
    standing: Standing,
    line: Line,
    /// Tells one address and key from another, and nothing else.
    who: String,
    known: Option<Abilities>,
}

impl Syncer {
    /// Nothing is asked yet.
    pub fn new(store: Arc<Store>, wires: Vec<WireRow>, manners: Manners) -> Result<Self, Trouble> {
        let client = Client::new(manners);
        let client = client.map_err(|fault| Trouble { what: fault.to_string(), ..Trouble::default() })?;
        Ok(Self { store, wires, client, clock: Clock::default(), budgets: Mutex::default() })
    }

    /// By another clock.
    #[must_use]
    pub fn by(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The wires it knows.
    pub fn wires(&self) -> &[WireRow] {
        &self.wires
    }

    /// Syncs these wires, or all for none named, one after the other. Fails only where nothing could be begun: another
    /// Slugline is syncing this store, or the store cannot be written. What befalls one wire stands in its report.
    pub async fn run(
        &self,
        only: &[WireName],
        want: Want,
        tell: &mut (dyn FnMut(News) + Send),
    ) -> Result<Vec<Report>, NotBegun> {
        let fault = |fault| NotBegun::Fault(Trouble::from(fault));
        self.store.writer().map_err(fault)?;
        let lock = Lock::take(self.store.path()).map_err(fault)?;
        let lock = Arc::new(lock.ok_or(NotBegun::Busy)?);
        let mut reports = Vec::new();
        for row in self.wires.iter().filter(|row| only.is_empty() || only.contains(&row.name)) {
            let tally = Tally::begin(&row.name, tell);
            reports.push(Box::pin(self.sync(row, want, tally, lock.clone())).await);
        }
        Ok(reports)
    }

    async fn sync(&self, row: &WireRow, want: Want, mut tally: Tally<'_>, lock: Arc<Lock>) -> Report {
        let reach = match self.reach(row, Some(lock)).await {
            Ok(reach) => reach,
            Err(trouble) => {
                tally.report.trouble = Some(trouble);
                return tally.end();
            }
        };
        let Reach { shelf, standing, line, who, known } = reach;
        let budget = line.budget.clone();
        let _counting = shelf.counting(budget.clone());
        tally.report.server.clone_from(&standing.server);
        let now = self.clock.now();
        if let Err(barred) = leave::may_ask(&standing, &who, budget.left(), want.asked, now, &host(row)) {
            tally.report.trouble = Some(barred.trouble);
            tally.report.not_before = barred.until;
        } else {
            match Server::new(line, known) {
                Err(stopped) => tally.report.trouble = Some(stopped.trouble),
                Ok(far) => {
                    let (shelf, clock) = (shelf.clone(), self.clock.clone());
                    let daily = row.budget;
                    let budget = budget.clone();
                    let mut run = Run { far, shelf, budget, daily, clock, tally, standing, sat_out: 0 };
                    let went = Box::pin(run.go(want)).await;
                    if let Err(trouble) = run.conclude(went, &who, net::jitter()).await {
                        run.tally.report.trouble = Some(trouble);
                    }
                    run.tally.report.server.clone_from(&run.standing.server);
                    tally = run.tally;
                }
            }
        }
        tally.report.left = budget.left();
        tally.report.partial = shelf.lacking().await.map_or(0, |(partial, _)| partial);
        tally.end()
    }

    /// The way to a wire: its key, its standing, its budget.
    async fn reach(&self, row: &WireRow, lock: Option<Arc<Lock>>) -> Result<Reach, Trouble> {
        let shelf = Shelf::new(&self.store, row.name.clone(), self.clock.clone(), lock)?;
        let mut standing = shelf.standing().await?;
        let known = leave::is_known(&standing, &row.url, self.clock.now());
        if standing.url != row.url {
            standing =
                Standing { url: row.url.clone(), synced_at: standing.synced_at, ..Standing::default() };
        }
        let known = known.then(|| serde_json::from_str(&standing.abilities).ok()).flatten();
        let key = key(row).await?;
        let who = key.as_ref().map_or_else(|| "no key".to_owned(), |key| key.fingerprint(&row.url));
        let budget = self.budget(row, &shelf).await?;
        let line = Line { client: self.client.clone(), row: row.clone(), key, budget };
        Ok(Reach { shelf, standing, line, who, known })
    }

    /// What is left for today. Whoever asks while another does shares with it.
    async fn budget(&self, row: &WireRow, shelf: &Shelf) -> Result<Arc<Budget>, Trouble> {
        let made = shelf.requests().await?;
        let mut budgets = self.budgets.lock().unwrap_or_else(PoisonError::into_inner);
        budgets.retain(|_, budget| Arc::strong_count(budget) > 1);
        let fresh = || Arc::new(Budget::new(row.budget.saturating_sub(made)));
        Ok(budgets.entry(row.name.clone()).or_insert_with(fresh).clone())
    }

    /// Fetches one record into the store. Where that cannot be done now it is queued for the next sync, and the
    /// trouble says so.
    pub async fn record(&self, wire: &WireName, id: &RecordId) -> Result<(), Trouble> {
        self.fetch(wire, &One::Record(id.clone())).await
    }

    /// Fetches what is missing of one dispatch, likewise.
    pub async fn dispatch(&self, key: &DispatchKey) -> Result<(), Trouble> {
        self.fetch(&key.wire, &One::Dispatch(key.clone())).await
    }

    async fn fetch(&self, wire: &WireName, one: &One) -> Result<(), Trouble> {
        let Some(row) = self.wires.iter().find(|row| row.name == *wire) else {
            return Err(Trouble {
                what: format!("{} cannot be fetched", one.name()),
                why: format!("the wire {wire} is not read from anywhere"),
                remedy: String::new(),
            });
        };
        let Reach { shelf, mut standing, line, known, .. } = self.reach(row, None).await?;
        let budget = line.budget.clone();
        let _counting = shelf.counting(budget.clone());
        // A person asks, so only a server's wish and the budget stand in the way.
        let barred = leave::may_ask(&standing, "", budget.left(), true, self.clock.now(), &host(row)).err();
        if let Some(barred) = barred {
            return Err(one.queued(&shelf, barred.trouble).await);
        }
        let mut server = Server::new(line, known).map_err(|stopped| stopped.trouble)?;
        let question = one.question(&shelf).await?;
        let answer = question.fetch(&mut server).await;
        let mut haul = Haul { requests: budget.take_spent(), ..Haul::default() };
        let outcome = match answer {
            Ok(came) => {
                drop(came.into_haul(&mut haul));
                Ok(())
            }
            Err(stopped) => Err(stopped),
        };
        drop(shelf.take(haul).await?);
        match outcome {
            Err(Stopped { stop, trouble }) if is_for_later(stop) => {
                if let Stop::Wait(_) = stop {
                    let stopped = Stopped { stop, trouble: trouble.clone() };
                    leave::was_stopped(&mut standing, &stopped, "", 0.0, self.clock.now());
                    shelf.keep_standing(standing, 0).await?;
                }
                Err(one.queued(&shelf, trouble).await)
            }
            Err(stopped) => Err(stopped.trouble),
            Ok(()) => Ok(()),
        }
    }

    /// Asks a server what it is and what it gives, without keeping anything.
    pub async fn test(&self, row: &WireRow) -> Result<Tested, Trouble> {
        let key = key(row).await?;
        let budget = Arc::new(Budget::new(row.budget));
        let line = Line { client: self.client.clone(), row: row.clone(), key, budget };
        let mut server = Server::new(line, None).map_err(|stopped| stopped.trouble)?;
        tested::try_out(&mut server).await.map_err(|stopped| stopped.trouble)
    }
}

/// Something a person opened.
enum One {
    Record(RecordId),
    Dispatch(DispatchKey),
}

impl One {
    fn name(&self) -> String {
        match self {
            Self::Record(id) => format!("The record {id}"),
            Self::Dispatch(key) => format!("The dispatch {}", key.id),
        }
    }

    async fn question(&self, shelf: &Shelf) -> Result<super::pieces::Question, Trouble> {
        Ok(match self {
            Self::Record(id) => super::pieces::Question::Record(id.clone()),
            Self::Dispatch(key) => {
                super::pieces::Question::Dispatch(Box::new(shelf.row(key.id.as_str().to_owned()).await?))
            }
        })
    }

    /// Queues it, and says so; or says why not even that could be done.
    async fn queued(&self, shelf: &Shelf, why: Trouble) -> Trouble {
        let (piece, id) = match self {
            Self::Record(id) => (Piece::Record, id.as_str()),
            Self::Dispatch(key) => (Piece::Dispatch, key.id.as_str()),
        };
        match shelf.want_opened(piece, id.to_owned()).await {
            Ok(()) => {
                Trouble { remedy: "It is queued and will be fetched at the next sync".to_owned(), ..why }
            }
            Err(trouble) => trouble,
        }
    }
}

/// Another time may do what could not be done now.
fn is_for_later(stop: Stop) -> bool {
    matches!(stop, Stop::Offline | Stop::NotAllowed | Stop::Wait(_) | Stop::Budget)
}

/// The key of a wire, from wherever it comes; a program may be asked for it, and that takes its time.
async fn key(row: &WireRow) -> Result<Option<Key>, Trouble> {
    let from = row.key.clone();
    let had = tokio::task::spawn_blocking(move || net::obtain(&from)).await;
    had.unwrap_or_else(|_| Err("asking for it was broken off".to_owned())).map_err(|why| Trouble {
        what: format!("The key of the wire {} could not be had", row.name),
        why,
        remedy: "Check the wire's key in the config".to_owned(),
    })
}

/// What to call a server in a sentence.
fn host(row: &WireRow) -> String {
    let url = url::Url::parse(&row.url).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_else(|| row.name.to_string())
}

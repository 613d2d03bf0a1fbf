//! The one thread that writes. Jobs come in order; each is a transaction; the caller waits for the outcome.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{Answer, index};
use crate::store::StoreFault;

/// Something to do, with where its outcome goes already inside.
type Job = Box<dyn FnOnce(&mut Connection) + Send>;

/// How sure a write must be before it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sync {
    /// Survives a crash of the program; a power cut may cost the last moments. For what can be fetched again.
    Fetched,
    /// Survives a power cut. For what a person did.
    Personal,
}

impl Sync {
    /// How long to wait while another program writes. Several imports at once hold the file nearly all the time, and
    /// whose turn it is is luck; nobody sits and waits for an import as for a key.
    fn patience(self) -> Duration {
        Duration::from_secs(if self == Self::Fetched { 60 } else { 5 })
    }
}

/// A handle on the writer. Cheap to clone; when the last one goes, everything asked is on the disk.
#[derive(Debug, Clone)]
pub struct Writer(Arc<Line>);

#[derive(Debug)]
struct Line {
    jobs: Mutex<Option<Sender<Job>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    /// Starts the thread on its connection.
    pub(super) fn start(mut conn: Connection) -> Answer<Self> {
        let (jobs, inbox) = channel::<Job>();
        let work = move || {
            work_off(&inbox, &mut conn);
            drop(conn.busy_timeout(Duration::ZERO)); // do not wait for readers: folding the journal in can wait
            drop(conn.execute_batch("PRAGMA wal_checkpoint(PASSIVE)"));
        };
        let thread = std::thread::Builder::new().name("store-writer".to_owned()).spawn(work);
        let thread = thread
            .map_err(|error| StoreFault::new("Cannot write", error.to_string(), "Start Slugline again."))?;
        Ok(Self(Arc::new(Line { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) })))
    }

    /// Does `work` in a transaction of its own and waits for it. If it fails, nothing of it is kept.
    pub(super) fn write<T: Send + 'static>(
        &self,
        sync: Sync,
        work: impl FnOnce(&Transaction) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let (reply, outcome) = channel();
        let job: Job = Box::new(move |conn| {
            let done = catch_unwind(AssertUnwindSafe(|| transact(conn, sync, work)));
            drop(reply.send(done.unwrap_or_else(|_| Err(broke()))));
        });
        self.line_up(job);
        outcome.recv().unwrap_or_else(|_| Err(broke()))
    }

    /// Puts a job at the end of the line. A line that has broken takes nothing, and whoever waits for the job hears so.
    fn line_up(&self, job: Job) {
        if let Some(jobs) = self.0.jobs.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            drop(jobs.send(job));
        }
    }
}

impl Writer {
    /// Does `work` outside any transaction, and waits for it.
    pub(super) fn outside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> Answer<T> + Send + 'static,
    ) -> Answer<T> {
        let (reply, outcome) = channel();
        self.line_up(Box::new(move |conn| {
            let done = catch_unwind(AssertUnwindSafe(|| work(conn)));
            drop(reply.send(done.unwrap_or_else(|_| Err(broke()))));
        }));
        outcome.recv().unwrap_or_else(|_| Err(broke()))
    }

    /// The same without waiting: done in its turn, and if it fails, nobody is told.
    pub(super) fn write_later(
        &self,
        sync: Sync,
        work: impl FnOnce(&Transaction) -> Answer<()> + Send + 'static,
    ) {
        let job: Job =
            Box::new(move |conn| drop(catch_unwind(AssertUnwindSafe(|| transact(conn, sync, work)))));
        self.line_up(job);
    }
}

/// Does one job after the other until nobody can ask for more. In the breaks between, what waits for the index gets its
/// turn, a little at a time.
fn work_off(inbox: &Receiver<Job>, conn: &mut Connection) {
    const BREAK: Duration = Duration::from_millis(40);
    let mut behind = true;
    loop {
        let job = if behind {
            inbox.recv_timeout(BREAK)
        } else {
            inbox.recv().map_err(|_gone| RecvTimeoutError::Disconnected)
        };
        match job {
            Ok(job) => {
                job(conn);
                behind = true;
            }
            Err(RecvTimeoutError::Disconnected) => return,
            // Whoever writes from elsewhere goes first; it is tried again after the next job.
            Err(RecvTimeoutError::Timeout) => {
                drop(conn.busy_timeout(Duration::ZERO));
                while behind {
                    behind = index::by_the_way(conn).unwrap_or(false);
                    if let Ok(job) = inbox.try_recv() {
                        job(conn);
                        behind = true;
                        break;
                    }
                }
            }
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        drop(self.jobs.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        if let Some(thread) = self.thread.get_mut().unwrap_or_else(PoisonError::into_inner).take() {
            drop(thread.join()); // a panic there was already told to whoever asked
        }
    }
}

fn broke() -> StoreFault {
    StoreFault::new(
        "The change was not kept",
        "the writer broke",
        "This is a fault of Slugline's; please report it.",
    )
}

fn transact<T>(conn: &mut Connection, sync: Sync, work: impl FnOnce(&Transaction) -> Answer<T>) -> Answer<T> {
    conn.pragma_update(None, "synchronous", if sync == Sync::Personal { "FULL" } else { "NORMAL" })?;
    conn.busy_timeout(sync.patience())?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let outcome = work(&tx)?;
    tx.commit()?;
    Ok(outcome)
}

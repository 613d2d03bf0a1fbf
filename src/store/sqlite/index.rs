//! The full-text index: what goes in at once, and what may wait.
//!
//! Cutting a text into its words and their beginnings costs more than keeping it. A single item goes in with its own
//! transaction, so that it is found at once. The pages of a sync only leave their numbers here; the writer indexes
//! them when nobody else wants anything of it, a few hundred at a time, and whoever must be sure says
//! [`Writer::catch_up`]. What waits is a table of the store: a program that ends before its turn loses nothing, the
//! next one that writes goes on.

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::writer::Sync;
use super::{Answer, Writer, family, packed, rows, words};
use crate::story::Record;

/// Texts indexed in one transaction by the way; a mark set meanwhile waits for no more than these.
const SOME: usize = 128;
/// Texts indexed in one transaction by whoever waits for all of them: the more at once, the less merging.
const MANY: usize = 1024;

/// Whose text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Dispatch,
    Record,
}

impl Kind {
    fn table(self) -> &'static str {
        match self {
            Self::Dispatch => "dispatch_text",
            Self::Record => "record_text",
        }
    }

    fn number(self) -> i64 {
        i64::from(self == Self::Record)
    }
}

/// What is to become of a text in the index.
enum Change {
    /// It comes in; the index has nothing of this number yet.
    First(String),
    /// It takes the place of another.
    Instead(String),
    /// It goes.
    Gone,
    /// Whatever it is by then, when there is time.
    Later,
}

/// The changes of a transaction. They go in at its end and in the order of their numbers, because the index is
/// fastest that way.
#[derive(Default)]
pub(super) struct Waiting {
    changes: Vec<(Kind, i64, Change)>,
    patient: bool,
}

impl Waiting {
    /// Changes that need not be found by a search right after this transaction.
    pub(super) fn patient() -> Self {
        Self { patient: true, ..Self::default() }
    }

    /// A text that is new.
    pub(super) fn first(&mut self, kind: Kind, n: i64, text: impl FnOnce() -> String) {
        let change = if self.patient { Change::Later } else { Change::First(text()) };
        self.changes.push((kind, n, change));
    }

    /// A text that may take the place of another.
    pub(super) fn instead(&mut self, kind: Kind, n: i64, text: impl FnOnce() -> String) {
        let change = if self.patient { Change::Later } else { Change::Instead(text()) };
        self.changes.push((kind, n, change));
    }

    /// A text that is not to be found any more.
    pub(super) fn gone(&mut self, kind: Kind, n: i64) {
        self.changes.push((kind, n, if self.patient { Change::Later } else { Change::Gone }));
    }

    /// Writes the changes down.
    pub(super) fn finish(mut self, tx: &Transaction) -> Answer<()> {
        self.changes.sort_by_key(|(kind, n, _)| (*kind, *n)); // stable: what came later for one number stays later
        for (kind, n, change) in self.changes {
            write(tx, kind, n, change)?;
        }
        Ok(())
    }
}

fn write(tx: &Transaction, kind: Kind, n: i64, change: Change) -> Answer<()> {
    let table = kind.table();
    match change {
        Change::First(text) => {
            let sql = match kind {
                Kind::Dispatch => "INSERT INTO dispatch_text (rowid, words) VALUES (?, ?)",
                Kind::Record => "INSERT INTO record_text (rowid, words) VALUES (?, ?)",
            };
            tx.prepare_cached(sql)?.execute(params![n, text])?;
        }
        Change::Instead(text) => {
            let sql = format!("INSERT OR REPLACE INTO {table} (rowid, words) VALUES (?, ?)");
            tx.prepare_cached(&sql)?.execute(params![n, text])?;
        }
        Change::Gone => {
            tx.prepare_cached(&format!("DELETE FROM {table} WHERE rowid = ?"))?.execute([n])?;
        }
        Change::Later => {
            let sql = "INSERT OR IGNORE INTO unindexed (kind, n) VALUES (?, ?)";
            tx.prepare_cached(sql)?.execute([kind.number(), n])?;
        }
    }
    Ok(())
}

impl Writer {
    /// Indexes everything that waits for it. Returns how many texts that were.
    pub fn catch_up(&self) -> Answer<usize> {
        let mut all = 0;
        loop {
            let done = self.write(Sync::Fetched, |tx| some(tx, MANY))?;
            all += done;
            if done < MANY {
                return Ok(all);
            }
        }
    }
}

/// Indexes a few of those that wait, if nobody else is writing. Says whether more may be waiting.
pub(super) fn by_the_way(conn: &mut Connection) -> Answer<bool> {
    if !conn.prepare_cached("SELECT 1 FROM unindexed")?.exists([])? {
        return Ok(false);
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let done = some(&tx, SOME)?;
    tx.commit()?;
    Ok(done == SOME)
}

/// Indexes so many of those that wait, the newest first. Returns how many there were.
fn some(tx: &Transaction, limit: usize) -> Answer<usize> {
    let mut ask = tx.prepare_cached("SELECT kind, n FROM unindexed ORDER BY kind, n DESC LIMIT ?")?;
    let listed = ask.query_map([limit as i64], |line| Ok((line.get(0)?, line.get(1)?)))?;
    let mut listed: Vec<(i64, i64)> = listed.collect::<Result<_, _>>()?;
    listed.sort_unstable();
    for &(kind, n) in &listed {
        let kind = if kind == 0 { Kind::Dispatch } else { Kind::Record };
        let text = if kind == Kind::Dispatch { dispatch_text(tx, n)? } else { record_text(tx, n)? };
        write(tx, kind, n, text.map_or(Change::Gone, Change::Instead))?;
        tx.prepare_cached("DELETE FROM unindexed WHERE kind = ? AND n = ?")?.execute([kind.number(), n])?;
    }
    Ok(listed.len())
}

/// The words of a dispatch as it stands; none if it is gone, or not the current one of its versions.
fn dispatch_text(tx: &Transaction, n: i64) -> Answer<Option<String>> {
    let sql =
        "SELECT d.wire, b.json FROM dispatch d JOIN body b ON b.n = d.n WHERE d.n = ? AND d.current = 1";
    let mut ask = tx.prepare_cached(sql)?;
    let found = ask.query_row([n], |line| Ok((line.get(0)?, line.get::<_, String>(1)?))).optional()?;
    found.map(|(wire, json)| Ok(family::text_of(wire, &rows::dispatch(&json)?))).transpose()
}

fn record_text(tx: &Transaction, n: i64) -> Answer<Option<String>> {
    let mut ask = tx.prepare_cached("SELECT wire, title, byline, publisher, text FROM record WHERE n = ?")?;
    let found = ask.query_row([n], |line| {
        let wire = line.get(0)?;
        Ok((wire, packed::told(line, 1)?))
    });
    Ok(found.optional()?.map(|(wire, record)| text_of(wire, &record)))
}

/// The words by which a record is found, without its wire.
pub(super) fn words_of(record: &Record) -> String {
    let parts = [&record.title, &record.byline, &record.publisher, &record.text];
    words::cut(parts.into_iter().flatten().map(String::as_str))
}

/// Those, and the wire's own.
pub(super) fn of_wire(wire: i64, words: &str) -> String {
    words::wire_term(wire) + " " + words
}

/// The words by which a record is found.
pub(super) fn text_of(wire: i64, record: &Record) -> String {
    let parts = [&record.title, &record.byline, &record.publisher, &record.text];
    words::feed(wire, parts.into_iter().flatten().map(String::as_str))
}

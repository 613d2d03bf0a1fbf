//! What is written besides items: a person's marks, the ledger, what a wire is.

use rusqlite::{OptionalExtension, Transaction, params};

use super::put::wire_number;
use super::writer::Sync;
use super::{Answer, Writer};
use crate::story::{ClusterId, Entry, Key, WireName};

impl Writer {
    /// Marks one version as read or unread. `false` if the store has no such dispatch.
    pub fn mark_read(&self, key: &Key, read: bool) -> Answer<bool> {
        self.mark("UPDATE dispatch SET read = ?1 WHERE n = ?2 AND read <> ?1", key, read)
    }

    /// Sets or takes the star of a dispatch and of all its versions. `false` if the store has no such dispatch.
    pub fn mark_starred(&self, key: &Key, starred: bool) -> Answer<bool> {
        let family = "UPDATE dispatch SET starred = ?1 WHERE starred <> ?1 \
                      AND family = (SELECT family FROM dispatch WHERE n = ?2)";
        self.mark(family, key, starred)
    }

    fn mark(&self, sql: &'static str, key: &Key, on: bool) -> Answer<bool> {
        let key = key.clone();
        self.write(Sync::Personal, move |tx| {
            let find = "SELECT d.n FROM dispatch d JOIN wire w ON w.n = d.wire WHERE w.name = ? AND d.id = ?";
            let n: Option<i64> = tx
                .prepare_cached(find)?
                .query_row([key.wire.as_str(), key.id.as_str()], |line| line.get(0))
                .optional()?;
            if let Some(n) = n {
                tx.prepare_cached(sql)?.execute(params![on, n])?;
            }
            Ok(n.is_some())
        })
    }

    /// Adds lines to the ledger.
    pub fn append_ledger(&self, entries: Vec<Entry>) -> Answer<()> {
        self.write(Sync::Fetched, move |tx| add_to_ledger(tx, &entries))
    }

    /// Says what a wire is (`demo`, `own`, `file`, …) and what to tell a person of it. Makes the wire if it is new.
    pub fn set_wire(&self, wire: &WireName, kind: &str, note: &str) -> Answer<()> {
        let (wire, kind, note) = (wire.clone(), kind.to_owned(), note.to_owned());
        self.write(Sync::Fetched, move |tx| {
            let n = wire_number(tx, &wire)?;
            tx.execute("UPDATE wire SET kind = ?, note = ? WHERE n = ?", params![kind, note, n])?;
            Ok(())
        })
    }
}

/// Adds lines to the ledger.
pub(super) fn add_to_ledger(tx: &Transaction, entries: &[Entry]) -> Answer<()> {
    let sql = "INSERT INTO ledger (at, stage, cluster, outcome, headline, reason) VALUES (?, ?, ?, ?, ?, ?)";
    let mut add = tx.prepare_cached(sql)?;
    for entry in entries {
        add.execute(params![
            entry.at.as_micros(),
            entry.stage.name(),
            ClusterId::as_str(&entry.cluster),
            entry.outcome.word(),
            entry.headline,
            entry.reason,
        ])?;
    }
    Ok(())
}

//! Records that were taken out or changed since they came to a cluster; and forgetting a wire's stories.

use std::collections::BTreeSet;

use rusqlite::{OptionalExtension, Transaction, params};

use super::recall::{SIGNALS, role, signal};
use crate::store::sqlite::writer::Sync;
use crate::store::sqlite::{Answer, Writer, rows};
use crate::story::RecordId;
use crate::wire::format;

/// Records seen to in one step.
const STEP: i64 = 500;

/// No record has a number like this.
const GONE_FROM: i64 = 1 << 62;

/// Clusters taken out in one step.
const CLUSTERS: i64 = 200;

impl Writer {
    /// Sees to the records that were taken out, or written anew, since they came to a cluster: the former leave it, and
    /// either way its story is due again. To be called before an edition; a step at a time.
    pub fn tend_stories(&self) -> Answer<()> {
        while self.write(Sync::Fetched, tend)? == STEP as usize {}
        Ok(())
    }
}

fn tend(tx: &Transaction) -> Answer<usize> {
    let mut ask = tx.prepare_cached("SELECT n FROM loose LIMIT ?")?;
    let loose: Vec<i64> = ask.query_map([STEP], |line| line.get(0))?.collect::<Result<_, _>>()?;
    let mut left = BTreeSet::new();
    for n in &loose {
        let member = "SELECT cluster, id FROM member WHERE n = ?";
        let member = tx.prepare_cached(member)?.query_row([n], |line| Ok((line.get(0)?, line.get(1)?)));
        if let Some((cluster, id)) = member.optional()? {
            let id: String = id;
            if !is_here(tx, *n, &id)? {
                leave(tx, *n, cluster, &id)?;
                left.insert(cluster);
            }
            tx.prepare_cached("UPDATE cluster SET due = max(due, 1) WHERE n = ?")?.execute([cluster])?;
        }
        tx.prepare_cached("DELETE FROM loose WHERE n = ?")?.execute([n])?;
    }
    for cluster in left {
        recount(tx, cluster)?;
    }
    Ok(loose.len())
}

/// Whether a record still stands under its number, with its words.
fn is_here(tx: &Transaction, n: i64, id: &str) -> Answer<bool> {
    let sql = format!("SELECT {} FROM record WHERE n = ?", rows::RECORD);
    let record = tx.prepare_cached(&sql)?.query_row([n], rows::record).optional()?;
    Ok(record.is_some_and(|record| record.id.as_str() == id && !rows::is_taken_back(&record)))
}

/// A number for a member whose record has gone: other records may get that one's.
pub(super) fn number_of_gone(tx: &Transaction) -> Answer<i64> {
    let sql = "SELECT coalesce(max(n), ?1) + 1 FROM member WHERE n >= ?1";
    Ok(tx.prepare_cached(sql)?.query_row([GONE_FROM], |line| line.get(0))?)
}

/// Takes a record out of its cluster, and its words out of what is told of that. Its place stays.
fn leave(tx: &Transaction, n: i64, cluster: i64, id: &str) -> Answer<()> {
    let sql = "UPDATE member SET n = ?, role = ? WHERE n = ?";
    tx.prepare_cached(sql)?.execute(params![number_of_gone(tx)?, role::GONE, n])?;
    tx.prepare_cached("DELETE FROM decision WHERE cluster = ? AND record = ?")?.execute([cluster, n])?;
    let id = RecordId::from(id);
    let mut ask = tx.prepare_cached(&SIGNALS.replacen("json", "json, n", 1))?;
    let signals = ask.query_map([cluster], |line| Ok((line.get::<_, String>(0)?, line.get::<_, i64>(1)?)))?;
    for (json, n) in signals.collect::<Result<Vec<_>, _>>()? {
        let mut signal = signal(&json);
        let all = signal.passages.len();
        signal.passages.retain(|passage| passage.record != id);
        if signal.passages.len() < all {
            let json = format::signal_json(&signal).to_string();
            tx.prepare_cached("UPDATE signal SET json = ? WHERE n = ?")?.execute(params![json, n])?;
        }
    }
    Ok(())
}

/// Counts anew who is left in a cluster; one that nobody is left in goes.
fn recount(tx: &Transaction, cluster: i64) -> Answer<()> {
    let columns = rows::RECORD.replacen("id, kind", "record.id, record.kind", 1);
    let sql = format!(
        "SELECT {columns}, role = {} FROM member INDEXED BY member_of CROSS JOIN record ON record.n = member.n \
         WHERE member.cluster = ? AND role < {} ORDER BY seq",
        role::COPY,
        role::FULL
    );
    let mut ask = tx.prepare_cached(&sql)?;
    let left = ask.query_map([cluster], |line| Ok((rows::record(line)?, line.get(rows::AFTER_RECORD)?)))?;
    let left: Vec<(crate::story::Record, bool)> = left.collect::<Result<_, _>>()?;
    if left.is_empty() {
        return remove(tx, cluster);
    }
    let originals = left.iter().filter(|(_, copy)| !copy);
    let voices: BTreeSet<String> = originals.map(|(record, _)| record.voice_key()).collect();
    let sql = "UPDATE cluster SET records = ?, voices = ? WHERE n = ?";
    tx.prepare_cached(sql)?.execute(params![left.len() as i64, voices.len().max(1) as i64, cluster])?;
    Ok(())
}

fn remove(tx: &Transaction, cluster: i64) -> Answer<()> {
    for (table, column) in [
        ("member", "cluster"),
        ("decision", "cluster"),
        ("signal", "cluster"),
        ("alias", "cluster"),
        ("growing", "n"),
        ("cluster", "n"),
    ] {
        tx.prepare_cached(&format!("DELETE FROM {table} WHERE {column} = ?"))?.execute([cluster])?;
    }
    Ok(())
}

/// Takes some of a wire's clusters out, with all that is known of them.
pub(in crate::store::sqlite) fn forget_clusters(tx: &Transaction, wire: i64) -> Answer<usize> {
    let mut ask = tx.prepare_cached("SELECT n FROM cluster INDEXED BY cluster_key WHERE wire = ? LIMIT ?")?;
    let some: Vec<i64> =
        ask.query_map(params![wire, CLUSTERS], |line| line.get(0))?.collect::<Result<_, _>>()?;
    for cluster in &some {
        remove(tx, *cluster)?;
    }
    Ok(some.len())
}

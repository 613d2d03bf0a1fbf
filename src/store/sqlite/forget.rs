//! Taking a wire out, with everything of it, a little at a time.
//!
//! A hundred thousand dispatches take seconds, and a person marking one of another wire must not wait for them: so
//! each step is a transaction of its own, and others get their turn between. What was wanted goes first and the name
//! last; broken off in between, the wire is merely smaller, and forgetting it again takes the rest.

use rusqlite::{OptionalExtension, Transaction, params};

use super::stories::forget_clusters;
use super::writer::Sync;
use super::{Answer, Writer};
use crate::story::WireName;

/// Items taken out in one step.
const STEP: i64 = 500;

impl Writer {
    /// Takes a wire out of the store with everything of it. Gives how many dispatches and records went.
    pub fn forget(&self, wire: &WireName) -> Answer<(usize, usize)> {
        let (mut dispatches, mut records) = (0, 0);
        self.step(wire, forget_plans)?;
        while let Some(1..) = self.step(wire, forget_clusters)? {}
        while let Some(went @ 1..) = self.step(wire, forget_dispatches)? {
            dispatches += went;
        }
        while let Some(went @ 1..) = self.step(wire, forget_records)? {
            records += went;
        }
        while let Some(1..) = self.step(wire, forget_cites)? {}
        self.step(wire, forget_name)?;
        Ok((dispatches, records))
    }

    /// One step; `None` where there is no such wire (any more).
    fn step(&self, wire: &WireName, work: fn(&Transaction, i64) -> Answer<usize>) -> Answer<Option<usize>> {
        let wire = wire.clone();
        self.write(Sync::Fetched, move |tx| {
            let mut find = tx.prepare_cached("SELECT n FROM wire WHERE name = ?")?;
            let n = find.query_row([wire.as_str()], |line| line.get(0)).optional()?;
            n.map(|n| work(tx, n)).transpose()
        })
    }
}

/// What is remembered of the other end.
fn forget_plans(tx: &Transaction, wire: i64) -> Answer<usize> {
    for table in ["walk", "wanted", "far", "taken_back", "grouping"] {
        tx.execute(&format!("DELETE FROM {table} WHERE wire = ?"), [wire])?;
    }
    // Its records name their sources to the end; but nothing that was learned there holds any more.
    tx.execute("UPDATE source SET url = '' WHERE wire = ?", [wire])?;
    Ok(0)
}

fn numbers(tx: &Transaction, sql: &str, wire: i64) -> Answer<Vec<i64>> {
    let mut ask = tx.prepare_cached(sql)?;
    let numbers = ask.query_map(params![wire, STEP], |line| line.get(0))?;
    Ok(numbers.collect::<Result<_, _>>()?)
}

fn forget_dispatches(tx: &Transaction, wire: i64) -> Answer<usize> {
    let some = numbers(tx, "SELECT n FROM dispatch INDEXED BY dispatch_key WHERE wire = ? LIMIT ?", wire)?;
    for table in ["body", "dispatch"] {
        let mut delete = tx.prepare_cached(&format!("DELETE FROM {table} WHERE n = ?"))?;
        for n in &some {
            delete.execute([n])?;
        }
    }
    let mut delete = tx.prepare_cached("DELETE FROM unindexed WHERE kind = 0 AND n = ?")?;
    for n in &some {
        delete.execute([n])?;
    }
    let mut delete = tx.prepare_cached("DELETE FROM dispatch_text WHERE rowid = ?")?;
    for n in &some {
        delete.execute([n])?;
    }
    Ok(some.len())
}

fn forget_records(tx: &Transaction, wire: i64) -> Answer<usize> {
    let some = numbers(tx, "SELECT n FROM record INDEXED BY record_key WHERE wire = ? LIMIT ?", wire)?;
    let mut delete = tx.prepare_cached("DELETE FROM record WHERE n = ?")?;
    let mut unword = tx.prepare_cached("DELETE FROM record_text WHERE rowid = ?")?;
    let mut unwait = tx.prepare_cached("DELETE FROM unindexed WHERE kind = 1 AND n = ?")?;
    for n in &some {
        delete.execute([n])?;
        unword.execute([n])?;
        unwait.execute([n])?;
    }
    if let (Some(first), Some(last)) = (some.iter().min(), some.iter().max()) {
        // Marks of other wires among them are lost, too: a copy goes unnoticed, no more.
        tx.execute("DELETE FROM echo WHERE n BETWEEN ? AND ?", [first, last])?;
    }
    Ok(some.len())
}

fn forget_cites(tx: &Transaction, wire: i64) -> Answer<usize> {
    let sql = "DELETE FROM cites WHERE (wire, record, at, dispatch) IN \
               (SELECT wire, record, at, dispatch FROM cites WHERE wire = ? LIMIT ?)";
    Ok(tx.prepare_cached(sql)?.execute(params![wire, STEP * 10])?)
}

/// The counts, the beats nobody else files under, and the wire itself.
fn forget_name(tx: &Transaction, wire: i64) -> Answer<usize> {
    tx.execute("DELETE FROM tally WHERE wire = ?", [wire])?;
    let days = "DELETE FROM source_day WHERE source IN (SELECT n FROM source WHERE wire = ?)";
    tx.execute(days, [wire])?;
    tx.execute("DELETE FROM source WHERE wire = ?", [wire])?;
    tx.execute("DELETE FROM wire WHERE n = ?", [wire])?;
    let unused = "DELETE FROM beat WHERE NOT EXISTS (SELECT 1 FROM dispatch d WHERE d.beat = beat.n)";
    tx.execute(unused, [])?;
    Ok(0)
}

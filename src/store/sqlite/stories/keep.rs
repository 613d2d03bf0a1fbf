//! What a batch of records came to, taken in: one transaction.

use std::collections::{HashMap, HashSet};

use rusqlite::{OptionalExtension, Transaction, params};

use super::recall::role;
use super::tend;
use crate::store::sqlite::put::wire_number;
use crate::store::sqlite::writer::Sync;
use crate::store::sqlite::{Answer, Writer, rows};
use crate::store::{Grouped, KeptCluster};
use crate::story::{Cluster, ClusterId, Decision, Met, Moment, RecordId, Signal, WireName};
use crate::wire::format;

/// Where records stand that came when their cluster was full.
const LAST: i64 = i64::MAX;

/// States that are let go of in one transaction, at most.
const LET_GO: i64 = 5_000;

/// Clusters that heard nothing for long.
pub(super) const SILENT: &str =
    "SELECT n FROM growing INDEXED BY growing_heard WHERE wire = ? AND heard_at < ? LIMIT ?";

impl Writer {
    /// Keeps what a batch of records came to: clusters, members, decisions, signals, counts; all of it or nothing. The
    /// clusters are due from now on. `false`, and nothing is kept, if someone else kept something since the batch began.
    pub fn keep_grouped(&self, wire: &WireName, grouped: Grouped) -> Answer<bool> {
        let wire = wire.clone();
        self.write(Sync::Fetched, move |tx| {
            let wire = wire_number(tx, &wire)?;
            tx.prepare_cached("INSERT INTO grouping (wire) VALUES (?) ON CONFLICT DO NOTHING")?
                .execute([wire])?;
            let step =
                "UPDATE grouping SET turn = turn + 1, counts = ?, tide = ? WHERE wire = ? AND turn = ?";
            let values = params![grouped.counts, grouped.tide, wire, grouped.turn];
            if tx.prepare_cached(step)?.execute(values)? == 0 {
                return Ok(false);
            }
            let mut keeping = Keeping { tx, wire, turn: grouped.turn + 1, numbers: HashMap::new() };
            keeping.clusters(&grouped)?;
            for decision in &grouped.decisions {
                keeping.decision(decision)?;
            }
            for (cluster, signal) in &grouped.signals {
                keeping.signal(cluster, signal)?;
            }
            if let Some(since) = grouped.silent_since {
                let delete = format!("DELETE FROM growing WHERE n IN ({SILENT})");
                tx.prepare_cached(&delete)?.execute(params![wire, since.as_micros(), LET_GO])?;
            }
            Ok(true)
        })
    }
}

/// A batch on its way in.
struct Keeping<'a> {
    tx: &'a Transaction<'a>,
    wire: i64,
    turn: i64,
    /// The number behind each cluster's id, and behind the ids of those that became part of it.
    numbers: HashMap<ClusterId, i64>,
}

impl Keeping<'_> {
    fn clusters(&mut self, grouped: &Grouped) -> Answer<()> {
        let mut heard: HashMap<&ClusterId, Moment> = HashMap::new();
        for decision in &grouped.decisions {
            let at = heard.entry(&decision.cluster).or_insert(decision.at);
            *at = (*at).max(decision.at);
        }
        for kept in &grouped.clusters {
            let names = kept.aliases.iter().chain([&kept.cluster.id]);
            let heard = names.filter_map(|id| heard.get(id)).max().copied().or(kept.cluster.last_at);
            self.cluster(kept, heard.unwrap_or_default())?;
        }
        Ok(())
    }

    fn cluster(&mut self, kept: &KeptCluster, heard: Moment) -> Answer<()> {
        let cluster = &kept.cluster;
        let known = self.find(&cluster.id)?;
        let new = known.is_none();
        let n = match known {
            Some(n) => n,
            None => self.open(kept)?,
        };
        self.numbers.insert(cluster.id.clone(), n);
        for alias in &kept.aliases {
            self.absorb(n, alias)?;
        }
        self.members(n, cluster, new && kept.aliases.is_empty())?;
        let micros = |at: Option<Moment>| at.map(Moment::as_micros);
        let sql = "UPDATE cluster SET first_at = ?1, last_at = ?2, heard_at = max(heard_at, ?3), records = ?4, voices = ?5, \
                   due = CASE WHEN ?6 THEN ?7 ELSE due END, waits = CASE WHEN ?6 THEN NULL ELSE waits END, \
                   headline = coalesce(?8, headline) WHERE n = ?9";
        self.tx.prepare_cached(sql)?.execute(params![
            micros(cluster.first_at),
            micros(cluster.last_at),
            heard.as_micros(),
            cluster.records.len() as i64,
            cluster.voices as i64,
            kept.due,
            self.turn,
            kept.headline.as_deref().map(|headline| rows::clip(headline, 500)),
            n,
        ])?;
        let sql = "INSERT INTO growing (n, wire, heard_at, state) VALUES (?1, ?2, ?3, ?4) \
                   ON CONFLICT DO UPDATE SET heard_at = max(heard_at, ?3), state = ?4";
        self.tx.prepare_cached(sql)?.execute(params![n, self.wire, heard.as_micros(), kept.state])?;
        Ok(())
    }

    fn open(&self, kept: &KeptCluster) -> Answer<i64> {
        let sql =
            "INSERT INTO cluster (wire, id, heard_at, records, voices, distance) VALUES (?, ?, 0, 0, 0, ?)";
        self.tx.prepare_cached(sql)?.execute(params![self.wire, kept.cluster.id.as_str(), kept.distance])?;
        Ok(self.tx.last_insert_rowid())
    }

    /// The number of a cluster, or of the one that it became part of.
    fn find(&self, id: &ClusterId) -> Answer<Option<i64>> {
        if let Some(n) = self.numbers.get(id) {
            return Ok(Some(*n));
        }
        find(self.tx, self.wire, id)
    }

    /// Makes a cluster part of another, with all that it had.
    fn absorb(&mut self, into: i64, id: &ClusterId) -> Answer<()> {
        self.numbers.insert(id.clone(), into);
        let note = "INSERT INTO alias (wire, id, cluster) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET cluster = ?3";
        self.tx.prepare_cached(note)?.execute(params![self.wire, id.as_str(), into])?;
        let own = "SELECT n FROM cluster WHERE wire = ? AND id = ?";
        let own = self.tx.prepare_cached(own)?.query_row(params![self.wire, id.as_str()], |line| line.get(0));
        let Some(n) = own.optional()?.filter(|n: &i64| *n != into) else { return Ok(()) };
        self.tx.prepare_cached("UPDATE alias SET cluster = ? WHERE cluster = ?")?.execute([into, n])?;
        let sql = "UPDATE decision SET cluster = ?, came = coalesce(came, ?) WHERE cluster = ?";
        self.tx.prepare_cached(sql)?.execute(params![into, id.as_str(), n])?;
        // Their places are put right with the other members'.
        for sql in [
            "UPDATE member SET cluster = ? WHERE cluster = ?",
            "UPDATE signal SET cluster = ? WHERE cluster = ?",
        ] {
            self.tx.prepare_cached(sql)?.execute([into, n])?;
        }
        let sql = "UPDATE cluster SET dispatch = coalesce(cluster.dispatch, y.dispatch), \
                   signal_at = max(coalesce(cluster.signal_at, y.signal_at), coalesce(y.signal_at, cluster.signal_at)), \
                   heard_at = max(cluster.heard_at, y.heard_at) \
                   FROM cluster y WHERE cluster.n = ? AND y.n = ?";
        self.tx.prepare_cached(sql)?.execute([into, n])?;
        for table in ["cluster", "growing"] {
            self.tx.prepare_cached(&format!("DELETE FROM {table} WHERE n = ?"))?.execute([n])?;
        }
        Ok(())
    }

    /// Writes who belongs to a cluster, as far as that changed.
    fn members(&self, n: i64, cluster: &Cluster, new: bool) -> Answer<()> {
        let mut known: HashMap<String, (i64, i64, i64)> = HashMap::new();
        if !new {
            let sql = "SELECT id, n, seq, role FROM member INDEXED BY member_of WHERE cluster = ?";
            let mut ask = self.tx.prepare_cached(sql)?;
            let mut lines = ask.query([n])?;
            while let Some(line) = lines.next()? {
                known.insert(line.get(0)?, (line.get(1)?, line.get(2)?, line.get(3)?));
            }
        }
        let copies: HashSet<&RecordId> = cluster.copies.iter().collect();
        for (seq, id) in (0i64..).zip(&cluster.records) {
            let is = if copies.contains(id) { role::COPY } else { role::TELLS };
            match known.get(id.as_str()) {
                Some((_, was, before)) if *was == seq && (*before == is || *before == role::GONE) => {}
                Some((record, _, before)) => {
                    let is = if *before == role::GONE { role::GONE } else { is };
                    let sql = "UPDATE member SET seq = ?, role = ? WHERE n = ?";
                    self.tx.prepare_cached(sql)?.execute(params![seq, is, record])?;
                }
                None => self.member(n, seq, id, is)?,
            }
        }
        Ok(())
    }

    /// A record that has gone meanwhile leaves its place behind, which the cluster's state counts on.
    fn member(&self, cluster: i64, seq: i64, id: &RecordId, is: i64) -> Answer<()> {
        let find = "SELECT n, at, kind FROM record WHERE wire = ? AND id = ?";
        let found = self.tx.prepare_cached(find)?.query_row(params![self.wire, id.as_str()], |line| {
            Ok((line.get::<_, i64>(0)?, line.get::<_, i64>(1)?, line.get::<_, String>(2)?))
        });
        let (n, at, kind, is) = match found.optional()? {
            Some((n, at, kind)) => (n, at, kind, is),
            None => (tend::number_of_gone(self.tx)?, rows::NO_TIME, String::new(), role::GONE),
        };
        let sql = "INSERT OR REPLACE INTO member (n, cluster, seq, id, at, kind, role) VALUES (?, ?, ?, ?, ?, ?, ?)";
        self.tx.prepare_cached(sql)?.execute(params![n, cluster, seq, id.as_str(), at, kind, is])?;
        Ok(())
    }

    fn decision(&self, decision: &Decision) -> Answer<()> {
        let Some(n) = self.find(&decision.cluster)? else { return Ok(()) };
        let find = "SELECT n FROM record WHERE wire = ? AND id = ?";
        let record = self
            .tx
            .prepare_cached(find)?
            .query_row(params![self.wire, decision.record.as_str()], |line| line.get::<_, i64>(0));
        let Some(record) = record.optional()? else { return Ok(()) };
        if decision.met == Met::Full {
            self.member(n, LAST, &decision.record, role::FULL)?;
        }
        let own = "SELECT id <> ? FROM cluster WHERE n = ?";
        let elsewhere: bool = self
            .tx
            .prepare_cached(own)?
            .query_row(params![decision.cluster.as_str(), n], |line| line.get(0))?;
        let sql = "INSERT INTO decision (cluster, came, record, at, met, score, needed, other, words) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.tx.prepare_cached(sql)?.execute(params![
            n,
            elsewhere.then_some(decision.cluster.as_str()),
            record,
            decision.at.as_micros(),
            decision.met.word(),
            parts(decision.score),
            parts(decision.needed),
            decision.other,
            decision.words.join("\n"),
        ])?;
        Ok(())
    }

    fn signal(&self, cluster: &ClusterId, signal: &Signal) -> Answer<()> {
        let Some(n) = self.find(cluster)? else { return Ok(()) };
        let json = format::signal_json(signal).to_string();
        let at = signal.at.as_micros();
        self.tx
            .prepare_cached("INSERT INTO signal (cluster, at, json) VALUES (?, ?, ?)")?
            .execute(params![n, at, json])?;
        let sql = "UPDATE cluster SET signal_at = max(coalesce(signal_at, ?1), ?1) WHERE n = ?2";
        self.tx.prepare_cached(sql)?.execute(params![at, n])?;
        Ok(())
    }
}

/// The number of a cluster, or of the one that it became part of.
pub(super) fn find(tx: &Transaction, wire: i64, id: &ClusterId) -> Answer<Option<i64>> {
    for sql in [FIND, FIND_ALIAS] {
        let n =
            tx.prepare_cached(sql)?.query_row(params![wire, id.as_str()], |line| line.get(0)).optional()?;
        if n.is_some() {
            return Ok(n);
        }
    }
    Ok(None)
}

pub(super) const FIND: &str = "SELECT n FROM cluster WHERE wire = ? AND id = ?";
pub(super) const FIND_ALIAS: &str = "SELECT cluster FROM alias WHERE wire = ? AND id = ?";

/// A nearness as it is kept, in ten-thousandths.
fn parts(nearness: f64) -> i64 {
    (nearness * 10_000.0).round() as i64
}

//! What an edition goes on from.

use rusqlite::{OptionalExtension, Row as Line, params};

use crate::store::sqlite::listing::count;
use crate::store::sqlite::{Answer, Reader, rows};
use crate::store::{Due, KeptCluster, Remembered};
use crate::story::{
    Cluster, ClusterId, Dispatch, DispatchId, Key, Moment, Record, RecordId, Signal, WireName,
};
use crate::wire::format;

/// The records of a wire since a moment that came to no cluster yet.
pub(super) const WAITING: &str = "record INDEXED BY record_time WHERE wire = ?1 AND at >= ?2 \
    AND NOT EXISTS (SELECT 1 FROM member WHERE member.n = record.n)";

/// Clusters that may still grow, by number.
pub(super) const GROWING: &str = "SELECT n, state FROM growing INDEXED BY growing_heard \
    WHERE wire = ? AND heard_at >= ? ORDER BY heard_at, n";

/// Clusters that an edition has to look at, but for those that wait.
pub(super) const DUE: &str = "SELECT n, due, dispatch FROM cluster INDEXED BY cluster_due \
    WHERE wire = ?1 AND due > 0 AND (waits IS NULL OR waits <= ?2) ORDER BY due, n LIMIT ?3";

/// A cluster's records; also those taken back since, which its packed state still counts on.
pub(super) const MEMBERS: &str =
    "SELECT id, role FROM member INDEXED BY member_of WHERE cluster = ? ORDER BY seq";

/// What a record is to its cluster.
pub(super) mod role {
    /// It tells the story.
    pub(in super::super) const TELLS: i64 = 0;
    /// It repeats another.
    pub(in super::super) const COPY: i64 = 1;
    /// It came when the cluster was full, and belongs to it in name only.
    pub(in super::super) const FULL: i64 = 2;
    /// It was taken back.
    pub(in super::super) const GONE: i64 = 3;
}
pub(super) const ALIASES: &str = "SELECT id FROM alias INDEXED BY alias_of WHERE cluster = ? ORDER BY id";
pub(super) const SIGNALS: &str =
    "SELECT json FROM signal INDEXED BY signal_of WHERE cluster = ? ORDER BY at, n";

/// The current version of a dispatch.
const CURRENT: &str = "SELECT b.json FROM dispatch d CROSS JOIN body b ON b.n = d.n WHERE d.family = \
    (SELECT family FROM dispatch WHERE wire = ? AND id = ?) ORDER BY d.current DESC, d.version DESC LIMIT 1";

/// A cluster's row, as far as [`cluster_row`] reads it.
pub(super) const CLUSTER: &str = "SELECT id, voices, first_at, last_at, distance, signal_at, headline, outcome, reason, \
    dispatch, wire FROM cluster WHERE n = ?";

impl Reader {
    /// The records of a wire among its newest `most` that came to no cluster yet; by their time, ties by id.
    pub fn waiting(&self, wire: &WireName, most: usize) -> Answer<Vec<Record>> {
        let _moment = self.moment()?;
        let from = self.newest_window(wire, most)?.from.map_or(i64::MIN, Moment::as_micros);
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let sql = format!("SELECT {}, at FROM {WAITING} ORDER BY at", rows::RECORD);
        let mut ask = self.conn.prepare_cached(&sql)?;
        let found = ask.query_map(params![wire, from], |line| {
            Ok((line.get::<_, i64>(rows::AFTER_RECORD)?, rows::record(line)?))
        })?;
        let mut found: Vec<(i64, Record)> = found.collect::<Result<_, _>>()?;
        found.retain(|(_, record)| !rows::is_taken_back(record));
        found.sort_by(|(a, left), (b, right)| a.cmp(b).then_with(|| left.id.cmp(&right.id)));
        Ok(found.into_iter().map(|(_, record)| record).collect())
    }

    /// What grouping goes on from: clusters that heard something since a moment.
    pub fn remembered(&self, wire: &WireName, since: Moment) -> Answer<Remembered> {
        let _moment = self.moment()?;
        let Some(wire) = self.wire_number(wire)? else { return Ok(Remembered::default()) };
        let sql = "SELECT turn, counts, tide FROM grouping WHERE wire = ?";
        let known = self.conn.prepare_cached(sql)?.query_row([wire], |line| {
            Ok(Remembered {
                turn: line.get(0)?,
                counts: line.get(1)?,
                tide: line.get(2)?,
                ..Remembered::default()
            })
        });
        let Some(remembered) = known.optional()? else { return Ok(Remembered::default()) };
        let mut ask = self.conn.prepare_cached(GROWING)?;
        let mut lines = ask.query(params![wire, since.as_micros()])?;
        let mut clusters = Vec::new();
        while let Some(line) = lines.next()? {
            let (n, state) = (line.get(0)?, line.get(1)?);
            let row = self.cluster_row(n, true)?;
            let signals = if row.signal_at.is_some() { self.signals_of(n)? } else { Vec::new() };
            clusters.push(KeptCluster {
                aliases: self.aliases_of(n)?,
                cluster: row.cluster,
                state,
                distance: row.distance,
                headline: None,
                due: false,
                signals,
            });
        }
        Ok(Remembered { clusters, ..remembered })
    }

    /// Stories that an edition has to look at now, in the order in which they became due; at most `limit`.
    pub fn due_stories(&self, wire: &WireName, now: Moment, limit: usize) -> Answer<Vec<Due>> {
        let _moment = self.moment()?;
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let mut ask = self.conn.prepare_cached(DUE)?;
        let mut lines =
            ask.query(params![wire, now.as_micros(), i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut due = Vec::new();
        while let Some(line) = lines.next()? {
            let n = line.get(0)?;
            let row = self.cluster_row(n, false)?;
            due.push(Due {
                aliases: self.aliases_of(n)?,
                cluster: row.cluster,
                distance: row.distance,
                dispatch: line.get::<_, Option<String>>(2)?.map(DispatchId::new),
                signals: self.signals_of(n)?,
                turn: line.get(1)?,
            });
        }
        Ok(due)
    }

    /// How many stories an edition has to look at now.
    pub fn due_count(&self, wire: &WireName, now: Moment) -> Answer<usize> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(0) };
        let sql = "SELECT count(*) FROM cluster INDEXED BY cluster_due WHERE wire = ? AND due > 0 \
                   AND (waits IS NULL OR waits <= ?)";
        let mut ask = self.conn.prepare_cached(sql)?;
        Ok(ask.query_row([wire, now.as_micros()], |line| line.get(0).map(count))?)
    }

    /// The current version of a dispatch, by any of its versions.
    pub fn current(&self, key: &Key) -> Answer<Option<Dispatch>> {
        let Some(wire) = self.wire_number(&key.wire)? else { return Ok(None) };
        self.current_at(wire, key.id.as_str())
    }

    fn current_at(&self, wire: i64, id: &str) -> Answer<Option<Dispatch>> {
        let mut ask = self.conn.prepare_cached(CURRENT)?;
        let json = ask.query_row((wire, id), |line| line.get::<_, String>(0)).optional()?;
        json.map(|json| rows::dispatch(&json)).transpose()
    }

    /// The current dispatch that tells of a cluster, where our desk knows of one.
    pub fn told_of(&self, wire: &WireName, cluster: &ClusterId) -> Answer<Option<Dispatch>> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(None) };
        let sql = "SELECT dispatch FROM cluster WHERE wire = ? AND id = ? AND dispatch IS NOT NULL";
        let mut ask = self.conn.prepare_cached(sql)?;
        let id = ask.query_row((wire, cluster.as_str()), |line| line.get::<_, String>(0)).optional()?;
        id.map(|id| self.current_at(wire, &id)).transpose().map(Option::flatten)
    }

    /// What the stories of a wire were last judged by, in words.
    pub fn ground(&self, wire: &WireName) -> Answer<String> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(String::new()) };
        let mut ask = self.conn.prepare_cached("SELECT ground FROM grouping WHERE wire = ?")?;
        Ok(ask.query_row([wire], |line| line.get(0)).optional()?.unwrap_or_default())
    }

    /// Those of these records that are here and were not taken back, in the order asked for.
    pub fn records_of<'a>(
        &self,
        wire: &WireName,
        ids: impl IntoIterator<Item = &'a RecordId>,
    ) -> Answer<Vec<Record>> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let sql = format!("SELECT {} FROM record WHERE wire = ? AND id = ?", rows::RECORD);
        let mut ask = self.conn.prepare_cached(&sql)?;
        let mut found = Vec::new();
        for id in ids {
            let record = ask.query_row((wire, id.as_str()), rows::record).optional()?;
            found.extend(record.filter(|record| !rows::is_taken_back(record)));
        }
        Ok(found)
    }

    /// A cluster's row; its records without those taken back, unless they are asked for.
    pub(super) fn cluster_row(&self, n: i64, with_gone: bool) -> Answer<ClusterRow> {
        let mut row = self.conn.prepare_cached(CLUSTER)?.query_row([n], cluster_row)?;
        let mut ask = self.conn.prepare_cached(MEMBERS)?;
        let mut lines = ask.query([n])?;
        while let Some(line) = lines.next()? {
            let (id, is) = (RecordId::new(line.get::<_, String>(0)?), line.get::<_, i64>(1)?);
            if is == role::FULL || (is == role::GONE && !with_gone) {
                continue;
            }
            if is == role::COPY {
                row.cluster.copies.push(id.clone());
            }
            row.cluster.records.push(id);
        }
        Ok(row)
    }

    pub(super) fn aliases_of(&self, n: i64) -> Answer<Vec<ClusterId>> {
        let mut ask = self.conn.prepare_cached(ALIASES)?;
        let ids = ask.query_map([n], |line| line.get::<_, String>(0))?;
        Ok(ids.map(|id| id.map(ClusterId::new)).collect::<Result<_, _>>()?)
    }

    pub(super) fn signals_of(&self, n: i64) -> Answer<Vec<Signal>> {
        let mut ask = self.conn.prepare_cached(SIGNALS)?;
        let signals = ask.query_map([n], |line| line.get::<_, String>(0))?;
        Ok(signals.map(|json| json.map(|json| signal(&json))).collect::<Result<_, _>>()?)
    }
}

/// A signal from its JSON; what cannot be read of it is missing.
pub(super) fn signal(json: &str) -> Signal {
    let object = format::object(json).map(|(object, _)| object).unwrap_or_default();
    format::signal_from(object).0
}

/// What a cluster's row says.
#[derive(Debug, Default)]
pub(super) struct ClusterRow {
    /// Without its members, until they are asked for.
    pub(super) cluster: Cluster,
    pub(super) distance: Option<f64>,
    pub(super) signal_at: Option<i64>,
    pub(super) headline: String,
    pub(super) outcome: Option<String>,
    pub(super) reason: String,
    pub(super) dispatch: Option<String>,
    pub(super) wire: i64,
}

fn cluster_row(line: &Line) -> rusqlite::Result<ClusterRow> {
    let time = |column| line.get::<_, Option<i64>>(column).map(|micros| micros.map(Moment::from_micros));
    Ok(ClusterRow {
        cluster: Cluster {
            id: ClusterId::new(line.get::<_, String>(0)?),
            voices: usize::try_from(line.get::<_, i64>(1)?).unwrap_or_default(),
            first_at: time(2)?,
            last_at: time(3)?,
            ..Cluster::default()
        },
        distance: line.get(4)?,
        signal_at: line.get(5)?,
        headline: line.get(6)?,
        outcome: line.get(7)?,
        reason: line.get(8)?,
        dispatch: line.get(9)?,
        wire: line.get(10)?,
    })
}

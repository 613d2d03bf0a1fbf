//! What screens and commands ask of stories.

use rusqlite::{OptionalExtension, params};

use super::keep::{FIND, FIND_ALIAS};
use super::recall::signal;
use crate::store::sqlite::listing::count;
use crate::store::sqlite::reader::Whose;
use crate::store::sqlite::{Answer, Reader, rows};
use crate::story::{ClusterId, Decision, Key, Met, Moment, Outcome, RecordId, Signal, SourceKind, WireName};
use crate::wire::stories::{Arrivals, HOURS, Moving, Stories, StoryRow, Teller, Why};

/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;

/// The current version of a dispatch, by any of its versions.
const CURRENT: &str = "SELECT id, headline FROM dispatch WHERE family = \
    (SELECT family FROM dispatch WHERE wire = ? AND id = ?) ORDER BY current DESC, version DESC LIMIT 1";
/// The cluster that a version of a dispatch tells of, by any of them.
const OF_FAMILY: &str = "SELECT c.n FROM dispatch d CROSS JOIN cluster c INDEXED BY cluster_dispatch \
    ON c.wire = d.wire AND c.dispatch = d.id WHERE d.family = ? LIMIT 1";
const DECISIONS: &str = "SELECT m.id, d.came, d.at, d.met, d.score, d.needed, d.other, d.words \
    FROM decision d INDEXED BY decision_of CROSS JOIN member m ON m.n = d.record WHERE d.cluster = ? ORDER BY d.n";
const LAST_SIGNAL: &str =
    "SELECT json FROM signal INDEXED BY signal_of WHERE cluster = ? ORDER BY at DESC, n DESC LIMIT 1";
const TIMES: &str =
    "SELECT kind, at FROM member INDEXED BY member_of WHERE cluster = ? AND role < 2 ORDER BY seq";
const TELLERS: &str = "SELECT n FROM member INDEXED BY member_of WHERE cluster = ? AND role < 2 ORDER BY seq";

/// The index behind a list and the condition that it holds.
fn listed(moving: Moving, wire: bool) -> (&'static str, &'static str, &'static str) {
    match (moving, wire) {
        (Moving::Fired, false) => {
            ("cluster_fired", "signal_at >= -9000000000000000000", "signal_at DESC, n DESC")
        }
        (Moving::Fired, true) => {
            ("cluster_fired_wire", "signal_at >= -9000000000000000000", "signal_at DESC, n DESC")
        }
        (Moving::Watched, false) => ("cluster_watched", "outcome = 'watched'", "last_at DESC, n DESC"),
        (Moving::Watched, true) => ("cluster_watched_wire", "outcome = 'watched'", "last_at DESC, n DESC"),
    }
}

fn listing(moving: Moving, wire: bool, what: &str, rest: &str) -> String {
    let (index, holds, order) = listed(moving, wire);
    let of_wire = if wire { " AND wire = ?" } else { "" };
    let order = if rest.is_empty() { String::new() } else { format!(" ORDER BY {order} {rest}") };
    format!("SELECT {what} FROM cluster INDEXED BY {index} WHERE {holds}{of_wire}{order}")
}

impl Reader {
    /// A window on a list of stories: how many there are in all, and at most `limit` of them from `offset` on.
    pub fn stories(&self, asked: &Stories, offset: usize, limit: usize) -> Answer<(usize, Vec<StoryRow>)> {
        let _moment = self.moment()?;
        let wire = match self.whose(&asked.scope)? {
            Whose::All => None,
            Whose::Wire(wire) => Some(wire),
            Whose::Nobody => return Ok((0, Vec::new())),
        };
        let of = |what: &str, rest: &str| listing(asked.moving, wire.is_some(), what, rest);
        let mut total = self.conn.prepare_cached(&of("count(*)", ""))?;
        let values = rusqlite::params_from_iter(wire);
        let total = total.query_row(values, |line| line.get(0).map(count))?;
        let window = [limit, offset].map(|number| i64::try_from(number).unwrap_or(i64::MAX));
        let mut ask = self.conn.prepare_cached(&of("n", "LIMIT ? OFFSET ?"))?;
        let values = rusqlite::params_from_iter(wire.into_iter().chain(window));
        let numbers: Vec<i64> = ask.query_map(values, |line| line.get(0))?.collect::<Result<_, _>>()?;
        let rows = numbers.into_iter().map(|n| self.story_row(n)).collect::<Answer<_>>()?;
        Ok((total, rows))
    }

    /// How a story came to be one, by its cluster's id or that of a cluster that became part of it.
    pub fn why(&self, wire: &WireName, cluster: &ClusterId) -> Answer<Option<Why>> {
        let _moment = self.moment()?;
        let Some(wire) = self.wire_number(wire)? else { return Ok(None) };
        self.find_cluster(wire, cluster)?.map(|n| self.why_at(n)).transpose()
    }

    /// The same for the story that a dispatch tells, whichever version of it. `None` for a dispatch that our desk did
    /// not write, and for one it wrote before it kept its decisions.
    pub fn why_of(&self, key: &Key) -> Answer<Option<Why>> {
        let _moment = self.moment()?;
        let Some(wire) = self.wire_number(&key.wire)? else { return Ok(None) };
        let sql = "SELECT cluster, family FROM dispatch WHERE wire = ? AND id = ?";
        let found = self.conn.prepare_cached(sql)?.query_row(params![wire, key.id.as_str()], |line| {
            Ok((line.get::<_, Option<String>>(0)?, line.get::<_, i64>(1)?))
        });
        let Some((cluster, family)) = found.optional()? else { return Ok(None) };
        let named = cluster.map(|id| self.find_cluster(wire, &ClusterId::new(id))).transpose()?.flatten();
        let n = match named {
            Some(n) => Some(n),
            None => {
                self.conn.prepare_cached(OF_FAMILY)?.query_row([family], |line| line.get(0)).optional()?
            }
        };
        n.map(|n| self.why_at(n)).transpose()
    }

    /// The wires that have a cluster of this id, or had one that became part of another.
    pub fn find_story(&self, id: &ClusterId) -> Answer<Vec<WireName>> {
        let _moment = self.moment()?;
        let mut found = Vec::new();
        for wire in self.wires()? {
            if let Some(n) = self.wire_number(&wire.wire)?
                && self.find_cluster(n, id)?.is_some()
            {
                found.push(wire.wire);
            }
        }
        Ok(found)
    }

    fn find_cluster(&self, wire: i64, id: &ClusterId) -> Answer<Option<i64>> {
        for sql in [FIND, FIND_ALIAS] {
            let mut ask = self.conn.prepare_cached(sql)?;
            let n = ask.query_row(params![wire, id.as_str()], |line| line.get(0)).optional()?;
            if n.is_some() {
                return Ok(n);
            }
        }
        Ok(None)
    }

    fn story_row(&self, n: i64) -> Answer<StoryRow> {
        let row = self.cluster_row(n, false)?;
        let wire = self.wire_name(row.wire)?;
        let told = match &row.dispatch {
            Some(id) => {
                let mut ask = self.conn.prepare_cached(CURRENT)?;
                let found = ask.query_row(params![row.wire, id], |line| {
                    Ok((line.get::<_, String>(0)?, line.get::<_, String>(1)?))
                });
                found.optional()?
            }
            None => None,
        };
        let dispatch = told.as_ref().map(|(id, _)| Key::new(wire.clone(), id.as_str()));
        let arrivals = self.arrivals(n, row.cluster.last_at)?;
        Ok(StoryRow {
            wire,
            cluster: row.cluster,
            headline: told.map_or(row.headline, |(_, headline)| headline),
            outcome: row.outcome.as_deref().and_then(Outcome::read),
            reason: row.reason,
            dispatch,
            signal: self.last_signal(n)?,
            arrivals,
        })
    }

    fn last_signal(&self, n: i64) -> Answer<Option<Signal>> {
        let mut ask = self.conn.prepare_cached(LAST_SIGNAL)?;
        Ok(ask.query_row([n], |line| line.get::<_, String>(0)).optional()?.map(|json| signal(&json)))
    }

    /// How many records came in each of the last hours before the last one, by the kind of place.
    fn arrivals(&self, n: i64, last: Option<Moment>) -> Answer<Vec<Arrivals>> {
        let Some(last) = last.map(Moment::as_micros) else { return Ok(Vec::new()) };
        let mut ask = self.conn.prepare_cached(TIMES)?;
        let mut lines = ask.query([n])?;
        let mut arrivals: Vec<Arrivals> = Vec::new();
        while let Some(line) = lines.next()? {
            let kind = SourceKind::read(&line.get::<_, String>(0)?);
            let ago = last.saturating_sub(line.get::<_, i64>(1)?).max(0) / HOUR;
            let hour = usize::try_from(ago).ok().and_then(|ago| (HOURS - 1).checked_sub(ago));
            let at = arrivals.iter().position(|known| known.kind == kind).unwrap_or_else(|| {
                arrivals.push(Arrivals { kind, hours: vec![0; HOURS] });
                arrivals.len() - 1
            });
            let hours = arrivals.get_mut(at).map(|known| &mut known.hours);
            if let Some(count) = hours.zip(hour).and_then(|(hours, hour)| hours.get_mut(hour)) {
                *count += 1;
            }
        }
        arrivals.retain(|known| known.hours.iter().any(|count| *count > 0));
        arrivals.sort_by(|a, b| a.kind.cmp(&b.kind));
        Ok(arrivals)
    }

    fn why_at(&self, n: i64) -> Answer<Why> {
        Ok(Why {
            row: self.story_row(n)?,
            records: self.tellers(n)?,
            decisions: self.decisions(n)?,
            signals: self.signals_of(n)?,
            aliases: self.aliases_of(n)?,
        })
    }

    fn tellers(&self, cluster: i64) -> Answer<Vec<Teller>> {
        let mut ask = self.conn.prepare_cached(TELLERS)?;
        let numbers: Vec<i64> = ask.query_map([cluster], |line| line.get(0))?.collect::<Result<_, _>>()?;
        let sql = format!("SELECT {} FROM record WHERE n = ?", rows::RECORD);
        let mut ask = self.conn.prepare_cached(&sql)?;
        let mut tellers = Vec::with_capacity(numbers.len());
        for n in numbers {
            tellers.extend(ask.query_row([n], rows::record).optional()?.map(|record| Teller {
                name: record.name().to_owned(),
                voice: record.speaker(),
                at: record.time(),
                kind: record.kind,
                backfill: record.backfill,
                id: record.id,
            }));
        }
        Ok(tellers)
    }

    fn decisions(&self, cluster: i64) -> Answer<Vec<Decision>> {
        let own: String = self
            .conn
            .prepare_cached("SELECT id FROM cluster WHERE n = ?")?
            .query_row([cluster], |line| line.get(0))?;
        let mut ask = self.conn.prepare_cached(DECISIONS)?;
        let decisions = ask.query_map([cluster], |line| {
            let parts = |column| line.get::<_, i64>(column).map(|parts| parts as f64 / 10_000.0);
            let words: String = line.get(7)?;
            Ok(Decision {
                record: RecordId::new(line.get::<_, String>(0)?),
                cluster: ClusterId::new(line.get::<_, Option<String>>(1)?.unwrap_or_else(|| own.clone())),
                at: Moment::from_micros(line.get(2)?),
                met: Met::read(&line.get::<_, String>(3)?).unwrap_or_default(),
                score: parts(4)?,
                needed: parts(5)?,
                other: line.get(6)?,
                words: words.lines().map(str::to_owned).collect(),
            })
        })?;
        Ok(decisions.collect::<Result<_, _>>()?)
    }
}

/// The questions about stories, for the test that pins their plans.
#[cfg(test)]
pub(in crate::store) fn plans() -> Vec<String> {
    use super::{keep, recall};
    let mut all: Vec<String> = [
        DECISIONS,
        LAST_SIGNAL,
        TIMES,
        TELLERS,
        OF_FAMILY,
        FIND,
        FIND_ALIAS,
        recall::SIGNALS,
        keep::SILENT,
        recall::GROWING,
        recall::DUE,
        recall::MEMBERS,
        recall::ALIASES,
        recall::CLUSTER,
    ]
    .map(str::to_owned)
    .to_vec();
    all.push(format!("SELECT n FROM {} ORDER BY at", recall::WAITING));
    for moving in [Moving::Fired, Moving::Watched] {
        for wire in [true, false] {
            all.push(listing(moving, wire, "n", "LIMIT ? OFFSET ?"));
        }
        all.push(listing(moving, true, "count(*)", ""));
    }
    all
}

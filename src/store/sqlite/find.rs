//! One thing at a time: a dispatch with its records and versions, a record with whoever cites it, a code.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, params_from_iter};

use super::far::IS_WANTED;
use super::listing::count;
use super::put::leans_on;
use super::reader::Whose;
use super::{Answer, Reader, rows};
use crate::story::{
    ClusterId, Code, Dispatch, Entry, Key, Moment, Outcome, Record, RecordId, Stage, WireName,
};
use crate::wire::page::{Kept, KeptRecord, Scope, Version};

/// The most dispatches named as citing a record.
const CITED_BY: usize = 50;

/// The current version first, then the newest.
pub(in crate::store) const FIND_SLUG: &str = "SELECT id FROM dispatch INDEXED BY dispatch_slug \
    WHERE wire = ? AND slug = ? ORDER BY current DESC, at DESC, id DESC LIMIT 1";

impl Reader {
    /// A dispatch with its records, as far as they are here, and all its versions.
    pub fn dispatch(&self, key: &Key) -> Answer<Option<Kept>> {
        let _moment = self.moment()?;
        let Some(wire) = self.wire_number(&key.wire)? else { return Ok(None) };
        let sql = "SELECT d.read, d.starred, d.family, b.json FROM dispatch d JOIN body b ON b.n = d.n \
                   WHERE d.wire = ? AND d.id = ?";
        let found = self.conn.prepare_cached(sql)?.query_row((wire, key.id.as_str()), |line| {
            Ok((line.get(0)?, line.get(1)?, line.get::<_, i64>(2)?, line.get::<_, String>(3)?))
        });
        let Some((read, starred, family, json)) = found.optional()? else { return Ok(None) };
        let dispatch = rows::dispatch(&json)?;
        let mut seen = HashSet::new();
        let mut records = Vec::new();
        for id in leans_on(&dispatch).filter(|id| seen.insert(*id)) {
            records.extend(self.record_at(wire, id)?);
        }
        let versions = self.versions(&key.wire, family)?;
        let partial = self.conn.prepare_cached(IS_WANTED)?.exists((wire, 0, key.id.as_str()))?;
        let running = self.running(wire, &key.wire, family)?;
        let wire = key.wire.clone();
        Ok(Some(Kept { wire, dispatch, read, starred, records, versions, partial, running }))
    }

    fn versions(&self, wire: &WireName, family: i64) -> Answer<Vec<Version>> {
        let sql = "SELECT id, version, headline, time, read FROM dispatch WHERE family = ? ORDER BY version, at, id";
        let mut ask = self.conn.prepare_cached(sql)?;
        let versions = ask.query_map([family], |line| {
            Ok(Version {
                key: Key::new(wire.clone(), line.get::<_, String>(0)?),
                version: u32::try_from(line.get::<_, i64>(1)?).unwrap_or_default(),
                headline: line.get(2)?,
                time: line.get::<_, Option<i64>>(3)?.map(Moment::from_micros),
                read: line.get(4)?,
            })
        })?;
        Ok(versions.collect::<Result<_, _>>()?)
    }

    fn record_at(&self, wire: i64, id: &RecordId) -> Answer<Option<Record>> {
        let sql = format!("SELECT {} FROM record WHERE wire = ? AND id = ?", rows::RECORD);
        Ok(self.conn.prepare_cached(&sql)?.query_row((wire, id.as_str()), rows::record).optional()?)
    }

    /// A record, and the dispatches that lean on it, newest first.
    pub fn record(&self, wire: &WireName, id: &RecordId) -> Answer<Option<KeptRecord>> {
        let _moment = self.moment()?;
        let Some(number) = self.wire_number(wire)? else { return Ok(None) };
        let Some(record) = self.record_at(number, id)? else { return Ok(None) };
        Ok(Some(KeptRecord { wire: wire.clone(), record, cited_by: self.cited_by_number(number, id)? }))
    }

    /// The dispatches that lean on a record, whether or not the record itself is here.
    pub fn cited_by(&self, wire: &WireName, id: &RecordId) -> Answer<Vec<crate::wire::page::Row>> {
        let _moment = self.moment()?;
        self.wire_number(wire)?.map_or(Ok(Vec::new()), |number| self.cited_by_number(number, id))
    }

    fn cited_by_number(&self, wire: i64, id: &RecordId) -> Answer<Vec<crate::wire::page::Row>> {
        let sql = "SELECT c.dispatch FROM cites c CROSS JOIN dispatch d ON d.n = c.dispatch \
                   WHERE c.wire = ? AND c.record = ? AND d.current = 1 ORDER BY c.at DESC, c.dispatch DESC LIMIT ?";
        let mut ask = self.conn.prepare_cached(sql)?;
        let numbers = ask.query_map((wire, id.as_str(), CITED_BY as i64), |line| line.get(0))?;
        let numbers: Vec<i64> = numbers.collect::<Result<_, _>>()?;
        numbers.into_iter().map(|n| self.row_at(n)).collect()
    }

    /// Every dispatch with this code, current versions first, then the newest.
    pub fn find_code(&self, code: Code, scope: &Scope) -> Answer<Vec<Key>> {
        let (filter, wire) = match self.whose(scope)? {
            Whose::All => ("", None),
            Whose::Wire(wire) => ("AND d.wire = ?", Some(wire)),
            Whose::Nobody => return Ok(Vec::new()),
        };
        let sql = format!(
            "SELECT w.name, d.id FROM dispatch d JOIN wire w ON w.n = d.wire WHERE d.code = ? {filter} \
             ORDER BY d.current DESC, d.at DESC, d.id DESC"
        );
        let mut ask = self.conn.prepare_cached(&sql)?;
        let values = params_from_iter(std::iter::once(i64::from(code.as_u32())).chain(wire));
        let keys =
            ask.query_map(values, |line| Ok(Key::new(line.get::<_, String>(0)?, line.get::<_, String>(1)?)))?;
        Ok(keys.collect::<Result<_, _>>()?)
    }

    /// The dispatch that a web address names by its slug; its current version, if it has several.
    pub fn find_slug(&self, wire: &WireName, slug: &str) -> Answer<Option<Key>> {
        let Some(number) = self.wire_number(wire)? else { return Ok(None) };
        let id =
            self.conn.prepare_cached(FIND_SLUG)?.query_row((number, slug), |line| line.get::<_, String>(0));
        Ok(id.optional()?.map(|id| Key::new(wire.clone(), id)))
    }

    /// The wires that have a record of this id, by name.
    pub fn find_record(&self, id: &RecordId, scope: &Scope) -> Answer<Vec<WireName>> {
        let sql = "SELECT w.name FROM wire w WHERE EXISTS (SELECT 1 FROM record r WHERE r.wire = w.n AND r.id = ?) \
                   ORDER BY w.name";
        let mut ask = self.conn.prepare_cached(sql)?;
        let wires = ask.query_map([id.as_str()], |line| line.get::<_, String>(0))?;
        let wires: Vec<WireName> = wires.map(|name| name.map(WireName::new)).collect::<Result<_, _>>()?;
        Ok(wires
            .into_iter()
            .filter(|wire| matches!(scope, Scope::All) || *scope == Scope::Wire(wire.clone()))
            .collect())
    }

    /// The current dispatch written from a cluster, if there is one.
    pub fn of_cluster(&self, wire: &WireName, cluster: &ClusterId) -> Answer<Option<Dispatch>> {
        let sql = "SELECT b.json FROM dispatch d JOIN wire w ON w.n = d.wire JOIN body b ON b.n = d.n \
                   WHERE w.name = ? AND d.cluster = ? ORDER BY d.current DESC, d.version DESC, d.at DESC LIMIT 1";
        let mut ask = self.conn.prepare_cached(sql)?;
        let json =
            ask.query_row((wire.as_str(), cluster.as_str()), |line| line.get::<_, String>(0)).optional()?;
        json.map(|json| rows::dispatch(&json)).transpose()
    }

    /// The last lines of the ledger, newest first.
    pub fn ledger(&self, limit: usize) -> Answer<Vec<Entry>> {
        let sql = "SELECT at, stage, cluster, outcome, headline, reason FROM ledger ORDER BY n DESC LIMIT ?";
        let mut ask = self.conn.prepare_cached(sql)?;
        let entries = ask.query_map([i64::try_from(limit).unwrap_or(i64::MAX)], |line| {
            Ok(Entry {
                at: Moment::from_micros(line.get(0)?),
                stage: Stage::read(&line.get::<_, String>(1)?).unwrap_or(Stage::Signal),
                cluster: ClusterId::new(line.get::<_, String>(2)?),
                outcome: Outcome::read(&line.get::<_, String>(3)?).unwrap_or(Outcome::Watched),
                headline: line.get(4)?,
                reason: line.get(5)?,
            })
        })?;
        Ok(entries.collect::<Result<_, _>>()?)
    }

    /// How many rows a table has.
    pub(super) fn count_of(&self, table: &str) -> Answer<usize> {
        Ok(self
            .conn
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |line| line.get(0).map(count))?)
    }
}

//! Lists: beats with their counts, pages, where a dispatch stands, where the next unread one is.
//!
//! For each of the lists a person can ask for there is an index in exactly its order, named outright in the query,
//! so that no change of the planner's mind can turn a page into a scan. Counts come from `tally`.

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, ParamsFromIter, params_from_iter};

use super::reader::Whose;
use super::{Answer, Reader, rows};
use crate::story::{Key, Moment, WireName};
use crate::wire::page::{BeatCount, Listing, Only, Page, Row, Scope, WireCount};

const NEWEST_FIRST: &str = "ORDER BY at DESC, id DESC, n DESC";
const OLDEST_FIRST: &str = "ORDER BY at, id, n";

/// A listing as the tables know it.
struct Query {
    index: &'static str,
    filter: String,
    scope: Vec<i64>,
    counted: &'static str,
    only: Only,
}

/// A place in a list: what it is ordered by.
type Place = (i64, String, i64);

impl Query {
    fn new(wire: Option<i64>, beat: Option<i64>, only: Only) -> Self {
        let index = match (only, wire, beat) {
            (Only::Starred, ..) => "starred",
            (Only::All, None, None) => "list_all",
            (Only::All, Some(_), None) => "list_wire",
            (Only::All, None, Some(_)) => "list_beat",
            (Only::All, Some(_), Some(_)) => "list_wire_beat",
            (Only::Unread, None, None) => "unread_all",
            (Only::Unread, Some(_), None) => "unread_wire",
            (Only::Unread, None, Some(_)) => "unread_beat",
            (Only::Unread, Some(_), Some(_)) => "unread_wire_beat",
        };
        let mut filter = String::new();
        for (column, value) in [("wire", wire), ("beat", beat)] {
            if value.is_some() {
                filter.push_str(column);
                filter.push_str(" = ? AND ");
            }
        }
        filter.push_str("current = 1");
        let counted = match only {
            Only::All => "total",
            Only::Unread => "unread",
            Only::Starred => "starred",
        };
        match only {
            Only::All => {}
            Only::Unread => filter.push_str(" AND read = 0"),
            Only::Starred => filter.push_str(" AND starred = 1"),
        }
        Self { index, filter, scope: wire.into_iter().chain(beat).collect(), counted, only }
    }

    fn select(&self, what: &str, rest: &str) -> String {
        format!("SELECT {what} FROM dispatch INDEXED BY {} WHERE {} {rest}", self.index, self.filter)
    }

    fn values(&self, more: impl IntoIterator<Item = Value>) -> ParamsFromIter<Vec<Value>> {
        let scope = self.scope.iter().copied().map(Value::from);
        params_from_iter(scope.chain(more).collect())
    }
}

fn beyond(place: &Place) -> [Value; 3] {
    [place.0.into(), place.1.clone().into(), place.2.into()]
}

fn read_place(line: &rusqlite::Row) -> rusqlite::Result<Place> {
    Ok((line.get(0)?, line.get(1)?, line.get(2)?))
}

impl Reader {
    /// The beats with anything in them, by name.
    pub fn beats(&self, scope: &Scope) -> Answer<Vec<BeatCount>> {
        let (filter, wire) = match self.whose(scope)? {
            Whose::All => ("", vec![]),
            Whose::Wire(wire) => ("WHERE t.wire = ?", vec![wire]),
            Whose::Nobody => return Ok(Vec::new()),
        };
        let sql = format!(
            "SELECT b.label, sum(t.total), sum(t.unread) FROM tally t JOIN beat b ON b.n = t.beat {filter} \
             GROUP BY b.n HAVING sum(t.total) > 0 ORDER BY b.label COLLATE NOCASE, b.label"
        );
        let mut ask = self.conn.prepare_cached(&sql)?;
        let beats = ask.query_map(params_from_iter(wire), |line| {
            Ok(BeatCount { beat: line.get(0)?, total: count(line.get(1)?), unread: count(line.get(2)?) })
        })?;
        Ok(beats.collect::<Result<_, _>>()?)
    }

    /// The wires, by name.
    pub fn wires(&self) -> Answer<Vec<WireCount>> {
        let sql = "SELECT w.name, w.records, w.updated_at, \
                   (SELECT coalesce(sum(total), 0) FROM tally t WHERE t.wire = w.n), \
                   (SELECT coalesce(sum(unread), 0) FROM tally t WHERE t.wire = w.n) FROM wire w ORDER BY w.name";
        let mut ask = self.conn.prepare_cached(sql)?;
        let wires = ask.query_map([], |line| {
            Ok(WireCount {
                wire: WireName::new(line.get::<_, String>(0)?),
                records: count(line.get(1)?),
                updated_at: line.get::<_, Option<i64>>(2)?.map(Moment::from_micros),
                total: count(line.get(3)?),
                unread: count(line.get(4)?),
            })
        })?;
        Ok(wires.collect::<Result<_, _>>()?)
    }

    /// The rows from `offset` on, at most `limit`; empty beyond the end.
    pub fn page(&self, listing: &Listing, offset: usize, limit: usize) -> Answer<Page> {
        let _moment = self.moment()?;
        let Some(query) = self.query(listing)? else { return Ok(Page { offset, ..Page::default() }) };
        let total = self.total(&query)?;
        let rows = self.numbers(&query, total, offset, limit)?.into_iter().map(|n| self.row_at(n));
        Ok(Page { offset, rows: rows.collect::<Answer<_>>()?, total })
    }

    /// The row of one dispatch, current or not.
    pub fn row(&self, key: &Key) -> Answer<Option<Row>> {
        self.number_of(key)?.map(|n| self.row_at(n)).transpose()
    }

    /// How many rows precede a dispatch in a listing; `None` if it is not in it.
    pub fn position(&self, listing: &Listing, key: &Key) -> Answer<Option<usize>> {
        let _moment = self.moment()?;
        let (Some(query), Some(n)) = (self.query(listing)?, self.number_of(key)?) else { return Ok(None) };
        let sql = format!("SELECT at, id, n FROM dispatch WHERE {} AND n = ?", query.filter);
        let mut ask = self.conn.prepare_cached(&sql)?;
        let place = ask.query_row(query.values([n.into()]), read_place).optional()?;
        place.map(|place| self.rank(&query, &place)).transpose()
    }

    /// Where the next unread dispatch after (or before) `from` stands; the one at `from` itself does not count.
    pub fn next_unread(&self, listing: &Listing, from: usize, forward: bool) -> Answer<Option<usize>> {
        let _moment = self.moment()?;
        let Some(query) = self.query(listing)? else { return Ok(None) };
        let total = self.total(&query)?;
        if listing.only == Only::Unread {
            let next = if forward { from.checked_add(1) } else { from.min(total).checked_sub(1) };
            return Ok(next.filter(|next| *next < total));
        }
        let Some(from) = (if forward || total == 0 { Some(from) } else { Some(from.min(total)) }) else {
            return Ok(None);
        };
        let here = if from < total { self.place_at(&query, total, from)? } else { None };
        let Some(here) = here else {
            return if forward { Ok(None) } else { self.last_unread(&query) };
        };
        let unread = self.unread_query(listing, &query)?;
        let (beyond_here, order) = if forward {
            ("(at, id, n) < (?, ?, ?)", NEWEST_FIRST)
        } else {
            ("(at, id, n) > (?, ?, ?)", OLDEST_FIRST)
        };
        let sql = unread.select("at, id, n", &format!("AND read = 0 AND {beyond_here} {order} LIMIT 1"));
        let mut ask = self.conn.prepare_cached(&sql)?;
        let found = ask.query_row(unread.values(beyond(&here)), read_place).optional()?;
        let Some(found) = found else { return Ok(None) };
        let (low, high) = if forward { (&found, &here) } else { (&here, &found) };
        let between = query.select("count(*)", "AND (at, id, n) > (?, ?, ?) AND (at, id, n) < (?, ?, ?)");
        let mut ask = self.conn.prepare_cached(&between)?;
        let values = query.values(beyond(low).into_iter().chain(beyond(high)));
        let steps = 1 + ask.query_row(values, |line| line.get(0).map(count))?;
        Ok(Some(if forward { from + steps } else { from.saturating_sub(steps) }))
    }

    fn last_unread(&self, query: &Query) -> Answer<Option<usize>> {
        let sql = query.select("at, id, n", &format!("AND read = 0 {OLDEST_FIRST} LIMIT 1"));
        let place = self.conn.prepare_cached(&sql)?.query_row(query.values([]), read_place).optional()?;
        place.map(|place| self.rank(query, &place)).transpose()
    }

    /// The same list, by the index that holds only what is unread, where there is one.
    fn unread_query(&self, listing: &Listing, query: &Query) -> Answer<Query> {
        let only = if query.only == Only::Starred { Only::Starred } else { Only::Unread };
        let same = self.query(&Listing { only, ..listing.clone() })?;
        Ok(same.unwrap_or_else(|| Query::new(None, None, only)))
    }

    /// `None` where the wire or the beat is unknown: an empty list.
    fn query(&self, listing: &Listing) -> Answer<Option<Query>> {
        let wire = match self.whose(&listing.scope)? {
            Whose::All => None,
            Whose::Wire(wire) => Some(wire),
            Whose::Nobody => return Ok(None),
        };
        let mut beat = None;
        if let Some(label) = &listing.beat {
            let mut find = self.conn.prepare_cached("SELECT n FROM beat WHERE label = ?")?;
            beat = find.query_row([label], |line| line.get::<_, i64>(0)).optional()?;
            if beat.is_none() {
                return Ok(None);
            }
        }
        Ok(Some(Query::new(wire, beat, listing.only)))
    }

    fn total(&self, query: &Query) -> Answer<usize> {
        let filter = query.filter.split_once("current = 1").map_or("", |(scope, _)| scope);
        let sql = format!("SELECT coalesce(sum({}), 0) FROM tally WHERE {filter} true", query.counted);
        Ok(self.conn.prepare_cached(&sql)?.query_row(query.values([]), |line| line.get(0).map(count))?)
    }

    /// The numbers of a window's dispatches, walking from the nearer end.
    fn numbers(&self, query: &Query, total: usize, offset: usize, limit: usize) -> Answer<Vec<i64>> {
        let limit = limit.min(total.saturating_sub(offset));
        if limit == 0 {
            return Ok(Vec::new());
        }
        let from_end = total - offset - limit;
        let (order, skip) =
            if offset <= from_end { (NEWEST_FIRST, offset) } else { (OLDEST_FIRST, from_end) };
        let mut ask = self.conn.prepare_cached(&query.select("n", &format!("{order} LIMIT ? OFFSET ?")))?;
        let values = query.values([(limit as i64).into(), (skip as i64).into()]);
        let mut numbers = ask.query_map(values, |line| line.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        if offset > from_end {
            numbers.reverse();
        }
        Ok(numbers)
    }

    fn place_at(&self, query: &Query, total: usize, offset: usize) -> Answer<Option<Place>> {
        let Some(n) = self.numbers(query, total, offset, 1)?.first().copied() else { return Ok(None) };
        let mut ask = self.conn.prepare_cached("SELECT at, id, n FROM dispatch WHERE n = ?")?;
        Ok(ask.query_row([n], read_place).optional()?)
    }

    /// How many rows precede a place, counted from the end that is nearer in time.
    fn rank(&self, query: &Query, place: &Place) -> Answer<usize> {
        let end = |order: &str| -> Answer<i64> {
            let sql = query.select("at", &format!("{order} LIMIT 1"));
            Ok(self.conn.prepare_cached(&sql)?.query_row(query.values([]), |line| line.get(0))?)
        };
        let (newest, oldest) = (end(NEWEST_FIRST)?, end(OLDEST_FIRST)?);
        let counted = |sign: &str| -> Answer<usize> {
            let sql = query.select("count(*)", &format!("AND (at, id, n) {sign} (?, ?, ?)"));
            let mut ask = self.conn.prepare_cached(&sql)?;
            Ok(ask.query_row(query.values(beyond(place)), |line| line.get(0).map(count))?)
        };
        if newest.saturating_sub(place.0) <= place.0.saturating_sub(oldest) {
            counted(">")
        } else {
            Ok(self.total(query)?.saturating_sub(counted("<=")?))
        }
    }

    pub(super) fn row_at(&self, n: i64) -> Answer<Row> {
        Ok(self.conn.prepare_cached(rows::ROW)?.query_row([n], rows::row)?)
    }

    pub(super) fn number_of(&self, key: &Key) -> Answer<Option<i64>> {
        let Some(wire) = self.wire_number(&key.wire)? else { return Ok(None) };
        let mut find = self.conn.prepare_cached("SELECT n FROM dispatch WHERE wire = ? AND id = ?")?;
        Ok(find.query_row((wire, key.id.as_str()), |line| line.get(0)).optional()?)
    }
}

pub(super) fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

/// The queries behind every list, for the test that pins their plans.
#[cfg(test)]
pub(in crate::store) fn plans() -> Vec<String> {
    let mut all = vec![rows::ROW.to_owned()];
    for only in [Only::All, Only::Unread, Only::Starred] {
        for (wire, beat) in [(None, None), (Some(1), None), (None, Some(1)), (Some(1), Some(1))] {
            let query = Query::new(wire, beat, only);
            for order in [NEWEST_FIRST, OLDEST_FIRST] {
                all.push(query.select("n", &format!("{order} LIMIT 50 OFFSET 7")));
                all.push(query.select(
                    "at, id, n",
                    &format!("AND read = 0 AND (at, id, n) < (5, 'x', 7) {order} LIMIT 1"),
                ));
            }
            all.push(query.select("count(*)", "AND (at, id, n) > (5, 'x', 7)"));
        }
    }
    all
}

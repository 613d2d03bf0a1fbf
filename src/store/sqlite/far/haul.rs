//! One answer of a server, taken in: kept whole, with all that follows from it, or not at all.

use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{standing, wanted};
use crate::store::sqlite::put::{Batch, Became, Put, Ready, put_dispatch, put_record, wire_number};
use crate::store::sqlite::rows::NO_TIME;
use crate::store::sqlite::writer::Sync;
use crate::store::sqlite::{Answer, Reader, Writer, rows};
use crate::store::standing::{Haul, Piece, Seen, Step, Taken, kept_stamp, stamp, tells_the_same};
use crate::story::{Dispatch, Moment, WireName};

/// Up to so many items are indexed at once; of more, a search may wait a moment.
const AT_ONCE: usize = 8;

impl Writer {
    /// Takes in what one answer brought, in one transaction.
    ///
    /// A row that is not all there is to its dispatch makes the dispatch wanted if it is new or its stamps are; one
    /// whose stamps are known does not, whatever else about it differs. Read and star marks are not touched.
    pub fn take(&self, wire: &WireName, haul: Haul, now: Moment) -> Answer<Taken> {
        let wire = wire.clone();
        let many = haul.rows.len() + haul.records.len() + haul.details.len() > AT_ONCE;
        let rows: Vec<(Ready, bool)> =
            haul.rows.into_iter().map(|(row, whole)| (Ready::from(row), whole)).collect();
        self.write(Sync::Fetched, move |tx| {
            let wire = wire_number(tx, &wire)?;
            let mut taken = Taken::default();
            let mut batch = if many { Batch::patient() } else { Batch::default() };
            let brings = !(rows.is_empty() && haul.details.is_empty() && haul.records.is_empty());
            for (row, whole) in rows {
                let told = Told { whole, lossy: haul.lossy.contains(&row.story.id) };
                taken.rows.push(take_row(tx, wire, row, told, now, &mut batch, &mut taken.counts)?);
            }
            for record in haul.records {
                wanted::done(tx, wire, Piece::Record, record.id.as_str())?;
                taken.counts.records.count(put_record(tx, wire, record, now, &mut batch)?);
            }
            for detail in haul.details {
                wanted::done(tx, wire, Piece::Dispatch, detail.id.as_str())?;
                taken.counts.dispatches.count(put_dispatch(tx, wire, detail, now, &mut batch)?.became);
            }
            for (piece, id, verdict) in haul.missed {
                wanted::missed(tx, wire, piece, &id, verdict)?;
            }
            if brings {
                batch.finish(tx, wire, now)?;
            }
            standing::spend(tx, wire, haul.requests, now)?;
            if let Some((words, abilities)) = haul.server {
                let sql = "INSERT INTO far (wire, server, abilities) VALUES (?, ?, ?) ON CONFLICT (wire) \
                           DO UPDATE SET server = excluded.server, abilities = excluded.abilities";
                tx.prepare_cached(sql)?.execute(params![wire, words, abilities])?;
            }
            taken.walk = advance(tx, wire, haul.step)?;
            Ok(taken)
        })
    }
}

/// How a row was told.
#[derive(Clone, Copy)]
struct Told {
    whole: bool,
    lossy: bool,
}

fn take_row(
    tx: &Transaction,
    wire: i64,
    ready: Ready,
    told: Told,
    now: Moment,
    batch: &mut Batch,
    counts: &mut crate::store::Counts,
) -> Answer<Seen> {
    let row = &ready.story;
    let (id, stamp, at) =
        (row.id.clone(), kept_stamp(row, told.lossy), row.time().map_or(NO_TIME, Moment::as_micros));
    let before = before(tx, wire, row)?;
    let known = before.as_ref().is_some_and(|before| tells_the_same(row, told.lossy, &before.stamp));
    let Put { n, became } = put_dispatch(tx, wire, ready, now, batch)?;
    counts.dispatches.count(became);
    if before.is_none_or(|before| !before.listed || before.stamp != stamp) {
        tx.prepare_cached("UPDATE dispatch SET stamp = ? WHERE n = ?")?.execute(params![stamp, n])?;
    }
    if told.whole {
        wanted::done(tx, wire, Piece::Dispatch, id.as_str())?;
    } else if !known {
        wanted::want(tx, wire, Piece::Dispatch, id.as_str(), at)?;
    }
    Ok(match became {
        Became::New => Seen::New,
        _ if !known => Seen::Restamped,
        Became::Updated => Seen::Touched,
        Became::Same => Seen::Same,
    })
}

/// The stamps of a known dispatch.
struct Before {
    stamp: String,
    /// A list has told them; otherwise it came another way and they are read off what is known of it.
    listed: bool,
}

/// What is known of a row's stamps. Those of a dispatch that no list has told speak of no more than the row does.
fn before(conn: &Connection, wire: i64, row: &Dispatch) -> Answer<Option<Before>> {
    let find = "SELECT n, stamp FROM dispatch WHERE wire = ? AND id = ?";
    let known = conn.prepare_cached(find)?.query_row(params![wire, row.id.as_str()], |line| {
        Ok((line.get::<_, i64>(0)?, line.get::<_, Option<String>>(1)?))
    });
    let Some((n, listed)) = known.optional()? else { return Ok(None) };
    if let Some(stamp) = listed {
        return Ok(Some(Before { stamp, listed: true }));
    }
    let mut ask = conn.prepare_cached("SELECT json FROM body WHERE n = ?")?;
    let Some(json) = ask.query_row([n], |line| line.get::<_, String>(0)).optional()? else { return Ok(None) };
    let mut known = rows::dispatch(&json)?;
    if !row.extra.contains_key("enrichmentVersion") {
        known.extra.remove("enrichmentVersion");
    }
    Ok(Some(Before { stamp: stamp(&known), listed: false }))
}

/// Writes down where a walk stands, and gives its number.
fn advance(tx: &Transaction, wire: i64, step: Step) -> Answer<i64> {
    match step {
        Step::None => Ok(0),
        Step::At(walk) => {
            let n = if walk.n == 0 {
                let next = "SELECT coalesce(max(n), 0) + 1 FROM walk";
                tx.prepare_cached(next)?.query_row([], |line| line.get::<_, i64>(0))?
            } else {
                walk.n
            };
            let sql = "INSERT OR REPLACE INTO walk (n, wire, cursor, deep, reached) VALUES (?, ?, ?, ?, ?)";
            let reached = walk.reached.map(Moment::as_micros);
            tx.prepare_cached(sql)?.execute(params![n, wire, walk.cursor, walk.deep, reached])?;
            Ok(n)
        }
        Step::Met(n) => {
            tx.prepare_cached("DELETE FROM walk WHERE wire = ? AND n = ?")?.execute([wire, n])?;
            Ok(n)
        }
        Step::End(n) => {
            // A walk without a number began last of all.
            let last = if n == 0 { i64::MAX } else { n };
            tx.prepare_cached("DELETE FROM walk WHERE wire = ? AND n <= ?")?.execute([wire, last])?;
            let sql =
                "INSERT INTO far (wire, walked) VALUES (?, 1) ON CONFLICT (wire) DO UPDATE SET walked = 1";
            tx.prepare_cached(sql)?.execute([wire])?;
            Ok(n)
        }
    }
}

impl Reader {
    /// Whether every one of these rows, read with losses or without, is known with the same stamps. A sound row whose
    /// like was last read with losses is not; one with losses is where its stamps are known, however they were read.
    pub fn knows_all<'a>(
        &self,
        wire: &WireName,
        rows: impl IntoIterator<Item = (&'a Dispatch, bool)>,
    ) -> Answer<bool> {
        let _moment = self.moment()?;
        let mut wire = self.wire_number(wire)?.into_iter().cycle();
        for (row, lossy) in rows {
            let Some(wire) = wire.next() else { return Ok(false) };
            let before = before(&self.conn, wire, row)?;
            if !before.is_some_and(|before| tells_the_same(row, lossy, &before.stamp)) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

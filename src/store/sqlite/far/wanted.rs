//! What is still to be fetched one by one: what a person opened first, then the newest.

use rusqlite::{Transaction, params};

use crate::store::sqlite::put::wire_number;
use crate::store::sqlite::writer::Sync;
use crate::store::sqlite::{Answer, Reader, Writer};
use crate::store::standing::{Piece, Verdict, Wanted};
use crate::story::{Moment, RecordId, WireName};

/// Whether something is wanted.
pub(in crate::store) const IS_WANTED: &str = "SELECT 1 FROM wanted WHERE wire = ? AND kind = ? AND id = ?";

/// What is due, or of it only what a person opened (`asked` 1): that first, and the newest first.
pub(in crate::store) const NEXT: &str = "SELECT id, tries FROM wanted INDEXED BY wanted_newest \
    WHERE wire = ? AND kind = ? AND asked >= ? AND not_before <= ? \
    ORDER BY asked DESC, at DESC, id DESC LIMIT ?";

pub(super) fn kind(piece: Piece) -> i64 {
    match piece {
        Piece::Dispatch => 0,
        Piece::Record => 1,
    }
}

/// Wants it, unless it is wanted already.
pub(super) fn want(tx: &Transaction, wire: i64, piece: Piece, id: &str, at: i64) -> Answer<()> {
    let sql = "INSERT INTO wanted (wire, kind, id, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    tx.prepare_cached(sql)?.execute(params![wire, kind(piece), id, at])?;
    Ok(())
}

/// A person opened it: it comes first, and is due at once, even if it was put off.
fn want_opened(tx: &Transaction, wire: i64, piece: Piece, id: &str, at: Moment) -> Answer<()> {
    let sql = "INSERT INTO wanted (wire, kind, id, at, asked) VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET \
               asked = 1, at = max(at, excluded.at), not_before = 0";
    tx.prepare_cached(sql)?.execute(params![wire, kind(piece), id, at.as_micros()])?;
    Ok(())
}

/// It is here, or given up.
pub(super) fn done(tx: &Transaction, wire: i64, piece: Piece, id: &str) -> Answer<()> {
    let sql = "DELETE FROM wanted WHERE wire = ? AND kind = ? AND id = ?";
    tx.prepare_cached(sql)?.execute(params![wire, kind(piece), id])?;
    Ok(())
}

/// It did not come.
pub(super) fn missed(tx: &Transaction, wire: i64, piece: Piece, id: &str, verdict: Verdict) -> Answer<()> {
    let Verdict::Later(when) = verdict else { return done(tx, wire, piece, id) };
    let sql = "UPDATE wanted SET tries = tries + 1, not_before = ? WHERE wire = ? AND kind = ? AND id = ?";
    tx.prepare_cached(sql)?.execute(params![when.as_micros(), wire, kind(piece), id])?;
    Ok(())
}

impl Reader {
    /// What is to be fetched next, at most `limit`.
    pub fn wanted(&self, wire: &WireName, piece: Piece, now: Moment, limit: usize) -> Answer<Vec<Wanted>> {
        self.due(wire, piece, false, now, limit)
    }

    /// The same, of what a person opened and could not have.
    pub fn opened(&self, wire: &WireName, piece: Piece, now: Moment, limit: usize) -> Answer<Vec<Wanted>> {
        self.due(wire, piece, true, now, limit)
    }

    fn due(
        &self,
        wire: &WireName,
        piece: Piece,
        asked: bool,
        now: Moment,
        limit: usize,
    ) -> Answer<Vec<Wanted>> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let mut ask = self.conn.prepare_cached(NEXT)?;
        let values = params![wire, kind(piece), asked, now.as_micros(), limit as i64];
        let wanted =
            ask.query_map(values, |line| Ok(Wanted { piece, id: line.get(0)?, tries: line.get(1)? }))?;
        Ok(wanted.collect::<Result<_, _>>()?)
    }

    /// The records that dispatches since `since` name and that are not here, each with the time of the newest dispatch
    /// that names it, the newest first.
    pub fn missing_records(&self, wire: &WireName, since: Moment) -> Answer<Vec<(RecordId, Moment)>> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let sql = "SELECT c.record, max(c.at) AS newest FROM cites c WHERE c.wire = ?1 AND c.at >= ?2 \
                   AND NOT EXISTS (SELECT 1 FROM record r WHERE r.wire = ?1 AND r.id = c.record) \
                   GROUP BY c.record ORDER BY newest DESC, c.record DESC";
        let mut ask = self.conn.prepare_cached(sql)?;
        let missing = ask.query_map([wire, since.as_micros()], |line| {
            Ok((RecordId::new(line.get::<_, String>(0)?), Moment::from_micros(line.get(1)?)))
        })?;
        Ok(missing.collect::<Result<_, _>>()?)
    }
}

impl Writer {
    /// Wants records, unless they are here; the moment is how new each is to be taken for.
    pub fn want_records(&self, wire: &WireName, records: Vec<(RecordId, Moment)>) -> Answer<()> {
        let wire = wire.clone();
        self.write(Sync::Personal, move |tx| {
            let wire = wire_number(tx, &wire)?;
            let mut here = tx.prepare_cached("SELECT 1 FROM record WHERE wire = ? AND id = ?")?;
            for (id, at) in records {
                if !here.exists(params![wire, id.as_str()])? {
                    want(tx, wire, Piece::Record, id.as_str(), at.as_micros())?;
                }
            }
            Ok(())
        })
    }

    /// Wants what a person opened and could not have, before all others.
    pub fn want_opened(&self, wire: &WireName, piece: Piece, id: &str, at: Moment) -> Answer<()> {
        let (wire, id) = (wire.clone(), id.to_owned());
        self.write(Sync::Personal, move |tx| {
            let wire = wire_number(tx, &wire)?;
            want_opened(tx, wire, piece, &id, at)
        })
    }
}

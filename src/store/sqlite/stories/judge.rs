//! What an edition made of stories, taken in.

use rusqlite::{Transaction, params};

use crate::store::sqlite::marks::add_to_ledger;
use crate::store::sqlite::put::{Batch, put_dispatch, wire_number};
use crate::store::sqlite::writer::Sync;
use crate::store::sqlite::{Answer, Writer};
use crate::store::{Judged, Written};
use crate::story::{DispatchId, Moment, Outcome, WireName};

impl Writer {
    /// Keeps an edition: its dispatches, its ledger, and what became of each story, which is due no more unless
    /// something touched it meanwhile. All of it or nothing.
    pub fn keep_edition(&self, wire: &WireName, written: Written, now: Moment) -> Answer<()> {
        let wire = wire.clone();
        self.write(Sync::Fetched, move |tx| {
            let wire = wire_number(tx, &wire)?;
            let mut batch = Batch::default();
            let some = !written.dispatches.is_empty();
            for dispatch in written.dispatches {
                put_dispatch(tx, wire, dispatch, now, &mut batch)?;
            }
            if some {
                batch.finish(tx, wire, now)?;
            }
            add_to_ledger(tx, &written.ledger)?;
            for judged in &written.judged {
                judge(tx, wire, judged)?;
            }
            let ground =
                "INSERT INTO grouping (wire, ground) VALUES (?1, ?2) ON CONFLICT DO UPDATE SET ground = ?2";
            tx.prepare_cached(ground)?.execute(params![wire, written.ground])?;
            Ok(())
        })
    }

    /// Makes the stories due that were refused, and heard something since a moment: they are judged otherwise now. With
    /// `alone`, also those that nobody had looked at because one record is no story.
    pub fn judge_anew(&self, wire: &WireName, since: Moment, alone: bool) -> Answer<()> {
        let wire = wire.clone();
        self.write(Sync::Fetched, move |tx| {
            let wire = wire_number(tx, &wire)?;
            let sql = "UPDATE cluster SET due = max(due, 1) WHERE (outcome IN ('watched', 'spiked', 'covered') OR (?3 AND outcome IS NULL)) \
                       AND n IN \
                       (SELECT n FROM growing INDEXED BY growing_heard WHERE wire = ?1 AND heard_at >= ?2)";
            tx.prepare_cached(sql)?.execute(params![wire, since.as_micros(), alone])?;
            Ok(())
        })
    }
}

fn judge(tx: &Transaction, wire: i64, judged: &Judged) -> Answer<()> {
    let sql = "UPDATE cluster SET outcome = ?1, reason = ?2, dispatch = coalesce(?3, dispatch), \
               due = CASE WHEN due = ?4 AND ?5 IS NULL THEN 0 ELSE due END, \
               waits = CASE WHEN due = ?4 THEN ?5 ELSE waits END WHERE wire = ?6 AND id = ?7";
    tx.prepare_cached(sql)?.execute(params![
        judged.outcome.map(Outcome::word),
        judged.reason,
        judged.dispatch.as_ref().map(DispatchId::as_str),
        judged.turn,
        judged.waits.map(Moment::as_micros),
        wire,
        judged.cluster.as_str(),
    ])?;
    Ok(())
}

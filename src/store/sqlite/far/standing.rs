//! How reading a wire stands, in and out.

use rusqlite::{OptionalExtension, Row, Transaction, params};

use crate::store::sqlite::put::wire_number;
use crate::store::sqlite::writer::Sync;
use crate::store::sqlite::{Answer, Reader, Writer};
use crate::store::standing::{OpenWalk, Standing};
use crate::story::{Moment, WireName};
use crate::wire::state::Trouble;

/// The columns that [`keep`] writes and [`read`] reads, in their order; `walked` follows for reading only, because it is
/// the walk itself that says so.
pub(super) const COLUMNS: [&str; 15] = [
    "url",
    "server",
    "abilities",
    "met_at",
    "tried_at",
    "synced_at",
    "failures",
    "not_before",
    "wished",
    "what",
    "why",
    "remedy",
    "refused",
    "notes",
    "rechecked_at",
];

/// Which day a moment is on, in UTC.
pub(in crate::store::sqlite) fn day(moment: Moment) -> i64 {
    moment.as_micros().div_euclid(86_400_000_000)
}

/// From its columns, the first of them at `from`.
pub(super) fn read(line: &Row, from: usize) -> rusqlite::Result<Standing> {
    let time =
        |column: usize| line.get::<_, Option<i64>>(from + column).map(|at| at.map(Moment::from_micros));
    let trouble =
        Trouble { what: line.get(from + 9)?, why: line.get(from + 10)?, remedy: line.get(from + 11)? };
    let notes: String = line.get(from + 13)?;
    Ok(Standing {
        url: line.get(from)?,
        server: line.get(from + 1)?,
        abilities: line.get(from + 2)?,
        met_at: time(3)?,
        tried_at: time(4)?,
        synced_at: time(5)?,
        failures: line.get(from + 6)?,
        not_before: time(7)?,
        wished: line.get(from + 8)?,
        trouble: (!trouble.what.is_empty()).then_some(trouble),
        refused: line.get(from + 12)?,
        notes: notes.lines().map(str::to_owned).collect(),
        rechecked_at: time(14)?,
        walked: line.get(from + 15)?,
    })
}

/// Adds requests to those of the day; another day begins at none.
pub(super) fn spend(tx: &Transaction, wire: i64, requests: u32, now: Moment) -> Answer<()> {
    if requests > 0 {
        let sql = "INSERT INTO far (wire, day, requests) VALUES (?1, ?2, ?3) ON CONFLICT (wire) DO UPDATE SET \
                   requests = iif(day = ?2, requests, 0) + ?3, day = ?2";
        tx.prepare_cached(sql)?.execute(params![wire, day(now), requests])?;
    }
    Ok(())
}

impl Reader {
    /// How reading a wire stands; nothing remembered for a wire never read.
    pub fn standing(&self, wire: &WireName) -> Answer<Standing> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(Standing::default()) };
        let sql = format!("SELECT {}, walked FROM far WHERE wire = ?", COLUMNS.join(", "));
        let found = self.conn.prepare_cached(&sql)?.query_row([wire], |line| read(line, 0)).optional()?;
        Ok(found.unwrap_or_default())
    }

    /// Requests made to a wire on the day of `now`, in UTC.
    pub fn requests(&self, wire: &WireName, now: Moment) -> Answer<u32> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(0) };
        let sql = "SELECT requests FROM far WHERE wire = ? AND day = ?";
        let found = self.conn.prepare_cached(sql)?.query_row([wire, day(now)], |line| line.get(0));
        Ok(found.optional()?.unwrap_or_default())
    }

    /// The walks of a wire that are not finished, the newest first.
    pub fn walks(&self, wire: &WireName) -> Answer<Vec<OpenWalk>> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let sql = "SELECT n, cursor, deep, reached FROM walk WHERE wire = ? ORDER BY n DESC";
        let mut ask = self.conn.prepare_cached(sql)?;
        let walks = ask.query_map([wire], |line| {
            let reached = line.get::<_, Option<i64>>(3)?.map(Moment::from_micros);
            Ok(OpenWalk { n: line.get(0)?, cursor: line.get(1)?, deep: line.get(2)?, reached })
        })?;
        Ok(walks.collect::<Result<_, _>>()?)
    }
}

impl Writer {
    /// Writes down how reading a wire stands, and the requests made since the last time. Where the address is another
    /// one, walks are dropped: they lead through another list.
    pub fn keep_standing(
        &self,
        wire: &WireName,
        standing: Standing,
        requests: u32,
        now: Moment,
    ) -> Answer<()> {
        let wire = wire.clone();
        self.write(Sync::Fetched, move |tx| {
            let wire = wire_number(tx, &wire)?;
            let moved = "UPDATE far SET walked = 0 WHERE wire = ? AND url <> ?";
            if tx.prepare_cached(moved)?.execute(params![wire, standing.url])? > 0 {
                tx.execute("DELETE FROM walk WHERE wire = ?", [wire])?;
            }
            spend(tx, wire, requests, now)?;
            keep(tx, wire, &standing)
        })
    }

    /// Counts requests without waiting for it to be done: for a run that was broken off.
    pub fn note_requests(&self, wire: &WireName, requests: u32, now: Moment) {
        let wire = wire.clone();
        self.write_later(Sync::Fetched, move |tx| {
            let wire = wire_number(tx, &wire)?;
            spend(tx, wire, requests, now)
        });
    }
}

fn keep(tx: &Transaction, wire: i64, standing: &Standing) -> Answer<()> {
    let micros = |moment: Option<Moment>| moment.map(Moment::as_micros);
    let trouble = standing.trouble.clone().unwrap_or_default();
    let sql = format!(
        "INSERT INTO far (wire, {}) VALUES (?{}) ON CONFLICT (wire) DO UPDATE SET {}",
        COLUMNS.join(", "),
        ", ?".repeat(COLUMNS.len()),
        COLUMNS.map(|name| format!("{name} = excluded.{name}")).join(", ")
    );
    tx.prepare_cached(&sql)?.execute(params![
        wire,
        standing.url,
        standing.server,
        standing.abilities,
        micros(standing.met_at),
        micros(standing.tried_at),
        micros(standing.synced_at),
        standing.failures,
        micros(standing.not_before),
        standing.wished,
        trouble.what,
        trouble.why,
        trouble.remedy,
        standing.refused,
        standing.notes.join("\n"),
        micros(standing.rechecked_at),
    ])?;
    Ok(())
}

//! Taking items in.
//!
//! The same item again changes nothing. A different copy of a known item is laid over it: fields it has replace
//! the old ones, fields it leaves empty do not. Words go to the index at the end and in the order of their numbers,
//! because the index is fastest that way.

use rusqlite::types::Value;
use rusqlite::{Transaction, params, params_from_iter};
use serde_json::Value as Json;

use super::rows::{self, NO_TIME};
use super::writer::Sync;
use super::{Answer, Writer, family, words};
use crate::store::StoreFault;
use crate::story::{Dispatch, Moment, Record, RecordId, SourceKind, WireName};
use crate::wire::format::{self, Item};

/// What became of the items of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kinds {
    /// Not seen before.
    pub new: usize,
    /// Seen before, and now there is more or other to it.
    pub updated: usize,
    /// Seen before, just so.
    pub same: usize,
}

/// What became of everything that was put.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records.
    pub records: Kinds,
    /// Dispatches, each version counting as one.
    pub dispatches: Kinds,
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        for (sum, part) in [(&mut self.records, more.records), (&mut self.dispatches, more.dispatches)] {
            sum.new += part.new;
            sum.updated += part.updated;
            sum.same += part.same;
        }
    }
}

/// Something that stands in the tables: newly, changed, or as before.
enum Became {
    New,
    Updated,
    Same,
}

impl Kinds {
    fn count(&mut self, became: &Became) {
        match became {
            Became::New => self.new += 1,
            Became::Updated => self.updated += 1,
            Became::Same => self.same += 1,
        }
    }
}

/// The words waiting to be indexed: table, number, and the text (none to take it out).
#[derive(Default)]
pub(super) struct Waiting(Vec<(&'static str, i64, Option<String>)>);

impl Waiting {
    pub(super) fn push(&mut self, table: &'static str, n: i64, text: Option<String>) {
        self.0.push((table, n, text));
    }

    fn index(mut self, tx: &Transaction) -> Answer<()> {
        self.0.sort_by_key(|(table, n, _)| (*table, *n)); // stable: what came later for one number stays later
        for (table, n, text) in self.0 {
            let sql = match text {
                Some(_) => format!("INSERT OR REPLACE INTO {table} (rowid, words) VALUES (?, ?)"),
                None => format!("DELETE FROM {table} WHERE rowid = ?"),
            };
            let mut statement = tx.prepare_cached(&sql)?;
            match text {
                Some(text) => statement.execute(params![n, text])?,
                None => statement.execute([n])?,
            };
        }
        Ok(())
    }
}

impl Writer {
    /// Takes items into a wire, all or none of them. `now` keeps what claims to be from the future in its place.
    pub fn put(&self, wire: &WireName, items: Vec<Item>, now: Moment) -> Answer<Counts> {
        let wire = wire.clone();
        self.write(Sync::Fetched, move |tx| {
            let wire = wire_number(tx, &wire)?;
            let mut counts = Counts::default();
            let mut waiting = Waiting::default();
            for item in items {
                match item {
                    Item::Record(record) => {
                        counts.records.count(&put_record(tx, wire, *record, now, &mut waiting)?);
                    }
                    Item::Story(story) => {
                        counts.dispatches.count(&put_dispatch(tx, wire, *story, now, &mut waiting)?);
                    }
                }
            }
            waiting.index(tx)?;
            tx.execute("UPDATE wire SET updated_at = ? WHERE n = ?", params![now.as_micros(), wire])?;
            Ok(counts)
        })
    }
}

/// The number behind a wire's name, given out if it has none.
pub(super) fn wire_number(tx: &Transaction, wire: &WireName) -> Answer<i64> {
    tx.prepare_cached("INSERT INTO wire (name) VALUES (?) ON CONFLICT DO NOTHING")?
        .execute([wire.as_str()])?;
    Ok(tx
        .prepare_cached("SELECT n FROM wire WHERE name = ?")?
        .query_row([wire.as_str()], |line| line.get(0))?)
}

fn beat_number(tx: &Transaction, label: &str) -> Answer<i64> {
    tx.prepare_cached("INSERT INTO beat (label) VALUES (?) ON CONFLICT DO NOTHING")?.execute([label])?;
    Ok(tx.prepare_cached("SELECT n FROM beat WHERE label = ?")?.query_row([label], |line| line.get(0))?)
}

/// A time as a place in a list: never more than an hour ahead of the clock.
fn place(time: Option<Moment>, now: Moment) -> i64 {
    time.map_or(NO_TIME, |time| time.min(now.plus_seconds(3600)).as_micros())
}

/// A free number for something at `at`: sixteen to a second, further off where those are taken.
fn free_number(tx: &Transaction, table: &str, at: i64) -> Answer<i64> {
    let base = (at.max(0) / 1_000_000) * 16 + 1;
    let mut taken = tx.prepare_cached(&format!("SELECT 1 FROM {table} WHERE n = ?"))?;
    let mut stir = 0x9e37_79b9_7f4a_7c15_u64;
    for try_number in 0.. {
        let reach = 16_u64 << (2 * (try_number / 8)).min(40);
        stir = stir.wrapping_mul(0xd134_2543_de82_ef95).wrapping_add(base as u64 | 1);
        let step = if try_number < 8 { try_number } else { ((stir >> 20) % reach) as i64 };
        if !taken.exists([base + step])? {
            return Ok(base + step);
        }
    }
    Err(StoreFault::new("No room", "all numbers are taken", "Start a new store."))
}

fn put_record(
    tx: &Transaction,
    wire: i64,
    record: Record,
    now: Moment,
    waiting: &mut Waiting,
) -> Answer<Became> {
    let sql = format!("SELECT {}, n FROM record WHERE wire = ? AND id = ?", rows::RECORD);
    let known = tx.prepare_cached(&sql)?.query_row(params![wire, record.id.as_str()], |line| {
        Ok((rows::record(line)?, line.get::<_, i64>(14)?))
    });
    let (n, record, became) = match known {
        Err(rusqlite::Error::QueryReturnedNoRows) => {
            (free_number(tx, "record", place(record.time(), now))?, record, Became::New)
        }
        Err(error) => return Err(error.into()),
        Ok((old, _)) if old == record => return Ok(Became::Same),
        Ok((old, n)) => {
            let merged =
                format::record_from(laid_over(format::record_json(&old), format::record_json(&record))).0;
            if merged == old {
                return Ok(Became::Same);
            }
            (n, merged, Became::Updated)
        }
    };
    if matches!(became, Became::Updated) {
        tx.prepare_cached("DELETE FROM record WHERE n = ?")?.execute([n])?;
    }
    insert_record(tx, wire, n, &record, place(record.time(), now))?;
    let parts = [&record.title, &record.byline, &record.publisher, &record.text];
    waiting.push("record_text", n, Some(words::feed(wire, parts.into_iter().flatten().map(String::as_str))));
    Ok(became)
}

fn insert_record(tx: &Transaction, wire: i64, n: i64, record: &Record, at: i64) -> Answer<()> {
    let sql = format!(
        "INSERT INTO record (n, wire, at, {}) VALUES (?,?,?, ?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        rows::RECORD
    );
    tx.prepare_cached(&sql)?.execute(params![
        n,
        wire,
        at,
        record.id.as_str(),
        record.kind.slug(),
        record.external_id,
        record.title,
        record.byline,
        record.publisher,
        record.url,
        record.canonical_url,
        record.published_at.map(Moment::as_micros),
        record.captured_at.map(Moment::as_micros),
        record.language,
        record.content_type,
        rows::extra_column(&record.extra),
        record.text,
    ])?;
    Ok(())
}

fn put_dispatch(
    tx: &Transaction,
    wire: i64,
    story: Dispatch,
    now: Moment,
    waiting: &mut Waiting,
) -> Answer<Became> {
    let sql =
        "SELECT d.n, d.at, b.json FROM dispatch d JOIN body b ON b.n = d.n WHERE d.wire = ? AND d.id = ?";
    let known = tx.prepare_cached(sql)?.query_row(params![wire, story.id.as_str()], |line| {
        Ok((line.get::<_, i64>(0)?, line.get::<_, i64>(1)?, line.get::<_, String>(2)?))
    });
    let mut json = format::story_json(&story).to_string();
    let (n, story, became) = match known {
        Err(rusqlite::Error::QueryReturnedNoRows) => {
            (free_number(tx, "dispatch", place(story.time(), now))?, story, Became::New)
        }
        Err(error) => return Err(error.into()),
        Ok((_, _, old)) if old == json => return Ok(Became::Same),
        Ok((n, at, old)) => {
            let old = rows::dispatch(&old)?;
            let merged =
                format::story_from(laid_over(format::story_json(&old), format::story_json(&story))).0;
            if merged == old {
                return Ok(Became::Same);
            }
            json = format::story_json(&merged).to_string();
            forget_cites(tx, wire, n, at, &old)?;
            (n, merged, Became::Updated)
        }
    };
    let at = place(story.time(), now);
    let settled = match became {
        Became::New => insert_dispatch(tx, wire, n, at, &story)?,
        _ => describe(tx, n, at, &story)?,
    };
    tx.prepare_cached("INSERT OR REPLACE INTO body (n, json) VALUES (?, ?)")?.execute(params![n, json])?;
    note_cites(tx, wire, n, at, &story)?;
    if settled {
        waiting.push("dispatch_text", n, Some(family::text_of(wire, &story)));
    } else {
        family::settle(tx, wire, n, &story, waiting)?;
    }
    Ok(became)
}

/// A new dispatch. Says whether that is all there is to it: one without relations is current at once.
fn insert_dispatch(tx: &Transaction, wire: i64, n: i64, at: i64, story: &Dispatch) -> Answer<bool> {
    let followed = "SELECT 1 FROM dispatch WHERE wire = ? AND previous = ?";
    let alone =
        story.previous.is_none() && !tx.prepare_cached(followed)?.exists(params![wire, story.id.as_str()])?;
    let sql = format!(
        "INSERT INTO dispatch ({}, n, wire, id, code, family, current) VALUES (?{})",
        DESCRIBED.join(", "),
        ", ?".repeat(DESCRIBED.len() + 5)
    );
    let own: [Value; 6] = [
        n.into(),
        wire.into(),
        story.id.as_str().to_owned().into(),
        i64::from(story.code().as_u32()).into(),
        n.into(),
        i64::from(alone).into(),
    ];
    let values = described(tx, at, story)?.into_iter().chain(own);
    tx.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(alone)
}

/// A known dispatch with something new to it. Its relations have to be looked at again.
fn describe(tx: &Transaction, n: i64, at: i64, story: &Dispatch) -> Answer<bool> {
    let sql = format!("UPDATE dispatch SET {} = ? WHERE n = ?", DESCRIBED.join(" = ?, "));
    let values = described(tx, at, story)?.into_iter().chain([n.into()]);
    tx.prepare_cached(&sql)?.execute(params_from_iter(values))?;
    Ok(false)
}

/// The columns that an update may change, and [`described`] gives.
const DESCRIBED: [&str; 14] = [
    "beat",
    "at",
    "time",
    "version",
    "previous",
    "active",
    "cluster",
    "headline",
    "dek",
    "records",
    "web",
    "platforms",
    "arc",
    "thin",
];

fn described(tx: &Transaction, at: i64, story: &Dispatch) -> Answer<[Value; 14]> {
    let cluster = story.methodology.as_ref().and_then(|method| method.cluster.as_ref()?.id.as_ref());
    let platforms: Vec<&str> = story.platforms.iter().map(SourceKind::slug).collect();
    let text = |text: &str| Value::from(text.to_owned());
    Ok([
        beat_number(tx, &story.beat.label())?.into(),
        at.into(),
        story.time().map(Moment::as_micros).into(),
        i64::from(story.version).into(),
        story.previous.as_ref().map(|id| id.as_str().to_owned()).into(),
        i64::from(story.active).into(),
        cluster.map(|id| id.as_str().to_owned()).into(),
        text(rows::clip(story.title(), 500)),
        text(rows::clip(story.dek.as_deref().unwrap_or_default(), 2000)),
        (story.record_count() as i64).into(),
        (story.web_count() as i64).into(),
        platforms.join("\n").into(),
        story.arc.as_ref().map(|arc| arc.slug().to_owned()).into(),
        i64::from(rows::is_thin(story)).into(),
    ])
}

fn note_cites(tx: &Transaction, wire: i64, n: i64, at: i64, story: &Dispatch) -> Answer<()> {
    let mut note =
        tx.prepare_cached("INSERT OR IGNORE INTO cites (wire, record, at, dispatch) VALUES (?, ?, ?, ?)")?;
    for id in leans_on(story) {
        note.execute(params![wire, id.as_str(), at, n])?;
    }
    Ok(())
}

fn forget_cites(tx: &Transaction, wire: i64, n: i64, at: i64, story: &Dispatch) -> Answer<()> {
    let mut forget =
        tx.prepare_cached("DELETE FROM cites WHERE wire = ? AND record = ? AND at = ? AND dispatch = ?")?;
    for id in leans_on(story) {
        forget.execute(params![wire, id.as_str(), at, n])?;
    }
    Ok(())
}

/// The records a dispatch names: those it cites, in the order of its citations, then those it was written from.
pub(super) fn leans_on(story: &Dispatch) -> impl Iterator<Item = &RecordId> {
    story.citations.iter().filter_map(|citation| citation.record_id.as_ref()).chain(&story.record_ids)
}

/// The newer object laid over the older: what it leaves empty, the older one tells.
fn laid_over(older: Json, newer: Json) -> format::Object {
    let (Json::Object(mut sum), Json::Object(newer)) = (older, newer) else { return format::Object::new() };
    for (name, value) in newer {
        let says_nothing = value.is_null() || value.as_array().is_some_and(Vec::is_empty);
        if !says_nothing || !sum.contains_key(&name) {
            sum.insert(name, value);
        }
    }
    sum
}

//! Taking in a dispatch: its columns, its JSON, whom it cites, and its place among its versions.

use rusqlite::types::Value;
use rusqlite::{Transaction, params, params_from_iter};

use super::{Batch, Became, laid_over, place};
use crate::store::sqlite::index::Kind;
use crate::store::sqlite::{Answer, family, rows};
use crate::story::{Dispatch, Moment, RecordId, SourceKind};
use crate::wire::format;

/// A dispatch in its place.
pub(in crate::store::sqlite) struct Put {
    /// Its number.
    pub(in crate::store::sqlite) n: i64,
    /// New, changed, or known just so.
    pub(in crate::store::sqlite) became: Became,
}

/// A dispatch and what is kept of it: made ready by whoever brings it, so that the one thread that writes need not.
pub(in crate::store::sqlite) struct Ready {
    /// The dispatch.
    pub(in crate::store::sqlite) story: Dispatch,
    json: String,
}

impl From<Dispatch> for Ready {
    fn from(story: Dispatch) -> Self {
        Self { json: format::story_json(&story).to_string(), story }
    }
}

/// Takes a dispatch in.
pub(in crate::store::sqlite) fn put_dispatch(
    tx: &Transaction,
    wire: i64,
    ready: impl Into<Ready>,
    now: Moment,
    batch: &mut Batch,
) -> Answer<Put> {
    let Ready { story, json } = ready.into();
    let sql =
        "SELECT d.n, d.at, b.json FROM dispatch d JOIN body b ON b.n = d.n WHERE d.wire = ? AND d.id = ?";
    let known = tx.prepare_cached(sql)?.query_row(params![wire, story.id.as_str()], |line| {
        Ok((line.get::<_, i64>(0)?, line.get::<_, i64>(1)?, line.get::<_, String>(2)?))
    });
    let (n, story, json, became) = match known {
        Err(rusqlite::Error::QueryReturnedNoRows) => {
            let n = batch.numbers.free(tx, "dispatch", place(story.time(), now))?;
            batch.grow(json.len(), 0);
            (n, story, json, Became::New)
        }
        Err(error) => return Err(error.into()),
        Ok((n, _, old)) if old == json => return Ok(Put { n, became: Became::Same }),
        Ok((n, at, old)) => {
            let known = rows::dispatch(&old)?;
            let merged = laid_over(format::story_json(&known), format::story_json(&story));
            let merged = format::story_from(merged).0;
            if merged == known {
                return Ok(Put { n, became: Became::Same });
            }
            let json = format::story_json(&merged).to_string();
            batch.grow(json.len(), old.len());
            forget_cites(tx, wire, n, at, &known)?;
            (n, merged, json, Became::Updated)
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
        batch.index.first(Kind::Dispatch, n, || family::text_of(wire, &story));
    } else {
        family::settle(tx, wire, n, &story, batch)?;
    }
    Ok(Put { n, became })
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
const DESCRIBED: [&str; 17] = [
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
    "slug",
    "earlier",
    "alike",
];

fn described(tx: &Transaction, at: i64, story: &Dispatch) -> Answer<[Value; 17]> {
    let cluster = story.methodology.as_ref().and_then(|method| method.cluster.as_ref()?.id.as_ref());
    let filed = story.methodology.as_ref().and_then(|method| method.filed.as_ref());
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
        story.slug.clone().into(),
        story.earlier.as_ref().map(|id| id.as_str().to_owned()).into(),
        i64::from(filed.is_some_and(|filed| filed.alike)).into(),
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
pub(in crate::store::sqlite) fn leans_on(story: &Dispatch) -> impl Iterator<Item = &RecordId> {
    story.citations.iter().filter_map(|citation| citation.record_id.as_ref()).chain(&story.record_ids)
}

fn beat_number(tx: &Transaction, label: &str) -> Answer<i64> {
    tx.prepare_cached("INSERT INTO beat (label) VALUES (?) ON CONFLICT DO NOTHING")?.execute([label])?;
    Ok(tx.prepare_cached("SELECT n FROM beat WHERE label = ?")?.query_row([label], |line| line.get(0))?)
}

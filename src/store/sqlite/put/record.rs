//! Taking in a record.

use rusqlite::{Transaction, params};

use super::{Batch, Became, laid_over, place};
use crate::store::sqlite::index::{self, Kind};
use crate::store::sqlite::{Answer, rows};
use crate::story::{Moment, Record};
use crate::wire::format;

/// New, changed, or known just so.
pub(in crate::store::sqlite) fn put_record(
    tx: &Transaction,
    wire: i64,
    record: Record,
    now: Moment,
    batch: &mut Batch,
) -> Answer<Became> {
    let sql = format!("SELECT {}, n FROM record WHERE wire = ? AND id = ?", rows::RECORD);
    let known = tx.prepare_cached(&sql)?.query_row(params![wire, record.id.as_str()], |line| {
        Ok((rows::record(line)?, line.get::<_, i64>(14)?))
    });
    let (n, record, became, weight) = match known {
        Err(rusqlite::Error::QueryReturnedNoRows) => {
            (batch.numbers.free(tx, "record", place(record.time(), now))?, record, Became::New, 0)
        }
        Err(error) => return Err(error.into()),
        Ok((old, _)) if old == record => return Ok(Became::Same),
        Ok((old, n)) => {
            let merged =
                format::record_from(laid_over(format::record_json(&old), format::record_json(&record))).0;
            if merged == old {
                return Ok(Became::Same);
            }
            (n, merged, Became::Updated, rows::weight(&old))
        }
    };
    if matches!(became, Became::Updated) {
        tx.prepare_cached("DELETE FROM record WHERE n = ?")?.execute([n])?;
    }
    insert_record(tx, wire, n, &record, place(record.time(), now))?;
    batch.grow(rows::weight(&record), weight);
    let text = || index::text_of(wire, &record);
    match became {
        Became::New => batch.index.first(Kind::Record, n, text),
        _ => batch.index.instead(Kind::Record, n, text),
    }
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

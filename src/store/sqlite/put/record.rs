//! Taking in a record.

use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{OptionalExtension, Transaction, params};

use super::{Batch, Became, laid_over, place};
use crate::store::sqlite::index::{self, Kind};
use crate::store::sqlite::packed::Packer;
use crate::store::sqlite::{Answer, rows};
use crate::story::{Moment, Record, RecordId, SourceName};
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
        Ok((rows::record(line)?, line.get::<_, i64>(rows::AFTER_RECORD)?))
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
    insert_record(tx, wire, n, &record, None, place(record.time(), now))?;
    batch.grow(rows::weight(&record), weight);
    let text = || index::text_of(wire, &record);
    match became {
        Became::New => batch.index.first(Kind::Record, n, text),
        _ => batch.index.instead(Kind::Record, n, text),
    }
    Ok(became)
}

/// The columns that are written, in the order of their values.
const WRITTEN: &str = "n, wire, at, id, kind, external_id, title, byline, publisher, url, canonical_url, \
    published_at, captured_at, language, content_type, extra, text, resolved_url, updated_at, summary, links, source, \
    backfill, copy_of";

/// Writes a record's row. `packed`: its text, where that was packed already.
pub(in crate::store::sqlite) fn insert_record(
    tx: &Transaction,
    wire: i64,
    n: i64,
    record: &Record,
    packed: Option<&[u8]>,
    at: i64,
) -> Answer<()> {
    let text = match packed {
        Some(packed) => ToSqlOutput::from(packed),
        None => {
            ToSqlOutput::Owned(record.text.as_deref().map_or(Value::Null, |text| own_words(record, text)))
        }
    };
    let source = record.source.as_ref().map(|name| source_number(tx, name)).transpose()?;
    let links = (!record.links.is_empty()).then(|| record.links.join("\n"));
    let url = record.url.as_deref();
    let sql = format!("INSERT INTO record ({WRITTEN}) VALUES (?{})", ",?".repeat(23));
    tx.prepare_cached(&sql)?.execute(params![
        n,
        wire,
        at,
        record.id.as_str(),
        record.kind.slug(),
        rows::kept(record.external_id.as_deref(), url),
        record.title,
        record.byline,
        record.publisher,
        url,
        rows::kept(record.canonical_url.as_deref(), url),
        record.published_at.map(Moment::as_micros),
        record.captured_at.map(Moment::as_micros),
        record.language,
        record.content_type,
        rows::extra_column(&record.extra),
        text,
        record.resolved_url,
        record.updated_at.map(Moment::as_micros),
        record.summary,
        links,
        source,
        record.backfill,
        record.copy_of.as_ref().map(RecordId::as_str),
    ])?;
    Ok(())
}

/// A text that nobody has packed: of the wire's own it is done here, since a page's is long.
fn own_words(record: &Record, text: &str) -> Value {
    let packed = record.source.as_ref().and_then(|_| Packer::new().pack(text));
    packed.map_or_else(|| Value::Text(text.to_owned()), Value::Blob)
}

/// The number behind a source's name, given out if it has none.
pub(in crate::store::sqlite) fn source_number(tx: &Transaction, name: &SourceName) -> Answer<i64> {
    let find = "SELECT n FROM source WHERE name = ?";
    let known = tx.prepare_cached(find)?.query_row([name.as_str()], |line| line.get(0)).optional()?;
    if let Some(n) = known {
        return Ok(n);
    }
    tx.prepare_cached("INSERT INTO source (name) VALUES (?)")?.execute([name.as_str()])?;
    Ok(tx.last_insert_rowid())
}

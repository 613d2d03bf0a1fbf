//! Taking in a record.

use std::sync::LazyLock;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, params};

use super::{Batch, Became, laid_over, place};
use crate::store::sqlite::index::{self, Kind};
use crate::store::sqlite::packed::Packer;
use crate::store::sqlite::{Answer, rows};
use crate::story::{Moment, Record, RecordId, SourceKind, SourceName};
use crate::wire::format;

/// New, changed, or known just so.
pub(in crate::store::sqlite) fn put_record(
    tx: &Transaction,
    wire: i64,
    record: Record,
    now: Moment,
    batch: &mut Batch,
) -> Answer<Became> {
    let (n, record, became, weight) = match known(tx, wire, &record.id)? {
        None => (batch.numbers.free(tx, "record", place(record.time(), now))?, record, Became::New, 0),
        Some((old, _)) if old == record => return Ok(Became::Same),
        Some((old, n)) => {
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
    let source = record.source.as_ref().map(|name| source_number(tx, name)).transpose()?;
    insert_record(tx, batch, Numbered { wire, source, n }, &record, None, place(record.time(), now))?;
    // What has come, by whatever way, is not wanted any more.
    let wanted = "DELETE FROM wanted WHERE wire = ? AND kind = 1 AND id = ?";
    tx.prepare_cached(wanted)?.execute(params![wire, record.id.as_str()])?;
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

/// The record of that id on a wire, and its number.
pub(in crate::store::sqlite) fn known(
    tx: &Transaction,
    wire: i64,
    id: &RecordId,
) -> Answer<Option<(Record, i64)>> {
    static SQL: LazyLock<String> =
        LazyLock::new(|| format!("SELECT {}, n FROM record WHERE wire = ? AND id = ?", rows::RECORD));
    let found = tx.prepare_cached(&SQL)?.query_row(params![wire, id.as_str()], |line| {
        Ok((rows::record(line)?, line.get::<_, i64>(rows::AFTER_RECORD)?))
    });
    Ok(found.optional()?)
}

/// By which numbers the store knows a record, its wire and its source.
#[derive(Debug, Clone, Copy)]
pub(in crate::store::sqlite) struct Numbered {
    pub(in crate::store::sqlite) wire: i64,
    pub(in crate::store::sqlite) source: Option<i64>,
    pub(in crate::store::sqlite) n: i64,
}

/// Writes a record's row, and counts it for the transaction's end. `packed`: what it says, where that was packed already; of the wire's own it is done here
/// otherwise, since a page's text is long.
pub(in crate::store::sqlite) fn insert_record(
    tx: &Transaction,
    batch: &mut Batch,
    Numbered { wire, source, n }: Numbered,
    record: &Record,
    packed: Option<Vec<u8>>,
    at: i64,
) -> Answer<()> {
    // Where it fails the whole transaction is given up. Saying so (`OR FAIL`) spares the store the copy of each page that
    // it would need to take back this row alone.
    static SQL: LazyLock<String> =
        LazyLock::new(|| format!("INSERT OR FAIL INTO record ({WRITTEN}) VALUES (?{})", ",?".repeat(23)));
    let packed = packed.or_else(|| record.source.as_ref().and_then(|_| Packer::new().pack(record)));
    let outside = packed.is_none();
    let said = |part: &'_ Option<String>| part.clone().filter(|_| outside);
    let url = record.url.as_deref();
    let external = rows::kept(record.external_id.as_deref(), url);
    let canonical = rows::kept(record.canonical_url.as_deref(), url);
    tx.prepare_cached(&SQL)?.execute(params![
        n,
        wire,
        at,
        record.id.as_str(),
        record.kind.slug(),
        if record.kind == SourceKind::Bluesky {
            record.external_id.as_deref()
        } else {
            external.filter(|_| outside)
        },
        record.title,
        said(&record.byline),
        said(&record.publisher),
        url.filter(|_| outside),
        canonical.filter(|_| outside),
        record.published_at.map(Moment::as_micros),
        record.captured_at.map(Moment::as_micros),
        record.language,
        record.content_type,
        rows::extra_column(&record.extra),
        packed.map_or_else(|| record.text.clone().map_or(Value::Null, Value::Text), Value::Blob),
        said(&record.resolved_url),
        record.updated_at.map(Moment::as_micros),
        said(&record.summary),
        (outside && !record.links.is_empty()).then(|| record.links.join("\n")),
        source,
        record.backfill,
        record.copy_of.as_ref().map(RecordId::as_str),
    ])?;
    batch.count(source, at);
    Ok(())
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

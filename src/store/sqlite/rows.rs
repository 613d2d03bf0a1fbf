//! Between tables and nouns.

use rusqlite::Row as Line;
use serde_json::Value;

use super::{Answer, packed};
use crate::store::StoreFault;
use crate::story::{Arc, Dispatch, Extra, Key, Moment, Record, RecordId, SourceKind, SourceName};
use crate::wire::format;
use crate::wire::page::Row;

/// Where something without a time stands: at the very end.
pub(super) const NO_TIME: i64 = i64::MIN;

/// The columns of `record` that [`record`] reads, in its order.
pub(super) const RECORD: &str = "id, kind, external_id, title, byline, publisher, url, canonical_url, \
    published_at, captured_at, language, content_type, extra, text, resolved_url, updated_at, summary, links, \
    (SELECT name FROM source WHERE source.n = record.source), backfill, copy_of";

/// How many those are: what is asked for besides comes after them.
pub(super) const AFTER_RECORD: usize = 21;

/// Stands for an address that is the same as `url`, in place of a second copy of it.
const SAME: &str = "=";

/// What is kept of an address or a provider's id.
pub(super) fn kept<'a>(other: Option<&'a str>, url: Option<&str>) -> Option<&'a str> {
    if other.is_some() && other == url { Some(SAME) } else { other }
}

/// What was kept so.
fn unkept(kept: Option<String>, url: Option<&String>) -> Option<String> {
    if kept.as_deref() == Some(SAME) { url.cloned().or(kept) } else { kept }
}

/// A record from its columns.
pub(super) fn record(line: &Line) -> rusqlite::Result<Record> {
    let time = |column| line.get::<_, Option<i64>>(column).map(|micros| micros.map(Moment::from_micros));
    let extra: Option<String> = line.get(12)?;
    let parts = packed::parts(line.get_ref(13)?)?;
    let links: Option<String> = parts.links.or(line.get(17)?);
    let url: Option<String> = parts.url.or(line.get(6)?);
    Ok(Record {
        id: RecordId::new(line.get::<_, String>(0)?),
        kind: SourceKind::read(&line.get::<_, String>(1)?),
        external_id: unkept(parts.external_id.or(line.get(2)?), url.as_ref()),
        title: line.get(3)?,
        byline: parts.byline.or(line.get(4)?),
        publisher: parts.publisher.or(line.get(5)?),
        canonical_url: unkept(parts.canonical_url.or(line.get(7)?), url.as_ref()),
        url,
        published_at: time(8)?,
        captured_at: time(9)?,
        language: line.get(10)?,
        content_type: line.get(11)?,
        extra: extra.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default(),
        text: parts.text,
        resolved_url: parts.resolved_url.or(line.get(14)?),
        updated_at: time(15)?,
        summary: parts.summary.or(line.get(16)?),
        links: links.iter().flat_map(|links| links.lines()).map(str::to_owned).collect(),
        source: line.get::<_, Option<String>>(18)?.map(SourceName::new),
        backfill: line.get(19)?,
        copy_of: line.get::<_, Option<String>>(20)?.map(RecordId::new),
    })
}

/// The field that says when a record's words were taken back; a dispatch cites it, or it would be gone.
pub(super) const TAKEN_BACK: &str = "takenBackAt";

/// Whether its words were taken back by who posted it.
pub(super) fn is_taken_back(record: &Record) -> bool {
    record.extra.contains_key(TAKEN_BACK)
}

/// Extra fields as their column.
pub(super) fn extra_column(extra: &Extra) -> Option<String> {
    (!extra.is_empty()).then(|| Value::Object(extra.clone()).to_string())
}

/// What counts of a record towards the size of its wire, in bytes: its words and its addresses.
pub(super) fn weight(record: &Record) -> usize {
    let parts = [&record.text, &record.title, &record.url];
    let words: usize = parts.into_iter().flatten().map(String::len).sum();
    words + extra_column(&record.extra).map_or(0, |extra| extra.len())
}

/// What a list shows, from `dispatch d`, its wire and its beat.
pub(super) const ROW: &str = "SELECT w.name, d.id, b.label, d.headline, d.dek, d.time, d.records, d.web, \
    d.platforms, d.arc, d.version, d.thin, d.read, d.starred, \
    d.read = 0 AND EXISTS (SELECT 1 FROM dispatch e WHERE e.family = d.family AND e.read = 1) \
    FROM dispatch d CROSS JOIN wire w ON w.n = d.wire CROSS JOIN beat b ON b.n = d.beat WHERE d.n = ?";

/// A row of a list from those columns.
pub(super) fn row(line: &Line) -> rusqlite::Result<Row> {
    let count = |column| line.get::<_, i64>(column).map(|count| usize::try_from(count).unwrap_or_default());
    let platforms: String = line.get(8)?;
    Ok(Row {
        key: Key::new(line.get::<_, String>(0)?, line.get::<_, String>(1)?),
        beat: line.get(2)?,
        headline: line.get(3)?,
        dek: line.get(4)?,
        time: line.get::<_, Option<i64>>(5)?.map(Moment::from_micros),
        records: count(6)?,
        web: count(7)?,
        platforms: platforms.split_terminator('\n').map(SourceKind::read).collect(),
        arc: line.get::<_, Option<String>>(9)?.map(|word| Arc::read(&word)),
        version: u32::try_from(line.get::<_, i64>(10)?).unwrap_or_default(),
        thin: line.get(11)?,
        read: line.get(12)?,
        starred: line.get(13)?,
        newer: line.get(14)?,
    })
}

/// A dispatch from its JSON.
pub(super) fn dispatch(json: &str) -> Answer<Dispatch> {
    match serde_json::from_str(json) {
        Ok(Value::Object(object)) => Ok(format::story_from(object).0),
        _ => Err(StoreFault::new(
            "A dispatch could not be read",
            "its place in the store is damaged",
            "Import or fetch it again.",
        )),
    }
}

/// Written from a single voice: so it says, or one record is all it has.
pub(super) fn is_thin(dispatch: &Dispatch) -> bool {
    let voices = dispatch
        .methodology
        .as_ref()
        .and_then(|method| method.cluster.as_ref())
        .map(|cluster| cluster.voices);
    voices == Some(1) || (dispatch.record_count() <= 1 && dispatch.web_count() == 0)
}

/// The first so many characters: lists have no use for a headline of a megabyte.
pub(super) fn clip(text: &str, longest: usize) -> &str {
    text.char_indices().nth(longest).and_then(|(byte, _)| text.get(..byte)).unwrap_or(text)
}

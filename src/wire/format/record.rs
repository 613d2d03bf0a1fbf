//! Records, to and from JSON.

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::fields::Fields;
use super::writing::{Writing, time};
use crate::story::{Record, RecordId, SourceName};

/// Reads a record; nothing in it is required.
pub(super) fn read(mut fields: Fields) -> Record {
    fields.rename("metadata", "sourceMetadata");
    let id = fields.id(&["id", "recordId"]);
    let mut record = Record {
        id: RecordId::default(),
        kind: fields.kind(&["kind", "source", "source_kind"]).unwrap_or_default(),
        external_id: fields.id(&["externalId", "external_id"]),
        title: fields.line(&["title"]),
        byline: fields.line(&["author", "byline"]),
        publisher: fields.line(&["publisher"]),
        url: fields.line(&["url"]),
        resolved_url: fields.line(&["resolvedUrl", "resolved_url"]),
        canonical_url: fields.line(&["canonicalUrl", "canonical_url"]),
        published_at: fields.moment(&["publishedAt", "published_at"]),
        updated_at: fields.moment(&["updatedAt", "updated_at"]),
        captured_at: fields.moment(&["capturedAt", "captured_at"]),
        language: fields.line(&["language"]),
        content_type: fields.line(&["contentType", "content_type"]),
        text: fields.block(&["contentText", "content", "text"]),
        summary: fields.block(&["summary"]),
        links: fields.words("links"),
        source: fields.id(&["sourceName"]).map(SourceName::new),
        backfill: fields.flag(&["backfill"]).unwrap_or_default(),
        copy_of: fields.id(&["copyOf"]).map(RecordId::new),
        ..Record::default()
    };
    record.id = if let Some(id) = id.filter(|id| !id.is_empty()) {
        RecordId::new(id)
    } else {
        fields.lose("id", "missing; the record is named after its address or its words");
        named_after_itself(&record)
    };
    record.extra = fields.rest();
    record
}

/// An id for a record that came without: the same record gets the same one every time.
fn named_after_itself(record: &Record) -> RecordId {
    let given = [&record.external_id, &record.url, &record.title, &record.text];
    let mut hash = Sha256::new();
    for part in given {
        hash.update(part.as_deref().unwrap_or_default());
        hash.update([0]);
    }
    RecordId::new(super::story::hex_id("r", &hash.finalize()))
}

/// Writes a record.
pub(super) fn write(record: &Record) -> Value {
    let mut out = Writing::over(&record.extra);
    out.put("id", record.id.as_str())
        .put("kind", record.kind.slug())
        .put("externalId", record.external_id.clone())
        .put("title", record.title.clone())
        .put("author", record.byline.clone())
        .maybe("publisher", record.publisher.clone())
        .put("url", record.url.clone())
        .maybe("resolvedUrl", record.resolved_url.clone())
        .maybe("canonicalUrl", record.canonical_url.clone())
        .put("publishedAt", time(record.published_at))
        .maybe("updatedAt", record.updated_at.map(|at| at.to_string()))
        .put("capturedAt", time(record.captured_at))
        .put("language", record.language.clone())
        .put("contentType", record.content_type.clone())
        .put("contentText", record.text.clone())
        .maybe("summary", record.summary.clone())
        .maybe("links", (!record.links.is_empty()).then(|| record.links.clone()))
        .maybe("sourceName", record.source.as_ref().map(SourceName::as_str))
        .maybe("backfill", record.backfill.then_some(true))
        .maybe("copyOf", record.copy_of.as_ref().map(RecordId::as_str));
    out.done()
}

//! Citations, to and from JSON.

use serde_json::{Value, json};

use super::fields::Fields;
use super::writing::{Writing, float, time};
use crate::story::{Citation, CitationKind, RecordId, Span, SpanField};

/// Reads a citation; one with neither record nor page is kept, too.
pub(super) fn read(mut fields: Fields) -> Citation {
    let record_id = fields.id(&["recordId"]).map(RecordId::new);
    let url = fields.line(&["externalUrl", "url"]);
    let guessed =
        if record_id.is_none() && url.is_some() { CitationKind::External } else { CitationKind::Internal };
    Citation {
        kind: fields.line(&["citationType"]).map_or(guessed, |word| CitationKind::read(&word)),
        record_id,
        url,
        id: fields.id(&["id"]),
        marker: fields.whole(&["marker"]),
        domain: fields.line(&["domain"]),
        fetched_at: fields.moment(&["fetchedAt"]),
        title: fields.line(&["title"]),
        excerpt: fields.block(&["excerpt"]),
        anchor_text: fields.line(&["anchorText"]),
        claim: fields.block(&["aiClaim"]),
        fact_type: fields.line(&["factType"]),
        platform: fields.kind(&["platform"]),
        credibility: fields.number(&["credibilityScore"]),
        confidence: fields.number(&["confidence"]),
        inferred: fields.flag(&["inferred"]).unwrap_or_default(),
        position: fields.whole(&["position"]),
        spans: fields.objects("spans", "sha256", |_, span| read_span(span)),
        extra: fields.rest(),
    }
}

pub(super) fn read_span(mut fields: Fields) -> Span {
    let title = fields.line(&["field"]).is_some_and(|field| field == "title");
    Span {
        start: fields.whole(&["start"]).unwrap_or_default(),
        end: fields.whole(&["end"]).unwrap_or_default(),
        sha256: fields.line(&["sha256"]),
        field: if title { SpanField::Title } else { SpanField::Text },
    }
}

/// Writes a citation.
pub(super) fn write(citation: &Citation) -> Value {
    let mut out = Writing::over(&citation.extra);
    let spans: Vec<Value> = citation.spans.iter().map(write_span).collect();
    out.maybe("id", citation.id.clone())
        .put("marker", citation.marker)
        .put("citationType", citation.kind.slug())
        .put("recordId", citation.record_id.as_ref().map(RecordId::as_str))
        .put("externalUrl", citation.url.clone())
        .put("domain", citation.domain.clone())
        .put("fetchedAt", time(citation.fetched_at))
        .put("title", citation.title.clone())
        .put("excerpt", citation.excerpt.clone())
        .maybe("anchorText", citation.anchor_text.clone())
        .put("aiClaim", citation.claim.clone())
        .put("factType", citation.fact_type.clone())
        .put("platform", citation.platform.as_ref().map(crate::story::SourceKind::slug))
        .put("credibilityScore", float(citation.credibility))
        .put("confidence", float(citation.confidence))
        .put("inferred", citation.inferred)
        .maybe("position", citation.position)
        .maybe("spans", (!spans.is_empty()).then_some(spans));
    out.done()
}

pub(super) fn write_span(span: &Span) -> Value {
    let mut out = json!({ "start": span.start, "end": span.end });
    if let Some(hash) = &span.sha256 {
        out["sha256"] = hash.as_str().into();
    }
    if span.field == SpanField::Title {
        out["field"] = "title".into();
    }
    out
}

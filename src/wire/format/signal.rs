//! A signal, to and from JSON: with its arithmetic, its evidence, and the passages that show it.

use serde_json::{Map, Value, json};

use super::citation::{read_span, write_span};
use super::fields::Fields;
use super::writing::{Writing, float, ids};
use crate::story::{Figure, Passage, RecordId, Severity, Signal, SignalKind};

pub(super) fn read(mut fields: Fields) -> Signal {
    Signal {
        kind: fields.line(&["kind"]).map(|word| SignalKind::read(&word)).unwrap_or_default(),
        severity: fields.line(&["severity"]).map(|word| Severity::read(&word)).unwrap_or_default(),
        score: fields.number(&["score"]).unwrap_or_default(),
        confidence: fields.number(&["confidence"]).unwrap_or_default(),
        at: fields.moment(&["at"]).unwrap_or_default(),
        why: fields.block(&["why"]).unwrap_or_default(),
        evidence: fields.record_ids("evidence"),
        figures: fields.objects("figures", "name", |_, mut figure| Figure {
            name: figure.line(&["name"]).unwrap_or_default(),
            value: figure.number(&["value"]).unwrap_or_default(),
            unit: figure.line(&["unit"]).unwrap_or_default(),
        }),
        passages: fields.objects("passages", "words", |_, mut passage| Passage {
            record: passage.id(&["record"]).map(RecordId::new).unwrap_or_default(),
            words: passage.block(&["words"]).unwrap_or_default(),
            span: passage.object("span", "sha256", read_span).unwrap_or_default(),
        }),
        caution: fields.block(&["caution"]),
    }
}

pub(super) fn write(signal: &Signal) -> Value {
    let figure = |figure: &Figure| json!({ "name": figure.name, "value": float(Some(figure.value)), "unit": figure.unit });
    let passage = |passage: &Passage| json!({ "record": passage.record.as_str(), "words": passage.words, "span": write_span(&passage.span) });
    let mut out = Writing::over(&Map::new());
    out.put("kind", signal.kind.slug())
        .put("severity", signal.severity.slug())
        .put("score", float(Some(signal.score)))
        .put("confidence", float(Some(signal.confidence)))
        .put("at", signal.at.to_string())
        .put("why", signal.why.as_str())
        .put("evidence", ids(&signal.evidence))
        .put("figures", signal.figures.iter().map(figure).collect::<Value>())
        .put("passages", signal.passages.iter().map(passage).collect::<Value>())
        .maybe("caution", signal.caution.clone());
    out.done()
}

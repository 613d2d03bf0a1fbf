//! How a dispatch came about, to and from JSON.
//!
//! Our own wires send a `methodology` object. Others tell it in `metadata.methodology`, `metadata.stages` and
//! `signalProvenance`; those are understood where our own is missing, and stay where they are.

use serde_json::{Map, Value, json};

use super::confidence;
use super::fields::Fields;
use super::writing::{Writing, float, ids, time};
use crate::story::{
    Checked, ClusterId, ClusterNote, Filing, Methodology, ModelNote, RecordId, Severity, SignalKind,
    SignalNote,
};
use crate::text::clean;

/// Reads our own object, else what other wires tell.
pub(super) fn read(fields: &mut Fields) -> Option<Methodology> {
    fields.object("methodology", "text", read_own).or_else(|| told_elsewhere(fields))
}

fn read_own(mut fields: Fields) -> Methodology {
    Methodology {
        text: fields.block(&["text"]),
        stages: fields.words("stages"),
        signal: fields.object("signal", "why", read_signal),
        cluster: fields.object("cluster", "id", |mut part| ClusterNote {
            id: part.id(&["id"]).map(ClusterId::new),
            records: part.whole(&["records"]).unwrap_or_default(),
            voices: part.whole(&["voices"]).unwrap_or_default(),
            first_at: part.moment(&["firstAt"]),
            last_at: part.moment(&["lastAt"]),
        }),
        writer: fields.line(&["writer"]),
        model: fields.object("model", "name", read_model),
        checked: fields.object("checked", "", read_checked),
        changed: fields.texts("changed"),
        confidence: fields.object("confidence", "claims", confidence::read),
        filed: fields.object("filed", "why", |mut part| Filing {
            why: part.line(&["why"]).unwrap_or_default(),
            alike: part.flag(&["alike"]).unwrap_or_default(),
        }),
        extra: fields.rest(),
    }
}

fn read_signal(mut fields: Fields) -> SignalNote {
    SignalNote {
        kind: fields.line(&["kind"]).map(|word| SignalKind::read(&word)).unwrap_or_default(),
        severity: fields.line(&["severity"]).map(|word| Severity::read(&word)).unwrap_or_default(),
        score: fields.number(&["score"]),
        why: fields.block(&["why"]),
        at: fields.moment(&["at", "detectedAt"]),
        evidence: fields.record_ids("evidence"),
    }
}

fn read_model(mut fields: Fields) -> ModelNote {
    let mut count = |name: &str| fields.whole(&[name]);
    let (input, output) = (count("tokensIn"), count("tokensOut"));
    let mut count = |name: &str| fields.whole(&[name]).unwrap_or_default();
    let (mended, replaced, dropped) = (count("mended"), count("replaced"), count("dropped"));
    let hashes = fields.peek("records").and_then(Value::as_object);
    let hash = |(id, hash): (&String, &Value)| Some((RecordId::new(id), clean::line(hash.as_str()?)));
    ModelNote {
        records: hashes.into_iter().flatten().filter_map(hash).collect(),
        name: fields.line(&["name"]).unwrap_or_default(),
        prompt: fields.line(&["prompt"]).unwrap_or_default(),
        mended,
        replaced,
        dropped,
        tokens: input.zip(output).map(|(input, output): (usize, usize)| (input as u64, output as u64)),
    }
}

fn read_checked(mut fields: Fields) -> Checked {
    let mut count = |name: &str| fields.whole(&[name]).unwrap_or_default();
    Checked {
        claims: count("claims"),
        claims_found: count("claimsFound"),
        quotes: count("quotes"),
        quotes_found: count("quotesFound"),
        numbers: count("numbers"),
        numbers_found: count("numbersFound"),
    }
}

/// What a wire without our object says of it. Nothing is taken out, and nothing here is a loss.
fn told_elsewhere(fields: &Fields) -> Option<Methodology> {
    let metadata = fields.peek("metadata").and_then(Value::as_object);
    let told = |name: &str| metadata.and_then(|metadata| metadata.get(name));
    let stages = told("stages").and_then(Value::as_array);
    let signal = fields.peek("signalProvenance").and_then(Value::as_object);
    let methodology = Methodology {
        text: told("methodology").and_then(Value::as_str).map(clean::block),
        stages: stages.into_iter().flatten().filter_map(Value::as_str).map(clean::line).collect(),
        signal: signal.map(|signal| read_signal(Fields::new(signal.clone(), "", &mut Vec::new()))),
        ..Methodology::default()
    };
    (methodology != Methodology::default()).then_some(methodology)
}

/// Writes our own object.
pub(super) fn write(methodology: &Methodology) -> Value {
    let mut out = Writing::over(&methodology.extra);
    out.maybe("text", methodology.text.clone())
        .maybe("stages", (!methodology.stages.is_empty()).then(|| methodology.stages.clone()))
        .maybe("signal", methodology.signal.as_ref().map(write_signal))
        .maybe("cluster", methodology.cluster.as_ref().map(write_cluster))
        .maybe("writer", methodology.writer.clone())
        .maybe("model", methodology.model.as_ref().map(write_model))
        .maybe("checked", methodology.checked.as_ref().map(write_checked))
        .maybe("changed", (!methodology.changed.is_empty()).then(|| methodology.changed.clone()))
        .maybe("confidence", methodology.confidence.as_ref().map(confidence::write))
        .maybe("filed", methodology.filed.as_ref().map(write_filed));
    out.done()
}

fn write_signal(signal: &SignalNote) -> Value {
    let mut out = Writing::over(&Map::new());
    out.put("kind", signal.kind.slug())
        .put("severity", signal.severity.slug())
        .put("score", float(signal.score))
        .maybe("why", signal.why.clone())
        .put("at", time(signal.at))
        .put("evidence", ids(&signal.evidence));
    out.done()
}

fn write_cluster(cluster: &ClusterNote) -> Value {
    let mut out = Writing::over(&Map::new());
    out.put("id", cluster.id.as_ref().map(ClusterId::as_str))
        .put("records", cluster.records)
        .put("voices", cluster.voices)
        .maybe("firstAt", cluster.first_at.map(|at| at.to_string()))
        .maybe("lastAt", cluster.last_at.map(|at| at.to_string()));
    out.done()
}

fn write_filed(filed: &Filing) -> Value {
    json!({ "why": filed.why, "alike": filed.alike })
}

fn write_model(model: &ModelNote) -> Value {
    let hashes: Map<String, Value> =
        model.records.iter().map(|(id, hash)| (id.as_str().to_owned(), json!(hash))).collect();
    json!({
        "name": model.name, "prompt": model.prompt, "records": hashes,
        "mended": model.mended, "replaced": model.replaced, "dropped": model.dropped,
        "tokensIn": model.tokens.map(|tokens| tokens.0), "tokensOut": model.tokens.map(|tokens| tokens.1),
    })
}

fn write_checked(checked: &Checked) -> Value {
    json!({
        "claims": checked.claims, "claimsFound": checked.claims_found,
        "quotes": checked.quotes, "quotesFound": checked.quotes_found,
        "numbers": checked.numbers, "numbersFound": checked.numbers_found,
    })
}

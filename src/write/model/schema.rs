//! The shape of a reply, as JSON schema: what services that can hold a model to a shape are given.

use serde_json::{Value, json};

fn object(properties: &Value) -> Value {
    let names: Vec<&String> = properties.as_object().into_iter().flat_map(|map| map.keys()).collect();
    json!({ "type": "object", "properties": properties, "required": names, "additionalProperties": false })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "items": items })
}

/// A dispatch.
pub fn schema() -> Value {
    let text = json!({ "type": "string" });
    let cites = list(&text);
    let kind = json!({ "type": "string", "enum": ["fact", "reading"] });
    let point = object(&json!({ "text": text, "cites": cites }));
    let claim = object(&json!({ "text": text, "cites": cites, "kind": kind }));
    let section = object(&json!({ "heading": text, "claims": list(&claim) }));
    let question = object(&json!({ "question": text, "answer": text, "cites": cites }));
    object(&json!({
        "headline": text,
        "dek": text,
        "takeaways": list(&point),
        "sections": list(&section),
        "faq": list(&question),
    }))
}

/// Parts of a dispatch, mended.
pub fn repairs_schema() -> Value {
    let text = json!({ "type": "string" });
    let kind = json!({ "type": "string", "enum": ["fact", "reading"] });
    let number = json!({ "type": "integer" });
    let repair = object(&json!({ "number": number, "text": text, "cites": list(&text), "kind": kind }));
    object(&json!({ "repairs": list(&repair) }))
}

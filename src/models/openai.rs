//! OpenAI's chat completions, and everything that speaks as they do.

use serde_json::{Map, Value, json};

use super::{
    Usage,
    chat::{Fit, Question, Speaker},
    hearing::Hearing,
};

/// Where questions go, below the base address.
pub(super) fn path(base: &str) -> String {
    match base {
        "" => "/v1/chat/completions".to_owned(),
        base if base.ends_with("/chat/completions") => base.to_owned(),
        base => format!("{base}/chat/completions"),
    }
}

/// Where it lists its models.
pub(super) fn list(base: &str) -> String {
    let base = base.strip_suffix("/chat/completions").unwrap_or(base);
    if base.is_empty() { "/v1/models".to_owned() } else { format!("{base}/models") }
}

/// True if a list of models, this way or Ollama's, has one of this name.
pub(super) fn names(body: &[u8], model: &str) -> bool {
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let lists = [value.get("data"), value.get("models")];
    let rows = lists.into_iter().flatten().filter_map(Value::as_array).flatten();
    let named = |row: &Value, key: &str| {
        let name = row.get(key).and_then(Value::as_str).unwrap_or_default();
        name == model || name.strip_suffix(":latest") == Some(model)
    };
    rows.into_iter().any(|row| ["id", "name", "model"].iter().any(|key| named(row, key)))
}

/// What is sent.
pub(super) fn body(question: &Question<'_>, model: &str, fit: Fit) -> Map<String, Value> {
    let mut messages = vec![json!({ "role": "system", "content": question.system })];
    messages.extend(turns(question));
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(model));
    body.insert("messages".to_owned(), Value::Array(messages));
    body.insert("stream".to_owned(), json!(true));
    let bound = if fit.newer_bound { "max_completion_tokens" } else { "max_tokens" };
    body.insert(bound.to_owned(), json!(question.most_tokens));
    if !fit.no_stream_options {
        body.insert("stream_options".to_owned(), json!({ "include_usage": true }));
    }
    if !fit.no_temperature {
        body.insert("temperature".to_owned(), json!(question.temperature));
    }
    match fit.loose {
        0 => {
            let schema = json!({ "name": "dispatch", "strict": true, "schema": question.schema });
            let format = json!({ "type": "json_schema", "json_schema": schema });
            body.insert("response_format".to_owned(), format);
        }
        1 => {
            body.insert("response_format".to_owned(), json!({ "type": "json_object" }));
        }
        _ => {}
    }
    body
}

/// What was said so far, as three services want it.
pub(super) fn turns(question: &Question<'_>) -> impl Iterator<Item = Value> {
    question.turns.iter().map(|(by, text)| {
        let role = if *by == Speaker::Person { "user" } else { "assistant" };
        json!({ "role": role, "content": text })
    })
}

/// A part of an answer, or a whole one.
pub(super) fn event(value: &Value, heard: &mut Hearing) {
    if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
        let said = error.get("message").unwrap_or(error);
        heard.error = Some(said.as_str().unwrap_or("unnamed").to_owned());
    }
    if let Some(usage) = value.get("usage").filter(|usage| usage.is_object()) {
        let count = |key: &str| usage.get(key).and_then(Value::as_u64).unwrap_or_default();
        heard.usage = Some(Usage { input: count("prompt_tokens"), output: count("completion_tokens") });
    }
    let Some(choice) = value.get("choices").and_then(|choices| choices.get(0)) else { return };
    heard.shaped = true;
    if let Some(stop) = choice.get("finish_reason").and_then(Value::as_str) {
        heard.stop = Some(stop.to_owned());
    }
    let Some(said) = choice.get("delta").or_else(|| choice.get("message")) else { return };
    match said.get("content") {
        Some(Value::String(text)) => heard.say(text),
        // Some send the text in parts.
        Some(Value::Array(parts)) => {
            parts.iter().filter_map(|part| part.get("text")?.as_str()).for_each(|text| heard.say(text));
        }
        _ => {}
    }
    if let Some(refusal) = said.get("refusal").and_then(Value::as_str) {
        heard.refusal.get_or_insert_default().push_str(refusal);
    }
}

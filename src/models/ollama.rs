//! Ollama's chat.

use serde_json::{Map, Value, json};

use super::{
    Usage,
    chat::{Fit, Question},
    hearing::Hearing,
    openai::turns,
};

/// Bytes of a token, at least: for the room that a question needs.
const BYTES: usize = 3;
/// Its room is made in steps of so many tokens, so that it need not load the model anew for every question.
const STEP: usize = 2048;

/// Where questions go, below the base address.
pub(super) fn path(base: &str) -> String {
    format!("{}/api/chat", root(base))
}

/// Where it lists its models.
pub(super) fn list(base: &str) -> String {
    format!("{}/api/tags", root(base))
}

fn root(base: &str) -> &str {
    base.strip_suffix("/api/chat").or_else(|| base.strip_suffix("/api")).unwrap_or(base)
}

/// What is sent. Its usual room is a few thousand tokens, and what does not fit is forgotten without a word: so it is told
/// how much is needed.
pub(super) fn body(question: &Question<'_>, model: &str, fit: Fit) -> Map<String, Value> {
    let mut messages = vec![json!({ "role": "system", "content": question.system })];
    messages.extend(turns(question));
    let room = question.bytes() / BYTES + question.most_tokens as usize;
    let mut options = Map::new();
    options.insert("num_predict".to_owned(), json!(question.most_tokens));
    options.insert("num_ctx".to_owned(), json!(room.next_multiple_of(STEP)));
    if !fit.no_temperature {
        options.insert("temperature".to_owned(), json!(question.temperature));
    }
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(model));
    body.insert("messages".to_owned(), Value::Array(messages));
    body.insert("stream".to_owned(), json!(true));
    body.insert("options".to_owned(), Value::Object(options));
    match fit.loose {
        0 => body.insert("format".to_owned(), question.schema.clone()),
        1 => body.insert("format".to_owned(), json!("json")),
        _ => None,
    };
    body
}

/// A part of an answer, or a whole one.
pub(super) fn event(value: &Value, heard: &mut Hearing) {
    if let Some(error) = value.get("error").filter(|error| !error.is_null()) {
        heard.error = Some(error.as_str().unwrap_or("unnamed").to_owned());
    }
    if let Some(message) = value.get("message").filter(|message| message.is_object()) {
        heard.shaped = true;
        if let Some(text) = message.get("content").and_then(Value::as_str) {
            heard.say(text);
        }
    }
    if value.get("done") == Some(&Value::Bool(true)) {
        heard.stop = Some(value.get("done_reason").and_then(Value::as_str).unwrap_or("stop").to_owned());
        let count = |key: &str| value.get(key).and_then(Value::as_u64);
        if let (input, Some(output)) = (count("prompt_eval_count"), count("eval_count")) {
            heard.usage = Some(Usage { input: input.unwrap_or_default(), output });
        }
        heard.closed = true;
    }
}

//! Anthropic's messages.

use serde_json::{Map, Value, json};

use super::{
    Usage,
    chat::{Fit, Question},
    hearing::Hearing,
    openai::turns,
};

/// What it wants to be told with every question.
pub(super) const HEADERS: &[(&str, &str)] = &[("anthropic-version", "2023-06-01")];

/// Where questions go, below the base address.
pub(super) fn path(base: &str) -> String {
    match base {
        base if base.ends_with("/messages") => base.to_owned(),
        base if base.ends_with("/v1") => format!("{base}/messages"),
        base => format!("{base}/v1/messages"),
    }
}

/// Where it counts the tokens of a question.
pub(super) fn count(base: &str) -> String {
    format!("{}/count_tokens", path(base))
}

/// A question whose tokens it counts.
pub(super) fn counted(model: &str) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(model));
    body.insert("messages".to_owned(), json!([{ "role": "user", "content": "?" }]));
    body
}

/// What is sent.
pub(super) fn body(question: &Question<'_>, model: &str, fit: Fit) -> Map<String, Value> {
    let mut body = Map::new();
    body.insert("model".to_owned(), json!(model));
    body.insert("system".to_owned(), json!(question.system));
    body.insert("messages".to_owned(), Value::Array(turns(question).collect()));
    body.insert("max_tokens".to_owned(), json!(question.most_tokens));
    body.insert("stream".to_owned(), json!(true));
    if !fit.no_temperature {
        // Its scale ends at 1.
        body.insert("temperature".to_owned(), json!(question.temperature.min(1.0)));
    }
    if fit.loose == 0 {
        let format = json!({ "type": "json_schema", "schema": question.schema });
        body.insert("output_config".to_owned(), json!({ "format": format }));
    }
    body
}

/// A part of an answer, or a whole one.
pub(super) fn event(value: &Value, heard: &mut Hearing) {
    let word = |key: &str| value.get(key).and_then(Value::as_str);
    match word("type") {
        Some("error") => {
            let said = value.pointer("/error/message").and_then(Value::as_str);
            heard.error = Some(said.unwrap_or("unnamed").to_owned());
        }
        Some("message_start") => {
            heard.shaped = true;
            usage(value.pointer("/message/usage"), heard);
        }
        Some("content_block_delta") => {
            if let Some(text) = value.pointer("/delta/text").and_then(Value::as_str) {
                heard.say(text);
            }
        }
        Some("message_delta") => {
            stop(value.pointer("/delta/stop_reason"), heard);
            usage(value.get("usage"), heard);
        }
        Some("message_stop") => heard.closed = true,
        Some("message") => {
            let blocks = value.get("content").and_then(Value::as_array);
            heard.shaped = blocks.is_some_and(|blocks| !blocks.is_empty());
            let texts = blocks.into_iter().flatten().filter_map(|block| block.get("text")?.as_str());
            texts.for_each(|text| heard.say(text));
            stop(value.get("stop_reason"), heard);
            usage(value.get("usage"), heard);
        }
        _ => {}
    }
}

fn stop(word: Option<&Value>, heard: &mut Hearing) {
    if let Some(stop) = word.and_then(Value::as_str) {
        heard.stop = Some(stop.to_owned());
    }
}

/// Its counts come in parts, each telling what is known by then; what was read from a cache is told apart.
fn usage(told: Option<&Value>, heard: &mut Hearing) {
    let Some(told) = told.filter(|told| told.is_object()) else { return };
    let count = |key: &str| told.get(key).and_then(Value::as_u64).unwrap_or_default();
    let input =
        count("input_tokens") + count("cache_creation_input_tokens") + count("cache_read_input_tokens");
    let before = heard.usage.unwrap_or_default();
    heard.usage =
        Some(Usage { input: before.input.max(input), output: before.output.max(count("output_tokens")) });
}

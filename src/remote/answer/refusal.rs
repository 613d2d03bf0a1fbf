//! What a server says when it does not do what it was asked.
//!
//! Two forms are in use, an object with a code and a bare text; before them there was a text for people.

use serde_json::{Map, Value};

use super::web_page;
use crate::text::clean;

/// The words that servers use as codes.
const CODES: &[&str] = &[
    "unauthorized",
    "forbidden",
    "workspace_role_required",
    "rate_limited",
    "quota_exceeded",
    "export_throttled",
    "tier_limit_exceeded",
    "workspace_seat_exceeded",
    "not_found",
    "validation_error",
    "internal_error",
    "service_unavailable",
    "invalid_id",
];
/// Of a server's own words, so many letters are shown.
const SHOWN: usize = 200;
/// As much of a body is looked at, in bytes.
const LOOKED_AT: usize = 64 << 10;

/// What was said.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::remote) struct Said {
    /// A known code.
    pub(in crate::remote) code: Option<String>,
    /// In words, cleaned; empty for none.
    pub(in crate::remote) words: String,
}

/// Reads the body of an answer that is none. It may be anything.
pub(in crate::remote) fn read(body: &[u8], content_type: &str) -> Said {
    if let Some(page) = web_page::look(body, content_type) {
        return Said { code: None, words: page };
    }
    let text = String::from_utf8_lossy(body.get(..LOOKED_AT).unwrap_or(body));
    match serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}').trim()) {
        Ok(Value::Object(object)) => from_object(&object),
        Ok(Value::String(words)) => Said { code: None, words: short(&words) },
        Ok(_) => Said::default(),
        Err(_) => Said { code: None, words: short(text.lines().next().unwrap_or_default()) },
    }
}

fn from_object(object: &Map<String, Value>) -> Said {
    let words = |from: &Map<String, Value>| {
        let names = ["message", "detail", "error_description", "title", "error"];
        names.iter().find_map(|name| from.get(*name)?.as_str().map(short)).unwrap_or_default()
    };
    match object.get("error") {
        Some(Value::Object(error)) => {
            let code = error.get("code").and_then(Value::as_str).map(clean::line);
            let words = words(error);
            Said {
                words: if words.is_empty() { as_words(code.as_deref()) } else { words },
                code: known(code),
            }
        }
        Some(Value::String(error)) => {
            let code = known(Some(clean::line(error)));
            let detail = ["detail", "message"].iter().find_map(|name| object.get(*name)?.as_str());
            let words = match (detail, &code) {
                (Some(detail), Some(_)) => short(detail),
                (Some(detail), None) => short(&format!("{error}: {detail}")),
                (None, Some(code)) => as_words(Some(code)),
                (None, None) => short(error),
            };
            Said { code, words }
        }
        _ => Said { code: None, words: words(object) },
    }
}

fn known(code: Option<String>) -> Option<String> {
    code.filter(|code| CODES.contains(&code.as_str()))
}

fn as_words(code: Option<&str>) -> String {
    short(&code.unwrap_or_default().replace('_', " "))
}

/// One line of foreign text, not too long.
pub(in crate::remote) fn short(text: &str) -> String {
    let text = clean::line(text);
    if text.chars().count() <= SHOWN {
        return text;
    }
    text.chars().take(SHOWN).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::{Said, read};

    #[track_caller]
    fn check(body: &str, code: Option<&str>, words: &str) {
        let said = read(body.as_bytes(), "application/json");
        assert_eq!(said, Said { code: code.map(str::to_owned), words: words.to_owned() }, "{body}");
    }

    #[test]
    fn the_forms_of_an_error() {
        check(
            r#"{"error":{"code":"rate_limited","message":"slow down"}}"#,
            Some("rate_limited"),
            "slow down",
        );
        check(r#"{"error":{"code":"not_found"}}"#, Some("not_found"), "not found");
        check(r#"{"error":{"code":"odd_one","message":7}}"#, None, "odd one");
        check(r#"{"error":"unauthorized","detail":"invalid token"}"#, Some("unauthorized"), "invalid token");
        check(r#"{"error":"internal_error"}"#, Some("internal_error"), "internal error");
        let legacy = r#"{"error":"Daily request limit reached","upgrade":"https://x.example"}"#;
        check(legacy, None, "Daily request limit reached");
        check(r#"{"error":"Bad","detail":"very"}"#, None, "Bad: very");
        check(r#"{"detail":"Not authenticated"}"#, None, "Not authenticated");
    }

    #[test]
    fn bodies_that_are_no_error() {
        check("", None, "");
        check("[1]", None, "");
        check("upstream \u{1b}[31mfailed\nmore", None, "upstream failed");
        check(&format!("\"{}\"", "x".repeat(999)), None, &("x".repeat(200) + "…"));
        check("<html><title>Sign in</title>", None, "a sign-in page titled “Sign in”");
    }
}

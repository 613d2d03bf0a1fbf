//! JSON for pipes that may end in a terminal.
//!
//! JSON strings may hold characters that a terminal obeys (C1 controls, bidi overrides, tags). Escaped, they mean the
//! same to every parser and nothing to a terminal. Outside strings JSON has no such characters, so the finished text
//! can be escaped as a whole.

use std::fmt::Write;

use serde_json::Value;

use crate::{
    story::{ClusterId, Signal},
    wire::format,
};

/// One JSON value on one line.
pub(super) fn line(value: &Value) -> String {
    escape(&value.to_string())
}

/// A signal with the cluster that it fired for.
pub(super) fn signal(cluster: &ClusterId, signal: &Signal) -> Value {
    let mut json = format::signal_json(signal);
    if let Some(object) = json.as_object_mut() {
        object.insert("cluster".to_owned(), cluster.as_str().into());
    }
    json
}

/// A finished JSON text with every invisible or obeyed character escaped.
pub(super) fn escape(json: &str) -> String {
    if json.is_ascii() && !json.contains('\u{7f}') {
        return json.to_owned();
    }
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        if !obeyed(c) {
            safe.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            let _ = write!(safe, "\\u{unit:04x}");
        }
    }
    safe
}

/// Controls, line separators, bidi marks and overrides, invisible operators, tags.
fn obeyed(c: char) -> bool {
    matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn what_a_terminal_obeys_is_escaped_and_reads_back() {
        let words = "a\u{1b}[31m\u{9b}31m\u{202e}\u{e0041}\u{7f} é 東京 👩\u{200d}🚀";
        let json = line(&serde_json::json!({ "words": words }));
        assert!(!json.chars().any(|c| c.is_control() || c == '\u{202e}' || c == '\u{e0041}'), "{json}");
        let back: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(back["words"], words);
    }
}

//! A source as a row of TOML: only what was said, in the order of the documentation.

use toml_edit::{Array, Table, Value, value};

use crate::config::{KeyFrom, SourceRow};

/// The row that is read back as this source.
pub(super) fn table(row: &SourceRow) -> Table {
    let mut table = Table::new();
    table["name"] = value(row.name.as_str());
    table["url"] = value(&row.url);
    let usual = SourceRow::default();
    let words: Array = row.words.iter().collect();
    for (key, said, given) in [
        ("kind", row.kind != usual.kind, Value::from(row.kind.word())),
        ("title", row.title != usual.title, row.title.as_str().into()),
        ("beat", row.beat != usual.beat, row.beat.as_str().into()),
        ("enabled", row.enabled != usual.enabled, row.enabled.into()),
        ("allow_private", row.allow_private != usual.allow_private, row.allow_private.into()),
        ("interval", row.interval != usual.interval, i64::from(row.interval).into()),
        ("full_text", row.full_text != usual.full_text, row.full_text.into()),
        ("words", row.words != usual.words, words.into()),
        ("min_score", row.min_score != usual.min_score, i64::from(row.min_score).into()),
        ("min_comments", row.min_comments != usual.min_comments, i64::from(row.min_comments).into()),
        ("server", row.server != usual.server, row.server.as_str().into()),
        ("login", row.login != usual.login, row.login.as_str().into()),
    ] {
        if said {
            table[key] = value(given);
        }
    }
    match &row.key {
        KeyFrom::Nowhere => {}
        KeyFrom::Env(name) => table["key_env"] = value(name),
        KeyFrom::File(path) => table["key_file"] = value(path.display().to_string()),
        KeyFrom::Command(words) => table["key_command"] = value(words.iter().collect::<Array>()),
    }
    table
}

/// Whether a key with this value says no more than a row without it.
pub(super) fn is_default(key: &str, given: &Value) -> bool {
    let usual = SourceRow::default();
    match key {
        "kind" => given.as_str() == Some(usual.kind.word()),
        "title" | "beat" | "server" | "login" => given.as_str() == Some(""),
        "enabled" => given.as_bool() == Some(usual.enabled),
        "allow_private" => given.as_bool() == Some(usual.allow_private),
        "full_text" => given.as_bool() == Some(usual.full_text),
        "interval" => given.as_integer() == Some(i64::from(usual.interval)),
        "min_score" => given.as_integer() == Some(i64::from(usual.min_score)),
        "min_comments" => given.as_integer() == Some(i64::from(usual.min_comments)),
        "words" => given.as_array().is_some_and(Array::is_empty),
        _ => false,
    }
}

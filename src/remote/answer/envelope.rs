//! What a page of a list is wrapped in, and what follows it.
//!
//! The items stay text until they are read one by one, so that a bad one costs only itself and nothing is read twice.

use std::collections::BTreeMap;

use serde_json::{Value, value::RawValue};

use super::loose;

/// Where lists are found in an answer.
const LISTS: &[&str] = &["items", "data", "stories", "narratives", "dispatches", "topics"];
/// Where paging is told, besides the answer itself.
const PAGINGS: &[&str] = &["pagination", "paging", "meta", "page"];

/// A page, unwrapped.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::remote) struct Envelope<'a> {
    /// The items as they came, each some JSON.
    pub(in crate::remote) items: Vec<&'a str>,
    /// What follows.
    pub(in crate::remote) next: Next,
    /// The page was no strict JSON.
    pub(in crate::remote) mended: bool,
}

/// What follows a page, as the server says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::remote) enum Next {
    /// Nothing.
    #[default]
    End,
    /// A page at this cursor.
    Cursor(String),
    /// A page after this one's rows.
    More,
}

/// Unwraps a page. The error says what it is instead.
pub(in crate::remote) fn open(text: &str) -> Result<Envelope<'_>, String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if let Some((items, parts)) = strict(text) {
        return Ok(Envelope { items, next: next(&parts), mended: false });
    }
    let (items, parts) = loosely(text)?;
    Ok(Envelope { items, next: next(&parts), mended: true })
}

type Parts<'a> = BTreeMap<String, &'a str>;

/// As serde reads it, which skips over the items at the speed of memory. `None` where it cannot.
fn strict(text: &str) -> Option<(Vec<&str>, Parts<'_>)> {
    let array = |text| -> Option<Vec<&str>> {
        let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
        Some(items.into_iter().map(RawValue::get).collect())
    };
    if text.starts_with('[') {
        return Some((array(text)?, Parts::new()));
    }
    let parts = object(text)?;
    let found = LISTS.iter().find_map(|name| parts.get(*name).copied().filter(|part| listlike(part)))?;
    if found.starts_with('[') {
        return Some((array(found)?, parts));
    }
    // `{"data": {"items": […], "nextCursor": …}}`
    let inner = object(found)?;
    let list =
        LISTS.iter().find_map(|name| inner.get(*name).copied().filter(|part| part.starts_with('[')))?;
    Some((array(list)?, parts.into_iter().chain(inner).collect()))
}

fn object(text: &str) -> Option<Parts<'_>> {
    let parts: BTreeMap<String, &RawValue> = serde_json::from_str(text).ok()?;
    Some(parts.into_iter().map(|(name, value)| (name, value.get())).collect())
}

fn listlike(part: &str) -> bool {
    part.starts_with(['[', '{'])
}

/// The same with an eye shut, for a page with an item in it that is no JSON (`NaN`, say).
fn loosely(text: &str) -> Result<(Vec<&str>, Parts<'_>), String> {
    let pieces = loose::pieces(text).ok_or_else(|| what_else(text))?;
    if text.starts_with('[') {
        return Ok((pieces.into_iter().map(|(_, value)| value).collect(), Parts::new()));
    }
    let parts: Parts<'_> =
        pieces.into_iter().filter_map(|(name, value)| Some((name?.to_owned(), value))).collect();
    let list = LISTS.iter().find_map(|name| parts.get(*name).copied().filter(|part| part.starts_with('[')));
    let items = list.and_then(loose::pieces).ok_or_else(|| what_else(text))?;
    Ok((items.into_iter().map(|(_, value)| value).collect(), parts))
}

/// What a text is that is no page.
fn what_else(text: &str) -> String {
    if text.is_empty() {
        return "an empty answer".to_owned();
    }
    match serde_json::from_str::<serde::de::IgnoredAny>(text) {
        Ok(_) => "JSON without a list of stories in it".to_owned(),
        Err(error) if error.is_eof() => "an answer that breaks off in the middle".to_owned(),
        Err(_) if text.starts_with(['{', '[']) => "an answer that is not sound JSON".to_owned(),
        Err(_) => "something that is no JSON".to_owned(),
    }
}

/// What the parts around the list say of the page after it.
fn next(parts: &Parts<'_>) -> Next {
    let own: BTreeMap<String, Value> = parts.iter().filter_map(|(name, value)| small(name, value)).collect();
    let inner = PAGINGS.iter().find_map(|name| object(parts.get(*name)?));
    let inner: BTreeMap<String, Value> =
        inner.iter().flatten().filter_map(|(name, value)| small(name, value)).collect();
    let find = |names: &[&str]| names.iter().find_map(|name| own.get(*name).or_else(|| inner.get(*name)));
    match find(&["nextCursor", "next_cursor", "cursorNext"]) {
        Some(Value::String(cursor)) if !cursor.is_empty() => return Next::Cursor(cursor.clone()),
        Some(Value::Number(cursor)) => return Next::Cursor(cursor.to_string()),
        _ => {}
    }
    match find(&["hasMore", "has_more"]) {
        Some(Value::Bool(true)) => Next::More,
        Some(Value::String(word)) if word == "true" => Next::More,
        _ => Next::End,
    }
}

/// A part that is no list and no object, read.
fn small(name: &str, value: &str) -> Option<(String, Value)> {
    let plain = !listlike(value) && value.len() < 16 << 10;
    if plain { Some((name.to_owned(), serde_json::from_str(value).ok()?)) } else { None }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Next, open};

    #[track_caller]
    fn check(text: &str, items: &[&str], next: Next) {
        let page = open(text).unwrap();
        assert_eq!((page.items, page.next), (items.to_vec(), next), "{text}");
    }

    #[test]
    fn every_way_of_wrapping_a_list() {
        for name in ["items", "data", "stories", "narratives", "dispatches"] {
            check(&format!("{{\"{name}\": [1, {{}}], \"nextCursor\": null}}"), &["1", "{}"], Next::End);
        }
        check("\u{feff} [1,2] ", &["1", "2"], Next::End);
        check(r#"{"data":{"stories":[7],"nextCursor":"x"}}"#, &["7"], Next::Cursor("x".into()));
        check(r#"{"items":[],"items":[1]}"#, &["1"], Next::End);
    }

    #[test]
    fn every_way_of_saying_that_more_follows() {
        let cursor = |text: &str| Next::Cursor(text.to_owned());
        for (tail, next) in [
            (r#""nextCursor":"""#, Next::End),
            (r#""nextCursor":"a b""#, cursor("a b")),
            (r#""next_cursor":"x""#, cursor("x")),
            (r#""nextCursor":90071992547409931"#, cursor("90071992547409931")),
            (r#""pagination":{"hasMore":true,"offset":0,"total":9}"#, Next::More),
            (r#""pagination":{"hasMore":false}"#, Next::End),
            (r#""pagination":{"nextCursor":"p"}"#, cursor("p")),
            (r#""hasMore":true"#, Next::More),
            (r#""nextCursor":{"a":1}"#, Next::End),
            (r#""total":3"#, Next::End),
        ] {
            check(&format!("{{\"items\":[1],{tail}}}"), &["1"], next);
        }
    }

    #[test]
    fn a_bad_item_does_not_sink_the_page() {
        let page = open(r#"{"items":[{"id":NaN},{"id":"[\"]"},1e400,{"a":"}],"nextCursor":1}"#);
        assert!(page.is_err(), "a quote that never ends leaves no way to tell where things end");
        let page = open(r#"{"items":[{"id":NaN}, {"id":"[\"]"},1e400],"nextCursor":"n"}"#).unwrap();
        assert_eq!(page.items, [r#"{"id":NaN}"#, r#"{"id":"[\"]"}"#, "1e400"]);
        assert_eq!((page.next, page.mended), (Next::Cursor("n".into()), true));
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        check(&format!("[{deep},1]"), &[&deep, "1"], Next::End);
        assert_eq!(open(r#"{"items":[{"a":"\ud83e"}]}"#).unwrap().items.len(), 1);
    }

    #[test]
    fn what_is_no_page_says_what_it_is() {
        for (text, what) in [
            ("", "an empty answer"),
            (r#"{"ok":true}"#, "JSON without a list of stories in it"),
            (r#"{"items":7}"#, "JSON without a list of stories in it"),
            (r#"{"items":[{"id":"1"},{"id":"#, "an answer that breaks off in the middle"),
            (r#"{"items":[1]} {"#, "an answer that is not sound JSON"),
            ("Hello", "something that is no JSON"),
        ] {
            assert_eq!(open(text).unwrap_err(), what, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "(\\{\"items\":)?[\\[\\]{}\",:0-9a-z\\\\ é]{0,80}") {
            drop(open(&text));
        }
    }
}

//! JSON Feed 1.0 and 1.1.
//!
//! A document that breaks off is read as far as its items are whole. Fields of the wrong type are as if they were not
//! there, but for numbers where a name should be.

use serde_json::{Deserializer, Value};
use url::Url;

use super::{
    address,
    entry::date,
    people::Person,
    phrase::{Hand, mended, prose},
    read::newest,
    refusal,
    told::{Entry, Feed, Head, Losses},
};
use crate::text::clean;

/// Where the specification lives, which each feed names as its version.
const HOME: &str = "jsonfeed.org/version/";

/// Reads a JSON Feed.
pub(super) fn read(text: &str, base: Option<&Url>) -> Feed {
    let (value, cut) = match serde_json::from_str::<Value>(text) {
        Ok(value) => (value, false),
        Err(_unsound) => (salvaged(text), true),
    };
    let version = value.get("version").and_then(Value::as_str).unwrap_or_default();
    let named = version.contains(HOME);
    let items = value.get("items").and_then(Value::as_array);
    let Some(items) = items.filter(|_| named || value.get("title").is_some()) else {
        return Feed { refused: Some(refusal::json()), ..Feed::default() };
    };
    let mut losses = Losses::default();
    let home = value.get("home_page_url").and_then(Value::as_str).and_then(|home| Url::parse(home).ok());
    let base = home.as_ref().or(base);
    let mut entries: Vec<Entry> = items.iter().filter_map(|item| entry(item, base, &mut losses)).collect();
    newest(&mut entries, &mut losses);
    if cut {
        losses
            .notes
            .push("It is no sound JSON; its items were read one by one as far as they are whole".to_owned());
    }
    let number = version.rsplit('/').next().unwrap_or_default();
    let version = if named { format!("json{}", number.replace('.', "")) } else { "json1".to_owned() };
    Feed { version, head: head(&value, base, &mut losses), entries, losses, repaired: cut, ..Feed::default() }
}

/// What stands before the items, and the items, one by one until one is not whole.
fn salvaged(text: &str) -> Value {
    let mut out = serde_json::Map::new();
    let Some((before, after)) = text.split_once("\"items\"") else { return Value::Null };
    let head = format!("{}}}", before.trim_end().trim_end_matches(','));
    if let Ok(Value::Object(head)) = serde_json::from_str(&head) {
        out = head;
    }
    let mut rest = after.trim_start().trim_start_matches(':').trim_start().trim_start_matches('[');
    let mut items = Vec::new();
    loop {
        let mut stream = Deserializer::from_str(rest).into_iter::<Value>();
        let Some(Ok(item)) = stream.next() else { break };
        let past = stream.byte_offset();
        items.push(item);
        rest = rest.get(past..).unwrap_or_default().trim_start().trim_start_matches(',');
    }
    out.insert("items".to_owned(), Value::Array(items));
    Value::Object(out)
}

/// A field as words, on one line.
fn line(value: &Value, name: &str) -> Option<String> {
    let text = match value.get(name)? {
        Value::String(text) => clean::line(&mended(text)),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn place(value: &Value, name: &str, base: Option<&Url>, losses: &mut Losses) -> Option<String> {
    address::of(value.get(name)?.as_str()?, base, losses)
}

fn head(feed: &Value, base: Option<&Url>, losses: &mut Losses) -> Head {
    Head {
        title: line(feed, "title"),
        link: place(feed, "home_page_url", base, losses),
        subtitle: line(feed, "description"),
        language: line(feed, "language"),
        id: line(feed, "feed_url"),
        authors: authors(feed),
        ..Head::default()
    }
}

fn authors(value: &Value) -> Vec<Person> {
    let all = value.get("authors").and_then(Value::as_array).map(Vec::as_slice);
    let one = value.get("author").map(std::slice::from_ref);
    let told = all.filter(|all| !all.is_empty()).or(one).unwrap_or_default();
    let person = |author: &Value| match author {
        Value::String(name) => Person::parse(name),
        author => Person::named(
            author.get("name")?.as_str()?,
            author.get("url").and_then(Value::as_str).unwrap_or_default(),
        ),
    };
    told.iter().filter_map(person).collect()
}

fn entry(item: &Value, base: Option<&Url>, losses: &mut Losses) -> Option<Entry> {
    if item.as_object().is_none_or(serde_json::Map::is_empty) {
        losses.empty += 1;
        return None;
    }
    let link = place(item, "url", base, losses);
    let external = place(item, "external_url", base, losses);
    let words = |name: &str, hand| {
        let text = item.get(name).and_then(Value::as_str)?;
        Some(prose(&mended(text), hand, base)).filter(|told| !told.text.is_empty())
    };
    let content = words("content_html", Hand::Html).or_else(|| words("content_text", Hand::Plain));
    let content = content.unwrap_or_default();
    let mut dated = |name: &str| date(item.get(name)?.as_str()?, losses);
    Some(Entry {
        published: dated("date_published"),
        updated: dated("date_modified"),
        id: line(item, "id"),
        title: line(item, "title"),
        summary: words("summary", Hand::Body).map(|told| told.text),
        contents: Some(content.text).filter(|text| !text.is_empty()).into_iter().collect(),
        authors: authors(item),
        language: line(item, "language"),
        mentions: external.clone().into_iter().chain(content.links).collect(),
        link: link.or(external),
        ..Entry::default()
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    const HEAD: &str = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Post","items":["#;

    #[test]
    fn items_are_read_as_far_as_they_are_whole() {
        let feed = read(
            &format!(r#"{HEAD}{{"id":1,"content_html":"<p>a</p>"}},{{"id":"2","title":"b"}},{{"id":"3","ti"#),
            None,
        );
        let ids: Vec<_> = feed.entries.iter().filter_map(|entry| entry.id.as_deref()).collect();
        assert_eq!((ids, feed.repaired, feed.version.as_str()), (vec!["1", "2"], true, "json11"));
        assert_eq!(feed.head.title.as_deref(), Some("Post"));
    }

    #[test]
    fn other_json_is_no_feed() {
        for text in ["{}", "[]", r#"{"items":[]}"#, r#"{"version":"2"}"#, "{"] {
            assert!(read(text, None).refused.is_some(), "{text}");
        }
    }
}

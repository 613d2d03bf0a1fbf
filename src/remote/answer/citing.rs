//! The answers of the routes that tell where a dispatch comes from.

use serde_json::{Map, Value};

use super::item::without_markup;
use crate::{
    story::{Citation, SourceKind},
    wire::format::{self, Object},
};

/// Citations, and what could not be kept of them.
pub(in crate::remote) type Cited = (Vec<Citation>, Vec<String>);

/// Reads `/v1/stories/:id/citations`.
pub(in crate::remote) fn citations(text: &str) -> Result<Cited, String> {
    let mut answer = answer(text, "citations")?;
    let list = ["citations", "items", "data"].iter().find_map(|name| list(&mut answer, name));
    list.map(read).ok_or_else(|| "no list of citations in it".to_owned())
}

/// Reads `/v1/stories/:id/sources`: the records first, then the web pages. No marker is told there.
pub(in crate::remote) fn sources(text: &str) -> Result<Cited, String> {
    let mut answer = answer(text, "sources")?;
    let records = ["sources", "items", "data"].iter().find_map(|name| list(&mut answer, name));
    let pages = list(&mut answer, "externalCitations");
    if records.is_none() && pages.is_none() {
        return Err("no list of sources in it".to_owned());
    }
    let records = records.unwrap_or_default().into_iter().map(|item| of_kind(item, "internal"));
    let pages = pages.unwrap_or_default().into_iter().map(|item| of_kind(item, "external"));
    Ok(read(records.chain(pages).collect()))
}

/// The answer as an object; a bare list counts as the list that was asked for.
fn answer(text: &str, name: &str) -> Result<Object, String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.starts_with('[') {
        let wrapped = format!("{{\"{name}\":{text}}}");
        return Ok(format::object(&wrapped)?.0);
    }
    let (mut object, _) = format::object(text)?;
    match object.remove("data") {
        Some(Value::Object(inner)) => Ok(inner),
        Some(other) => {
            object.insert("data".to_owned(), other);
            Ok(object)
        }
        None => Ok(object),
    }
}

fn list(answer: &mut Object, name: &str) -> Option<Vec<Value>> {
    match answer.remove(name) {
        Some(Value::Array(items)) => Some(items),
        Some(Value::Null) => Some(Vec::new()),
        _ => None,
    }
}

/// A source as a citation: what a record calls `kind` a citation calls `platform`.
fn of_kind(item: Value, kind: &str) -> Value {
    let Value::Object(mut item) = item else { return item };
    if !item.contains_key("platform")
        && let Some(platform) = item.remove("kind")
    {
        item.insert("platform".to_owned(), platform);
    }
    item.entry("citationType").or_insert_with(|| kind.into());
    Value::Object(item)
}

/// Reads them as the citations of a dispatch are read.
fn read(items: Vec<Value>) -> Cited {
    let bare = [("id".to_owned(), "-".into()), ("citations".to_owned(), Value::Array(items))];
    let (dispatch, losses) = format::story_from(Map::from_iter(bare));
    let plain = |mut citation: Citation| {
        if citation.platform == Some(SourceKind::HackerNews) {
            citation.excerpt = citation.excerpt.map(without_markup);
        }
        citation
    };
    (dispatch.citations.into_iter().map(plain).collect(), losses)
}

#[cfg(test)]
mod tests {
    use super::{citations, sources};
    use crate::story::{CitationKind, SourceKind};

    const SOURCES: &str = r#"{"storyId":"s","sources":[{"recordId":1001,"kind":"google_news","title":"Memo",
        "url":"https://news.example/m","publishedAt":"2026-04-13T15:20:00Z","byline":"Staff","sentimentScore":-0.21,
        "confidence":"0.97"},{"recordId":null,"kind":"hackernews","excerpt":"a<p>b"},7],
        "externalCitations":[{"externalUrl":"https://x.example/1","anchorText":"a workaround","platform":"exa"},{}]}"#;

    #[test]
    fn sources_become_citations_with_all_they_tell() {
        let (cited, losses) = sources(SOURCES).unwrap();
        assert_eq!((cited.len(), losses.len()), (4, 1));
        let memo = &cited[0];
        assert_eq!(
            (memo.record_id.as_ref().unwrap().as_str(), memo.title.as_deref()),
            ("1001", Some("Memo"))
        );
        assert_eq!((memo.url.as_deref(), memo.confidence), (Some("https://news.example/m"), Some(0.97)));
        assert_eq!((memo.extra["byline"].as_str(), &memo.kind), (Some("Staff"), &CitationKind::Internal));
        assert_eq!(memo.extra["publishedAt"].as_str(), Some("2026-04-13T15:20:00Z"));
        assert_eq!((&cited[1].kind, cited[1].excerpt.as_deref()), (&CitationKind::Internal, Some("a\n\nb")));
        assert_eq!(
            (&cited[2].kind, cited[2].platform.clone()),
            (&CitationKind::External, Some(SourceKind::Exa))
        );
        assert_eq!((cited[2].anchor_text.as_deref(), cited[3].url.as_deref()), (Some("a workaround"), None));
    }

    #[test]
    fn the_web_pages_may_be_missing_and_lists_bare() {
        assert_eq!(sources(r#"{"sources":[]}"#).unwrap().0.len(), 0);
        assert_eq!(sources(r#"[{"recordId":"1"}]"#).unwrap().0.len(), 1);
        assert_eq!(citations(r#"{"data":{"citations":[{"marker":1}]}}"#).unwrap().0[0].marker, Some(1));
        assert_eq!(citations(r#"{"storyId":"s","citations":null,"internalCount":0}"#).unwrap().0.len(), 0);
        assert!(citations(r#"{"ok":true}"#).is_err() && sources("no").is_err());
    }
}

//! The words of a post, and what its marks (facets) say of them.
//!
//! A mark names its stretch by bytes of UTF-8. One that lies outside of the text, within a letter or over another mark
//! is passed over: the words stay as they are.

use serde_json::Value;
use url::Url;

/// Marks looked at.
const MOST: usize = 64;

/// Words and where they lead.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rich {
    /// The words. A link that was shortened to fit is written out.
    pub text: String,
    /// The pages that are linked, in the order they stand there.
    pub links: Vec<String>,
    /// The DIDs of who is mentioned.
    pub mentions: Vec<String>,
}

/// Reads `text` and `facets` of a post.
pub(super) fn rich(post: &Value) -> Rich {
    let text = post["text"].as_str().unwrap_or_default();
    let facets = post["facets"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut marks: Vec<_> = facets.iter().filter_map(mark).collect();
    marks.sort_by_key(|(start, ..)| *start);
    let mut rich = Rich::default();
    let mut written = 0;
    for (start, end, feature) in marks.into_iter().take(MOST) {
        let Some(shown) = text.get(start..end).filter(|_| start >= written) else { continue };
        if let Some(did) = feature["did"].as_str().filter(|did| super::syntax::is_did(did)) {
            rich.mentions.push(did.to_owned());
        }
        let Some(link) = feature["uri"].as_str().and_then(web) else { continue };
        if shortened(shown, &link) {
            rich.text.push_str(text.get(written..start).unwrap_or_default());
            rich.text.push_str(&link);
            written = end;
        }
        rich.links.push(link);
    }
    rich.text.push_str(text.get(written..).unwrap_or_default());
    rich
}

/// Where a mark begins and ends, and what it says. Of several things that it says the first that we know.
fn mark(facet: &Value) -> Option<(usize, usize, &Value)> {
    let place = |name: &str| facet["index"][name].as_u64().and_then(|at| usize::try_from(at).ok());
    let known = |feature: &&Value| feature["uri"].is_string() || feature["did"].is_string();
    let feature = facet["features"].as_array()?.iter().find(known)?;
    let (start, end) = (place("byteStart")?, place("byteEnd")?);
    (start < end).then_some((start, end, feature))
}

/// The address of a page, written as addresses are; `None` for what is none.
pub(super) fn web(address: &str) -> Option<String> {
    let url = Url::parse(address.trim()).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.into())
}

/// True for `harbour.example/a/ver...`, and for an address that lacks only its scheme.
fn shortened(shown: &str, link: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim();
        let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
        text.strip_prefix("www.").unwrap_or(text).to_owned()
    };
    let (shown, link) = (bare(shown), bare(link));
    match shown.strip_suffix("...").or_else(|| shown.strip_suffix('…')) {
        Some(stem) => stem.contains('.') && link.starts_with(stem),
        None => link.trim_end_matches('/') == shown.trim_end_matches('/'),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Rich, rich};

    fn link(start: u64, end: u64, uri: &str) -> Value {
        let feature = json!({"$type": "app.bsky.richtext.facet#link", "uri": uri});
        json!({"index": {"byteStart": start, "byteEnd": end}, "features": [feature]})
    }

    #[track_caller]
    fn check(text: &str, facets: &[Value], words: &str, links: &[&str]) {
        let Rich { text, links: found, .. } = rich(&json!({"text": text, "facets": facets}));
        assert_eq!((text.as_str(), found), (words, links.iter().map(ToString::to_string).collect()));
    }

    #[test]
    fn shortened_links_are_written_out() {
        let long = "https://www.harbour.example/news/2026/bridge";
        let (link, full) = (link(4, 30, long), "See https://www.harbour.example/news/2026/bridge now");
        check("See harbour.example/news/20... now", &[link], full, &[long]);
    }

    #[test]
    fn words_that_are_a_link_stay_words() {
        let page = "https://harbour.example/a";
        check("Read this now", &[link(5, 9, page)], "Read this now", &[page]);
        check("bank.example pays", &[link(0, 12, page)], "bank.example pays", &[page]);
    }

    #[test]
    fn places_are_counted_in_bytes() {
        let page = "https://harbour.example/";
        check("Brücke: harbour.example", &[link(9, 24, page)], "Brücke: https://harbour.example/", &[page]);
        // Within the ü, beyond the end, the wrong way round, over one another: passed over.
        let odd = [link(0, 3, page), link(4, 9999, page), link(9, 9, page), link(8, 2, page)];
        check("Brücke", &odd, "Brücke", &[]);
        let two = [link(0, 3, page), link(2, 5, "https://other.example/")];
        check("Brücke", &[two[1].clone(), two[0].clone()], "Brücke", &["https://other.example/"]);
    }

    #[test]
    fn only_pages_are_linked_and_people_mentioned() {
        check(
            "press me",
            &[link(0, 5, "javascript:alert(1)"), link(6, 8, "file:///etc/passwd")],
            "press me",
            &[],
        );
        let facet = json!({"index": {"byteStart": 0, "byteEnd": 4},
            "features": [{"tag": "x"}, {"did": "did:plc:abc"}]});
        let found = rich(&json!({"text": "@who is it", "facets": [facet, 7, {"index": 3}, null]}));
        assert_eq!((found.text.as_str(), found.mentions), ("@who is it", vec!["did:plc:abc".to_owned()]));
        assert_eq!(rich(&json!({"text": 5, "facets": "x"})), Rich::default());
    }
}

//! What it is, where it is no feed.

use crate::text::clean;

/// The longest name of a tag that is said.
const LONGEST: usize = 40;

/// Why it is no feed, by its first tag that begins none.
pub(super) fn why(document: &str, stranger: Option<&str>) -> String {
    let start = document.trim_start();
    let doctype = start.get(..14).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype html"));
    let what = match stranger {
        _ if start.is_empty() => "nothing came".to_owned(),
        Some("html" | "head" | "body" | "meta" | "title" | "script" | "link" | "div" | "p" | "h1") => page(),
        _ if doctype => page(),
        Some("opml") => "a list of feeds; `slugline sources import` reads it".to_owned(),
        Some("urlset" | "sitemapindex") => "a sitemap".to_owned(),
        Some("opensearchdescription") => "the description of a search".to_owned(),
        Some("svg") => "a picture".to_owned(),
        Some(tag) => format!(
            "a document whose first tag is <{}>",
            clean::line(tag).chars().take(LONGEST).collect::<String>()
        ),
        None if start.starts_with("%PDF") => "a PDF".to_owned(),
        None => "there is no tag in it".to_owned(),
    };
    format!("not a feed: {what}")
}

fn page() -> String {
    "a web page".to_owned()
}

/// JSON that is no feed.
pub(super) fn json() -> String {
    "not a feed: JSON, but no JSON Feed".to_owned()
}

#[cfg(test)]
mod tests {
    use super::why;

    #[test]
    fn each_thing_is_called_by_its_name() {
        assert!(why("<html><body>", Some("html")).starts_with("not a feed: a web page"));
        assert!(why(" <!DOCTYPE html>x", None).starts_with("not a feed: a web page"));
        assert!(why("<opml>", Some("opml")).contains("sources import"));
        assert_eq!(why(" ", None), "not a feed: nothing came");
        assert_eq!(why("hello", None), "not a feed: there is no tag in it");
        assert_eq!(why("<plist>", Some("plist")), "not a feed: a document whose first tag is <plist>");
    }
}

//! Pages as numbers, so that two records about one link are seen to be so.
//!
//! What was gathered comes with canonical addresses (`sources/canonical.rs`). Wires of others do not always have them, so
//! the least is done here as well: scheme, `www.`, fragment, campaign marks and the last slash say nothing about a page.

use crate::story::Record;
use crate::text::hash::stable;

/// At most so many links of one record are looked at.
const MOST: usize = 8;

/// Bytes of a text that are looked through for links.
const BYTES: usize = 16_000;

/// The pages by which a record's cluster is found, with their addresses: its own, and those that a post points to. What an
/// article points to is often only what it told before.
pub(super) fn of(record: &Record, own: Option<u64>) -> Vec<(u64, String)> {
    let address = [&record.canonical_url, &record.resolved_url, &record.url].into_iter().flatten().next();
    let own = own.map(|page| (page, address.cloned().unwrap_or_default()));
    let linked = if record.kind.is_post() { linked(record) } else { Vec::new() };
    let mut pages: Vec<(u64, String)> = Vec::new();
    for page in own.into_iter().chain(linked) {
        if !pages.iter().any(|(known, _)| *known == page.0) {
            pages.push(page);
        }
    }
    pages
}

/// The page a record stands on.
pub(super) fn own(record: &Record) -> Option<u64> {
    let urls = [&record.canonical_url, &record.resolved_url, &record.url];
    urls.into_iter().flatten().find_map(|url| page(url)).map(|page| stable(page.as_bytes()))
}

/// The pages a record points to: those that its source told of, else those that stand in its text.
fn linked(record: &Record) -> Vec<(u64, String)> {
    let told = record.links.iter().map(String::as_str);
    let named = |word: &&str| record.links.is_empty() && word.contains("://");
    let words = record.words();
    let words = words.get(..words.floor_char_boundary(BYTES)).unwrap_or(words);
    let written = words.split_whitespace().filter(named);
    told.chain(written)
        .filter_map(|url| Some((stable(page(url)?.as_bytes()), url.to_owned())))
        .take(MOST)
        .collect()
}

/// Host, path and query of a web address, without what says nothing about the page. A bare host is no page.
fn page(url: &str) -> Option<String> {
    let (_, rest) = url.get(url.find("http")?..)?.split_once("://")?;
    let rest = rest.trim_end_matches([')', ']', '.', ',', '>', '"']);
    let rest = rest.split_once('#').map_or(rest, |(rest, _)| rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let place = place.trim_end_matches('/');
    let (host, path) = place.split_once('/').unwrap_or((place, ""));
    let host = host.to_lowercase();
    let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !campaign(pair)).collect();
    if host.is_empty() || path.is_empty() && kept.is_empty() {
        return None;
    }
    Some(format!("{}/{path}?{}", host.strip_prefix("www.").unwrap_or(&host), kept.join("&")))
}

fn campaign(pair: &str) -> bool {
    ["utm_", "fbclid=", "gclid="].iter().any(|mark| pair.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::{linked, own, page};
    use crate::story::Record;

    #[test]
    fn one_page_in_many_spellings() {
        let plain = page("https://post.example/a/b");
        assert!(plain.is_some());
        for url in ["http://www.post.example/a/b/", "https://Post.example/a/b?utm_source=x#top"] {
            assert_eq!(page(url), plain, "{url}");
        }
        assert_ne!(page("https://post.example/a/b?id=2"), plain);
        assert_eq!(page("https://post.example/"), None);
        assert_eq!(page("no address"), None);
    }

    #[test]
    fn a_post_carries_its_link() {
        let page = Record { url: Some("https://post.example/a/b".to_owned()), ..Record::default() };
        let post = Record { text: Some("look (https://post.example/a/b).".to_owned()), ..Record::default() };
        assert_eq!(linked(&post).first().map(|(page, _)| *page), own(&page));
    }
}

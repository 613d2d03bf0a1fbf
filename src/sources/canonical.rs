//! One address for one page.
//!
//! The same article reaches us under many addresses: with the name of the feed that carried it, the campaign that
//! paid for the click, a fragment, an aggregator around it. What is not part of the address is taken off, by a list of
//! our own (`assets/links.toml`), so that two records of one page can be told to be that. It never guesses: a parameter
//! that is not on the list stays, and so does the scheme.

use std::{collections::HashSet, sync::LazyLock};

use serde::Deserialize;
use url::Url;

/// The list.
const LIST: &str = include_str!("../../assets/links.toml");

/// Wrappers within wrappers, at most.
const UNWRAPPED: usize = 3;

#[derive(Deserialize, Default)]
struct List {
    tracking: HashSet<String>,
    wrapper: Vec<Wrapper>,
}

#[derive(Deserialize)]
struct Wrapper {
    host: String,
    path: String,
    parameters: Vec<String>,
}

/// A test proves that it reads.
static KNOWN: LazyLock<List> = LazyLock::new(|| toml::from_str(LIST).unwrap_or_default());

/// A link as it stands somewhere, as an address on the web: `base` completes a relative one. `None` for anything that
/// is not http or https (`javascript:`, `file:`, `data:` …) or has no host.
pub fn address(link: &str, base: Option<&Url>) -> Option<Url> {
    let link = link.trim();
    if link.is_empty() {
        return None;
    }
    let parsed = match base {
        Some(base) => base.join(link),
        None => Url::parse(link),
    };
    let mut url = parsed.ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    // A name in front of the host is there to deceive, or a secret.
    url.set_username("").and_then(|()| url.set_password(None)).ok()?;
    Some(url)
}

/// Where a wrapper leads: the address it carries. `None` for an address that is no wrapper.
pub fn unwrapped(url: &Url) -> Option<Url> {
    let mut found = None;
    for _ in 0..UNWRAPPED {
        let Some(inner) = inner(found.as_ref().unwrap_or(url)) else { break };
        found = Some(inner);
    }
    found
}

fn inner(url: &Url) -> Option<Url> {
    let wraps = |known: &&Wrapper| url.host_str() == Some(&known.host) && url.path() == known.path;
    let known = KNOWN.wrapper.iter().find(wraps)?;
    let carried = known.parameters.iter().find_map(|wanted| {
        url.query_pairs().find(|(name, _)| name == wanted.as_str()).map(|(_, value)| value.into_owned())
    });
    address(&carried?, None)
}

/// The page's one address: unwrapped, without tracking, fragment and the slash at its end.
pub fn canonical(url: &Url) -> Url {
    let mut page = unwrapped(url).unwrap_or_else(|| url.clone());
    if !page.fragment().is_some_and(|fragment| fragment.starts_with('!')) {
        page.set_fragment(None);
    }
    if let Some(query) = page.query().map(str::to_owned) {
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !tracks(pair)).collect();
        page.set_query((!kept.is_empty()).then(|| kept.join("&")).as_deref());
    }
    let path = page.path().to_owned();
    let bare = path.trim_end_matches('/');
    if !bare.is_empty() && bare.len() < path.len() {
        page.set_path(bare);
    }
    page
}

/// True for a `name=value` that says nothing about the page.
fn tracks(pair: &str) -> bool {
    let name = pair.split_once('=').map_or(pair, |(name, _)| name).to_ascii_lowercase();
    let listed = |name: &str| KNOWN.tracking.contains(name);
    let begins = || {
        let ends = name.char_indices().skip(1).map(|(at, _)| at);
        ends.filter_map(|at| name.get(..at)).any(|start| listed(&format!("{start}*")))
    };
    listed(&name) || begins()
}

#[cfg(test)]
mod tests {
    use super::{List, address, canonical};
    use url::Url;

    #[test]
    fn the_list_reads() {
        let list: List = toml::from_str(super::LIST).unwrap();
        assert!(list.tracking.len() > 50 && list.wrapper.len() > 5);
    }

    #[test]
    fn a_page_has_one_address() {
        for (link, page) in [
            ("https://Post.example/a?utm_source=rss&id=3&fbclid=x#top", "https://post.example/a?id=3"),
            ("https://post.example:443/a/?utm_medium=x", "https://post.example/a"),
            ("https://post.example/", "https://post.example/"),
            ("https://post.example/?", "https://post.example/"),
            ("http://post.example/a?b=%20c&d", "http://post.example/a?b=%20c&d"),
            ("https://post.example/#!/story/3", "https://post.example/#!/story/3"),
            ("https://post.example/a?at_link=1&at=2", "https://post.example/a?at=2"),
            (
                "https://www.google.com/url?rct=j&sa=t&url=https%3A%2F%2Fpost.example%2Fa%3Futm_id%3D1&ct=ga",
                "https://post.example/a",
            ),
            (
                "https://www.google.com/url?url=javascript:alert(1)",
                "https://www.google.com/url?url=javascript:alert(1)",
            ),
        ] {
            let page_of = canonical(&address(link, None).unwrap());
            assert_eq!(page_of.as_str(), page, "{link}");
            assert_eq!(canonical(&page_of), page_of, "{link}: twice is once");
        }
    }

    #[test]
    fn what_is_no_web_address_is_none() {
        let base = Url::parse("https://post.example/feeds/all.xml").ok();
        let check = |link: &str, found: Option<&str>| {
            assert_eq!(address(link, base.as_ref()).as_ref().map(Url::as_str), found, "{link}");
        };
        check("../a", Some("https://post.example/a"));
        check(" //other.example/b\n", Some("https://other.example/b"));
        check("https://user:secret@post.example/a", Some("https://post.example/a"));
        for link in [
            "",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "data:text/html,x",
            "https://",
            "mailto:a@b.example",
        ] {
            check(link, None);
        }
        assert_eq!(address("a/b", None), None);
    }
}

//! Which feeds a web page offers.
//!
//! A site says so in its head (`<link rel="alternate" type="application/rss+xml" href="…">`), or has a link with the word
//! in it, or says nothing and has one at one of a few [`usual`] places. The page is read as browsers read it, tag by tag,
//! without a tree and without running anything.
//!
//! Only a person who adds a source starts this: a page that comes where a feed was expected is an error, not an
//! invitation. What a page names is a stranger's word, so its addresses are asked with a stranger's trust, unless they are on
//! the very host that the person typed (see [`is_same_host`]).

use std::collections::HashSet;

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};
use url::Url;

use super::offer::place;
use crate::text::{clean, html};

/// The most feeds taken from one page.
const MOST: usize = 24;

/// Where feeds are found that no page names, the most likely first.
const USUAL: &[&str] = &["feed", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss", "feed.json"];

/// How a page names a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// In its head, as its own.
    Declared,
    /// By a link that looks like one.
    Linked,
}

/// A feed that a page names. Whether it is one shows when it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Where it is.
    pub url: Url,
    /// What the page calls it; may be empty.
    pub title: String,
    /// How it is named.
    pub named: Named,
}

/// What a page is called, and the feeds it names: those of its head first, those of comments last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Its title; may be empty.
    pub title: String,
    /// Its feeds, each address once.
    pub feeds: Vec<Candidate>,
}

/// Reads a page that came from `url`.
pub fn page(bytes: &[u8], url: &Url) -> Page {
    let text = String::from_utf8_lossy(bytes);
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut reading = Reading {
        base: url.clone(),
        found: Page::default(),
        seen: HashSet::new(),
        words: None,
        in_title: false,
    };
    for token in Tokenizer::new_with_emitter(text.as_ref(), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reading.open(&tag),
            Token::EndTag(tag) => reading.close(&tag.name),
            Token::String(words) => reading.words(&String::from_utf8_lossy(&words)),
            _ => {}
        }
    }
    reading.finish()
}

/// Addresses to try where a page names no feed: beside the page, then at the top of its host.
pub fn usual(url: &Url) -> Vec<Url> {
    let mut all = Vec::new();
    let mut folder = url.clone();
    folder.set_query(None);
    folder.set_fragment(None);
    if !folder.path().ends_with('/') {
        let deeper = format!("{}/", folder.path());
        folder.set_path(&deeper);
    }
    let in_folder = if folder.path() == "/" { &[][..] } else { &USUAL[..2] };
    let bases = [(Some(folder), in_folder), (url.join("/").ok(), USUAL)];
    for (base, names) in bases.into_iter().filter_map(|(base, names)| Some((base?, names))) {
        all.extend(names.iter().filter_map(|name| base.join(name).ok()));
    }
    all
}

/// Whether an address that a page names lies on the host and port that the person typed.
pub fn is_same_host(found: &Url, typed: &Url) -> bool {
    found.host() == typed.host() && found.port_or_known_default() == typed.port_or_known_default()
}

struct Reading {
    base: Url,
    found: Page,
    seen: HashSet<String>,
    /// The link that is open: which of the feeds found it is, and its words so far.
    words: Option<(usize, String)>,
    in_title: bool,
}

impl Reading {
    fn open(&mut self, tag: &StartTag<()>) {
        let said = |key: &str| {
            let value = tag.attributes.get(key.as_bytes());
            value.map(|value| String::from_utf8_lossy(value).trim().to_owned()).unwrap_or_default()
        };
        match &**tag.name {
            b"title" => self.in_title = self.found.title.is_empty(),
            b"base" => {
                if let Ok(base) = self.base.join(&said("href")) {
                    self.base = base;
                }
            }
            b"link" => {
                let rel = said("rel").to_lowercase();
                let rel: Vec<&str> = rel.split_ascii_whitespace().collect();
                let is_feed =
                    rel.contains(&"feed") || (rel.contains(&"alternate") && is_feed_type(&said("type")));
                if is_feed && !rel.contains(&"stylesheet") {
                    self.take(&said("href"), &said("title"), Named::Declared);
                }
            }
            b"a" => {
                self.end_link();
                let href = said("href");
                let href = href.strip_prefix("feed:").unwrap_or(&href);
                if is_feed_type(&said("type")) || self.looks_like_a_feed(href) {
                    let label =
                        [said("title"), said("aria-label")].into_iter().find(|label| !label.is_empty());
                    let at = self.take(href, &label.unwrap_or_default(), Named::Linked);
                    self.words = at.map(|at| (at, String::new()));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &[u8]) {
        match name {
            b"title" => self.in_title = false,
            b"a" => self.end_link(),
            _ => {}
        }
    }

    fn words(&mut self, words: &str) {
        if self.in_title {
            self.found.title.push_str(words);
        }
        if let Some((_, link)) = &mut self.words
            && link.len() < 400
        {
            link.push_str(words);
        }
    }

    fn end_link(&mut self) {
        if let Some((at, words)) = self.words.take()
            && let Some(feed) = self.found.feeds.get_mut(at)
            && feed.title.is_empty()
        {
            feed.title = label(&words);
        }
    }

    /// Takes a feed in; where it stands in the list, if it is new.
    fn take(&mut self, href: &str, title: &str, named: Named) -> Option<usize> {
        let mut url = self.base.join(href).ok()?;
        url.set_fragment(None);
        let fits = matches!(url.scheme(), "http" | "https") && url.has_host() && url.as_str().len() <= 2048;
        if href.is_empty()
            || !fits
            || self.found.feeds.len() >= MOST
            || !self.seen.insert(place(url.as_str()))
        {
            return None;
        }
        self.found.feeds.push(Candidate { url, title: label(title), named });
        Some(self.found.feeds.len() - 1)
    }

    /// An address that ends like a feed's, or has the word as a part of its path.
    fn looks_like_a_feed(&self, href: &str) -> bool {
        let Ok(url) = self.base.join(href) else { return false };
        if url.host() != self.base.host() && !is_known_for_feeds(&url) {
            return false;
        }
        let path = url.path().to_lowercase();
        let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let ends = [
            ".rss",
            ".atom",
            ".rdf",
            "rss.xml",
            "atom.xml",
            "feed.xml",
            "index.xml",
            "feed.json",
            "rss2.xml",
        ];
        ends.iter().any(|end| last.ends_with(end)) || matches!(last, "rss" | "feed" | "atom" | "rdf" | "rss2")
    }

    fn finish(mut self) -> Page {
        self.end_link();
        self.found.title = label(&self.found.title);
        let is_comments = |feed: &Candidate| {
            let title = feed.title.to_lowercase();
            title.contains("comment") || feed.url.path().to_lowercase().contains("/comments")
        };
        self.found.feeds.sort_by_key(|feed| (is_comments(feed), feed.named));
        self.found
    }
}

/// Hosts whose whole business are other people's feeds.
fn is_known_for_feeds(url: &Url) -> bool {
    url.host_str().is_some_and(|host| {
        host.starts_with("feeds.") || host.starts_with("rss.") || host.starts_with("feed.")
    })
}

fn is_feed_type(written: &str) -> bool {
    let kind = written.split(';').next().unwrap_or_default().trim().to_lowercase();
    matches!(
        kind.as_str(),
        "application/rss+xml"
            | "application/atom+xml"
            | "application/rdf+xml"
            | "application/feed+json"
            | "application/x-rss+xml"
            | "application/rss"
            | "application/atom"
            | "text/rss+xml"
            | "text/atom+xml"
            | "text/rss"
            | "application/x-netcdf"
            | "application/rss+json"
    )
}

/// A name for people.
fn label(words: &str) -> String {
    let name = if words.contains("</") { html::plain(words) } else { words.to_owned() };
    clean::line(&name).chars().take(160).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, feeds: &[&str]) {
        let url = Url::parse("https://site.example/news/today?x=1").unwrap();
        let page = page(html.as_bytes(), &url);
        let found: Vec<String> =
            page.feeds.iter().map(|feed| format!("{} {}", feed.url, feed.title)).collect();
        let found: Vec<&str> = found.iter().map(|feed| feed.trim()).collect();
        assert_eq!(found, feeds, "{html}");
    }

    #[test]
    fn a_page_says_in_its_head_which_feeds_it_has() {
        check(
            r#"<head><title>Site</title>
               <link rel="stylesheet" href="/x.css"><link rel=alternate hreflang=de href="/de">
               <LINK REL="Alternate" TYPE="application/rss+xml; charset=utf-8" TITLE="Site &amp; Co" HREF="/feed">
               <link rel="alternate home" type="application/atom+xml" href="atom.xml#x">
               <link rel="alternate" type="application/json+oembed" href="/oembed">
               <link rel="alternate" type="application/feed+json" href="https://cdn.example/feed.json">
               <link rel="alternate" type="application/rss+xml" href="https://site.example/feed/">"#,
            &[
                "https://site.example/feed Site & Co",
                "https://site.example/news/atom.xml",
                "https://cdn.example/feed.json",
            ],
        );
        check(
            r#"<base href="/sub/"><link rel=alternate type=application/rss+xml title="Comments" href=comments.rss>
               <link rel=alternate type=application/rss+xml href=all.rss>"#,
            &["https://site.example/sub/all.rss", "https://site.example/sub/comments.rss Comments"],
        );
    }

    #[test]
    fn links_that_look_like_feeds_come_behind() {
        check(
            r#"<a href="/rss.xml">Our <b>RSS</b> feed</a> <a href="/about">About the feed</a>
               <a href="https://other.example/rss.xml">Another's</a> <a href="https://feeds.example.net/site.rss">Here</a>
               <a href="feed:https://site.example/atom/">Atom</a><link rel=alternate type=text/rss href=/first>"#,
            &[
                "https://site.example/first",
                "https://site.example/rss.xml Our RSS feed",
                "https://feeds.example.net/site.rss Here",
                "https://site.example/atom/ Atom",
            ],
        );
    }

    #[test]
    fn what_is_no_web_address_is_not_taken() {
        check(
            r#"<link rel=alternate type=application/rss+xml href="javascript:alert(1)">
               <link rel=alternate type=application/rss+xml href="file:///etc/passwd">
               <link rel=alternate type=application/rss+xml href="">
               <link rel=alternate type=application/rss+xml>
               <script>var x = '<link rel=alternate type=application/rss+xml href=/no>'</script>
               <!-- <link rel=alternate type=application/rss+xml href=/no> -->"#,
            &[],
        );
        let many: Vec<String> =
            (0..100).map(|n| format!("<link rel=alternate type=text/rss href=/{n}>")).collect();
        assert_eq!(
            page(many.concat().as_bytes(), &Url::parse("https://site.example/").unwrap()).feeds.len(),
            MOST
        );
        check(&"<div>".repeat(50_000), &[]);
    }

    #[test]
    fn usual_places_are_few_and_on_the_same_host() {
        let of = |url: &str| usual(&Url::parse(url).unwrap());
        let all = of("https://site.example/news/today?x=1#y");
        assert_eq!(all[0].as_str(), "https://site.example/news/today/feed");
        assert_eq!(all[2].as_str(), "https://site.example/feed");
        assert_eq!((all.len(), of("https://site.example").len()), (9, 7));
    }
}

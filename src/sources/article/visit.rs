//! Asking for a page, politely: robots.txt first, then the page, and a word on what came instead of one.

use std::time::Duration;

use url::Url;

use super::Article;
use crate::{
    net::{Ask, Cause, Client, NetFault, Reply, Trust, Validators},
    sources::{
        canonical,
        robots::{self, Robots},
    },
    story::Trouble,
    text::{clean, html},
};

/// The longest answer that is taken, in bytes. What of it is read, [`super::parse`] says.
const LONGEST: usize = 8 * 1024 * 1024;
/// As much of a page is looked at for what else it may be, in bytes.
const LOOKED_AT: usize = 64 * 1024;
/// A page that sends a browser on has no more words than these.
const FEW: usize = 60;
/// A robots.txt is believed for so long …
const DAY: Duration = Duration::from_hours(24);
/// … and one that could not be had is asked for again after so long.
const HOUR: Duration = Duration::from_hours(1);

/// Words by which a page gives away that it only checks who asks.
const CHECKS: [&str; 12] = [
    "<title>just a moment",
    "<title>attention required",
    "<title>access denied",
    "<title>robot check",
    "<title>are you a robot",
    "checking your browser before",
    "verify you are human",
    "/cdn-cgi/challenge-platform/",
    "captcha-delivery.com",
    "px-captcha",
    "_incapsula_resource",
    "enable javascript and cookies to continue",
];

/// Why no page came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Missed {
    /// In words.
    pub trouble: Trouble,
    /// How long the server asks us to wait.
    pub wait: Option<Duration>,
    /// It is not worth asking again: gone, forbidden, or no page at all.
    pub for_good: bool,
}

/// A page that came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visited {
    /// Where it came from, after redirects.
    pub url: Option<Url>,
    /// What it says.
    pub article: Article,
    /// It says next to nothing itself, and sends a browser on to here: what a shortener or an aggregator does.
    pub onward: Option<Url>,
}

/// Who knows whether a site lets us read its pages.
pub trait Leave {
    /// Whether it lets us read this one; if not, why.
    fn to_read(&self, page: &Url, trust: Trust) -> impl Future<Output = Result<(), Missed>> + Send;
}

/// So many times a page may send us on.
const HOPS: usize = 2;

/// What a site asks of us, and how long that holds. A fault is one that kept us from the site altogether.
pub async fn rules(client: &Client, page: &Url, trust: Trust) -> Result<(Robots, Duration), NetFault> {
    let Ok(url) = page.join("/robots.txt") else { return Ok((Robots::open(), DAY)) };
    let ask = Ask { accept: "text/plain, */*;q=0.1", cap: 2 * robots::LONGEST, ..question(url, trust) };
    match client.get(&ask).await {
        Ok(reply) => Ok(match reply.status {
            200..=299 => (Robots::read(&reply.body), DAY),
            // Whoever asks us to wait, or is broken, has not said yes.
            429 | 500.. => (Robots::closed(), reply.wait.unwrap_or(HOUR).clamp(HOUR, DAY)),
            _ => (Robots::open(), DAY),
        }),
        Err(fault) if matches!(fault.cause, Cause::TooLarge | Cause::Broken) => Ok((Robots::closed(), HOUR)),
        Err(fault) => Err(fault),
    }
}

/// Robots, page, words; and once more where the page only sends a browser on. Whether a site lets us read a page is for
/// `leave` to say, which may know its rules from before.
pub async fn visit(client: &Client, page: &Url, trust: Trust, leave: &impl Leave) -> Result<Visited, Missed> {
    let (mut url, mut trust) = (page.clone(), trust);
    for hop in 0.. {
        leave.to_read(&url, trust).await?;
        let reply = ask(client, &url, trust).await?;
        // Whoever sent us on may not have asked whom we were sent to.
        if let Some(end) = reply.url.as_ref().filter(|end| end.origin() != url.origin()) {
            leave.to_read(end, Trust::Found).await?;
        }
        let read = tokio::task::spawn_blocking(move || read(&reply)).await;
        let visited = read.unwrap_or_else(|_broken| Err(Missed::default()))?;
        match &visited.onward {
            Some(next) if hop < HOPS => (trust, url) = (self::next(trust, &url, next), next.clone()),
            _ => return Ok(visited),
        }
    }
    Err(Missed::default())
}

/// Asks for a page that robots.txt allows. What comes is handed on as it is, to be read by [`read`] where there is
/// time for it.
async fn ask(client: &Client, page: &Url, trust: Trust) -> Result<Reply, Missed> {
    let host = host(page);
    let reply = client.get(&question(page.clone(), trust)).await.map_err(|fault| unreached(&fault))?;
    let what = format!("The page at {host} was not read");
    let missed = |why: &str, remedy: &str, for_good: bool| {
        let trouble = Trouble { what: what.clone(), why: why.to_owned(), remedy: remedy.to_owned() };
        Err(Missed { trouble, wait: reply.wait, for_good })
    };
    if checks(&reply) {
        return missed(
            "it answers with a page that checks browsers",
            "Open it in a browser; programs are not let in",
            true,
        );
    }
    match reply.status {
        200..=203 => Ok(reply),
        401 | 402 | 407 => missed("it wants a sign-in", "Open it in a browser", true),
        403 | 451 => missed("it refuses to show it", "Open it in a browser", true),
        404 => missed("it has no such page", "", true),
        410 => missed("it has taken the page away for good", "", true),
        408 | 425 | 429 => missed("it asks to be left alone for a while", "Try it later", false),
        500.. => missed(&format!("it is in trouble (status {})", reply.status), "Try it later", false),
        other => missed(&format!("it answers with status {other}"), "", true),
    }
}

/// Reads what came. It may take a second of one core: not for a thread on which others wait.
fn read(reply: &Reply) -> Result<Visited, Missed> {
    let url = reply.url.clone();
    let article = match form(reply) {
        Form::Page => super::parse(&reply.body, url.as_ref(), reply.charset.as_deref()),
        Form::Text => plain(reply),
        Form::Else(what) => return Err(no_page(reply, &format!("it is {what}"), "Open it in a browser")),
    };
    let onward = onward(reply, &article);
    if article.text.is_empty() && onward.is_none() {
        return Err(no_page(reply, "it shows no words without a browser", "Open it in a browser"));
    }
    Ok(Visited { url, article, onward })
}

/// Whom to trust on the way from one address to the next: a stranger's word goes no further than its own site.
fn next(trust: Trust, from: &Url, to: &Url) -> Trust {
    if from.origin() == to.origin() { trust } else { Trust::Found }
}

/// Where a page without words of its own sends a browser, at once.
fn onward(reply: &Reply, article: &Article) -> Option<Url> {
    let start = reply.body.get(..LOOKED_AT).unwrap_or(&reply.body);
    if article.text.split_whitespace().nth(FEW).is_some() || !matches!(form(reply), Form::Page) {
        return None;
    }
    let scan = super::scan::scan(&super::charset::decode(start, reply.charset.as_deref()));
    let (seconds, place) = scan.head.first(&["refresh"])?.split_once([';', ','])?;
    let soon = seconds.trim().parse::<f64>().is_ok_and(|seconds| seconds <= 10.0);
    let (name, place) = place.split_once('=')?;
    let named = name.trim().eq_ignore_ascii_case("url");
    let next = canonical::address(place.trim().trim_matches(['\'', '"']), reply.url.as_ref())?;
    (soon && named && reply.url.as_ref() != Some(&next)).then_some(next)
}

/// A site that wants its pages to be left alone.
pub fn closed(page: &Url) -> Missed {
    let trouble = Trouble {
        what: format!("The page at {} was not read", host(page)),
        why: "its robots.txt asks programs to leave it alone".to_owned(),
        remedy: "Open it in a browser".to_owned(),
    };
    Missed { trouble, wait: None, for_good: true }
}

/// No answer came at all.
pub fn unreached(fault: &NetFault) -> Missed {
    let trouble = Trouble {
        what: format!("The page at {} was not read", fault.host),
        why: fault.why.clone(),
        remedy: if fault.cause == Cause::Unreachable { "Try it later".to_owned() } else { String::new() },
    };
    Missed { trouble, wait: None, for_good: matches!(fault.cause, Cause::Forbidden | Cause::TooLarge) }
}

fn no_page(reply: &Reply, why: &str, remedy: &str) -> Missed {
    let host = reply.url.as_ref().map(host).unwrap_or_default();
    let what = format!("The page at {host} was not read");
    let trouble = Trouble { what, why: why.to_owned(), remedy: remedy.to_owned() };
    Missed { trouble, wait: None, for_good: true }
}

fn question(url: Url, trust: Trust) -> Ask {
    Ask {
        url,
        trust,
        key: None,
        old_key_header: false,
        since: Validators::default(),
        accept: "text/html, application/xhtml+xml, text/plain;q=0.5, */*;q=0.1",
        cap: LONGEST,
        per_minute: None,
    }
}

fn host(url: &Url) -> String {
    clean::line(url.host_str().unwrap_or_default())
}

/// What an answer is, whatever it is called.
enum Form {
    Page,
    Text,
    Else(&'static str),
}

fn form(reply: &Reply) -> Form {
    let start = reply.body.get(..LOOKED_AT).unwrap_or(&reply.body);
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start).trim_ascii_start();
    let begins = |word: &[u8]| start.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let kind = reply.content_type.as_str();
    if begins(b"%PDF-") {
        return Form::Else("a PDF, not a page");
    }
    let feed = [&b"<rss"[..], b"<feed", b"<rdf:rdf"].iter().any(|tag| begins(tag));
    if feed || matches!(kind, "application/rss+xml" | "application/atom+xml" | "application/feed+json") {
        return Form::Else("a feed, not a page");
    }
    match kind {
        "text/html" | "application/xhtml+xml" => Form::Page,
        "" | "text/plain" | "application/octet-stream" | "text/xml" | "application/xml" => {
            if begins(b"<!doctype html") || begins(b"<html") || begins(b"<head") || begins(b"<body") {
                Form::Page
            } else if start.contains(&0) {
                Form::Else("no text, and not a page")
            } else if kind == "text/plain" {
                Form::Text
            } else if kind.is_empty() && begins(b"<") {
                Form::Page
            } else {
                Form::Else("data, not a page")
            }
        }
        kind if kind.starts_with("image/") => Form::Else("a picture, not a page"),
        kind if kind.starts_with("video/") || kind.starts_with("audio/") => {
            Form::Else("a recording, not a page")
        }
        _ => Form::Else("data, not a page"),
    }
}

/// A text that is no page is read as it stands; its first line is what it is called.
fn plain(reply: &Reply) -> Article {
    let text = super::charset::decode(&reply.body, reply.charset.as_deref());
    let text = text.get(..text.floor_char_boundary(super::LONGEST)).unwrap_or_default();
    let text = clean::block(&text.replace("\r\n", "\n")).trim().to_owned();
    let title = text.lines().next().map(|line| line.chars().take(200).collect());
    Article { title, text, ..Article::default() }
}

/// True for a page that only checks who asks. A long page is an article, whatever it speaks about.
fn checks(reply: &Reply) -> bool {
    let suspect = matches!(reply.status, 401 | 403 | 429 | 503) || reply.body.len() < LOOKED_AT;
    if !suspect {
        return false;
    }
    let start =
        String::from_utf8_lossy(reply.body.get(..LOOKED_AT).unwrap_or(&reply.body)).to_ascii_lowercase();
    let squeezed = start.split_whitespace().collect::<Vec<_>>().join(" ");
    let few = || html::prose(&start).split_whitespace().nth(2 * FEW).is_none();
    CHECKS.iter().any(|word| squeezed.contains(word)) && few()
}

#[cfg(test)]
mod tests {
    use super::{Form, checks, form, read};
    use crate::net::Reply;

    fn reply(status: u16, content_type: &str, body: &str) -> Reply {
        Reply { status, content_type: content_type.to_owned(), body: body.into(), ..Reply::default() }
    }

    #[track_caller]
    fn is(content_type: &str, body: &str, what: &str) {
        let form = match form(&reply(200, content_type, body)) {
            Form::Page => "page",
            Form::Text => "text",
            Form::Else(what) => what,
        };
        assert_eq!(form, what, "{content_type} {body:?}");
    }

    #[test]
    fn what_came_is_told_by_its_beginning_too() {
        is("text/html", "words", "page");
        is("", " \n<!DOCTYPE html><p>words", "page");
        is("application/octet-stream", "<HTML>", "page");
        is("text/plain", "words", "text");
        is("text/html", "%PDF-1.7", "a PDF, not a page");
        is("text/html", "<rss version='2.0'>", "a feed, not a page");
        is("application/json", "{}", "data, not a page");
        is("image/png", "\u{0}", "a picture, not a page");
        is("text/plain", "a\u{0}b", "no text, and not a page");
    }

    #[test]
    fn a_check_of_the_browser_is_no_article() {
        let check =
            "<html><head><title>Just a moment...</title></head><body>Checking your browser before you go on";
        assert!(checks(&reply(403, "text/html", check)));
        assert!(checks(&reply(200, "text/html", check)));
        let article =
            format!("<title>Captchas</title><p>px-captcha {}", "is a word in a long article. ".repeat(40));
        assert!(!checks(&reply(200, "text/html", &article)));
    }

    #[test]
    fn a_page_that_only_sends_on_says_where() {
        let onward = |content: &str, words: usize| {
            let page = format!("<meta http-equiv=Refresh content=\"{content}\">{}", "word ".repeat(words));
            let url = url::Url::parse("https://short.example/x").ok();
            let visited = read(&Reply { url, ..reply(200, "text/html", &page) });
            visited.ok().and_then(|visited| visited.onward).map(String::from)
        };
        let there = Some("https://post.example/a".to_owned());
        assert_eq!(onward("0;url=https://post.example/a", 0), there);
        assert_eq!(onward("1; URL='https://post.example/a'", 9), there);
        assert_eq!(onward("0; url=/a", 0).as_deref(), Some("https://short.example/a"));
        for content in ["0;url=https://post.example/a", "900;url=https://post.example/a"] {
            assert_eq!(onward(content, 90), None);
        }
        for content in ["900;url=https://post.example/a", "5", "0;url=javascript:alert(1)", "0;url=/x"] {
            assert_eq!(onward(content, 1), None, "{content}");
        }
    }

    #[test]
    fn a_page_without_words_is_said_to_be_one() {
        let empty = reply(200, "text/html", "<html><body><div id=root></div><script>draw()</script>");
        assert_eq!(read(&empty).unwrap_err().trouble.why, "it shows no words without a browser");
        let text = read(&reply(200, "text/plain", "A memo\r\n\r\nIt says <b>.\u{1b}[31m")).unwrap();
        assert_eq!(text.article.title.as_deref(), Some("A memo"));
        assert_eq!(text.article.text, "A memo\n\nIt says <b>.");
    }
}

//! What is at an address that a person typed: a source, a page that has some, or nothing of the kind.
//!
//! This is for `add` and `discover`, where a person waits: a page that a source answers with later starts nothing. One
//! request where the address is a feed; else one for each feed that its page names, and only where it names none, one for
//! each usual place until one answers, one after the other. What the page names on other hosts is asked with a stranger's
//! trust: never an address of the own network.

use url::Url;

use super::{
    Harvest, Job, Memory, Origin, Stopped,
    discover::{self, Candidate, Named},
    feed, fetch, kind,
    offer::kind_of,
    once::{self, get_once},
};
use crate::{
    config::{Channel, SourceRow},
    net::{Ask, Client, Key, Reply, Trust, Validators},
    story::{Moment, SourceName, Trouble},
    text::clean,
};

/// The most feeds of one page that are looked at.
const MOST: usize = 8;

/// Where to look.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Who asks.
    pub client: &'a Client,
    /// The source as it would stand in the config: its address, its kind, whether the own network may be asked.
    pub row: &'a SourceRow,
    /// Its password, where it has one.
    pub key: Option<&'a Key>,
    /// The moment.
    pub now: Moment,
}

/// What is there.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// A source.
    Source(Box<Preview>),
    /// A page, and the feeds it has; they have been asked. None where nothing was found.
    Page {
        /// What the page is called; may be empty.
        title: String,
        /// Its feeds.
        feeds: Vec<Preview>,
        /// Feeds that it names and that cannot be had: where, and why.
        dead: Vec<(Url, Trouble)>,
        /// More feeds that it names, which were not asked.
        more: Vec<Candidate>,
    },
}

/// A source that could be added.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Where it is.
    pub url: String,
    /// What it is called: by itself, else by the page that names it; may be empty.
    pub title: String,
    /// What kind it is.
    pub kind: Channel,
    /// What it has now; nothing of it is kept.
    pub harvest: Harvest,
}

/// Looks at what is at `look.row.url`. May be dropped at any moment.
pub async fn look(look: &Look<'_>) -> Result<Found, Stopped> {
    if kind_of(&look.row.url) != Channel::Feed || look.row.kind != Channel::Feed {
        return other(look).await;
    }
    let typed = Url::parse(&look.row.url).map_err(|why| no_address(&look.row.url, &why.to_string()))?;
    let trust = Trust::Typed { allow_private: look.row.allow_private };
    let reply = get_once(look.client, &asked(&typed, trust)).await?;
    let base = reply.url.clone().unwrap_or_else(|| typed.clone());
    let harvest = read(look, &reply);
    let Some(why) = harvest.refused.clone() else {
        return Ok(Found::Source(Box::new(preview(look.row.url.clone(), "", harvest))));
    };
    if !is_page(&reply) {
        return Err(Stopped { status: reply.status, ..stopped(&once::host(&typed), &why) });
    }
    let page = discover::page(&reply.body, &base);
    let hosts = [typed, base];
    if page.feeds.is_empty() {
        let feeds = at_usual_places(look, &hosts).await;
        return Ok(Found::Page { title: page.title, feeds, dead: Vec::new(), more: Vec::new() });
    }
    let (mut feeds, mut dead) = (Vec::new(), Vec::new());
    let mut named = page.feeds.into_iter();
    for candidate in named.by_ref().take(MOST) {
        match ask(look, &hosts, &candidate).await {
            Ok(preview) => feeds.push(preview),
            // A link that only looked like one is not worth a word.
            Err(_) if candidate.named == Named::Linked => {}
            Err(stopped) => dead.push((candidate.url, stopped.trouble)),
        }
    }
    Ok(Found::Page { title: page.title, feeds, dead, more: named.collect() })
}

/// A kind that is known by its address.
async fn other(look: &Look<'_>) -> Result<Found, Stopped> {
    let channel = if look.row.kind == Channel::Feed { kind_of(&look.row.url) } else { look.row.kind };
    let row = SourceRow { kind: channel, ..look.row.clone() };
    let memory = Memory { first: true, ..Memory::default() };
    let job = Job { row: &row, client: look.client, key: look.key, memory: &memory, now: look.now };
    let harvest = fetch(&job).await?.harvest.unwrap_or_default();
    if let Some(why) = &harvest.refused {
        return Err(stopped(kind(channel).about, why));
    }
    Ok(Found::Source(Box::new(Preview { kind: channel, ..preview(row.url.clone(), "", harvest) })))
}

/// The first feed at a place where feeds usually are.
async fn at_usual_places(look: &Look<'_>, hosts: &[Url; 2]) -> Vec<Preview> {
    for url in discover::usual(&hosts[1]) {
        let candidate = Candidate { url, title: String::new(), named: Named::Linked };
        match ask(look, hosts, &candidate).await {
            Ok(preview) => return vec![preview],
            // Who asks to be left alone is.
            Err(stopped) if stopped.wait.is_some() || stopped.status == 0 => break,
            Err(_) => {}
        }
    }
    Vec::new()
}

/// Asks a feed that a page names.
async fn ask(look: &Look<'_>, hosts: &[Url; 2], candidate: &Candidate) -> Result<Preview, Stopped> {
    let own = hosts.iter().any(|host| discover::is_same_host(&candidate.url, host));
    let allow_private = look.row.allow_private;
    let trust = if own { Trust::Typed { allow_private } } else { Trust::Found };
    let reply = get_once(look.client, &asked(&candidate.url, trust)).await?;
    let harvest = read(look, &reply);
    match &harvest.refused {
        Some(why) => Err(Stopped { status: reply.status, ..stopped(&once::host(&candidate.url), why) }),
        None => Ok(preview(candidate.url.to_string(), &candidate.title, harvest)),
    }
}

fn asked(url: &Url, trust: Trust) -> Ask {
    Ask {
        url: url.clone(),
        trust,
        key: None,
        old_key_header: false,
        since: Validators::default(),
        accept: "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, \
                 text/html;q=0.8, */*;q=0.5",
        cap: once::CAP,
        per_minute: None,
    }
}

fn read(look: &Look<'_>, reply: &Reply) -> Harvest {
    let source = SourceName::from("preview");
    let (url, charset) = (reply.url.as_ref(), reply.charset.as_deref());
    let content_type = &reply.content_type;
    feed::parse(&reply.body, &Origin { source: &source, url, content_type, charset, now: look.now })
}

fn preview(url: String, title: &str, harvest: Harvest) -> Preview {
    let own = harvest.about.title.clone().filter(|own| !own.trim().is_empty());
    Preview { url, title: own.unwrap_or_else(|| title.to_owned()), kind: Channel::Feed, harvest }
}

/// A page of HTML, whatever it is said to be.
fn is_page(reply: &Reply) -> bool {
    let head = String::from_utf8_lossy(reply.body.get(..2048).unwrap_or(&reply.body)).to_lowercase();
    reply.content_type.contains("html") || head.contains("<html") || head.contains("<!doctype html")
}

fn stopped(host: &str, why: &str) -> Stopped {
    let what = format!("{host} sent no feed");
    Stopped {
        trouble: Trouble { what, why: clean::line(why), remedy: "Is it the right address?".to_owned() },
        requests: 1,
        ..Stopped::default()
    }
}

fn no_address(typed: &str, why: &str) -> Stopped {
    let what = format!("{} is no address", clean::line(typed));
    Stopped {
        trouble: Trouble { what, why: why.to_owned(), remedy: "An address begins with https://".to_owned() },
        ..Stopped::default()
    }
}

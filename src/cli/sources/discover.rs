//! `slugline sources discover URL`: which feeds a page has. Nothing is added.

use clap::Args;
use serde_json::{Value, json};

use super::{preview, test::seek};
use crate::{
    cli::{
        Exit, Failure, Session,
        args::yes,
        json,
        online::{self, Went, sentence},
        typeset::{Clock, labelled},
    },
    config::SourceRow,
    sources::{
        look::{Found, Preview},
        offer,
    },
    story::Trouble,
};

/// `slugline sources discover`
#[derive(Debug, Args)]
pub(super) struct Discover {
    /// The address of a page
    #[arg(value_name = "URL")]
    url: String,
    /// Addresses of your own network, and of this machine, may be asked
    #[arg(long, env = "SLUGLINE_ALLOW_PRIVATE", hide_env_values = true, value_parser = yes())]
    allow_private: bool,
    /// One JSON object
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

impl Discover {
    /// `json`: so it was asked before the word, too.
    pub(super) fn run(&self, session: &mut Session<'_>, json: bool) -> Result<Exit, Failure> {
        let row = row_of(&self.url, self.allow_private)?;
        online::allowed(session, "nothing was asked")?;
        let found = match seek(session, &row)? {
            Went::Through(found) => found,
            Went::Stopped(code) => return Ok(online::stopped(session, code, "Stopped.")),
        };
        let any = match &found {
            Found::Source(_) => true,
            Found::Page { feeds, .. } => !feeds.is_empty(),
        };
        let exit = if any { Exit::Done } else { Exit::Partly };
        if json || self.json {
            session.out.line(&json::line(&whole(&row.url, &found)))?;
            return Ok(exit);
        }
        show(session, &row.url, &found)?;
        if any {
            labelled(session.out, "", None, "`slugline sources add URL` adds one of them.")?;
        }
        Ok(exit)
    }
}

/// The row that a typed address would become.
pub(super) fn row_of(typed: &str, allow_private: bool) -> Result<SourceRow, Failure> {
    let url = offer::address(typed).map_err(|why| Failure::Usage(format!("URL: {why}")))?;
    let (kind, allow_private) = (offer::kind_of(&url), allow_private || offer::is_own(&url));
    Ok(SourceRow { name: "new".into(), url, kind, allow_private, ..SourceRow::default() })
}

/// What is there, in words.
pub(super) fn show(session: &mut Session<'_>, url: &str, found: &Found) -> Result<(), Failure> {
    let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
    let (title, feeds, dead, more) = match found {
        Found::Source(source) => return Ok(preview::show(session.out, &clock, source)?),
        Found::Page { title, feeds, dead, more } => (title, feeds, dead, more),
    };
    let page = if title.is_empty() { url.to_owned() } else { format!("{url} ({title})") };
    let has = match feeds.len() {
        0 => return Err(Failure::Partly(nothing(&page, dead.iter().map(|(_, trouble)| at_first(trouble))))),
        1 => "is a web page, and has a feed:".to_owned(),
        n => format!("is a web page, and has {n} feeds:"),
    };
    labelled(session.out, "", None, &format!("{page} {has}"))?;
    for feed in feeds {
        session.out.line("")?;
        preview::show(session.out, &clock, feed)?;
    }
    session.out.line("")?;
    for (url, trouble) in dead {
        labelled(session.out, "", None, &format!("It names {url}, too: {}", at_first(trouble)))?;
    }
    for feed in more {
        labelled(session.out, "", None, &format!("It names {}, too, which was not asked.", feed.url))?;
    }
    Ok(())
}

/// A trouble met by trying an address that is in no config.
fn at_first(trouble: &Trouble) -> String {
    sentence(&online::at_first(trouble, false))
}

fn nothing(page: &str, dead: impl Iterator<Item = String>) -> String {
    let told = format!(
        "{page} is a web page; it names no feed that can be read, and there is none at the usual places. If you know where its \
         feed is, add that address."
    );
    std::iter::once(told).chain(dead).collect::<Vec<_>>().join("\n")
}

fn whole(url: &str, found: &Found) -> Value {
    let (title, feeds): (&str, Vec<&Preview>) = match found {
        Found::Source(source) => (&source.title, vec![source]),
        Found::Page { title, feeds, .. } => (title, feeds.iter().collect()),
    };
    let each = |feed: &&Preview| {
        let newest = feed.harvest.records.iter().filter_map(|record| record.published_at).max();
        json!({
            "url": feed.url,
            "kind": feed.kind.word(),
            "title": feed.title,
            "version": feed.harvest.about.version,
            "records": feed.harvest.records.len(),
            "newest_at": newest.map(|newest| newest.to_string()),
        })
    };
    json!({
        "url": url,
        "is": if matches!(found, Found::Source(_)) { "source" } else { "page" },
        "title": title,
        "feeds": feeds.iter().map(each).collect::<Vec<_>>(),
    })
}

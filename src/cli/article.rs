//! `slugline article FILE_OR_URL`: the page behind a link, as readable text. Nothing is kept of it.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use clap::Args;
use serde_json::json;
use url::Url;

use super::{
    Exit, Failure, Session,
    args::yes,
    json,
    online::{self, Went, sentence},
    out::Ink,
    typeset::{self, Clock},
};
use crate::{
    net::{Client, Trust},
    sources::{
        article::{
            self,
            visit::{self, Leave, Missed},
        },
        offer,
    },
};

/// `slugline article`
#[derive(Debug, Args)]
pub struct Article {
    /// A page in a file, the address of one, or - for standard input
    #[arg(value_name = "FILE_OR_URL")]
    page: String,
    /// One JSON object
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
    /// An address of your own network, and of this machine, may be asked
    #[arg(long, env = "SLUGLINE_ALLOW_PRIVATE", hide_env_values = true, value_parser = yes())]
    allow_private: bool,
}

/// The most of a file that is read, in bytes; of it only the beginning counts.
const LONGEST: u64 = 32 * 1024 * 1024;

impl Article {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let read = match address(&self.page) {
            Some(url) => match self.fetched(session, &url)? {
                Went::Through(read) => read?,
                Went::Stopped(code) => return Ok(online::stopped(session, code, "Stopped.")),
            },
            None => article::parse(&bytes(&self.page)?, None, None),
        };
        self.tell(session, &read)?;
        for note in &read.notes {
            session.out.say(note);
        }
        if read.text.is_empty() {
            if read.notes.is_empty() {
                session.out.say("There are no words in it.");
            }
            return Ok(Exit::Partly);
        }
        Ok(Exit::Done)
    }

    fn fetched(
        &self,
        session: &mut Session<'_>,
        url: &Url,
    ) -> Result<Went<Result<article::Article, Failure>>, Failure> {
        online::allowed(session, "the page was not asked for")?;
        let trust = Trust::Typed { allow_private: self.allow_private || offer::is_own(url.as_str()) };
        let client =
            Client::new(online::manners(session)).map_err(|fault| Failure::Partly(fault.to_string()))?;
        online::wait_for(async {
            let visited = visit::visit(&client, url, trust, &Asked(&client)).await;
            visited.map(|visited| visited.article).map_err(|missed| {
                let trouble = online::at_first(&missed.trouble, false);
                Failure::Partly(sentence(&trouble))
            })
        })
    }

    fn tell(&self, session: &mut Session<'_>, read: &article::Article) -> Result<(), Failure> {
        if self.json {
            let object = json!({
                "title": read.title,
                "byline": read.byline,
                "site": read.site,
                "published_at": read.published_at.map(|at| at.to_string()),
                "language": read.language,
                "text": read.text,
            });
            return Ok(session.out.line(&json::line(&object))?);
        }
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        let when = read.published_at.map(|at| clock.exact(Some(at)));
        let about: Vec<String> =
            [read.byline.clone(), read.site.clone(), when].into_iter().flatten().collect();
        let out = &mut *session.out;
        if let Some(title) = &read.title {
            typeset::labelled(out, "", Some(Ink::Bold), title)?;
        }
        if !about.is_empty() {
            typeset::meta(out, 0, &about)?;
        }
        if read.title.is_some() || !about.is_empty() {
            out.line("")?;
        }
        if !read.text.is_empty() {
            typeset::block(out, 0, &read.text)?;
        }
        Ok(())
    }
}

/// The rules of sites, asked for each time, since nothing is kept.
struct Asked<'a>(&'a Client);

impl Leave for Asked<'_> {
    async fn to_read(&self, page: &Url, trust: Trust) -> Result<(), Missed> {
        let (rules, _) = visit::rules(self.0, page, trust).await.map_err(|fault| visit::unreached(&fault))?;
        if rules.allows(page) { Ok(()) } else { Err(visit::closed(page)) }
    }
}

/// What was typed, if it is an address.
fn address(typed: &str) -> Option<Url> {
    let url = Url::parse(typed).ok()?;
    (matches!(url.scheme(), "http" | "https") && !Path::new(typed).exists()).then_some(url)
}

fn bytes(file: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if file == "-" {
        io::stdin().lock().take(LONGEST).read_to_end(&mut bytes)
    } else {
        File::open(file).and_then(|open| open.take(LONGEST).read_to_end(&mut bytes))
    };
    match read {
        Ok(_) => Ok(bytes),
        Err(e) => Err(Failure::file(Path::new(file), "read", &e)),
    }
}

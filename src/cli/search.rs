//! `slugline search WORDS`: dispatches and records, best first.

use clap::Args;
use serde_json::{Value, json};

use super::{
    Exit, Failure, Session,
    args::yes,
    json,
    out::Ink,
    typeset::{self, Clock},
};
use crate::{
    story::Code,
    text::{clean, tokens},
    wire::page::{Found, Hit},
};

/// `slugline search`
#[derive(Debug, Args)]
pub struct Search {
    /// What to look for; the last word may be the beginning of one
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    /// At most so many
    #[arg(long, value_name = "N", default_value_t = 50, env = "SLUGLINE_LIMIT", hide_env_values = true)]
    limit: usize,
    /// One JSON object a line
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

impl Search {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let (_store, reader) = session.open_reader()?;
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        let words = self.words.join(" ");
        let found = reader.search(&session.scope(), &words, self.limit.max(1))?;
        if found.hits.is_empty() {
            return Err(Failure::Partly(format!("Nothing in the store has the words {words:?}.")));
        }
        for hit in &found.hits {
            if self.json {
                session.out.line(&json::line(&hit_json(hit)))?;
            } else {
                print(session, &clock, hit)?;
            }
        }
        if found.more && !self.json {
            session.out.say(&format!("There is more; these are the first {}.", found.hits.len()));
        }
        Ok(Exit::Done)
    }
}

fn print(session: &mut Session<'_>, clock: &Clock, hit: &Hit) -> std::io::Result<()> {
    let (name, place) = match &hit.what {
        Found::Dispatch(key) => (Code::of(&key.id).to_string(), hit.place.clone()),
        Found::Record(_, id) => (format!("record {id}"), hit.place.clone()),
    };
    typeset::labelled(session.out, "", Some(Ink::Bold), &tokens::words(&hit.title))?;
    typeset::meta(session.out, 2, &[name, place, clock.short(hit.time)])?;
    let snippet: String = tokens::pieces(&hit.snippet)
        .iter()
        .map(|(words, matched)| match matched {
            true => session.out.inked(Ink::Mark, &clean::line(words)),
            false => clean::block(words).replace('\n', " "),
        })
        .collect();
    if !snippet.trim().is_empty() {
        typeset::marked(session.out, 2, &snippet)?;
    }
    session.out.line("")
}

fn hit_json(hit: &Hit) -> Value {
    let snippet: String = hit.snippet.iter().map(|(words, _)| words.as_str()).collect();
    let time = hit.time.map(|time| time.to_string());
    let matched: Vec<&str> =
        hit.snippet.iter().filter(|(_, m)| *m).map(|(words, _)| words.as_str()).collect();
    let mut object = json!({
        "title": hit.title, "time": time, "place": hit.place, "snippet": snippet, "matched": matched,
    });
    match &hit.what {
        Found::Dispatch(key) => {
            object["kind"] = "dispatch".into();
            object["wire"] = key.wire.as_str().into();
            object["id"] = key.id.as_str().into();
            object["code"] = Code::of(&key.id).to_string().into();
        }
        Found::Record(wire, id) => {
            object["kind"] = "record".into();
            object["wire"] = wire.as_str().into();
            object["id"] = id.as_str().into();
        }
    }
    object
}

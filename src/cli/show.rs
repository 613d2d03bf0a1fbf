//! `slugline show CODE`: one dispatch with its citations.

use clap::Args;

use super::{
    Exit, Failure, Session,
    args::yes,
    find, json, markdown, provenance,
    typeset::{self, Clock},
};
use crate::{story::Code, wire::format};

/// `slugline show`
#[derive(Debug, Args)]
pub struct Show {
    /// Its code, such as DSP·7C813E or 7c813e, or its whole id
    #[arg(value_name = "CODE")]
    code: String,
    /// As one JSON object, in the wire format
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes(), conflicts_with = "markdown")]
    json: bool,
    /// As Markdown
    #[arg(long, env = "SLUGLINE_MARKDOWN", hide_env_values = true, value_parser = yes())]
    markdown: bool,
}

impl Show {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let (_store, reader) = session.open_reader()?;
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        let kept = find::dispatch(session, &reader, &self.code)?;
        if self.json {
            session.out.line(&json::line(&format::story_json(&kept.dispatch)))?;
        } else if self.markdown {
            session.out.raw(markdown::dispatch(&kept.dispatch, &clock).as_bytes())?;
        } else {
            typeset::dispatch(session.out, &clock, &kept.dispatch, Some(&kept.records))?;
            provenance::running(session.out, &clock, &kept.running)?;
        }
        let newest = kept.versions.iter().max_by_key(|version| version.version);
        if let Some(newest) = newest.filter(|newest| newest.version > kept.dispatch.version) {
            let code = Code::of(&newest.key.id);
            session.out.say(&format!("There is a newer version of this dispatch: slugline show {code}"));
        }
        Ok(Exit::Done)
    }
}

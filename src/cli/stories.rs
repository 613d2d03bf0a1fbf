//! `slugline stories`: what moves, and with `--watched` what has too little to be written yet.

use clap::Args;

use super::{
    Exit, Failure, Session,
    args::yes,
    json,
    out::Ink,
    typeset::{self, Clock, block, labelled, meta},
    why,
};
use crate::{
    reader::human::count,
    story::{Code, Outcome},
    text::tokens::plain,
    wire::stories::{Moving, Stories as Asked, StoryRow},
};

/// `slugline stories`
#[derive(Debug, Args)]
pub struct Stories {
    /// Those that have too little to be written yet, with what is missing
    #[arg(long, env = "SLUGLINE_WATCHED", hide_env_values = true, value_parser = yes())]
    watched: bool,
    /// At most so many; 0 for all
    #[arg(long, value_name = "N", default_value_t = 50, env = "SLUGLINE_LIMIT", hide_env_values = true)]
    limit: usize,
    /// One JSON object a line
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

/// Rows asked of the store at a time.
const PAGE: usize = 100;

impl Stories {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let (_store, reader) = session.open_reader()?;
        let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
        let moving = if self.watched { Moving::Watched } else { Moving::Fired };
        let asked = Asked { scope: session.scope(), moving };
        let most = if self.limit == 0 { usize::MAX } else { self.limit };
        let mut printed = 0;
        let mut all = 0;
        while printed < most {
            let (total, rows) = reader.stories(&asked, printed, PAGE.min(most - printed))?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                if self.json {
                    session.out.line(&json::line(&why::row_json(row)))?;
                } else {
                    story(session, &clock, row)?;
                }
            }
            printed += rows.len();
            all = total;
        }
        if printed == 0 {
            return Err(Failure::Partly(self.nothing()));
        }
        if !self.json && all > printed {
            session.out.say(&format!("{printed} of {all}; --limit 0 shows all."));
        }
        Ok(Exit::Done)
    }

    fn nothing(&self) -> String {
        let none = if self.watched { "No story is watched." } else { "No signal has fired." };
        format!("{none} `slugline edition` looks at the records of a wire; `slugline gather` fetches some.")
    }
}

fn story(session: &mut Session<'_>, clock: &Clock, row: &StoryRow) -> std::io::Result<()> {
    let out = &mut *session.out;
    labelled(out, "", Some(Ink::Bold), &plain(&row.headline))?;
    let code = row.dispatch.as_ref().map(|key| Code::of(&key.id).to_string());
    let told = format!(
        "{} from {}",
        count(row.cluster.records.len(), "record", "records"),
        count(row.cluster.voices, "voice", "voices")
    );
    let last = row.cluster.last_at.map(|at| format!("last {}", clock.short(Some(at))));
    let became = row.outcome.map(|outcome| outcome.word().to_owned());
    let mut parts = vec![code.unwrap_or_else(|| format!("cluster {}", row.cluster.id)), told];
    parts.extend(last.into_iter().chain(became));
    meta(out, 2, &parts)?;
    if row.outcome == Some(Outcome::Watched) {
        labelled(out, "  Missing: ", None, &row.reason)?;
    }
    if let Some(signal) = &row.signal {
        typeset::signal(out, 2, signal)?;
    }
    if row.signal.is_none() && row.outcome != Some(Outcome::Watched) && !row.reason.is_empty() {
        block(out, 2, &row.reason)?;
    }
    out.line("")
}

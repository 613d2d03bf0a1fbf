//! `slugline wires test`: what a server is, what it can do, and what is wrong with it. Nothing is kept of it.

use std::{io, sync::Arc};

use clap::Args;
use serde_json::json;
use toml_edit::{Table, value};

use super::{
    add::name_from,
    reach::{self, Reach},
};
use crate::{
    cli::{
        Exit, Failure, Out, Session,
        args::yes,
        json,
        online::{self, Went, sentence},
        sync::trouble_json,
        typeset::labelled,
    },
    config::WireRow,
    remote::Can,
    sync::{Step, Tested},
    wire::state::Trouble,
};

/// `slugline wires test`
#[derive(Debug, Args)]
pub(super) struct Test {
    /// A configured wire, or any address; without one, all that are configured
    #[arg(value_name = "NAME|URL")]
    what: Option<String>,
    /// One JSON object a line
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
    #[command(flatten)]
    reach: Reach,
}

impl Test {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let rows = match &self.what {
            Some(url) if url.contains("://") => vec![self.of_url(url)?],
            Some(name) => online::chosen(session, std::slice::from_ref(name))?,
            None => online::chosen(session, &[])?,
        };
        online::allowed(session, "nothing was tested")?;
        let mut exit = Exit::Done;
        for row in &rows {
            let asked = match ask(session, row)? {
                Went::Through(asked) => asked,
                Went::Stopped(code) => return Ok(online::stopped(session, code, "Stopped.")),
            };
            if asked.is_err() {
                exit = Exit::Partly;
            }
            if self.json {
                let line = json!({
                    "wire": row.name.as_str(),
                    "url": row.url,
                    "ok": asked.is_ok(),
                    "server": asked.as_ref().ok().map(|tested| tested.abilities.words()),
                    "abilities": asked.as_ref().ok().map(|tested| &tested.abilities),
                    "tried": asked.as_ref().ok().map(|tested| tried(&tested.steps)),
                    "trouble": asked.as_ref().err().map(trouble_json),
                });
                session.out.line(&json::line(&line))?;
            } else {
                tell(session.out, row, &asked)?;
            }
            session.out.flush()?;
        }
        Ok(exit)
    }

    fn of_url(&self, url: &str) -> Result<WireRow, Failure> {
        let mut row = Table::new();
        row["name"] = value(name_from(url));
        row["url"] = value(url);
        self.reach.write(&mut row)?;
        reach::checked(&row)
    }
}

/// Asks a server what it is.
pub(super) fn ask(
    session: &mut Session<'_>,
    row: &WireRow,
) -> Result<Went<Result<Tested, Trouble>>, Failure> {
    let store = Arc::new(session.open_quietly()?);
    let syncer = online::syncer(session, &store, vec![row.clone()])?;
    online::wait_for(syncer.test(row))
}

/// What it is and can do, or why that is not known.
pub(super) fn tell(out: &mut Out, row: &WireRow, asked: &Result<Tested, Trouble>) -> io::Result<()> {
    labelled(out, &format!("{}  ", row.name), None, &row.url)?;
    match asked {
        Err(trouble) => labelled(out, "  ", None, &sentence(trouble)),
        Ok(Tested { abilities: able, steps }) => {
            let version = if able.version.is_empty() { "" } else { ", version " };
            labelled(out, "  ", None, &format!("{}{version}{}", able.words(), able.version))?;
            for (can, what) in [
                (able.detail, "whole dispatches, one by one"),
                (able.sources, "the sources of a dispatch"),
                (able.citations, "the citations of a dispatch"),
                (able.records, "whole records"),
            ] {
                let word = match can {
                    Can::Yes => "yes      ",
                    Can::No => "no       ",
                    Can::Unknown => "not tried",
                };
                labelled(out, &format!("  {word}  "), None, what)?;
            }
            for step in steps {
                let went = step.went.as_ref().map_or_else(sentence, Clone::clone);
                labelled(out, &format!("  {:<9}  ", step.what), None, &went)?;
            }
            Ok(())
        }
    }
}

fn tried(steps: &[Step]) -> Vec<serde_json::Value> {
    let each = |step: &Step| json!({ "what": step.what, "went": step.went.as_ref().ok(), "trouble": step.went.as_ref().err().map(trouble_json) });
    steps.iter().map(each).collect()
}

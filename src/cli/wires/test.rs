//! `slugline wires test`: what a server is, what it can do, and what is wrong with it. Nothing is kept of it.

use std::{io, sync::Arc};

use clap::Args;
use serde_json::{Value, json};
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
    remote::{Abilities, Can, Dialect},
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
    /// `json`: so it was asked before the word, too.
    pub(super) fn run(&self, session: &mut Session<'_>, json: bool) -> Result<Exit, Failure> {
        let json = json || self.json;
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
            if json {
                let line = json!({
                    "wire": row.name.as_str(),
                    "url": row.url,
                    "ok": asked.is_ok(),
                    "server": asked.as_ref().ok().map(|tested| tested.abilities.words()),
                    "abilities": asked.as_ref().ok().map(|tested| able_json(&tested.abilities)),
                    "tried": asked.as_ref().ok().map(|tested| tried(&tested.steps)),
                    "trouble": asked.as_ref().err().map(trouble_json),
                });
                session.out.line(&json::line(&line))?;
            } else {
                tell(session.out, row, &asked, session.config.wires.contains(row))?;
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

/// What it is and can do, or why that is not known. `configured`: the row stands in the config, or will.
pub(super) fn tell(
    out: &mut Out,
    row: &WireRow,
    asked: &Result<Tested, Trouble>,
    configured: bool,
) -> io::Result<()> {
    let sentence = |trouble: &Trouble| sentence(&online::at_first(trouble, configured));
    labelled(out, &format!("{}  ", row.name), None, &row.url)?;
    let Tested { abilities: able, steps } = match asked {
        Err(trouble) => return labelled(out, "  ", None, &sentence(trouble)),
        Ok(tested) => tested,
    };
    labelled(out, "  ", None, &able.words())?;
    for (can, label) in [(Can::Yes, "has"), (Can::No, "lacks"), (Can::Unknown, "not tried yet")] {
        let of = parts(able);
        let parts: Vec<&str> = of.iter().filter(|(has, _)| *has == can).map(|(_, what)| *what).collect();
        // A file has no parts to ask for one by one.
        if !parts.is_empty() && able.dialect != Dialect::File {
            labelled(out, &format!("  {label}: "), None, &parts.join(", "))?;
        }
    }
    for step in steps {
        let went = step.went.as_ref().map_or_else(sentence, Clone::clone);
        labelled(out, &format!("  its {}: ", step.what), None, &went)?;
    }
    Ok(())
}

/// What a server may have beside its list, and whether it does.
fn parts(able: &Abilities) -> [(Can, &'static str); 5] {
    [
        (able.detail, "dispatches one by one"),
        (able.cited_detail, "those that have citations"),
        (able.sources, "their sources"),
        (able.citations, "their citations"),
        (able.records, "records"),
    ]
}

fn able_json(able: &Abilities) -> Value {
    json!({
        "dialect": able.dialect,
        "version": able.version,
        "detail": able.detail,
        "cited_detail": able.cited_detail,
        "sources": able.sources,
        "citations": able.citations,
        "records": able.records,
        "full_rows": able.full_rows,
        "cited_rows": able.cited_rows,
    })
}

fn tried(steps: &[Step]) -> Vec<Value> {
    let each = |step: &Step| {
        let trouble = step.went.as_ref().err().map(trouble_json);
        json!({ "what": step.what, "went": step.went.as_ref().ok(), "trouble": trouble })
    };
    steps.iter().map(each).collect()
}

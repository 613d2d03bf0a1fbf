//! `slugline sources`: where the own wire's records come from, and the config rows that say so.
//!
//! Rows are edited by [`config::edit`](crate::config::edit), with comments and order kept; what a new row looks like is
//! decided in [`sources::offer`](crate::sources::offer), which the reader uses, too. Whoever adds a source sees what it
//! brings before it is added, and whoever removes one is told what brings it back.
//!
//! What it refuses: to add what is no source (unless told to), to add the same place twice, to choose between the feeds
//! of a page for somebody who is not there to ask, to allow the own network to an address that a stranger named. What it
//! costs: `list`, `remove`, `enable`, `disable`, `import` and `export` make no request; `add`, `discover` and `test` make
//! the few that looking takes.

mod add;
mod discover;
mod enable;
mod export;
mod files;
mod import;
mod list;
mod preview;
mod remove;
mod said;
mod test;

use clap::{Args, Subcommand};

use super::{Exit, Failure, Session, args::yes, edition};
use crate::{
    config::{SourceRow, nearest},
    sources::offer::place,
    story::SourceState,
};

/// `slugline sources`
#[derive(Debug, Args)]
pub struct Sources {
    /// One JSON object a line, for list; one object, for discover and test
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
    /// What to do; without a word, list
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// All sources: how each fares, when it is asked again, what it brings
    List(list::List),
    /// Add a feed, or the feed of a page, or a place at Bluesky or Hacker News, after showing what it brings
    Add(Box<add::Add>),
    /// Take sources out of the config; the records they brought stay
    Remove(remove::Remove),
    /// Ask sources again that were turned off
    Enable(enable::Enable),
    /// Leave sources in the config without asking them
    Disable(enable::Disable),
    /// Which feeds a page has
    Discover(discover::Discover),
    /// What a file or an address comes to when it is read as a source; nothing is kept
    Test(test::Test),
    /// Add the feeds of OPML files, which other readers write
    Import(import::Import),
    /// Write the sources as OPML, which other readers read
    Export(export::Export),
}

impl Sources {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        match &self.what {
            None => list::List::default().run(session, self.json),
            Some(What::List(command)) => command.run(session, self.json),
            Some(What::Add(command)) => command.run(session),
            Some(What::Remove(command)) => command.run(session),
            Some(What::Enable(command)) => command.run(session),
            Some(What::Disable(command)) => command.run(session),
            Some(What::Discover(command)) => command.run(session, self.json),
            Some(What::Test(command)) => command.run(session, self.json),
            Some(What::Import(command)) => command.run(session),
            Some(What::Export(command)) => command.run(session),
        }
    }
}

/// The sources meant by names or addresses, each once, in the order they were named.
pub(super) fn chosen<'a>(session: &'a Session<'_>, named: &[String]) -> Result<Vec<&'a SourceRow>, Failure> {
    let rows = &session.config.sources;
    let mut meant: Vec<&SourceRow> = Vec::new();
    let mut unknown = Vec::new();
    for typed in named {
        let is_it = |row: &&SourceRow| {
            row.name.as_str() == typed || (typed.contains(['.', '/']) && place(&row.url) == place(typed))
        };
        match rows.iter().find(is_it) {
            Some(row) if !meant.contains(&row) => meant.push(row),
            Some(_) => {}
            None => unknown.push(told_unknown(typed, rows)),
        }
    }
    if unknown.is_empty() { Ok(meant) } else { Err(Failure::Partly(unknown.join("\n"))) }
}

/// No source has this name; the nearest one that has, and where all stand.
fn told_unknown(typed: &str, rows: &[SourceRow]) -> String {
    if rows.is_empty() {
        return none_yet();
    }
    let near = nearest(typed, rows.iter().map(|row| row.name.as_str()));
    let meant = near.map_or_else(String::new, |near| format!(" Did you mean {near:?}?"));
    format!("No source is called {typed}.{meant} `slugline sources` lists them all.")
}

/// What to say where no source is configured.
pub(super) fn none_yet() -> String {
    "No sources are configured yet. `slugline sources add URL` adds one, `slugline sources import FILE` the OPML file of \
     another reader, `slugline init --pack world` a few well-known ones."
        .to_owned()
}

/// What the store knows of these sources; nothing where there is no store yet, and none is made for this.
pub(super) fn states(session: &mut Session<'_>, rows: &[SourceRow]) -> Result<Vec<SourceState>, Failure> {
    if !session.store_path().exists() {
        return Ok(Vec::new());
    }
    let reader = session.open_store()?.reader()?;
    Ok(reader.source_states(rows, session.now())?)
}

/// The slug and the name of each beat there is.
pub(super) fn beats(session: &Session<'_>) -> Vec<(String, String)> {
    let (beats, _) = edition::settings(&session.config);
    beats.into_iter().map(|beat| (beat.slug, beat.name)).collect()
}

/// The same, borrowed, as a plan wants it.
pub(super) fn borrowed(beats: &[(String, String)]) -> Vec<(&str, &str)> {
    beats.iter().map(|(slug, name)| (slug.as_str(), name.as_str())).collect()
}

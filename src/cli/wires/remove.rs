//! `slugline wires remove NAME`: out of the config; with `--purge` out of the store, too.

use std::io::{self, IsTerminal};

use clap::Args;

use super::{list, reach::command_line};
use crate::{
    cli::{Exit, Failure, Session, args::yes, ask, demo, online, typeset::labelled},
    config::{WireRow, edit},
    desk::wired::DEMO,
    reader::human::count,
    story::WireName,
    wire::state::WireState,
};

/// `slugline wires remove`
#[derive(Debug, Args)]
pub(super) struct Remove {
    /// Its name
    #[arg(value_name = "NAME")]
    name: String,
    /// Delete what is kept of it, too: dispatches, records, what you read and starred
    #[arg(long, env = "SLUGLINE_PURGE", hide_env_values = true, value_parser = yes())]
    purge: bool,
    /// Do not ask
    #[arg(long, env = "SLUGLINE_YES", hide_env_values = true, value_parser = yes())]
    yes: bool,
}

impl Remove {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let name = WireName::from(self.name.as_str());
        let states = list::states(session)?;
        let row = session.config.wires.iter().find(|row| row.name == name).cloned();
        let state = states.iter().find(|state| state.wire == name);
        match (&row, state) {
            (None, None) => return Err(nobody(session, &self.name, &states)),
            (None, Some(state)) if !self.purge => return Err(only_kept(state)),
            _ => {}
        }
        if self.purge
            && let Some(state) = state
            && !self.agreed(state)?
        {
            session.out.say("Nothing was removed.");
            return Ok(Exit::Partly);
        }
        if let Some(row) = &row {
            let file = session.config_file();
            edit::remove_wire(&file, &self.name)?;
            labelled(session.out, "", None, &format!("{name} is out of {}.", file.display()))?;
            labelled(session.out, "", None, &format!("To have it back: {}", command_line(row)))?;
        }
        match state {
            Some(state) if self.purge => self.purged(session, state),
            Some(state) => {
                labelled(session.out, "", None, &stays(state))?;
                Ok(Exit::Done)
            }
            None => Ok(Exit::Done),
        }
    }

    /// Whether the person means it.
    fn agreed(&self, state: &WireState) -> Result<bool, Failure> {
        if self.yes {
            return Ok(true);
        }
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            let told = format!("--purge deletes {}. Say --yes, too, if that is meant.", holds(state));
            return Err(Failure::Usage(told));
        }
        Ok(ask::agreed(&format!("Delete {}? [y/N]", holds(state)))?)
    }

    fn purged(&self, session: &mut Session<'_>, state: &WireState) -> Result<Exit, Failure> {
        let store = online::writable(session, "nothing was deleted")?;
        let (dispatches, records) = store.writer()?.forget(&state.wire)?;
        let gone = [count(dispatches, "dispatch", "dispatches"), count(records, "record", "records")];
        let told = format!("{} and {} of {} are deleted.", gone[0], gone[1], self.name);
        labelled(session.out, "", None, &told)?;
        if !state.url.is_empty() {
            let told = "A reader that is open goes on reading it until it is left.";
            labelled(session.out, "", None, told)?;
        }
        if self.name == DEMO && demo::is_due(session, &store)? {
            let told = "With nothing else to read and no config, the next start writes the demo anew. \
                        `slugline wires add URL` gives it something else.";
            labelled(session.out, "", None, told)?;
        }
        Ok(Exit::Done)
    }
}

fn holds(state: &WireState) -> String {
    let own = if state.url.is_empty() && state.wire.as_str() != DEMO {
        format!(", which nothing brings back (slugline export --wire {} saves them first)", state.wire)
    } else {
        String::new()
    };
    let (dispatches, records) =
        (count(state.total, "dispatch", "dispatches"), count(state.records, "record", "records"));
    format!("{dispatches} and {records} of {}, read marks and stars with them{own}", state.wire)
}

fn stays(state: &WireState) -> String {
    format!(
        "Its {} and {} stay and can be read; --purge deletes them.",
        count(state.total, "dispatch", "dispatches"),
        count(state.records, "record", "records")
    )
}

fn only_kept(state: &WireState) -> Failure {
    Failure::Usage(format!(
        "{} is not in the config, only in the store. --purge deletes it from there: {}.",
        state.wire,
        holds(state)
    ))
}

fn nobody(session: &Session<'_>, typed: &str, states: &[WireState]) -> Failure {
    let names = session.config.wires.iter().map(|row: &WireRow| &row.name);
    let only_kept = |name: &&WireName| session.config.wires.iter().all(|row| row.name != **name);
    let kept = states.iter().map(|state| &state.wire).filter(only_kept);
    online::unknown(typed, names.chain(kept))
}

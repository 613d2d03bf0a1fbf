//! `slugline sources enable NAME…` and `slugline sources disable NAME…`.

use clap::Args;

use super::chosen;
use crate::{
    cli::{Exit, Failure, Session, typeset::labelled},
    config::edit,
};

/// `slugline sources enable`
#[derive(Debug, Args)]
pub(super) struct Enable {
    /// Their names, or their addresses
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

/// `slugline sources disable`
#[derive(Debug, Args)]
pub(super) struct Disable {
    /// Their names, or their addresses
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

impl Enable {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        turn(session, &self.names, true)
    }
}

impl Disable {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        turn(session, &self.names, false)
    }
}

fn turn(session: &mut Session<'_>, names: &[String], on: bool) -> Result<Exit, Failure> {
    let rows = chosen(session, names)?;
    let names: Vec<String> = rows.iter().map(|row| row.name.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let changed = edit::set_enabled(&session.config_file(), &names, on)?;
    let are = if names.len() == 1 { "is" } else { "are" };
    let told = match (on, changed) {
        (true, true) => format!("{} {are} asked again. Next: slugline gather", names.join(", ")),
        (true, false) => format!("{} {are} asked already.", names.join(", ")),
        (false, true) => format!("{} {are} not asked any more; what was gathered stays.", names.join(", ")),
        (false, false) => format!("{} {are} not asked already.", names.join(", ")),
    };
    labelled(session.out, "", None, &told)?;
    Ok(Exit::Done)
}

//! `slugline sources remove NAME…`: out of the config; the records they brought stay.

use clap::Args;

use super::{chosen, states};
use crate::{
    cli::{Exit, Failure, Session, typeset::labelled},
    config::edit,
    reader::human::count,
};

/// `slugline sources remove`
#[derive(Debug, Args)]
pub(super) struct Remove {
    /// Their names, or their addresses
    #[arg(value_name = "NAME", required = true)]
    names: Vec<String>,
}

impl Remove {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let rows: Vec<_> = chosen(session, &self.names)?.into_iter().cloned().collect();
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let records: usize = states(session, &rows)?.iter().map(|state| state.records).sum();
        let file = session.config_file();
        let removed = edit::remove_sources(&file, &names)?;
        let gone = format!(
            "{} {} out of {}.",
            names.join(", "),
            if names.len() == 1 { "is" } else { "are" },
            file.display()
        );
        labelled(session.out, "", None, &gone)?;
        if records > 0 {
            let told =
                format!("The {} they brought stay and can be read.", count(records, "record", "records"));
            labelled(session.out, "", None, &told)?;
        }
        labelled(session.out, "", None, "To undo this, put these lines into the config again:")?;
        for line in removed.text.trim().lines() {
            session.out.line(&format!("    {}", crate::text::clean::line(line)))?;
        }
        Ok(Exit::Done)
    }
}

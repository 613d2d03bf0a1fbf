//! `slugline wires`: which wires of others there are, how they fare, and the config rows that name them.
//!
//! The rows are edited with their comments and their order kept, since a config belongs to the person; what comes out is
//! read back by the same code that reads it at every start, before it takes the place of what was there.
//!
//! What it refuses: to add a wire whose server does not answer as one (unless told to), to mix a wire of others into one of
//! one's own, to delete what is kept without being told so, to see a key: it passes on where a key is, never what it is.
//! What it costs: `list` and `remove` make no request; `add` and `test` make the few that finding out takes.

mod add;
mod list;
mod reach;
mod remove;
mod test;

use clap::{Args, Subcommand};

use super::{Exit, Failure, Session, args::yes};

/// `slugline wires`
#[derive(Debug, Args)]
pub struct Wires {
    /// One JSON object a line, for list and test
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
    /// What to do; without a word, list
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// All wires: how they fare, what they hold, what they cost
    List(list::List),
    /// Add a wire that somebody else publishes, after asking its server what it is
    Add(add::Add),
    /// Take a wire out of the config; what is kept of it stays, unless --purge is given
    Remove(remove::Remove),
    /// What a server is, what it can do, and what is wrong with it
    Test(test::Test),
}

impl Wires {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        match &self.what {
            None => list::List::default().run(session, self.json),
            Some(What::List(command)) => command.run(session, self.json),
            Some(What::Add(command)) => command.run(session),
            Some(What::Remove(command)) => command.run(session),
            Some(What::Test(command)) => command.run(session, self.json),
        }
    }
}

//! `slugline completions SHELL`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Exit, Failure, Out, args::CommandLine};

/// `slugline completions`
#[derive(Debug, Args)]
pub struct Completions {
    /// For which shell
    shell: Shell,
}

impl Completions {
    pub(super) fn run(&self, out: &mut Out) -> Result<Exit, Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut CommandLine::command(), "slugline", &mut script);
        out.raw(&script)?;
        Ok(Exit::Done)
    }
}

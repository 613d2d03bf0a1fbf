//! `slugline man`: one page for the program and all of its commands.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::{Exit, Failure, Out, args::CommandLine};

pub(super) fn run(out: &mut Out) -> Result<Exit, Failure> {
    let command = CommandLine::command();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    sections(&command, "slugline", &mut page)?;
    out.raw(&page)?;
    Ok(Exit::Done)
}

/// A section for each command below this one, and for the commands below that.
fn sections(command: &Command, path: &str, page: &mut Vec<u8>) -> io::Result<()> {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let path = format!("{path} {}", sub.get_name());
        page.extend_from_slice(format!(".SH \"{}\"\n", path.to_uppercase()).as_bytes());
        let man = Man::new(sub.clone().bin_name(path.clone()));
        man.render_synopsis_section(page)?;
        man.render_description_section(page)?;
        man.render_options_section(page)?;
        sections(sub, &path, page)?;
    }
    Ok(())
}

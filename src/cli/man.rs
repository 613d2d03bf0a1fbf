//! `slugline man`: one page for the program and all of its commands.

use clap::CommandFactory;
use clap_mangen::Man;

use super::{Exit, Failure, Out, args::CommandLine};

pub(super) fn run(out: &mut Out) -> Result<Exit, Failure> {
    let command = CommandLine::command();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let name = sub.get_name().to_owned();
        page.extend_from_slice(format!(".SH \"SLUGLINE {}\"\n", name.to_uppercase()).as_bytes());
        let sub = sub.clone().bin_name(format!("slugline {name}"));
        let man = Man::new(sub);
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    out.raw(&page)?;
    Ok(Exit::Done)
}

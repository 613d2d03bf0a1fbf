//! The command line: one command, one file.
//!
//! Each command is a struct (its flags, for clap) with a `run` that takes the [`Session`] and returns an [`Exit`] or a
//! [`Failure`]. Nothing below prints or ends the process by itself: words go through the session's [`Out`], which wraps
//! them to the terminal, keeps colour out of pipes and knows that a reader who closed the pipe (`| head -1`) is no
//! error. `main` turns what comes back into the exit code.
//!
//! Standard output carries the answer and nothing else; everything said *about* the work goes to standard error. Lists
//! in JSON are JSON Lines, one object a line; a single thing is one object. Text for people has passed
//! `text::clean`; in JSON, characters that a terminal would obey are escaped.
//!
//! What it refuses: to overwrite a file unasked, to run at all with a wrong config, to guess between two dispatches with
//! the same code. What it costs: the commands open the store for reading where they can, and hold one page at a time.
//!
//! To add a command: a file here with its struct and `run`, a row in [`args::Command`], a line in `dispatch` below.

pub mod args;
mod article;
mod ask;
mod completions;
mod demo;
mod doctor;
mod edition;
mod export;
mod fail;
mod find;
mod gather;
mod gathered;
mod import;
mod init;
mod json;
mod keys;
mod list;
mod log;
mod look;
mod man;
mod markdown;
mod online;
mod out;
mod prefetch;
mod provenance;
mod read;
mod record;
mod replay;
mod search;
mod section;
mod session;
pub mod settings;
mod show;
mod since;
mod sources;
mod stories;
mod sync;
mod trace;
mod typeset;
mod verify;
mod why;
mod wires;
mod writers;

use std::{
    ffi::OsString,
    io::{IsTerminal, Write},
};

use clap::Parser;

pub use fail::{Exit, Failure};
pub use out::Out;
pub use session::Session;

use crate::text::clean;
use args::{Command, CommandLine};

/// The wire that import and edition write to if none is named.
pub const DEFAULT_WIRE: &str = "main";

/// Reads the arguments, does what they ask, and says how it went.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let line = match CommandLine::try_parse_from(arguments) {
        Ok(line) => line,
        Err(told) => return usage(&told),
    };
    let mut out = Out::standard(line.global.color);
    let mut went = dispatch(line, &mut out);
    if let Err(e) = out.flush() {
        went = went.and(Err(e.into()));
    }
    match went {
        Ok(exit) => exit,
        Err(failure) => failure.tell(&mut out),
    }
}

fn dispatch(line: CommandLine, out: &mut Out) -> Result<Exit, Failure> {
    match &line.command {
        // These say something about the program, not about a wire: they work whatever the config says.
        Some(Command::Completions(command)) => return command.run(out),
        Some(Command::Man) => return man::run(out),
        Some(Command::Doctor) => return doctor::run(&line.global, out),
        _ => {}
    }
    let mut session = Session::begin(line.global, out)?;
    match line.command {
        None => read::run(&mut session),
        Some(Command::List(command)) => command.run(&mut session),
        Some(Command::Show(command)) => command.run(&mut session),
        Some(Command::Trace(command)) => command.run(&mut session),
        Some(Command::Verify(command)) => command.run(&mut session),
        Some(Command::Record(command)) => command.run(&mut session),
        Some(Command::Search(command)) => command.run(&mut session),
        Some(Command::Import(command)) => command.run(&mut session),
        Some(Command::Export(command)) => command.run(&mut session),
        Some(Command::Edition(command)) => command.run(&mut session),
        Some(Command::Stories(command)) => command.run(&mut session),
        Some(Command::Why(command)) => command.run(&mut session),
        Some(Command::Replay(command)) => command.run(&mut session),
        Some(Command::Sync(command)) => command.run(&mut session),
        Some(Command::Prefetch(command)) => command.run(&mut session),
        Some(Command::Wires(command)) => command.run(&mut session),
        Some(Command::Sources(command)) => command.run(&mut session),
        Some(Command::Init(command)) => command.run(&mut session),
        Some(Command::Gather(command)) => command.run(&mut session),
        Some(Command::Article(command)) => command.run(&mut session),
        Some(Command::Keys(command)) => command.run(&mut session),
        Some(Command::Doctor | Command::Completions(_) | Command::Man) => Ok(Exit::Done),
    }
}

/// Help and version are answers; everything else clap says is a usage error.
fn usage(told: &clap::Error) -> Exit {
    let text = told.render();
    if told.use_stderr() {
        // It quotes what was typed, which may come from elsewhere: no colours, so that all of it can be cleaned.
        let _ = std::io::stderr().write_all(clean::block(&text.to_string()).as_bytes());
        return Exit::Usage;
    }
    let colour = std::io::stdout().is_terminal() && out::colour_welcome();
    let text = if colour { text.ansi().to_string() } else { text.to_string() };
    let _ = std::io::stdout().write_all(text.as_bytes());
    Exit::Done
}

//! How a command ends, and what it says when it cannot do what was asked.

use std::{fmt, io, path::Path};

use super::Out;
use crate::config::{Problem, edit::NotEdited};

/// How a command ended. The numbers are a promise to scripts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done.
    #[default]
    Done,
    /// Nothing was found, or only a part could be done.
    Partly,
    /// The command line or the config is wrong.
    Usage,
    /// The store cannot be used.
    Store,
    /// A signal ended the reader: 128 and its number.
    Signal(u8),
}

impl Exit {
    /// The number the process ends with.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Partly => 1,
            Self::Usage => 2,
            Self::Store => 3,
            Self::Signal(code) => code,
        }
    }
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// Why a command could not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// Whoever read our output has gone. Not an error.
    Hangup,
    /// Output could not be written.
    Output(io::Error),
    /// Config is wrong; everything that is, at once.
    Config(Vec<Problem>),
    /// The command line asks for something that cannot be.
    Usage(String),
    /// It is not there, or only a part of it.
    Partly(String),
    /// The store cannot be used.
    Store(String),
}

impl From<io::Error> for Failure {
    fn from(e: io::Error) -> Self {
        if e.kind() == io::ErrorKind::BrokenPipe { Self::Hangup } else { Self::Output(e) }
    }
}

impl From<NotEdited> for Failure {
    fn from(why: NotEdited) -> Self {
        match why {
            NotEdited::Refused(problems) => Self::Config(problems),
            other => Self::Usage(other.to_string()),
        }
    }
}

impl Failure {
    /// A file that cannot be read or written: the fault of the command line that named it.
    pub fn file(path: &Path, verb: &str, e: &io::Error) -> Self {
        Self::Usage(format!("{} cannot be {verb}: {}", path.display(), plain(e)))
    }

    /// The exit code it comes to.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Hangup => Exit::Done,
            Self::Output(_) | Self::Partly(_) => Exit::Partly,
            Self::Config(_) | Self::Usage(_) => Exit::Usage,
            Self::Store(_) => Exit::Store,
        }
    }

    /// Says it on standard error.
    pub fn tell(&self, out: &mut Out) -> Exit {
        if !matches!(self, Self::Hangup) {
            for line in self.to_string().lines() {
                out.say(line);
            }
        }
        self.exit()
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hangup => Ok(()),
            Self::Output(e) => write!(f, "Output cannot be written: {}", plain(e)),
            Self::Usage(why) | Self::Partly(why) | Self::Store(why) => f.write_str(why),
            Self::Config(problems) => {
                for problem in problems {
                    writeln!(f, "{problem}")?;
                }
                write!(f, "The config is wrong, so nothing was done. config.example.toml explains every key.")
            }
        }
    }
}

/// The system's words for an error, without its number.
fn plain(e: &io::Error) -> String {
    let text = e.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

//! Where a command's words go: the answer to standard output, remarks to standard error.

use std::{
    env,
    io::{self, BufWriter, IsTerminal, Write},
};

use super::args::ColorWhen;
use crate::text::clean;

/// Standard output and standard error, and what is known of the terminal behind them.
pub struct Out {
    answer: Box<dyn Write + Send>,
    remarks: Box<dyn Write + Send>,
    /// The widest a line for people may be, in cells.
    pub width: usize,
    /// Standard output is a terminal that can do more than print.
    pub screen: bool,
    /// Standard error is a terminal.
    pub progress: bool,
    colour: bool,
}

/// Where the width of the terminal is not known, and for pipes.
const USUAL_WIDTH: usize = 80;
/// Lines longer than this are hard to read whatever the terminal's width.
const LONGEST: usize = 100;

/// What a piece of text is, for colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    /// Headlines.
    Bold,
    /// Metadata.
    Dim,
    /// Matched words.
    Mark,
}

impl Out {
    /// The process's own.
    pub fn standard(color: ColorWhen) -> Self {
        let terminal = io::stdout().is_terminal();
        let columns = if terminal { screen_size().map(|(width, _)| usize::from(width)) } else { None };
        let from_env = || env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        Self {
            answer: Box::new(BufWriter::new(io::stdout())),
            remarks: Box::new(io::stderr()),
            width: columns.or_else(from_env).unwrap_or(USUAL_WIDTH).clamp(20, LONGEST),
            screen: terminal && !dumb(),
            progress: io::stderr().is_terminal() && !dumb(),
            colour: match color {
                ColorWhen::Always => true,
                ColorWhen::Never => false,
                ColorWhen::Auto => terminal && colour_welcome(),
            },
        }
    }

    /// One line of the answer, as it is: whoever calls has cleaned it.
    pub fn line(&mut self, text: &str) -> io::Result<()> {
        self.answer.write_all(text.as_bytes())?;
        self.answer.write_all(b"\n")
    }

    /// Bytes of the answer, as they are.
    pub fn raw(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.answer.write_all(bytes)
    }

    /// Where the answer goes.
    pub fn answer(&mut self) -> &mut dyn Write {
        &mut *self.answer
    }

    /// A remark on standard error. It is cleaned: paths and messages come from outside, too. A remark that cannot be
    /// written is lost, for there is nowhere left to say so. Blanks at its beginning stay: they make lists readable.
    pub fn say(&mut self, text: &str) {
        let _ = self.answer.flush();
        let indent = text.len() - text.trim_start_matches(' ').len();
        let _ = writeln!(self.remarks, "{:indent$}{}", "", clean::line(text));
    }

    /// The text in an ink, if colours are wanted.
    pub fn inked(&self, ink: Ink, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let (on, off) = match ink {
            Ink::Bold => (1, 22),
            Ink::Dim => (2, 22),
            Ink::Mark => (4, 24),
        };
        format!("\u{1b}[{on}m{text}\u{1b}[{off}m")
    }

    /// Hands on what is buffered.
    pub fn flush(&mut self) -> io::Result<()> {
        self.answer.flush()
    }
}

/// Columns and lines of the terminal, if there is one that knows them. Asks the system and nobody else: crossterm's
/// `size` would start `tput`, which answers with whatever COLUMNS says.
pub(super) fn screen_size() -> Option<(u16, u16)> {
    let known = crossterm::terminal::window_size().ok()?;
    (known.columns > 0 && known.rows > 0).then_some((known.columns, known.rows))
}

/// The environment does not speak against colours: <https://no-color.org>.
pub(super) fn colour_welcome() -> bool {
    !dumb() && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A terminal that can only print, or none that we know of.
fn dumb() -> bool {
    env::var_os("TERM").is_none_or(|term| term.is_empty() || term == "dumb")
}

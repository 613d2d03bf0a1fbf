//! Text set in a column: wrapped, styled by role, with its links placed.
//!
//! A compositor's room. Nouns come in (a dispatch, a record, the ledger) and leave as [`Laid`]: lines of pieces,
//! no wider than the column, with the place of every link and of the passage to light. `update` sets a text when
//! its words or its width change; drawing then only copies, and scrolling knows where the text ends.
//!
//! Everything is pure: the time and the zone are arguments, and the same noun set for the same width gives the
//! same lines on any machine. Every word from outside is cleaned here (`text::clean`) before it is measured. No
//! line is ever wider than the column, no grapheme is split, and a `[n]` marker stays with the word before it.
//! The time is linear in the text, a megabyte of prose and ten thousand citations included.
//!
//! One builder, one file: [`analysis()`], [`questions()`], [`citations()`], [`record()`], [`preview()`], [`ledger()`],
//! [`wires()`], [`source()`], [`adding()`], [`why()`], [`decided()`], [`claims()`], [`shown()`], [`versions()`],
//! [`changes()`], [`help()`]. Beneath them, `body` reads paragraphs, `inline` reads markers and emphasis, `leads` knows
//! what leads to a citation, `compare` tells two versions apart, `sentence` finds the sentence around a marker, and `set` fills the lines.

mod accounts;
mod adding;
mod analysis;
mod body;
mod changes;
mod citations;
mod claims;
mod compare;
mod decided;
mod help;
mod inline;
mod known;
mod leads;
mod ledger;
mod passage;
mod preview;
mod questions;
mod record;
mod sentence;
mod set;
mod shown;
mod source;
mod story;
mod tells;
mod why;
mod wires;

pub use adding::{adding, question};
pub use analysis::{Beside, analysis};
pub use changes::{changes, versions};
pub use citations::citations;
pub use claims::{absent, claims, tally, verdict};
pub use decided::decided;
pub use help::help;
pub use known::sentence;
pub use ledger::ledger;
pub use preview::preview;
pub use questions::questions;
pub use record::record;
pub use shown::shown;
pub use source::{a_day, peek, source, stand};
pub use story::{Spark, figure, moved, outcome_short, sparks};
pub use why::why;
pub use wires::wires;

use crate::story::{Key, RecordId, WireName};

/// What a piece of text is; the theme decides how it looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    #[default]
    Body,
    /// Metadata: dim.
    Meta,
    /// A headline.
    Headline,
    /// The sentence under a headline.
    Dek,
    /// A heading within the text.
    Heading,
    /// A `[n]` marker or another link.
    Link,
    /// A cited passage, lit; or the words a search matched.
    Mark,
    /// Emphasis.
    Strong,
    /// Something is missing or thin.
    Warn,
    /// Well.
    Good,
    /// Not found.
    Bad,
    /// Words that the newer of two versions has and the older has not.
    Added,
    /// The other way round.
    Removed,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// To a citation of this dispatch, by its place in `citations`; beyond their end, to a record by its place in
    /// `record_ids`, for a dispatch that names records and cites none.
    Citation(usize),
    /// To a question of this dispatch, by its place in `faq`: opens or closes the answer.
    Question(usize),
    /// To a dispatch.
    Dispatch(Key),
    /// To a record of the same wire.
    Record(RecordId),
    /// To a passage that a signal names: the signal's place, and the passage's.
    Passage(usize, usize),
    /// To a sentence of a trace, by its place.
    Claim(usize),
    /// To a passage that shows a sentence of a trace, by its place among them.
    Shown(usize),
    /// To a version, by its place in the history.
    Version(usize),
    /// To a change between two versions, by its place.
    Change(usize),
    /// To a page on the web.
    Web(String),
    /// To the dispatch of this wire with this slug.
    Story(String),
    /// To a beat, by its slug or by its name.
    Beat(String, String),
    /// To a wire.
    Wire(WireName),
}

/// A run of text in one role.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Piece {
    /// The words, cleaned.
    pub text: String,
    /// What they are.
    pub role: Role,
    /// The link they belong to: an index into [`Laid::links`].
    pub link: Option<usize>,
}

/// One line on screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Line {
    /// Cells left free before the first piece.
    pub indent: u16,
    /// Its pieces, from left to right; together no wider than the column.
    pub pieces: Vec<Piece>,
}

/// A link and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// The first line it stands on.
    pub line: usize,
    /// The line after its last (an item of a list may take several lines).
    pub end: usize,
    /// The sentence around it, for a marker in running text.
    pub sentence: Option<String>,
}

/// Text set in a column.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Laid {
    /// The width it was set for, in cells.
    pub width: u16,
    /// The lines.
    pub lines: Vec<Line>,
    /// The links, in reading order.
    pub links: Vec<Link>,
    /// The first lit line, where a record's cited passage begins.
    pub lit: Option<usize>,
}

impl Line {
    /// Its words, with the blanks before them and none behind.
    pub fn plain(&self) -> String {
        let mut out = " ".repeat(usize::from(self.indent));
        out.extend(self.pieces.iter().map(|piece| piece.text.as_str()));
        out.truncate(out.trim_end().len());
        out
    }
}

impl Laid {
    /// The text without its styles, a line a line, as `show` prints it.
    pub fn plain(&self) -> String {
        self.lines.iter().map(|line| line.plain() + "\n").collect()
    }

    /// The number of lines.
    pub fn height(&self) -> usize {
        self.lines.len()
    }
}

#[cfg(test)]
mod tests;

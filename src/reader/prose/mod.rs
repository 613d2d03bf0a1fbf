//! Text set in a column: wrapped, styled by role, with its links placed.
//!
//! (the essay of its owner stands here)

use crate::story::Key;

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
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    /// To a citation of this dispatch, by its place in `citations`.
    Citation(usize),
    /// To a question of this dispatch, by its place in `faq`: opens or closes the answer.
    Question(usize),
    /// To a dispatch.
    Dispatch(Key),
    /// To a page on the web.
    Web(String),
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

// stubs, until the setters land
use super::{
    keys::Keymap,
    model::{RecordScreen, Settings},
};
use crate::{
    story::{Entry, Moment},
    wire::page::Kept,
};
/// stub
pub fn analysis(_: &Kept, _: u16, _: &Settings, _: Moment) -> Laid {
    Laid::default()
}
/// stub
pub fn questions(_: &Kept, _: &[bool], _: u16, _: &Settings) -> Laid {
    Laid::default()
}
/// stub
pub fn citations(_: &Kept, _: u16, _: &Settings, _: Moment) -> Laid {
    Laid::default()
}
/// stub
pub fn preview(_: &Kept, _: u16, _: &Settings, _: Moment) -> Laid {
    Laid::default()
}
/// stub
pub fn record(_: &RecordScreen, _: u16, _: &Settings, _: Moment) -> Laid {
    Laid::default()
}
/// stub
pub fn ledger(_: &[Entry], _: u16, _: &Settings, _: Moment) -> Laid {
    Laid::default()
}
/// stub
pub fn help(_: &Keymap, _: u16, _: &Settings) -> Laid {
    Laid::default()
}

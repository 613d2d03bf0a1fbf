//! The table of who says what: rows of an outlet and its words.
//!
//! A row's words are a paragraph of the section's body, verbatim and with their marker, as everywhere; the outlets stand
//! beside them, in the section's `outlets`, one for each paragraph. So the prose stays the records' own, and a screen that
//! knows of the table can set the outlet before its words.

use crate::story::Extra;

use super::{Brief, Place};

/// The kind of a section whose paragraphs are accounts, each of one outlet.
pub const ACCOUNTS: &str = "accounts";

/// The outlet of each row, as people read its name.
pub(super) fn outlets(brief: &Brief<'_>, rows: &[Vec<Place>]) -> Extra {
    let outlet = |row: &Vec<Place>| row.first().map(|place| brief.documents[place.document].record.speaker());
    let outlets: Vec<String> = rows.iter().filter_map(outlet).collect();
    Extra::from_iter([("outlets".to_owned(), outlets.into())])
}

//! A section for a person: prose; accounts with their outlets; readings, apart from fact.

use std::io;

use super::Out;
use super::out::Ink;
use super::typeset::{block, heading, labelled};
use crate::{story::Section, text::tokens::plain};

/// What stands over a writer's readings, wherever they are shown.
pub(super) const READING: &str = "◇ Reading: what no record says";

/// A section with its heading.
pub(super) fn print(out: &mut Out, section: &Section) -> io::Result<()> {
    let named = section.heading.as_deref().filter(|words| !words.trim().is_empty());
    if let Some(words) = named {
        heading(out, &plain(words))?;
    }
    if section.is_reading() {
        if named.is_none() {
            out.line("")?;
        }
        labelled(out, "", Some(Ink::Dim), READING)?;
        out.line("")?;
        return block(out, 2, &plain(&section.body));
    }
    out.line("")?;
    let Some(accounts) = section.accounts() else { return block(out, 0, &plain(&section.body)) };
    for (outlet, words) in accounts {
        labelled(out, "", Some(Ink::Dim), &plain(outlet))?;
        block(out, 2, &plain(words))?;
    }
    Ok(())
}

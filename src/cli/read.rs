//! `slugline` without a command: the reader; or, where there is no screen to draw on, the front page as plain text.

use super::{
    Exit, Failure, Session,
    typeset::{self, Clock},
};
use crate::wire::page::{Listing, Scope};

/// Dispatches on a printed front page.
const FRONT: usize = 12;

pub(super) fn run(session: &mut Session<'_>) -> Result<Exit, Failure> {
    front_page(session)
}

/// The newest dispatches with their deks. An empty wire is no error here: it says what to do next.
fn front_page(session: &mut Session<'_>) -> Result<Exit, Failure> {
    let (_store, reader) = session.open_reader()?;
    let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
    let scope = session.scope();
    let name = match &scope {
        Scope::All => "All wires".to_owned(),
        Scope::Wire(name) => format!("The {name} wire"),
    };
    let page = reader.page(&Listing { scope, ..Listing::default() }, 0, FRONT)?;
    let many = if page.total == 1 { "dispatch" } else { "dispatches" };
    typeset::meta(session.out, 0, &["SLUGLINE".to_owned(), name, format!("{} {many}", page.total)])?;
    session.out.line("")?;
    for row in &page.rows {
        typeset::front_row(session.out, &clock, row)?;
    }
    let next = if page.rows.is_empty() {
        "The wire is empty. Next: slugline import FILE, then slugline edition."
    } else {
        "Next: slugline show CODE · slugline list · slugline search WORDS"
    };
    typeset::labelled(session.out, "", None, next)?;
    Ok(Exit::Done)
}

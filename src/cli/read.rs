//! `slugline` without a command: the reader; or, where there is no screen to draw on, the front page as plain text.

use std::sync::Arc;

use super::{
    DEFAULT_WIRE, Exit, Failure, Session, demo, edition, look,
    typeset::{self, Clock},
};
use crate::{
    desk::wired,
    reader::{
        hands::Remotes,
        shell::{self, Plan},
        update::Start,
    },
    wire::page::{Listing, Scope},
};

/// Dispatches on a printed front page.
const FRONT: usize = 12;

pub(super) fn run(session: &mut Session<'_>) -> Result<Exit, Failure> {
    if session.out.screen { on_screen(session) } else { front_page(session) }
}

/// The reader. What opening the store had to say shows in its status line.
fn on_screen(session: &mut Session<'_>) -> Result<Exit, Failure> {
    let store = session.open_quietly()?;
    let build_demo = demo::is_due(session, &store)?;
    let notices = store.notices().to_vec();
    let start = start(session, build_demo);
    let log = super::log::begin(&session.places.log, session.global.verbose);
    let left = shell::run(Plan {
        store: Arc::new(store),
        start,
        remotes: remotes(session),
        log,
        notices,
        debug_panic: session.global.debug_panic,
    });
    match left {
        Ok(0) => Ok(Exit::Done),
        Ok(code) => Ok(Exit::Signal(code)),
        Err(trouble) => Err(Failure::Store(format!("{}: {}. {}", trouble.what, trouble.why, trouble.remedy))),
    }
}

/// Whom the reader asks, as configured. Records go into the wire that was named, unless that is one of others'.
fn remotes(session: &mut Session<'_>) -> Remotes {
    let (beats, desk) = edition::settings(&session.config);
    let sources = std::mem::take(&mut session.config.sources).into();
    let config = &session.config;
    let named = session.wire();
    let of_others = named.as_str() == wired::DEMO || config.wires.iter().any(|row| row.name == named);
    Remotes {
        wires: config.wires.clone(),
        sources,
        own: if of_others { DEFAULT_WIRE.into() } else { named },
        config: session.global.config.clone().unwrap_or_else(|| session.places.config.clone()),
        beats,
        desk,
        offline: session.global.offline,
        contact: config.net.contact.clone(),
    }
}

/// Where the reader begins, as configured.
pub(super) fn start(session: &Session<'_>, build_demo: bool) -> Start {
    Start {
        size: ratatui::layout::Size::default(),
        now: session.now(),
        settings: look::settings(&session.config.reader, session.global.color),
        keymap: session.keymap.clone(),
        scope: session.scope(),
        build_demo,
        ..Start::default()
    }
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
        "The wire is empty. Next: slugline sources add URL, slugline gather and slugline edition for a wire of your own, or \
         slugline wires add URL for one that somebody publishes. slugline import FILE brings in files."
    } else {
        "Next: slugline show CODE · slugline list · slugline search WORDS"
    };
    typeset::labelled(session.out, "", None, next)?;
    Ok(Exit::Done)
}

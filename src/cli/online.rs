//! Asking servers from a command: the syncer, a runtime for its work, and a way to stop it.
//!
//! Everything that a sync tells is in the store already, so stopping needs no care: the work is dropped where it stands,
//! and the next sync goes on from there.

use std::{future::Future, io, sync::Arc};

use tokio::signal::unix::{SignalKind, signal};

use super::{Exit, Failure, Session};
use crate::{
    config::{WireRow, nearest},
    net::Manners,
    store::Store,
    story::WireName,
    sync::Syncer,
    wire::state::Trouble,
};

/// How servers are asked.
pub(super) fn manners(session: &Session<'_>) -> Manners {
    Manners {
        contact: session.config.net.contact.clone(),
        offline: session.global.offline,
        ..Manners::default()
    }
}

/// Who syncs these wires into the store.
pub(super) fn syncer(
    session: &Session<'_>,
    store: &Arc<Store>,
    wires: Vec<WireRow>,
) -> Result<Syncer, Failure> {
    Syncer::new(store.clone(), wires, manners(session)).map_err(|trouble| Failure::Partly(sentence(&trouble)))
}

/// A store to write to.
pub(super) fn writable(session: &mut Session<'_>, what: &str) -> Result<Arc<Store>, Failure> {
    let store = session.open_store()?;
    if store.is_read_only() {
        return Err(Failure::Store(format!("{} can only be read; {what}.", store.path().display())));
    }
    Ok(Arc::new(store))
}

/// Where requests are forbidden, says so.
pub(super) fn allowed(session: &Session<'_>, what: &str) -> Result<(), Failure> {
    if session.global.offline {
        let told = format!(
            "Offline: {what}, and no request was made. Leave out --offline (or the variable SLUGLINE_OFFLINE) to go on."
        );
        return Err(Failure::Partly(told));
    }
    Ok(())
}

/// The wires meant: those named, else the one of `--wire`, else all that are configured.
pub(super) fn chosen(session: &Session<'_>, named: &[String]) -> Result<Vec<WireRow>, Failure> {
    let rows = &session.config.wires;
    if rows.is_empty() {
        let told = "No wires of others are configured yet. `slugline wires add URL` adds one.";
        return Err(Failure::Partly(told.to_owned()));
    }
    let named: Vec<&str> = match &session.global.wire {
        Some(wire) if named.is_empty() => vec![wire],
        _ => named.iter().map(String::as_str).collect(),
    };
    if named.is_empty() {
        return Ok(rows.clone());
    }
    let mut meant: Vec<WireRow> = Vec::new();
    for name in named {
        let row = rows.iter().find(|row| row.name.as_str() == name);
        let row = row.ok_or_else(|| unknown(name, rows.iter().map(|row| &row.name)))?;
        if !meant.contains(row) {
            meant.push(row.clone());
        }
    }
    Ok(meant)
}

/// No wire has this name; the nearest one that has, and all there are.
pub(super) fn unknown<'a>(typed: &str, known: impl Iterator<Item = &'a WireName>) -> Failure {
    let names: Vec<&str> = known.map(WireName::as_str).collect();
    let near = nearest(typed, names.iter().copied());
    let meant = near.map_or_else(String::new, |near| format!(" Did you mean {near:?}?"));
    Failure::Partly(format!("No configured wire is called {typed}.{meant} There are {}.", names.join(", ")))
}

/// How work ended that may be stopped.
pub(super) enum Went<T> {
    /// By itself.
    Through(T),
    /// By a signal: 128 and its number.
    Stopped(u8),
}

/// Does the work on this thread until it is done or a signal comes.
pub(super) fn wait_for<T>(work: impl Future<Output = T>) -> Result<Went<T>, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let went = runtime.block_on(async {
        let mut stopped = std::pin::pin!(signalled());
        let mut work = std::pin::pin!(work);
        tokio::select! {
            biased;
            code = &mut stopped => code.map(Went::Stopped),
            done = &mut work => Ok(Went::Through(done)),
        }
    });
    // A name that is still being looked up must not hold the end up.
    runtime.shutdown_background();
    Ok(went?)
}

/// The exit code for the signal that came.
async fn signalled() -> io::Result<u8> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup = signal(SignalKind::hangup())?;
    Ok(tokio::select! {
        _ = interrupt.recv() => 130,
        _ = terminate.recv() => 143,
        _ = hangup.recv() => 129,
    })
}

/// What is said when a signal ended the work.
pub(super) fn stopped(session: &mut Session<'_>, code: u8, told: &str) -> Exit {
    session.out.say(told);
    Exit::Signal(code)
}

/// A trouble as one paragraph.
pub(super) fn sentence(trouble: &Trouble) -> String {
    let Trouble { what, why, remedy } = trouble;
    let told = if why.is_empty() { what.clone() } else { format!("{what}: {why}") };
    let ended = |text: &str| {
        let stop = if text.ends_with(['.', '?', '!']) { "" } else { "." };
        format!("{text}{stop}")
    };
    if remedy.is_empty() { ended(&told) } else { format!("{} {}", ended(&told), ended(remedy)) }
}

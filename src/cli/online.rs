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
    remote::{BY_ITSELF, NEXT_SYNC},
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
    let there = match names.as_slice() {
        [] => String::new(),
        [only] => format!(" There is only {only}."),
        all => format!(" There are {}.", all.join(", ")),
    };
    Failure::Partly(format!("No wire is called {typed}.{meant}{there}"))
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

/// Has someone told when a signal comes, while work goes on that heeds it by itself. Nobody is waited for: a second signal
/// ends the program where it stands.
pub(super) fn tell_of_signals(told: impl FnOnce(u8) + Send + 'static) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        runtime.block_on(async {
            if let Ok(code) = signalled().await {
                told(code);
            }
            if signalled().await.is_ok() {
                let _ =
                    rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
            }
        });
    })?;
    Ok(())
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

/// A trouble met by trying an address that need not be in the config, and that nobody tries again by itself.
pub(super) fn at_first(trouble: &Trouble, configured: bool) -> Trouble {
    let mut at_first = trouble.clone();
    if trouble.remedy == BY_ITSELF || trouble.remedy == NEXT_SYNC {
        "Is the address right, and is its server running?".clone_into(&mut at_first.remedy);
    }
    if !configured {
        let Trouble { why, remedy, .. } = &mut at_first;
        if why.contains("allow_private") {
            *why = why.replace("; set allow_private = true for it in the config", "");
            "--allow-private permits it".clone_into(remedy);
        }
        if remedy.starts_with("Give the wire a key") {
            "--key-env, --key-file or --key-command says where its key is".clone_into(remedy);
        }
        for config in [" of the wire in the config", " in the config", "; `slugline wires test` tells more"] {
            *remedy = remedy.replace(config, "");
        }
        *remedy = remedy.replace(", then `slugline sync`", "");
    }
    at_first
}

/// A trouble as one paragraph.
pub(super) fn sentence(trouble: &Trouble) -> String {
    paragraph(trouble, NEXT_SYNC)
}

/// A trouble with a source as one paragraph.
pub(super) fn of_source(trouble: &Trouble) -> String {
    paragraph(trouble, "It is tried again with the next gathering")
}

/// `next`: what a command can promise where the reader would try again by itself.
fn paragraph(trouble: &Trouble, next: &str) -> String {
    let Trouble { what, why, remedy } = trouble;
    let remedy = if remedy == BY_ITSELF { next } else { remedy };
    let told = if why.is_empty() { what.clone() } else { format!("{what}: {why}") };
    let ended = |text: &str| {
        let stop = if text.ends_with(['.', '?', '!']) { "" } else { "." };
        format!("{text}{stop}")
    };
    if remedy.is_empty() { ended(&told) } else { format!("{} {}", ended(&told), ended(remedy)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble(why: &str, remedy: &str) -> Trouble {
        Trouble { what: "a.example was not asked".into(), why: why.into(), remedy: remedy.into() }
    }

    #[test]
    fn a_command_promises_nothing_that_only_a_reader_does() {
        assert!(sentence(&trouble("", BY_ITSELF)).ends_with("It is tried again at the next sync."));
    }

    #[test]
    fn a_source_is_gathered_from_and_not_synced() {
        assert!(of_source(&trouble("", BY_ITSELF)).ends_with("It is tried again with the next gathering."));
    }

    #[test]
    fn an_address_that_is_in_no_config_is_not_mended_there() {
        for (why, remedy, want) in [
            ("", BY_ITSELF, "Is the address right, and is its server running?"),
            (
                "",
                "Check the address of the wire in the config; `slugline wires test` tells more",
                "Check the address",
            ),
            (
                "",
                "Give the wire a key in the config, then `slugline sync`",
                "--key-env, --key-file or --key-command says where its key is",
            ),
            ("", "Check the key of the wire in the config, then `slugline sync`", "Check the key"),
            (
                "it is own; set allow_private = true for it in the config",
                "Check",
                "--allow-private permits it",
            ),
        ] {
            let told = at_first(&trouble(why, remedy), false);
            assert_eq!(told.remedy, want);
            assert!(!told.why.contains("allow_private"), "{}", told.why);
        }
        let kept = trouble("", "Check the key of the wire in the config, then `slugline sync`");
        assert_eq!(at_first(&kept, true), kept);
    }

    #[test]
    fn who_does_not_exist_is_told_who_does() {
        let told = |names: &[&str]| {
            let names: Vec<WireName> = names.iter().map(|name| WireName::from(*name)).collect();
            let Failure::Partly(told) = unknown("wrold", names.iter()) else { panic!("another failure") };
            told
        };
        assert_eq!(told(&["world"]), "No wire is called wrold. Did you mean \"world\"? There is only world.");
        assert_eq!(told(&["a", "b"]), "No wire is called wrold. There are a, b.");
        assert_eq!(told(&[]), "No wire is called wrold.");
    }
}

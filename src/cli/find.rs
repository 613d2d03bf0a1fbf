//! From what a person typed to the dispatch meant: a code with or without prefix and dot, or a whole id.

use std::fmt::Write;

use super::{Failure, Session, typeset::Clock};
use crate::{
    store::Reader,
    story::{Code, DispatchId, Key},
    text::tokens,
    wire::page::{Kept, Scope},
};

/// The dispatch that was asked for. Several with the same code are all named; a person picks by id or wire.
pub(super) fn dispatch(session: &Session<'_>, reader: &Reader, typed: &str) -> Result<Kept, Failure> {
    let scope = session.scope();
    let mut keys = match Code::parse(typed) {
        Some(code) => reader.find_code(code, &scope)?,
        None => Vec::new(),
    };
    if keys.is_empty() {
        keys = by_id(reader, &scope, typed)?;
    }
    // Versions of one story may share a code only by chance, so each of them is a candidate.
    let key = match keys.as_slice() {
        [] => None,
        [key] => Some(key),
        several => return Err(Failure::Partly(collision(session, reader, typed, several)?)),
    };
    let kept = key.map(|key| reader.dispatch(key)).transpose()?.flatten();
    kept.ok_or_else(|| {
        let hint = if Code::parse(typed).is_some() { "" } else { " A code has six digits, such as 7C813E." };
        Failure::Partly(format!(
            "No dispatch {typed} in the store.{hint} `slugline list` shows what is there."
        ))
    })
}

/// One id may stand on several wires.
fn by_id(reader: &Reader, scope: &Scope, typed: &str) -> Result<Vec<Key>, Failure> {
    let id = DispatchId::new(typed.trim());
    let mut keys = Vec::new();
    for wire in reader.wires()? {
        let meant = matches!(scope, Scope::All) || *scope == Scope::Wire(wire.wire.clone());
        let key = Key { wire: wire.wire, id: id.clone() };
        if meant && reader.dispatch(&key)?.is_some() {
            keys.push(key);
        }
    }
    Ok(keys)
}

fn collision(session: &Session<'_>, reader: &Reader, typed: &str, keys: &[Key]) -> Result<String, Failure> {
    let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
    let mut told = if keys.iter().all(|key| key.id == keys[0].id) {
        format!("Dispatch {typed} is on {} wires. Choose one with --wire:", keys.len())
    } else {
        format!("{} dispatches have the code {typed}. Ask for one by its id:", keys.len())
    };
    for key in keys {
        let Some(row) = reader.row(key)? else { continue };
        let (wire, time) = (&row.key.wire, clock.exact(row.time));
        let _ = write!(told, "\n  {}  ({wire}, {time}) {}", row.key.id, tokens::words(&row.headline));
    }
    Ok(told)
}

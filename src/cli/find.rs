//! From what a person typed to the dispatch meant: a code with or without prefix and dot, or a whole id.

use std::fmt::Write;

use super::{Failure, Session, typeset::Clock};
use crate::{
    store::Reader,
    story::{Code, DispatchId, Key},
    wire::page::{Kept, Row, Scope},
};

/// The dispatch that was asked for. Several with the same code are all named; a person picks by id or wire.
pub(super) fn dispatch(session: &Session<'_>, reader: &Reader, typed: &str) -> Result<Kept, Failure> {
    let scope = session.scope();
    let key = match by_code(reader, &scope, typed)? {
        rows if rows.is_empty() => by_id(reader, &scope, typed)?,
        mut rows if rows.len() == 1 => rows.pop().map(|row| row.key),
        rows => return Err(Failure::Partly(collision(session, typed, &rows))),
    };
    let kept = key.map(|key| reader.dispatch(&key)).transpose()?.flatten();
    kept.ok_or_else(|| {
        let hint = if Code::parse(typed).is_some() { "" } else { " A code has six digits, such as 7C813E." };
        Failure::Partly(format!(
            "No dispatch {typed} in the store.{hint} `slugline list` shows what is there."
        ))
    })
}

fn by_code(reader: &Reader, scope: &Scope, typed: &str) -> Result<Vec<Row>, Failure> {
    match Code::parse(typed) {
        Some(code) => Ok(reader.by_code(scope, code)?),
        None => Ok(Vec::new()),
    }
}

fn by_id(reader: &Reader, scope: &Scope, typed: &str) -> Result<Option<Key>, Failure> {
    let id = DispatchId::new(typed.trim());
    for wire in reader.wires()? {
        let meant = matches!(scope, Scope::All) || *scope == Scope::Wire(wire.wire.clone());
        let key = Key { wire: wire.wire, id: id.clone() };
        if meant && reader.dispatch(&key)?.is_some() {
            return Ok(Some(key));
        }
    }
    Ok(None)
}

fn collision(session: &Session<'_>, typed: &str, rows: &[Row]) -> String {
    let clock = Clock { now: session.now(), zone: session.config.reader.zone.time_zone() };
    let mut told = format!("{} dispatches have the code {typed}. Ask for one by its id:", rows.len());
    for row in rows {
        let (wire, time) = (&row.key.wire, clock.exact(row.time));
        let _ = write!(told, "\n  {}  ({wire}, {time}) {}", row.key.id, row.headline);
    }
    told
}

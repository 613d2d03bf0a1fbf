//! Asking. Each reader has a connection of its own; several questions in one answer see one state of the store.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::Answer;
use crate::story::WireName;
use crate::wire::page::Scope;

/// A reader. Not shared between threads; make one for each.
#[derive(Debug)]
pub struct Reader {
    pub(super) conn: Connection,
    pub(super) path: PathBuf,
}

/// What a wire is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct About {
    /// A word for how it came: whatever `set_wire` was told.
    pub kind: String,
    /// What to tell a person of it.
    pub note: String,
}

/// Whose items a question is about.
pub(super) enum Whose {
    /// Everyone's.
    All,
    /// Those of one wire, by number.
    Wire(i64),
    /// Those of a wire the store has never heard of: none.
    Nobody,
}

impl Reader {
    pub(super) fn over(conn: Connection, path: PathBuf) -> Answer<Self> {
        conn.execute_batch("PRAGMA query_only = ON")?;
        Ok(Self { conn, path })
    }

    /// One state of the store for several questions.
    pub(super) fn moment(&self) -> Answer<Transaction<'_>> {
        Ok(self.conn.unchecked_transaction()?)
    }

    /// The number behind a wire's name.
    pub(super) fn wire_number(&self, name: &WireName) -> Answer<Option<i64>> {
        let mut find = self.conn.prepare_cached("SELECT n FROM wire WHERE name = ?")?;
        Ok(find.query_row([name.as_str()], |line| line.get(0)).optional()?)
    }

    pub(super) fn whose(&self, scope: &Scope) -> Answer<Whose> {
        Ok(match scope {
            Scope::All => Whose::All,
            Scope::Wire(name) => self.wire_number(name)?.map_or(Whose::Nobody, Whose::Wire),
        })
    }

    /// The name behind a wire's number.
    pub(super) fn wire_name(&self, n: i64) -> Answer<WireName> {
        let mut find = self.conn.prepare_cached("SELECT name FROM wire WHERE n = ?")?;
        Ok(WireName::new(find.query_row([n], |line| line.get::<_, String>(0))?))
    }

    /// What a wire is, as `set_wire` was told.
    pub fn about(&self, wire: &WireName) -> Answer<Option<About>> {
        let mut find = self.conn.prepare_cached("SELECT kind, note FROM wire WHERE name = ?")?;
        let about =
            find.query_row([wire.as_str()], |line| Ok(About { kind: line.get(0)?, note: line.get(1)? }));
        Ok(about.optional()?)
    }
}

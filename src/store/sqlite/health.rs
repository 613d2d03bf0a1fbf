//! How the store is, for `slugline doctor`.

use std::path::PathBuf;

use super::schema::Marked;
use super::{Answer, Reader};
use crate::store::place;

/// What a doctor wants to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Health {
    /// Where the store is.
    pub path: PathBuf,
    /// The store's version.
    pub schema: usize,
    /// The version of SQLite.
    pub sqlite: String,
    /// The size of the file, in bytes.
    pub bytes: u64,
    /// The size of its journal, in bytes.
    pub journal_bytes: u64,
    /// Bytes in the file that hold nothing.
    pub free_bytes: u64,
    /// Wires.
    pub wires: usize,
    /// Dispatches, all versions counted.
    pub dispatches: usize,
    /// Records.
    pub records: usize,
    /// Lines in the ledger.
    pub ledger: usize,
    /// What the integrity check found; empty if all is well.
    pub damage: Vec<String>,
}

impl Reader {
    /// Looks the whole store over. Takes seconds where there is a gigabyte.
    pub fn health(&self) -> Answer<Health> {
        let pragma = |name: &str| self.conn.pragma_query_value(None, name, |line| line.get::<_, i64>(0));
        let free = pragma("freelist_count")?.saturating_mul(pragma("page_size")?);
        let mut check = self.conn.prepare("PRAGMA quick_check(20)")?;
        let found = check.query_map([], |line| line.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        Ok(Health {
            path: self.path.clone(),
            schema: Marked::read(&self.conn)?.version,
            sqlite: rusqlite::version().to_owned(),
            bytes: place::size(&self.path),
            journal_bytes: place::size(&place::beside(&self.path, "-wal")),
            free_bytes: u64::try_from(free).unwrap_or_default(),
            wires: self.count_of("wire")?,
            dispatches: self.count_of("dispatch")?,
            records: self.count_of("record")?,
            ledger: self.count_of("ledger")?,
            damage: found.into_iter().filter(|line| line != "ok").collect(),
        })
    }
}

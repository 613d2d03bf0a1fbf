//! Bringing a store to the newest version: numbered files, applied in order, in one transaction.
//!
//! `user_version` says how many have been applied. A file is never edited once released. An existing store is
//! copied before it is changed.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::Answer;
use crate::store::{StoreFault, place};

/// `SLUG`, in the file's header: this database is ours.
pub(in crate::store) const APPLICATION_ID: i32 = 0x534c_5547;

/// All of them, oldest first.
pub(in crate::store) const MIGRATIONS: &[&str] = &[
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_remote.sql"),
    include_str!("migrations/0003_sources.sql"),
    include_str!("migrations/0004_pages.sql"),
    include_str!("migrations/0005_newest.sql"),
    include_str!("migrations/0006_stories.sql"),
    include_str!("migrations/0007_counted.sql"),
    include_str!("migrations/0008_jobs.sql"),
    include_str!("migrations/0009_versions.sql"),
];

/// The newest version this program knows.
pub(in crate::store) const NEWEST: usize = MIGRATIONS.len();

/// What the header of a database says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marked {
    pub(super) application_id: i32,
    pub(super) version: usize,
    pub(super) empty: bool,
}

impl Marked {
    pub(super) fn read(conn: &Connection) -> rusqlite::Result<Self> {
        let pragma = |name: &str| conn.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let application_id = pragma("application_id")?;
        let version = usize::try_from(pragma("user_version")?).unwrap_or(usize::MAX);
        let empty = application_id == 0
            && version == 0
            && !conn.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))?;
        Ok(Self { application_id, version, empty })
    }

    /// Refuses what is not ours or not yet known.
    pub(super) fn accept(self, path: &Path) -> Answer<()> {
        let path = path.display();
        if !self.empty && self.application_id != APPLICATION_ID {
            return Err(StoreFault::new(
                format!("Will not open {path}"),
                "it is a database of another program",
                "Choose another file with --store.",
            ));
        }
        if self.version > NEWEST {
            return Err(StoreFault::new(
                format!("Will not open {path}"),
                format!(
                    "it was made by a newer Slugline (store version {}, this one knows {NEWEST})",
                    self.version
                ),
                "Use the newer Slugline, or choose another file with --store.",
            ));
        }
        Ok(())
    }
}

/// Brings the store to the newest version.
pub(super) fn migrate(conn: &mut Connection, path: &Path) -> Answer<Option<String>> {
    migrate_with(conn, path, MIGRATIONS)
}

/// The same, with a list of one's own. Says so if an older store was changed, and where its copy is.
pub(in crate::store) fn migrate_with(
    conn: &mut Connection,
    path: &Path,
    list: &[&str],
) -> Answer<Option<String>> {
    let marked = Marked::read(conn)?;
    if !marked.empty && marked.version >= list.len() {
        return Ok(None);
    }
    let said = if marked.empty { None } else { Some(back_up(conn, path, marked.version)?) };
    if marked.empty {
        conn.pragma_update(None, "page_size", 4096)?;
        conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let applied = Marked::read(&tx)?.version; // another process may have been quicker
    for sql in list.iter().skip(applied) {
        tx.execute_batch(sql)?;
    }
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", list.len().max(applied) as i64)?;
    tx.commit()?;
    Ok(said)
}

fn back_up(conn: &Connection, path: &Path, version: usize) -> Answer<String> {
    let copy = place::beside(path, &format!(".before-{version}"));
    place::make(&copy)?;
    conn.backup("main", &copy, None::<fn(rusqlite::backup::Progress)>)?;
    Ok(format!("The store was brought up to date; a copy from before is in {}", copy.display()))
}

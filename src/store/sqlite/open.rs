//! Finding, checking and preparing the file.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::schema::{Marked, migrate};
use super::{Answer, Reader, Writer};
use crate::store::place::{self, Found};
use crate::store::{StoreFault, fault};
use crate::story::Moment;

/// What the caller means to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Read and write; made if it is not there. Where the disk allows only reading, only reading, with a notice.
    ReadWrite,
    /// Read only; nothing is made or changed.
    ReadOnly,
}

/// How the file was opened in the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Write,
    Read,
    /// A file on a disk where not even the index of the journal can be made.
    Frozen,
}

/// An open store.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    mode: Mode,
    first: Mutex<Option<Connection>>,
    writer: OnceLock<Writer>,
    notices: Vec<String>,
}

impl Store {
    /// Opens the store at `path`. `now` names what has to be moved aside.
    pub fn open(path: &Path, access: Access, now: Moment) -> Answer<Self> {
        let path = place::resolve(path)?;
        let mut notices = Vec::new();
        if access == Access::ReadWrite && place::look(&path)? == Found::Other {
            notices.push(aside(&path, now)?);
        }
        let opened = match open_at(&path, access) {
            Err(Trouble::Damaged) if access == Access::ReadWrite => {
                notices.push(aside(&path, now)?);
                open_at(&path, access)
            }
            other => other,
        };
        let (conn, mode, said) = opened.map_err(|trouble| trouble.told(&path))?;
        notices.extend(said);
        Ok(Self { path, mode, first: Mutex::new(Some(conn)), writer: OnceLock::new(), notices })
    }

    /// What a person should be told about the opening: moved aside, brought up to date, only reading.
    pub fn notices(&self) -> &[String] {
        &self.notices
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True where nothing can be kept.
    pub fn is_read_only(&self) -> bool {
        self.mode != Mode::Write
    }

    /// A reader with a connection of its own.
    pub fn reader(&self) -> Answer<Reader> {
        let conn = connect(&self.path, if self.mode == Mode::Write { Mode::Read } else { self.mode })?;
        Reader::over(conn, self.path.clone())
    }

    /// The writer, started when it is first asked for.
    pub fn writer(&self) -> Answer<Writer> {
        if self.is_read_only() {
            let what = format!("Cannot write to {}", self.path.display());
            return Err(StoreFault::new(
                what,
                "it was opened for reading only",
                "Check who owns the file and its folder.",
            ));
        }
        let mut first = self.first.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(conn) = first.take() {
            drop(self.writer.set(Writer::start(conn)?));
        }
        self.writer.get().cloned().ok_or_else(|| {
            StoreFault::new("Cannot write", "the writer did not start", "Start Slugline again.")
        })
    }

    /// Waits until everything asked of the writer is on the disk, and folds the journal in.
    pub fn close(self) {
        drop(self);
    }
}

/// What kept a file from being opened.
enum Trouble {
    Damaged,
    Fault(StoreFault),
}

impl Trouble {
    fn told(self, path: &Path) -> StoreFault {
        match self {
            Self::Fault(fault) => fault,
            Self::Damaged => StoreFault::new(
                format!("Cannot open {}", path.display()),
                "it is no database, or damaged",
                "Choose another file with --store.",
            ),
        }
    }
}

impl From<StoreFault> for Trouble {
    fn from(fault: StoreFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => Self::Damaged,
            _ => Self::Fault(error.into()),
        }
    }
}

type Opened = (Connection, Mode, Vec<String>);

fn open_at(path: &Path, access: Access) -> Result<Opened, Trouble> {
    if access == Access::ReadWrite {
        match open_to_write(path) {
            Err(Trouble::Fault(fault)) if place::look(path)? == Found::Database && !is_refusal(&fault) => {
                let (conn, mode, mut said) = open_to_read(path)?;
                let note = format!(
                    "{} can only be read: marks and new items are not kept ({})",
                    path.display(),
                    fault.why
                );
                said.insert(0, note);
                return Ok((conn, mode, said));
            }
            other => return other,
        }
    }
    open_to_read(path)
}

/// A refusal is about what the file is; anything else is about what the disk allows.
fn is_refusal(fault: &StoreFault) -> bool {
    fault.what.starts_with("Will not") || fault.why == fault::BUSY
}

fn open_to_write(path: &Path) -> Result<Opened, Trouble> {
    place::make(path)?;
    let mut conn = connect(path, Mode::Write)?;
    let marked = Marked::read(&conn)?;
    marked.accept(path)?;
    if conn.is_readonly("main")? {
        return Err(
            StoreFault::new("Cannot write", "the file is write-protected", "Check who owns it.").into()
        );
    }
    place::tighten(path);
    let said = migrate(&mut conn, path)?;
    Ok((conn, Mode::Write, said.into_iter().collect()))
}

fn open_to_read(path: &Path) -> Result<Opened, Trouble> {
    for mode in [Mode::Read, Mode::Frozen] {
        let read = connect(path, mode).and_then(|conn| Ok((Marked::read(&conn)?, conn)));
        let (marked, conn) = match read {
            Ok(read) => read,
            Err(error) if mode == Mode::Read && needs_freezing(&error) => continue,
            Err(error) => return Err(error.into()),
        };
        marked.accept(path)?;
        if marked.version < super::schema::NEWEST {
            let why = if marked.empty {
                "it is empty"
            } else {
                "it is from an older Slugline and cannot be brought up to date"
            };
            let what = format!("Cannot open {} for reading", path.display());
            return Err(StoreFault::new(what, why, "Open it once where it can be written.").into());
        }
        let left_out = mode == Mode::Frozen && place::size(&place::beside(path, "-wal")) > 0;
        let said = left_out.then(|| format!("The newest items of {} cannot be shown", path.display()));
        return Ok((conn, mode, said.into_iter().collect()));
    }
    Err(Trouble::Damaged)
}

/// Even reading writes the index of the journal. In a folder where that cannot be made, the file alone is read.
fn needs_freezing(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

fn aside(path: &Path, now: Moment) -> Answer<String> {
    let moved = place::move_aside(path, now)?;
    Ok(format!("{} was no store; it is kept as {}, and a new one was made", path.display(), moved.display()))
}

/// A connection with the settings that hold everywhere.
fn connect(path: &Path, mode: Mode) -> rusqlite::Result<Connection> {
    let common = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = match mode {
        Mode::Write => Connection::open_with_flags(path, common | OpenFlags::SQLITE_OPEN_READ_WRITE)?,
        Mode::Read => Connection::open_with_flags(path, common | OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        Mode::Frozen => {
            let uri = common | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            Connection::open_with_flags(frozen(path), uri)?
        }
    };
    conn.busy_timeout(Duration::from_secs(5))?;
    // A plan is a plan: without this, SQLite plans anew whenever another value is bound.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.set_prepared_statement_cache_capacity(96);
    if mode == Mode::Write {
        conn.pragma_update(None, "wal_autocheckpoint", 4000)?; // 16 MB: folding in less often costs less altogether
    }
    let cache_kib = if mode == Mode::Write { 4096 } else { 2048 };
    conn.execute_batch(&format!(
        "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -{cache_kib};
         PRAGMA journal_size_limit = 16777216; PRAGMA temp_store = MEMORY;"
    ))?;
    Ok(conn)
}

/// The path as a URI that promises nobody else will change the file.
fn frozen(path: &Path) -> String {
    let escaped = path.as_os_str().as_encoded_bytes().iter().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => char::from(*byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    format!("file:{}?immutable=1", escaped.collect::<String>())
}

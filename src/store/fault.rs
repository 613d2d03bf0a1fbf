//! What can go wrong with a store, in words a person can act on.

use std::path::Path;

use rusqlite::ErrorCode;

use crate::story::Trouble;

/// Why a store could not be had for five seconds.
pub(super) const BUSY: &str = "another program has been writing to it for more than five seconds";

/// What happened, why, and what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {why}. {remedy}")]
pub struct StoreFault {
    /// What could not be done.
    pub what: String,
    /// Why not.
    pub why: String,
    /// What to do next.
    pub remedy: String,
}

impl StoreFault {
    /// From its three parts, none of them with a full stop before `remedy`.
    pub fn new(what: impl Into<String>, why: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), remedy: remedy.into() }
    }

    /// A thread that was asking, or writing, fell.
    pub fn fell() -> Self {
        Self::new(
            "The store could not be used",
            "a thread ended before its work was done",
            "This is a fault of Slugline's; please report it.",
        )
    }

    /// A file or folder that could not be used.
    pub(super) fn file(what: &str, path: &Path, error: &std::io::Error) -> Self {
        Self::new(
            format!("{what} {}", path.display()),
            error.to_string(),
            "Check who owns it, or choose another place with --store.",
        )
    }
}

/// As whoever syncs and gathers tells it: a remedy without its full stop.
impl From<StoreFault> for Trouble {
    fn from(fault: StoreFault) -> Self {
        Self { what: fault.what, why: fault.why, remedy: fault.remedy.trim_end_matches('.').to_owned() }
    }
}

/// The usual reasons, by the code that SQLite gives.
impl From<rusqlite::Error> for StoreFault {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(ErrorCode::DiskFull) {
            // Said first, since a narrow screen has room for little more.
            let remedy = "Nothing was lost; make room and try again.";
            return Self::new("The disk is full", "nothing more can be stored", remedy);
        }
        let (why, remedy) = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => (BUSY, "Try again in a moment."),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => (
                "the file is damaged",
                "Run `slugline doctor`; `slugline export` saves what can still be read.",
            ),
            Some(ErrorCode::ReadOnly) => ("it can only be read", "Check who owns the file and its folder."),
            Some(ErrorCode::CannotOpen) => {
                ("the file cannot be opened", "Check who owns the file and its folder.")
            }
            Some(ErrorCode::SystemIoFailure) => {
                ("the disk reports an error", "Check the disk, then try again.")
            }
            Some(ErrorCode::OperationInterrupted) => ("it was interrupted", "Ask again."),
            _ => ("", "This is a fault of Slugline's; please report it."),
        };
        let why = if why.is_empty() { error.to_string() } else { why.to_owned() };
        Self::new("The store could not be used", why, remedy)
    }
}

//! The file the store lives in: made for its owner alone, looked at before it is opened, moved aside if it is no store.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::StoreFault;
use crate::story::Moment;

/// How every SQLite file begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What stands at a path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing, or a file without a byte in it.
    Nothing,
    /// Something that begins as a database does.
    Database,
    /// Something else.
    Other,
}

/// Looks at the first bytes.
pub(super) fn look(path: &Path) -> Result<Found, StoreFault> {
    let cannot_read = |error| StoreFault::file("Cannot read the store", path, &error);
    // Asked before it is opened: a pipe would wait for someone to write.
    let kind = match fs::metadata(path) {
        Ok(known) => known.file_type(),
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(cannot_read(error)),
    };
    if !kind.is_file() {
        let (why, remedy) = if kind.is_dir() {
            ("it is a folder", "Give --store the name of a file in it.")
        } else {
            ("it is a device or a pipe", "Choose another file with --store.")
        };
        return Err(StoreFault::new(format!("Cannot use {} as a store", path.display()), why, remedy));
    }
    let mut file = File::open(path).map_err(cannot_read)?;
    let mut head = Vec::with_capacity(MAGIC.len());
    file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut head).map_err(cannot_read)?;
    Ok(match head.as_slice() {
        [] => Found::Nothing,
        head if head == MAGIC => Found::Database,
        _ => Found::Other,
    })
}

/// Makes the folder (0700) and an empty file (0600), whatever the umask. A file that is there stays as it is.
pub(super) fn make(path: &Path) -> Result<(), StoreFault> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        let mut maker = fs::DirBuilder::new();
        maker.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
        maker.create(folder).map_err(|error| StoreFault::file("Cannot make the folder", folder, &error))?;
    }
    let mut options = OpenOptions::new();
    options.read(true).append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| StoreFault::file("Cannot write the store", path, &error))?;
    Ok(())
}

/// Shuts a store that is open to others (0600), and its journal. Only ever for a file that has been found to be a store.
#[cfg(unix)]
pub(super) fn tighten(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for path in [path.to_owned(), beside(path, "-wal"), beside(path, "-shm")] {
        if fs::metadata(&path).is_ok_and(|known| known.permissions().mode() & 0o077 != 0) {
            drop(fs::set_permissions(&path, fs::Permissions::from_mode(0o600))); // not ours to tighten: then it stays as it is
        }
    }
}

/// Elsewhere, who may read a file is not ours to say.
#[cfg(not(unix))]
pub(super) fn tighten(_: &Path) {}

/// A link is followed, unless it stands in a folder where others may plant one.
pub(super) fn resolve(path: &Path) -> Result<PathBuf, StoreFault> {
    let Ok(target) = fs::read_link(path) else { return Ok(path.to_owned()) };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    #[cfg(unix)]
    if let Ok(known) = fs::metadata(folder) {
        use std::os::unix::fs::PermissionsExt;
        if known.permissions().mode() & 0o002 != 0 {
            return Err(StoreFault::new(
                format!("Will not follow the link {}", path.display()),
                "it stands in a folder that anyone may write to",
                "Name the file itself with --store.",
            ));
        }
    }
    let target = folder.join(target);
    Ok(fs::canonicalize(&target).unwrap_or(target))
}

/// Renames the file, and the journal beside it, to `<name>.corrupt-<time>`. Gives the new path.
pub(super) fn move_aside(path: &Path, now: Moment) -> Result<PathBuf, StoreFault> {
    let stamp = now.to_jiff().strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut aside = beside(path, &format!(".corrupt-{stamp}"));
    let mut count = 1;
    while aside.exists() {
        count += 1;
        aside = beside(path, &format!(".corrupt-{stamp}-{count}"));
    }
    fs::rename(path, &aside).map_err(|error| StoreFault::file("Cannot move aside", path, &error))?;
    for journal in ["-wal", "-shm", "-journal"] {
        drop(fs::rename(beside(path, journal), beside(&aside, journal))); // most often there is none
    }
    Ok(aside)
}

/// The path with something added to the file's name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// A size in bytes; nothing there is 0.
pub(super) fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |known| known.len())
}

/// The right to be the only one who syncs a store, or the only one who gathers into it. It ends with this value or with the process, whatever ends first.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes it for a sync; `None` if another process (or another part of this one) has it. The file stands beside the
    /// store and stays there: one that is deleted while somebody waits for it would lock nothing.
    pub fn take(store: &Path) -> Result<Option<Self>, StoreFault> {
        Self::on(&beside(store, ".sync"))
    }

    /// Takes it for a gathering, likewise. A sync may go on meanwhile: they ask different servers, and take turns at
    /// writing.
    pub fn gathering(store: &Path) -> Result<Option<Self>, StoreFault> {
        Self::on(&beside(store, ".gather"))
    }

    fn on(path: &Path) -> Result<Option<Self>, StoreFault> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let cannot = |error| StoreFault::file("Cannot use", path, &error);
        let file = options.open(path).map_err(cannot)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(fs::TryLockError::WouldBlock) => Ok(None),
            Err(fs::TryLockError::Error(error)) => Err(cannot(error)),
        }
    }
}

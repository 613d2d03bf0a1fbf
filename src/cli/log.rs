//! The log: a file, since the reader has the screen to itself.

use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
    sync::Mutex,
};

/// A log longer than this begins anew.
const LONGEST_BYTES: u64 = 4 << 20;

/// Begins to log, warnings and worse, or everything with `-v`. `None` where no log can be written: that is no reason
/// not to read.
pub(super) fn begin(place: &Path, verbose: bool) -> Option<PathBuf> {
    let file = open(place)?;
    let level = if verbose { tracing::Level::DEBUG } else { tracing::Level::WARN };
    let log = tracing_subscriber::fmt().with_writer(Mutex::new(file)).with_ansi(false).with_max_level(level);
    log.try_init().ok()?;
    Some(place.to_owned())
}

fn open(place: &Path) -> Option<File> {
    std::fs::create_dir_all(place.parent()?).ok()?;
    let long = std::fs::metadata(place).is_ok_and(|meta| meta.len() > LONGEST_BYTES);
    let mut options = OpenOptions::new();
    options.create(true).write(true).append(!long).truncate(long);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(place).ok()
}

//! A file replaced whole or not at all.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use toml_edit::DocumentMut;

use super::{NotEdited, not_toml};
use crate::config;

/// Reads the file, changes it, reads the outcome back, and puts it in place. What an edit leaves as it was is not written.
pub(super) fn change<T>(
    file: &Path,
    edit: impl FnOnce(&mut DocumentMut) -> Result<T, NotEdited>,
) -> Result<T, NotEdited> {
    let fault =
        |verb: &'static str| move |why: io::Error| NotEdited::File { file: file.to_owned(), verb, why };
    let there = match fs::read_to_string(file) {
        Ok(text) => Some(text),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(fault("read")(e)),
    };
    let old = there.as_deref().unwrap_or_default();
    let mark = if old.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let parsed = old.trim_start_matches('\u{feff}').parse::<DocumentMut>();
    let mut document = parsed.map_err(|why| not_toml(file, &why))?;
    let before = document.to_string();
    let done = edit(&mut document)?;
    let text = document.to_string();
    if text == before {
        return Ok(done);
    }
    // A row that has become the first needs no blank line above it.
    let text = if old.starts_with('\n') { &text } else { text.trim_start_matches('\n') };
    let mut new = format!("{mark}{text}");
    if old.contains("\r\n") {
        new = new.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    config::parse(&new, &file.display().to_string()).map_err(NotEdited::Refused)?;
    replace(file, there.as_deref(), &new).map_err(fault("written"))?;
    Ok(done)
}

/// Writes beside the file and moves there when it is whole. The folder and the file are made for their owner alone; a
/// file that is there keeps its permissions. A link stays a link: what it leads to is replaced.
fn replace(file: &Path, old: Option<&str>, new: &str) -> io::Result<()> {
    let target = if old.is_some() { fs::canonicalize(file)? } else { file.to_owned() };
    if let Some(folder) = target.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let mut maker = fs::DirBuilder::new();
        maker.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut maker, 0o700);
        maker.create(folder)?;
    }
    let part = beside(&target)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let done = options.open(&part).and_then(|mut written| {
        if old.is_some() {
            written.set_permissions(fs::metadata(&target)?.permissions())?;
        }
        written.write_all(new.as_bytes())?;
        written.sync_all()?;
        if old != fs::read_to_string(&target).ok().as_deref() {
            return Err(io::Error::other("somebody else changed it at this very moment; try again"));
        }
        fs::rename(&part, &target)
    });
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    done?;
    // So that the name, too, outlives a loss of power; where folders cannot be synced, the file is there all the same.
    if let Some(folder) = target.parent()
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
    Ok(())
}

fn beside(file: &Path) -> io::Result<PathBuf> {
    let mut name = std::ffi::OsString::from(".");
    name.push(file.file_name().ok_or(io::ErrorKind::IsADirectory)?);
    name.push(format!(".{}.part", std::process::id()));
    Ok(file.with_file_name(name))
}

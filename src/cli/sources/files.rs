//! Files as people name them: typed, or dragged into a terminal, which quotes them in its own way.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use crate::{cli::Failure, config::under_home};

/// The largest file read.
const CAP: u64 = 64 * 1024 * 1024;

/// A file that was named: as it was typed if it is there, else as a terminal may have quoted it.
pub(super) fn path(typed: &str) -> PathBuf {
    let as_typed = PathBuf::from(typed);
    if as_typed.exists() {
        return as_typed;
    }
    unquoted(typed).into_iter().find(|path| path.exists()).unwrap_or(as_typed)
}

/// What a dragged file may mean: without quotes, without backslashes, as an address, under the home.
fn unquoted(typed: &str) -> Vec<PathBuf> {
    let bare = typed.trim();
    let quoted = ['\'', '"'].into_iter().find_map(|quote| bare.strip_prefix(quote)?.strip_suffix(quote));
    let bare = quoted.unwrap_or(bare);
    let mut meant = Vec::new();
    if let Ok(url) = url::Url::parse(bare)
        && url.scheme() == "file"
        && let Ok(path) = url.to_file_path()
    {
        meant.push(path);
    }
    let mut plain = String::with_capacity(bare.len());
    let mut letters = bare.chars();
    while let Some(c) = letters.next() {
        plain.extend(if c == '\\' { letters.next() } else { Some(c) });
    }
    meant.extend([under_home(bare), under_home(&plain)]);
    meant
}

/// The files that were named; of a folder, those in it that end in one of these ways.
pub(super) fn all(typed: &[String], endings: &[&str]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for typed in typed {
        let path = path(typed);
        if !path.is_dir() {
            files.push(path);
            continue;
        }
        let entries = fs::read_dir(&path).map_err(|e| Failure::file(&path, "read", &e))?;
        let mut within: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        within.retain(|file| {
            let ending = file.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            file.is_file() && ending.is_some_and(|ending| endings.contains(&ending.as_str()))
        });
        if within.is_empty() {
            let told = format!("{} has no file that ends in .{}.", path.display(), endings.join(" or ."));
            return Err(Failure::Partly(told));
        }
        within.sort();
        files.extend(within);
    }
    Ok(files)
}

/// A whole file, or standard input for `-`.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let fault = |e: std::io::Error| Failure::file(path, "read", &e);
    if path == Path::new("-") {
        std::io::stdin().lock().take(CAP).read_to_end(&mut bytes).map_err(fault)?;
        return Ok(bytes);
    }
    let file = fs::File::open(path).map_err(fault)?;
    if file.metadata().map_err(fault)?.len() > CAP {
        return Err(Failure::Usage(format!("{} is larger than 64 MB; it is not read.", path.display())));
    }
    file.take(CAP).read_to_end(&mut bytes).map_err(fault)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dragged_file_is_found_however_it_is_quoted() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("my feeds (it's).opml");
        fs::write(&file, "x").unwrap();
        let plain = file.display().to_string();
        let escaped = plain.replace(' ', "\\ ").replace('(', "\\(").replace(')', "\\)").replace('\'', "\\'");
        for typed in [
            plain.clone(),
            format!("\"{plain}\""),
            format!("'{plain}' "),
            escaped,
            url::Url::from_file_path(&file).unwrap().to_string(),
        ] {
            assert_eq!(path(&typed), file, "{typed}");
        }
        assert_eq!(path("nowhere"), PathBuf::from("nowhere"));
        let found = all(&[folder.path().display().to_string()], &["opml", "xml"]).unwrap();
        assert_eq!(found, [file]);
        assert!(all(&[folder.path().display().to_string()], &["xml"]).is_err());
    }
}

//! The config file, edited: comments and order stay, the new text is read back before it replaces the old, and the file
//! is replaced whole or not at all.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table};

use crate::{cli::Failure, config};

/// Adds a row to `[[wires]]`.
pub(super) fn add(file: &Path, row: &Table) -> Result<(), Failure> {
    change(file, |document| {
        let last = position_of_last(document);
        match document.entry("wires").or_insert(Item::ArrayOfTables(ArrayOfTables::new())) {
            Item::ArrayOfTables(rows) => {
                let mut row = row.clone();
                row.decor_mut().set_prefix("\n");
                let stands_last = rows.iter().last().is_none_or(|before| before.position() == last);
                rows.push(row);
                if stands_last {
                    after_the_last_comment(document);
                }
            }
            // wires = [{ name = …, url = … }] says the same, on one line.
            Item::Value(toml_edit::Value::Array(rows)) => {
                rows.push(row.clone().into_inline_table());
            }
            other => *other = Item::ArrayOfTables(std::iter::once(row.clone()).collect()),
        }
    })
}

/// Takes the row with this name away. Comments right above it go with it, those above a blank line stay.
pub(super) fn remove(file: &Path, name: &str) -> Result<(), Failure> {
    change(file, |document| {
        let is_it = |row: &dyn toml_edit::TableLike| row.get("name").and_then(Item::as_str) == Some(name);
        let mut left_over = None;
        match document.get_mut("wires") {
            Some(Item::ArrayOfTables(rows)) => {
                let found = rows.iter().position(|row| is_it(row));
                if let Some(at) = found {
                    left_over = rows.get(at).map(|row| (row.position(), above(row)));
                    rows.remove(at);
                }
                if rows.is_empty() {
                    document.remove("wires");
                }
            }
            Some(Item::Value(toml_edit::Value::Array(rows))) => {
                rows.retain(|row| row.as_inline_table().is_none_or(|row| !is_it(row)));
                if let Some(first) = rows.get_mut(0) {
                    first.decor_mut().set_prefix("");
                }
            }
            _ => {}
        }
        if let Some((position, comments)) = left_over {
            give_to_the_next(document, position, &comments);
        }
    })
}

/// Reads the file, changes it, reads the outcome back, and puts it in place.
fn change(file: &Path, edit: impl FnOnce(&mut DocumentMut)) -> Result<(), Failure> {
    let there = match fs::read_to_string(file) {
        Ok(text) => Some(text),
        Err(e) if e.kind() == io::ErrorKind::NotFound => None,
        Err(e) => return Err(Failure::file(file, "read", &e)),
    };
    let old = there.as_deref().unwrap_or_default();
    let mark = if old.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let parsed = old.trim_start_matches('\u{feff}').parse::<DocumentMut>();
    let mut document = parsed.map_err(|e| {
        Failure::Usage(format!("{} cannot be edited: {}", file.display(), e.message().replace('\n', "; ")))
    })?;
    edit(&mut document);
    let text = document.to_string();
    // A row that has become the first needs no blank line above it.
    let text = if old.starts_with('\n') { &text } else { text.trim_start_matches('\n') };
    let mut new = format!("{mark}{text}");
    if old.contains("\r\n") {
        new = new.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    config::parse(&new, &file.display().to_string()).map_err(Failure::Config)?;
    replace(file, there.as_deref(), &new).map_err(|e| Failure::file(file, "written", &e))
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

/// Every table of the document that stands under a line of its own.
fn tables(document: &mut DocumentMut) -> Vec<&mut Table> {
    let mut found = Vec::new();
    for (_, item) in document.iter_mut() {
        match item {
            Item::Table(table) => found.push(table),
            Item::ArrayOfTables(rows) => found.extend(rows.iter_mut()),
            _ => {}
        }
    }
    found
}

fn position_of_last(document: &mut DocumentMut) -> Option<isize> {
    tables(document).iter().filter_map(|table| table.position()).max()
}

/// What is written at the end of the file stays above the row that was added last.
fn after_the_last_comment(document: &mut DocumentMut) {
    let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
    document.set_trailing("");
    if let Some(row) = document["wires"].as_array_of_tables_mut().and_then(|rows| rows.iter_mut().last()) {
        row.decor_mut().set_prefix(format!("{trailing}\n"));
    }
}

/// What stands above a table's line and a blank line.
fn above(row: &Table) -> String {
    let prefix = row.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default();
    let kept = prefix.rfind("\n\n").and_then(|at| prefix.get(..=at)).unwrap_or_default();
    kept.to_owned()
}

fn give_to_the_next(document: &mut DocumentMut, position: Option<isize>, comments: &str) {
    if comments.trim().is_empty() {
        return;
    }
    let mut behind: Vec<&mut Table> =
        tables(document).into_iter().filter(|table| table.position() > position).collect();
    behind.sort_by_key(|table| table.position());
    if let Some(next) = behind.into_iter().next() {
        let own = next.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default().to_owned();
        next.decor_mut().set_prefix(format!("{comments}{own}"));
    } else {
        let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing(format!("{comments}{trailing}"));
    }
}

#[cfg(test)]
mod tests {
    use toml_edit::value;

    use super::*;

    fn row(name: &str) -> Table {
        let mut row = Table::new();
        row["name"] = value(name);
        row["url"] = value("https://wire.example.org");
        row
    }

    /// A config of this text; added to and taken from in turn: `+a` adds, `-a` takes away.
    fn check(before: &str, steps: &str, after: &str) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        fs::write(&file, before).unwrap();
        for step in steps.split_whitespace() {
            let done = match step.split_at(1) {
                ("+", name) => add(&file, &row(name)),
                (_, name) => remove(&file, name),
            };
            assert!(done.is_ok(), "{step}: {done:?}");
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), after, "{before:?} {steps}");
    }

    const A: &str = "[[wires]]\nname = \"a\"\nurl = \"https://wire.example.org\"\n";
    const B: &str = "[[wires]]\nname = \"b\"\nurl = \"https://wire.example.org\"\n";

    #[test]
    fn rows_come_and_go_and_nothing_else_does() {
        check("", "+a", A);
        check("", "+a +b", &format!("{A}\n{B}"));
        check("", "+a +b -a", B);
        check("", "+a -a", "");
        let own = "# mine\n[reader]\ntheme = \"ink\" # dark\n\n# the end\n";
        check(own, "+a", &format!("{own}\n{A}"));
        check(own, "+a -a", own);
        check(own, "+a +b -a", &format!("{own}\n{B}"));
        let between = format!("# all\n\n# a's\n{A}\n# the desk\n[desk]\nwords = 100\n");
        check(&between, "+b", &format!("# all\n\n# a's\n{A}\n{B}\n# the desk\n[desk]\nwords = 100\n"));
        check(&between, "-a", "# all\n\n# the desk\n[desk]\nwords = 100\n");
        check("wires = [{ name = \"b\", url = \"https://b.example\" }]\n", "+a -b", {
            "wires = [{ name = \"a\", url = \"https://wire.example.org\" }]\n"
        });
    }

    #[test]
    fn the_example_copied_can_be_added_to() {
        check(config::EXAMPLE, "+a", &format!("{}\n{A}", config::EXAMPLE));
        check(config::EXAMPLE, "+a -a", config::EXAMPLE);
    }

    #[test]
    fn marks_and_line_ends_of_elsewhere_stay() {
        let before = "\u{feff}[reader]\r\ntheme = \"ink\"\r\n";
        check(before, "+a", &format!("{before}\r\n{}", A.replace('\n', "\r\n")));
    }

    #[test]
    #[cfg(unix)]
    fn links_and_permissions_stay_and_new_files_are_private() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let file = folder.path().join("new/config.toml");
        add(&file, &row("a")).unwrap();
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let link = folder.path().join("link.toml");
        symlink(&file, &link).unwrap();
        add(&link, &row("b")).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!((fs::read_to_string(&file).unwrap(), mode(&file)), (format!("{A}\n{B}"), 0o640));
    }

    #[test]
    fn what_would_not_be_read_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        add(&file, &row("a")).unwrap();
        assert!(matches!(add(&file, &row("a")), Err(Failure::Config(_))));
        assert_eq!(fs::read_to_string(&file).unwrap(), A);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

//! The config's sources, changed: added, taken away, turned on and off, and each of these taken back.
//!
//! The config file is the truth about which sources there are. Every change is made there, by the code that the commands
//! use, and what the file then says is what the reader goes on with. One thread does it, so that changes happen in the
//! order in which they were asked for and nobody waits for a disk; it starts with the first of them.

use std::{
    path::{Path, PathBuf},
    sync::mpsc,
};

use super::{Post, guarded, outlines};
use crate::{
    config::{
        self, SourceRow,
        edit::{self, NotEdited, Removed},
    },
    desk::beats::Beat,
    reader::{
        effect::{Effect, SourceEdit},
        msg::{Edited, Msg, Trouble},
    },
    story::SourceName,
};

/// How the last change is taken back.
#[derive(Debug)]
enum Undo {
    /// These were added.
    Remove(Vec<SourceName>),
    /// These were taken away.
    Restore(Removed),
    /// This one was turned on, or off.
    Enable(SourceName, bool),
}

/// What a change came to: in words, the sources that are new or on again, and how it is taken back.
type Done = (String, Vec<SourceName>, Option<Undo>);

/// Starts the thread; it ends when its sender is gone.
pub(super) fn start(config: PathBuf, beats: Vec<Beat>, work: mpsc::Receiver<Effect>, post: Post) {
    std::thread::spawn(move || {
        let mut undo = None;
        for effect in work {
            guarded(&post, || match effect {
                Effect::EditSources(edit) => Some(Msg::SourcesEdited(change(&config, edit, &mut undo))),
                Effect::ReadOutlines(ticket, files) => {
                    let there = sources(&config).unwrap_or_default();
                    Some(Msg::OutlinesRead(ticket, outlines::read(&files, &there, &beats).map(Box::new)))
                }
                _ => None,
            });
        }
    });
}

fn change(file: &Path, edit: SourceEdit, undo: &mut Option<Undo>) -> Result<Edited, Trouble> {
    let done = match edit {
        SourceEdit::Add(rows) => add(file, &rows),
        SourceEdit::Remove(name) => remove(file, &[name], "Removed"),
        SourceEdit::Enable(name, on) => enable(file, &name, on),
        SourceEdit::Undo => return take_back(file, undo),
    };
    let (said, new, back) = done.map_err(|fault| trouble(&fault))?;
    *undo = back;
    Ok(Edited { rows: sources(file)?.into(), said, undo: undo.is_some(), new })
}

/// Takes the last change back; what could not be taken back can be tried again.
fn take_back(file: &Path, undo: &mut Option<Undo>) -> Result<Edited, Trouble> {
    let done = match undo {
        None => Ok(("There is nothing to undo".to_owned(), Vec::new(), None)),
        Some(Undo::Remove(names)) => remove(file, names, "Taken back:"),
        Some(Undo::Restore(removed)) => {
            edit::restore(file, removed).map(|()| ("Back again, as before".to_owned(), Vec::new(), None))
        }
        Some(Undo::Enable(name, on)) => enable(file, name, *on),
    };
    let (said, new, _) = done.map_err(|fault| trouble(&fault))?;
    *undo = None;
    Ok(Edited { rows: sources(file)?.into(), said, undo: false, new })
}

fn add(file: &Path, rows: &[SourceRow]) -> Result<Done, NotEdited> {
    edit::add_sources(file, rows)?;
    let names: Vec<SourceName> = rows.iter().map(|row| row.name.clone()).collect();
    Ok((format!("Added {}", several(&names)), names.clone(), Some(Undo::Remove(names))))
}

fn remove(file: &Path, names: &[SourceName], verb: &str) -> Result<Done, NotEdited> {
    let words: Vec<&str> = names.iter().map(SourceName::as_str).collect();
    let removed = edit::remove_sources(file, &words)?;
    Ok((format!("{verb} {}", several(names)), Vec::new(), Some(Undo::Restore(removed))))
}

fn enable(file: &Path, name: &SourceName, on: bool) -> Result<Done, NotEdited> {
    edit::set_enabled(file, &[name.as_str()], on)?;
    let said = format!("{name} is {} now", if on { "on" } else { "off" });
    let new = if on { vec![name.clone()] } else { Vec::new() };
    Ok((said, new, Some(Undo::Enable(name.clone(), !on))))
}

/// `alder-post`, or `312 sources`.
fn several(names: &[SourceName]) -> String {
    match names {
        [one] => one.to_string(),
        many => crate::reader::human::count(many.len(), "source", "sources"),
    }
}

/// What the config says now.
fn sources(file: &Path) -> Result<Vec<SourceRow>, Trouble> {
    let nothing = |_: &str| None;
    let read = config::load(file, false, &nothing);
    read.map(|config| config.sources).map_err(|problems| trouble(&NotEdited::Refused(problems)))
}

/// Why the config was left as it is, in the reader's words.
fn trouble(fault: &NotEdited) -> Trouble {
    let remedy = match fault {
        NotEdited::File { .. } => "Look whether you may write there",
        NotEdited::NoToml { .. } | NotEdited::Refused(_) => "Mend the config, then try again",
        NotEdited::NoRow(_) => "The config was changed meanwhile; open the screen again",
    };
    let why = fault.to_string().lines().next().unwrap_or_default().to_owned();
    Trouble { what: "The config was left as it is".to_owned(), why, remedy: remedy.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{SourceEdit, SourceName, SourceRow, change, sources};

    fn row(name: &str) -> SourceRow {
        SourceRow { name: name.into(), url: format!("https://{name}.example/feed"), ..SourceRow::default() }
    }

    fn names(rows: &[SourceRow]) -> Vec<&str> {
        rows.iter().map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn every_change_is_in_the_file_and_can_be_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        let mut undo = None;
        let mut done = |edit: SourceEdit| change(&file, edit, &mut undo).unwrap();
        let added = done(SourceEdit::Add(vec![row("a"), row("b")]));
        assert_eq!(
            (names(&added.rows), added.said.as_str(), added.undo),
            (vec!["a", "b"], "Added 2 sources", true)
        );
        assert_eq!(added.new, [SourceName::from("a"), SourceName::from("b")]);
        let off = done(SourceEdit::Enable("a".into(), false));
        assert!(!off.rows[0].enabled && off.new.is_empty());
        let on = done(SourceEdit::Undo);
        assert!(on.rows[0].enabled && !on.undo && on.new == ["a".into()]);
        assert_eq!(names(&done(SourceEdit::Remove("a".into())).rows), ["b"]);
        assert_eq!(names(&done(SourceEdit::Undo).rows), ["a", "b"]);
        assert_eq!(done(SourceEdit::Undo).said, "There is nothing to undo");
        done(SourceEdit::Add(vec![row("c")]));
        assert_eq!(names(&done(SourceEdit::Undo).rows), ["a", "b"]);
        assert_eq!(names(&sources(&file).unwrap()), ["a", "b"]);
    }

    #[test]
    fn a_config_that_cannot_be_changed_is_left_and_that_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        std::fs::write(&file, "[reader\n").unwrap();
        let refused = change(&file, SourceEdit::Add(vec![row("a")]), &mut None).unwrap_err();
        assert!(refused.why.contains("config.toml") && !refused.remedy.is_empty(), "{refused:?}");
        let gone = change(&folder.path().join("none.toml"), SourceEdit::Remove("a".into()), &mut None);
        assert!(gone.is_err());
    }
}

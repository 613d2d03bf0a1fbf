//! The keys: first those that work here, then all others by group.

use crate::reader::model::Settings;

use super::{
    Laid, Role,
    set::{Galley, run},
};

/// One row of the help: an action with its keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HelpRow {
    /// `g g`, `Ctrl-d`, …
    pub keys: String,
    /// What it does.
    pub help: String,
    /// Under which heading it stands.
    pub group: String,
    /// It works on the screen that is shown.
    pub here: bool,
}

/// The rows that work here, then the others under their groups, in the order they come.
pub fn help(rows: &[HelpRow], width: u16, settings: &Settings) -> Laid {
    let mut galley = Galley::prose(width, settings);
    let keys = rows.iter().map(|row| row.keys.chars().count()).max().unwrap_or(0).min(galley.width() / 2);
    part(&mut galley, "Here", rows.iter().filter(|row| row.here), keys);
    let mut groups: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| !row.here) {
        if !groups.contains(&row.group.as_str()) {
            groups.push(&row.group);
        }
    }
    for group in groups {
        part(&mut galley, group, rows.iter().filter(|row| !row.here && row.group == group), keys);
    }
    galley.finish()
}

fn part<'a>(galley: &mut Galley, name: &str, rows: impl Iterator<Item = &'a HelpRow>, keys: usize) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    galley.gap();
    galley.words(name, Role::Heading);
    for row in rows {
        let lead = format!("{:<keys$}  ", row.keys);
        galley.hang(Some(run(lead, Role::Strong)), keys + 2, &[run(row.help.clone(), Role::Body)]);
    }
}

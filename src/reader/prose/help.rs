//! The keys: first those that work here, then all others by group.

use crate::reader::{
    keys::{Keymap, rows},
    model::Settings,
};

use super::{
    Laid, Role,
    set::{Galley, run},
};

/// One row of the help: an action with its keys.
struct Row {
    keys: String,
    help: &'static str,
    group: &'static str,
    here: bool,
}

/// The rows that work on the screen called `here`, then all others under their groups.
pub fn help(keymap: &Keymap, here: &str, width: u16, settings: &Settings) -> Laid {
    let mut galley = Galley::prose(width, settings);
    let rows: Vec<Row> = listed(keymap, here, galley.width() / 3);
    let keys = rows.iter().map(|row| row.keys.chars().count()).max().unwrap_or(0);
    part(&mut galley, "Here", rows.iter().filter(|row| row.here), keys);
    let mut groups: Vec<&str> = Vec::new();
    for row in rows.iter().filter(|row| !row.here) {
        if !groups.contains(&row.group) {
            groups.push(row.group);
        }
    }
    for group in groups {
        part(&mut galley, group, rows.iter().filter(|row| !row.here && row.group == group), keys);
    }
    galley.finish()
}

/// One row an action, in the order of `keys.toml`; the nine citations in one.
fn listed(keymap: &Keymap, here: &str, room: usize) -> Vec<Row> {
    let single = |row: &&crate::reader::keys::Row| row.action.citation().is_none_or(|n| n == 1);
    let row = |row: &'static crate::reader::keys::Row| Row {
        keys: some(&keymap.keys_of(row.action), room),
        help: &row.help,
        group: &row.group,
        here: row.hint_on(here).is_some(),
    };
    rows().iter().filter(single).map(row).filter(|row| !row.keys.is_empty()).collect()
}

/// As many of the keys as there is room for, the first in any case.
fn some(keys: &[String], room: usize) -> String {
    let mut shown = String::new();
    for key in keys {
        if shown.is_empty() {
            shown.push_str(key);
        } else if shown.chars().count() + key.chars().count() + 2 <= room {
            shown = shown + ", " + key;
        }
    }
    shown
}

fn part<'a>(galley: &mut Galley, name: &str, rows: impl Iterator<Item = &'a Row>, keys: usize) {
    let mut rows = rows.peekable();
    if rows.peek().is_none() {
        return;
    }
    galley.gap();
    galley.words(name, Role::Heading);
    for row in rows {
        let lead = format!("{:<keys$}  ", row.keys);
        galley.hang(Some(run(lead, Role::Strong)), keys + 2, &[run(row.help, Role::Body)]);
    }
}

//! Rows of a TOML document, with their comments.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, TableLike, TomlError, Value};

use super::Removed;

/// Which rows.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rows {
    Sources,
    Wires,
}

impl Rows {
    fn key(self) -> &'static str {
        match self {
            Self::Sources => "sources",
            Self::Wires => "wires",
        }
    }
}

/// Adds rows behind the last of their kind, a blank line above each.
pub(super) fn add(document: &mut DocumentMut, which: Rows, new: Vec<Table>) {
    let last = position_of_last(document);
    match document.entry(which.key()).or_insert(Item::ArrayOfTables(ArrayOfTables::new())) {
        Item::ArrayOfTables(rows) => {
            let stands_last = rows.iter().last().is_none_or(|before| before.position() == last);
            let first = rows.len();
            for mut row in new {
                let comments = prefix(&row).trim_start_matches('\n').to_owned();
                row.decor_mut().set_prefix(format!("\n{comments}"));
                row.set_position(None);
                rows.push(row);
            }
            if stands_last {
                after_the_last_comment(document, which, first);
            }
        }
        // sources = [{ name = …, url = … }] says the same, on one line.
        Item::Value(Value::Array(rows)) => new.into_iter().for_each(|row| rows.push(row.into_inline_table())),
        other => *other = Item::ArrayOfTables(new.into_iter().collect()),
    }
}

/// Takes the rows with these names away. Comments right above a row go with it, those above a blank line stay.
pub(super) fn remove(document: &mut DocumentMut, which: Rows, names: &[&str]) -> Removed {
    let mut removed = Removed::default();
    let mut left_over = Vec::new();
    match document.get_mut(which.key()) {
        Some(Item::ArrayOfTables(rows)) => {
            let all: Vec<Table> = std::mem::take(rows).into_iter().collect();
            let stays: Vec<bool> = all.iter().map(|row| !is_one_of(row, names)).collect();
            let called: Vec<Option<String>> = all.iter().map(|row| name_of(row)).collect();
            for (at, row) in all.into_iter().enumerate() {
                if stays[at] {
                    rows.push(row);
                    continue;
                }
                let next = (at + 1..stays.len()).find(|at| stays[*at]);
                removed.before.push(next.and_then(|at| called[at].clone()));
                left_over.push((row.position(), above(&row)));
                removed.text.push_str(&alone(which, row));
            }
            if rows.is_empty() {
                document.remove(which.key());
            }
        }
        Some(Item::Value(Value::Array(rows))) => {
            for row in rows.iter().filter_map(Value::as_inline_table).filter(|row| is_one_of(*row, names)) {
                removed.before.push(None);
                removed.text.push_str(&alone(which, row.clone().into_table()));
            }
            rows.retain(|row| row.as_inline_table().is_none_or(|row| !is_one_of(row, names)));
            if let Some(first) = rows.get_mut(0) {
                first.decor_mut().set_prefix("");
            }
        }
        _ => {}
    }
    for (position, comments) in left_over {
        give_to_the_next(document, position, &comments);
    }
    removed
}

/// Puts rows back that [`remove`] took away: each before the row that followed it, else at the end.
pub(super) fn restore(document: &mut DocumentMut, removed: &Removed) -> Result<(), TomlError> {
    let which = Rows::Sources;
    let read: DocumentMut = removed.text.parse()?;
    let Some(Item::ArrayOfTables(back)) = read.get(which.key()) else { return Ok(()) };
    let mut waiting: Vec<(&Table, &Option<String>)> = back.iter().zip(&removed.before).collect();
    if let Some(Item::ArrayOfTables(rows)) = document.get_mut(which.key()) {
        for next in std::mem::take(rows) {
            let called = name_of(&next);
            let (here, later) = waiting.into_iter().partition(|(_, before)| **before == called);
            waiting = later;
            let here: Vec<(&Table, &Option<String>)> = here;
            for (row, _) in here {
                let mut row = row.clone();
                // Rows of the same place stand in the order of their array.
                row.set_position(next.position());
                rows.push(row);
            }
            rows.push(next);
        }
    }
    if !waiting.is_empty() {
        add(document, which, waiting.into_iter().map(|(row, _)| row.clone()).collect());
    }
    Ok(())
}

/// The row with this name.
pub(super) fn row<'a>(
    document: &'a mut DocumentMut,
    which: Rows,
    name: &str,
) -> Option<&'a mut dyn TableLike> {
    match document.get_mut(which.key())? {
        Item::ArrayOfTables(rows) => {
            rows.iter_mut().find(|row| is_one_of(*row, &[name])).map(|row| row as &mut dyn TableLike)
        }
        Item::Value(Value::Array(rows)) => rows
            .iter_mut()
            .filter_map(Value::as_inline_table_mut)
            .find(|row| is_one_of(*row, &[name]))
            .map(|row| row as &mut dyn TableLike),
        _ => None,
    }
}

/// Gives a key of a row a value, or takes it out. The comment behind a value that is replaced stays. `false` where it was
/// so already.
pub(super) fn set(row: &mut dyn TableLike, key: &str, value: Option<&Value>) -> bool {
    let Some(value) = value else { return row.remove(key).is_some() };
    match row.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) if bare(old) == bare(value) => return false,
        Some(old) => {
            let decor = old.decor().clone();
            *old = value.clone();
            *old.decor_mut() = decor;
        }
        None => {
            row.insert(key, Item::Value(value.clone()));
        }
    }
    true
}

fn bare(value: &Value) -> String {
    value.clone().decorated("", "").to_string()
}

fn is_one_of(row: &dyn TableLike, names: &[&str]) -> bool {
    row.get("name").and_then(Item::as_str).is_some_and(|name| names.contains(&name))
}

fn name_of(row: &dyn TableLike) -> Option<String> {
    row.get("name").and_then(Item::as_str).map(str::to_owned)
}

/// A row as the text that would stand in the file, with the comments right above it.
fn alone(which: Rows, mut row: Table) -> String {
    let kept = above(&row).len();
    let own = prefix(&row).get(kept..).unwrap_or_default().trim_start_matches('\n').to_owned();
    row.decor_mut().set_prefix(format!("\n{own}"));
    row.set_position(None);
    let mut document = DocumentMut::new();
    document.insert(which.key(), Item::ArrayOfTables(std::iter::once(row).collect()));
    document.to_string()
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

/// What is written at the end of the file stays above the rows that were added.
fn after_the_last_comment(document: &mut DocumentMut, which: Rows, first: usize) {
    let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
    document.set_trailing("");
    let rows = document.get_mut(which.key()).and_then(Item::as_array_of_tables_mut);
    if let Some(row) = rows.and_then(|rows| rows.get_mut(first)) {
        let own = prefix(row).to_owned();
        row.decor_mut().set_prefix(format!("{trailing}{own}"));
    }
}

/// What stands between a table's line and the text before it.
fn prefix(row: &Table) -> &str {
    row.decor().prefix().and_then(|raw| raw.as_str()).unwrap_or_default()
}

/// What stands above a table's line and a blank line.
fn above(row: &Table) -> String {
    let prefix = prefix(row);
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
        let own = prefix(next).to_owned();
        next.decor_mut().set_prefix(format!("{comments}{own}"));
    } else {
        let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing(format!("{comments}{trailing}"));
    }
}

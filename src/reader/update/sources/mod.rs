//! The sources screen: a list, and what is known of the selected source.
//!
//! The list is put in order when it is opened (what wants attention first) and stays so: a source that comes into
//! trouble meanwhile changes its mark and not its place. Only the rows on screen are ever drawn, and only the selected
//! source's text is set, so that a thousand sources cost what ten do. What is known of each comes from the store at the
//! opening and after a gathering, and in between from the gathering itself.
//!
//! Adding (`adding`), removing and importing (`change`) ask back before they do anything, and what they did can be
//! undone. A text dropped here is an address or the path of a file (`dropped`); it is never taken for keys.

mod adding;
mod change;
mod dropped;
mod order;
mod peek;
#[cfg(test)]
mod tests;

use super::super::{
    areas::{Layout, Pane, ROW_LINES, areas},
    effect::Effect,
    model::{
        Column, Load, Model, Overlay, Peek, Screen, SourcesPane, SourcesScreen, Stand, Status, Ticket, Which,
    },
    msg::{Found, Trouble},
    prose::Target,
};
use super::{gather, history, layout, marks, record, scroll};
use crate::story::{Record, SourceName};

pub(super) use adding::{asked as adding_asked, open as add, pasted as pasted_address, typed};
pub(super) use change::{asked as confirm_asked, edited, enable, outlines, pasted, remove, undo};
pub(super) use order::filter;
pub(super) use peek::{looked_up, peek};

use order::{order_again, ordered};

/// The screen, if it is shown.
fn shown(model: &mut Model) -> Option<&mut SourcesScreen> {
    match model.stack.last_mut() {
        Some(Screen::Sources(screen)) => Some(screen),
        _ => None,
    }
}

/// Opens it.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if shown(model).is_some() {
        return Vec::new();
    }
    let order = ordered(model, Which::All);
    history::push(model, Screen::Sources(Box::new(SourcesScreen { order, ..SourcesScreen::default() })));
    let mut effects = load(model);
    effects.extend(settle(model));
    effects
}

/// Asks how each source fares.
pub(super) fn load(model: &mut Model) -> Vec<Effect> {
    let ticket = model.ticket();
    let gathering = &mut model.gathering;
    gathering.states_ticket = ticket;
    if gathering.rows.is_empty() {
        return Vec::new();
    }
    vec![Effect::LoadSources { ticket, rows: gathering.rows.clone(), now: model.now }]
}

/// How each source fares. The first answer puts the list in order, unless the person has moved in it already.
pub(super) fn loaded(model: &mut Model, states: Vec<crate::story::SourceState>) -> Vec<Effect> {
    let first = !std::mem::replace(&mut model.gathering.loaded, true);
    model.gathering.take_in(states);
    if first {
        let which = shown(model).filter(|screen| screen.cursor == 0).map(|screen| screen.which);
        if let Some(which) = which {
            let order = ordered(model, which);
            if let Some(screen) = shown(model) {
                screen.order = order;
            }
        }
    }
    let mut effects = newest_again(model);
    effects.extend(settle(model));
    effects
}

/// The place of the selected source among all of them.
fn place(model: &Model) -> Option<usize> {
    match model.stack.last()? {
        Screen::Sources(screen) => screen.order.get(screen.cursor).copied(),
        _ => None,
    }
}

/// The selected source.
pub(super) fn selected(model: &Model) -> Option<SourceName> {
    let place = place(model)?;
    model.gathering.rows.get(place).map(|row| row.name.clone())
}

/// Rows on screen.
pub(super) fn rows_shown(model: &Model) -> usize {
    let pane = areas(model.size, model).pane(Pane::Sources(SourcesPane::List));
    pane.map_or(10, |rect| usize::from(rect.height / ROW_LINES)).max(1)
}

/// Keeps the selected row on screen and the text beside it in step.
pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    let rows = rows_shown(model);
    let Some(screen) = shown(model) else { return Vec::new() };
    screen.cursor = screen.cursor.min(screen.order.len().saturating_sub(1));
    let lowest = (screen.cursor + 1).saturating_sub(rows);
    screen.top = screen.top.clamp(lowest, screen.cursor.max(lowest));
    screen.top = screen.top.min(screen.order.len().saturating_sub(rows));
    let effects = newest(model);
    layout::sources(model);
    effects
}

/// Asks for the selected source's newest records where they are on screen.
fn newest(model: &mut Model) -> Vec<Effect> {
    let on_screen = areas(model.size, model).pane(Pane::Sources(SourcesPane::Detail)).is_some();
    let (selected, ticket, wire) =
        (selected(model), Ticket(model.last_ticket.0 + 1), model.gathering.wire.clone());
    let Some(screen) = shown(model) else { return Vec::new() };
    if screen.shown == selected && (screen.newest != Load::Waiting || !on_screen) {
        return Vec::new();
    }
    if screen.shown != selected {
        (screen.newest, screen.column, screen.peek) = (Load::Waiting, Column::default(), None);
    }
    screen.shown.clone_from(&selected);
    let Some(selected) = selected.filter(|_| on_screen) else { return Vec::new() };
    screen.ticket = ticket;
    model.last_ticket = ticket;
    vec![Effect::LoadSourceRecords(ticket, wire, selected)]
}

/// The same once more, shown as they are until then.
fn newest_again(model: &mut Model) -> Vec<Effect> {
    let (ticket, wire) = (Ticket(model.last_ticket.0 + 1), model.gathering.wire.clone());
    let Some(screen) = shown(model) else { return Vec::new() };
    let (Some(name), Load::Here(_)) = (screen.shown.clone(), &screen.newest) else { return Vec::new() };
    screen.ticket = ticket;
    model.last_ticket = ticket;
    vec![Effect::LoadSourceRecords(ticket, wire, name)]
}

/// The newest records of a source came.
pub(super) fn records(model: &mut Model, ticket: Ticket, records: Vec<Record>) -> Vec<Effect> {
    let mut all = model.stack.iter_mut().chain(&mut model.ahead);
    let waits = |screen: &&mut Screen| matches!(screen, Screen::Sources(s) if s.ticket == ticket);
    if let Some(Screen::Sources(screen)) = all.find(waits) {
        screen.newest = Load::Here(records);
    }
    layout::sources(model);
    Vec::new()
}

/// Up, down, and to the ends.
pub(super) fn moved(model: &mut Model, step: scroll::Step) -> Vec<Effect> {
    let rows = rows_shown(model);
    let height = areas(model.size, model).pane(Pane::Sources(SourcesPane::Detail)).map_or(10, |r| r.height);
    let Some(screen) = shown(model) else { return Vec::new() };
    match screen.focus {
        SourcesPane::List => {
            screen.cursor = step.from(screen.cursor, screen.order.len(), rows);
            settle(model)
        }
        SourcesPane::Detail => {
            scroll::lines_or_items(&mut screen.column, step, usize::from(height), true);
            Vec::new()
        }
    }
}

/// The other pane.
pub(super) fn pane(model: &mut Model) -> Vec<Effect> {
    if let Some(screen) = shown(model) {
        screen.focus = match screen.focus {
            SourcesPane::List => SourcesPane::Detail,
            SourcesPane::Detail => SourcesPane::List,
        };
    }
    settle(model)
}

/// Into the selected source; there, into the focused record.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let wire = model.gathering.wire.clone();
    let Some(screen) = shown(model) else { return Vec::new() };
    if screen.focus == SourcesPane::List {
        return if screen.order.is_empty() { add(model) } else { pane(model) };
    }
    let column = &screen.column;
    match column.link.and_then(|at| column.laid.links.get(at)).map(|link| link.target.clone()) {
        Some(Target::Record(id)) => record::open(model, wire, id, None, None),
        Some(Target::Web(url)) => marks::open_url(model, &url),
        _ => Vec::new(),
    }
}

/// Esc: from what is known of a source to the list, where that is beside or beneath it. `false` leaves the screen.
pub(super) fn back(model: &mut Model) -> bool {
    let Some(screen) = shown(model) else { return false };
    let within = screen.peek.is_some() || screen.focus == SourcesPane::Detail || screen.which != Which::All;
    if screen.peek.take().is_some() {
        layout::sources(model);
    } else if screen.focus == SourcesPane::Detail {
        pane(model);
    } else if within {
        screen.which = Which::All;
        let selected = selected(model);
        order_again(model, selected.as_ref());
    }
    within
}

/// Asks the selected source now.
pub(super) fn retry(model: &mut Model) -> Vec<Effect> {
    let Some(place) = place(model) else { return add(model) };
    let Some((row, state)) = model.gathering.at(place) else { return Vec::new() };
    if !row.enabled {
        model.status = Status::Note(format!("{} is turned off · e turns it on", called(state)));
        return Vec::new();
    }
    let name = row.name.clone();
    gather::ask(model, vec![name])
}

fn called(state: &crate::story::SourceState) -> String {
    crate::text::clean::line(super::super::model::called(state))
}

/// The page of the selected source, for the browser.
pub(super) fn link(model: &Model) -> Option<String> {
    if let Some(Screen::Sources(screen)) = model.stack.last()
        && screen.focus == SourcesPane::Detail
        && let Some(record) = focused_record(screen)
        && record.url.is_some()
    {
        return record.url.clone();
    }
    let place = place(model)?;
    let (row, _) = model.gathering.at(place)?;
    Some(row.url.clone())
}

/// The record that has the focus in the text about a source.
fn focused_record(screen: &SourcesScreen) -> Option<&Record> {
    let link = screen.column.link.and_then(|at| screen.column.laid.links.get(at))?;
    let Target::Record(id) = &link.target else { return None };
    screen.newest.here()?.iter().find(|record| record.id == *id)
}

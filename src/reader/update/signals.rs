//! The signals screen: the stories that moved, and those that are watched.
//!
//! Two lists, each with a window of its own around its cursor, asked for as the cursor comes near the window's end. They
//! are what the store said when the screen was opened: what changes meanwhile waits behind a word, as everything does.

use super::super::{
    areas::{Pane, STORY_LINES, areas},
    effect::Effect,
    model::{Model, Of, Screen, SignalsPane, SignalsScreen, Status, Ticket},
};
use super::{history, scroll::Step, why};
use crate::wire::stories::{Moving, Stories, StoryRow};

/// Both panes, in the order of Tab.
const PANES: [SignalsPane; 2] = [SignalsPane::Moved, SignalsPane::Watched];

/// The screen, wherever in the stack it is.
fn shown(model: &mut Model) -> Option<&mut SignalsScreen> {
    model.stack.iter_mut().rev().find_map(|screen| match screen {
        Screen::Signals(screen) => Some(&mut **screen),
        _ => None,
    })
}

/// Opens it.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if matches!(model.stack.last(), Some(Screen::Signals(_))) {
        return Vec::new();
    }
    history::push(model, Screen::Signals(Box::default()));
    ask_both(model)
}

/// Both lists from their tops.
fn ask_both(model: &mut Model) -> Vec<Effect> {
    let changes = model.wire.changes;
    if let Some(screen) = shown(model) {
        screen.changes = changes;
    }
    PANES.into_iter().flat_map(|pane| ask(model, pane)).collect()
}

/// A window around the cursor of a list.
fn ask(model: &mut Model, pane: SignalsPane) -> Vec<Effect> {
    let limit = (rows_shown(model) * 4).max(60);
    let ticket = Ticket(model.last_ticket.0 + 1);
    let scope = model.wire.listing.scope.clone();
    let Some(screen) = shown(model) else { return Vec::new() };
    let list = screen.list_mut(pane);
    let offset = list.cursor.saturating_sub(limit / 2);
    list.ticket = ticket;
    list.asked = Some(offset..offset + limit);
    model.last_ticket = ticket;
    let moving = match pane {
        SignalsPane::Moved => Moving::Fired,
        SignalsPane::Watched => Moving::Watched,
    };
    vec![Effect::LoadStories { ticket, stories: Stories { scope, moving }, offset, limit }]
}

/// Stories came for whichever list waits for them.
pub(super) fn loaded(
    model: &mut Model,
    ticket: Ticket,
    offset: usize,
    total: usize,
    rows: Vec<StoryRow>,
) -> Vec<Effect> {
    let screens = model.stack.iter_mut().chain(&mut model.ahead);
    let signals = screens.filter_map(|screen| match screen {
        Screen::Signals(screen) => Some(screen),
        _ => None,
    });
    let lists = signals.flat_map(|screen| [&mut screen.moved, &mut screen.watched]);
    let Some(list) = lists.into_iter().find(|list| list.ticket == ticket) else { return Vec::new() };
    (list.offset, list.total, list.rows, list.loaded, list.asked) = (offset, total, rows, true, None);
    settle(model)
}

/// Stories that a pane shows at once.
fn rows_shown(model: &Model) -> usize {
    let areas = areas(model.size, model);
    let heights = areas.panes.iter().filter(|(pane, _)| matches!(pane, Pane::Signals(_)));
    heights.map(|(_, rect)| usize::from(rect.height / STORY_LINES)).max().unwrap_or(8).max(1)
}

/// Keeps the selected rows on screen, and asks for rows that are seen and not here.
pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    let rows = rows_shown(model);
    let Some(screen) = shown(model) else { return Vec::new() };
    let mut wanted = Vec::new();
    for pane in PANES {
        let list = screen.list_mut(pane);
        list.cursor = list.cursor.min(list.total.saturating_sub(1));
        let lowest = (list.cursor + 1).saturating_sub(rows);
        list.top = list.top.clamp(lowest, list.cursor).min(list.total.saturating_sub(rows));
        let seen = list.top..(list.top + rows).min(list.total);
        let here = list.offset..list.offset + list.rows.len();
        let covers = |range: &std::ops::Range<usize>| range.start <= seen.start && seen.end <= range.end;
        if list.loaded && !seen.is_empty() && !covers(&here) && !list.asked.as_ref().is_some_and(covers) {
            wanted.push(pane);
        }
    }
    wanted.into_iter().flat_map(|pane| ask(model, pane)).collect()
}

/// Up, down, and to the ends.
pub(super) fn moved(model: &mut Model, step: Step) -> Vec<Effect> {
    let rows = rows_shown(model);
    let Some(screen) = shown(model) else { return Vec::new() };
    let list = screen.list_mut(screen.focus);
    list.cursor = step.from(list.cursor, list.total, rows);
    settle(model)
}

/// The other pane.
pub(super) fn pane(model: &mut Model) -> Vec<Effect> {
    if let Some(screen) = shown(model) {
        screen.focus = match screen.focus {
            SignalsPane::Moved => SignalsPane::Watched,
            SignalsPane::Watched => SignalsPane::Moved,
        };
    }
    settle(model)
}

/// The selected story.
pub(super) fn selected(model: &mut Model) -> Option<Of> {
    let screen = shown(model)?;
    let row = screen.list(screen.focus).selected()?;
    Some(Of::Story(row.wire.clone(), row.cluster.id.clone()))
}

/// Why the selected story fired, or is watched.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    match selected(model) {
        Some(of) => why::open(model, of),
        None => Vec::new(),
    }
}

/// The story after or before the selected one, for the screen above this one.
pub(super) fn step(model: &mut Model, by: isize) -> Option<(Of, Vec<Effect>)> {
    let screen = shown(model)?;
    let list = screen.list_mut(screen.focus);
    let to = list.cursor.checked_add_signed(by).filter(|to| list.row(*to).is_some());
    let Some(to) = to else {
        let end = if by > 0 { "That was the last of the list" } else { "That was the first of the list" };
        model.status = Status::Note(end.to_owned());
        return None;
    };
    list.cursor = to;
    let effects = settle(model);
    selected(model).map(|of| (of, effects))
}

/// Both lists anew, from their tops.
pub(super) fn again(model: &mut Model) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    for pane in PANES {
        let list = screen.list_mut(pane);
        (list.cursor, list.top) = (0, 0);
    }
    ask_both(model)
}

/// Esc: from the watched stories to those that moved, as from any pane to the first. `false` leaves the screen.
pub(super) fn back(model: &mut Model) -> bool {
    match model.stack.last_mut() {
        Some(Screen::Signals(screen)) if screen.focus == SignalsPane::Watched => {
            screen.focus = SignalsPane::Moved;
            true
        }
        _ => false,
    }
}

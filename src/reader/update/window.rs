//! The window on the list: which rows are here, which are asked for, and where the cursor stands among them.
//!
//! The cursor may stand anywhere in the whole list at once (`G` is one step); the rows around it are asked for when they
//! are not here, well before the cursor reaches the window's end.

use super::super::{
    areas::{Pane, ROW_LINES, areas},
    effect::{Effect, Hold},
    model::{Column, Load, Model, WirePane, WireScreen},
    msg::Held,
};
use super::{arrivals, dispatch, wire::beats_in_view};
use crate::{story::Key, wire::page::Page};

/// Rows the dispatches pane shows at once.
pub(super) fn rows_shown(model: &Model) -> usize {
    let areas = areas(model.size, model);
    let pane = areas.pane(Pane::Wire(WirePane::Dispatches));
    pane.map_or(10, |rect| usize::from(rect.height / ROW_LINES)).max(1)
}

/// The page around the cursor, its rows staying where they are.
pub(super) fn load(model: &mut Model) -> Vec<Effect> {
    let hold = arrivals::hold(model, rows_shown(model));
    ask_page(model, hold)
}

fn ask_page(model: &mut Model, hold: Option<Hold>) -> Vec<Effect> {
    let shown = rows_shown(model);
    let limit = (shown * 4).max(80);
    let ticket = model.ticket();
    model.wire.page_ticket = ticket;
    let offset = model.wire.cursor.saturating_sub(limit / 2);
    model.wire.asked = Some(offset..offset + limit);
    model.wire.changes_asked = model.wire.changes;
    vec![Effect::LoadPage { ticket, listing: model.wire.listing.clone(), offset, limit, hold }]
}

/// Another version of the window, with everything where it is; unless one is on its way, which will see to it.
pub(super) fn refresh(model: &mut Model) -> Vec<Effect> {
    let stale = model.wire.changes != model.wire.changes_here;
    if !stale || !model.wire.paged || model.wire.asked.is_some() { Vec::new() } else { load(model) }
}

/// Another list: from its top, with nothing of the old one left.
pub(super) fn restart(model: &mut Model) -> Vec<Effect> {
    let wire = &mut model.wire;
    (wire.cursor, wire.top, wire.page, wire.paged) = (0, 0, Page::default(), false);
    (wire.preview, wire.preview_column) = (Load::Waiting, Column::default());
    (wire.known, wire.arrived) = (Vec::new(), 0);
    load(model)
}

/// The list from its top, with what arrived meanwhile. What is on screen stays until that is here.
pub(super) fn from_top(model: &mut Model) -> Vec<Effect> {
    let wire = &mut model.wire;
    (wire.cursor, wire.top, wire.known, wire.arrived) = (0, 0, Vec::new(), 0);
    ask_page(model, None)
}

/// A page came.
pub(super) fn paged(model: &mut Model, page: Page, held: Option<Held>) -> Vec<Effect> {
    (model.wire.paged, model.wire.asked) = (true, None);
    model.wire.changes_here = model.wire.changes_asked;
    arrivals::shift(model, held);
    let beyond = page.total > 0 && model.wire.cursor >= page.total;
    model.wire.cursor = model.wire.cursor.min(page.total.saturating_sub(1));
    model.wire.page = page;
    if beyond && model.wire.selected().is_none() {
        return load(model);
    }
    let mut effects = settle(model);
    effects.extend(refresh(model));
    if model.wire.open_when_here.take_if(|at| *at == model.wire.cursor).is_some() {
        effects.extend(dispatch::open_selected(model));
    }
    effects
}

/// Keeps the cursor on screen, the window around it, and the preview in step.
pub(super) fn settle(model: &mut Model) -> Vec<Effect> {
    let shown = rows_shown(model);
    let wire = &mut model.wire;
    let lowest = (wire.cursor + 1).saturating_sub(shown);
    wire.top = wire.top.clamp(lowest, wire.cursor.max(lowest));
    // What arrived above a short list must not push it down; there is room left below instead.
    wire.top = wire.top.min(wire.page.total.saturating_sub(shown).max(wire.arrived));
    arrivals::seen(wire);
    beats_in_view(model);
    let mut effects = Vec::new();
    if wants_more(model, shown) {
        effects.extend(load(model));
    }
    effects.extend(preview(model));
    effects
}

/// The window does not reach a screenful beyond what is shown, on a side where there is more.
fn wants_more(model: &Model, shown: usize) -> bool {
    let wire = &model.wire;
    let (from, to) = (wire.page.offset, wire.page.offset + wire.page.rows.len());
    let first = wire.top.saturating_sub(shown);
    let last = (wire.top + 2 * shown).min(wire.page.total);
    wire.paged && wire.page.total > 0 && (first < from || last > to) && !coming(wire, first, last)
}

/// The page on its way will have these rows, since it was asked for from about here.
fn coming(wire: &WireScreen, first: usize, last: usize) -> bool {
    wire.asked.as_ref().is_some_and(|asked| asked.start <= first && last <= asked.end)
}

/// Asks for the selected dispatch where the preview is on screen.
fn preview(model: &mut Model) -> Vec<Effect> {
    let on_screen = areas(model.size, model).pane(Pane::Wire(WirePane::Preview)).is_some();
    let Some(key) = model.wire.selected().map(|row| row.key.clone()) else { return Vec::new() };
    let same = model.wire.previewed.as_ref() == Some(&key);
    if !on_screen || same {
        return Vec::new();
    }
    let ticket = model.ticket();
    model.wire.preview_ticket = ticket;
    model.wire.previewed = Some(key.clone());
    (model.wire.preview, model.wire.preview_column) = (Load::Waiting, Column::default());
    vec![Effect::LoadDispatch(ticket, key)]
}

/// The previewed dispatch has more to it now: asked for again, shown as it is until then.
pub(super) fn preview_again(model: &mut Model, key: &Key) -> Vec<Effect> {
    if model.wire.previewed.as_ref() != Some(key) {
        return Vec::new();
    }
    let ticket = model.ticket();
    model.wire.preview_ticket = ticket;
    vec![Effect::LoadDispatch(ticket, key.clone())]
}

//! The screen: what the model looks like.
//!
//! [`draw`] reads the model and writes cells; it cannot change, start or wait for anything. Text that was set
//! beforehand (`prose`) is copied; lists are drawn from their rows. One pane, one file; the `brush` is the only
//! thing that touches a cell.
//!
//! Two promises. Text from outside is cleaned once more at the brush, grapheme by grapheme, and never given to a
//! cell in any other way, so no escape sequence and no bidi override reaches the terminal, and no line leaves its
//! column. And rows are drawn the same whether they are selected or not, but for a mark and the weight of the
//! headline: moving through a list costs a few hundred bytes, over any link.

mod beats;
mod brush;
mod columns;
mod dispatch;
mod empty;
mod gather;
mod list;
mod methodology;
mod overlay;
mod pane;
mod search;
mod signals;
mod sources;
mod status;
mod story;
mod sync;
mod title;
mod trace;
mod versions;
mod why;
mod wire;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use ratatui::{Frame, buffer::Buffer, layout::Position};

use super::{
    areas::{Pane, areas},
    model::{Model, Screen},
};
use brush::Brush;

/// Draws the model.
pub fn draw(model: &Model, frame: &mut Frame<'_>) {
    if let Some(cursor) = paint(model, frame.buffer_mut()) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws the model into a buffer. Returns where the cursor stands, if something is being typed.
pub fn paint(model: &Model, buffer: &mut Buffer) -> Option<Position> {
    let size = buffer.area.as_size();
    let areas = areas(size, model);
    let brush = &mut Brush::new(buffer, &model.settings);
    if areas.too_small() {
        brush.ground();
        empty::too_small(brush);
        return None;
    }
    brush.ground();
    title::draw(brush, areas.title, model);
    let whole = areas.pane(Pane::Whole);
    let mut cursor = None;
    match (model.stack.last(), whole) {
        (None, _) => wire::draw(brush, &areas, model),
        (Some(Screen::Dispatch(screen)), _) => dispatch::draw(brush, &areas, screen, model),
        (Some(Screen::Record(screen)), Some(rect)) => pane::record(brush, rect, screen, model),
        (Some(Screen::Ledger(screen)), Some(rect)) => pane::ledger(brush, rect, screen),
        (Some(Screen::Sources(screen)), _) => sources::draw(brush, &areas, screen, model),
        (Some(Screen::Signals(screen)), _) => signals::draw(brush, &areas, screen, model),
        (Some(Screen::Why(screen)), _) => why::draw(brush, &areas, screen, model),
        (Some(Screen::Trace(screen)), _) => trace::draw(brush, &areas, screen, model),
        (Some(Screen::Versions(screen)), _) => versions::draw(brush, &areas, screen, model),
        (Some(Screen::Wires(screen)), Some(rect)) => pane::wires(brush, rect, screen),
        (Some(Screen::Search(screen)), Some(rect)) => {
            cursor = Some(search::draw(brush, rect, screen, model));
        }
        _ => {}
    }
    status::draw(brush, areas.status, &areas, model);
    if let Some(over) = &model.overlay {
        cursor = overlay::draw(brush, over, size, model);
    }
    cursor
}

//! What arrives while a person reads: it waits behind a word, and nothing on screen moves.
//!
//! When the store has changed, the window is taken anew, held by the rows the person sees: however many came above
//! them, they stay where they are on screen. What stands above the rows that were once seen at the top is new, until
//! the person goes there.

use super::super::{
    effect::{Effect, Hold},
    model::{Model, Status, WireScreen},
    msg::Held,
};
use super::{window, wire};

/// Rows at the top that are remembered: the first few may be superseded.
const KNOWN: usize = 8;

/// What the window is held by; nothing where the store is as it was, or the person asked for the top itself.
pub(super) fn hold(model: &Model, shown: usize) -> Option<Hold> {
    let wire = &model.wire;
    let to_top = wire.cursor == 0 && wire.row(0).is_none();
    if wire.changes == wire.changes_here || to_top {
        return None;
    }
    let on_screen = wire.top..wire.top + shown;
    let ends = [wire.page.offset, wire.page.offset + wire.page.rows.len().saturating_sub(1)];
    let places = std::iter::once(wire.cursor).chain(on_screen).chain(ends);
    let rows: Vec<_> = places.filter_map(|at| wire.row(at).map(|row| (at, row.key.clone()))).collect();
    (!rows.is_empty()).then(|| Hold { rows, known: wire.known.clone() })
}

/// Everything that counts places in the list follows its rows.
pub(super) fn shift(model: &mut Model, held: Option<Held>) {
    let Some(Held { shift, new }) = held else { return };
    let wire = &mut model.wire;
    let by = |at: &mut usize| *at = at.saturating_add_signed(shift);
    by(&mut wire.cursor);
    by(&mut wire.top);
    wire.open_when_here.iter_mut().for_each(by);
    wire.arrived = new;
}

/// The person sees the top of the list: nothing waits above it.
pub(super) fn seen(wire: &mut WireScreen) {
    let first = wire.page.rows.first().filter(|_| wire.top == 0 && wire.page.offset == 0);
    let Some(first) = first.map(|row| &row.key) else { return };
    if wire.known.first() != Some(first) || wire.arrived > 0 {
        wire.known = wire.page.rows.iter().take(KNOWN).map(|row| row.key.clone()).collect();
        wire.arrived = 0;
    }
}

/// The store has changed: the list follows, an empty one by filling itself.
pub(super) fn changed(model: &mut Model) -> Vec<Effect> {
    model.wire.changes += 1;
    window::refresh(model)
}

/// Shows what arrived.
pub(super) fn show(model: &mut Model) -> Vec<Effect> {
    if !model.stack.is_empty() {
        return Vec::new();
    }
    if model.wire.arrived == 0 && model.wire.top == 0 {
        model.status = Status::Note("Nothing new has arrived".to_owned());
        return Vec::new();
    }
    let mut effects = vec![wire::load_counts(model)];
    effects.extend(window::from_top(model));
    effects
}

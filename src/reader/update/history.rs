//! Down into things and back: a stack of screens, each kept as it was left.

use super::super::{
    effect::Effect,
    model::{LedgerScreen, Model, Screen},
};
use super::{layout, signals, sources, window, wire};

/// Shows a screen on top of the others. What lay ahead is gone, as in a browser.
pub(super) fn push(model: &mut Model, screen: Screen) {
    model.ahead.clear();
    model.stack.push(screen);
    layout::relay(model);
}

/// Back to the screen below, exactly as it was left.
pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    if !model.chord.is_empty() {
        model.chord.clear();
        return Vec::new();
    }
    if sources::back(model) || signals::back(model) {
        return Vec::new();
    }
    match model.stack.pop() {
        Some(screen) => {
            model.ahead.push(screen);
            layout::relay(model);
            if model.stack.is_empty() {
                return window::settle(model);
            }
            let mut effects = sources::settle(model);
            effects.extend(signals::settle(model));
            effects
        }
        None => wire::back(model),
    }
}

/// Forward to the screen last gone back from.
pub(super) fn forward(model: &mut Model) -> Vec<Effect> {
    if let Some(screen) = model.ahead.pop() {
        model.stack.push(screen);
        layout::relay(model);
    }
    Vec::new()
}

/// The ledger.
pub(super) fn ledger(model: &mut Model) -> Vec<Effect> {
    if matches!(model.stack.last(), Some(Screen::Ledger(_))) {
        return Vec::new();
    }
    let ticket = model.ticket();
    push(model, Screen::Ledger(Box::new(LedgerScreen { ticket, ..LedgerScreen::default() })));
    vec![Effect::LoadLedger(ticket)]
}

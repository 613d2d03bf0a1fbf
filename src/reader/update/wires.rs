//! The wires screen: opening it, and going to a wire from it.

use super::super::{
    effect::Effect,
    model::{Model, Screen},
};
use super::{history, sync, wire};
use crate::wire::page::Scope;

/// How reading each wire fares.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if matches!(model.stack.last(), Some(Screen::Wires(_))) {
        return Vec::new();
    }
    history::push(model, Screen::Wires(Box::default()));
    sync::load_states(model)
}

/// Shows only the selected wire; where that is what is shown, all of them again.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(selected) = sync::selected(model) else { return Vec::new() };
    model.ahead.clear();
    model.stack.clear();
    let only = Scope::Wire(selected.clone());
    let next = (model.wire.listing.scope != only).then_some(selected);
    wire::scope(model, next)
}

//! Which sources are listed, and in which order: settled when the person asks, and by nothing else.

use super::super::super::{
    effect::Effect,
    model::{Model, Screen, Stand, Status, Which},
};
use super::{selected, settle, shown};
use crate::story::SourceName;

/// The places of the sources that are to be listed: those that want attention first, then as the config has them.
pub(super) fn ordered(model: &Model, which: Which) -> Vec<usize> {
    let stand = |at: &usize| model.gathering.states.get(*at).map(Stand::of);
    let listed = (0..model.gathering.states.len()).filter(|at| match (which, stand(at)) {
        (Which::All, _) => true,
        (Which::Bad, stand) => stand.is_some_and(Stand::is_bad),
        (Which::Off, stand) => stand == Some(Stand::Off),
    });
    let mut order: Vec<usize> = listed.collect();
    order.sort_by_key(|at| match stand(at) {
        Some(Stand::Trouble) => 0,
        Some(Stand::Gone) => 1,
        Some(Stand::Off) => 3,
        _ => 2,
    });
    order
}

/// The list anew, with this source selected if it is listed.
pub(super) fn order_again(model: &mut Model, select: Option<&SourceName>) -> Vec<Effect> {
    let orders = [Which::All, Which::Bad, Which::Off].map(|which| ordered(model, which));
    let place = select.and_then(|name| model.gathering.places.get(name)).copied();
    for screen in model.stack.iter_mut().chain(&mut model.ahead) {
        let Screen::Sources(screen) = screen else { continue };
        screen.order.clone_from(&orders[screen.which as usize]);
        let at = place.and_then(|place| screen.order.iter().position(|at| *at == place));
        screen.cursor = at.unwrap_or(screen.cursor).min(screen.order.len().saturating_sub(1));
    }
    settle(model)
}

/// All, those in trouble, those turned off, and round again.
pub(in crate::reader::update) fn filter(model: &mut Model) -> Vec<Effect> {
    let selected = selected(model);
    let Some(screen) = shown(model) else { return Vec::new() };
    let (which, said) = match screen.which {
        Which::All => (Which::Bad, "Only sources in trouble · f again for those turned off"),
        Which::Bad => (Which::Off, "Only sources turned off · f again for all"),
        Which::Off => (Which::All, "All sources, those in trouble first"),
    };
    (screen.which, screen.cursor, screen.top) = (which, 0, 0);
    model.status = Status::Note(said.to_owned());
    order_again(model, selected.as_ref())
}

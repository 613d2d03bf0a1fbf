//! One dispatch: opening it, its panes, its links.

use super::super::{
    effect::Effect,
    model::{DispatchPane, DispatchScreen, Load, Model, Screen, Status},
    prose::Target,
};
use super::{history, layout, marks, record};
use crate::{story::Key, wire::page::Kept};

/// Opens the selected row; in place of the dispatch on screen, if one is.
pub(super) fn open_selected(model: &mut Model) -> Vec<Effect> {
    let Some(key) = model.wire.selected().map(|row| row.key.clone()) else { return Vec::new() };
    let at = Some(model.wire.cursor);
    if matches!(model.stack.last(), Some(Screen::Dispatch(_))) {
        model.stack.pop();
    }
    open(model, key, at)
}

/// Opens a dispatch on top of what is on screen.
pub(super) fn open(model: &mut Model, key: Key, at: Option<usize>) -> Vec<Effect> {
    let ticket = model.ticket();
    let screen = DispatchScreen { key: key.clone(), at, ticket, ..DispatchScreen::default() };
    history::push(model, Screen::Dispatch(Box::new(screen)));
    let here = model.wire.preview.here().filter(|kept| kept.wire == key.wire && kept.dispatch.id == key.id);
    match here.cloned() {
        Some(kept) => arrived(model, ticket, Some(kept)),
        None => vec![Effect::LoadDispatch(ticket, key)],
    }
}

/// The dispatch on screen.
pub(super) fn shown(model: &mut Model) -> Option<&mut DispatchScreen> {
    match model.stack.last_mut() {
        Some(Screen::Dispatch(screen)) => Some(screen),
        _ => None,
    }
}

/// A dispatch came for whichever screen waits for it.
pub(super) fn arrived(
    model: &mut Model,
    ticket: super::super::model::Ticket,
    kept: Option<Box<Kept>>,
) -> Vec<Effect> {
    let waits = |screen: &&mut Screen| matches!(screen, Screen::Dispatch(s) if s.ticket == ticket);
    let Some(Screen::Dispatch(screen)) = model.stack.iter_mut().find(waits) else { return Vec::new() };
    screen.open_answers = vec![false; kept.as_ref().map_or(0, |k| k.dispatch.faq.len())];
    let unread = kept.as_ref().is_some_and(|kept| !kept.read);
    let key = screen.key.clone();
    screen.kept = kept.map_or(Load::Missing, Load::Here);
    layout::relay(model);
    if unread { marks::set_read(model, &key, true) } else { Vec::new() }
}

/// The next pane, round and round.
pub(super) fn pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    let all = DispatchPane::ALL;
    let at = all.iter().position(|p| *p == screen.focus).unwrap_or(0);
    let next = if forward { at + 1 } else { at + all.len() - 1 };
    screen.focus = all[next % all.len()];
    layout::relay(model);
    Vec::new()
}

/// Follows the focused link.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    let column = screen.focused_column();
    let Some(link) = column.link.and_then(|at| column.laid.links.get(at)).cloned() else {
        return Vec::new();
    };
    match link.target {
        Target::Citation(at) => record::cite(model, at, link.sentence),
        Target::Question(at) => question(model, at),
        Target::Dispatch(key) => open(model, key, None),
        Target::Web(url) => marks::open_url(model, &url),
    }
}

/// Opens or closes an answer.
fn question(model: &mut Model, at: usize) -> Vec<Effect> {
    if let Some(open) = shown(model).and_then(|screen| screen.open_answers.get_mut(at)) {
        *open = !*open;
    }
    layout::relay(model);
    Vec::new()
}

/// Opens citation n of the dispatch on screen: the one marked `[n]`, else the n-th.
pub(super) fn citation(model: &mut Model, n: u32) -> Vec<Effect> {
    let Some(kept) = shown(model).and_then(|screen| screen.kept.here()) else { return Vec::new() };
    let citations = &kept.dispatch.citations;
    let marked = citations.iter().position(|c| c.marker == Some(n));
    let unmarked = citations.iter().all(|c| c.marker.is_none());
    let nth = (n as usize).checked_sub(1).filter(|at| unmarked && *at < citations.len());
    if let Some(at) = marked.or(nth) {
        let sentence = shown(model).and_then(|screen| screen.sentence_citing(at));
        record::cite(model, at, sentence)
    } else {
        model.status = Status::Note(format!("This dispatch has no citation {n}"));
        Vec::new()
    }
}

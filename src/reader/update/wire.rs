//! The list: beats, dispatches, preview.
//!
//! What a person does to it. Which of its rows are here is the business of `window`.

use super::super::{
    areas::{Layout, Pane, areas},
    effect::Effect,
    model::{Model, Screen, Status, WirePane},
};
use super::{
    dispatch, layout,
    window::{load, restart, settle},
};
use crate::{
    story::WireName,
    wire::page::{BeatCount, Only, Scope},
};

/// Everything afresh: counts and the page under the cursor.
pub(super) fn reload(model: &mut Model) -> Vec<Effect> {
    let mut effects = vec![load_counts(model)];
    effects.extend(load(model));
    effects
}

/// Puts the cursor on a row of the whole list.
pub(super) fn go(model: &mut Model, at: usize) -> Vec<Effect> {
    let last = model.wire.page.total.saturating_sub(1);
    let at = at.min(last);
    if at == model.wire.cursor && model.wire.selected().is_some() {
        return Vec::new();
    }
    model.wire.cursor = at;
    settle(model)
}

/// The beat after or before the selected one.
pub(super) fn beat(model: &mut Model, to: usize) -> Vec<Effect> {
    let to = to.min(model.wire.beats.len());
    if to == model.wire.beat_place() {
        return Vec::new();
    }
    let named = to.checked_sub(1).and_then(|at| model.wire.beats.get(at));
    model.wire.listing.beat = named.map(|beat| beat.beat.clone());
    beats_in_view(model);
    restart(model)
}

/// The beat that a cross-reference names, by its slug or its name; the list is what one sees then.
pub(super) fn beat_named(model: &mut Model, slug: &str, words: &str) -> Vec<Effect> {
    let slugged = |name: &str| {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-").to_lowercase()
    };
    let named =
        |beat: &&BeatCount| slugged(&beat.beat) == slugged(slug) || slugged(&beat.beat) == slugged(words);
    let Some(beat) = model.wire.beats.iter().find(named).map(|beat| beat.beat.clone()) else {
        model.status = Status::Note(format!("Nothing is filed under {words}"));
        return Vec::new();
    };
    model.ahead.clear();
    model.stack.clear();
    (model.wire.listing.beat, model.wire.focus) = (Some(beat), WirePane::Dispatches);
    beats_in_view(model);
    restart(model)
}

pub(super) fn beats_in_view(model: &mut Model) {
    let areas = areas(model.size, model);
    let Some(pane) = areas.pane(Pane::Wire(WirePane::Beats)) else { return };
    let (height, place) = (usize::from(pane.height).max(1), model.wire.beat_place());
    let top = model.wire.beats_top;
    model.wire.beats_top = top.clamp((place + 1).saturating_sub(height), place);
}

/// All, unread, starred, and round again.
pub(super) fn filter(model: &mut Model) -> Vec<Effect> {
    if !model.stack.is_empty() {
        return Vec::new();
    }
    let next = match model.wire.listing.only {
        Only::All => (Only::Unread, "Unread only · f again for starred"),
        Only::Unread => (Only::Starred, "Starred only · f again for all"),
        Only::Starred => (Only::All, "All dispatches"),
    };
    model.wire.listing.only = next.0;
    model.status = Status::Note(next.1.to_owned());
    restart(model)
}

/// All wires, then each of them, and round again.
pub(super) fn next_wire(model: &mut Model) -> Vec<Effect> {
    if !model.stack.is_empty() {
        return Vec::new();
    }
    let names: Vec<_> = model.wire.wires.iter().map(|w| w.wire.clone()).collect();
    let next = match &model.wire.listing.scope {
        Scope::All => names.first().cloned(),
        Scope::Wire(name) => names.iter().skip_while(|n| *n != name).nth(1).cloned(),
    };
    scope(model, next)
}

/// One wire, or all of them.
pub(super) fn scope(model: &mut Model, next: Option<WireName>) -> Vec<Effect> {
    model.status = Status::Note(next.as_ref().map_or("All wires".to_owned(), |n| format!("The {n} wire")));
    model.wire.listing.scope = next.map_or(Scope::All, Scope::Wire);
    model.wire.listing.beat = None;
    model.wire.beats_top = 0;
    let mut effects = restart(model);
    effects.push(load_counts(model));
    effects
}

/// Wires and beats with their counts.
pub(super) fn load_counts(model: &mut Model) -> Effect {
    let ticket = model.ticket();
    model.wire.counts_ticket = ticket;
    Effect::LoadCounts(ticket, model.wire.listing.scope.clone())
}

/// Looks for the nearest unread dispatch, from the list or from within a dispatch.
pub(super) fn find_unread(model: &mut Model, forward: bool) -> Vec<Effect> {
    if !matches!(model.stack.last(), None | Some(Screen::Dispatch(_))) {
        return Vec::new();
    }
    let ticket = model.ticket();
    model.wire.unread_ticket = ticket;
    let (listing, from) = (model.wire.listing.clone(), model.wire.cursor);
    vec![Effect::FindUnread { ticket, listing, from, forward }]
}

/// The answer: go there, and open it if one was reading.
pub(super) fn unread_found(model: &mut Model, at: Option<usize>) -> Vec<Effect> {
    let Some(at) = at else {
        model.status = Status::Note("No unread dispatch that way".to_owned());
        return Vec::new();
    };
    go_and_open(model, at)
}

/// The dispatch after or before, from the list or from within a dispatch.
pub(super) fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    if !matches!(model.stack.last(), None | Some(Screen::Dispatch(_))) {
        return Vec::new();
    }
    let to = model.wire.cursor.checked_add_signed(by);
    let Some(to) = to.filter(|to| *to < model.wire.page.total) else {
        let end = if by > 0 { "That was the last of the list" } else { "That was the first of the list" };
        model.status = Status::Note(end.to_owned());
        return Vec::new();
    };
    go_and_open(model, to)
}

fn go_and_open(model: &mut Model, at: usize) -> Vec<Effect> {
    let mut effects = go(model, at);
    if model.stack.is_empty() {
        return effects;
    }
    if model.wire.selected().is_some() {
        effects.extend(dispatch::open_selected(model));
    } else {
        model.wire.open_when_here = Some(at);
    }
    effects
}

/// The panes of the list that this layout has, in the order of Tab.
fn panes(model: &Model) -> &'static [WirePane] {
    match Layout::of(model.size) {
        Layout::Wide | Layout::Narrow => &[WirePane::Beats, WirePane::Dispatches, WirePane::Preview],
        Layout::Medium => &[WirePane::Beats, WirePane::Dispatches],
    }
}

/// The next pane, round and round.
pub(super) fn pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    let panes = panes(model);
    let at = panes.iter().position(|p| *p == model.wire.focus).unwrap_or(1);
    let next = if forward { at + 1 } else { at + panes.len() - 1 };
    model.wire.focus = panes[next % panes.len()];
    layout::relay(model);
    settle(model)
}

/// Into the selected beat's list, or the selected dispatch.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    if model.wire.focus == WirePane::Beats {
        model.wire.focus = WirePane::Dispatches;
        return settle(model);
    }
    dispatch::open_selected(model)
}

/// Esc in the list: out of the filter, then out of the beat, then a word about leaving.
pub(super) fn back(model: &mut Model) -> Vec<Effect> {
    let wire = &mut model.wire;
    if wire.focus != WirePane::Dispatches {
        wire.focus = WirePane::Dispatches;
        return settle(model);
    }
    if wire.listing.only != Only::All {
        wire.listing.only = Only::All;
        return restart(model);
    }
    if wire.listing.beat.take().is_some() {
        return restart(model);
    }
    let quit = model.keymap.shown(super::super::action::Action::Quit).unwrap_or_default();
    model.status = Status::Note(format!("This is the top · {quit} leaves"));
    Vec::new()
}

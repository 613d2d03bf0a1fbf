//! Why a story fired: asked of a story or of a dispatch, and answered from what the desk kept.

use super::super::{
    effect::Effect,
    model::{Column, Load, Model, Of, Screen, Status, Ticket, WhyPane, WhyScreen},
    msg::Told,
    prose::Target,
};
use super::{dispatch, history, layout, marks, record, signals};
use crate::story::{Citation, Key, RecordId, WireName};

/// Asks why, of whatever is on screen.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    let of = match model.stack.last() {
        None => model.wire.selected().map(|row| Of::Dispatch(row.key.clone())),
        Some(Screen::Dispatch(screen)) => Some(Of::Dispatch(screen.key.clone())),
        Some(Screen::Trace(_) | Screen::Versions(_)) => super::trace::about(model).map(Of::Dispatch),
        Some(Screen::Signals(_)) => signals::selected(model),
        Some(Screen::Why(_)) => return Vec::new(),
        Some(_) => None,
    };
    let Some(of) = of else {
        model.status = Status::Note("That is told of a story or a dispatch: choose one first".to_owned());
        return Vec::new();
    };
    open(model, of)
}

/// Opens the screen.
pub(super) fn open(model: &mut Model, of: Of) -> Vec<Effect> {
    let ticket = model.ticket();
    history::push(model, Screen::Why(Box::new(fresh(of.clone(), ticket, WhyPane::Signals))));
    vec![Effect::LoadWhy(ticket, of)]
}

fn fresh(of: Of, ticket: Ticket, focus: WhyPane) -> WhyScreen {
    let (signals, records) = (Column::default(), Column::default());
    WhyScreen { of, told: Load::Waiting, focus, signals, records, ticket }
}

/// The screen, if it is shown.
fn shown(model: &mut Model) -> Option<&mut WhyScreen> {
    match model.stack.last_mut() {
        Some(Screen::Why(screen)) => Some(screen),
        _ => None,
    }
}

/// The answer came for whichever screen waits for it.
pub(super) fn loaded(model: &mut Model, ticket: Ticket, told: Option<Told>) -> Vec<Effect> {
    let waits = |screen: &&mut Screen| matches!(screen, Screen::Why(s) if s.ticket == ticket);
    let all = model.stack.iter_mut().chain(&mut model.ahead);
    if let Some(Screen::Why(screen)) = all.into_iter().find(waits) {
        screen.told = told.map_or(Load::Missing, Load::Here);
    }
    layout::relay(model);
    Vec::new()
}

/// The other pane.
pub(super) fn pane(model: &mut Model) -> Vec<Effect> {
    if let Some(screen) = shown(model) {
        screen.focus = match screen.focus {
            WhyPane::Signals => WhyPane::Records,
            WhyPane::Records => WhyPane::Signals,
        };
    }
    layout::relay(model);
    Vec::new()
}

/// The story after or before this one, where this screen was opened from a list of stories.
pub(super) fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let below = model.stack.len().checked_sub(2).and_then(|at| model.stack.get(at));
    if !matches!(below, Some(Screen::Signals(_))) {
        model.status = Status::Note("There is no list of stories beneath this".to_owned());
        return Vec::new();
    }
    let Some((of, mut effects)) = signals::step(model, by) else { return Vec::new() };
    let ticket = model.ticket();
    if let Some(screen) = shown(model) {
        *screen = fresh(of.clone(), ticket, screen.focus);
    }
    layout::relay(model);
    effects.push(Effect::LoadWhy(ticket, of));
    effects
}

/// Follows the focused link: to the dispatch, a record, a passage of one.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    let (wire, column) = (screen.of.wire().clone(), screen.focused_column());
    let Some(target) = column.link.and_then(|at| column.laid.links.get(at)).map(|link| link.target.clone())
    else {
        // A story without a dispatch leads nowhere but to its records.
        return if screen.focus == WhyPane::Signals { pane(model) } else { Vec::new() };
    };
    match target {
        Target::Dispatch(key) => to_dispatch(model, key),
        Target::Record(id) => to_record(model, wire, id),
        Target::Passage(signal, passage) => to_passage(model, wire, signal, passage),
        Target::Web(url) => marks::open_url(model, &url),
        _ => Vec::new(),
    }
}

/// Back to the dispatch one came from, or on to it.
fn to_dispatch(model: &mut Model, key: Key) -> Vec<Effect> {
    let below = model.stack.len().checked_sub(2).and_then(|at| model.stack.get(at));
    match below {
        Some(Screen::Dispatch(screen)) if screen.key == key => history::back(model),
        _ => dispatch::open(model, key, None),
    }
}

/// A record, as its dispatch cites it where nothing more is known.
fn to_record(model: &mut Model, wire: WireName, id: RecordId) -> Vec<Effect> {
    let cited = shown(model).and_then(|screen| match screen.told.here()? {
        Told::Dispatch(kept) => {
            kept.dispatch.citations.iter().find(|c| c.record_id.as_ref() == Some(&id)).cloned()
        }
        Told::Decided(_) => None,
    });
    record::open(model, wire, id, cited, None)
}

/// A record with the passage lit that a signal names.
fn to_passage(model: &mut Model, wire: WireName, signal: usize, passage: usize) -> Vec<Effect> {
    let named = shown(model).and_then(|screen| match screen.told.here()? {
        Told::Decided(why) => why.signals.get(signal)?.passages.get(passage).cloned(),
        Told::Dispatch(_) => None,
    });
    let Some(named) = named else { return Vec::new() };
    let citation = Citation {
        record_id: Some(named.record.clone()),
        excerpt: Some(named.words),
        spans: vec![named.span],
        ..Citation::default()
    };
    record::open(model, wire, named.record, Some(citation), None)
}

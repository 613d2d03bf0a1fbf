//! Gathering in the background: what it tells, and asking for it.
//!
//! Like a sync it never takes the screen. How far it is stands in the status line while nothing else does; what came of
//! each source is known at once, without asking the store; and what the desk makes of it arrives as everything does.

use super::super::{
    action::Action,
    effect::Effect,
    human,
    model::{Model, Pace, Screen, Status},
    msg::{GatherNews, Gleaned},
};
use super::{arrivals, layout, sources, sync, wire};
use crate::story::{SourceName, SourceState, Standing};

/// A gathering told something.
pub(super) fn told(model: &mut Model, news: GatherNews) -> Vec<Effect> {
    model.gathering.begin();
    match news {
        GatherNews::Began { of } => {
            let shown = of > 0 || model.gathering.asked;
            model.gathering.running = shown.then_some(Pace { of, ..Pace::default() });
            model.gathering.elsewhere = false;
            Vec::new()
        }
        GatherNews::Moved(gleaned) => moved(model, gleaned),
        GatherNews::Ended => ended(model),
        GatherNews::Writing => {
            model.gathering.writing = true;
            Vec::new()
        }
        GatherNews::Asking(asking) => {
            model.gathering.asking = Some(asking).filter(|_| model.gathering.writing);
            Vec::new()
        }
        GatherNews::Wrote { published } => wrote(model, published),
        GatherNews::Refused(trouble) => {
            model.gathering.rest();
            sync::quietly(model, Status::Fault(trouble));
            Vec::new()
        }
        GatherNews::Elsewhere => {
            if !std::mem::replace(&mut model.gathering.elsewhere, true) || model.gathering.asked {
                sync::quietly(model, Status::Note("Another Slugline is gathering".to_owned()));
            }
            Vec::new()
        }
        GatherNews::Rested => {
            model.gathering.rest();
            if model.gathering.loaded { Vec::new() } else { sources::load(model) }
        }
    }
}

/// Some sources are done.
fn moved(model: &mut Model, gleaned: Vec<Gleaned>) -> Vec<Effect> {
    let gathering = &mut model.gathering;
    let mut pace = gathering.running.unwrap_or_default();
    for one in gleaned {
        pace.done += 1;
        pace.new += one.new;
        pace.failed += usize::from(one.trouble.is_some());
        let place = gathering.places.get(&one.source);
        if let Some(state) = place.and_then(|at| gathering.states.get_mut(*at)) {
            take_in(state, one);
        }
    }
    pace.of = pace.of.max(pace.done);
    gathering.running = Some(pace);
    layout::sources(model);
    Vec::new()
}

/// What is known of a source once it was asked, until the store is.
fn take_in(state: &mut SourceState, one: Gleaned) {
    state.next_at = one.next_at.or(state.next_at);
    if !one.asked {
        return;
    }
    state.tried_at = Some(one.at);
    state.records += one.new;
    if one.gone {
        state.standing = Standing::Gone;
    }
    if one.trouble.is_none() {
        (state.gathered_at, state.failures) = (Some(one.at), 0);
        (state.notes, state.repaired) = (one.notes, one.repaired);
    } else {
        state.failures += 1;
    }
    state.trouble = one.trouble;
}

/// All sources are done: what came is told if anything did, or if the person asked.
fn ended(model: &mut Model) -> Vec<Effect> {
    let Some(pace) = model.gathering.running.take() else { return Vec::new() };
    let asked = std::mem::take(&mut model.gathering.asked);
    if asked || pace.new > 0 {
        tell_what_came(model, pace);
    }
    let mut effects = Vec::new();
    if open(model) || !model.gathering.loaded {
        effects.extend(sources::load(model));
    }
    layout::sources(model);
    effects
}

/// Said while nothing else is, but for the change that it is the outcome of.
fn tell_what_came(model: &mut Model, pace: Pace) {
    let said = std::mem::take(&mut model.gathering.said);
    let mut note = came(pace);
    if !said.is_empty() && model.status == Status::Note(said) {
        model.status = Status::Quiet;
        let undo = model.keymap.shown(Action::Unread).filter(|_| model.gathering.undo);
        note.extend(undo.map(|key| format!(" · {key} undoes it")));
    }
    sync::quietly(model, Status::Note(note));
}

/// `14 new records · 2 sources in trouble`
fn came(pace: Pace) -> String {
    let new = if pace.new == 0 {
        "Nothing new".to_owned()
    } else {
        human::count(pace.new, "new record", "new records")
    };
    if pace.failed == 0 {
        return new;
    }
    format!("{new} · {} in trouble", human::count(pace.failed, "source", "sources"))
}

/// The desk is done.
fn wrote(model: &mut Model, published: usize) -> Vec<Effect> {
    (model.gathering.writing, model.gathering.asking) = (false, None);
    if published == 0 || !sync::in_scope(model, &model.gathering.wire) {
        return Vec::new();
    }
    let mut effects = vec![wire::load_counts(model)];
    effects.extend(arrivals::changed(model));
    effects
}

/// The sources screen is somewhere in the stack.
fn open(model: &Model) -> bool {
    model.stack.iter().chain(&model.ahead).any(|screen| matches!(screen, Screen::Sources(_)))
}

/// The person asks these sources, or all of them for none named.
pub(super) fn ask(model: &mut Model, only: Vec<SourceName>) -> Vec<Effect> {
    let said = if model.sync.offline {
        "Offline, as asked: no request is made"
    } else if model.gathering.rows.is_empty() {
        "There is no source yet"
    } else {
        ""
    };
    if !said.is_empty() {
        model.status = Status::Note(said.to_owned());
        return Vec::new();
    }
    let gathering = &mut model.gathering;
    gathering.asked = true;
    if gathering.running.is_none() {
        // It shows at once that something is under way.
        let on = gathering.rows.iter().filter(|row| row.enabled).count();
        let of = if only.is_empty() { on } else { only.len() };
        gathering.running = Some(Pace { of, ..Pace::default() });
    }
    layout::sources(model);
    vec![Effect::Gather(only)]
}

//! Wires read from elsewhere: what a sync tells, and asking for one.
//!
//! A sync never takes the screen: its progress and its end stand in the status line while nothing else does, a
//! trouble is told once and not again while it stays the same, and what it brings is taken up by `arrivals`.

use super::super::{
    effect::Effect,
    model::{Fetch, Model, Screen, Status, Subject},
    msg::{Outcome, Progress, SyncNews, Trouble},
    prose::Target,
};
use super::{arrivals, dispatch, gather, layout, record, sources, trace, wire};
use crate::{story::WireName, wire::page::Scope};

/// Counts and states follow every so many steps of progress, of which there are at most four a second.
const STEPS: usize = 4;

/// How reading each wire fares.
pub(super) fn load_states(model: &mut Model) -> Vec<Effect> {
    let ticket = model.ticket();
    model.sync.states_ticket = ticket;
    vec![Effect::LoadStates(ticket, model.now)]
}

/// A sync told something.
pub(super) fn told(model: &mut Model, news: SyncNews) -> Vec<Effect> {
    let effects = match news {
        SyncNews::Began(wire) => {
            (model.sync.waits, model.sync.elsewhere) = (None, false);
            model.sync.running = Some(Progress { wire, ..Progress::default() });
            Vec::new()
        }
        SyncNews::Moved(progress) => moved(model, progress),
        SyncNews::Waiting(_, until) => {
            model.sync.waits = Some(until);
            Vec::new()
        }
        SyncNews::Ended(outcome) => ended(model, outcome),
        SyncNews::Refused(trouble) => {
            tell(model, None, Some(trouble));
            Vec::new()
        }
        SyncNews::Elsewhere => {
            if !std::mem::replace(&mut model.sync.elsewhere, true) || model.sync.asked {
                quietly(model, Status::Note("Another Slugline is syncing".to_owned()));
            }
            Vec::new()
        }
        SyncNews::Looked => brought(model),
        SyncNews::Rested => {
            (model.sync.running, model.sync.waits, model.sync.asked) = (None, None, false);
            Vec::new()
        }
    };
    layout::wires(model);
    effects
}

fn moved(model: &mut Model, progress: Progress) -> Vec<Effect> {
    let before = model.sync.running.as_ref().filter(|before| before.wire == progress.wire);
    let more = progress.new > before.map_or(0, |before| before.new);
    let brings = more && in_scope(model, &progress.wire);
    (model.sync.running, model.sync.waits) = (Some(progress), None);
    model.sync.steps += 1;
    let mut effects = if brings { arrivals::changed(model) } else { Vec::new() };
    let due = model.sync.steps.is_multiple_of(STEPS);
    if more && (due || model.wire.beats.is_empty()) {
        effects.push(wire::load_counts(model));
    }
    if due && matches!(model.stack.last(), Some(Screen::Wires(_))) {
        effects.extend(load_states(model));
    }
    effects
}

fn ended(model: &mut Model, outcome: Outcome) -> Vec<Effect> {
    let Outcome { wire, new, updated, records, trouble } = outcome;
    (model.sync.running, model.sync.waits) = (None, None);
    if model.sync.asked && trouble.is_none() {
        tell_what_came(model, &wire, [1, new, updated, records]);
    }
    let reached = trouble.is_none();
    tell(model, Some(&wire), trouble);
    let mut effects = load_states(model);
    if reached {
        let fetch = fetch_again(model, &wire);
        if fetch.is_some() {
            layout::relay(model);
        }
        effects.extend(fetch);
    }
    if new + updated + records > 0 {
        effects.extend(record::again(model, &wire));
        effects.extend(dispatch::again(model, &wire));
        effects.extend(trace::again(model, &wire));
        effects.extend(brought(model));
    }
    effects
}

/// The wire answers again: what the person looks at and could not be fetched is fetched.
fn fetch_again(model: &mut Model, wire: &WireName) -> Option<Effect> {
    match model.stack.last_mut()? {
        Screen::Dispatch(screen) if screen.key.wire == *wire && matches!(screen.fetch, Fetch::Failed(_)) => {
            screen.fetch = Fetch::UnderWay;
            Some(Effect::FetchDispatch(screen.key.clone()))
        }
        Screen::Record(screen) if matches!(screen.fetch, Fetch::Failed(_)) => match &screen.subject {
            Subject::Record(of, id) if of == wire => {
                screen.fetch = Fetch::UnderWay;
                Some(Effect::FetchRecord(of.clone(), id.clone()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// What the person asked for has come: from one wire, or from several together, while nothing else is said.
fn tell_what_came(model: &mut Model, wire: &WireName, more: [usize; 4]) {
    let (so_far, said) = std::mem::take(&mut model.sync.came);
    let [wires, new, updated, records] = std::array::from_fn(|n| so_far[n] + more[n]);
    let whence = if wires == 1 { wire.to_string() } else { format!("{wires} wires") };
    let note = format!("{whence}: {}", came(new, updated, records));
    if model.status == Status::Note(said) {
        model.status = Status::Quiet;
    }
    quietly(model, Status::Note(note.clone()));
    model.sync.came = ([wires, new, updated, records], note);
}

/// `3 new, 2 updated`
fn came(new: usize, updated: usize, records: usize) -> String {
    let parts = [(new, "new"), (updated, "updated"), (records, "records")];
    let parts = parts.iter().filter(|(n, _)| *n > 0);
    let parts: Vec<String> =
        parts.map(|(n, what)| format!("{} {what}", super::super::human::number(*n))).collect();
    if parts.is_empty() { "nothing new".to_owned() } else { parts.join(", ") }
}

/// The store has more or other in it now.
fn brought(model: &mut Model) -> Vec<Effect> {
    let mut effects = vec![wire::load_counts(model)];
    effects.extend(arrivals::changed(model));
    effects
}

/// A trouble is told once; the end of it is not told at all, since all is well then.
fn tell(model: &mut Model, wire: Option<&WireName>, trouble: Option<Trouble>) {
    let wire = wire.cloned().unwrap_or_default();
    let Some(trouble) = trouble else {
        model.sync.told.remove(&wire);
        return;
    };
    let known = model.sync.told.get(&wire) == Some(&trouble) && !model.sync.asked;
    if !known && quietly(model, Status::Fault(trouble.clone())) {
        model.sync.told.insert(wire, trouble);
    }
}

/// Says something, unless what the person just did is being said.
pub(super) fn quietly(model: &mut Model, status: Status) -> bool {
    let free = model.status == Status::Quiet;
    if free {
        model.status = status;
    }
    free
}

pub(super) fn in_scope(model: &Model, wire: &WireName) -> bool {
    match &model.wire.listing.scope {
        Scope::All => true,
        Scope::Wire(name) => name == wire,
    }
}

/// The person asks for what is new.
pub(super) fn ask(model: &mut Model) -> Vec<Effect> {
    if matches!(model.stack.last(), Some(Screen::Sources(_))) {
        return sources::retry(model);
    }
    let selected = selected(model);
    let gathers = !model.gathering.rows.is_empty() && own_is_meant(model, selected.as_ref());
    let wires = match selected {
        Some(wire) if model.sync.reads(&wire) => vec![wire],
        Some(_) => Vec::new(),
        None => model.sync.within(&model.wire.listing.scope),
    };
    if gathers && (wires.is_empty() || model.sync.offline) {
        return gather::ask(model, Vec::new());
    }
    let say = if model.sync.rows.is_empty() {
        "Nobody is asked yet · a adds a source; slugline wires add NAME URL a wire"
    } else if model.sync.offline {
        "Offline, as asked: no request is made"
    } else if wires.is_empty() {
        "This wire is not read from elsewhere: there is nobody to ask"
    } else {
        ""
    };
    if !say.is_empty() {
        model.status = Status::Note(say.to_owned());
        return Vec::new();
    }
    model.sync.asked = true;
    model.sync.came = <_>::default();
    if model.sync.running.is_none() {
        let wire = wires.first().cloned().unwrap_or_default();
        model.sync.running = Some(Progress { wire, ..Progress::default() });
        layout::wires(model);
    }
    let mut effects = vec![Effect::Sync(wires)];
    if gathers {
        effects.extend(gather::ask(model, Vec::new()));
    }
    effects
}

/// Whether the own wire, which sources are gathered into, is what is looked at.
fn own_is_meant(model: &Model, selected: Option<&WireName>) -> bool {
    match selected {
        Some(wire) => *wire == model.gathering.wire,
        None => in_scope(model, &model.gathering.wire),
    }
}

/// The wire selected on the wires screen.
pub(super) fn selected(model: &Model) -> Option<WireName> {
    let Some(Screen::Wires(screen)) = model.stack.last() else { return None };
    let link = screen.column.link.and_then(|at| screen.column.laid.links.get(at))?;
    match &link.target {
        Target::Wire(wire) => Some(wire.clone()),
        _ => None,
    }
}

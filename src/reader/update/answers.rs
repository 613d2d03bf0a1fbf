//! Answers from the store and the desk, each to the one who still waits for it.

use super::super::{
    effect::Effect,
    model::{Load, Model, Screen, Status, Ticket},
    msg::Msg,
};
use super::{
    dispatch, gather, layout, record, search, signals, sources, sync, trace, versions, why, window, wire,
};
use crate::story::Entry;

/// From this width on, there is room for two next steps.
const ROOMY: u16 = 104;

/// Takes an answer in, or drops it if nobody waits for it any more.
pub(super) fn answered(model: &mut Model, answer: Msg) -> Vec<Effect> {
    match answer {
        Msg::CountsLoaded(ticket, wires, beats) if ticket == model.wire.counts_ticket => {
            model.demo = wires.len() == 1 && wires.iter().all(|w| w.wire.as_str() == "demo");
            (model.wire.wires, model.wire.beats, model.wire.counted) = (wires, beats, true);
            window::settle(model)
        }
        Msg::PageLoaded(ticket, page, held) if ticket == model.wire.page_ticket => {
            window::paged(model, page, held)
        }
        Msg::DispatchLoaded(ticket, kept) if ticket == model.wire.preview_ticket => {
            model.wire.preview = kept.map_or(Load::Missing, Load::Here);
            layout::relay(model);
            Vec::new()
        }
        Msg::DispatchLoaded(ticket, kept) => dispatch::arrived(model, ticket, kept),
        Msg::RecordLoaded(ticket, kept) => record::arrived(model, ticket, kept),
        Msg::Searched(ticket, hits) => search::found(model, ticket, hits),
        Msg::UnreadFound(ticket, at) if ticket == model.wire.unread_ticket => wire::unread_found(model, at),
        Msg::LedgerLoaded(ticket, entries) => ledger(model, ticket, entries),
        Msg::StoriesLoaded { ticket, offset, total, rows } => {
            signals::loaded(model, ticket, offset, total, rows)
        }
        Msg::WhyLoaded(ticket, told) => why::loaded(model, ticket, told),
        Msg::TraceLoaded(ticket, traced) => trace::loaded(model, ticket, traced.as_ref()),
        Msg::VersionsLoaded(ticket, history) => versions::loaded(model, ticket, history.as_ref()),
        Msg::DeskMoved { stage, done, total } => {
            model.status = Status::Busy(stage, done, total);
            Vec::new()
        }
        Msg::DemoBuilt { published } => built(model, published),
        Msg::Done(said) => {
            model.status = Status::Note(said);
            Vec::new()
        }
        Msg::Failed(trouble) => {
            model.status = Status::Fault(trouble);
            Vec::new()
        }
        other => from_sources(model, other),
    }
}

/// What came of the sources of the own wire.
fn from_sources(model: &mut Model, answer: Msg) -> Vec<Effect> {
    match answer {
        Msg::SourcesLoaded(ticket, states) if ticket == model.gathering.states_ticket => {
            sources::loaded(model, states)
        }
        Msg::SourcesLoaded(..) => Vec::new(),
        Msg::SourceRecordsLoaded(ticket, records) => sources::records(model, ticket, records),
        Msg::Gathered(news) => gather::told(model, news),
        Msg::LookedUp(ticket, found) => sources::looked_up(model, ticket, found),
        Msg::OutlinesRead(ticket, read) => sources::outlines(model, ticket, read),
        Msg::SourcesEdited(edited) => sources::edited(model, edited),
        Msg::PageFetched(wire, id, went) => record::page_fetched(model, &wire, &id, &went),
        other => from_elsewhere(model, other),
    }
}

/// What came of wires read from elsewhere.
fn from_elsewhere(model: &mut Model, answer: Msg) -> Vec<Effect> {
    match answer {
        Msg::StatesLoaded(ticket, states) if ticket == model.sync.states_ticket => {
            model.sync.states = states;
            layout::relay(model);
            Vec::new()
        }
        Msg::SlugFound(ticket, key) if ticket == model.sync.slug_ticket => dispatch::found(model, key),
        Msg::Synced(news) => sync::told(model, news),
        Msg::RecordFetched(wire, id, trouble) => {
            let mut effects = trace::fetched(model, &wire, &id, trouble.as_ref());
            effects.extend(record::fetched(model, &wire, &id, trouble));
            effects
        }
        Msg::DispatchFetched(key, trouble) => dispatch::fetched(model, &key, trouble.as_ref()),
        _ => Vec::new(),
    }
}

fn ledger(model: &mut Model, ticket: Ticket, entries: Vec<Entry>) -> Vec<Effect> {
    let waits = |screen: &&mut Screen| matches!(screen, Screen::Ledger(s) if s.ticket == ticket);
    if let Some(Screen::Ledger(screen)) = model.stack.iter_mut().find(waits) {
        screen.entries = Load::Here(entries);
    }
    layout::relay(model);
    Vec::new()
}

/// The demo wire stands: say so, and name the next step.
fn built(model: &mut Model, published: usize) -> Vec<Effect> {
    model.demo = true;
    let more = if model.size.width >= ROOMY { " or slugline wires add NAME URL" } else { "" };
    let note = format!("{published} dispatches of invented news · next: slugline import FILE{more}");
    model.status = Status::Note(note);
    wire::reload(model)
}

//! Answers from the store and the desk, each to the one who still waits for it.

use super::super::{
    effect::Effect,
    model::{Load, Model, Screen, Status, Ticket},
    msg::Msg,
};
use super::{dispatch, layout, record, search, wire};
use crate::story::Entry;

/// Takes an answer in, or drops it if nobody waits for it any more.
pub(super) fn answered(model: &mut Model, answer: Msg) -> Vec<Effect> {
    match answer {
        Msg::CountsLoaded(ticket, wires, beats) if ticket == model.wire.counts_ticket => {
            model.demo = wires.len() == 1 && wires.iter().all(|w| w.wire.as_str() == "demo");
            (model.wire.wires, model.wire.beats, model.wire.counted) = (wires, beats, true);
            wire::settle(model)
        }
        Msg::PageLoaded(ticket, page) if ticket == model.wire.page_ticket => wire::paged(model, page),
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
    let note = format!("{published} dispatches of invented news · next: slugline import FILE");
    model.status = Status::Note(note);
    wire::reload(model)
}

//! One record, or a page a citation names.

use super::super::{
    effect::Effect,
    model::{Column, Load, Model, RecordScreen, Screen, Subject, Ticket},
    prose::Target,
};
use super::{dispatch, history, layout, marks};
use crate::{
    story::{Citation, RecordId, WireName},
    wire::page::KeptRecord,
};

/// Follows a citation of the dispatch on screen, by its place in the list.
pub(super) fn cite(model: &mut Model, at: usize, sentence: Option<String>) -> Vec<Effect> {
    let Some(kept) = dispatch::shown(model).and_then(|screen| screen.kept.here()) else { return Vec::new() };
    let wire = kept.wire.clone();
    let Some(citation) = kept.dispatch.citations.get(at).cloned() else {
        let beyond = at - kept.dispatch.citations.len();
        let named = kept.dispatch.record_ids.get(beyond).cloned();
        return named.map_or_else(Vec::new, |id| open(model, wire, id, None, None));
    };
    match citation.record_id.clone() {
        Some(id) => open(model, wire, id, Some(citation), sentence),
        None => known_only(model, citation, sentence),
    }
}

/// A record of a wire.
pub(super) fn open(
    model: &mut Model,
    wire: WireName,
    id: RecordId,
    citation: Option<Citation>,
    sentence: Option<String>,
) -> Vec<Effect> {
    let ticket = model.ticket();
    let subject = Subject::Record(wire.clone(), id.clone());
    let (kept, column) = (Load::Waiting, Column::default());
    let screen = RecordScreen { subject, citation, sentence, kept, column, ticket };
    history::push(model, Screen::Record(Box::new(screen)));
    vec![Effect::LoadRecord(ticket, wire, id)]
}

/// A citation without a record: all there is to show is what it says itself.
fn known_only(model: &mut Model, citation: Citation, sentence: Option<String>) -> Vec<Effect> {
    let subject = if citation.url.is_some() { Subject::Page } else { Subject::Nothing };
    let (kept, column, ticket) = (Load::Missing, Column::default(), model.ticket());
    let screen = RecordScreen { subject, citation: Some(citation), sentence, kept, column, ticket };
    history::push(model, Screen::Record(Box::new(screen)));
    Vec::new()
}

/// A record came for whichever screen waits for it. It opens at the cited passage.
pub(super) fn arrived(model: &mut Model, ticket: Ticket, kept: Option<Box<KeptRecord>>) -> Vec<Effect> {
    let waits = |screen: &&mut Screen| matches!(screen, Screen::Record(s) if s.ticket == ticket);
    let Some(Screen::Record(screen)) = model.stack.iter_mut().find(waits) else { return Vec::new() };
    screen.kept = kept.map_or(Load::Missing, Load::Here);
    layout::relay(model);
    let height = layout::whole_height(model);
    if let Some(Screen::Record(screen)) = model.stack.last_mut()
        && let Some(lit) = screen.column.laid.lit.filter(|lit| *lit >= height)
    {
        screen.column.top = lit.saturating_sub(height / 3);
    }
    layout::relay(model);
    Vec::new()
}

/// Follows the focused link: a dispatch that cites this record, or a page.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(Screen::Record(screen)) = model.stack.last() else { return Vec::new() };
    let column = &screen.column;
    match column.link.and_then(|at| column.laid.links.get(at)).map(|link| link.target.clone()) {
        Some(Target::Dispatch(key)) => dispatch::open(model, key, None),
        Some(Target::Web(url)) => marks::open_url(model, &url),
        _ => Vec::new(),
    }
}

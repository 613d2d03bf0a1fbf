//! One record, or a page a citation names.

use super::super::{
    effect::Effect,
    model::{Column, Fetch, Load, Model, RecordScreen, Screen, Status, Subject, Ticket},
    msg::Trouble,
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
    open_cited(model, wire, citation, sentence)
}

/// What a citation leads to: a record, or what the citation says itself.
pub(super) fn open_cited(
    model: &mut Model,
    wire: WireName,
    citation: Citation,
    sentence: Option<String>,
) -> Vec<Effect> {
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
    let subject = Subject::Record(wire.clone(), id.clone());
    let ticket = push(model, subject, Load::Waiting, citation, sentence);
    vec![Effect::LoadRecord(ticket, wire, id)]
}

/// A citation without a record: all there is to show is what it says itself.
fn known_only(model: &mut Model, citation: Citation, sentence: Option<String>) -> Vec<Effect> {
    let subject = if citation.url.is_some() { Subject::Page } else { Subject::Nothing };
    push(model, subject, Load::Missing, Some(citation), sentence);
    Vec::new()
}

/// A screen about this, with nothing on its way yet.
fn push(
    model: &mut Model,
    subject: Subject,
    kept: Load<Box<KeptRecord>>,
    citation: Option<Citation>,
    sentence: Option<String>,
) -> Ticket {
    let (ticket, column) = (model.ticket(), Column::default());
    let (fetch, page) = (Fetch::Not, Fetch::Not);
    let screen = RecordScreen { subject, citation, sentence, kept, fetch, page, column, ticket };
    history::push(model, Screen::Record(Box::new(screen)));
    ticket
}

/// A record came for whichever screen waits for it. It opens at the cited passage, unless the person has moved
/// meanwhile. One that is not in the store is fetched from its wire, once.
pub(super) fn arrived(model: &mut Model, ticket: Ticket, kept: Option<Box<KeptRecord>>) -> Vec<Effect> {
    let waits = |screen: &&mut Screen| matches!(screen, Screen::Record(s) if s.ticket == ticket);
    let mut all = model.stack.iter_mut().chain(&mut model.ahead);
    let Some(Screen::Record(screen)) = all.find(waits) else { return Vec::new() };
    let mut effects = Vec::new();
    let absent = kept.is_none();
    screen.kept = kept.map_or(Load::Missing, Load::Here);
    screen.fetch = match (std::mem::take(&mut screen.fetch), &screen.subject) {
        _ if !absent => Fetch::Not,
        (Fetch::Not, Subject::Record(wire, id)) if model.sync.rows.iter().any(|row| row.name == *wire) => {
            effects.push(Effect::FetchRecord(wire.clone(), id.clone()));
            Fetch::UnderWay
        }
        (Fetch::Come, _) => Fetch::Failed(nothing_came()),
        (before, _) => before,
    };
    layout::relay(model);
    let height = layout::whole_height(model);
    if let Some(Screen::Record(screen)) = model.stack.last_mut()
        && screen.ticket == ticket
        && screen.column.top == 0
        && let Some(lit) = screen.column.laid.lit.filter(|lit| *lit >= height)
    {
        screen.column.top = lit.saturating_sub(height / 3);
    }
    layout::relay(model);
    effects
}

fn nothing_came() -> Trouble {
    Trouble { what: "The wire answered, and had no such record".to_owned(), ..Trouble::default() }
}

/// A record was fetched, or could not be.
pub(super) fn fetched(
    model: &mut Model,
    wire: &WireName,
    id: &RecordId,
    trouble: Option<Trouble>,
) -> Vec<Effect> {
    let mine = |screen: &RecordScreen| {
        screen.fetch == Fetch::UnderWay && screen.subject == Subject::Record(wire.clone(), id.clone())
    };
    let come = if trouble.is_none() { ask(model, &mine, Some(&Fetch::Come)) } else { Vec::new() };
    if let Some(trouble) = trouble {
        for screen in model.stack.iter_mut().chain(&mut model.ahead) {
            if let Screen::Record(screen) = screen
                && mine(screen)
            {
                screen.fetch = Fetch::Failed(trouble.clone());
            }
        }
    }
    layout::relay(model);
    come
}

/// A sync brought something to this wire: records that are not here yet may be now.
pub(super) fn again(model: &mut Model, wire: &WireName) -> Vec<Effect> {
    let waits = |screen: &RecordScreen| {
        screen.kept == Load::Missing && matches!(&screen.subject, Subject::Record(of, _) if of == wire)
    };
    ask(model, &waits, None)
}

/// Asks the store once more for the records of these screens.
fn ask(model: &mut Model, which: &dyn Fn(&RecordScreen) -> bool, fetch: Option<&Fetch>) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut last = model.last_ticket.0;
    for screen in model.stack.iter_mut().chain(&mut model.ahead) {
        if let Screen::Record(screen) = screen
            && which(screen)
            && let Subject::Record(wire, id) = &screen.subject
        {
            last += 1;
            screen.ticket = Ticket(last);
            if let Some(fetch) = fetch {
                screen.fetch = fetch.clone();
            }
            effects.push(Effect::LoadRecord(screen.ticket, wire.clone(), id.clone()));
        }
    }
    model.last_ticket = Ticket(last);
    effects
}

/// Fetches the page behind the record on screen, which the store then keeps.
pub(super) fn fetch_page(model: &mut Model) -> Vec<Effect> {
    let offline = model.sync.offline;
    let others: Vec<WireName> = model.sync.rows.iter().map(|row| row.name.clone()).collect();
    let Some(Screen::Record(screen)) = model.stack.last_mut() else {
        model.status = Status::Note("Pages belong to records: open one first".to_owned());
        return Vec::new();
    };
    let said = match (&screen.subject, screen.kept.here()) {
        (Subject::Record(wire, _), _) if others.contains(wire) => {
            "This wire is somebody else's, and so are its records; o opens the page in the browser"
        }
        (Subject::Record(..), Some(kept)) if kept.record.url.is_none() => "This record has no link to a page",
        (Subject::Record(..), Some(_)) if offline => "Offline, as asked: no request is made",
        (Subject::Record(..), Some(_)) if screen.page == Fetch::UnderWay => "It is being fetched",
        (Subject::Record(..), Some(_)) => "",
        _ => "There is no record here",
    };
    if let (Subject::Record(wire, id), true) = (&screen.subject, said.is_empty()) {
        let effect = Effect::FetchPage(wire.clone(), id.clone());
        screen.page = Fetch::UnderWay;
        layout::relay(model);
        return vec![effect];
    }
    model.status = Status::Note(said.to_owned());
    Vec::new()
}

/// The page behind a record was fetched, or could not be.
pub(super) fn page_fetched(
    model: &mut Model,
    wire: &WireName,
    id: &RecordId,
    went: &Result<bool, Trouble>,
) -> Vec<Effect> {
    let (mut effects, mut last) = (Vec::new(), model.last_ticket.0);
    for screen in model.stack.iter_mut().chain(&mut model.ahead) {
        let Screen::Record(screen) = screen else { continue };
        if screen.page != Fetch::UnderWay || screen.subject != Subject::Record(wire.clone(), id.clone()) {
            continue;
        }
        match went {
            Err(trouble) => screen.page = Fetch::Failed(trouble.clone()),
            Ok(changed) => {
                last += 1;
                (screen.page, screen.ticket) = (Fetch::Come, Ticket(last));
                effects.push(Effect::LoadRecord(screen.ticket, wire.clone(), id.clone()));
                let said = if *changed {
                    "The page is here"
                } else {
                    "The page is kept; the record's words stay as they are cited"
                };
                model.status = Status::Note(said.to_owned());
            }
        }
    }
    model.last_ticket = Ticket(last);
    layout::relay(model);
    effects
}

/// Follows the focused link: a dispatch that cites this record, or a page.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(Screen::Record(screen)) = model.stack.last() else { return Vec::new() };
    let column = &screen.column;
    match column.link.and_then(|at| column.laid.links.get(at)).map(|link| link.target.clone()) {
        Some(Target::Dispatch(key)) => dispatch::open(model, key, None),
        Some(Target::Record(id)) => match screen.subject.clone() {
            Subject::Record(wire, _) => open(model, wire, id, None, None),
            _ => Vec::new(),
        },
        Some(Target::Web(url)) => marks::open_url(model, &url),
        _ => Vec::new(),
    }
}

//! What a source answers at this moment, looked at without keeping it.

use super::super::super::{
    areas::Layout,
    effect::Effect,
    model::{Column, Model, Overlay, Peek, Screen, SourcesPane, Status, Ticket},
    msg::{Found, Trouble},
};
use super::super::layout;
use super::{adding, place, shown};

/// Looks what the selected source answers, and keeps nothing of it.
pub(in crate::reader::update) fn peek(model: &mut Model) -> Vec<Effect> {
    let Some(row) = place(model).and_then(|at| model.gathering.rows.get(at)).cloned() else {
        return Vec::new();
    };
    if model.sync.offline {
        model.status = Status::Note("Offline, as asked: no request is made".to_owned());
        return Vec::new();
    }
    let ticket = model.ticket();
    let wide = Layout::of(model.size) == Layout::Wide;
    if let Some(screen) = shown(model) {
        screen.peek = Some(Peek { source: row.name.clone(), ticket, answer: None });
        screen.column = Column::default();
        if !wide {
            screen.focus = SourcesPane::Detail;
        }
    }
    layout::sources(model);
    vec![Effect::LookAt(ticket, Box::new(row))]
}

/// What was found at an address: for who adds it, or for who looks at a source.
pub(in crate::reader::update) fn looked_up(
    model: &mut Model,
    ticket: Ticket,
    found: Result<Found, Trouble>,
) -> Vec<Effect> {
    if let Some(Overlay::Add(adding)) = &mut model.overlay
        && adding.ticket == ticket
    {
        return adding::answered(model, found);
    }
    let mut all = model.stack.iter_mut().chain(&mut model.ahead);
    let peeks = |screen: &mut Screen| match screen {
        Screen::Sources(screen) => screen.peek.as_ref().is_some_and(|peek| peek.ticket == ticket),
        _ => false,
    };
    if let Some(Screen::Sources(screen)) = all.find_map(|screen| peeks(screen).then_some(screen))
        && let Some(peek) = &mut screen.peek
    {
        peek.answer = Some(match found {
            Ok(Found::Offer(offer)) => Ok(offer),
            Ok(Found::Choices(_)) => {
                Err(Trouble { what: "This address is a page and no feed".to_owned(), ..Trouble::default() })
            }
            Err(trouble) => Err(trouble),
        });
    }
    layout::sources(model);
    Vec::new()
}

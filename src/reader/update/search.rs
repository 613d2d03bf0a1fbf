//! Search, as one types.
//!
//! Letters go into the line, arrows and pages move among the hits, Enter opens one. Each change asks anew; only
//! the answer to the newest question is taken.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use tui_input::{InputRequest, backend::crossterm::EventHandler};

use super::super::{
    action::Action,
    areas::{HIT_LINES, Pane, areas},
    effect::Effect,
    keys::Meaning,
    model::{Model, Screen, SearchScreen, Ticket},
};
use super::{dispatch, history, press, record, scroll::Step};
use crate::wire::page::{Found, Hits};

/// Opens the search line.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if !matches!(model.stack.last(), Some(Screen::Search(_))) {
        history::push(model, Screen::Search(Box::default()));
    }
    Vec::new()
}

fn shown(model: &mut Model) -> Option<&mut SearchScreen> {
    match model.stack.last_mut() {
        Some(Screen::Search(screen)) => Some(screen),
        _ => None,
    }
}

/// A key while the search line is open. `None` leaves it to the keymap.
pub(super) fn typed(model: &mut Model, key: KeyEvent) -> Option<Vec<Effect>> {
    let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    let empty = shown(model)?.input.value().is_empty();
    match key.code {
        KeyCode::Char(_) if plain => {}
        KeyCode::Backspace if !empty => {}
        KeyCode::Left | KeyCode::Right | KeyCode::Home | KeyCode::End | KeyCode::Delete => {}
        KeyCode::Char('w' | 'a' | 'e' | 'k') if key.modifiers == KeyModifiers::CONTROL => {}
        KeyCode::Char('n') if key.modifiers == KeyModifiers::CONTROL => {
            return Some(moved(model, Step::By(1)));
        }
        KeyCode::Char('p') if key.modifiers == KeyModifiers::CONTROL => {
            return Some(moved(model, Step::By(-1)));
        }
        KeyCode::Tab | KeyCode::BackTab => return Some(Vec::new()),
        _ => return bound(model, key),
    }
    let screen = shown(model)?;
    screen.input.handle_event(&Event::Key(key));
    Some(ask(model))
}

/// Only keys that are no letters reach the keymap from here.
fn bound(model: &mut Model, key: KeyEvent) -> Option<Vec<Effect>> {
    match model.keymap.meaning(&[key.into()]) {
        Meaning::Asked(Action::Back) => Some(history::back(model)),
        Meaning::Asked(action) => Some(press::asked(model, action)),
        _ => None,
    }
}

/// Pasted text goes into the line at the cursor.
pub(super) fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    for letter in text.chars() {
        screen.input.handle(InputRequest::InsertChar(letter));
    }
    ask(model)
}

/// Asks for what is typed now, if that is something new.
fn ask(model: &mut Model) -> Vec<Effect> {
    let (ticket, scope) = (model.ticket(), model.wire.listing.scope.clone());
    let Some(screen) = shown(model) else { return Vec::new() };
    let words = screen.input.value().trim().to_owned();
    if words == screen.searched && !screen.waiting {
        return Vec::new();
    }
    screen.ticket = ticket;
    if words.is_empty() {
        let input = std::mem::take(&mut screen.input);
        *screen = SearchScreen { input, ticket, ..SearchScreen::default() };
        return Vec::new();
    }
    screen.waiting = true;
    vec![Effect::Search { ticket, scope, words }]
}

/// What a search found: kept if it answers the newest question.
pub(super) fn found(model: &mut Model, ticket: Ticket, hits: Hits) -> Vec<Effect> {
    let waits = |screen: &&mut Screen| matches!(screen, Screen::Search(s) if s.ticket == ticket);
    if let Some(Screen::Search(screen)) = model.stack.iter_mut().find(waits) {
        screen.input.value().trim().clone_into(&mut screen.searched);
        (screen.hits, screen.waiting, screen.cursor, screen.top) = (hits, false, 0, 0);
    }
    Vec::new()
}

/// Moves among the hits.
pub(super) fn moved(model: &mut Model, step: Step) -> Vec<Effect> {
    let hits =
        areas(model.size, model).pane(Pane::Whole).map_or(10, |rect| usize::from(rect.height / HIT_LINES));
    let page = hits.max(1);
    let Some(screen) = shown(model) else { return Vec::new() };
    let count = screen.hits.hits.len();
    screen.cursor = step.from(screen.cursor, count, page);
    screen.top = screen.top.clamp((screen.cursor + 1).saturating_sub(page), screen.cursor);
    Vec::new()
}

/// Opens the selected hit.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    match screen.hits.hits.get(screen.cursor).map(|hit| hit.what.clone()) {
        Some(Found::Dispatch(key)) => dispatch::open(model, key, None),
        Some(Found::Record(wire, id)) => record::open(model, wire, id, None, None),
        None => Vec::new(),
    }
}

//! Adding a source: an address is typed, what is there is shown, and only then it is added.

use crossterm::event::{Event, KeyCode, KeyEvent};
use tui_input::{Input, InputRequest, backend::crossterm::EventHandler};

use super::super::super::{
    action::Action,
    effect::{Effect, SourceEdit},
    model::{Adding, Column, Model, Overlay, Status, Step},
    msg::{Choice, Found, Trouble},
};
use super::super::{layout, scroll};

/// Opens the line.
pub(in crate::reader::update) fn open(model: &mut Model) -> Vec<Effect> {
    with(model, "");
    Vec::new()
}

/// The line with this address in it; what one looks at stays for Enter to be asked.
pub(super) fn with(model: &mut Model, address: &str) {
    let (choices, column, ticket) = (Vec::new(), Column::default(), model.ticket());
    let adding =
        Adding { input: Input::new(address.to_owned()), step: Step::Typing, choices, ticket, column };
    model.overlay = Some(Overlay::Add(Box::new(adding)));
    layout::relay(model);
}

fn shown(model: &mut Model) -> Option<&mut Adding> {
    match &mut model.overlay {
        Some(Overlay::Add(adding)) => Some(adding),
        _ => None,
    }
}

/// A key while an address is typed; `None` leaves it to the keymap.
pub(in crate::reader::update) fn typed(model: &mut Model, key: KeyEvent) -> Option<Vec<Effect>> {
    let adding = shown(model)?;
    if !matches!(adding.step, Step::Typing | Step::Failed(_)) {
        return None;
    }
    match key.code {
        KeyCode::Esc => model.overlay = None,
        KeyCode::Backspace if adding.input.value().is_empty() => model.overlay = None,
        KeyCode::Enter => {
            let address = adding.input.value().trim().to_owned();
            return Some(ask(model, address));
        }
        _ => {
            adding.input.handle_event(&Event::Key(key));
            adding.step = Step::Typing;
            layout::relay(model);
        }
    }
    Some(Vec::new())
}

/// Pasted text goes into the line.
pub(in crate::reader::update) fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    if let Some(adding) = shown(model).filter(|adding| matches!(adding.step, Step::Typing | Step::Failed(_)))
    {
        for letter in text.trim().chars() {
            adding.input.handle(InputRequest::InsertChar(letter));
        }
        adding.step = Step::Typing;
    }
    layout::relay(model);
    Vec::new()
}

/// Looks what is at an address.
fn ask(model: &mut Model, address: String) -> Vec<Effect> {
    if address.is_empty() {
        return Vec::new();
    }
    let offline = model.sync.offline;
    let ticket = model.ticket();
    let Some(adding) = shown(model) else { return Vec::new() };
    adding.ticket = ticket;
    adding.column.top = 0;
    adding.step = if offline { Step::Failed(not_offline()) } else { Step::Asking };
    layout::relay(model);
    if offline { Vec::new() } else { vec![Effect::LookUp(ticket, address)] }
}

fn not_offline() -> Trouble {
    Trouble {
        what: "No request is made: the reader was started with --offline".to_owned(),
        remedy: "`slugline sources add` without it adds a source".to_owned(),
        ..Trouble::default()
    }
}

/// What is there. The one feed of a page is looked at without asking back.
pub(super) fn answered(model: &mut Model, found: Result<Found, Trouble>) -> Vec<Effect> {
    let Some(adding) = shown(model) else { return Vec::new() };
    adding.column = Column::default();
    adding.step = match found {
        Err(trouble) => Step::Failed(trouble),
        Ok(Found::Offer(offer)) => Step::Offered(offer),
        Ok(Found::Choices(mut choices)) => match choices.pop() {
            Some(only) if choices.is_empty() => return choose(model, only),
            last => {
                choices.extend(last);
                adding.choices = choices;
                Step::Choosing
            }
        },
    };
    layout::relay(model);
    Vec::new()
}

/// Shows a feed that a page names, once it has been asked.
fn choose(model: &mut Model, choice: Choice) -> Vec<Effect> {
    let Some(adding) = shown(model) else { return Vec::new() };
    let Some(offer) = choice.offer else { return ask(model, choice.url) };
    (adding.step, adding.column) = (Step::Offered(offer), Column::default());
    layout::relay(model);
    Vec::new()
}

/// An action while something is shown: Enter takes it, Esc goes a step back.
pub(in crate::reader::update) fn asked(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = layout::over_height(model);
    let Some(adding) = shown(model) else { return Vec::new() };
    match (action, &adding.step) {
        (Action::Back, Step::Offered(_)) if !adding.choices.is_empty() => step_back(model, Step::Choosing),
        (Action::Back, _) => step_back(model, Step::Typing),
        (Action::Enter, Step::Choosing) => {
            let chosen = adding.column.link.and_then(|at| adding.choices.get(at)).cloned();
            chosen.map_or_else(Vec::new, |choice| choose(model, choice))
        }
        (Action::Enter, Step::Offered(offer)) => {
            let (row, known) = (offer.row.clone(), offer.known.clone());
            model.overlay = None;
            match known {
                Some(name) => {
                    model.status = Status::Note(format!("It is here already, as {name}"));
                    Vec::new()
                }
                None => vec![Effect::EditSources(SourceEdit::Add(vec![row]))],
            }
        }
        (movement, step) => {
            let by_item = *step == Step::Choosing;
            if let Some(step) = scroll::Step::of(movement) {
                scroll::lines_or_items(&mut adding.column, step, height, by_item);
            }
            Vec::new()
        }
    }
}

fn step_back(model: &mut Model, step: Step) -> Vec<Effect> {
    let ticket = model.ticket();
    if let Some(adding) = shown(model) {
        // Whatever is on its way is not waited for any more.
        (adding.ticket, adding.step, adding.column) = (ticket, step, Column::default());
    }
    layout::relay(model);
    Vec::new()
}

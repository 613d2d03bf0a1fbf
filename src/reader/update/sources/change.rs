//! Changing which sources there are: on and off, less, many at once; and taking it back.

use super::super::super::{
    action::Action,
    effect::{Effect, SourceEdit},
    model::{Column, Confirm, Model, Overlay, Question, Screen, Status, Ticket},
    msg::{Edited, Outlines, Trouble},
};
use super::super::{layout, scroll};
use super::{
    adding,
    dropped::{self, Dropped},
    load, order_again, place, selected, settle,
};

/// Turns the selected source off, or on.
pub(in crate::reader::update) fn enable(model: &mut Model) -> Vec<Effect> {
    let row = place(model).and_then(|at| model.gathering.rows.get(at));
    let Some(row) = row else { return Vec::new() };
    vec![Effect::EditSources(SourceEdit::Enable(row.name.clone(), !row.enabled))]
}

/// Asks whether the selected source shall go.
pub(in crate::reader::update) fn remove(model: &mut Model) -> Vec<Effect> {
    if let Some(name) = selected(model) {
        let ticket = model.ticket();
        question(model, Question::Remove(name), ticket);
    }
    Vec::new()
}

/// Takes the last change back.
pub(in crate::reader::update) fn undo(model: &mut Model) -> Vec<Effect> {
    if model.gathering.undo {
        return vec![Effect::EditSources(SourceEdit::Undo)];
    }
    model.status = Status::Note("There is nothing to undo".to_owned());
    Vec::new()
}

/// Something was dropped on the screen.
pub(in crate::reader::update) fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    match dropped::read(text) {
        Dropped::Address(address) => {
            adding::with(model, &address);
            Vec::new()
        }
        Dropped::Files(files) => {
            let ticket = model.ticket();
            question(model, Question::Reading, ticket);
            vec![Effect::ReadOutlines(ticket, files)]
        }
        Dropped::Neither => {
            let said = "That is neither an address nor the path of an OPML file";
            model.status = Status::Note(said.to_owned());
            Vec::new()
        }
    }
}

fn question(model: &mut Model, question: Question, ticket: Ticket) {
    let column = Column::default();
    model.overlay = Some(Overlay::Confirm(Box::new(Confirm { question, ticket, column })));
    layout::relay(model);
}

/// What a dropped file holds.
pub(in crate::reader::update) fn outlines(
    model: &mut Model,
    ticket: Ticket,
    read: Result<Box<Outlines>, Trouble>,
) -> Vec<Effect> {
    if let Some(Overlay::Confirm(confirm)) = &mut model.overlay
        && confirm.ticket == ticket
    {
        confirm.question = match read {
            Ok(outlines) => Question::Import(outlines),
            Err(trouble) => Question::Unreadable(trouble),
        };
        layout::relay(model);
    }
    Vec::new()
}

/// An action while something is asked back: Enter does it, anything that would leave does not.
pub(in crate::reader::update) fn asked(model: &mut Model, action: Action) -> Vec<Effect> {
    let height = layout::over_height(model);
    let Some(Overlay::Confirm(confirm)) = &mut model.overlay else { return Vec::new() };
    if let Some(step) = scroll::Step::of(action) {
        scroll::lines(&mut confirm.column, step, height);
        return Vec::new();
    }
    let done = match (action, &confirm.question) {
        (Action::Enter, Question::Remove(name)) => Some(SourceEdit::Remove(name.clone())),
        (Action::Enter, Question::Import(outlines)) if !outlines.rows.is_empty() => {
            Some(SourceEdit::Add(outlines.rows.clone()))
        }
        (Action::Enter, Question::Reading) => return Vec::new(),
        (Action::Enter | Action::Back, _) => None,
        _ => return Vec::new(),
    };
    model.overlay = None;
    done.map(Effect::EditSources).into_iter().collect()
}

/// The config has changed, or could not be. What is new is gathered from at once.
pub(in crate::reader::update) fn edited(model: &mut Model, edited: Result<Edited, Trouble>) -> Vec<Effect> {
    let Edited { rows, said, undo, new } = match edited {
        Ok(edited) => edited,
        Err(trouble) => {
            model.status = Status::Fault(trouble);
            return Vec::new();
        }
    };
    let before = selected(model);
    model.gathering.know(rows.clone());
    model.gathering.undo = undo;
    let here = matches!(model.stack.last(), Some(Screen::Sources(_)));
    let key = model.keymap.shown(Action::Unread).filter(|_| undo && here);
    let next = key.map_or_else(String::new, |key| format!(" · {key} undoes it"));
    model.gathering.said = said + &next;
    model.status = Status::Note(model.gathering.said.clone());
    let mut effects = vec![Effect::UseSources(rows)];
    effects.extend(order_again(model, new.first().or(before.as_ref())));
    effects.extend(load(model));
    if !new.is_empty() && !model.sync.offline {
        model.gathering.asked = true;
        effects.push(Effect::Gather(new));
    }
    effects.extend(settle(model));
    effects
}

//! From a key to an action, and from an action to the group that knows it.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use keybinds::KeyInput;

use super::{
    super::{
        action::Action,
        effect::Effect,
        keys::Meaning,
        model::{Model, Overlay, Screen, Status},
    },
    arrivals, dispatch, history, marks, overlay, record, scroll, search, sync, wire, wires,
};

/// A key went down.
pub(super) fn pressed(model: &mut Model, key: KeyEvent) -> Vec<Effect> {
    if key.kind == KeyEventKind::Release {
        return Vec::new();
    }
    if let Some([escape, rest]) = hasty_escape(model, key) {
        let mut effects = pressed(model, escape);
        effects.extend(pressed(model, rest));
        return effects;
    }
    if !matches!(model.status, Status::Busy(..)) {
        model.status = Status::Quiet;
    }
    if key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL) {
        return vec![Effect::Quit];
    }
    if let Some(effects) = typed(model, key) {
        return effects;
    }
    model.chord.push(KeyInput::from(key));
    match model.keymap.meaning(&model.chord) {
        Meaning::Begun => Vec::new(),
        Meaning::Asked(action) => {
            model.chord.clear();
            asked(model, action)
        }
        Meaning::Nothing if model.chord.len() > 1 => {
            model.chord.clear();
            pressed(model, key)
        }
        Meaning::Nothing => {
            model.chord.clear();
            Vec::new()
        }
    }
}

/// A terminal sends Alt with a key as Esc and the key, so that Esc and a key pressed in haste look like Alt. Where
/// Alt with that key means nothing, they are taken for the two keys they were.
fn hasty_escape(model: &Model, key: KeyEvent) -> Option<[KeyEvent; 2]> {
    let alone = key.modifiers.contains(KeyModifiers::ALT) && model.chord.is_empty();
    let unknown = model.keymap.meaning(&[key.into()]) == Meaning::Nothing;
    let without = KeyEvent { modifiers: key.modifiers - KeyModifiers::ALT, ..key };
    (alone && unknown).then(|| [KeyCode::Esc.into(), without])
}

/// Keys that go into an input line; `None` if no input line is open or it has no use for the key.
fn typed(model: &mut Model, key: KeyEvent) -> Option<Vec<Effect>> {
    if let Some(Overlay::Palette { .. }) = model.overlay {
        return overlay::typed(model, key);
    }
    match (model.overlay.is_some(), model.stack.last()) {
        (false, Some(Screen::Search(_))) => search::typed(model, key),
        _ => None,
    }
}

/// Pasted text only ever goes into an input line; elsewhere it does nothing, whatever keys it spells.
pub(super) fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    let line = crate::text::clean::line(text);
    let line: String = line.chars().take(200).collect();
    match (&model.overlay, model.stack.last()) {
        (Some(Overlay::Palette { .. }), _) => overlay::pasted(model, &line),
        (None, Some(Screen::Search(_))) => search::pasted(model, &line),
        _ => Vec::new(),
    }
}

/// A person asked for something.
pub(super) fn asked(model: &mut Model, action: Action) -> Vec<Effect> {
    if model.overlay.is_some() && !matches!(action, Action::Quit | Action::Redraw | Action::Suspend) {
        return overlay::asked(model, action);
    }
    match action {
        Action::Quit => vec![Effect::Quit],
        Action::Suspend => vec![Effect::Suspend],
        Action::Redraw => vec![Effect::Redraw],
        Action::Help => overlay::help(model),
        Action::Palette => overlay::palette(model),
        Action::Back => history::back(model),
        Action::Forward => history::forward(model),
        Action::Search => search::open(model),
        Action::Ledger => history::ledger(model),
        Action::Wires => wires::open(model),
        Action::Sync => sync::ask(model),
        Action::ShowNew => arrivals::show(model),
        Action::Star => marks::star(model),
        Action::Unread => marks::unread(model),
        Action::Open => marks::open(model),
        Action::Copy => marks::copy(model),
        Action::Filter => wire::filter(model),
        Action::Wire => wire::next_wire(model),
        Action::NextUnread => wire::find_unread(model, true),
        Action::PreviousUnread => wire::find_unread(model, false),
        Action::NextDispatch => wire::step(model, 1),
        Action::PreviousDispatch => wire::step(model, -1),
        Action::NextPane => pane(model, true),
        Action::PreviousPane => pane(model, false),
        Action::Enter => enter(model),
        Action::NextMarker => scroll::marker(model, true),
        Action::PreviousMarker => scroll::marker(model, false),
        cited if cited.citation().is_some() => dispatch::citation(model, cited.citation().unwrap_or(0)),
        movement => scroll::moved(model, movement),
    }
}

fn pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    match model.stack.last() {
        None => wire::pane(model, forward),
        Some(Screen::Dispatch(_)) => dispatch::pane(model, forward),
        Some(_) => Vec::new(),
    }
}

fn enter(model: &mut Model) -> Vec<Effect> {
    match model.stack.last() {
        None => wire::enter(model),
        Some(Screen::Dispatch(_)) => dispatch::enter(model),
        Some(Screen::Record(_)) => record::enter(model),
        Some(Screen::Search(_)) => search::enter(model),
        Some(Screen::Wires(_)) => wires::enter(model),
        Some(Screen::Ledger(_)) => Vec::new(),
    }
}

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
    arrivals, dispatch, gather, history, marks, overlay, record, scroll, search, signals, sources, sync,
    trace, versions, why, wire, wires,
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
    match model.overlay {
        Some(Overlay::Palette { .. }) => return overlay::typed(model, key),
        Some(Overlay::Add(_)) => return sources::typed(model, key),
        _ => {}
    }
    match (model.overlay.is_some(), model.stack.last()) {
        (false, Some(Screen::Search(_))) => search::typed(model, key),
        _ => None,
    }
}

/// Pasted text goes into an input line, or is taken for what was dropped on the sources screen; elsewhere it does
/// nothing, whatever keys it spells.
pub(super) fn pasted(model: &mut Model, text: &str) -> Vec<Effect> {
    const LONGEST: usize = 8 * 1024;
    let line: String = crate::text::clean::line(text).chars().take(LONGEST).collect();
    let words: String = line.chars().take(200).collect();
    match (&model.overlay, model.stack.last()) {
        (Some(Overlay::Palette { .. }), _) => overlay::pasted(model, &words),
        (Some(Overlay::Add(_)), _) => sources::pasted_address(model, &line),
        (None, Some(Screen::Search(_))) => search::pasted(model, &words),
        (None, Some(Screen::Sources(_))) => sources::pasted(model, &line),
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
        Action::Sources => sources::open(model),
        Action::Sync => sync::ask(model),
        Action::Signals => signals::open(model),
        Action::ShowNew => show_new(model),
        Action::Star => marks::star(model),
        Action::Add => sources::add(model),
        Action::Unread | Action::Enable | Action::Remove | Action::Gather | Action::Fetch => {
            about_a_source(model, action)
        }
        Action::Open => marks::open(model),
        Action::Copy => marks::copy(model),
        Action::Filter => filter(model),
        Action::Wire if model.stack.is_empty() => wire::next_wire(model),
        Action::Why | Action::Wire => why::ask(model),
        Action::Trace => trace::open(model),
        Action::Versions => versions::open(model),
        Action::Enter => enter(model),
        cited if cited.citation().is_some() => dispatch::citation(model, cited.citation().unwrap_or(0)),
        movement => on_and_back(model, movement),
    }
}

/// Movement: to the next of something or the one before, by lines and pages, to the ends.
fn on_and_back(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::NextUnread => next(model, true),
        Action::PreviousUnread => next(model, false),
        Action::NextDispatch => step(model, 1),
        Action::PreviousDispatch => step(model, -1),
        Action::NextPane => pane(model, true),
        Action::PreviousPane => pane(model, false),
        Action::NextMarker => marker(model, true),
        Action::PreviousMarker => marker(model, false),
        movement => scroll::moved(model, movement),
    }
}

/// What is done to the selected source; elsewhere some of it is done to what is there.
fn about_a_source(model: &mut Model, action: Action) -> Vec<Effect> {
    let here = matches!(model.stack.last(), Some(Screen::Sources(_)));
    match action {
        Action::Unread if here => sources::undo(model),
        Action::Unread => marks::unread(model),
        Action::Fetch if here => sources::peek(model),
        Action::Fetch if matches!(model.stack.last(), Some(Screen::Trace(_))) => trace::fetch(model),
        Action::Fetch => record::fetch_page(model),
        Action::Gather => gather::ask(model, Vec::new()),
        Action::Enable if here => sources::enable(model),
        Action::Remove if here => sources::remove(model),
        _ => {
            let key = model.keymap.shown(Action::Sources).unwrap_or_else(|| ":".to_owned());
            model.status = Status::Note(format!("That is for sources: {key} shows them"));
            Vec::new()
        }
    }
}

/// What arrived meanwhile, in the list on screen.
fn show_new(model: &mut Model) -> Vec<Effect> {
    match model.stack.last() {
        Some(Screen::Signals(_)) => signals::again(model),
        _ => arrivals::show(model),
    }
}

/// The next one of the list that what is on screen was opened from.
fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    match model.stack.last() {
        Some(Screen::Why(_)) => why::step(model, by),
        _ => wire::step(model, by),
    }
}

/// The next of what wants looking at: an unread dispatch, a sentence that no record shows, a change.
fn next(model: &mut Model, forward: bool) -> Vec<Effect> {
    match model.stack.last() {
        Some(Screen::Trace(_)) => trace::hop(model, forward),
        Some(Screen::Versions(_)) => versions::hop(model, forward),
        _ => wire::find_unread(model, forward),
    }
}

/// The next of what a text leans on: a marker, a passage of the sentence, an older version.
fn marker(model: &mut Model, forward: bool) -> Vec<Effect> {
    match model.stack.last() {
        Some(Screen::Trace(_)) => trace::choose(model, forward),
        Some(Screen::Versions(_)) => versions::against(model, forward),
        _ => scroll::marker(model, forward),
    }
}

fn filter(model: &mut Model) -> Vec<Effect> {
    match model.stack.last() {
        Some(Screen::Sources(_)) => sources::filter(model),
        _ => wire::filter(model),
    }
}

fn pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    match model.stack.last() {
        None => wire::pane(model, forward),
        Some(Screen::Dispatch(_)) => dispatch::pane(model, forward),
        Some(Screen::Sources(_)) => sources::pane(model),
        Some(Screen::Signals(_)) => signals::pane(model),
        Some(Screen::Why(_)) => why::pane(model),
        Some(Screen::Trace(_)) => trace::pane(model),
        Some(Screen::Versions(_)) => versions::pane(model),
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
        Some(Screen::Sources(_)) => sources::enter(model),
        Some(Screen::Signals(_)) => signals::enter(model),
        Some(Screen::Why(_)) => why::enter(model),
        Some(Screen::Trace(_)) => trace::enter(model),
        Some(Screen::Versions(_)) => versions::enter(model),
        Some(Screen::Ledger(_)) => Vec::new(),
    }
}

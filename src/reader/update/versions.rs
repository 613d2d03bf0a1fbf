//! The versions of a dispatch: which two are compared, and the way through what changed.

use std::sync::Arc;

use super::super::{
    areas::{Pane, areas},
    effect::Effect,
    model::{Load, Model, Screen, Status, Ticket, VersionsPane, VersionsScreen},
    msg::History,
};
use super::{dispatch, history, layout, scroll, scroll::Step, trace};

/// Opens the versions of what is on screen.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if matches!(model.stack.last(), Some(Screen::Versions(_))) {
        return Vec::new();
    }
    let Some(key) = trace::about(model) else {
        model.status = Status::Note("Versions belong to a dispatch: choose one first".to_owned());
        return Vec::new();
    };
    let (since, here) = match model.stack.last() {
        Some(Screen::Dispatch(screen)) => {
            let alone = screen.kept.here().is_some_and(|kept| kept.versions.len() < 2);
            if alone {
                return only_one(model);
            }
            (screen.since.clone(), screen.history.clone())
        }
        _ => (None, Load::Waiting),
    };
    let ticket = model.ticket();
    let screen = VersionsScreen { key: key.clone(), since, ticket, ..VersionsScreen::default() };
    history::push(model, Screen::Versions(Box::new(screen)));
    match here {
        Load::Here(history) => loaded(model, ticket, Some(&history)),
        _ => vec![Effect::LoadVersions(ticket, key)],
    }
}

fn only_one(model: &mut Model) -> Vec<Effect> {
    model.status = Status::Note("This is the only version there is here".to_owned());
    Vec::new()
}

fn shown(model: &mut Model) -> Option<&mut VersionsScreen> {
    match model.stack.last_mut() {
        Some(Screen::Versions(screen)) => Some(screen),
        _ => None,
    }
}

/// The versions came, for the screen or for what a dispatch says of itself.
pub(super) fn loaded(model: &mut Model, ticket: Ticket, history: Option<&Arc<History>>) -> Vec<Effect> {
    for screen in model.stack.iter_mut().chain(&mut model.ahead) {
        match screen {
            Screen::Versions(screen) if screen.ticket == ticket => {
                screen.history = history.cloned().map_or(Load::Missing, Load::Here);
                begin(screen);
            }
            Screen::Dispatch(screen) if screen.history_ticket == ticket => {
                screen.history = history.cloned().map_or(Load::Missing, Load::Here);
            }
            _ => {}
        }
    }
    layout::relay(model);
    Vec::new()
}

/// The one it was opened from, against the one that had been read, else against the one before it. From the first of
/// several, the way on.
fn begin(screen: &mut VersionsScreen) {
    let Some(history) = screen.history.here() else { return };
    let versions = &history.versions;
    let place = |key| versions.iter().position(|past| past.version.key == key);
    let newer = place(screen.key.clone()).unwrap_or(versions.len().saturating_sub(1));
    let newer = if newer == 0 { 1.min(versions.len().saturating_sub(1)) } else { newer };
    let before = versions.get(..newer).unwrap_or_default();
    let read = before.iter().rposition(|past| past.version.read);
    let since = screen.since.clone().and_then(place).filter(|at| *at < newer);
    screen.newer = newer;
    screen.older = since.or(read).unwrap_or(newer.saturating_sub(1));
}

fn height(model: &Model, pane: VersionsPane) -> usize {
    let areas = areas(model.size, model);
    let rect = areas.pane(Pane::Versions(pane)).or_else(|| areas.panes.first().map(|(_, rect)| *rect));
    rect.map_or(0, |rect| usize::from(rect.height))
}

/// In the list, another version to look at; in what changed, lines.
pub(super) fn moved(model: &mut Model, step: Step) -> Vec<Effect> {
    let height = height(model, VersionsPane::Changes);
    let Some(screen) = shown(model) else { return Vec::new() };
    match screen.focus {
        VersionsPane::Changes => scroll::lines(&mut screen.changes, step, height),
        VersionsPane::List => {
            let count = screen.count();
            // The newest stands first.
            let at = count.saturating_sub(screen.newer + 1);
            let newer = count.saturating_sub(step.from(at, count, 4) + 1);
            let beside = screen.older + 1 >= screen.newer;
            if beside || screen.older >= newer {
                screen.older = newer.saturating_sub(1);
            }
            screen.newer = newer;
            (screen.changes.top, screen.changes.link) = (0, None);
        }
    }
    layout::relay(model);
    Vec::new()
}

/// Another version to compare it with: an older one, or a newer one.
pub(super) fn against(model: &mut Model, older: bool) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    let to = if older { screen.older.checked_sub(1) } else { Some(screen.older + 1) };
    if let Some(to) = to.filter(|to| *to < screen.newer) {
        screen.older = to;
        (screen.changes.top, screen.changes.link) = (0, None);
        layout::relay(model);
    } else {
        let said = if older { "That is the oldest version here" } else { "That is the version before it" };
        model.status = Status::Note(said.to_owned());
    }
    Vec::new()
}

/// To the next change, or the one before.
pub(super) fn hop(model: &mut Model, forward: bool) -> Vec<Effect> {
    let height = height(model, VersionsPane::Changes);
    let Some(screen) = shown(model) else { return Vec::new() };
    let last = screen.changes.laid.links.len().checked_sub(1);
    let at = screen.changes.link;
    let to = match (at, last) {
        (_, None) => return Vec::new(),
        (Some(at), Some(last)) if forward => (at + 1).min(last),
        (Some(at), _) => at.saturating_sub(1),
        (None, _) => 0,
    };
    if at == Some(to) {
        model.status = Status::Note("No further change that way".to_owned());
        return Vec::new();
    }
    screen.changes.link = Some(to);
    scroll::show_link(&mut screen.changes, height);
    layout::relay(model);
    Vec::new()
}

/// The other pane.
pub(super) fn pane(model: &mut Model) -> Vec<Effect> {
    if let Some(screen) = shown(model) {
        screen.focus = match screen.focus {
            VersionsPane::List => VersionsPane::Changes,
            VersionsPane::Changes => VersionsPane::List,
        };
    }
    layout::relay(model);
    Vec::new()
}

/// The version as a dispatch; back to it, if that is where one came from.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(key) = trace::about(model) else { return Vec::new() };
    let below = model.stack.len().checked_sub(2).and_then(|at| model.stack.get(at));
    match below {
        Some(Screen::Dispatch(screen)) if screen.key == key => history::back(model),
        _ => dispatch::open(model, key, None),
    }
}

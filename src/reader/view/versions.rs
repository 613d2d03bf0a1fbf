//! The versions of a dispatch, and what changed between two of them.

use ratatui::layout::Rect;

use crate::{
    reader::{
        action::Action,
        areas::{Areas, Pane},
        human,
        model::{Load, Model, VersionsPane, VersionsScreen},
    },
    story::Code,
};

use super::{brush::Brush, empty, pane, trace, wire::line_of_tabs};

/// Draws what of the two panes is on screen.
pub(super) fn draw(brush: &mut Brush<'_>, areas: &Areas, screen: &VersionsScreen, model: &Model) {
    let alone = areas.panes.len() == 1;
    for (which, rect) in &areas.panes {
        let Pane::Versions(which) = which else { continue };
        if alone {
            let panes = [VersionsPane::List, VersionsPane::Changes];
            let names = panes.map(|pane| (name(screen, pane), pane == screen.focus));
            line_of_tabs(brush, Rect { y: rect.y - 1, height: 1, ..*rect }, &names);
        } else {
            let second = *which == VersionsPane::Changes;
            trace::head(brush, *rect, &name(screen, *which), *which == screen.focus, second);
        }
        let (column, lit) = match which {
            VersionsPane::List => (&screen.list, true),
            VersionsPane::Changes => (&screen.changes, *which == screen.focus),
        };
        match &screen.history {
            Load::Here(_) => pane::text(brush, *rect, column, lit),
            load if *which == VersionsPane::List || alone => {
                waiting(brush, *rect, *load == Load::Missing, model);
            }
            _ => {}
        }
    }
}

fn name(screen: &VersionsScreen, pane: VersionsPane) -> String {
    let number = |at| screen.past(at).map_or(0, |past| past.version.version);
    match pane {
        VersionsPane::List => "VERSIONS".to_owned(),
        VersionsPane::Changes if screen.older == screen.newer => "WHAT CHANGED".to_owned(),
        VersionsPane::Changes => {
            format!("FROM VERSION {} TO {}", number(screen.older), number(screen.newer))
        }
    }
}

/// What stands in the first line: whose versions, and how many.
pub(super) fn title(brush: &Brush<'_>, screen: &VersionsScreen) -> (String, String) {
    let code = brush.line(&Code::of(&screen.key.id).to_string());
    let count = match screen.count() {
        0 => String::new(),
        n => human::count(n, "version", "versions"),
    };
    (format!("versions of {code}"), count)
}

fn waiting(brush: &mut Brush<'_>, rect: Rect, missing: bool, model: &Model) {
    if !missing {
        return empty::note(brush, rect, "Fetching the versions from the store", "");
    }
    let back = model.keymap.shown(Action::Back).unwrap_or_default();
    let next = format!("It may have been removed. {} goes back.", brush.key(&back));
    empty::note(brush, rect, "This dispatch is not in the store any more.", &next);
}

//! Why a story fired: its signals, and its records beside them.

use ratatui::layout::Rect;

use crate::{
    reader::{
        action::Action,
        areas::{Areas, Pane},
        human,
        model::{Load, Model, Of, WhyPane, WhyScreen},
        msg::Told,
    },
    story::{Code, Outcome},
};

use super::{brush::Brush, empty, pane, wire::line_of_tabs};

/// Draws what of the two panes is on screen.
pub(super) fn draw(brush: &mut Brush<'_>, areas: &Areas, screen: &WhyScreen, model: &Model) {
    let alone = areas.panes.len() == 1;
    for (which, rect) in &areas.panes {
        let Pane::Why(which) = which else { continue };
        let head = Rect { y: rect.y - 1, height: 1, ..*rect };
        if alone {
            let panes = [WhyPane::Signals, WhyPane::Records];
            let names = panes.map(|pane| (name(screen, pane), pane == screen.focus));
            line_of_tabs(brush, head, &names);
        } else {
            let style = brush.name(*which == screen.focus);
            let name = name(screen, *which);
            brush.short(head, (head.x + 1, head.y), head.width.saturating_sub(2), &name, style);
        }
        if *which == WhyPane::Records && !alone {
            brush.rule_down(rect.x - 1, rect.y - 1, rect.bottom());
        }
        let column = match which {
            WhyPane::Signals => &screen.signals,
            WhyPane::Records => &screen.records,
        };
        match &screen.told {
            Load::Here(_) => pane::text(brush, *rect, column, *which == screen.focus),
            load if *which == WhyPane::Signals || alone => {
                waiting(brush, *rect, *load == Load::Missing, model);
            }
            _ => {}
        }
    }
}

fn name(screen: &WhyScreen, pane: WhyPane) -> String {
    match (pane, screen.told.here()) {
        (WhyPane::Signals, Some(Told::Dispatch(_))) => "WHAT IT TELLS".to_owned(),
        (WhyPane::Signals, Some(Told::Decided(why))) if why.signals.is_empty() => {
            let watched = why.row.outcome == Some(Outcome::Watched);
            if watched { "WHY IT IS WATCHED" } else { "WHY" }.to_owned()
        }
        (WhyPane::Signals, _) => "WHY THIS FIRED".to_owned(),
        (WhyPane::Records, Some(Told::Decided(why))) if !why.records.is_empty() => {
            format!("RECORDS {}", human::number(why.records.len()))
        }
        (WhyPane::Records, _) => "RECORDS".to_owned(),
    }
}

/// What is asked about, in a word.
pub(super) fn subject(brush: &Brush<'_>, screen: &WhyScreen) -> String {
    let key = match (&screen.of, screen.told.here()) {
        (Of::Dispatch(key), _) => Some(key),
        (_, Some(Told::Decided(why))) => why.row.dispatch.as_ref(),
        _ => None,
    };
    match (key, &screen.of) {
        (Some(key), _) => brush.line(&Code::of(&key.id).to_string()),
        (None, Of::Story(_, cluster)) => format!("story {}", brush.line(cluster.as_str())),
        (None, Of::Dispatch(_)) => String::new(),
    }
}

fn waiting(brush: &mut Brush<'_>, rect: Rect, missing: bool, model: &Model) {
    if !missing {
        return empty::note(brush, rect, "Fetching what was decided from the store", "");
    }
    let back = model.keymap.shown(Action::Back).unwrap_or_default();
    let next = format!("It may have become part of another since. {} goes back.", brush.key(&back));
    empty::note(brush, rect, "This story is not in the store any more.", &next);
}

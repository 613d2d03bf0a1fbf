//! The stories that moved, and those that are watched: three lines each, with a picture of when their records came.

use ratatui::layout::Rect;

use crate::{
    reader::{
        action::Action,
        areas::{Areas, Pane, STORY_LINES},
        human,
        model::{Model, SignalsPane, SignalsScreen, StoryList},
    },
    wire::page::Scope,
};

use super::{
    brush::Brush,
    empty,
    story::{self, Column, MARK, ROOMY},
    wire::line_of_tabs,
};

/// Draws what of the two panes is on screen.
pub(super) fn draw(brush: &mut Brush<'_>, areas: &Areas, screen: &SignalsScreen, model: &Model) {
    let alone = areas.panes.len() == 1;
    for (which, rect) in &areas.panes {
        let Pane::Signals(which) = which else { continue };
        let head = Rect { y: rect.y - 1, height: 1, width: rect.width.saturating_sub(1), ..*rect };
        if alone {
            let panes = [SignalsPane::Moved, SignalsPane::Watched];
            line_of_tabs(brush, head, &panes.map(|pane| (name(screen, pane), pane == screen.focus)));
        } else {
            let style = brush.name(*which == screen.focus);
            brush.text(head, head.x + 1, head.y, &name(screen, *which), style);
        }
        if *which == SignalsPane::Watched && !alone {
            brush.rule_down(rect.x - 1, rect.y - 1, rect.bottom());
        }
        list(brush, *rect, head, screen, *which, model);
    }
}

/// `MOVED 12`
fn name(screen: &SignalsScreen, pane: SignalsPane) -> String {
    let word = match pane {
        SignalsPane::Moved => "MOVED",
        SignalsPane::Watched => "WATCHED",
    };
    match screen.list(pane) {
        list if list.total > 0 => format!("{word} {}", human::number(list.total)),
        _ => word.to_owned(),
    }
}

fn list(
    brush: &mut Brush<'_>,
    rect: Rect,
    head: Rect,
    screen: &SignalsScreen,
    which: SignalsPane,
    model: &Model,
) {
    let list = screen.list(which);
    if list.total == 0 {
        return bare(brush, rect, list, which, model);
    }
    let columns = if which == SignalsPane::Moved { Column::placed(head) } else { Vec::new() };
    let names = if columns.len() > 1 && head.width >= ROOMY { columns.as_slice() } else { &[] };
    for (column, cells) in names {
        brush.right(*cells, head.y, column.head().0, brush.theme.dim);
    }
    let room = usize::from(rect.height / STORY_LINES).max(1);
    for (n, at) in (list.top..list.total).take(room).enumerate() {
        let y = rect.y + n as u16 * STORY_LINES;
        let three = Rect { y, height: STORY_LINES.min(rect.bottom().saturating_sub(y)), ..head };
        let selected = at == list.cursor;
        match list.row(at) {
            Some(row) => story::draw(brush, three, row, (which, selected), names, model),
            None => {
                brush.text(three, three.x + MARK, y, brush.signs.more, brush.theme.dim);
            }
        }
        if selected {
            brush.text(three, three.x + 1, y, brush.signs.cursor, brush.name(which == screen.focus));
        }
    }
}

/// No story at all: why, and what to press.
fn bare(brush: &mut Brush<'_>, rect: Rect, list: &StoryList, which: SignalsPane, model: &Model) {
    if !list.loaded {
        return empty::note(brush, rect, "Fetching the stories from the store", "");
    }
    let key = |action| brush.key(&model.keymap.shown(action).unwrap_or_else(|| ":".to_owned()));
    let read = match &model.wire.listing.scope {
        Scope::Wire(wire) if model.sync.reads(wire) => Some(brush.line(wire.as_str())),
        _ => None,
    };
    let (what, next) = match (which, read) {
        (_, Some(wire)) => (
            format!("The wire {wire} is read from elsewhere and keeps its stories to itself."),
            format!("{} on one of its dispatches shows what that tells of itself.", key(Action::Why)),
        ),
        (SignalsPane::Moved, None) if model.gathering.rows.is_empty() => (
            "No story has moved here.".to_owned(),
            format!(
                "A signal fires when independent voices tell one story at once, or one that is new. Press {} to add a \
                 source to listen to; `slugline import FILE` and `slugline edition` work from a file.",
                key(Action::Add)
            ),
        ),
        (SignalsPane::Moved, None) => (
            "No story has moved yet.".to_owned(),
            format!(
                "What a source had when it was first asked is old news, and moves nothing. {} asks all sources again; {} \
                 shows what is watched.",
                key(Action::Gather),
                key(Action::NextPane)
            ),
        ),
        (SignalsPane::Watched, None) => (
            "Nothing is watched.".to_owned(),
            format!(
                "A story that has too little to be written stands here, with what is missing. {} tells what the last \
                 editions decided.",
                key(Action::Ledger)
            ),
        ),
    };
    empty::note(brush, rect, &what, &next);
}

/// `12 moved · 34 watched`, and whether there is more by now.
pub(super) fn counted(brush: &Brush<'_>, screen: &SignalsScreen, model: &Model) -> String {
    if screen.changes != model.wire.changes {
        let key = model.keymap.shown(Action::ShowNew).unwrap_or_else(|| ":".to_owned());
        return format!("changed since: press {}", brush.key(&key));
    }
    let counts = [(&screen.moved, "moved"), (&screen.watched, "watched")];
    let said = counts.map(|(list, word)| match list.total {
        0 => String::new(),
        n => format!("{} {word}", human::number(n)),
    });
    brush.dotted(said)
}

//! What lies over the screens: the keys, and the palette.

use ratatui::{
    layout::{Position, Rect, Size},
    style::Modifier,
};
use tui_input::Input;

use crate::reader::{
    action::Action,
    areas,
    keys::rows,
    model::{Adding, Column, Model, Overlay, Question, Step},
};

use super::{brush::Brush, pane, search};

/// Draws the overlay on cleared ground. Returns where the cursor stands.
pub(super) fn draw(brush: &mut Brush<'_>, overlay: &Overlay, size: Size, model: &Model) -> Option<Position> {
    let rect = place(overlay, size);
    let ground =
        Rect::new(rect.x.saturating_sub(1), rect.y.saturating_sub(1), rect.width + 2, rect.height + 2);
    brush.clear(ground);
    brush.rule_across(ground, ground.y);
    brush.rule_across(ground, ground.bottom().saturating_sub(1));
    let key = model.keymap.shown(Action::Back).unwrap_or_default();
    let foot = format!(" {key} closes ");
    let inner = Rect { width: ground.width.saturating_sub(2), ..ground };
    brush.right(inner, ground.bottom().saturating_sub(1), &foot, brush.theme.dim);
    match overlay {
        Overlay::Help(column) => {
            name(brush, ground, " KEYS ");
            more(brush, ground, column, rect.height);
            pane::text(brush, rect, column, true);
            None
        }
        Overlay::Palette { input, matches, cursor } => {
            name(brush, ground, " ANYTHING BY NAME ");
            Some(palette(brush, rect, (input, matches, *cursor), model))
        }
        Overlay::Add(adding) => {
            name(brush, ground, " ADD A SOURCE ");
            more(brush, ground, &adding.column, rect.height.saturating_sub(2));
            add(brush, rect, adding)
        }
        Overlay::Confirm(confirm) => {
            let words = match confirm.question {
                Question::Remove(_) => " REMOVE A SOURCE ",
                _ => " IMPORT SOURCES ",
            };
            name(brush, ground, words);
            more(brush, ground, &confirm.column, rect.height);
            pane::text(brush, rect, &confirm.column, true);
            None
        }
    }
}

/// The rectangle of an overlay's text, no higher than what it says.
fn place(overlay: &Overlay, size: Size) -> Rect {
    let rect = areas::overlay(size);
    let Overlay::Confirm(confirm) = overlay else { return rect };
    let lines = confirm.column.laid.lines.len().min(usize::from(rect.height)) as u16;
    let height = lines.max(rect.height.min(3));
    Rect { y: rect.y + (rect.height - height) / 3, height, ..rect }
}

/// The address that is typed, and beneath it what is there. Returns where the cursor stands while one types.
fn add(brush: &mut Brush<'_>, rect: Rect, adding: &Adding) -> Option<Position> {
    let typing = matches!(adding.step, Step::Typing | Step::Failed(_));
    let x = brush.text(rect, rect.x + 2, rect.y, "Address", brush.theme.dim) + 1;
    let room = Rect { x, width: rect.right().saturating_sub(x + 1), height: 1, ..rect };
    let position = search::input(brush, room, &adding.input);
    let beneath = Rect { y: rect.y + 2, height: rect.height.saturating_sub(2), ..rect };
    pane::text(brush, beneath, &adding.column, true);
    typing.then_some(position)
}

/// How far down the text is.
fn more(brush: &mut Brush<'_>, ground: Rect, column: &Column, height: u16) {
    let more = pane::progress(column, height);
    if !more.is_empty() {
        let (x, y) = (ground.x + 2, ground.bottom().saturating_sub(1));
        brush.text(ground, x, y, &format!(" {more} "), brush.theme.dim);
    }
}

fn name(brush: &mut Brush<'_>, ground: Rect, name: &str) {
    brush.text(ground, ground.x + 2, ground.y, name, brush.strong_accent());
}

fn palette(
    brush: &mut Brush<'_>,
    rect: Rect,
    palette: (&Input, &[Action], usize),
    model: &Model,
) -> Position {
    let (input, matches, cursor) = palette;
    let x = brush.text(rect, rect.x + 1, rect.y, ":", brush.theme.dim) + 1;
    let room = Rect { x, width: rect.right().saturating_sub(x + 1), height: 1, ..rect };
    let position = search::input(brush, room, input);
    let list = Rect { y: rect.y + 2, height: rect.height.saturating_sub(2), ..rect };
    if matches.is_empty() {
        brush.text(list, list.x + 3, list.y, "No action has such a name.", brush.theme.dim);
    }
    let top = (cursor + 1).saturating_sub(usize::from(list.height));
    let names = matches.iter().map(|action| brush.width(action.word())).max().unwrap_or(0);
    for ((at, action), y) in matches.iter().enumerate().skip(top).zip(list.top()..list.bottom()) {
        row(brush, Rect { y, height: 1, ..list }, *action, at == cursor, names, model);
    }
    position
}

fn row(brush: &mut Brush<'_>, line: Rect, action: Action, selected: bool, names: u16, model: &Model) {
    let theme = brush.theme;
    let key = brush.key(&model.keymap.shown(action).unwrap_or_default());
    let inner = Rect { width: line.width.saturating_sub(1), ..line };
    let end = brush.right(inner, line.y, &key, theme.text);
    let weight = if selected { Modifier::BOLD } else { Modifier::empty() };
    if selected {
        brush.text(line, line.x + 1, line.y, brush.signs.cursor, brush.strong_accent());
    }
    brush.text(inner, line.x + 3, line.y, action.word(), theme.text.add_modifier(weight));
    let help = rows().iter().find(|row| row.action == action).map_or("", |row| row.help.as_str());
    let x = line.x + 3 + names + 2;
    brush.short(inner, (x, line.y), end.saturating_sub(x + 2), help, theme.dim);
}

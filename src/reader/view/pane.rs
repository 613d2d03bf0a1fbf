//! A pane of text that was set beforehand: its lines copied, its focused link lit.

use ratatui::{
    layout::Rect,
    style::{Modifier, Style},
};

use crate::{
    reader::{
        model::{Column, LedgerScreen, Load, Model, RecordScreen, Subject, WiresScreen},
        prose::{Line, Piece, Role},
    },
    text::clean,
};

use super::{brush::Brush, empty};

/// Draws a column of text. The focused link is marked in a pane that has the focus.
pub(super) fn text(brush: &mut Brush<'_>, rect: Rect, column: &Column, focused: bool) {
    let link = column.link.filter(|_| focused);
    let lines = column.laid.lines.iter().skip(column.top).zip(rect.top()..rect.bottom());
    for (line, y) in lines {
        set_line(brush, rect, y, line, link);
    }
    let focus = link.and_then(|link| column.laid.links.get(link));
    let row = focus.and_then(|link| link.line.checked_sub(column.top));
    if let (Some(row), Some(line)) = (row, focus.and_then(|link| column.laid.lines.get(link.line)))
        && row < usize::from(rect.height)
    {
        let x = rect.x + line.indent.saturating_sub(2);
        brush.text(rect, x, rect.y + row as u16, brush.signs.cursor, brush.theme.accent);
    }
}

fn set_line(brush: &mut Brush<'_>, rect: Rect, y: u16, line: &Line, link: Option<usize>) {
    let mut x = rect.x.saturating_add(line.indent);
    for piece in &line.pieces {
        let style = style(brush, piece, link);
        x = brush.text(rect, x, y, &piece.text, style);
    }
}

fn style(brush: &Brush<'_>, piece: &Piece, link: Option<usize>) -> Style {
    let style = brush.role(piece.role);
    match (link.is_some() && piece.link == link, piece.role) {
        (false, _) => style,
        (true, Role::Link) => style.add_modifier(Modifier::REVERSED),
        (true, _) => style.patch(brush.theme.selection),
    }
}

/// How far down a text is: `62 %`, or nothing when all of it is on screen.
pub(super) fn progress(column: &Column, height: u16) -> String {
    let beyond = column.laid.lines.len().saturating_sub(usize::from(height));
    (column.top.min(beyond) * 100).checked_div(beyond).map_or(String::new(), |percent| format!("{percent} %"))
}

/// The record screen.
pub(super) fn record(brush: &mut Brush<'_>, rect: Rect, screen: &RecordScreen, model: &Model) {
    let name = match &screen.subject {
        Subject::Record(wire, _) if many_wires(model) => {
            format!("RECORD {} {}", brush.signs.dot, clean::line(wire.as_str()))
        }
        Subject::Record(..) => "RECORD".to_owned(),
        Subject::Page => "WEB PAGE".to_owned(),
        Subject::Nothing => "CITATION".to_owned(),
    };
    name_of_whole(brush, rect, &name);
    let waiting = matches!((&screen.subject, &screen.kept), (Subject::Record(..), Load::Waiting));
    if waiting {
        return empty::note(brush, rect, "Fetching the record from the store", "");
    }
    text(brush, rect, &screen.column, true);
}

/// The ledger.
pub(super) fn ledger(brush: &mut Brush<'_>, rect: Rect, screen: &LedgerScreen) {
    name_of_whole(brush, rect, "LEDGER");
    if screen.entries == Load::Waiting {
        return empty::note(brush, rect, "Fetching the ledger from the store", "");
    }
    text(brush, rect, &screen.column, true);
}

/// The wires.
pub(super) fn wires(brush: &mut Brush<'_>, rect: Rect, screen: &WiresScreen) {
    name_of_whole(brush, rect, "WIRES");
    text(brush, rect, &screen.column, true);
}

fn many_wires(model: &Model) -> bool {
    model.wire.wires.len() > 1
}

/// The name of the one pane of a screen.
pub(super) fn name_of_whole(brush: &mut Brush<'_>, rect: Rect, name: &str) {
    let area = brush.screen();
    let style = brush.name(true);
    brush.short(area, (rect.x + 1, rect.y.saturating_sub(1)), rect.width.saturating_sub(2), name, style);
}

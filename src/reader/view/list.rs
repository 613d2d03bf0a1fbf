//! The dispatches: two lines each.

use ratatui::layout::Rect;

use crate::{
    reader::{
        areas::ROW_LINES,
        human,
        model::{Model, WirePane},
    },
    story::{Arc, SourceKind},
    text::tokens,
    wire::page::{Row, Scope},
};

use super::{brush::Brush, empty};

/// Cells for the mark and the badges.
const BADGES: u16 = 6;
/// Cells for the time, which stands over the code.
const TIME: u16 = 8;

/// Draws the rows that fit; those that are not here yet as a sign that they will come.
pub(super) fn draw(brush: &mut Brush<'_>, rect: Rect, model: &Model) {
    let wire = &model.wire;
    if wire.page.total == 0 {
        return empty::list(brush, rect, model);
    }
    let room = usize::from(rect.height / ROW_LINES);
    for (n, at) in (wire.top..wire.page.total).take(room).enumerate() {
        let two = Rect {
            y: rect.y + n as u16 * ROW_LINES,
            height: ROW_LINES,
            width: rect.width.saturating_sub(1),
            ..rect
        };
        let selected = at == wire.cursor;
        match wire.row(at) {
            Some(row) => draw_row(brush, two, row, selected, model),
            None => {
                brush.text(two, two.x + BADGES, two.y, brush.signs.more, brush.theme.dim);
            }
        }
        if selected {
            let style = brush.name(wire.focus == WirePane::Dispatches);
            brush.text(two, two.x + 1, two.y, brush.signs.cursor, style);
        }
    }
}

fn draw_row(brush: &mut Brush<'_>, rect: Rect, row: &Row, selected: bool, model: &Model) {
    let (signs, theme) = (brush.signs, brush.theme);
    let slot = row.time.map(|time| human::slot(time, model.now, &model.settings.zone));
    let (time, day) = slot.unwrap_or_default();
    badges(brush, rect, row, model);
    let x = rect.x + BADGES;
    brush.text(rect, x, rect.y, &time, theme.dim);
    let mut x = x + TIME;
    if row.thin && row.records > 0 {
        x = brush.text(rect, x, rect.y, signs.thin, theme.warn) + 1;
    }
    let style = if selected { theme.text.patch(theme.selection) } else { theme.text };
    brush.short(rect, (x, rect.y), rect.width, &tokens::words(&row.headline), style);
    let under = under(brush, row, day, model);
    brush.short(rect, (rect.x + BADGES, rect.y + 1), rect.width, &under, theme.dim);
}

/// Unread or newer; breaking or developing; starred.
fn badges(brush: &mut Brush<'_>, rect: Rect, row: &Row, model: &Model) {
    let (signs, theme) = (brush.signs, brush.theme);
    let unread = match (row.newer, row.read) {
        (true, _) => signs.newer,
        (false, false) => signs.unread,
        (false, true) => " ",
    };
    let arc = match row.badge(model.now) {
        Some(Arc::Breaking) => signs.breaking,
        Some(Arc::Developing) => signs.developing,
        _ => " ",
    };
    let star = if row.starred { signs.star } else { " " };
    for (n, (sign, style)) in
        [(unread, theme.text), (arc, theme.warn), (star, theme.text)].into_iter().enumerate()
    {
        brush.text(rect, rect.x + 2 + n as u16, rect.y, sign, style);
    }
}

/// `7C813E · harbour · World · 5 records · 3 web · News Bluesky`
fn under(brush: &Brush<'_>, row: &Row, day: Option<String>, model: &Model) -> String {
    let web = if row.web > 0 { format!("{} web", human::number(row.web)) } else { String::new() };
    let beat = if model.wire.listing.beat.is_none() { brush.line(&row.beat) } else { String::new() };
    // Where several wires are read together, whose it is.
    let together = model.wire.listing.scope == Scope::All && model.wire.wires.len() > 1;
    let wire = if together { brush.line(row.key.wire.as_str()) } else { String::new() };
    let parts = [
        row.code().digits(),
        day.unwrap_or_default(),
        wire,
        beat,
        // A wire's list may not tell what a dispatch leans on; that is not none.
        if row.records > 0 { human::count(row.records, "record", "records") } else { String::new() },
        web,
        kinds(brush, &row.platforms),
    ];
    brush.dotted(parts.into_iter().filter(|part| !part.is_empty()))
}

/// The kinds of places, each once.
fn kinds(brush: &Brush<'_>, platforms: &[SourceKind]) -> String {
    let mut labels: Vec<String> = Vec::new();
    for kind in platforms.iter().take(16) {
        let label = brush.line(kind.label());
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels.join(" ")
}

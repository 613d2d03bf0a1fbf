//! The beats: what there is to read, and how much of it is new.

use ratatui::{layout::Rect, style::Modifier};

use crate::reader::{
    human,
    model::{Model, WirePane},
};

use super::brush::Brush;

/// Below this width, only a sign tells that there is something unread.
const ROOMY: u16 = 24;

/// Draws the beats, `All` first.
pub(super) fn draw(brush: &mut Brush<'_>, rect: Rect, model: &Model) {
    let wire = &model.wire;
    if !wire.counted {
        return;
    }
    let sum = wire.beats.iter().fold((0, 0), |sum, beat| (sum.0 + beat.total, sum.1 + beat.unread));
    let all = std::iter::once(("All", sum.0, sum.1));
    let named = wire.beats.iter().map(|beat| (beat.beat.as_str(), beat.total, beat.unread));
    let rows: Vec<(&str, usize, usize)> = all.chain(named).collect();
    let digits = |n: usize| brush.width(&human::number(n));
    let totals = rows.iter().map(|row| digits(row.1)).max().unwrap_or(1);
    let news = rows.iter().map(|row| digits(row.2)).max().unwrap_or(1);
    let columns = Columns { totals, news: if rect.width >= ROOMY { news } else { 0 } };
    let shown = rows.iter().enumerate().skip(wire.beats_top).zip(rect.top()..rect.bottom());
    for ((place, (name, total, unread)), y) in shown {
        let line = Rect { y, height: 1, width: rect.width.saturating_sub(2), ..rect };
        let selected = place == wire.beat_place();
        row(brush, line, name, (*total, *unread), &columns, selected);
        if selected {
            let style = brush.name(wire.focus == WirePane::Beats);
            brush.text(line, line.x + 1, y, brush.signs.cursor, style);
        }
    }
}

/// Cells for the two numbers.
struct Columns {
    totals: u16,
    news: u16,
}

fn row(
    brush: &mut Brush<'_>,
    line: Rect,
    name: &str,
    (total, unread): (usize, usize),
    columns: &Columns,
    selected: bool,
) {
    brush.right(line, line.y, &human::number(total), brush.theme.dim);
    let before = Rect { width: line.width.saturating_sub(columns.totals + 1), ..line };
    let taken = columns.news + 2;
    if unread > 0 {
        let number = if columns.news > 0 { human::number(unread) } else { String::new() };
        let news = format!("{}{number:>width$}", brush.signs.unread, width = usize::from(columns.news));
        brush.right(before, line.y, &news, brush.theme.text);
    }
    let weight = if selected { Modifier::BOLD } else { Modifier::empty() };
    let room = before.width.saturating_sub(3 + taken);
    brush.short(line, (line.x + 3, line.y), room, name, brush.theme.text.add_modifier(weight));
}

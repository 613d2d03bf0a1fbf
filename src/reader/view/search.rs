//! Search: the line one types into, and what it found.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use crate::{
    reader::{
        areas::HIT_LINES,
        human,
        model::{Model, SearchScreen},
    },
    story::Code,
    text::tokens,
    wire::page::{Found, Hit},
};

use super::{brush::Brush, empty};

/// Cells before the title: mark and code.
const CODE: u16 = 10;

/// Draws the line and the hits. Returns where the cursor stands.
pub(super) fn draw(brush: &mut Brush<'_>, rect: Rect, screen: &SearchScreen, model: &Model) -> Position {
    let line = Rect { x: rect.x + 1, y: rect.y - 1, width: rect.width.saturating_sub(2), height: 1 };
    let counted = counted(screen);
    let end = brush.right(line, line.y, &counted, brush.theme.dim);
    let x = brush.text(line, line.x, line.y, "SEARCH", brush.strong_accent()) + 2;
    let room = Rect { x, width: end.saturating_sub(x + 1), ..line };
    let cursor = input(brush, room, &screen.input);
    hits(brush, rect, screen, model);
    cursor
}

/// What is being typed, scrolled so that the cursor is in sight.
pub(super) fn input(brush: &mut Brush<'_>, room: Rect, input: &Input) -> Position {
    let before: String = input.value().chars().take(input.cursor()).collect();
    let at = brush.width(&before);
    let skipped = at.saturating_sub(room.width.saturating_sub(1));
    let mut shown = input.value();
    let mut gone = 0;
    while gone < skipped {
        let Some(first) = shown.chars().next() else { break };
        let mut rest = shown.chars();
        rest.next();
        gone += brush.width(first.encode_utf8(&mut [0; 4]));
        shown = rest.as_str();
    }
    brush.text(room, room.x, room.y, shown, brush.theme.text);
    Position { x: room.x + at.saturating_sub(gone), y: room.y }
}

fn counted(screen: &SearchScreen) -> String {
    let found = screen.hits.hits.len();
    match (screen.waiting, screen.searched.is_empty(), screen.hits.more) {
        (true, ..) => "searching".to_owned(),
        (_, true, _) => String::new(),
        (_, _, true) => format!("more than {}", human::number(found)),
        _ => human::count(found, "hit", "hits"),
    }
}

fn hits(brush: &mut Brush<'_>, rect: Rect, screen: &SearchScreen, model: &Model) {
    if screen.hits.hits.is_empty() {
        let nothing = !screen.searched.is_empty() && !screen.waiting;
        let what = format!("Nothing holds the words “{}”.", brush.line(&screen.searched));
        return match nothing {
            true => empty::note(
                brush,
                rect,
                &what,
                "Fewer or shorter words find more; the beginning of a word is enough.",
            ),
            false if screen.waiting => {}
            false => empty::note(
                brush,
                rect,
                "Every dispatch and every record is searched, as you type.",
                "The beginning of a word is enough.",
            ),
        };
    }
    let room = usize::from(rect.height / HIT_LINES);
    for (n, (at, hit)) in screen.hits.hits.iter().enumerate().skip(screen.top).take(room.max(1)).enumerate() {
        let place = Rect { y: rect.y + n as u16 * HIT_LINES, height: HIT_LINES.min(rect.height), ..rect };
        let place = Rect { width: place.width.saturating_sub(1), ..place };
        draw_hit(brush, place, hit, at == screen.cursor, model);
    }
}

fn draw_hit(brush: &mut Brush<'_>, rect: Rect, hit: &Hit, selected: bool, model: &Model) {
    let theme = brush.theme;
    let time = hit.time.map(|time| human::time(time, model.now, &model.settings.zone)).unwrap_or_default();
    let end = brush.right(rect, rect.y, &time, theme.dim);
    let code = match &hit.what {
        Found::Dispatch(key) => Code::of(&key.id).digits(),
        Found::Record(..) => "record".to_owned(),
    };
    if selected {
        brush.text(rect, rect.x + 1, rect.y, brush.signs.cursor, brush.strong_accent());
    }
    brush.text(rect, rect.x + 3, rect.y, &code, theme.dim);
    let x = rect.x + CODE + 1;
    let style = if selected { theme.text.patch(theme.selection) } else { theme.text };
    brush.short(rect, (x, rect.y), end.saturating_sub(x + 2), &tokens::words(&hit.title), style);
    let mut x = brush.short(rect, (x, rect.y + 1), rect.width / 3, &hit.place, theme.dim);
    for (n, (words, matched)) in tokens::pieces(&hit.snippet).iter().enumerate() {
        if n == 0 && !hit.place.trim().is_empty() {
            x = brush.text(rect, x, rect.y + 1, &format!(" {} ", brush.signs.dot), theme.dim);
        }
        let words = words.replace(['\n', '\t'], " ");
        let style = if *matched { theme.mark } else { theme.dim };
        x = brush.short(rect, (x, rect.y + 1), rect.width, &words, style);
    }
}

//! The last line: what just happened or where one is, the place in the list, and the keys that matter here.

use ratatui::{layout::Rect, style::Style};

use crate::reader::{
    action::Action,
    areas::{Areas, Layout, Pane},
    human,
    model::{Model, Screen, SourcesPane, Status, TracePane, VersionsPane, WirePane},
    msg::Trouble,
};
use crate::wire::page::Only;

use super::{brush::Brush, gather, pane, sync, title};

/// From this width on, the line has room for a whole sentence beside the keys.
const ROOMY: u16 = 144;

/// Draws the last line.
pub(super) fn draw(brush: &mut Brush<'_>, rect: Rect, areas: &Areas, model: &Model) {
    let rect = Rect { x: rect.x + 1, width: rect.width.saturating_sub(2), ..rect };
    let (left, style) = said(brush, model);
    let fault = matches!(model.status, Status::Fault(_));
    let place = if fault { String::new() } else { place(areas, model) };
    let wide = brush.width(&left);
    let hints = hints(brush, rect.width.saturating_sub(brush.width(&place) + 2), wide, model);
    let taken: u16 = hints.iter().map(|(key, word)| brush.width(key) + brush.width(word) + 3).sum();
    let mut x = rect.right().saturating_sub(taken.saturating_sub(2)).max(rect.x);
    let start = x;
    for (key, word) in &hints {
        x = brush.text(rect, x, rect.y, key, brush.theme.text) + 1;
        x = brush.text(rect, x, rect.y, word, brush.theme.dim) + 2;
    }
    let before = Rect { width: start.saturating_sub(rect.x + 2), ..rect };
    let before = if hints.is_empty() { rect } else { before };
    let end = brush.right(before, rect.y, &place, brush.theme.dim);
    brush.short(rect, (rect.x, rect.y), end.saturating_sub(rect.x + 2), &left, style);
}

/// What is said on the left.
fn said(brush: &Brush<'_>, model: &Model) -> (String, Style) {
    if !model.chord.is_empty() {
        let keys: Vec<String> = model.chord.iter().map(ToString::to_string).collect();
        return (format!("{} {}", keys.join(" "), brush.signs.more), brush.theme.text);
    }
    match &model.status {
        Status::Quiet => (quiet(brush, model), brush.theme.dim),
        Status::Note(note) => (brush.line(note), brush.theme.text),
        Status::Busy(what, _, 0) => (format!("{what} {}", brush.signs.more), brush.theme.text),
        Status::Busy(what, done, total) => {
            (format!("{what}: {} of {}", human::number(*done), human::number(*total)), brush.theme.text)
        }
        Status::Fault(trouble) => {
            (format!("{} {}", brush.signs.missing, fault(brush, trouble, model)), brush.theme.bad)
        }
    }
}

/// What went wrong, why and what helps; where that is too long, without the why; where that is too long, too, and stands
/// on the wires screen, what went wrong and the key for that.
fn fault(brush: &Brush<'_>, trouble: &Trouble, model: &Model) -> String {
    let join = |parts: &[&String]| {
        let parts = parts.iter().map(|part| brush.line(part));
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        parts.iter().map(|part| part.trim_end_matches('.')).collect::<Vec<_>>().join(". ")
    };
    let fits = |said: &String| brush.width(said) + 4 <= brush.screen().width;
    let without_why = join(&[&trouble.what, &trouble.remedy]);
    let said = [join(&[&trouble.what, &trouble.why, &trouble.remedy]), without_why.clone()];
    if let Some(said) = said.into_iter().find(fits) {
        return said;
    }
    let stands_there = model.sync.told.values().any(|told| told == trouble);
    let there = matches!(model.stack.last(), Some(Screen::Wires(_)));
    match model.keymap.shown(Action::Wires).filter(|_| stands_there && !there) {
        Some(key) => brush.dotted([brush.line(&trouble.what), format!("{} tells more", brush.key(&key))]),
        None if stands_there => brush.line(&trouble.what),
        None => without_why,
    }
}

/// Where one is, when nothing happened.
fn quiet(brush: &Brush<'_>, model: &Model) -> String {
    let gathering = gather::running(brush, model);
    if !model.stack.is_empty() {
        return gathering
            .filter(|_| matches!(model.stack.last(), Some(Screen::Sources(_))))
            .unwrap_or_default();
    }
    if let Some(running) = sync::running(brush, model).or(gathering) {
        return running;
    }
    if model.demo && model.gathering.rows.is_empty() {
        return if brush.screen().width >= ROOMY {
            "A demo: invented stories. `slugline wires add NAME URL` reads a real wire".to_owned()
        } else {
            brush.dotted(["Demo", "slugline import FILE"])
        };
    }
    let fresh = sync::freshness(brush, model).or_else(|| gather::freshness(brush, model)).or_else(|| {
        let updated = model.wire.wires.iter().filter_map(|count| count.updated_at).max();
        updated.map(|at| format!("updated {}", human::time(at, model.now, &model.settings.zone)))
    });
    let only = match model.wire.listing.only {
        Only::All => "",
        Only::Unread => "unread only",
        Only::Starred => "starred only",
    };
    if fresh.is_some() && Layout::of(brush.screen().as_size()) == Layout::Narrow {
        return fresh.unwrap_or_default();
    }
    let fresh = fresh.unwrap_or_default();
    let said = brush.dotted([&title::scope(brush, model), only, &fresh]);
    // What is read stands in the first line, too; beside the keys there is two fifths of the line.
    if fresh.is_empty() || brush.width(&said) <= brush.screen().width * 2 / 5 {
        said
    } else {
        brush.dotted([only, &fresh])
    }
}

/// The place in the list, or how far down the text is.
fn place(areas: &Areas, model: &Model) -> String {
    let height = |pane| areas.pane(pane).map_or(0, |rect| rect.height);
    let of = |at: usize, total: usize| {
        if total == 0 { String::new() } else { format!("{}/{}", human::number(at + 1), human::number(total)) }
    };
    match model.stack.last() {
        None if model.wire.focus == WirePane::Preview => {
            pane::progress(&model.wire.preview_column, height(Pane::Wire(WirePane::Preview)))
        }
        None => of(model.wire.cursor, model.wire.page.total),
        Some(Screen::Dispatch(screen)) => {
            pane::progress(screen.focused_column(), height(Pane::Dispatch(screen.focus)))
        }
        Some(Screen::Record(screen)) => pane::progress(&screen.column, height(Pane::Whole)),
        Some(Screen::Ledger(screen)) => pane::progress(&screen.column, height(Pane::Whole)),
        Some(Screen::Wires(screen)) => pane::progress(&screen.column, height(Pane::Whole)),
        Some(Screen::Sources(screen)) if screen.focus == SourcesPane::List => {
            of(screen.cursor, screen.order.len())
        }
        Some(Screen::Sources(screen)) => {
            pane::progress(&screen.column, height(Pane::Sources(SourcesPane::Detail)))
        }
        Some(Screen::Signals(screen)) => {
            let list = screen.list(screen.focus);
            of(list.cursor, list.total)
        }
        Some(Screen::Why(screen)) => pane::progress(screen.focused_column(), height(Pane::Why(screen.focus))),
        Some(Screen::Trace(screen)) => {
            pane::progress(&screen.passages, height(Pane::Trace(TracePane::Passages)))
        }
        Some(Screen::Versions(screen)) => {
            pane::progress(&screen.changes, height(Pane::Versions(VersionsPane::Changes)))
        }
        Some(Screen::Search(screen)) => of(screen.cursor, screen.hits.hits.len()),
    }
}

/// True for a dispatch that has no other version to compare with.
fn is_only_version(model: &Model) -> bool {
    let Some(Screen::Dispatch(screen)) = model.stack.last() else { return false };
    screen.kept.here().is_some_and(|kept| kept.versions.len() < 2)
}

/// The hints that fit beside what is said. The help is the last to go; where one is gives way to them, what was just
/// said does not, since the next key takes it away.
fn hints(brush: &Brush<'_>, room: u16, said: u16, model: &Model) -> Vec<(String, String)> {
    let spoken = matches!(model.status, Status::Fault(_) | Status::Note(_));
    let share = if spoken { said } else { said.min(room * 2 / 5) };
    let mut room = room.saturating_sub(share + 2);
    let mut all = model.keymap.hints(model.screen_word());
    if is_only_version(model) {
        let versions = model.keymap.shown(Action::Versions);
        all.retain(|(key, _)| Some(key) != versions.as_ref());
    }
    let all: Vec<(String, String)> = all.into_iter().map(|(key, word)| (brush.key(&key), word)).collect();
    let help = model.keymap.shown(Action::Help);
    let is_help = |hint: &(String, String)| Some(&hint.0) == help.as_ref();
    let mut fits = |hint: &&(String, String)| {
        let wide = brush.width(&hint.0) + brush.width(&hint.1) + 3;
        let fits = wide <= room;
        room -= if fits { wide } else { 0 };
        fits
    };
    let last: Vec<_> = all.iter().filter(|hint| is_help(hint)).filter(&mut fits).cloned().collect();
    let first = all.iter().filter(|hint| !is_help(hint)).take_while(&mut fits).cloned();
    first.chain(last).collect()
}

//! The first line: where one is, and how much there is.

use ratatui::layout::Rect;

use crate::{
    reader::{
        action::Action,
        human,
        model::{DispatchScreen, Model, Screen, Subject},
    },
    story::{Arc, Dispatch, Moment},
    wire::page::{Kept, Scope},
};

use super::{brush::Brush, signals, sources, trace, versions, why};

/// Draws the first line.
pub(super) fn draw(brush: &mut Brush<'_>, rect: Rect, model: &Model) {
    let rect = Rect { x: rect.x + 1, width: rect.width.saturating_sub(2), ..rect };
    match model.stack.last() {
        None => wire(brush, rect, model),
        Some(Screen::Trace(screen)) => trace::title(brush, rect, screen),
        Some(screen) => {
            let (middle, right) = match screen {
                Screen::Dispatch(screen) => dispatch(brush, screen, model),
                Screen::Record(screen) => match &screen.subject {
                    Subject::Record(_, id) => (format!("record {}", brush.line(id.as_str())), String::new()),
                    Subject::Page => ("web page".to_owned(), String::new()),
                    Subject::Nothing => ("citation".to_owned(), String::new()),
                },
                Screen::Search(_) => ("search".to_owned(), scope(brush, model)),
                Screen::Ledger(_) => ("ledger".to_owned(), scope(brush, model)),
                Screen::Wires(_) => ("wires".to_owned(), String::new()),
                Screen::Sources(_) => ("sources".to_owned(), sources::counted(brush, model)),
                Screen::Signals(screen) => ("signals".to_owned(), signals::counted(brush, screen, model)),
                Screen::Why(screen) => (format!("why {}", why::subject(brush, screen)), String::new()),
                Screen::Versions(screen) => versions::title(brush, screen),
                Screen::Trace(_) => Default::default(),
            };
            above(brush, rect, model, &middle, &right);
        }
    }
}

fn wire(brush: &mut Brush<'_>, rect: Rect, model: &Model) {
    let (total, unread) = totals(model);
    let total = human::count(total, "dispatch", "dispatches");
    let unread = if unread > 0 { format!("{} unread", human::number(unread)) } else { String::new() };
    let x = brush.text(rect, rect.x, rect.y, "SLUGLINE", brush.strong_accent()) + 2;
    let scope = format!("{} {}", scope(brush, model), brush.signs.open);
    let room = rect.right().saturating_sub(x + 2);
    let fits = |counts: &String| brush.width(counts) + brush.width(&scope).min(room / 2) <= room;
    let new = arrived(brush, model);
    let counts = [
        brush.dotted([&total, &unread, &new]),
        brush.dotted([&unread, &new]),
        if new.is_empty() { unread } else { new },
    ];
    let counts = counts.into_iter().filter(|_| model.wire.counted).find(fits);
    let end = brush.right(rect, rect.y, &counts.unwrap_or_default(), brush.theme.dim);
    brush.short(rect, (x, rect.y), end.saturating_sub(x + 1), &scope, brush.theme.text);
}

/// `3 new: press .`
fn arrived(brush: &Brush<'_>, model: &Model) -> String {
    let key = model.keymap.shown(Action::ShowNew).unwrap_or_else(|| ":".to_owned());
    match model.wire.arrived {
        0 => String::new(),
        n => format!("{} new: press {}", human::number(n), brush.key(&key)),
    }
}

/// Dispatches and unread ones in the scope.
fn totals(model: &Model) -> (usize, usize) {
    let in_scope = model.wire.wires.iter().filter(|count| match &model.wire.listing.scope {
        Scope::All => true,
        Scope::Wire(name) => count.wire == *name,
    });
    in_scope.fold((0, 0), |(total, unread), count| (total + count.total, unread + count.unread))
}

/// The name of what is read.
pub(super) fn scope(brush: &Brush<'_>, model: &Model) -> String {
    match &model.wire.listing.scope {
        Scope::All if model.wire.wires.len() == 1 => model
            .wire
            .wires
            .first()
            .map_or(String::new(), |count| format!("{} wire", brush.line(count.wire.as_str()))),
        Scope::All => "All wires".to_owned(),
        Scope::Wire(name) => format!("{} wire", brush.line(name.as_str())),
    }
}

/// The screens above the wire: whence, what, when.
fn above(brush: &mut Brush<'_>, rect: Rect, model: &Model, middle: &str, right: &str) {
    let back = format!("{} {}", brush.signs.back, whence(brush, model));
    let x = brush.short(rect, (rect.x, rect.y), rect.width / 3, &back, brush.theme.dim);
    let wide = brush.width(middle);
    let centred = rect.x + rect.width.saturating_sub(wide) / 2;
    let x = brush.short(rect, (centred.max(x + 2), rect.y), rect.width, middle, brush.theme.text);
    if x + 2 + brush.width(right) <= rect.right() {
        brush.right(rect, rect.y, right, brush.theme.dim);
    }
}

/// Where the way back leads.
fn whence(brush: &Brush<'_>, model: &Model) -> String {
    let below = model.stack.len().checked_sub(2).and_then(|at| model.stack.get(at));
    match below {
        Some(Screen::Dispatch(screen)) => code(brush, screen.key.id.as_str(), screen),
        Some(Screen::Record(_)) => "record".to_owned(),
        Some(Screen::Search(_)) => "search".to_owned(),
        Some(Screen::Ledger(_)) => "ledger".to_owned(),
        Some(Screen::Wires(_)) => "wires".to_owned(),
        Some(Screen::Sources(_)) => "sources".to_owned(),
        Some(Screen::Signals(_)) => "signals".to_owned(),
        Some(Screen::Why(_)) => "why".to_owned(),
        Some(Screen::Trace(_)) => "trace".to_owned(),
        Some(Screen::Versions(_)) => "versions".to_owned(),
        None => {
            model.wire.listing.beat.as_deref().map_or_else(|| scope(brush, model), |beat| brush.line(beat))
        }
    }
}

fn code(brush: &Brush<'_>, _id: &str, screen: &DispatchScreen) -> String {
    brush.line(&crate::story::Code::of(&screen.key.id).to_string())
}

fn dispatch(brush: &Brush<'_>, screen: &DispatchScreen, model: &Model) -> (String, String) {
    let code = code(brush, "", screen);
    let Some(kept) = screen.kept.here() else { return (code, String::new()) };
    let dispatch = &kept.dispatch;
    let version = version(brush, screen, kept, model);
    let star = if kept.starred { brush.signs.star } else { "" };
    let state = brush.dotted([arc(brush, dispatch, model.now), version]);
    let middle = [code.as_str(), star, &state].into_iter().filter(|part| !part.is_empty());
    let time = dispatch.time().map(|time| human::time(time, model.now, &model.settings.zone));
    (middle.collect::<Vec<_>>().join("  "), time.unwrap_or_default())
}

/// `version 2 (↻ what changed: v)`
fn version(brush: &Brush<'_>, screen: &DispatchScreen, kept: &Kept, model: &Model) -> String {
    let number = kept.dispatch.version;
    let key = model.keymap.shown(Action::Versions).unwrap_or_else(|| ":".to_owned());
    match kept.versions.len() {
        2.. if screen.since.is_some() => {
            format!("version {number} ({} what changed: {})", brush.signs.newer, brush.key(&key))
        }
        n @ 2.. => format!("version {number} of {n}"),
        _ if number > 1 => format!("version {number}"),
        _ => String::new(),
    }
}

fn arc(brush: &Brush<'_>, dispatch: &Dispatch, now: Moment) -> String {
    match dispatch.badge(now) {
        Some(Arc::Breaking) => format!("{} breaking", brush.signs.breaking),
        Some(Arc::Developing) => format!("{} developing", brush.signs.developing),
        _ => String::new(),
    }
}

//! Nothing to show: why, and what to press.

use ratatui::layout::Rect;

use crate::{
    reader::{
        action::Action,
        model::{Model, Status},
    },
    text::wrap,
    wire::page::Only,
};

use super::{brush::Brush, gather, sync};

/// The terminal is too small for anything else.
pub(super) fn too_small(brush: &mut Brush<'_>) {
    let area = brush.screen();
    let style = brush.theme.text;
    let words =
        if brush.width("Slugline needs 20×5") <= area.width { "Slugline needs 20×5" } else { "too small" };
    brush.text(area, area.x, area.y, words, style);
}

/// A word and what to do, at the top of a pane.
pub(super) fn note(brush: &mut Brush<'_>, rect: Rect, what: &str, next: &str) {
    let room = Rect { x: rect.x + 2, width: rect.width.saturating_sub(3), ..rect };
    let mut y = rect.y + u16::from(rect.height > 4);
    for (text, style) in [(what, brush.theme.text), (next, brush.theme.dim)] {
        for line in wrap::lines(text, usize::from(room.width).clamp(1, 60), &[], brush.cells) {
            brush.text(room, room.x, y, text.get(line).unwrap_or_default(), style);
            y = y.saturating_add(1);
        }
        y = y.saturating_add(1);
    }
}

/// A list without rows.
pub(super) fn list(brush: &mut Brush<'_>, rect: Rect, model: &Model) {
    let wire = &model.wire;
    if let Status::Busy(..) = model.status {
        return note(
            brush,
            rect,
            "The first wire is being made from the records at hand.",
            "It will stand here in a moment.",
        );
    }
    if !wire.paged {
        return;
    }
    let key = |action| model.keymap.shown(action).unwrap_or_else(|| ":".to_owned());
    let beat = wire.listing.beat.as_deref().map(|beat| brush.line(beat));
    let place = beat.as_ref().map_or(String::new(), |beat| format!(" in {beat}"));
    let (what, next) = match wire.listing.only {
        Only::Unread => (
            format!("Everything{place} has been read."),
            format!("{} shows the starred, and once more all.", key(Action::Filter)),
        ),
        Only::Starred => (
            format!("Nothing{place} is starred yet."),
            format!("{} shows all again; {} stars a dispatch.", key(Action::Filter), key(Action::Star)),
        ),
        Only::All if beat.is_some() => {
            (format!("Nothing is filed{place}."), format!("{} goes back to all beats.", key(Action::Back)))
        }
        Only::All => bare(brush, model),
    };
    note(brush, rect, &what, &next);
}

/// A wire without dispatches.
fn bare(brush: &Brush<'_>, model: &Model) -> (String, String) {
    let key = |action| model.keymap.shown(action).unwrap_or_else(|| ":".to_owned());
    if gather::running(brush, model).is_some() {
        return (
            "Nothing is here yet; the sources are being asked.".to_owned(),
            "What moves in them stands here as soon as it is written.".to_owned(),
        );
    }
    if sync::running(brush, model).is_some() {
        return (
            "Nothing is here yet; the wire is being read.".to_owned(),
            "The first dispatches stand here as soon as they have come.".to_owned(),
        );
    }
    if !model.sync.rows.is_empty() {
        return (
            "Nothing has come from the wire yet.".to_owned(),
            format!("{} asks it now; {} says how it fares.", key(Action::Sync), key(Action::Wires)),
        );
    }
    if !model.gathering.rows.is_empty() {
        return (
            "No story has moved yet.".to_owned(),
            format!(
                "What a source had when it was first asked is old news. {} asks all of them again; {} says how each fares.",
                key(Action::Gather),
                key(Action::Sources)
            ),
        );
    }
    (
        "This wire has no dispatches yet.".to_owned(),
        format!(
            "{} adds a source to gather from, {} shows them; `slugline wires add NAME URL` reads somebody else's wire, \
             `slugline import FILE` one from a file; `slugline edition` writes one from the records in the store.",
            key(Action::Add),
            key(Action::Sources)
        ),
    )
}

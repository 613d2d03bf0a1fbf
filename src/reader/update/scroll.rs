//! Moving about: by line, page, end, and marker, in whichever list or text has the focus.

use super::super::{
    action::Action,
    areas::{Pane, areas},
    effect::Effect,
    model::{Column, DispatchPane, Model, Screen, SourcesPane, WhyPane, WirePane},
};
use super::{window, wire};

/// How far, counted in lines or items of what has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    By(isize),
    Half(isize),
    Page(isize),
    Top,
    Bottom,
}

impl Step {
    pub(super) fn of(action: Action) -> Option<Self> {
        Some(match action {
            Action::Down => Self::By(1),
            Action::Up => Self::By(-1),
            Action::HalfDown => Self::Half(1),
            Action::HalfUp => Self::Half(-1),
            Action::PageDown => Self::Page(1),
            Action::PageUp => Self::Page(-1),
            Action::Top => Self::Top,
            Action::Bottom => Self::Bottom,
            _ => return None,
        })
    }

    /// From `at`, among `count`, where a page is `page`.
    pub(super) fn from(self, at: usize, count: usize, page: usize) -> usize {
        let page = page.max(1) as isize;
        let to = match self {
            Self::By(n) => at.saturating_add_signed(n),
            Self::Half(n) => at.saturating_add_signed(n * (page / 2).max(1)),
            Self::Page(n) => at.saturating_add_signed(n * (page - 1).max(1)),
            Self::Top => 0,
            Self::Bottom => usize::MAX,
        };
        to.min(count.saturating_sub(1))
    }
}

/// Up, down, and to the ends.
pub(super) fn moved(model: &mut Model, action: Action) -> Vec<Effect> {
    let Some(step) = Step::of(action) else { return Vec::new() };
    match model.stack.last_mut() {
        None => in_wire(model, step),
        Some(Screen::Search(_)) => super::search::moved(model, step),
        Some(Screen::Sources(_)) => super::sources::moved(model, step),
        Some(Screen::Signals(_)) => super::signals::moved(model, step),
        Some(Screen::Trace(_)) => super::trace::moved(model, step),
        Some(Screen::Versions(_)) => super::versions::moved(model, step),
        Some(_) => {
            let by_item = by_item(model);
            if let Some((column, height)) = focused(model) {
                lines_or_items(column, step, height, by_item);
            }
            Vec::new()
        }
    }
}

fn in_wire(model: &mut Model, step: Step) -> Vec<Effect> {
    match model.wire.focus {
        WirePane::Beats => {
            let height = areas(model.size, model).pane(Pane::Wire(WirePane::Beats)).map_or(10, |r| r.height);
            let (at, count) = (model.wire.beat_place(), model.wire.beats.len() + 1);
            wire::beat(model, step.from(at, count, usize::from(height)))
        }
        WirePane::Dispatches => {
            let shown = window::rows_shown(model);
            let to = step.from(model.wire.cursor, model.wire.page.total, shown);
            wire::go(model, to)
        }
        WirePane::Preview => {
            let height =
                areas(model.size, model).pane(Pane::Wire(WirePane::Preview)).map_or(10, |r| r.height);
            lines(&mut model.wire.preview_column, step, usize::from(height));
            Vec::new()
        }
    }
}

/// Questions, citations, wires and the records of a story are lists of items; everything else is text.
fn by_item(model: &Model) -> bool {
    match model.stack.last() {
        Some(Screen::Dispatch(screen)) => screen.focus != DispatchPane::Analysis,
        Some(Screen::Wires(_)) => true,
        Some(Screen::Why(screen)) => screen.focus == WhyPane::Records,
        _ => false,
    }
}

/// The column that has the focus, and its height.
fn focused(model: &mut Model) -> Option<(&mut Column, usize)> {
    let areas = areas(model.size, model);
    let height = |pane| areas.pane(pane).map_or(0, |rect| usize::from(rect.height));
    match model.stack.last_mut()? {
        Screen::Dispatch(screen) => {
            let height = height(Pane::Dispatch(screen.focus));
            Some((screen.focused_column_mut(), height))
        }
        Screen::Record(screen) => Some((&mut screen.column, height(Pane::Whole))),
        Screen::Ledger(screen) => Some((&mut screen.column, height(Pane::Whole))),
        Screen::Wires(screen) => Some((&mut screen.column, height(Pane::Whole))),
        Screen::Sources(screen) => Some((&mut screen.column, height(Pane::Sources(SourcesPane::Detail)))),
        Screen::Why(screen) => {
            let height = height(Pane::Why(screen.focus));
            Some((screen.focused_column_mut(), height))
        }
        Screen::Search(_) | Screen::Signals(_) | Screen::Trace(_) | Screen::Versions(_) => None,
    }
}

/// Scrolls text; the focused link follows, so that it is always one that can be seen.
pub(super) fn lines(column: &mut Column, step: Step, height: usize) {
    let last_top = column.laid.lines.len().saturating_sub(height);
    column.top = step.from(column.top, last_top + 1, height);
    keep_link_in_view(column, height);
}

/// The one or the other.
pub(super) fn lines_or_items(column: &mut Column, step: Step, height: usize, by_item: bool) {
    if by_item {
        item(column, step, height);
    } else {
        lines(column, step, height);
    }
}

/// Moves from item to item; a page is as many items as a screenful holds.
fn item(column: &mut Column, step: Step, height: usize) {
    let links = &column.laid.links;
    if links.is_empty() {
        lines(column, step, height);
        return;
    }
    let on_screen = links.iter().filter(|l| l.line >= column.top && l.line < column.top + height).count();
    column.link = Some(step.from(column.link.unwrap_or(0), links.len(), on_screen.max(1)));
    show_link(column, height);
}

/// Scrolls as little as needed for the focused link to be seen whole, or from its first line.
pub(super) fn show_link(column: &mut Column, height: usize) {
    let Some(link) = column.link.and_then(|at| column.laid.links.get(at)) else { return };
    let last_top = column.laid.lines.len().saturating_sub(height);
    let lowest = link.end.saturating_sub(height).min(link.line);
    column.top = column.top.clamp(lowest, link.line).min(last_top.max(lowest));
}

fn keep_link_in_view(column: &mut Column, height: usize) {
    let links = &column.laid.links;
    let seen = |line: usize| line >= column.top && line < column.top + height.max(1);
    let focused = column.link.and_then(|at| links.get(at));
    if focused.is_some_and(|link| seen(link.line)) {
        return;
    }
    let upward = focused.is_some_and(|link| link.line >= column.top);
    let in_view = |(_, link): &(usize, &super::super::prose::Link)| seen(link.line);
    let found = if upward {
        links.iter().enumerate().rev().find(in_view)
    } else {
        links.iter().enumerate().find(in_view)
    };
    column.link = found.map(|(at, _)| at);
}

/// To the next marker of the text, or the one before, scrolling as needed.
pub(super) fn marker(model: &mut Model, forward: bool) -> Vec<Effect> {
    let Some((column, height)) = focused(model) else { return Vec::new() };
    let links = &column.laid.links;
    if links.is_empty() {
        return Vec::new();
    }
    let next = match column.link {
        Some(at) if forward => (at + 1).min(links.len() - 1),
        Some(at) => at.saturating_sub(1),
        None if forward => links.iter().position(|l| l.line >= column.top).unwrap_or(links.len() - 1),
        None => links.iter().rposition(|l| l.line < column.top).unwrap_or(0),
    };
    column.link = Some(next);
    show_link(column, height);
    Vec::new()
}

/// After a new layout: the scroll within its ends, a link in focus where there is one to see.
pub(super) fn settle(column: &mut Column, height: usize, by_item: bool) {
    let last_top = column.laid.lines.len().saturating_sub(height);
    column.top = column.top.min(last_top);
    if by_item {
        let last = column.laid.links.len().checked_sub(1);
        column.link = last.map(|last| column.link.unwrap_or(0).min(last));
        show_link(column, height);
    } else {
        column.link = column.link.filter(|at| *at < column.laid.links.len());
        keep_link_in_view(column, height);
    }
}

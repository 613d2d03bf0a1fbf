//! Sets the text of the screen in view again, when its words or its width changed.

use super::super::{
    areas::{Areas, Pane, areas},
    model::{Column, DispatchPane, DispatchScreen, Load, Model, Overlay, Screen, Settings, WirePane},
    prose,
};
use super::scroll::settle;
use crate::story::Moment;

/// What setting text needs to know besides the text.
struct Press<'a> {
    areas: Areas,
    settings: &'a Settings,
    now: Moment,
}

impl Press<'_> {
    /// Width and height of a pane; of the widest one on screen for a pane that is not.
    fn pane(&self, pane: Pane) -> (u16, usize) {
        let whole = || self.areas.panes.iter().map(|(_, rect)| *rect).max_by_key(|rect| rect.width);
        self.areas.pane(pane).or_else(whole).map_or((0, 0), |rect| (rect.width, usize::from(rect.height)))
    }
}

/// Sets the wires screen, if that is in view.
pub(super) fn wires(model: &mut Model) {
    if matches!(model.stack.last(), Some(Screen::Wires(_))) {
        relay(model);
    }
}

/// Sets the text of what is in view.
pub(super) fn relay(model: &mut Model) {
    let areas = areas(model.size, model);
    let settings = model.settings.clone();
    let wires = matches!(model.stack.last(), Some(Screen::Wires(_))).then(|| model.sync.clone());
    let press = Press { areas, settings: &settings, now: model.now };
    match model.stack.last_mut() {
        None => preview(model, &press),
        Some(Screen::Dispatch(screen)) => dispatch(screen, &press),
        Some(Screen::Record(screen)) => {
            let (width, height) = press.pane(Pane::Whole);
            screen.column.laid = prose::record(screen, width, press.settings, press.now);
            settle(&mut screen.column, height, false);
        }
        Some(Screen::Ledger(screen)) => {
            let (width, height) = press.pane(Pane::Whole);
            let entries = screen.entries.here().map(Vec::as_slice).unwrap_or_default();
            screen.column.laid = prose::ledger(entries, width, press.settings, press.now);
            settle(&mut screen.column, height, false);
        }
        Some(Screen::Wires(screen)) => {
            let (width, height) = press.pane(Pane::Whole);
            let sync = wires.unwrap_or_default();
            screen.column.laid = prose::wires(&sync, width, press.settings, press.now);
            settle(&mut screen.column, height, true);
        }
        Some(Screen::Search(_)) => {}
    }
    help(model, &settings);
}

fn preview(model: &mut Model, press: &Press<'_>) {
    let (width, height) = press.pane(Pane::Wire(WirePane::Preview));
    if let Load::Here(kept) = &model.wire.preview {
        let column = &mut model.wire.preview_column;
        column.laid = prose::preview(kept, width, press.settings);
        settle(column, height, false);
    }
}

fn dispatch(screen: &mut DispatchScreen, press: &Press<'_>) {
    let Load::Here(kept) = &screen.kept else { return };
    let set = |column: &mut Column, pane: DispatchPane| {
        let (width, height) = press.pane(Pane::Dispatch(pane));
        column.laid = match pane {
            DispatchPane::Analysis => prose::analysis(kept, &screen.fetch, width, press.settings, press.now),
            DispatchPane::Faq => prose::questions(kept, &screen.open_answers, width, press.settings),
            DispatchPane::Citations => prose::citations(kept, width, press.settings, press.now),
        };
        settle(column, height, pane != DispatchPane::Analysis);
    };
    set(&mut screen.analysis, DispatchPane::Analysis);
    set(&mut screen.faq, DispatchPane::Faq);
    set(&mut screen.citations, DispatchPane::Citations);
}

fn help(model: &mut Model, settings: &Settings) {
    let (width, height, here) = (overlay_width(model), overlay_height(model), model.screen_word());
    if let Some(Overlay::Help(column)) = &mut model.overlay {
        column.laid = prose::help(&model.keymap, here, width, settings);
        settle(column, height, false);
    }
}

/// The height of the one pane of a record or of the ledger.
pub(super) fn whole_height(model: &Model) -> usize {
    areas(model.size, model).pane(Pane::Whole).map_or(0, |rect| usize::from(rect.height))
}

/// The rectangle of an overlay's text.
fn overlay_width(model: &Model) -> u16 {
    super::super::areas::overlay(model.size).width
}

/// The height of an overlay's text.
pub(super) fn overlay_height(model: &Model) -> usize {
    usize::from(super::super::areas::overlay(model.size).height)
}

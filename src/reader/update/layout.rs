//! Sets the text of the screen in view again, when its words or its width changed.

use super::super::{
    areas::{Areas, Pane, areas},
    model::{
        Column, DispatchPane, DispatchScreen, Load, Model, Overlay, Question, Screen, Settings, SourcesPane,
        SourcesScreen, Step, TracePane, TraceScreen, VersionsPane, VersionsScreen, WhyPane, WhyScreen,
        WirePane,
    },
    prose,
};
use super::scroll::settle;
use crate::{
    config::SourceRow,
    story::{Moment, SourceState},
};

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

/// Sets what is known of the selected source, if that is in view.
pub(super) fn sources(model: &mut Model) {
    if matches!(model.stack.last(), Some(Screen::Sources(_))) {
        relay(model);
    }
}

/// Sets the text of what is in view.
pub(super) fn relay(model: &mut Model) {
    let areas = areas(model.size, model);
    let settings = model.settings.clone();
    let wires = matches!(model.stack.last(), Some(Screen::Wires(_))).then(|| model.sync.clone());
    let about = selected_source(model);
    let elsewhere = remote(model);
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
        Some(Screen::Sources(screen)) => source(screen, about.as_ref(), &press),
        Some(Screen::Why(screen)) => why(screen, elsewhere, &press),
        Some(Screen::Trace(screen)) => trace(screen, elsewhere, &press),
        Some(Screen::Versions(screen)) => versions(screen, &press),
        Some(Screen::Search(_) | Screen::Signals(_)) => {}
    }
    over(model, &settings);
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
    let beside = prose::Beside {
        fetch: &screen.fetch,
        trace: screen.traced.here().map(|traced| &traced.trace),
        since: screen.since.as_ref(),
        history: screen.history.here().map(|history| &**history),
    };
    let set = |column: &mut Column, pane: DispatchPane| {
        let (width, height) = press.pane(Pane::Dispatch(pane));
        column.laid = match pane {
            DispatchPane::Analysis => prose::analysis(kept, beside, width, press.settings, press.now),
            DispatchPane::Faq => prose::questions(kept, &screen.open_answers, width, press.settings),
            DispatchPane::Citations => prose::citations(kept, width, press.settings, press.now),
        };
        settle(column, height, pane != DispatchPane::Analysis);
    };
    set(&mut screen.analysis, DispatchPane::Analysis);
    set(&mut screen.faq, DispatchPane::Faq);
    set(&mut screen.citations, DispatchPane::Citations);
}

/// Whether what is asked about is on a wire that is read from elsewhere.
fn remote(model: &Model) -> bool {
    match model.stack.last() {
        Some(Screen::Why(screen)) => model.sync.reads(screen.of.wire()),
        Some(Screen::Trace(screen)) => model.sync.reads(&screen.key.wire),
        _ => false,
    }
}

fn trace(screen: &mut TraceScreen, elsewhere: bool, press: &Press<'_>) {
    let Load::Here(traced) = &screen.traced else { return };
    let (width, height) = press.pane(Pane::Trace(TracePane::Sentences));
    screen.sentences.laid = prose::claims(traced, &screen.fetch, elsewhere, width, press.settings);
    settle(&mut screen.sentences, height, true);
    let at = screen.sentences.link.unwrap_or(0);
    let (width, height) = press.pane(Pane::Trace(TracePane::Passages));
    screen.passages.laid = prose::shown(traced, at, width, press.settings, press.now);
    settle(&mut screen.passages, height, true);
}

fn versions(screen: &mut VersionsScreen, press: &Press<'_>) {
    let (width, height) = press.pane(Pane::Versions(VersionsPane::List));
    screen.list.laid = prose::versions(screen, width, press.settings, press.now);
    screen.list.link = screen.count().checked_sub(screen.newer + 1);
    settle(&mut screen.list, height, true);
    let (width, height) = press.pane(Pane::Versions(VersionsPane::Changes));
    screen.changes.laid = prose::changes(screen, width, press.settings);
    settle(&mut screen.changes, height, false);
}

fn why(screen: &mut WhyScreen, elsewhere: bool, press: &Press<'_>) {
    let Load::Here(told) = &screen.told else { return };
    let (width, height) = press.pane(Pane::Why(WhyPane::Signals));
    screen.signals.laid = prose::why(told, elsewhere, width, press.settings, press.now);
    settle(&mut screen.signals, height, false);
    let (width, height) = press.pane(Pane::Why(WhyPane::Records));
    screen.records.laid = prose::decided(told, width, press.settings, press.now);
    settle(&mut screen.records, height, true);
}

/// The selected source as the config and the store know it.
fn selected_source(model: &Model) -> Option<(SourceRow, SourceState)> {
    let Some(Screen::Sources(screen)) = model.stack.last() else { return None };
    let (row, state) = model.gathering.at(screen.order.get(screen.cursor).copied()?)?;
    Some((row.clone(), state.clone()))
}

fn source(screen: &mut SourcesScreen, about: Option<&(SourceRow, SourceState)>, press: &Press<'_>) {
    let (width, height) = press.pane(Pane::Sources(SourcesPane::Detail));
    let answer = screen.peek.as_ref().map(|peek| peek.answer.as_ref());
    screen.column.laid = match (about, answer) {
        (None, _) => prose::Laid::default(),
        (Some((row, state)), None) => {
            prose::source(row, state, &screen.newest, width, press.settings, press.now)
        }
        (Some((_, state)), Some(answer)) => prose::peek(state, answer, width, press.settings, press.now),
    };
    settle(&mut screen.column, height, true);
}

/// What lies over the screen.
fn over(model: &mut Model, settings: &Settings) {
    let (width, height, here) = (overlay_width(model), over_height(model), model.screen_word());
    let (now, gathering) = (model.now, &model.gathering);
    match &mut model.overlay {
        Some(Overlay::Help(column)) => {
            column.laid = prose::help(&model.keymap, here, width, settings);
            settle(column, height, false);
        }
        Some(Overlay::Add(adding)) => {
            adding.column.laid = prose::adding(adding, width, settings, now);
            settle(&mut adding.column, height, adding.step == Step::Choosing);
        }
        Some(Overlay::Confirm(confirm)) => {
            let state = match &confirm.question {
                Question::Remove(name) => gathering.places.get(name).and_then(|at| gathering.states.get(*at)),
                _ => None,
            };
            confirm.column.laid = prose::question(&confirm.question, state, width, settings);
            settle(&mut confirm.column, height, false);
        }
        Some(Overlay::Palette { .. }) | None => {}
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

/// The height of an overlay's text; what is typed above it takes two lines.
pub(super) fn over_height(model: &Model) -> usize {
    let typed = if matches!(model.overlay, Some(Overlay::Add(_))) { 2 } else { 0 };
    usize::from(super::super::areas::overlay(model.size).height.saturating_sub(typed))
}

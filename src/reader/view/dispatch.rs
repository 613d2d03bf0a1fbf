//! The dispatch screen: analysis, questions, citations, and how it came about.

use ratatui::layout::Rect;

use crate::{
    reader::{
        areas::{Areas, Pane},
        human,
        model::{DispatchPane, DispatchScreen, Load, Model},
    },
    wire::page::Kept,
};

use super::{brush::Brush, empty, methodology, pane, wire::line_of_tabs};

/// Draws what of the three panes is on screen.
pub(super) fn draw(brush: &mut Brush<'_>, areas: &Areas, screen: &DispatchScreen, model: &Model) {
    let kept = match &screen.kept {
        Load::Here(kept) => kept,
        load => {
            let missing = *load == Load::Missing;
            if let Some((_, rect)) = areas.panes.first() {
                waiting(brush, *rect, missing, model);
            }
            return;
        }
    };
    match areas.panes.as_slice() {
        [(_, only)] => {
            let names = DispatchPane::ALL.map(|pane| (name(brush, pane, kept, true), pane == screen.focus));
            line_of_tabs(brush, Rect { y: only.y - 1, height: 1, ..*only }, &names);
        }
        panes => panes.iter().for_each(|(pane, rect)| frame(brush, *pane, *rect, screen, kept)),
    }
    for (which, rect) in &areas.panes {
        let Pane::Dispatch(which) = which else { continue };
        let column = match which {
            DispatchPane::Analysis => &screen.analysis,
            DispatchPane::Faq => &screen.faq,
            DispatchPane::Citations => &screen.citations,
        };
        pane::text(brush, *rect, column, *which == screen.focus);
    }
    if let Some(rect) = areas.methodology {
        let trace = screen.traced.here().map(|traced| &traced.trace);
        methodology::draw(brush, rect, kept, trace, model);
    }
}

/// The name of a pane beside others, and the rules that part it from them.
fn frame(brush: &mut Brush<'_>, pane: Pane, rect: Rect, screen: &DispatchScreen, kept: &Kept) {
    let Pane::Dispatch(which) = pane else { return };
    if which != DispatchPane::Analysis {
        let lower = u16::from(which == DispatchPane::Citations);
        brush.rule_down(rect.x - 1, rect.y - 1 - lower, rect.bottom());
        if lower == 1 {
            let line = Rect { y: rect.y - 2, height: 1, ..rect };
            brush.rule_across(line, line.y);
        }
    }
    let head = Rect { y: rect.y - 1, height: 1, ..rect };
    let name = name(brush, which, kept, false);
    brush.short(
        head,
        (rect.x + 1, head.y),
        rect.width.saturating_sub(2),
        &name,
        brush.name(which == screen.focus),
    );
}

fn name(brush: &Brush<'_>, pane: DispatchPane, kept: &Kept, tab: bool) -> String {
    let dispatch = &kept.dispatch;
    let (records, web) = (dispatch.record_count(), dispatch.web_count());
    // Of a dispatch that is not all here, nobody knows yet that there are none.
    let counted = |name: &str, n: usize| match n {
        0 if kept.partial => name.to_owned(),
        n => format!("{name} {}", human::number(n)),
    };
    match (pane, tab) {
        (DispatchPane::Analysis, _) => "ANALYSIS".to_owned(),
        (DispatchPane::Faq, false) => "FREQUENTLY ASKED".to_owned(),
        (DispatchPane::Faq, true) => counted("FAQ", dispatch.faq.len()),
        (DispatchPane::Citations, true) => counted("CITATIONS", records + web),
        (DispatchPane::Citations, false) if kept.partial && records + web == 0 => "CITATIONS".to_owned(),
        (DispatchPane::Citations, false) => {
            let web = if web > 0 { format!("{} web", human::number(web)) } else { String::new() };
            brush.dotted(["CITATIONS", &human::count(records, "record", "records"), &web])
        }
    }
}

fn waiting(brush: &mut Brush<'_>, rect: Rect, missing: bool, model: &Model) {
    use crate::reader::action::Action;
    if missing {
        let back = model.keymap.shown(Action::Back).unwrap_or_default();
        let next = format!("It may have been superseded or removed. {back} goes back.");
        empty::note(brush, rect, "This dispatch is not in the store any more.", &next);
    } else {
        empty::note(brush, rect, "Fetching the dispatch from the store", "");
    }
}

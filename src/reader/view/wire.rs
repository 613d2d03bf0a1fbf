//! The wire screen: beats, dispatches, preview.

use ratatui::layout::Rect;

use crate::reader::{
    areas::{Areas, Layout, Pane},
    model::{Model, WirePane},
};

use super::{beats, brush::Brush, list, pane};

/// Draws what of the three panes is on screen.
pub(super) fn draw(brush: &mut Brush<'_>, areas: &Areas, model: &Model) {
    let alone = areas.panes.len() == 1;
    if alone {
        tabs(brush, areas, model);
    }
    for (which, rect) in &areas.panes {
        let Pane::Wire(which) = which else { continue };
        let focused = *which == model.wire.focus;
        if !alone {
            let name = name(brush, *which, model);
            let style = brush.name(focused);
            brush.short(head(*rect), (rect.x + 1, rect.y - 1), rect.width.saturating_sub(2), &name, style);
        }
        match which {
            WirePane::Beats => beats::draw(brush, *rect, model),
            WirePane::Dispatches => list::draw(brush, *rect, model),
            WirePane::Preview => {
                if !alone {
                    brush.rule_down(rect.x - 1, rect.y - 1, rect.bottom());
                }
                pane::text(brush, *rect, &model.wire.preview_column, focused);
            }
        }
    }
}

fn head(rect: Rect) -> Rect {
    Rect { y: rect.y - 1, height: 1, ..rect }
}

fn name(brush: &Brush<'_>, pane: WirePane, model: &Model) -> String {
    match (pane, &model.wire.listing.beat) {
        (WirePane::Beats, _) => "BEATS".to_owned(),
        (WirePane::Dispatches, Some(beat)) => brush.dotted(["DISPATCHES", &brush.line(beat)]),
        (WirePane::Dispatches, None) => "DISPATCHES".to_owned(),
        (WirePane::Preview, _) => "PREVIEW".to_owned(),
    }
}

/// The line of tabs over a pane that stands alone.
fn tabs(brush: &mut Brush<'_>, areas: &Areas, model: &Model) {
    let Some((_, rect)) = areas.panes.first() else { return };
    let medium = Layout::of(brush.screen().as_size()) != Layout::Narrow;
    let panes = [WirePane::Beats, WirePane::Dispatches, WirePane::Preview];
    let names: Vec<(String, bool)> = panes
        .into_iter()
        .map(|pane| {
            (if medium { name(brush, pane, model) } else { short(pane).to_owned() }, pane == model.wire.focus)
        })
        .collect();
    line_of_tabs(brush, head(*rect), &names);
}

fn short(pane: WirePane) -> &'static str {
    match pane {
        WirePane::Beats => "BEATS",
        WirePane::Dispatches => "DISPATCHES",
        WirePane::Preview => "PREVIEW",
    }
}

/// Names beside each other; the one in focus stands out.
pub(super) fn line_of_tabs(brush: &mut Brush<'_>, line: Rect, names: &[(String, bool)]) {
    let mut x = line.x + 1;
    for (name, focused) in names {
        let style = brush.name(*focused);
        let room = line.right().saturating_sub(x + 1);
        x = brush.short(line, (x, line.y), room, name, style) + 3;
    }
}

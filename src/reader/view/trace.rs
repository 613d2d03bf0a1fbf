//! A dispatch held against its records: its sentences, and the passages that show the one in focus.

use ratatui::layout::Rect;

use crate::{
    reader::{
        action::Action,
        areas::{Areas, Pane},
        human,
        model::{Load, Model, TracePane, TraceScreen},
    },
    story::{Code, Verdict},
};

use super::{brush::Brush, empty, pane, wire::line_of_tabs};

/// Draws what of the two panes is on screen.
pub(super) fn draw(brush: &mut Brush<'_>, areas: &Areas, screen: &TraceScreen, model: &Model) {
    let alone = areas.panes.len() == 1;
    for (which, rect) in &areas.panes {
        let Pane::Trace(which) = which else { continue };
        if alone {
            let panes = [TracePane::Sentences, TracePane::Passages];
            let names = panes.map(|pane| (name(brush, screen, pane), pane == screen.focus));
            line_of_tabs(brush, Rect { y: rect.y - 1, height: 1, ..*rect }, &names);
        } else {
            let name = name(brush, screen, *which);
            head(brush, *rect, &name, *which == screen.focus, *which == TracePane::Passages);
        }
        let (column, lit) = match which {
            TracePane::Sentences => (&screen.sentences, true),
            TracePane::Passages => (&screen.passages, *which == screen.focus || several(screen)),
        };
        match &screen.traced {
            // The sentence in focus stays lit while one goes through its passages.
            Load::Here(_) => pane::text(brush, *rect, column, lit),
            load if *which == TracePane::Sentences || alone => {
                waiting(brush, *rect, *load == Load::Missing, model);
            }
            _ => {}
        }
    }
}

/// Whether there is a passage to choose.
fn several(screen: &TraceScreen) -> bool {
    screen.claim().is_some_and(|claim| claim.spans.len() > 1)
}

/// The name of one of two panes, and the rule that parts the second from the first, above or beside it.
pub(super) fn head(brush: &mut Brush<'_>, rect: Rect, name: &str, focused: bool, second: bool) {
    let head = Rect { y: rect.y - 1, height: 1, ..rect };
    if second && rect.x > 0 {
        brush.rule_down(rect.x - 1, rect.y - 1, rect.bottom());
    } else if second {
        brush.rule_across(Rect { y: rect.y - 2, height: 1, ..rect }, rect.y - 2);
    }
    brush.short(head, (head.x + 1, head.y), head.width.saturating_sub(2), name, brush.name(focused));
}

fn name(brush: &Brush<'_>, screen: &TraceScreen, pane: TracePane) -> String {
    match pane {
        TracePane::Sentences => "SENTENCES".to_owned(),
        TracePane::Passages => match screen.claim().map_or(0, |claim| claim.spans.len()) {
            0 => "WHAT SHOWS IT".to_owned(),
            1 => brush.dotted(["WHAT SHOWS IT", "1 passage"]),
            n => {
                let at = screen.passages.link.map_or(1, |at| at + 1);
                brush.dotted([
                    "WHAT SHOWS IT",
                    &format!("passage {} of {}", human::number(at), human::number(n)),
                ])
            }
        },
    }
}

/// `TRACE  DSP·7C813E  11 of 12 traced · 1 reading · 0 not found`, and at the right `sentence 3 of 12`.
pub(super) fn title(brush: &mut Brush<'_>, rect: Rect, screen: &TraceScreen) {
    let x = brush.text(rect, rect.x, rect.y, "TRACE", brush.strong_accent()) + 2;
    let code = brush.line(&Code::of(&screen.key.id).to_string());
    let x = brush.short(rect, (x, rect.y), rect.width, &code, brush.theme.text) + 2;
    let Load::Here(traced) = &screen.traced else { return };
    let trace = &traced.trace;
    let all = trace.claims.len();
    if all == 0 {
        return;
    }
    let (at, of) = (human::number(screen.at() + 1), human::number(all));
    let traced = format!("{} of {} traced", human::number(trace.traced()), human::number(all));
    let counted = |verdict, word: &str| format!("{} {word}", human::number(trace.count(verdict)));
    let lost = counted(Verdict::NotFound, "not found");
    let tallies = [
        brush.dotted([&traced, &counted(Verdict::Reading, "reading"), &lost]),
        brush.dotted([&traced, &lost]),
        traced,
    ];
    let room = rect.right().saturating_sub(x);
    let places = [format!("sentence {at} of {of}"), format!("{at}/{of}")];
    for (tally, place) in tallies.iter().flat_map(|tally| places.iter().map(move |place| (tally, place))) {
        if brush.width(tally) + brush.width(place) + 2 <= room {
            brush.text(rect, x, rect.y, tally, brush.theme.text);
            brush.right(rect, rect.y, place, brush.theme.dim);
            return;
        }
    }
    brush.right(rect, rect.y, &places[1], brush.theme.dim);
}

fn waiting(brush: &mut Brush<'_>, rect: Rect, missing: bool, model: &Model) {
    if !missing {
        return empty::note(
            brush,
            rect,
            &format!("Holding each sentence against the records {}", brush.signs.more),
            "",
        );
    }
    let back = model.keymap.shown(Action::Back).unwrap_or_default();
    let next = format!("It may have been superseded or removed. {} goes back.", brush.key(&back));
    empty::note(brush, rect, "This dispatch is not in the store any more.", &next);
}

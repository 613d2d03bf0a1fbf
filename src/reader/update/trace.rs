//! A dispatch held against its records: from sentence to sentence, and to the passage that shows it.

use std::sync::Arc;

use super::super::{
    areas::{Pane, areas},
    effect::Effect,
    model::{
        DispatchPane, DispatchScreen, Fetch, Load, Looked, Model, Of, Screen, Status, Ticket, TracePane,
        TraceScreen,
    },
    msg::{Traced, Trouble},
    prose::Target,
};
use super::{history, layout, record, scroll, scroll::Step};
use crate::story::{Citation, Key, Part, RecordId, TracedClaim, WireName};

/// Records that are asked for at once.
const AT_ONCE: usize = 40;

/// The dispatch that what is on screen is about.
pub(super) fn about(model: &Model) -> Option<Key> {
    match model.stack.last() {
        None => model.wire.selected().map(|row| row.key.clone()),
        Some(Screen::Dispatch(screen)) => Some(screen.key.clone()),
        Some(Screen::Trace(screen)) => Some(screen.key.clone()),
        Some(Screen::Versions(screen)) => screen.past(screen.newer).map(|past| past.version.key.clone()),
        Some(Screen::Why(screen)) => match &screen.of {
            Of::Dispatch(key) => Some(key.clone()),
            Of::Story(..) => None,
        },
        Some(_) => None,
    }
}

/// Opens the trace of it, at the sentence that the person looks at.
pub(super) fn open(model: &mut Model) -> Vec<Effect> {
    if matches!(model.stack.last(), Some(Screen::Trace(_))) {
        return Vec::new();
    }
    let Some(key) = about(model) else {
        model.status = Status::Note("Sentences belong to a dispatch: choose one first".to_owned());
        return Vec::new();
    };
    let (looked, here) = match model.stack.last() {
        Some(Screen::Dispatch(screen)) => (looked(screen), screen.traced.clone()),
        _ => (Looked::Whole, Load::Waiting),
    };
    let ticket = model.ticket();
    let screen = TraceScreen { key: key.clone(), looked, ticket, ..TraceScreen::default() };
    history::push(model, Screen::Trace(Box::new(screen)));
    match here {
        Load::Here(traced) => loaded(model, ticket, Some(&traced)),
        _ => vec![Effect::LoadTrace(ticket, key)],
    }
}

/// What of a dispatch the person looks at: the focused marker's sentence, question or citation.
fn looked(screen: &DispatchScreen) -> Looked {
    let column = screen.focused_column();
    let Some(link) = column.link.and_then(|at| column.laid.links.get(at)) else { return Looked::Whole };
    let marker = |at: usize| screen.kept.here().and_then(|kept| kept.dispatch.citations.get(at)?.marker);
    match (screen.focus, &link.target, &link.sentence) {
        (DispatchPane::Analysis, _, Some(sentence)) => Looked::Sentence(sentence.clone()),
        (DispatchPane::Faq, Target::Question(at), _) => Looked::Part(Part::Answer(*at)),
        (_, Target::Citation(at), _) => marker(*at).map_or(Looked::Whole, Looked::Marker),
        _ => Looked::Whole,
    }
}

/// The place of the sentence that the person looked at.
fn place(claims: &[TracedClaim], looked: &Looked) -> Option<usize> {
    match looked {
        Looked::Whole => None,
        Looked::Part(part) => claims.iter().position(|claim| claim.part == *part),
        Looked::Marker(marker) => claims.iter().position(|claim| claim.markers.contains(marker)),
        Looked::Sentence(sentence) => {
            let said = letters(sentence);
            let found = |claim: &TracedClaim| {
                let claim = letters(&claim.text);
                !claim.is_empty() && (said.contains(&claim) || claim.contains(&said))
            };
            // In the prose rather than in a takeaway that says the same.
            let prose = |claim: &TracedClaim| matches!(claim.part, Part::Section(_));
            let first = claims.iter().position(|claim| prose(claim) && found(claim));
            first.or_else(|| claims.iter().position(found))
        }
    }
}

/// Letters and digits alone: markers, emphasis and blanks are not the sentence.
fn letters(text: &str) -> String {
    let bare = crate::text::markers::without_markers(text);
    bare.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The screen, if it is shown.
fn shown(model: &mut Model) -> Option<&mut TraceScreen> {
    match model.stack.last_mut() {
        Some(Screen::Trace(screen)) => Some(screen),
        _ => None,
    }
}

/// A trace came, for a trace screen or for the tally of a dispatch.
pub(super) fn loaded(model: &mut Model, ticket: Ticket, traced: Option<&Arc<Traced>>) -> Vec<Effect> {
    let mut opened = false;
    for screen in model.stack.iter_mut().chain(&mut model.ahead) {
        match screen {
            Screen::Trace(screen) if screen.ticket == ticket => {
                opened = screen.traced == Load::Waiting;
                let claims = traced.map(|traced| traced.trace.claims.as_slice()).unwrap_or_default();
                if opened {
                    screen.sentences.link = place(claims, &std::mem::take(&mut screen.looked));
                }
                settle_fetch(screen, traced.map(|traced| &**traced));
                screen.traced = traced.cloned().map_or(Load::Missing, Load::Here);
            }
            Screen::Dispatch(screen) if screen.trace_ticket == ticket => {
                screen.traced = traced.cloned().map_or(Load::Missing, Load::Here);
            }
            _ => {}
        }
    }
    layout::relay(model);
    if opened {
        open_amid(model);
    }
    Vec::new()
}

/// What was awaited and has come is awaited no more.
fn settle_fetch(screen: &mut TraceScreen, traced: Option<&Traced>) {
    let missing = traced.map(|traced| traced.trace.missing.as_slice()).unwrap_or_default();
    screen.awaited.retain(|id| missing.contains(id));
    if screen.awaited.is_empty() && screen.fetch == Fetch::UnderWay {
        screen.fetch = Fetch::Not;
    }
}

/// The sentence it opens at stands with some of the text above it, not at the pane's end.
fn open_amid(model: &mut Model) {
    let height = height(model, TracePane::Sentences);
    let Some(screen) = shown(model) else { return };
    let column = &mut screen.sentences;
    if let Some(link) = column.link.and_then(|at| column.laid.links.get(at))
        && link.end > height
    {
        column.top = link.line.saturating_sub(height / 3);
    }
    layout::relay(model);
}

fn height(model: &Model, pane: TracePane) -> usize {
    let areas = areas(model.size, model);
    let rect = areas.pane(Pane::Trace(pane)).or_else(|| areas.panes.first().map(|(_, rect)| *rect));
    rect.map_or(0, |rect| usize::from(rect.height))
}

/// From sentence to sentence, or from passage to passage.
pub(super) fn moved(model: &mut Model, step: Step) -> Vec<Effect> {
    let Some(focus) = shown(model).map(|screen| screen.focus) else { return Vec::new() };
    let height = height(model, focus);
    if let Some(screen) = shown(model) {
        let before = screen.at();
        scroll::lines_or_items(screen.focused_column_mut(), step, height, true);
        fresh_passages(screen, before);
    }
    layout::relay(model);
    Vec::new()
}

/// Another sentence has other passages: from the first of them. Over the first sentence stands what could not be looked at.
fn fresh_passages(screen: &mut TraceScreen, before: usize) {
    if screen.at() == 0 {
        screen.sentences.top = 0;
    }
    if screen.at() != before {
        (screen.passages.top, screen.passages.link) = (0, None);
    }
}

/// To the next sentence that no record shows, or the one before.
pub(super) fn hop(model: &mut Model, forward: bool) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    let Some(traced) = screen.traced.here() else { return Vec::new() };
    let at = screen.at();
    let mut bare = traced.trace.claims.iter().enumerate().filter(|(_, claim)| !claim.verdict.is_traced());
    let found = if forward { bare.find(|(n, _)| *n > at) } else { bare.rfind(|(n, _)| *n < at) };
    let Some(to) = found.map(|(to, _)| to) else {
        let none = traced.trace.claims.iter().all(|claim| claim.verdict.is_traced());
        let said = if none { "A record shows every sentence" } else { "No such sentence that way" };
        model.status = Status::Note(said.to_owned());
        return Vec::new();
    };
    screen.sentences.link = Some(to);
    fresh_passages(screen, at);
    layout::relay(model);
    Vec::new()
}

/// The next passage of the sentence, or the one before, without leaving it.
pub(super) fn choose(model: &mut Model, forward: bool) -> Vec<Effect> {
    let height = height(model, TracePane::Passages);
    if let Some(screen) = shown(model) {
        let step = Step::By(if forward { 1 } else { -1 });
        scroll::lines_or_items(&mut screen.passages, step, height, true);
    }
    layout::relay(model);
    Vec::new()
}

/// The other pane.
pub(super) fn pane(model: &mut Model) -> Vec<Effect> {
    if let Some(screen) = shown(model) {
        screen.focus = match screen.focus {
            TracePane::Sentences => TracePane::Passages,
            TracePane::Passages => TracePane::Sentences,
        };
    }
    layout::relay(model);
    Vec::new()
}

/// The chosen passage in its record; of a sentence that nothing shows, the first record it cites.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    let wire = screen.key.wire.clone();
    let sentence = screen.claim().map(|claim| claim.text.clone());
    if let Some(passage) = screen.passage().cloned() {
        let citation = Citation {
            record_id: Some(passage.record.clone()),
            excerpt: Some(passage.words),
            spans: vec![passage.span],
            ..Citation::default()
        };
        return record::open(model, wire, passage.record, Some(citation), sentence);
    }
    let cited = screen.claim().and_then(|claim| {
        let dispatch = &screen.traced.here()?.kept.dispatch;
        claim.markers.iter().find_map(|marker| dispatch.cited(*marker)).cloned()
    });
    let Some(citation) = cited else {
        model.status = Status::Note("No record shows this sentence, and it cites none".to_owned());
        return Vec::new();
    };
    record::open_cited(model, wire, citation, sentence)
}

/// The address of the page behind the chosen passage.
pub(super) fn link(screen: &TraceScreen) -> Option<String> {
    let (passage, traced) = (screen.passage()?, screen.traced.here()?);
    traced.kept.records.iter().find(|record| record.id == passage.record)?.url.clone()
}

/// Fetches the records that are not here, from the wire that names them.
pub(super) fn fetch(model: &mut Model) -> Vec<Effect> {
    let offline = model.sync.offline;
    let wires: Vec<WireName> = model.sync.rows.iter().map(|row| row.name.clone()).collect();
    let Some(screen) = shown(model) else { return Vec::new() };
    let missing = screen.traced.here().map(|traced| traced.trace.missing.clone()).unwrap_or_default();
    let said = match missing.len() {
        0 => "All its records are here",
        _ if !wires.contains(&screen.key.wire) => {
            "This wire was imported: nobody can be asked for its records"
        }
        _ if offline => "Offline, as asked: no request is made",
        _ if screen.fetch == Fetch::UnderWay => "They are being fetched",
        _ => "",
    };
    if !said.is_empty() {
        model.status = Status::Note(said.to_owned());
        return Vec::new();
    }
    let wire = screen.key.wire.clone();
    screen.fetch = Fetch::UnderWay;
    screen.awaited = missing.into_iter().take(AT_ONCE).collect();
    let effects = screen.awaited.iter().map(|id| Effect::FetchRecord(wire.clone(), id.clone())).collect();
    layout::relay(model);
    effects
}

/// A record came from its wire, or could not be had: what waits for it is traced anew.
pub(super) fn fetched(
    model: &mut Model,
    wire: &WireName,
    id: &RecordId,
    trouble: Option<&Trouble>,
) -> Vec<Effect> {
    for screen in model.stack.iter_mut().chain(&mut model.ahead) {
        let Screen::Trace(screen) = screen else { continue };
        let asked = screen.key.wire == *wire && screen.awaited.contains(id);
        if asked && let Some(trouble) = trouble {
            screen.awaited.retain(|awaited| awaited != id);
            if screen.awaited.is_empty() {
                screen.fetch = Fetch::Failed(trouble.clone());
            }
        }
    }
    layout::relay(model);
    if trouble.is_none() { again(model, wire) } else { Vec::new() }
}

/// Something came to this wire: what lacked records is held against them once more.
pub(super) fn again(model: &mut Model, wire: &WireName) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut last = model.last_ticket.0;
    let lacks = |traced: &Load<Arc<Traced>>| {
        traced.here().is_some_and(|traced| traced.kept.partial || !traced.trace.missing.is_empty())
    };
    for screen in model.stack.iter_mut().chain(&mut model.ahead) {
        let (key, ticket) = match screen {
            Screen::Trace(screen) if lacks(&screen.traced) => (&screen.key, &mut screen.ticket),
            Screen::Dispatch(screen) if lacks(&screen.traced) => (&screen.key, &mut screen.trace_ticket),
            _ => continue,
        };
        if key.wire == *wire {
            last += 1;
            *ticket = Ticket(last);
            effects.push(Effect::LoadTrace(*ticket, key.clone()));
        }
    }
    model.last_ticket = Ticket(last);
    effects
}

//! One dispatch: opening it, its panes, its links.

use super::super::{
    effect::Effect,
    model::{DispatchPane, DispatchScreen, Fetch, Load, Model, Screen, Status, Ticket},
    msg::Trouble,
    prose::Target,
};
use super::{arrivals, history, layout, marks, record, window, wire};
use crate::{
    story::{Key, WireName},
    wire::page::Kept,
};

/// Opens the selected row; in place of the dispatch on screen, if one is.
pub(super) fn open_selected(model: &mut Model) -> Vec<Effect> {
    let Some(key) = model.wire.selected().map(|row| row.key.clone()) else { return Vec::new() };
    let at = Some(model.wire.cursor);
    if matches!(model.stack.last(), Some(Screen::Dispatch(_))) {
        model.stack.pop();
    }
    open(model, key, at)
}

/// Opens a dispatch on top of what is on screen.
pub(super) fn open(model: &mut Model, key: Key, at: Option<usize>) -> Vec<Effect> {
    let ticket = model.ticket();
    let screen = DispatchScreen { key: key.clone(), at, ticket, ..DispatchScreen::default() };
    history::push(model, Screen::Dispatch(Box::new(screen)));
    let here = model.wire.preview.here().filter(|kept| kept.wire == key.wire && kept.dispatch.id == key.id);
    match here.cloned() {
        Some(kept) => arrived(model, ticket, Some(kept)),
        None => vec![Effect::LoadDispatch(ticket, key)],
    }
}

/// The dispatch on screen.
pub(super) fn shown(model: &mut Model) -> Option<&mut DispatchScreen> {
    match model.stack.last_mut() {
        Some(Screen::Dispatch(screen)) => Some(screen),
        _ => None,
    }
}

/// A dispatch came for whichever screen waits for it.
pub(super) fn arrived(model: &mut Model, ticket: Ticket, kept: Option<Box<Kept>>) -> Vec<Effect> {
    let waits = |screen: &&mut Screen| matches!(screen, Screen::Dispatch(s) if s.ticket == ticket);
    let all = model.stack.iter_mut().chain(&mut model.ahead);
    let Some(Screen::Dispatch(screen)) = all.into_iter().find(waits) else { return Vec::new() };
    let opened = screen.kept == Load::Waiting;
    if !opened && kept.is_none() {
        return Vec::new();
    }
    screen.open_answers.resize(kept.as_ref().map_or(0, |k| k.dispatch.faq.len()), false);
    let unread = opened && kept.as_ref().is_some_and(|kept| !kept.read);
    let partial = kept.as_ref().is_some_and(|kept| kept.partial);
    let key = screen.key.clone();
    if unread {
        screen.since = kept.as_ref().and_then(|kept| read_before(kept, &key));
    }
    screen.kept = kept.map_or(Load::Missing, Load::Here);
    let mut effects = Vec::new();
    let remote = model.sync.rows.iter().any(|row| row.name == key.wire);
    screen.fetch = match std::mem::take(&mut screen.fetch) {
        _ if !partial => Fetch::Not,
        Fetch::Not if remote => {
            effects.push(Effect::FetchDispatch(key.clone()));
            Fetch::UnderWay
        }
        Fetch::Come => Fetch::Failed(no_more()),
        before => before,
    };
    layout::relay(model);
    if unread {
        effects.extend(marks::set_read(model, &key, true));
    }
    effects.extend(behind(model, ticket));
    effects
}

/// The newest of the earlier versions that had been read.
fn read_before(kept: &Kept, key: &Key) -> Option<Key> {
    let here = kept.versions.iter().position(|version| version.key == *key)?;
    let before = kept.versions.get(..here)?.iter().rev();
    before.into_iter().find(|version| version.read).map(|version| version.key.clone())
}

/// What is told of a dispatch besides its text, and comes when the text is read already: what became of its sentences,
/// and of its earlier versions.
fn behind(model: &mut Model, ticket: Ticket) -> Vec<Effect> {
    let tickets = [model.ticket(), model.ticket()];
    let waits = |screen: &&mut Screen| matches!(screen, Screen::Dispatch(s) if s.ticket == ticket);
    let all = model.stack.iter_mut().chain(&mut model.ahead);
    let Some(Screen::Dispatch(screen)) = all.into_iter().find(waits) else { return Vec::new() };
    let Some(kept) = screen.kept.here() else { return Vec::new() };
    let mut effects = vec![Effect::LoadTrace(tickets[0], screen.key.clone())];
    screen.trace_ticket = tickets[0];
    if kept.versions.len() > 1 {
        screen.history_ticket = tickets[1];
        effects.push(Effect::LoadVersions(tickets[1], screen.key.clone()));
    }
    effects
}

/// The wire was asked for the rest, and had none.
fn no_more() -> Trouble {
    Trouble { what: "The wire has no more of it".to_owned(), ..Trouble::default() }
}

/// What was missing of a dispatch came, or could not be fetched.
pub(super) fn fetched(model: &mut Model, key: &Key, trouble: Option<&Trouble>) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut last = model.last_ticket.0;
    for screen in model.stack.iter_mut().chain(&mut model.ahead) {
        let Screen::Dispatch(screen) = screen else { continue };
        if screen.key == *key && screen.fetch == Fetch::UnderWay {
            if let Some(trouble) = trouble {
                screen.fetch = Fetch::Failed(trouble.clone());
            } else {
                last += 1;
                (screen.ticket, screen.fetch) = (Ticket(last), Fetch::Come);
                effects.push(Effect::LoadDispatch(screen.ticket, key.clone()));
            }
        }
    }
    model.last_ticket = Ticket(last);
    layout::relay(model);
    if trouble.is_none() {
        effects.extend(window::preview_again(model, key));
        effects.extend(arrivals::changed(model));
    }
    effects
}

/// A sync brought something to this wire: what is shown only in part may be whole now.
pub(super) fn again(model: &mut Model, wire: &WireName) -> Vec<Effect> {
    let mut effects = Vec::new();
    let mut last = model.last_ticket.0;
    for screen in model.stack.iter_mut().chain(&mut model.ahead) {
        let Screen::Dispatch(screen) = screen else { continue };
        let partial = screen.kept.here().is_some_and(|kept| kept.partial);
        if partial && screen.key.wire == *wire {
            last += 1;
            screen.ticket = Ticket(last);
            effects.push(Effect::LoadDispatch(screen.ticket, screen.key.clone()));
        }
    }
    model.last_ticket = Ticket(last);
    if let Some(kept) = model.wire.preview.here().filter(|kept| kept.partial && kept.wire == *wire) {
        let key = Key::new(kept.wire.clone(), kept.dispatch.id.clone());
        effects.extend(window::preview_again(model, &key));
    }
    effects
}

/// The next pane, round and round.
pub(super) fn pane(model: &mut Model, forward: bool) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    let all = DispatchPane::ALL;
    let at = all.iter().position(|p| *p == screen.focus).unwrap_or(0);
    let next = if forward { at + 1 } else { at + all.len() - 1 };
    screen.focus = all[next % all.len()];
    layout::relay(model);
    Vec::new()
}

/// Follows the focused link.
pub(super) fn enter(model: &mut Model) -> Vec<Effect> {
    let Some(screen) = shown(model) else { return Vec::new() };
    let column = screen.focused_column();
    let Some(link) = column.link.and_then(|at| column.laid.links.get(at)).cloned() else {
        return Vec::new();
    };
    match link.target {
        Target::Citation(at) => record::cite(model, at, link.sentence),
        Target::Question(at) => question(model, at),
        Target::Dispatch(key) => open(model, key, None),
        Target::Web(url) => marks::open_url(model, &url),
        Target::Story(slug) => story(model, slug),
        Target::Beat(slug, words) => wire::beat_named(model, &slug, &words),
        _ => Vec::new(),
    }
}

/// Looks for another dispatch of the same wire, by its slug.
fn story(model: &mut Model, slug: String) -> Vec<Effect> {
    let Some(wire) = shown(model).map(|screen| screen.key.wire.clone()) else { return Vec::new() };
    let ticket = model.ticket();
    model.sync.slug_ticket = ticket;
    vec![Effect::FindSlug(ticket, wire, slug)]
}

/// The answer to that.
pub(super) fn found(model: &mut Model, key: Option<Key>) -> Vec<Effect> {
    match key {
        Some(key) if shown(model).is_some() => open(model, key, None),
        Some(_) => Vec::new(),
        None => {
            model.status = Status::Note("That dispatch is not in the cache".to_owned());
            Vec::new()
        }
    }
}

/// Opens or closes an answer.
fn question(model: &mut Model, at: usize) -> Vec<Effect> {
    if let Some(open) = shown(model).and_then(|screen| screen.open_answers.get_mut(at)) {
        *open = !*open;
    }
    layout::relay(model);
    Vec::new()
}

/// Opens citation n of the dispatch on screen: the one marked `[n]`, else the n-th.
pub(super) fn citation(model: &mut Model, n: u32) -> Vec<Effect> {
    let Some(kept) = shown(model).and_then(|screen| screen.kept.here()) else { return Vec::new() };
    let citations = &kept.dispatch.citations;
    let marked = citations.iter().position(|c| c.marker == Some(n));
    let unmarked = citations.iter().all(|c| c.marker.is_none());
    let nth = (n as usize).checked_sub(1).filter(|at| unmarked && *at < citations.len());
    if let Some(at) = marked.or(nth) {
        let sentence = shown(model).and_then(|screen| screen.sentence_citing(at));
        record::cite(model, at, sentence)
    } else {
        model.status = Status::Note(format!("This dispatch has no citation {n}"));
        Vec::new()
    }
}

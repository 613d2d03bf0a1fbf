//! What the status line says of the wires read from elsewhere, while nothing else is said there.

use crate::{
    reader::{human, model::Model},
    story::{Moment, WireName},
    wire::page::Scope,
};

use super::brush::Brush;

/// The sync under way, in as many words as there is room for:
/// `world: 1,200 dispatches · 3,100/s · 412 requests left`.
pub(super) fn running(brush: &Brush<'_>, model: &Model) -> Option<String> {
    let running = model.sync.running.as_ref()?;
    let wire = brush.line(running.wire.as_str());
    let more = brush.signs.more;
    if let Some(until) = model.sync.waits {
        return Some(format!("{wire}: asked to wait until {}", time(model, until)));
    }
    if running.items == 0 {
        return Some(format!("{wire}: asking {more}"));
    }
    // The keys that matter take the rest of the line.
    let room = brush.screen().width * 2 / 5;
    let parts = human::progress(running);
    let said = (1..=parts.len()).rev().map(|n| format!("{wire}: {}", brush.dotted(&parts[..n])));
    let mut said = said.peekable();
    let shortest = said.clone().last();
    said.find(|words| brush.width(words) + 2 <= room).or(shortest)
}

/// `synced 14:03`, or `offline, as of 14:02`; nothing for wires that are not read from elsewhere.
pub(super) fn freshness(brush: &Brush<'_>, model: &Model) -> Option<String> {
    let sync = &model.sync;
    let wires: Vec<WireName> = match &model.wire.listing.scope {
        Scope::All => sync.rows.iter().map(|row| row.name.clone()).collect(),
        Scope::Wire(name) => Some(name.clone()).filter(|name| sync.reads(name)).into_iter().collect(),
    };
    let states: Vec<_> = wires.iter().filter_map(|wire| sync.state(wire)).collect();
    let newest = states.iter().filter_map(|state| state.synced_at).max();
    if wires.is_empty() {
        return None;
    }
    let failed: Vec<_> = states.iter().filter(|state| state.trouble.is_some()).collect();
    let offline = |newest: Option<Moment>| match newest {
        Some(at) => format!("offline, as of {}", time(model, at)),
        None => "offline, never synced yet".to_owned(),
    };
    if sync.offline || (!failed.is_empty() && failed.len() == wires.len()) {
        return Some(offline(newest));
    }
    let synced = newest.map(|at| format!("synced {}", time(model, at)));
    match (failed.as_slice(), synced) {
        ([], synced) => synced,
        ([one], synced) => {
            let missing = format!("{} failed", brush.line(one.wire.as_str()));
            Some(brush.dotted([synced.unwrap_or_default(), missing]))
        }
        (some, synced) => {
            Some(brush.dotted([synced.unwrap_or_default(), format!("{} wires failed", some.len())]))
        }
    }
}

fn time(model: &Model, at: Moment) -> String {
    human::time(at, model.now, &model.settings.zone)
}

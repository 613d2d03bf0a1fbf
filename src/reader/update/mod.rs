//! What follows from what happened: pure, and the only place the model changes.
//!
//! [`update`] takes the model and a message and returns the effects to perform. It cannot wait, read a file or
//! look at a clock, so every test of the reader's behaviour is: this model, these messages, these effects, that
//! model. One file a group of actions; `press` decides which group a key belongs to.

mod answers;
mod arrivals;
mod dispatch;
mod gather;
mod history;
mod layout;
mod marks;
mod overlay;
mod press;
mod record;
mod scroll;
mod search;
mod signals;
mod sources;
mod sync;
mod trace;
mod versions;
mod why;
mod window;
mod wire;
mod wires;

#[cfg(test)]
mod remote_tests;
#[cfg(test)]
mod signals_tests;
#[cfg(test)]
pub(crate) mod stage;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod traced_tests;

use std::sync::Arc;

use ratatui::layout::Size;

use super::{
    effect::Effect,
    keys::Keymap,
    model::{Gathering, Model, Settings, Status, Syncing, Ticket, WireScreen},
    msg::Msg,
};
use crate::{
    config::{SourceRow, WireRow},
    story::{Moment, WireName},
    wire::page::{Listing, Scope},
};

/// Where the reader begins.
#[derive(Debug, Clone, Default)]
pub struct Start {
    /// The terminal's size.
    pub size: Size,
    /// The time.
    pub now: Moment,
    /// The look.
    pub settings: Settings,
    /// The keys.
    pub keymap: Keymap,
    /// Which wires to show.
    pub scope: Scope,
    /// The store is empty: build the demo wire first.
    pub build_demo: bool,
    /// The wires read from elsewhere.
    pub wires: Vec<WireRow>,
    /// The sources of the own wire.
    pub sources: Arc<[SourceRow]>,
    /// The wire that their records go into.
    pub own: WireName,
    /// Make no request.
    pub offline: bool,
}

/// The first model, and what it needs to fill itself.
pub fn init(start: Start) -> (Model, Vec<Effect>) {
    let listing = Listing { scope: start.scope, ..Listing::default() };
    let mut model = Model {
        size: start.size,
        now: start.now,
        settings: start.settings,
        keymap: start.keymap,
        chord: Vec::new(),
        sync: Syncing { rows: start.wires, offline: start.offline, ..Syncing::default() },
        gathering: Gathering::of(start.own, start.sources),
        wire: WireScreen { listing, ..WireScreen::default() },
        stack: Vec::new(),
        ahead: Vec::new(),
        overlay: None,
        status: Status::Quiet,
        last_ticket: Ticket::default(),
        demo: start.build_demo,
    };
    if start.build_demo {
        model.status = Status::Busy("Building the demo wire", 0, 0);
        return (model, vec![Effect::BuildDemo]);
    }
    let mut effects = wire::reload(&mut model);
    if !model.sync.rows.is_empty() {
        effects.extend(sync::load_states(&mut model));
    }
    (model, effects)
}

/// Takes in what happened; returns what is to be done about it.
pub fn update(model: &mut Model, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Pressed(key) => press::pressed(model, key),
        Msg::Pasted(text) => press::pasted(model, &text),
        Msg::Resized(size) => {
            model.size = size;
            layout::relay(model);
            let mut effects = window::settle(model);
            effects.extend(sources::settle(model));
            effects.extend(signals::settle(model));
            effects
        }
        Msg::BackgroundSeen { light } => {
            model.settings.background_seen(light);
            Vec::new()
        }
        Msg::ClockRead(now) => {
            model.now = now;
            Vec::new()
        }
        answer => answers::answered(model, answer),
    }
}

//! The wires read from elsewhere, as far as the reader knows of them.

use std::collections::BTreeMap;

use crate::{
    config::WireRow,
    reader::msg::{Progress, Trouble},
    story::{Moment, WireName},
    wire::{page::Scope, state::WireState},
};

use super::Ticket;

/// Whether something that is not in the store is being fetched from its wire.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Fetch {
    /// Nobody asked.
    #[default]
    Not,
    /// On its way.
    UnderWay,
    /// It came, and the store is being asked for it.
    Come,
    /// It could not be fetched.
    Failed(Trouble),
}

/// The wires read from elsewhere, and how that fares.
#[derive(Debug, Clone, Default)]
pub struct Syncing {
    /// The wires of the config.
    pub rows: Vec<WireRow>,
    /// No request is made: the person said so.
    pub offline: bool,
    /// How reading each wire in the store fares.
    pub states: Vec<WireState>,
    /// The states waited for.
    pub states_ticket: Ticket,
    /// The wire whose turn it is.
    pub running: Option<Progress>,
    /// It waits until then, by its server's wish.
    pub waits: Option<Moment>,
    /// The person asked for this sync, so its end is told.
    pub asked: bool,
    /// What the wires brought that were asked so far, and how that was said: wires, new, updated, records.
    pub came: ([usize; 4], String),
    /// The troubles that were told, so that each is told once.
    pub told: BTreeMap<WireName, Trouble>,
    /// Another Slugline syncs this store, and that was told.
    pub elsewhere: bool,
    /// Steps of progress so far; some things follow only every few of them.
    pub steps: usize,
    /// The dispatch looked for by its slug.
    pub slug_ticket: Ticket,
}

impl Syncing {
    /// Whether a wire is read from elsewhere.
    pub fn reads(&self, wire: &WireName) -> bool {
        self.rows.iter().any(|row| row.name == *wire)
    }

    /// The wires of a scope that are read from elsewhere.
    pub fn within(&self, scope: &Scope) -> Vec<WireName> {
        let names = self.rows.iter().map(|row| row.name.clone());
        names.filter(|name| *scope == Scope::All || *scope == Scope::Wire(name.clone())).collect()
    }

    /// How reading a wire fares, if it was ever tried.
    pub fn state(&self, wire: &WireName) -> Option<&WireState> {
        self.states.iter().find(|state| state.wire == *wire)
    }
}

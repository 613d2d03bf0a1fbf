//! Who syncs.

use std::sync::Arc;

use super::{News, Report, Want};
use crate::{
    config::WireRow,
    net::{Client, Manners},
    remote::Abilities,
    store::Store,
    story::{Key, RecordId, WireName},
    wire::state::Trouble,
};

/// Who syncs the wires of a config into a store. All its calls may be dropped at any moment: what was told is kept.
#[derive(Debug)]
pub struct Syncer {
    _store: Arc<Store>,
    wires: Vec<WireRow>,
    _client: Client,
}

impl Syncer {
    /// Nothing is asked yet.
    pub fn new(store: Arc<Store>, wires: Vec<WireRow>, manners: Manners) -> Result<Self, Trouble> {
        let client = Client::new(manners);
        let client = client.map_err(|fault| Trouble { what: fault.to_string(), ..Trouble::default() })?;
        Ok(Self { _store: store, wires, _client: client })
    }

    /// The wires it knows.
    pub fn wires(&self) -> &[WireRow] {
        &self.wires
    }

    /// Syncs these wires, or all for none named, one after the other. Fails only where nothing could be begun: another
    /// Slugline is syncing this store, or the store cannot be written. What befalls one wire stands in its report.
    pub async fn run(
        &self,
        _only: &[WireName],
        _want: Want,
        _tell: &mut (dyn FnMut(News) + Send),
    ) -> Result<Vec<Report>, Trouble> {
        Err(not_built())
    }

    /// Fetches one record into the store. Where that cannot be done now it is queued for the next sync, and the
    /// trouble says so.
    pub async fn record(&self, _wire: &WireName, _id: &RecordId) -> Result<(), Trouble> {
        Err(not_built())
    }

    /// Fetches what is missing of one dispatch, likewise.
    pub async fn dispatch(&self, _key: &Key) -> Result<(), Trouble> {
        Err(not_built())
    }

    /// Asks a server what it is, without keeping anything: what it can do, and what is wrong with it.
    pub async fn test(&self, _row: &WireRow) -> Result<Abilities, Trouble> {
        Err(not_built())
    }
}

fn not_built() -> Trouble {
    Trouble { what: "Not built yet".to_owned(), ..Trouble::default() }
}

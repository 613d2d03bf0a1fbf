//! Who gathers.

use std::sync::Arc;

use super::{Gathered, News, NotBegun};
use crate::{
    config::SourceRow,
    net::{Client, Manners},
    sources::Harvest,
    store::Store,
    story::{SourceName, Trouble, WireName},
};

/// Who gathers from the sources of a config into a wire of the store. All its calls may be dropped at any moment.
#[derive(Debug)]
pub struct Gatherer {
    pub(super) store: Arc<Store>,
    pub(super) wire: WireName,
    pub(super) rows: Vec<SourceRow>,
    pub(super) client: Client,
}

impl Gatherer {
    /// Nothing is asked yet.
    pub fn new(
        store: Arc<Store>,
        wire: WireName,
        rows: Vec<SourceRow>,
        manners: Manners,
    ) -> Result<Self, Trouble> {
        let client = Client::new(manners);
        let client = client.map_err(|fault| Trouble { what: fault.to_string(), ..Trouble::default() })?;
        Ok(Self { store, wire, rows, client })
    }

    /// Gathers from these sources, or from all that are due for none named. `asked`: a person asks, so that our own
    /// schedule and patience do not stand in the way; a server's wish does.
    pub async fn run(
        &self,
        _only: &[SourceName],
        _asked: bool,
        _tell: &mut (dyn FnMut(News) + Send),
    ) -> Result<Vec<Gathered>, NotBegun> {
        Ok(Vec::new())
    }

    /// Asks a source without keeping anything.
    pub async fn preview(&self, _row: &SourceRow) -> Result<Harvest, Trouble> {
        Ok(Harvest::default())
    }
}

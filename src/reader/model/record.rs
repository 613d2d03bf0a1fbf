//! One record, with the passage that was cited; or a web page a citation names.

use crate::{
    story::{Citation, RecordId, WireName},
    wire::page::KeptRecord,
};

use super::{Column, Fetch, Load, Ticket};

/// What the screen is about.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// A record of a wire.
    Record(WireName, RecordId),
    /// A web page; Slugline keeps what the citation says of it.
    Page,
    /// A citation that names neither record nor page.
    Nothing,
}

/// One record or page.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordScreen {
    /// Which.
    pub subject: Subject,
    /// The citation that led here: what is known of a record that is not in the store, and the passages to light.
    pub citation: Option<Citation>,
    /// The sentence of the dispatch it was followed from, if one was in focus; it picks among the passages.
    pub sentence: Option<String>,
    /// The record.
    pub kept: Load<Box<KeptRecord>>,
    /// If it is not in the store: whether it is being fetched.
    pub fetch: Fetch,
    /// Whether the page behind it is being fetched.
    pub page: Fetch,
    /// Its text; links lead to the dispatches that cite it.
    pub column: Column,
    /// The record waited for.
    pub ticket: Ticket,
}

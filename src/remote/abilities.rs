//! What a server turned out to be, and what it can do. Remembered with its wire, as JSON.

use serde::{Deserialize, Serialize};

/// Which dialect a server speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// Not known yet.
    #[default]
    Unknown,
    /// The hosted service's shapes.
    Hosted,
    /// The open reference server.
    Reference,
    /// The retired API with offsets.
    Legacy,
    /// Another Slugline's server.
    Slugline,
    /// A file in the wire format, on any web server.
    File,
}

/// Whether a server can do something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Can {
    /// Not tried yet.
    #[default]
    Unknown,
    /// It did.
    Yes,
    /// It has no such route, or it always breaks.
    No,
}

/// What is known of a server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Abilities {
    /// Its dialect.
    pub dialect: Dialect,
    /// Its version, as it says.
    pub version: String,
    /// `/v1/stories/:id`
    pub detail: Can,
    /// `/v1/stories/:id/sources`
    pub sources: Can,
    /// `/v1/stories/:id/citations`
    pub citations: Can,
    /// `/v1/records/:id`
    pub records: Can,
    /// Rows of its lists are whole dispatches, text and all.
    pub full_rows: bool,
    /// Rows of its lists carry their citations.
    pub cited_rows: bool,
    /// For a file or a first page: what makes the next question conditional.
    pub etag: Option<String>,
    /// Likewise.
    pub last_modified: Option<String>,
}

impl Abilities {
    /// In a few words for a person: `reference server · no sources, no citations`.
    pub fn words(&self) -> String {
        format!("{:?}", self.dialect).to_lowercase()
    }
}

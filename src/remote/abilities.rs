//! What a server turned out to be, and what it can do. Remembered with its wire, as JSON.

use std::collections::BTreeMap;

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
    /// Where its list is, below the address: `v1/stories`; empty for a file.
    pub list: String,
    /// `/v1/stories/:id`
    pub detail: Can,
    /// The same, of a dispatch that has citations: the open reference server breaks there.
    pub cited_detail: Can,
    /// `/v1/stories/:id/sources`
    pub sources: Can,
    /// `/v1/stories/:id/citations`
    pub citations: Can,
    /// `/v1/records/:id`
    pub records: Can,
    /// `/v1/topics`
    pub topics: Can,
    /// The names of its beats by their ids; an empty one for an id that it names nowhere.
    pub beats: BTreeMap<String, String>,
    /// Rows of its lists are whole dispatches, text and all.
    pub full_rows: bool,
    /// Rows of its lists carry their citations.
    pub cited_rows: bool,
    /// How many walks through its list were begun. Every so often what it could not do is tried again.
    pub walks: u32,
    /// For a file or a first page: what makes the next question conditional. Keep it with what that page brought, or
    /// after it, never before.
    pub etag: Option<String>,
    /// Likewise.
    pub last_modified: Option<String>,
}

impl Abilities {
    /// In a few words for a person: `the open reference server; no sources, no citations route, records broken`.
    pub fn words(&self) -> String {
        let mut what = match self.dialect {
            Dialect::Unknown => "not met yet",
            Dialect::Hosted => "a server of the Delivery API",
            Dialect::Reference => "the open reference server",
            Dialect::Legacy => "a server of the retired Delivery API",
            Dialect::Slugline => "another Slugline",
            Dialect::File => "a file in the wire format",
        }
        .to_owned();
        if !self.version.is_empty() {
            what.extend([", version ", &self.version]);
        }
        let lacks = self.lacks();
        if lacks.is_empty() { what } else { format!("{what}; {}", lacks.join(", ")) }
    }

    /// A walk begins. After every fiftieth (a day or so) what the server was found not to do is to be tried again:
    /// servers are mended.
    pub(super) fn begin_walk(&mut self) {
        self.walks = self.walks.wrapping_add(1);
        if self.walks.is_multiple_of(50) {
            for can in [
                &mut self.detail,
                &mut self.cited_detail,
                &mut self.sources,
                &mut self.citations,
                &mut self.records,
                &mut self.topics,
            ] {
                *can = if *can == Can::No { Can::Unknown } else { *can };
            }
        }
    }

    /// What it was found not to do.
    fn lacks(&self) -> Vec<&'static str> {
        let broken = self.dialect == Dialect::Reference && self.cited_detail == Can::No;
        let told = [
            (self.detail, "no details"),
            (self.cited_detail, "cited dispatches broken"),
            (self.sources, "no sources"),
            (self.citations, "no citations route"),
            (self.records, if broken { "records broken" } else { "no records" }),
        ];
        told.into_iter().filter(|(can, _)| *can == Can::No).map(|(_, words)| words).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Abilities, Can, Dialect};

    #[test]
    fn what_a_server_is_in_a_few_words() {
        let reference = Abilities {
            dialect: Dialect::Reference,
            sources: Can::No,
            citations: Can::No,
            cited_detail: Can::No,
            records: Can::No,
            ..Abilities::default()
        };
        assert_eq!(
            reference.words(),
            "the open reference server; cited dispatches broken, no sources, no citations route, records broken"
        );
        let slugline =
            Abilities { dialect: Dialect::Slugline, version: "0.1.0".into(), ..Abilities::default() };
        assert_eq!(slugline.words(), "another Slugline, version 0.1.0");
        assert_eq!(Abilities::default().words(), "not met yet");
    }

    #[test]
    fn what_was_remembered_by_other_versions_is_read() {
        let known: Abilities =
            serde_json::from_str(r#"{"dialect":"hosted","sources":"yes","new":1}"#).unwrap();
        assert_eq!((known.dialect, known.sources, known.detail), (Dialect::Hosted, Can::Yes, Can::Unknown));
    }
}

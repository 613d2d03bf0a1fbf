//! Identifiers: opaque strings, one type each, so that a record's id never lands where a dispatch's is due.

use std::fmt;

macro_rules! opaque_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Takes the id as it came; it is never parsed.
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }
            /// The id as it came.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }
        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }
    };
}

opaque_id! {
    /// A record, unique within its wire.
    RecordId
}
opaque_id! {
    /// One version of a dispatch, unique within its wire.
    DispatchId
}
opaque_id! {
    /// A cluster; the same from run to run.
    ClusterId
}
opaque_id! {
    /// A wire as the person calls it: `demo`, `world`, …
    WireName
}
opaque_id! {
    /// A source as the person calls it: `harbour-post`.
    SourceName
}

/// Which dispatch, of which wire.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The wire it is on.
    pub wire: WireName,
    /// Its id there.
    pub id: DispatchId,
}

impl Key {
    /// `Key::new("demo", "019d…")`
    pub fn new(wire: impl Into<WireName>, id: impl Into<DispatchId>) -> Self {
        Self { wire: wire.into(), id: id.into() }
    }
}

//! Wires read from elsewhere.
//!
//! (Essay to be written with the code.) What a server of the AIDRAN Delivery API or another Slugline says, turned into
//! our nouns: a page of a list, a dispatch with its citations, a record. Four dialects, one tongue: what a server can do
//! is found out once and remembered; what it cannot do is worked around, and said.

mod abilities;
mod remote;
mod stop;

pub use abilities::{Abilities, Can, Dialect};
pub use remote::{Budget, ListPage, Listed, Remote, Walk};
pub use stop::{Stop, Stopped};

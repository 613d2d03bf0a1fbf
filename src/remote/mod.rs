//! Wires read from elsewhere.
//!
//! What a server of the AIDRAN Delivery API or another Slugline says, turned into our nouns: a page of a list, a
//! dispatch with its citations, a record.

mod abilities;
mod answer;
mod budget;
mod listed;
mod server;
mod stop;
mod walk;

pub use abilities::{Abilities, Can, Dialect};
pub use budget::Budget;
pub use listed::{ListPage, Listed};
pub use server::Remote;
pub use stop::{Stop, Stopped};
pub use walk::Walk;

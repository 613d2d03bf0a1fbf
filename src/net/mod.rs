//! The one polite HTTP client that everything here uses.
//!
//! It asks as a good guest: it says who it is, asks conditionally, waits when told
//! to, and takes no more than it can hold. It trusts nobody: not an address that a stranger named, not a redirect, not
//! the length a server claims. Its errors are sentences.

mod address;
mod ask;
mod body;
mod client;
mod dial;
mod fault;
mod gate;
mod hosts;
mod key;
mod manners;
mod obtain;
mod redirects;
mod resolve;
mod waits;

pub use address::public;
pub use ask::{Ask, Reply, Trust, Validators};
pub use client::Client;
pub use fault::{Cause, NetFault};
pub use key::Key;
pub use manners::{Limits, Manners};
pub use obtain::obtain;
pub use resolve::{Looked, Lookup};
pub use waits::{jitter, patience, pause};

//! The one polite HTTP client that everything here uses.
//!
//! (Essay to be written with the code.) It asks as a good guest: it says who it is, asks conditionally, waits when told
//! to, and takes no more than it can hold. It trusts nobody: not an address that a stranger named, not a redirect, not
//! the length a server claims. Its errors are sentences.

mod ask;
mod client;
mod fault;
mod key;

pub use ask::{Ask, Reply, Trust, Validators};
pub use client::{Client, Manners};
pub use fault::{Cause, NetFault};
pub use key::{Key, obtain};

//! The wire's own sources: what is remembered of each, and what one gathering brings.
//!
//! A gathering is kept whole or not at all: its records, what was taken back, and what is remembered for the next time
//! (`take`). Several go into one transaction where they come quickly, since a thousand sources with nothing new are
//! a thousand small rows. `memory` is those rows, in and out; `states` tells a person how all of it fares.
//!
//! An item that its outlet has changed replaces what is here, unless a dispatch cites it: what was cited must stay
//! what it was. What its author took back goes, cited or not; of a cited one the row stays, without its words. `echo`
//! knows a copy when it comes in, by three marks that are looked up, never by comparing with everything.
//!
//! Nothing here decides when a source is asked, or what its answer means for the next time: that is the desk's.

mod echo;
mod memory;
mod newest;
mod room;
mod states;
mod take;

pub use take::Prepared;
#[cfg(test)]
pub(in crate::store) use take::UNDER;

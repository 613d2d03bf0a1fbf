//! What is remembered of wires that are read from elsewhere, so that a run can be broken off anywhere.
//!
//! A run is a chain of answers, and each answer is one transaction (`haul`): its items, what is wanted because of
//! them, where the walk that brought them stands now, and the requests it cost. So there is no moment at which
//! something was taken in and not written down, or written down and not taken in. `standing` is what is known of the
//! other end, `wanted` what is still to be fetched one by one, and `states` tells a person how it all fares.
//!
//! Nothing here decides anything; when to stop and what to try again is for `sync` to say.

mod haul;
mod standing;
mod states;
mod wanted;

pub(in crate::store::sqlite) use standing::day;
pub(in crate::store) use wanted::IS_WANTED;
#[cfg(test)]
pub(in crate::store) use wanted::NEXT;

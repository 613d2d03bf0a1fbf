//! Stories: what the desk remembers of them, and what it tells a person.
//!
//! `recall` gives an edition what it goes on from, `keep` takes what its grouping came to, `judge` what it made of each
//! story; `tend` sees to records that were taken out or changed meanwhile; `told` answers what screens and commands ask.
//!
//! A record that is taken back leaves its cluster, and with it go the decision about it and its passages in signals: who
//! deletes a post wants its words gone. That it was counted when signals fired is not undone. The cluster keeps its id,
//! even without the record that gave it, and is looked at again. One whose words changed stays where it is, and its
//! story is looked at again, too: a text that was missing may have come.

mod judge;
mod keep;
mod recall;
mod tend;
mod told;

pub(super) use tend::forget_clusters;
#[cfg(test)]
pub(in crate::store) use told::plans;

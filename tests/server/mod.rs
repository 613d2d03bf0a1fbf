//! Servers to be read from: on this machine, on a port of their own, for as long as a test holds them.
//!
//! [`faults`] answers wrongly in every way that bytes can be wrong. [`stand`] is a newsstand: it speaks every dialect a
//! wire may speak, with the faults measured at real servers, over one invented world that a test can change while it
//! runs.

pub mod faults;
pub mod stand;

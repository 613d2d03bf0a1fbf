//! Servers for the tests and benchmarks, all on this machine.
//!
//! [`stand`] is a newsstand: it speaks every dialect a wire may speak, with the faults measured at real servers, over
//! one invented world that a test can change while it runs.

pub(crate) mod stand;

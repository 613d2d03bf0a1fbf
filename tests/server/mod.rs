//! Servers to be read from: on this machine, on a port of their own, for as long as a test holds them.

pub mod faults;

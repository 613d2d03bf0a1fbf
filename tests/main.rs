//! The one integration binary: linked once, run whole by `cargo test`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]
#![allow(unreachable_pub, reason = "a test binary has no public side")]

mod articles;
mod clusters;
mod commands;
mod configs;
mod docs;
mod feeds;
mod fuzz;
mod gate;
mod gathered;
mod gathering;
mod layers;
mod models;
mod net;
mod pictures;
mod reading;
mod remote;
#[allow(dead_code, unused_imports, reason = "shared with the benchmarks")]
mod server;
mod signals;
mod social;
mod sourcing;
mod stories;
#[allow(dead_code, reason = "shared with the benchmarks")]
mod terminal;
mod tracing;
mod wires;
mod wiring;
mod writing;
mod writing_scores;

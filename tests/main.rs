//! The one integration binary: linked once, run whole by `cargo test`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod commands;
mod configs;
mod docs;
mod layers;
mod reading;
mod terminal;

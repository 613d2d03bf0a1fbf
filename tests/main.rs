//! The one integration binary: linked once, run whole by `cargo test`.

mod commands;
mod configs;
mod docs;
mod layers;
mod reading;
mod terminal;

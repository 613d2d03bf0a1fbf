//! A remote wire into the store, resumable.
//!
//! (Essay to be written with the code.)

mod clock;
mod far;
mod leave;
mod news;
mod pieces;
mod run;
mod shelf;
mod syncer;
mod tally;
mod tested;
#[cfg(test)]
mod tests;
mod walking;

pub use clock::Clock;
pub use news::{News, Report, Want};
pub use syncer::Syncer;
pub use tested::{Step, Tested};

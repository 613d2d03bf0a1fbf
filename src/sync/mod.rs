//! A remote wire into the store, resumable.
//!
//! (Essay to be written with the code.)

mod news;
mod syncer;

pub use news::{News, Report, Want};
pub use syncer::Syncer;

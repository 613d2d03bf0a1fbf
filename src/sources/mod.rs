//! SIGNAL's ears: where records come from. One kind of source, one file or folder.
//!
//! A kind is a row of [`kind`]'s table: a pure `parse(bytes, origin) -> Harvest`, and a thin fetch around it. Parsing
//! never fails as a whole: it gives the records that could be read, each complete, and a note in words for each loss.
//! Fetching ([`fetch`]) asks with the validators of the last time, takes what comes within its cap, follows the
//! further addresses that a harvest names, and hands on where it stands now (cursor, validators). Keeping, scheduling
//! and trying again are the desk's.
//!
//! What a parser says is finished in one place ([`finish`]): lengths are capped, addresses made
//! canonical, language told, identity fixed. So a kind need not know any of these rules.
//!
//! # A new kind
//!
//! A file here with `pub fn parse`; a variant and a word of [`crate::config::Channel`]; a row in [`kind`]; and a folder
//! of answers as its server gives them in `tests/fixtures/sources/KIND/`, each with the harvest expected beside it,
//! which the tests find by walking.
//!
//! What it refuses: to trust an address it has read, to run anything, to hold more than the caps say, to know the
//! store or the clock (`now` is an argument). What it costs: the answer in memory, once, and its records.

pub mod article;
pub mod bluesky;
pub mod canonical;
pub mod discover;
pub mod feed;
mod fetch;
pub mod finish;
pub mod hackernews;
mod harvest;
mod kind;
pub mod language;
pub mod look;
mod losses;
pub mod names;
pub mod offer;
mod once;
mod onward;
pub mod opml;
pub mod robots;
mod wanted;

pub use fetch::{Fetched, Job, Memory, Stopped, fetch};
pub use harvest::{About, Harvest, Origin};
pub use kind::{KINDS, Kind, kind};

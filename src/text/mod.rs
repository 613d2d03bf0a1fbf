//! Pure string work: what may be shown, how wide it is, where a line ends.
//!
//! Nothing here knows a noun of ours, a screen or a file; everything is a function from text to text or to
//! numbers, and takes time linear in the text, since some of it comes from people who wish us ill.

#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod clean;
pub mod width;
pub mod wrap;

//! Pure string work.
pub mod clean;

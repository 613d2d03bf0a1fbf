//! Slugline: a newswire in your terminal.
pub mod story;
pub mod text;
pub mod wire;

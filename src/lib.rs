//! Slugline: a newswire in your terminal.
//!
//! (the map of layers stands here)

pub mod cli;
pub mod cluster;
pub mod config;
pub mod desk;
pub mod reader;
pub mod signal;
pub mod store;
pub mod story;
pub mod text;
pub mod wire;
pub mod write;

//! WIRE: what is published, in which order it is read, and the JSON that everyone reads.
//!
//! [`publish`] makes a dispatch of a checked draft, and is the only way to one. [`page`] is where store and screens
//! meet: the questions a reader asks of a store, and the shape of the answers. [`format`] is the border to other
//! people's wires, and the place where foreign text is made safe.
//!
//! What it refuses: a draft the copydesk has not passed; files, clocks and SQL. What it costs: one JSON tree for each
//! line that is read or written.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod format;
pub mod page;
pub mod publish;

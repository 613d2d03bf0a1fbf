//! WIRE: what is published, in which order it is read, and the JSON that everyone reads.
//!
//! [`publish`] turns a draft that the copydesk has passed into a dispatch; there is no other way to one. [`page`]
//! holds the questions that readers ask of a wire (which dispatches, in which order, from where to where) and the
//! shape of the answers; the store answers them and the screens show them, and neither knows the other. [`mod@format`]
//! is the wire as JSON Lines, in the shapes of the AIDRAN Delivery API with a few optional fields of our own: what
//! `import` reads, `export` writes, and every `--json` prints. [`state`] is how a wire read from elsewhere fares.
//!
//! What it refuses: clocks, files and sockets, like everything of this layer; and a page of a hundred rows failing
//! for the sake of one. Reading never fails as a whole: it gives what could be read, and notes on what could not.
//! What it costs: reading is linear in the text, and a line longer than 32 MiB is passed over with a note.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

pub mod format;
pub mod page;
pub mod publish;
pub mod state;
pub mod stories;

//! Gathering: the first step of the straight path. Sources are asked, politely, and what they bring is kept.
//!
//! [`Gatherer::run`] takes those that are due ([`due`]), the longest overdue first and those that failed last time
//! last, and asks a few at a time: two at most of one host, so that a server which drips a byte a second holds one
//! place and keeps nobody else from theirs ([`line`]). What comes is read by its kind (`sources`) on another thread
//! and handed to the one that writes ([`keep`]). While it writes, more may come; all of that goes into the next
//! transaction together, and so a thousand answers that say *nothing new* are a handful of transactions. Where more
//! has come than can be written, no further source is asked until it is: what is in memory is what a few sources brought,
//! never what all of them did.
//!
//! What an answer means for the next time is decided in one place ([`after`]), without a clock or the network: success
//! sets the source's own rhythm, a server's wish is kept to the second and across restarts, our patience doubles up to a
//! day, what is gone is not asked any more, and a move for good is believed at the third sighting. The first time that a
//! source is gathered, its records are marked as old news (`backfill`), which moves nothing.
//!
//! It may be dropped at any moment, or killed: each transaction holds a source whole, with what is remembered of it, or
//! nothing of it; so the next run asks again for what was lost. A parser that falls costs its source, this time.
//!
//! What it refuses: to run twice on one store (a lock beside the store, which dies with its process; a sync of other
//! people's wires may go on meanwhile); to ask before a server's wish allows it, whoever asks; to edit the config. What it costs:
//! a dozen questions on their way, their answers in memory, and one transaction being written.

mod after;
mod due;
mod gatherer;
mod keep;
mod line;
mod news;
mod pages;
mod worth;

pub use gatherer::Gatherer;
pub use news::{Came, Gathered, News, NotBegun};

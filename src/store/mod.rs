//! The morgue, as papers call their archive: everything a wire brought, and what the person did with it.
//!
//! One SQLite file in write-ahead mode holds records, dispatches with all their versions, citations, read and star
//! marks, the ledger and a full-text index, keyed by (wire, id). It is where our own editions are kept and the
//! offline copy of everyone else's. Questions and answers are the types of [`crate::wire::page`].
//!
//! **One writer, many readers.** [`Store::writer`] is a thread that owns the only writing connection and takes jobs
//! in order, each one a transaction: a job that fails leaves nothing behind, one that returned is kept. Marks a
//! person sets are synced to the disk before they return; what can be fetched again is not. [`Store::reader`] opens
//! a connection of its own; a reader is never blocked by the writer nor by other processes. All calls block: put
//! them on a thread.
//!
//! **A list is a window.** Every list has an index in exactly its order, and counts are kept as rows come and go, so a page
//! costs the rows it shows; a jump walks the index from the nearer end. A test pins the plans.
//!
//! **What was known is not forgotten.** Taking in the same item twice changes nothing. A poorer copy of an item
//! never erases what a richer one told. Versions may arrive in any order; the newest is current, the others are
//! kept, and read and star marks stay where the person put them.
//!
//! **What reading elsewhere has to remember is kept with what was read.** Each answer of a server is one transaction:
//! its items, where the walk stands that brought them, what is still wanted, and what it cost ([`Haul`]). A wire is
//! forgotten in small steps, so that nobody waits for it.
//!
//! **What is gathered from one's own sources** comes in a transaction for several of them at once ([`Gathering`]): of
//! each its records, what was taken back, and what is remembered for the next time. A changed item replaces what is
//! here, unless a dispatch cites it. The words of these records are packed, and a copy is known when it comes in.
//!
//! **Pages that records point to** are kept by the address that led to them, those that could not be had among them, with
//! the moment before which they are not asked again. A record that has its words from its page keeps them when its feed
//! tells it again.
//!
//! **Stories** are kept as the desk sees them: clusters, which record came to which and what it met there, the signals
//! that fired, and what the last edition made of each. Whether a record has come to a cluster is seen by its absence from
//! a table of its own, so a gathering has nothing more to write. What grouping has to know of a cluster goes when that
//! cannot grow any more.
//!
//! **Questions to models** that cost something are written down before they are asked, with the most they may come to, and
//! their answers before they are used ([`Job`]). So no answer is paid for twice, and a day's budget holds for all programs
//! together.
//!
//! **What it refuses**: a store made by a newer Slugline, and a database that is another program's. A file that is
//! no database is moved aside, never deleted. A disk that cannot be written is opened for reading, and said so.
//! It costs about 1.7 times the JSON of a dispatch, the full-text index with its beginnings of two to five letters being
//! most of the rest; less than its feed for a gathered item, whose index has no such lists; and about 2 MiB of memory
//! for each connection.

mod fault;
mod gathering;
mod grouped;
mod jobs;
mod place;
mod sqlite;
mod standing;
#[cfg(test)]
mod tests;

pub use fault::StoreFault;
pub use gathering::{Came, Gathering, SourceMemory};
pub use grouped::{Due, Grouped, Judged, KeptCluster, Remembered, Written};
pub use jobs::{Allowance, Begun, Ended, Job, Spent};
pub use place::Lock;
pub use sqlite::{About, Access, Counts, Health, Kinds, Prepared, Reader, Store, Window, Writer};
pub use standing::{Haul, OpenWalk, Piece, Seen, Standing, Step, Taken, Verdict, Wanted};

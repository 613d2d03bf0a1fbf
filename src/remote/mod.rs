//! Wires read from elsewhere.
//!
//! What a server of the AIDRAN Delivery API or another Slugline says, turned into our nouns: a page of a list, a
//! dispatch with its citations, a record. Five dialects, one tongue: a [`Remote`] finds out once which one is spoken
//! ([`Abilities`]), and whoever holds it need not know.
//!
//! ```text
//! remote.meet()            what are you?              1 to 5 questions, once
//! remote.next(&mut walk)   what is new?               1 question a page; a file, 1 in all
//! remote.dispatch(row)     all there is to this one   0 to 3 questions
//! remote.record(id)        this record                1 question
//! ```
//!
//! | dialect | its rows | citations | paging |
//! |---|---|---|---|
//! | hosted | summaries | on routes of their own | an opaque cursor |
//! | reference | whole, but for citations | with the detail, which breaks where there are any | a time, which loses ties |
//! | legacy | whole or not | with the detail, if at all | offsets |
//! | slugline | whole | in the row | an opaque cursor |
//! | file | whole | in the row | one question brings all |
//!
//! The Slugline dialect is the hosted one with two additions: `GET /v1` says `"server": "slugline"` and its
//! `"version"`, and a row of the list is the whole dispatch, as [`crate::wire::format`] writes it.
//!
//! # Why so
//!
//! What a server can do is tried, not looked up: versions lie, and proxies cut routes off. What it turned out not to
//! do is not asked again for fifty walks, because each question comes out of the reader's daily [`Budget`] and many
//! servers count, too. Where a rung is missing the next one is tried, and what came before is kept: half a dispatch is
//! worth more than an error. Only where nothing can be had a call ends in [`Stopped`], which says in one word what
//! follows ([`Stop`]) and in sentences what a person can do about it.
//!
//! # What it refuses
//!
//! To trust: a list that leads in a circle is left, a page of HTML is no wire however good its status, an answer with
//! another id than the one asked for is no answer, a body that breaks off is dropped whole. To guess: a cursor is only
//! looked into where it is a time, an id is never taken apart, and a 404 means a missing dispatch only after the route
//! has shown that it exists. To wait: the server's wish to be left alone is handed up, with its time. To hold a key
//! anywhere but in a request, or to let it show in a sentence.
//!
//! # What it costs
//!
//! Each row is parsed once, alone; one core reads well above the 3,000 whole rows a second that are aimed for. A page
//! is held in memory, 32 MiB at most; a file likewise, 64 MiB at most. A walk remembers the ids that it brought.

mod abilities;
mod answer;
mod budget;
mod listed;
mod server;
mod stop;
mod walk;

pub use abilities::{Abilities, Can, Dialect};
pub use budget::Budget;
pub use listed::{ListPage, Listed};
pub use server::Remote;
pub use stop::{BY_ITSELF, NEXT_SYNC, Stop, Stopped};
pub use walk::Walk;

//! WRITE: from a cluster to a checked draft.
//!
//! [`brief()`] lays the records out as a writer needs them: copies aside, cut into sentences, each sentence with its
//! place in the stored text. [`extract()`] writes from that without a model: it chooses, cuts and orders sentences
//! and invents none, so every sentence of the prose is a span of a record with the marker of that record behind
//! it. The copydesk ([`check()`]) then reads the draft as a stranger would: it trusts no writer, resolves each marker,
//! looks up each quotation word for word and each number by value, and refuses the whole draft if one does not
//! stand in a record that is cited for it.
//!
//! Why so strict: what readers of machine-written news complain of most are invented quotations, wrong people and
//! citations that lead nowhere. A sentence copied whole can be dull; it cannot be made up.
//!
//! What it refuses: padding. Where the records hold no answer there is no question; where nobody disagrees there is
//! no such section. A [`Checked`] draft can be made only by the copydesk, and only from one can a dispatch come.
//!
//! What it costs: a few milliseconds a cluster, nearly all of it in finding sentences. A story of hundreds of
//! records is written from the forty with the most to say.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod ask;
mod brief;
mod changed;
mod check;
mod differ;
mod draft;
mod extract;
mod front;
mod head;
mod layout;
mod lean;
pub mod model;
mod named;
mod order;
mod phrases;
mod pick;
mod printed;
mod said;
mod sheet;
mod support;
mod table;
mod taste;
#[cfg(test)]
mod tests;
mod trace;
mod traits;
mod vocabulary;

pub use brief::{Brief, Document, Place, Sentence};
pub use check::{Checked, Claim, Fault, Flaw, Foreign, Spike, check, claims};
pub use draft::{Draft, READING};
pub use extract::extract;
pub use layout::brief;
pub use support::confidence;
pub use table::ACCOUNTS;
pub use taste::Fit;
pub use trace::trace;

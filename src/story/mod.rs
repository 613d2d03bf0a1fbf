//! The nouns: what a newswire is made of.
//!
//! Everything else in the tree moves these values about: a [`Record`] is captured, a [`Signal`] says why it
//! matters, a [`Cluster`] gathers the records of one story, a [`Dispatch`] tells it, and each [`Citation`] leads
//! from a sentence back to the very words of a record.
//!
//! What this module refuses: files, clocks, terminals, SQL, and any import from the rest of the crate. A value
//! of these types can be built in a test in one line, and means the same on every machine.
//!
//! Two habits hold throughout. Enumerations that others may extend are *open* ([`SourceKind::Other`],
//! [`StoryKind::Other`]): a word we do not know is kept, not refused. And whatever a wire sends that we have no
//! field for rests in `extra`, so that reading and writing loses nothing.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod citation;
mod cluster;
mod code;
mod confidence;
mod decision;
mod dispatch;
mod ids;
mod kind;
mod ledger;
mod methodology;
mod moment;
mod page;
mod record;
mod signal;
mod source;
mod trace;
mod trail;
mod trouble;
mod voice;

pub use citation::{Citation, CitationKind, Span, SpanField};
pub use cluster::Cluster;
pub use code::Code;
pub use confidence::{Confidence, Support};
pub use decision::{Decision, Met};
pub use dispatch::{Arc, Beat, Dispatch, Question, Section, StoryKind};
pub use ids::{ClusterId, DispatchId, Key, RecordId, SourceName, WireName};
pub use kind::SourceKind;
pub use ledger::{Entry, Outcome, Stage};
pub use methodology::{Checked, ClusterNote, Filing, Methodology, ModelNote, SignalNote};
pub use moment::Moment;
pub use page::WebPage;
pub use record::Record;
pub use signal::{Figure, Passage, Severity, Signal, SignalKind};
pub use source::{SourceState, Standing};
pub use trace::{Part, Share, Trace, TracedClaim, Verdict};
pub use trail::Note;
pub use trouble::Trouble;

/// Fields that came with an item and have no place in our nouns, kept as they were.
pub type Extra = serde_json::Map<String, serde_json::Value>;

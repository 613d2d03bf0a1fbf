//! Who writes an edition's dispatches.
//!
//! An edition knows which stories are to be written; who writes them is its caller's choice, handed in as a [`Compose`].
//! [`Extractive`] takes sentences from the records: no model, no key, no network, the same every time. Whoever
//! writes, the copydesk reads the draft before anybody else does, and only what it passed comes out of here.
//!
//! `by_model` asks a model ([`composer`]). Before a question is asked it is written down with the most it may come to, and the
//! answer is kept before it is used: what was paid for is never paid for again. Budgets for a dispatch and for a day stop a
//! question before it is asked; five failures in a row let the service rest, and so does its own wish. The model's draft
//! goes to the copydesk, what fell goes back to the model once, and what falls again gives way to the records' own
//! sentences. Where too little is left, the extractive draft is published, and the ledger says why.
//!
//! What it refuses: to leave a story unwritten because a model failed. Whatever goes wrong on the way to a better draft is
//! a note in words, and the extractive draft is there instead.
//!
//! What it costs: without a model some milliseconds a story; with one, one or two questions of a few thousand tokens each,
//! and the seconds that the model takes.

mod by_model;
mod calls;
mod stop;
mod terms;
mod voice;

use crate::{
    cluster::{Evidence, Minimum},
    config::{WriterKind, Writing},
    net::Manners,
    store::Store,
    story::{Dispatch, Record, Trouble},
    write::{self, Brief, Checked, Spike},
};

pub use stop::Stop;

use super::cores;

/// A model at work.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asking {
    /// Its name.
    pub model: String,
    /// Words of its answer so far.
    pub words: usize,
}

/// Who writes, as configured. `tell` hears how far a model is; `stop` breaks it off. The error says what is wrong with the
/// settings, the prompts or the key; nothing is asked before there is something to write.
pub fn composer<'s>(
    config: &Writing,
    manners: Manners,
    store: &'s Store,
    stop: Stop,
    tell: impl FnMut(Asking) + Send + 's,
) -> Result<Box<dyn Compose + 's>, Trouble> {
    let asks = !matches!(config.kind, WriterKind::Extractive | WriterKind::Replay);
    if config.kind == WriterKind::Extractive || (asks && manners.offline) {
        return Ok(Box::new(Extractive));
    }
    let trouble = |why: String| Trouble {
        what: "The model that is to write cannot be asked".to_owned(),
        why,
        remedy: "Check [writer] in the config; `--writer extractive` writes without it".to_owned(),
    };
    let prompts = voice::prompts(config.prompts.as_deref()).map_err(trouble)?;
    let voice = voice::Voice::of(config, manners).map_err(trouble)?;
    Ok(Box::new(by_model::ByModel::new(config, (voice, prompts), store, stop, Box::new(tell))))
}

/// Whether the model that is configured can be asked, in words, without spending anything. `Ok(None)` where there is none.
pub fn reachable(config: &Writing, manners: Manners) -> Result<Option<String>, String> {
    if config.kind == WriterKind::Extractive {
        return Ok(None);
    }
    voice::prompts(config.prompts.as_deref())?;
    voice::Voice::of(config, manners)?.reachable().map(Some)
}

/// A story to be written.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// Its records, laid out.
    pub brief: &'a Brief<'a>,
    /// The records that a draft may cite.
    pub members: &'a [&'a Record],
    /// What there is to write from.
    pub evidence: Evidence,
    /// What a dispatch needs at least.
    pub minimum: &'a Minimum,
    /// Words aimed at in dek and analysis.
    pub words: usize,
    /// The version before, if this is not the first.
    pub previous: Option<&'a Dispatch>,
}

impl Order<'_> {
    /// Which version is to be written; counts from 1.
    pub fn version(&self) -> u32 {
        self.previous.map_or(1, |previous| previous.version.saturating_add(1))
    }

    /// The draft without a model, checked.
    pub fn extracted(&self) -> Result<Checked, Spike> {
        let draft = write::extract(self.brief, self.words);
        write::check(draft, self.members, self.evidence, self.minimum)
    }
}

/// What came of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Composed {
    /// The draft as the copydesk passed it, or why it did not.
    pub checked: Result<Checked, Spike>,
    /// What happened on the way, in words for the ledger: why it is not the model's.
    pub notes: Vec<String>,
}

/// Who writes.
pub trait Compose {
    /// Writes a story. `None`: the person wants no more of it, and the story stays due.
    fn compose(&mut self, order: &Order<'_>) -> Option<Composed>;

    /// On how many threads stories are written ahead of their turn, as [`Extractive`] writes them. 0 for whoever asks for
    /// each in its turn.
    fn ahead(&self) -> usize {
        0
    }

    /// Stories that are looked at, and kept, at once: fewer where each takes long, so that what is done is soon there to be
    /// read.
    fn together(&self) -> usize {
        200
    }
}

/// Writes without a model.
#[derive(Debug, Clone, Copy, Default)]
pub struct Extractive;

impl Compose for Extractive {
    fn compose(&mut self, order: &Order<'_>) -> Option<Composed> {
        Some(Composed { checked: order.extracted(), notes: Vec::new() })
    }

    fn ahead(&self) -> usize {
        cores::threads()
    }
}

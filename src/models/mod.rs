//! Models that a person has set up: on their own machine, or with a company they pay. One kind of service, one file.
//!
//! Nothing here is needed. Without a model Slugline groups by words and writes by extraction; with one it may do either
//! a little better. What a model says is data from outside like everything else: it is counted, measured and bounded
//! here, and whoever uses it can do without.
//!
//! [`Embedder`] asks for dense vectors of texts, of whatever speaks as OpenAI does, or of Ollama at its own
//! address. It sends the beginnings of public records and nothing else, in small batches, one after the other.
//!
//! What it refuses: an answer with too few vectors, with vectors of several lengths or with numbers that are none. What it
//! costs: a request for every 32 texts.

mod embed;

pub use embed::{Embedder, Place};

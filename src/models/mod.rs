//! Models that a person has set up: on their own machine, or with a company they pay. One kind of service, one file.
//!
//! Nothing here is needed. Without a model Slugline groups by words and writes by extraction; with one it may do either
//! a little better. What a model says is data from outside like everything else: it is counted, measured and bounded
//! here, and whoever uses it can do without.
//!
//! [`Embedder`] asks for dense vectors of texts, of whatever speaks as OpenAI does, or of Ollama at its own
//! address. It sends the beginnings of public records and nothing else, in small batches, one after the other.
//!
//! [`Chat`] asks for words: one question with a JSON schema for its answer, heard as it comes (`hearing`), in one of three
//! dialects (`openai`, `anthropic`, `ollama`). A dialect says where a question goes, what is sent, and what an event of
//! the answer means; a service that does not stream is understood, too. What a service refuses because it does not know
//! a word of the question is asked once more without it. [`Recorded`] gives replies from a file instead.
//!
//! What it refuses: an answer with too few vectors, with vectors of several lengths or with numbers that are none; words
//! beyond what was allowed, an answer that broke off, a stream that never ends. Why there is no answer is a sentence
//! ([`Unsaid`]) with what the failure may have cost. No model is given a tool, an address or a secret.
//!
//! What it costs: a request for every 32 texts, and one for every question; what the service takes for it.

mod anthropic;
mod chat;
mod embed;
mod hearing;
mod ollama;
mod openai;
mod recorded;
mod refusal;

pub use chat::{Chat, Dialect, Question, Speaker, Spoken, Usage};
pub use embed::{Embedder, Place};
pub use recorded::Recorded;
pub use refusal::{Charge, Kind, Unsaid};

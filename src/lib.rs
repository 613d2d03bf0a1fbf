//! Slugline: a newswire in your terminal, with a source behind every sentence.
//!
//! ```text
//! Signal ──▶ Cluster ──▶ Write ──▶ Wire ──▶ Reader
//! records    stories     dispatches  published   a person, offline
//! ```
//!
//! The five words are five places in the code; whoever reads the modules top to bottom has read the program.
//!
//! # Layers
//!
//! | | module | what it is | may import of ours |
//! |---|---|---|---|
//! | 0 | [`story`] | the nouns: record, signal, cluster, dispatch, citation | nothing |
//! | 0 | [`text`] | pure string work: words, sentences, quotations, cleaning | nothing |
//! | 1 | [`signal`] | what moved: `hear` | story, text |
//! | 1 | [`cluster`] | which records tell one story: `Memory`, `group` | story, text |
//! | 1 | [`mod@write`] | a brief, a draft, and the copydesk that checks it | story, text, cluster |
//! | 1 | [`wire`] | publish; the page one reads; the JSON everyone reads | story, text, write's draft |
//! | 2 | [`config`] | config.toml → typed settings | story |
//! | 2 | [`store`] | the morgue: everything kept, in one SQLite file | story, wire, config (text for its index) |
//! | 2 | [`net`] | the one polite HTTP client | story, text, config |
//! | 2 | [`remote`] | wires read from elsewhere, in our nouns | story, text, wire, config, net |
//! | 2 | [`sources`] | where records come from: one kind, one file | story, text, config, net |
//! | 2 | [`models`] | models that a person has set up: for vectors of texts, and for words | story, text, config, net |
//! | 3 | [`sync`] | a remote wire into the store, resumable | story, text, wire, config, net, remote, store |
//! | 3 | [`desk`] | the newsroom: the straight path from records to dispatches | everything of 0 to 2 |
//! | 4 | [`reader`] | the terminal: model, update, view | story, text, wire, config; only its hands and shell reach further |
//! | – | [`cli`] | the commands | everything |
//!
//! `tests/layers.rs` reads the sources and holds them to this table.
//!
//! # Invariants, stated as absences
//!
//! - No clock, file, environment, task or channel below layer 2: `now` is an argument.
//! - Drawing cannot block, spawn or change the model. Updating cannot wait. Only the reader's `hands` perform effects;
//!   only its `shell` touches the terminal.
//! - No dispatch without the records it cites: a draft becomes a dispatch only through the copydesk and `wire::publish`.
//! - No SQL outside [`store`].
//! - Parsing never fails as a whole: it gives what could be read, and notes on what could not.
//! - Text from outside never reaches the terminal raw: it is cleaned once, at the border, and again where it is shown.
//! - The reader never waits: not for the store, not for an edition in progress.
//! - No request but to the sources, wires and models that the person configured, to the pages that records of a moving story
//!   point to, and to what the person typed; none at all with `--offline`. No telemetry.
//! - No key in a message, a log, the store or an export: [`net`] gets it, sends it, and shows `***`.
//!
//! # The path of a record
//!
//! A gathering ([`desk::gather`]) asks a source through [`net`]; its kind ([`sources`]) reads the answer, cleans its words
//! and makes a [`story::Record`]. `slugline import` reads one from a line ([`wire::format`]). The [`store`] keeps it under
//! its wire and id. An edition ([`desk`]) takes in the records that came to no cluster yet, in the order in which they
//! arrived ([`desk::intake`]): [`cluster`] says which story each belongs to and why, and [`signal`] hears that story as it
//! stands then and says what moved. Clusters, decisions and signals are kept; the stories that a record came to are due.
//! Of each the evidence is weighed: too little, and it is watched, with what is missing. [`mod@write`] drafts the others
//! from their own sentences, each with the span it was taken from, and checks the draft against the records. What passes
//! is published as a [`story::Dispatch`]; what does not is spiked, with the reason in the ledger. The [`reader`] asks the store for a
//! window of rows ([`wire::page`]), opens a dispatch, follows `[n]` to the citation, and lights the passage of the record.

pub mod cli;
pub mod cluster;
pub mod config;
pub mod desk;
pub mod models;
pub mod net;
pub mod reader;
pub mod remote;
pub mod signal;
pub mod sources;
pub mod store;
pub mod story;
pub mod sync;
pub mod text;
pub mod wire;
pub mod write;

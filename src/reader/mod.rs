//! The reader: a wire in a terminal.
//!
//! Elm-shaped. [`Model`](model::Model) is everything on screen; [`Msg`](msg::Msg) is what happened;
//! [`update`](update::update) turns one into the next and returns [`Effect`](effect::Effect)s, which only
//! [`hands`] performs; `draw` reads the model and cannot change it; only [`shell`] touches the terminal.
//! A key press is three searchable hops: `assets/keys.toml` → [`Action`](action::Action) → `update/<group>.rs`.
//!
//! The reader never waits. Every load carries a [`Ticket`](model::Ticket); an answer whose ticket is no longer
//! the one waited for is dropped, so a person may outrun the disk as far as they like. Nothing moves unless the
//! person moved it, and with nothing happening not a byte is written.
//!
//! Wires read from elsewhere are synced meanwhile, by a thread of the hands that exists only where such wires do. What
//! a sync brings waits behind a word in the title (`update/arrivals.rs`); what the person opens and the store lacks is
//! fetched at once and appears in place, or says why not and comes with the next sync.

pub mod action;
pub mod areas;
pub mod effect;
pub mod glyphs;
pub mod hands;
pub mod human;
pub mod keys;
pub mod model;
pub mod msg;
pub mod picture;
pub mod prose;
pub mod shell;
pub mod theme;
pub mod update;
pub mod view;

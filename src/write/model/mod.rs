//! A draft from a model: what it is asked, and what is made of its reply.
//!
//! The model gets the sentences of the records, numbered, and a shape to fill ([`lay`], [`Prompts`], [`schema`]). Each
//! claim of its reply names the sentences it rests on ([`read`]); from these come the markers, the citations and their
//! spans ([`set`]). The copydesk judges the draft as it judges any other. What fell is named to the model once
//! ([`Story::number`], [`Prompts::repair`], [`Story::mend`]); what falls again gives way, claim by claim, to the sentence of
//! a record that is nearest to it, or is left out ([`Story::stand_in`]).
//!
//! Why so: a prompt does not bind a model, and a record may try to. So nothing here trusts the reply. Records reach the
//! model stripped of tags, comments and unseen characters, each between fences whose name nobody could guess, and never
//! where the rules stand. The reply may hold no more than text and ids; an id that was not given is a flaw; a link, a name
//! or a number that no record has is the copydesk's to find.
//!
//! What it refuses: to throw dice (the fence's name is an argument), to ask (that is for whoever has a network), and to
//! fail as a whole: a bad claim costs that claim.
//!
//! What it costs: a pass over the sentences, and for each claim that fell one over their words.

mod bare;
mod lay;
mod prompts;
mod read;
mod schema;
mod set;
mod stand_in;

pub use lay::{Numbered, fence, lay};
pub use prompts::{FILES, Prompts};
pub use read::{At, Line, Story, read};
pub use schema::{repairs_schema, schema};
pub use set::{Fallen, Laid, set};

//! The store on SQLite.
//!
//! `open` finds, checks and prepares the file; `schema` brings it to the newest version; `writer` is the thread that
//! writes, and `put`, `family` and `marks` are what it writes, `forget` what it takes out; `far` is what is remembered of
//! wires read from elsewhere, `own` of the wire's own sources, `pages` of the pages that records point to, `stories` of what the desk grouped, `jobs` of what models were asked. `reader` asks,
//! `listing`, `find`, `running`, `search`, `stream` and `health` are what it can be asked. `rows` maps between tables and nouns, `words` prepares text for the index.
//!
//! No SQL stands outside this folder. Every statement is prepared once for each connection, and none is built from
//! anything a wire or a person wrote: values are always bound.

mod family;
mod far;
mod find;
mod forget;
mod health;
mod index;
mod jobs;
mod listing;
mod marks;
mod open;
mod own;
mod packed;
mod pages;
mod put;
mod reader;
mod rows;
mod running;
mod schema;
mod search;
mod snippet;
mod stories;
mod stream;
mod words;
mod writer;

pub use health::Health;
pub use open::{Access, Store};
pub use own::Prepared;
pub use put::{Counts, Kinds};
pub use reader::{About, Reader};
pub use stream::Window;
pub use writer::Writer;

/// The answer of everything that asks or changes the store.
type Answer<T> = Result<T, super::StoreFault>;

#[cfg(test)]
pub(super) mod within {
    //! What the tests of the store may look at from inside.
    pub(in crate::store) use super::far::{IS_WANTED, NEXT};
    pub(in crate::store) use super::find::FIND_SLUG;
    pub(in crate::store) use super::listing::plans;
    pub(in crate::store) use super::own::UNDER;
    pub(in crate::store) use super::running::plans as plans_of_running;
    pub(in crate::store) use super::schema::{APPLICATION_ID, MIGRATIONS, NEWEST, migrate_with};
    pub(in crate::store) use super::stories::plans as plans_of_stories;
}

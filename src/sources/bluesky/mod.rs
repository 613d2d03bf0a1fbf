//! Bluesky: what somebody posts, a feed that somebody made, a list of people, a thread, a search; and, in
//! [`jetstream`], everything that is posted there, as it is posted.
//!
//! An address is the page that a person sees at bsky.app, or an `at://` address, or `@handle` (`address`). Answers are
//! the AppView's: lists of posts, each with its author and with what is attached filled in. Each post is read alone
//! (`post`, `rich`, `embed`), so that one that cannot be read costs nothing else. What the AT Protocol calls a name is
//! checked to be one (`syntax`, `tag`) before it stands in an address.
//!
//! **Without a login** the public AppView answers for authors, feeds, lists and threads. Searching it lets only those
//! who are logged in: then, and only then, the handle and the app password of the source go to the person's own server
//! (`session`), and the token that comes for them is forgotten with the gathering.
//!
//! **Of an author**, posts and their own threads are read, but not what they answer to others: an outlet that goes on
//! under its own post is telling one story. A repost is what it is: the original's record, once, under its own author;
//! it is no second voice. An answer to somebody is a `comment`. A quoted post stands below the words as a quotation of
//! its author; the card of a page and the descriptions of pictures stand there, too, since they are often all there is.
//!
//! What it refuses: posts that are labelled to be hidden, or whose authors ask not to be shown to those who are not
//! logged in; links that are not of the web. What it costs: one request for a hundred posts, at most five in a row,
//! until it meets what it knows; a name must be looked up first for feeds and lists that are written with a handle.

mod address;
mod answer;
mod asking;
mod embed;
pub mod jetstream;
mod post;
mod rich;
mod session;
mod syntax;
mod tag;

pub use answer::parse;
pub use asking::fetch;

/// Whether an address can only be of this kind.
pub fn is_address(typed: &str) -> bool {
    address::certain(typed)
}

//! The kinds of sources there are.

use std::{future::Future, pin::Pin};

use super::{Fetched, Harvest, Job, Origin, Stopped, bluesky, feed, hackernews};
use crate::config::Channel;

/// A fetch on its way.
pub(super) type Fetching<'a> = Pin<Box<dyn Future<Output = Result<Fetched, Stopped>> + Send + 'a>>;

/// One kind of source.
pub struct Kind {
    /// The config's word for it.
    pub channel: Channel,
    /// What it is, in a few words.
    pub about: &'static str,
    /// Whether an address, as a person types it, can only be of this kind.
    pub is: fn(&str) -> bool,
    /// Reads an answer.
    pub parse: fn(&[u8], &Origin<'_>) -> Harvest,
    /// Asks for one.
    pub fetch: for<'a> fn(&'a Job<'a>) -> Fetching<'a>,
}

/// All of them.
pub const KINDS: &[Kind] = &[
    Kind {
        channel: Channel::Feed,
        about: "RSS, Atom, RDF or JSON Feed",
        is: |_| false,
        parse: feed::parse,
        fetch: |job| Box::pin(feed::fetch(job)),
    },
    Kind {
        channel: Channel::Bluesky,
        about: "an author, a feed, a list or a search at Bluesky",
        is: bluesky::is_address,
        parse: bluesky::parse,
        fetch: |job| Box::pin(bluesky::fetch(job)),
    },
    Kind {
        channel: Channel::Jetstream,
        about: "everything posted at Bluesky, filtered by words",
        is: bluesky::jetstream::is_address,
        parse: bluesky::jetstream::parse,
        fetch: |job| Box::pin(bluesky::jetstream::fetch(job)),
    },
    Kind {
        channel: Channel::HackerNews,
        about: "stories of Hacker News",
        is: hackernews::is_address,
        parse: hackernews::parse,
        fetch: |job| Box::pin(hackernews::fetch(job)),
    },
];

/// The kind of a channel.
pub fn kind(channel: Channel) -> &'static Kind {
    KINDS.iter().find(|kind| kind.channel == channel).unwrap_or(&KINDS[0])
}

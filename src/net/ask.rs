//! A question to a server, and its answer.

use std::time::Duration;

use url::Url;

use super::Key;

/// Who named an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// The person, in the config or on the command line.
    Typed {
        /// Addresses of the own network and of this machine may be asked.
        allow_private: bool,
    },
    /// A record, a feed, a redirect, a model: only public addresses, only the usual ports.
    Found,
}

/// What makes a request conditional, kept verbatim from the last answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`
    pub etag: Option<String>,
    /// `Last-Modified`
    pub last_modified: Option<String>,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Ask {
    /// What is asked for.
    pub url: Url,
    /// Who named it.
    pub trust: Trust,
    /// Sent as `Authorization: Bearer …` to the origin of `url` and to no other.
    pub key: Option<Key>,
    /// Send the key as `x-api-key`, too, as older servers want it.
    pub old_key_header: bool,
    /// From the last answer.
    pub since: Validators,
    /// `Accept`
    pub accept: &'static str,
    /// The longest body taken, in bytes, after decompression.
    pub cap: usize,
    /// The most requests a minute to this host; `None` for no limit but two at once.
    pub per_minute: Option<u32>,
}

/// What came back; any status is an answer.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// 200, 304, 404 …
    pub status: u16,
    /// Where the answer came from, after redirects.
    pub url: Option<Url>,
    /// `Content-Type`, lower-cased, without parameters.
    pub content_type: String,
    /// For the next question.
    pub validators: Validators,
    /// How long the server asks us to wait: `Retry-After`, else `X-RateLimit-Reset`. Not clamped.
    pub wait: Option<Duration>,
    /// Where it moved for good (301, 308), if it did.
    pub moved: Option<Url>,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

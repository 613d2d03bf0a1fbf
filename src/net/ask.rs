//! A question to a server, and its answer.

use std::{fmt, time::Duration};

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
    /// What is asked for. A name and password in it are not sent.
    pub url: Url,
    /// Who named it.
    pub trust: Trust,
    /// Sent as `Authorization: Bearer …` to the origin of `url` and to no other, and only if a person typed it.
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
#[derive(Clone, Default)]
pub struct Reply {
    /// 200, 304, 404 …
    pub status: u16,
    /// Where the answer came from, after redirects.
    pub url: Option<Url>,
    /// `Content-Type`, lower-cased, without parameters.
    pub content_type: String,
    /// The `charset` it names, as it was written; a page may know better.
    pub charset: Option<String>,
    /// How long it stays fresh, by `Cache-Control: max-age`, else by `Expires`.
    pub fresh_for: Option<Duration>,
    /// For the next question. Of a 304 that names none, those that were sent.
    pub validators: Validators,
    /// How long the server asks us to wait: `Retry-After`, else `X-RateLimit-Reset`. Not clamped; only of an answer
    /// of 400 and above, since some servers tell the end of their minute with every answer.
    pub wait: Option<Duration>,
    /// Where it moved for good (301, 308), if it did.
    pub moved: Option<Url>,
    /// The body, decompressed.
    pub body: Vec<u8>,
}

/// The body shows as its length: what a server says is not for logs, and it may say our own key back to us.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("url", &self.url.as_ref().map(Url::as_str))
            .field("content_type", &self.content_type)
            .field("charset", &self.charset)
            .field("fresh_for", &self.fresh_for)
            .field("validators", &self.validators)
            .field("wait", &self.wait)
            .field("moved", &self.moved.as_ref().map(Url::as_str))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

//! What can keep an answer from us, in plain words.

/// The kind of thing that went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// No way to the server: no network, no such host, refused, timed out before an answer. Worth trying later.
    Unreachable,
    /// The answer broke off, or was no sound HTTP. Worth one more try.
    Broken,
    /// We would not ask, or not go on: a private address, a redirect too many, a scheme.
    Forbidden,
    /// More than we take.
    TooLarge,
    /// No request is allowed at all (`--offline`).
    Offline,
}

/// Why there is no answer. No key is ever in it, and its words are safe to show.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{host}: {why}")]
pub struct NetFault {
    /// The host asked.
    pub host: String,
    /// The kind.
    pub cause: Cause,
    /// Why, in plain words: "the name is not known", "no answer within 15 s".
    pub why: String,
}

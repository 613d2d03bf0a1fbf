//! The one polite HTTP client that everything here uses.
//!
//! One question ([`Ask`]), one answer ([`Reply`]) or one sentence about why there is none ([`NetFault`]). It is a good
//! guest: it says who it is, asks conditionally, two at a time and no oftener than agreed, and tells its caller how
//! long a server wants to be left alone. It trusts nobody: not an address that a stranger named, not a redirect, not
//! the length that a server claims, not the words it answers with.
//!
//! **Who named an address decides what may be asked there** ([`Trust`]). What a person typed may be anywhere public,
//! and, where `allow_private` says so, on this machine or nearby. What a record, a feed or a redirect named is public
//! and on the usual ports, or it is not asked. Where a cloud keeps its machines' secrets is never asked, whoever says
//! so. The URL is judged first (`gate`), then what its name turned out to be (`resolve`), and the judged addresses
//! themselves are what is dialled: a name cannot change its mind in between. Connections that may reach the own
//! network are kept in a pool of their own (`dial`), so that no other question finds them.
//!
//! **Redirects are followed by hand** (`redirects`), five at most, never from https to http, each hop judged anew.
//! Within one origin (scheme, host, port) trust, key and validators come along; beyond it the next address is a
//! stranger's, and nothing comes along. That holds for a step from http to https of the same host, too; a caller
//! learns from [`Reply::moved`] that the person should write the other address.
//!
//! **A body is taken as it comes** (`body`), counted after decompression, up to [`Ask::cap`]; a gibibyte of zeros
//! in a megabyte is cut off after `cap`. It must keep coming, and be whole in time ([`Limits`]). One that breaks off
//! is no answer. There is one coding at most, and only gzip, brotli or zstd.
//!
//! **A key never shows.** [`Key`] has no `Display`, its `Debug` is `***`, and only `net` can make a header of it,
//! marked as secret. It goes to the origin it is meant for, over https, or over http within the own network and past
//! any proxy. What a server says is searched for it before it becomes a message, an address or a validator. The body
//! alone is handed on as it came: whoever quotes it hides the key with [`Key::hidden`].
//!
//! **What is not here**: trying again. A caller knows what a question is worth, how often it failed before the
//! program was last ended, and what its budget is; [`pause`] and [`patience`] do the arithmetic for it. There are no
//! cookies, no Referer, no cache. Requests are GET; what is written to a server ([`Form`], by POST: a login, a question to
//! a model) is never sent on; its answer can be heard as it comes, under the same caps and limits. A server that tells what happens as it happens is listened to over a WebSocket (`socket`), under
//! the same rules.
//!
//! Proxies of the environment (`HTTPS_PROXY`, `NO_PROXY` …) are used. A name is then looked up by the proxy, which
//! goes where its own rules let it: of a name that a stranger said, only what the name itself gives away can be
//! judged here.
//!
//! It costs a thread for the look-up of a name and one at the first question to read this machine's certificates
//! (10 to 30 ms), two idle connections a host for half a minute, and the body in memory, once.

mod address;
mod ask;
mod body;
mod client;
mod clock;
mod dial;
mod fault;
mod form;
mod gate;
mod hosts;
mod key;
mod manners;
mod obtain;
mod redirects;
mod resolve;
mod socket;
mod waits;

pub use address::public;
pub use ask::{Ask, Reply, Trust, Validators};
pub use body::Each;
pub use client::Client;
pub use clock::Clock;
pub use fault::{Cause, NetFault};
pub use form::Form;
pub use key::Key;
pub use manners::{Limits, Manners};
pub use obtain::obtain;
pub use resolve::{Looked, Lookup};
pub use socket::{Heard, Listen, Opened, Socket};
pub use waits::{jitter, patience, pause};

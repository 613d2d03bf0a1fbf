//! One question to a server, and what its answer means for the questions after it.
//!
//! This is the table of statuses: what is tried again, what is waited for, what ends a wire's turn, and the sentence
//! for each. Answers that only the caller can judge (200, 304, 404 and what a server cannot do) are given back.

use std::{
    hash::{BuildHasher, RandomState},
    sync::Arc,
    time::Duration,
};

use url::Url;

use super::super::{
    BY_ITSELF, Budget, NEXT_SYNC, Stop, Stopped,
    answer::{
        refusal::{self, short},
        web_page,
    },
};
use crate::{
    net::{Ask, Cause, Client, Key, NetFault, Reply, Trust, Validators},
    text::clean,
};

/// The longest page taken, in bytes.
pub(super) const PAGE: usize = 32 << 20;
/// An error of the server's own is tried again after each of these times.
const AGAIN: [Duration; 2] = [Duration::from_millis(150), Duration::from_millis(600)];
/// As much of a body that is no answer goes to the log, in bytes.
const LOGGED: usize = 2 << 10;
/// As much of a body that is no answer is looked at, in bytes.
const LOOKED_AT: usize = 64 << 10;
/// The first wait where a server does not say how long, in seconds, and the longest.
const WAIT: (u64, u64) = (2, 64);
/// What JSON is asked for as.
const JSON: &str = "application/json";

/// Who asks one server.
#[derive(Debug)]
pub(super) struct Asker {
    pub(super) client: Client,
    pub(super) host: String,
    pub(super) key: Option<Key>,
    pub(super) old_key_header: bool,
    pub(super) allow_private: bool,
    pub(super) per_minute: Option<u32>,
    pub(super) budget: Arc<Budget>,
    /// How often in a row the server found us too fast.
    pub(super) throttled: u32,
}

/// A question.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) url: Url,
    pub(super) since: Validators,
    pub(super) accept: &'static str,
    pub(super) cap: usize,
    /// An error of the server's own (500) is tried again.
    pub(super) patient: bool,
}

impl Question {
    pub(super) fn new(url: Url) -> Self {
        Self { url, since: Validators::default(), accept: JSON, cap: PAGE, patient: true }
    }
}

impl Asker {
    /// Asks. Any answer that is about this question alone is given back; the others stop the wire's turn.
    pub(super) async fn ask(&mut self, question: Question) -> Result<Reply, Stopped> {
        let ask = Ask {
            url: question.url,
            trust: Trust::Typed { allow_private: self.allow_private },
            key: self.key.clone(),
            old_key_header: self.old_key_header,
            since: question.since,
            accept: question.accept,
            cap: question.cap,
            per_minute: self.per_minute,
        };
        let mut again = AGAIN.iter().filter(|_| question.patient);
        let mut broken_off = false;
        loop {
            if !self.budget.spend() {
                return Err(self.spent());
            }
            let reply = match Box::pin(self.client.get(&ask)).await {
                Err(fault) if fault.cause == Cause::Broken && !broken_off => {
                    broken_off = true;
                    continue;
                }
                Err(fault) => return Err(self.unreached(&fault)),
                Ok(reply) => reply,
            };
            if reply.status == 500
                && let Some(pause) = again.next()
            {
                tokio::time::sleep(*pause).await;
                continue;
            }
            return self.judge(reply);
        }
    }

    fn judge(&mut self, reply: Reply) -> Result<Reply, Stopped> {
        if reply.status != 429 {
            self.throttled = 0;
        }
        match reply.status {
            200 | 203 | 304 | 400 | 402..=405 | 410 | 422 | 500 | 501 => Ok(reply),
            401 => Err(self.refused(&reply)),
            429 => Err(self.too_fast(&reply)),
            503 if reply.wait.is_some() => Err(self.too_fast(&reply)),
            408 | 502..=504 | 520..=530 => Err(self.down(&reply)),
            _ => Err(self.stopped(&reply)),
        }
    }

    /// What an answer means that is none.
    pub(super) fn stopped(&self, reply: &Reply) -> Stopped {
        let host = &self.host;
        let why = self.told(reply);
        let stop = |stop, what: String, remedy: &str| Stopped::new(stop, what, why.clone(), remedy);
        match reply.status {
            400 | 422 => stop(Stop::Wrong, format!("{host} found our question wrong"), UPDATE),
            401 => self.refused(reply),
            402 => stop(Stop::Unable, format!("{host} wants a better plan for this"), PLAN),
            403 => stop(Stop::Unable, format!("{host} does not let this key do that"), PLAN),
            404 | 410 => stop(Stop::Missing, format!("{host} does not have it"), ""),
            405 | 501 => stop(Stop::Unable, format!("{host} cannot do that"), ""),
            500 => stop(Stop::Broken, format!("{host} has an error of its own"), NEXT_SYNC),
            _ => stop(Stop::Broken, format!("{host} gave an answer that is none"), ADDRESS),
        }
    }

    /// An answer with a good status and a body that is not what was asked for.
    pub(super) fn no_answer(&self, reply: &Reply, what: &str) -> Stopped {
        let page = web_page::look(self.hidden(&reply.body).as_bytes(), &reply.content_type);
        let (what, remedy) = match page {
            Some(page) => (page, ADDRESS),
            None => (what.to_owned(), NEXT_SYNC),
        };
        self.log(reply);
        let moved = reply.url.as_ref().map(|url| clean::line(url.host_str().unwrap_or_default()));
        let from = moved.filter(|from| !from.is_empty() && !self.host.starts_with(from.as_str()));
        let from = from.map_or_else(String::new, |from| format!(" (at {from}, where it sent us)"));
        let said = format!("It answered {}: {}{from}", reply.status, what);
        Stopped::new(Stop::Broken, format!("{} gave an answer that is none", self.host), said, remedy)
    }

    fn refused(&self, reply: &Reply) -> Stopped {
        let (what, remedy) = if self.key.is_some() {
            (
                format!("{} refused the key", self.host),
                "Check the key of the wire in the config, then `slugline sync`",
            )
        } else {
            (format!("{} wants a key", self.host), "Give the wire a key in the config, then `slugline sync`")
        };
        Stopped::new(Stop::Refused, what, self.told(reply), remedy)
    }

    /// 429, and 503 with a time to come back.
    fn too_fast(&mut self, reply: &Reply) -> Stopped {
        let wait = reply.wait.unwrap_or_else(|| {
            let seconds = WAIT.0.saturating_mul(1 << self.throttled.min(5)).min(WAIT.1);
            // Many clients told to go away at once should not all come back at once.
            let spread = RandomState::new().hash_one(seconds) % 250;
            Duration::from_millis(seconds * 1_000 + seconds * spread)
        });
        self.throttled = self.throttled.saturating_add(1);
        let what = format!("{} asks us to wait", self.host);
        Stopped::new(Stop::Wait(wait), what, self.told(reply), "It goes on by itself when the time is over")
    }

    fn down(&self, reply: &Reply) -> Stopped {
        let what = format!("{} is not there at the moment", self.host);
        Stopped::new(Stop::Offline, what, self.told(reply), BY_ITSELF)
    }

    fn unreached(&self, fault: &NetFault) -> Stopped {
        let host = &self.host;
        let why = sentence(&short(&self.hidden(fault.why.as_bytes())));
        tracing::debug!(%host, why, "no answer");
        let stop = |stop, what: String, remedy: &str| Stopped::new(stop, what, why.clone(), remedy);
        match fault.cause {
            Cause::Unreachable => stop(Stop::Offline, format!("{host} cannot be reached"), BY_ITSELF),
            Cause::Broken => stop(Stop::Broken, format!("The answer of {host} broke off"), NEXT_SYNC),
            Cause::Forbidden => stop(Stop::Unable, format!("{host} was not asked"), ADDRESS),
            Cause::TooLarge => stop(Stop::Broken, format!("{host} sent more than is taken"), ADDRESS),
            Cause::Offline => {
                stop(Stop::NotAllowed, format!("{host} was not asked"), "Leave out --offline to ask it")
            }
        }
    }

    fn spent(&self) -> Stopped {
        let what = format!("Today's requests to {} are used up", self.host);
        let why = "The wire's daily budget is spent".to_owned();
        Stopped::new(
            Stop::Budget,
            what,
            why,
            "It goes on tomorrow (UTC); raise `budget` in the config for more",
        )
    }

    /// The status, and the server's own words for it, safe to show.
    fn told(&self, reply: &Reply) -> String {
        self.log(reply);
        // Hidden before anything is cut, so that no half of a key remains, and after the cleaning, which could mend one.
        let said = refusal::read(self.hidden(&reply.body).as_bytes(), &reply.content_type);
        let words = self.hidden(said.words.as_bytes());
        let status = reply.status;
        if words.is_empty() {
            format!("It answered {status}")
        } else {
            format!("It answered {status}: {words}")
        }
    }

    fn log(&self, reply: &Reply) {
        let body = clean::line(&self.hidden(&reply.body));
        let body = body.get(..body.floor_char_boundary(LOGGED)).unwrap_or_default();
        tracing::debug!(host = %self.host, status = reply.status, body, "an answer that is none");
    }

    /// Foreign words, as far as they are looked at, without the key in them.
    fn hidden(&self, words: &[u8]) -> String {
        let words = String::from_utf8_lossy(words.get(..LOOKED_AT).unwrap_or(words));
        self.key.as_ref().map_or_else(|| words.to_string(), |key| key.hidden(&words))
    }
}

const UPDATE: &str = "A newer Slugline may know how to ask";
const PLAN: &str =
    "What is on your machine stays readable; the server's operator can tell what the key may do";
const ADDRESS: &str = "Check the address of the wire in the config; `slugline wires test` tells more";

/// With a capital at its beginning.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

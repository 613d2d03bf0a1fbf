//! Why a model did not answer, in words, and what that may have cost.

use std::time::Duration;

use serde_json::Value;

use super::Usage;
use crate::{
    net::{Cause, NetFault, Reply},
    text::clean,
};

/// What a call that brought nothing may have cost.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Charge {
    /// Nothing: the question was not taken.
    #[default]
    Nothing,
    /// So many tokens, as the service counted.
    Told(Usage),
    /// Nobody said: the question, and so many bytes of an answer that were heard.
    Guess {
        /// Bytes of text that came.
        said: usize,
    },
}

/// The kind of thing that went wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// The key is not taken, the model is not known, the question is not understood: asking again changes nothing.
    Wrong,
    /// Too many questions: later.
    Limit,
    /// It cannot just now: later.
    Busy,
    /// There is no way to it.
    #[default]
    Unreachable,
    /// It took longer than it was given.
    Late,
    /// What came is no whole answer.
    Broken,
    /// It will not write this.
    Refused,
}

/// A question without an answer. No key is ever in it, and its words are safe to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unsaid {
    /// The kind.
    pub kind: Kind,
    /// Why, in plain words: "it takes no more questions for now (status 429)".
    pub why: String,
    /// What it may have cost.
    pub charge: Charge,
    /// How long the service wants to be left alone.
    pub wait: Option<Duration>,
    /// What it says of its refusal, where the question may only have been put in the wrong way.
    pub other_way: Option<String>,
}

/// The question did not reach it, or no whole answer reached us.
pub(super) fn unasked(fault: &NetFault, took: Duration, said: usize) -> Unsaid {
    // Whoever is late has been asked, and may have worked.
    let late = fault.why.contains("within") || fault.why.contains("stood still");
    let began = took > Duration::ZERO && (late || matches!(fault.cause, Cause::Broken | Cause::TooLarge));
    let kind = match fault.cause {
        _ if late => Kind::Late,
        Cause::Forbidden => Kind::Wrong,
        Cause::Broken | Cause::TooLarge => Kind::Broken,
        Cause::Unreachable | Cause::Offline => Kind::Unreachable,
    };
    let not_connected = fault.why.starts_with("no connection");
    let charge = if began && !not_connected { Charge::Guess { said } } else { Charge::Nothing };
    Unsaid { kind, why: fault.why.clone(), charge, ..Unsaid::default() }
}

/// It answered with something else than an answer.
pub(super) fn unwilling(reply: &Reply, model: &str) -> Unsaid {
    let (status, said) = (reply.status, said(&reply.body));
    let told = |why: &str| format!("{why} (status {status}{})", in_words(&said));
    let (kind, why) = match status {
        401 | 403 => (Kind::Wrong, told("it does not take the key")),
        402 => (Kind::Wrong, told("there is no money left with it")),
        404 => (Kind::Wrong, told(&format!("it knows no such address or no model {model}"))),
        413 => (Kind::Wrong, told("the question is too long for it")),
        429 => (Kind::Limit, told("it takes no more questions for now")),
        503 | 529 => (Kind::Busy, told("it is overloaded")),
        500.. => (Kind::Busy, told("something is wrong over there")),
        400..500 => (Kind::Wrong, told("it does not take the question")),
        _ => (Kind::Broken, told("its answer is none")),
    };
    let other_way = matches!(status, 400 | 422).then(|| clean::line(&String::from_utf8_lossy(&reply.body)));
    Unsaid { kind, why, charge: Charge::Nothing, wait: reply.wait, other_way }
}

/// What a server says of its refusal.
pub(super) fn said(body: &[u8]) -> String {
    let value: Option<Value> = serde_json::from_slice(body).ok();
    let error = value.as_ref().and_then(|value| value.get("error"));
    let words = error.and_then(|error| error.get("message").unwrap_or(error).as_str());
    words.map(|words| clean::line(words).chars().take(160).collect()).unwrap_or_default()
}

fn in_words(said: &str) -> String {
    if said.is_empty() { String::new() } else { format!(": {said}") }
}

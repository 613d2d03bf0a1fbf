//! SIGNAL: what moved, and the arithmetic that says so.
//!
//! A story is heard each time a record comes to it: [`hear`] looks at the story as it stands, and at what fired for it
//! before, and gives what fires now. It is pure; whether a story may fire again is worked out from its records and its
//! signals, so that a replay of the same arrivals gives the same signals, however they are batched.
//!
//! Three kinds of signal and a warning:
//!
//! - *Velocity*: more independent voices in a short time than the story's own past lets one expect. The measure is the
//!   square-root Poisson z, 2(√k − √λ), for k voices where λ were expected: it needs no table, is honest about small
//!   counts, and a person can redo it. Windows of one, three and six hours run side by side, each with its own minimum,
//!   since four voices within the hour say as much as six within six. λ comes from the day before the window, times how
//!   much busier the whole wire is than it was then ([`Tide`]): at noon, and on a day of great events, every story is told
//!   faster. That took two thirds of the false alarms and few of the true ones, and knows more than a table of hours
//!   of the week would, without weeks of learning. A story that fired is armed again when it has calmed down, and never
//!   within the cooldown.
//! - *Novelty*: a story that opens far from all others and is told by several within hours; in a known story a name that
//!   no text had before, a number of something that the published version does not give, or much else that it does not say.
//! - *Divergence*, which can be checked by looking: one thing counted differently, a denial of what another says, outlets
//!   and posts that speak of the story in other words. Both sides' very words come with it. Tone and sentiment prove
//!   nothing and are not looked at.
//! - *Coordination*: many accounts that post nearly the same words at once, or few that write most of it. It is said of a
//!   story and makes none ([`is_news`]).
//!
//! Voices are counted, not records: an agency's text printed by thirty outlets is one voice, and so is an outlet that
//! writes thirty times. Where a record names nobody, and no page, it counts for itself.
//!
//! What was already there when a source was first gathered (`backfill`) is old news: it belongs to a story's past, and
//! neither outruns it nor is new. Otherwise adding a feed would be an alarm.
//!
//! A signal is never a bare number: it names its evidence, tells its arithmetic in words, and keeps each number of it by
//! name. Its confidence is worked out from how far its bounds are passed and from how many of the sources that normally
//! speak there are up to date; where some are not, it says so. The bounds are [`Rules`], and each is a key of the config.
//!
//! What it does not see: names in scripts without capitals, denials in languages it has no list for, and numbers written
//! as words above twelve. Two accounts that count different things by one word in like sentences pass for a conflict:
//! that is why both stand there to be read.
//!
//! What it costs: one look at the story's last thirty-six hours, a thousand records at most. Texts are read only where
//! several voices speak, the first 2,400 bytes of each, and those of a dozen records.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod conflict;
mod coordination;
mod denial;
mod development;
mod divergence;
mod framing;
mod novelty;
mod passage;
mod recent;
mod rules;
mod tide;
mod trust;
mod velocity;

use std::fmt::Debug;

use crate::story::{Cluster, Moment, Record, RecordId, Signal, SignalKind};

pub use rules::{Rules, Window};
pub use tide::Tide;

/// A story as far as it is known at one moment: what the detectors look at.
#[derive(Debug, Clone, Copy)]
pub struct Story<'a> {
    /// Its cluster. Its copies stand in the order of its records.
    pub cluster: &'a Cluster,
    /// Its records, oldest first, copies among them.
    pub members: &'a [&'a Record],
    /// How far its first record lay from the nearest story when it opened, 0 to 1; `None` if there was no other.
    pub distance: Option<f64>,
    /// The words of its published version; `None` before there is one.
    pub published: Option<&'a str>,
    /// The records that the published version was written from; none before there is one.
    pub told: &'a [RecordId],
    /// Whether those who normally speak here are up to date.
    pub freshness: Freshness,
    /// How busy the whole wire is; `None` if that is not known, and then every hour is like any other.
    pub tide: Option<&'a Tide>,
    /// How common words are; `None` if that is not known, and then no name is new.
    pub past: Option<&'a dyn Past>,
}

impl<'a> Story<'a> {
    /// A story of which no more is known than its records: unpublished, with no other near, nobody's freshness known.
    pub fn of(cluster: &'a Cluster, members: &'a [&'a Record]) -> Self {
        let freshness = Freshness::default();
        Self {
            cluster,
            members,
            distance: None,
            published: None,
            told: &[],
            freshness,
            tide: None,
            past: None,
        }
    }
}

/// How common words are in what was told before.
pub trait Past: Debug {
    /// How many texts there were.
    fn texts(&self) -> u64;

    /// How many of them have a word, by its key ([`crate::text::words::Word::key`]).
    fn texts_with(&self, key: &str) -> u64;
}

/// How many of the sources that normally speak on a beat were gathered lately enough.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Freshness {
    /// Sources that normally speak there.
    pub speak: usize,
    /// Those of them that are up to date.
    pub fresh: usize,
}

/// What the story's newest record tipped: the signals that fire now, given those that `fired` for it before. To be asked
/// after each record that came to the story; what was there when its source was first gathered tips nothing.
pub fn hear(story: &Story<'_>, fired: &[Signal], now: Moment, rules: &Rules) -> Vec<Signal> {
    let recent = recent::Recent::of(story, now);
    let velocity = velocity::velocity(story, &recent, fired, rules);
    let opening = novelty::opening(story, &recent, fired, rules);
    let novelty = opening.or_else(|| development::development(story, &recent, fired, rules));
    let divergence = divergence::divergence(story, &recent, fired, rules);
    let coordination = coordination::coordination(story, &recent, fired, rules);
    [velocity, novelty, divergence, coordination].into_iter().flatten().collect()
}

/// Whether a signal by itself makes a story worth a dispatch. A warning does not: that many accounts say the same is
/// said of the story, and is none.
pub fn is_news(signal: &Signal) -> bool {
    signal.kind != SignalKind::Coordination
}

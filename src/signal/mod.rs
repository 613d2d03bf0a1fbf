//! SIGNAL: what moved, and the arithmetic that says so.
//!
//! Two detectors. *Velocity*: more independent voices in a short time than the story's own past lets one expect.
//! The measure is the square-root Poisson z, 2(√k − √λ), for k voices where λ were expected: it needs no table, is
//! honest about small counts, and a person can redo it. Three windows run side by side, each with its own minimum,
//! because four voices within the hour say as much as five within six. *Novelty*: a story that did not outrun
//! itself is still news if nothing like it was told before; the distance to the nearest earlier story is kept.
//!
//! Voices are counted, not records: an agency's text printed by thirty outlets is one voice, and so is an outlet
//! that writes thirty times.
//!
//! What was already there when a source was first gathered (`backfill`) is old news: it belongs to a story's past, and
//! neither outruns it nor is new. Otherwise adding a feed would be an alarm.
//!
//! A signal is never a bare number: it names its evidence and tells its arithmetic in words. It refuses tone and
//! sentiment as proof of anything.
//!
//! What it costs: one walk over each cluster's records, and one index of words over the clusters.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod novelty;
mod velocity;

use std::collections::HashMap;

use crate::story::{Cluster, Moment, Record, RecordId, Signal};

/// A record may be dated so far ahead of the clock before it is taken to have come now.
const AHEAD_SECONDS: i64 = 300;

/// One signal for each cluster, in the order of the clusters: its velocity if that stands out, else its novelty.
/// Records that are not among `records` are passed over.
pub fn detect(clusters: &[Cluster], records: &[Record], now: Moment) -> Vec<Signal> {
    let by_id: HashMap<&RecordId, &Record> = records.iter().map(|record| (&record.id, record)).collect();
    let members: Vec<Vec<&Record>> = clusters
        .iter()
        .map(|cluster| cluster.records.iter().filter_map(|id| by_id.get(id).copied()).collect())
        .collect();
    let nearest = novelty::nearest(clusters, &members);
    let mut signals = Vec::with_capacity(clusters.len());
    for ((cluster, members), nearest) in clusters.iter().zip(&members).zip(nearest) {
        let originals: Vec<&Record> =
            members.iter().copied().filter(|record| !cluster.copies.contains(&record.id)).collect();
        let latest = now.plus_seconds(AHEAD_SECONDS);
        let velocity = velocity::velocity(&originals, latest);
        signals.push(velocity.unwrap_or_else(|| novelty::novelty(cluster, &originals, nearest, now)));
    }
    signals
}

/// A story as far as it is known at one moment: what the detectors look at.
#[derive(Debug, Clone, Copy)]
pub struct Story<'a> {
    /// Its cluster.
    pub cluster: &'a Cluster,
    /// Its records, oldest first, copies among them.
    pub members: &'a [&'a Record],
    /// How far its first record lay from the nearest story when it opened, 0 to 1; `None` if there was no other.
    pub distance: Option<f64>,
    /// The words of its published version; `None` before there is one.
    pub published: Option<&'a str>,
    /// Whether those who normally speak here are up to date.
    pub freshness: Freshness,
}

/// How many of the sources that normally speak on a beat were gathered lately enough.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Freshness {
    /// Sources that normally speak there.
    pub speak: usize,
    /// Those of them that are up to date.
    pub fresh: usize,
}

/// What the story's newest record tipped: the signals that fire now, given those that `fired` for it before.
pub fn hear(story: &Story<'_>, fired: &[Signal], now: Moment) -> Vec<Signal> {
    let originals: Vec<&Record> =
        story.members.iter().copied().filter(|record| !story.cluster.copies.contains(&record.id)).collect();
    let velocity = velocity::velocity(&originals, now.plus_seconds(AHEAD_SECONDS));
    velocity
        .filter(|_| !fired.iter().any(|old| old.kind == crate::story::SignalKind::Velocity))
        .into_iter()
        .collect()
}

/// `14:02`, in UTC.
fn clock(moment: Moment) -> String {
    moment.to_jiff().strftime("%H:%M").to_string()
}

/// `1 voice`, `2 voices`.
fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

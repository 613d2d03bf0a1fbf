//! The further addresses of a harvest: followed within one gathering, at the same origin, two at a time.

use std::{collections::HashSet, time::Duration};

use futures_util::{StreamExt as _, stream};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::{Fetched, Harvest, Job, Origin, Stopped, once};
use crate::net::{Ask, Validators};

/// The most requests of one gathering, whatever a kind wishes.
const MOST: u32 = 100;
/// How long it may take in all; what is not there by then comes the next time.
const PATIENCE: Duration = Duration::from_secs(90);
/// Answers that may fail one after the other before the rest is left for the next time.
const IN_VAIN: u32 = 3;
/// At once; the client lets no more through to one host.
const AT_ONCE: usize = 2;
/// Lines about what could not be kept.
const NOTES: usize = 12;

/// What reads an answer.
pub(super) type Parse = fn(&[u8], &Origin<'_>) -> Harvest;

/// Follows what `first`, the answer to `ask`, names as belonging to it, and what those name in turn, as long as `on`
/// says so of an answer; at most so many requests, the first included. Everything comes together in one harvest, in
/// the order it was named. False where something was named and is missing now.
pub(super) async fn follow(
    job: &Job<'_>,
    ask: &Ask,
    mut first: Fetched,
    parse: Parse,
    most: u32,
    on: impl Fn(&Harvest) -> bool,
) -> (Fetched, bool) {
    let Some(mut harvest) = first.harvest.take() else { return (first, true) };
    let mut trail = Trail { asked: HashSet::from([ask.url.clone()]), ..Trail::default() };
    let mut named = further(&mut harvest, &on);
    let end = Instant::now() + PATIENCE;
    loop {
        let left = most.min(MOST).saturating_sub(first.requests) as usize;
        let round = trail.round(std::mem::take(&mut named), ask, left);
        if round.is_empty() {
            break;
        }
        let mut answers = stream::iter(round).map(|url| one(job, ask, url, parse)).buffered(AT_ONCE);
        while !trail.lost() {
            match timeout_at(end, answers.next()).await {
                Ok(Some(Ok(part))) => {
                    first.requests += part.requests;
                    first.bytes += part.bytes;
                    trail.in_vain = 0;
                    if let Some(mut part) = part.harvest {
                        named.extend(further(&mut part, &on));
                        join(&mut harvest, part);
                    }
                }
                Ok(Some(Err(stopped))) => {
                    first.requests += stopped.requests;
                    trail.failed(stopped);
                }
                Ok(None) => break,
                Err(_) => trail.late = true,
            }
        }
    }
    let whole = trail.tell(&mut harvest);
    first.harvest = Some(harvest);
    (first, whole)
}

/// What an answer names, if it is to be followed.
fn further(harvest: &mut Harvest, on: impl Fn(&Harvest) -> bool) -> Vec<Url> {
    let named = std::mem::take(&mut harvest.more);
    if on(harvest) { named } else { Vec::new() }
}

async fn one(job: &Job<'_>, ask: &Ask, url: Url, parse: Parse) -> Result<Fetched, Stopped> {
    let ask = Ask { url, since: Validators::default(), ..ask.clone() };
    let reply = once::get_once(job.client, &ask).await?;
    once::read(job, reply, parse).await
}

/// How it went on the way.
#[derive(Default)]
struct Trail {
    asked: HashSet<Url>,
    elsewhere: usize,
    failed: usize,
    in_vain: u32,
    /// The last failure.
    stopped: Option<Stopped>,
    late: bool,
}

impl Trail {
    /// What is asked next: nothing twice, and nothing elsewhere.
    fn round(&mut self, named: Vec<Url>, ask: &Ask, left: usize) -> Vec<Url> {
        let mut round = Vec::new();
        if self.lost() {
            return round;
        }
        for url in named {
            if url.origin() != ask.url.origin() {
                self.elsewhere += 1;
            } else if round.len() < left && self.asked.insert(url.clone()) {
                round.push(url);
            }
        }
        round
    }

    fn failed(&mut self, stopped: Stopped) {
        self.failed += 1;
        self.in_vain += 1;
        self.stopped = Some(stopped);
    }

    /// It makes no sense to go on: it takes too long, the server asks to be left alone, or fails again and again.
    fn lost(&self) -> bool {
        self.late
            || self.in_vain >= IN_VAIN
            || self.stopped.as_ref().is_some_and(|stopped| stopped.wait.is_some())
    }

    /// Notes what is missing; true if nothing is.
    fn tell(&self, harvest: &mut Harvest) -> bool {
        let mut notes = Vec::new();
        if let Some(stopped) = &self.stopped {
            let (what, why) = (&stopped.trouble.what, &stopped.trouble.why);
            notes.push(format!(
                "{} of {} further answers are missing: {what}. {why}",
                self.failed,
                self.asked.len() - 1
            ));
        }
        if self.late {
            notes.push(format!(
                "Not everything came within {} s; the rest is asked for the next time",
                PATIENCE.as_secs()
            ));
        }
        if self.elsewhere > 0 {
            notes.push("It names further pages at another server, which is not followed".to_owned());
        }
        let whole = notes.is_empty();
        notes.append(&mut harvest.notes);
        notes.truncate(NOTES);
        harvest.notes = notes;
        whole
    }
}

/// One more answer of the same gathering.
fn join(whole: &mut Harvest, part: Harvest) {
    whole.records.extend(part.records);
    whole.gone.extend(part.gone);
    whole.repaired |= part.repaired;
    let notes = part.refused.into_iter().chain(part.notes);
    for note in notes {
        if !whole.notes.contains(&note) {
            whole.notes.push(note);
        }
    }
}

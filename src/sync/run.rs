//! One run of one wire: meet the server, walk its list, fetch what is wanted one by one.

use std::{sync::Arc, time::Duration};

use super::{Want, far::Far, leave, shelf::Shelf, tally::Tally};
use crate::{
    net::Clock,
    remote::{Budget, Stop, Stopped},
    store::{Haul, Standing},
    wire::state::Trouble,
};

/// A wait that a server wishes is sat out within the run if it is no longer than this.
const SIT_OUT: Duration = Duration::from_secs(30);
/// How often in a row, before the server is taken at its word that it wants no more.
const SIT_OUTS: u32 = 5;

/// Why a run did not go to its end.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Halt {
    /// The server, or what is between.
    Stopped(Stopped),
    /// The store.
    Store(Trouble),
}

impl From<Trouble> for Halt {
    fn from(trouble: Trouble) -> Self {
        Self::Store(trouble)
    }
}

/// A run under way.
pub(super) struct Run<'a, F: Far> {
    pub(super) far: F,
    pub(super) shelf: Shelf,
    pub(super) budget: Arc<Budget>,
    /// The day's whole budget.
    pub(super) daily: u32,
    pub(super) clock: Clock,
    pub(super) tally: Tally<'a>,
    pub(super) standing: Standing,
    /// Waits sat out since something last came.
    pub(super) sat_out: u32,
}

impl<F: Far> Run<'_, F> {
    /// All of it. What came in is kept, however it ends.
    pub(super) async fn go(&mut self, want: Want) -> Result<(), Halt> {
        if !leave::is_known(&self.standing, &self.standing.url, self.clock.now()) {
            self.meet().await?;
        }
        // Where the list is known to stand, what a person opened need not wait for the walk, which may use up the day.
        if !self.far.abilities().list.is_empty() {
            self.fetch_opened().await?;
        }
        self.walk_the_list().await?;
        self.fetch_opened().await?;
        self.fetch_dispatches().await?;
        if let Some(since) = want.records_since {
            self.shelf.want_records_since(since).await?;
        }
        self.fetch_records().await
    }

    async fn meet(&mut self) -> Result<(), Halt> {
        while let Err(stopped) = self.far.meet().await {
            self.sit_out(stopped).await?;
        }
        self.sat_out = 0;
        self.standing.met_at = Some(self.clock.now());
        self.learn();
        let spent = self.spent();
        self.shelf.keep_standing(self.standing.clone(), spent).await?;
        Ok(())
    }

    /// Requests made and not written down yet.
    fn spent(&mut self) -> u32 {
        let spent = self.budget.take_spent();
        self.tally.report.requests += spent;
        spent
    }

    /// Takes over what the other end has found out. True if that is more than was known.
    pub(super) fn learn(&mut self) -> bool {
        let known = self.far.abilities();
        let (words, abilities) = (known.words(), serde_json::to_string(known).unwrap_or_default());
        let more = abilities != self.standing.abilities || words != self.standing.server;
        (self.standing.server, self.standing.abilities) = (words, abilities);
        more
    }

    /// A haul with what goes into each: what was found out about the server, and what it cost.
    pub(super) fn haul(&mut self) -> Haul {
        let server = self.learn().then(|| (self.standing.server.clone(), self.standing.abilities.clone()));
        Haul { server, requests: self.spent(), ..Haul::default() }
    }

    /// Sits a short wait out, so that the same can be asked again; anything else is a halt.
    pub(super) async fn sit_out(&mut self, stopped: Stopped) -> Result<(), Halt> {
        match stopped.stop {
            Stop::Wait(wait) if wait <= SIT_OUT && self.sat_out < SIT_OUTS => {
                self.sat_out += 1;
                let until = self.clock.now().plus_seconds(wait.as_secs() as i64);
                self.tally.waiting(until);
                tokio::time::sleep(wait).await;
                Ok(())
            }
            _ => Err(Halt::Stopped(stopped)),
        }
    }

    /// Writes down how it went.
    pub(super) async fn conclude(
        &mut self,
        went: Result<(), Halt>,
        who: &str,
        jitter: f64,
    ) -> Result<(), Trouble> {
        let now = self.clock.now();
        self.learn();
        match went {
            Ok(()) => leave::went_through(&mut self.standing, now),
            Err(Halt::Stopped(stopped)) => {
                self.tally.report.trouble = Some(stopped.trouble.clone());
                if stopped.stop == Stop::NotAllowed {
                    return Ok(()); // nothing was tried, so nothing is known that was not known before
                }
                leave::was_stopped(&mut self.standing, &stopped, who, jitter, now);
            }
            Err(Halt::Store(trouble)) => {
                self.tally.report.trouble = Some(trouble);
                return Ok(());
            }
        }
        self.standing.tried_at = Some(now);
        self.standing.notes.clone_from(&self.tally.report.notes);
        self.tally.report.not_before = self.standing.not_before;
        let spent = self.spent();
        self.shelf.keep_standing(self.standing.clone(), spent).await
    }
}

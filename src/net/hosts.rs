//! Turns: how many may ask a host at once, and how often.
//!
//! Who asks waits for the host's minute first, then for a place at the host, then for a place at all; nothing is held
//! while waiting for something that another host could use. Whoever goes away while waiting takes nothing along.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, sleep_until},
};

/// At one host at once.
const AT_ONE: usize = 2;
/// At all hosts together.
const AT_ALL: usize = 8;
/// Hosts remembered before those that nobody waits for are forgotten.
const REMEMBERED: usize = 256;
/// At most so many at once out of a rested minute.
const BURST: u32 = 10;

const MINUTE: Duration = Duration::from_mins(1);

/// All hosts that were asked.
#[derive(Debug)]
pub(super) struct Hosts {
    places: Arc<Semaphore>,
    known: Mutex<HashMap<String, Arc<Host>>>,
}

#[derive(Debug)]
struct Host {
    places: Arc<Semaphore>,
    /// Held while waiting, so that those who wait are served in the order they came.
    pace: tokio::sync::Mutex<Pace>,
}

/// A turn; it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Turn {
    _host: OwnedSemaphorePermit,
    _all: OwnedSemaphorePermit,
}

impl Hosts {
    pub(super) fn new() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_ALL)), known: Mutex::default() }
    }

    /// Waits for a turn at this host. `None` only if the semaphores were closed, which nobody does.
    pub(super) async fn turn(&self, host: &str, per_minute: Option<u32>) -> Option<Turn> {
        let host = self.host(host);
        if let Some(per_minute) = per_minute {
            let mut pace = host.pace.lock().await;
            sleep_until(pace.due(Instant::now(), per_minute)).await;
            pace.take(Instant::now(), per_minute);
        }
        let at_host = Arc::clone(&host.places).acquire_owned().await.ok()?;
        let at_all = Arc::clone(&self.places).acquire_owned().await.ok()?;
        Some(Turn { _host: at_host, _all: at_all })
    }

    fn host(&self, name: &str) -> Arc<Host> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() > REMEMBERED {
            let now = Instant::now();
            known.retain(|_, host| Arc::strong_count(host) > 1 || !host.rested(now));
        }
        Arc::clone(known.entry(name.to_owned()).or_insert_with(|| {
            Arc::new(Host { places: Arc::new(Semaphore::new(AT_ONE)), pace: tokio::sync::Mutex::default() })
        }))
    }
}

impl Host {
    /// Nobody is here, and forgetting it would let nobody ask sooner.
    fn rested(&self, now: Instant) -> bool {
        let still = self.places.available_permits() == AT_ONE;
        still && self.pace.try_lock().is_ok_and(|pace| pace.full.is_none_or(|full| full <= now))
    }
}

/// A bucket of tokens, kept as the one moment when it will be full again.
#[derive(Debug, Default)]
struct Pace {
    full: Option<Instant>,
}

impl Pace {
    /// When the next may ask.
    fn due(&self, now: Instant, per_minute: u32) -> Instant {
        let (burst, each) = tokens(per_minute);
        let room = each * (burst - 1);
        self.full.and_then(|full| full.checked_sub(room)).map_or(now, |due| due.max(now))
    }

    /// One asks.
    fn take(&mut self, now: Instant, per_minute: u32) {
        let (_, each) = tokens(per_minute);
        self.full = Some(self.full.map_or(now, |full| full.max(now)) + each);
    }
}

/// How many tokens the bucket holds, and how long each takes to come back. Both are chosen so that no minute, wherever
/// it begins, has more than `per_minute` requests: a full bucket counts, too.
fn tokens(per_minute: u32) -> (u32, Duration) {
    let per_minute = per_minute.max(1);
    let burst = (per_minute / 6).clamp(1, BURST);
    (burst, MINUTE / (per_minute - burst + 1) + Duration::from_nanos(1)) // divided, it is rounded down
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use tokio::time::{Instant, timeout};

    use super::{AT_ALL, Hosts, MINUTE, Pace, REMEMBERED, tokens};

    /// When `requests` that all come at once are let go, counted from the first.
    fn times(per_minute: u32, requests: usize) -> Vec<Duration> {
        let (begun, mut pace) = (Instant::now(), Pace::default());
        let mut now = begun;
        let each = (0..requests).map(|_| {
            now = pace.due(now, per_minute);
            pace.take(now, per_minute);
            now.duration_since(begun)
        });
        each.collect()
    }

    #[test]
    fn no_minute_has_more_than_agreed() {
        for per_minute in [1, 2, 5, 6, 12, 30, 59, 60, 61, 100, 600, 6000] {
            let times = times(per_minute, per_minute as usize * 5);
            for window in times.windows(per_minute as usize + 1) {
                let [first, .., last] = window else { unreachable!("two at least") };
                assert!(*last >= *first + MINUTE, "more than {per_minute} from {first:?} to {last:?}");
            }
            // And not much less: five minutes' worth is through after six, and one for a beginning.
            let last = *times.last().unwrap();
            assert!(last <= MINUTE * 7, "{per_minute}: {last:?}");
        }
    }

    #[test]
    fn a_rested_host_is_asked_at_once_a_few_times() {
        assert_eq!(times(60, 12).iter().filter(|time| time.is_zero()).count(), 10);
        assert_eq!(times(6000, 12).iter().filter(|time| time.is_zero()).count(), 10);
        assert_eq!(times(5, 12).iter().filter(|time| time.is_zero()).count(), 1);
        assert_eq!(tokens(0), tokens(1));
    }

    #[tokio::test(start_paused = true)]
    async fn who_waits_for_one_host_keeps_nobody_from_another() {
        let hosts = Arc::new(Hosts::new());
        let begun = Instant::now();
        drop(hosts.turn("slow.example", Some(1)).await);
        let patient = Arc::clone(&hosts);
        let waiting = tokio::spawn(async move {
            drop(patient.turn("slow.example", Some(1)).await);
            Instant::now()
        });
        tokio::task::yield_now().await;
        drop(hosts.turn("quick.example", Some(1)).await);
        drop(hosts.turn("slow.example", None).await);
        assert_eq!(begun.elapsed(), Duration::ZERO);
        assert!(waiting.await.unwrap() - begun >= MINUTE);
    }

    #[tokio::test(start_paused = true)]
    async fn who_goes_away_while_waiting_takes_nothing_along() {
        let hosts = Hosts::new();
        let begun = Instant::now();
        drop(hosts.turn("a.example", Some(1)).await);
        for _ in 0..10 {
            assert!(timeout(Duration::from_secs(1), hosts.turn("a.example", Some(1))).await.is_err());
        }
        drop(hosts.turn("a.example", Some(1)).await);
        let took = begun.elapsed();
        assert!(took >= MINUTE && took < MINUTE * 2, "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn all_together_are_no_more_than_eight() {
        let hosts = Hosts::new();
        let mut turns = Vec::new();
        for n in 0..AT_ALL {
            turns.push(hosts.turn(&format!("{n}.example"), None).await);
        }
        let ninth = || timeout(Duration::from_secs(1), hosts.turn("9.example", None));
        assert!(ninth().await.is_err());
        turns.pop();
        assert!(ninth().await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_that_rest_are_forgotten() {
        let hosts = Hosts::new();
        let held = hosts.turn("held.example", None).await;
        for n in 0..1000 {
            drop(hosts.turn(&format!("{n}.example"), None).await);
        }
        drop(hosts.turn("fast.example", Some(1)).await);
        for n in 0..1000 {
            drop(hosts.turn(&format!("{n}.example"), None).await);
        }
        let known = hosts.known.lock().unwrap();
        assert!(known.len() <= REMEMBERED + 1, "{}", known.len());
        assert!(known.contains_key("held.example") && known.contains_key("fast.example"));
        drop(held);
    }
}

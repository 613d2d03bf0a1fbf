//! How long to wait: by a server's wish, and by our own patience.
//!
//! All of it is arithmetic on arguments. That is why none of the crates for retrying is used: they keep the number of
//! the try and the dice to themselves and begin anew with each process, while here a caller writes down how often it
//! failed and goes on counting after a restart.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// The longest our own patience lasts.
const LONGEST: Duration = Duration::from_hours(24);

/// Numbers below this are seconds from now, not a date (it is a day in 1973).
const DATES_FROM: u64 = 100_000_000;
/// Numbers from here on count milliseconds (as seconds it would be the year 5138).
const MILLIS_FROM: u64 = 100_000_000_000;

/// How long to wait before the next try within a run, after so many failed: 2, 4, 8 … 64 s, less up to a quarter by
/// `jitter` (0 to 1), so that not all who failed together come back together.
pub fn pause(failures: u32, jitter: f64) -> Duration {
    doubling(Duration::from_secs(2), Duration::from_secs(64), failures, jitter)
}

/// How long to leave a server alone between runs, after so many runs failed in a row: 1, 2, 4 … minutes, up to a day,
/// less up to a quarter by `jitter` (0 to 1).
pub fn patience(failures: u32, jitter: f64) -> Duration {
    doubling(Duration::from_mins(1), LONGEST, failures, jitter)
}

fn doubling(first: Duration, longest: Duration, failures: u32, jitter: f64) -> Duration {
    let Some(doublings) = failures.checked_sub(1) else { return Duration::ZERO };
    let whole = first.saturating_mul(2_u32.saturating_pow(doublings)).min(longest);
    whole.mul_f64(1.0 - jitter.clamp(0.0, 1.0) / 4.0)
}

/// A number from 0 to 1, another one each time: for `jitter`.
pub fn jitter() -> f64 {
    let thrown = RandomState::new().build_hasher().finish();
    (thrown >> 11) as f64 / (1_u64 << 53) as f64
}

/// How long a server asks us to wait, counted from `now`, or from its own clock where it shows it: a clock that is
/// wrong here would turn its dates into nonsense.
pub(super) fn wished(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let now = text(DATE.as_str()).and_then(|date| httpdate::parse_http_date(date).ok()).unwrap_or(now);
    let until = |moment: SystemTime| moment.duration_since(now).unwrap_or_default();
    let after = text(RETRY_AFTER.as_str()).and_then(|after| {
        let seconds = after.parse().ok().map(Duration::from_secs);
        seconds.or_else(|| httpdate::parse_http_date(after).ok().map(until))
    });
    after.or_else(|| reset(text("x-ratelimit-reset")?, until))
}

/// `X-RateLimit-Reset`, whose form nobody wrote down: seconds from now, a date in seconds or milliseconds, or ISO 8601.
fn reset(text: &str, until: impl Fn(SystemTime) -> Duration) -> Option<Duration> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    match whole.parse::<u64>() {
        Ok(seconds) if seconds < DATES_FROM => Some(Duration::from_secs(seconds)),
        Ok(seconds) if seconds < MILLIS_FROM => {
            Some(until(UNIX_EPOCH.checked_add(Duration::from_secs(seconds))?))
        }
        Ok(millis) => Some(until(UNIX_EPOCH.checked_add(Duration::from_millis(millis))?)),
        Err(_) => Some(until(text.parse::<jiff::Timestamp>().ok()?.into())),
    }
}

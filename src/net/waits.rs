//! How long to wait: by a server's wish, and by our own patience.
//!
//! All of it is arithmetic on arguments. That is why none of the crates for retrying is used: they keep the number of
//! the try and the dice to themselves and begin anew with each process, while here a caller writes down how often it
//! failed and goes on counting after a restart.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use reqwest::header::{AGE, CACHE_CONTROL, DATE, EXPIRES, HeaderMap, HeaderValue, RETRY_AFTER};

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

/// How long an answer stays fresh: `Cache-Control: max-age`, less the `Age` it came with, else `Expires`. None where
/// nothing is said.
pub(super) fn fresh(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok()).map(str::trim);
    let directives = text(CACHE_CONTROL).unwrap_or_default().split(',').map(str::trim);
    let named = directives.filter_map(|directive| directive.split_once('='));
    let mut max_age = named.filter(|(name, _)| name.eq_ignore_ascii_case("max-age"));
    let max_age = max_age.find_map(|(_, value)| value.trim_matches('"').parse().ok());
    if let Some(seconds) = max_age {
        let age = text(AGE).and_then(|age| age.parse().ok()).unwrap_or_default();
        return Some(Duration::from_secs(seconds).saturating_sub(Duration::from_secs(age)));
    }
    let date = |name| text(name).and_then(|date| httpdate::parse_http_date(date).ok());
    let expires = date(EXPIRES)?;
    Some(expires.duration_since(date(DATE).unwrap_or(now)).unwrap_or_default())
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

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    use super::{jitter, patience, pause, wished};

    /// Sun, 06 Nov 1994 08:49:37 GMT
    const NOW: u64 = 784_111_777;

    #[track_caller]
    fn check(headers: &[(&'static str, &str)], seconds: Option<u64>) {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        }
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(NOW);
        assert_eq!(wished(&map, now), seconds.map(Duration::from_secs), "{headers:?}");
    }

    #[test]
    fn retry_after_comes_in_seconds_and_as_a_date() {
        check(&[("retry-after", "120")], Some(120));
        check(&[("retry-after", " 0 ")], Some(0));
        check(&[("retry-after", "99999999999")], Some(99_999_999_999));
        check(&[("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT")], Some(60));
        check(&[("retry-after", "Sunday, 06-Nov-94 08:50:37 GMT")], Some(60));
        check(&[("retry-after", "Sun Nov  6 08:50:37 1994")], Some(60));
        check(&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT")], Some(0));
        for odd in ["", "-1", "1.5", "soon", "1e3", "120, 60", "Sun, 99 Nov 1994 08:49:37 GMT"] {
            check(&[("retry-after", odd)], None);
        }
        check(&[], None);
    }

    #[test]
    fn a_date_counts_from_the_servers_own_clock() {
        let fast = ("date", "Sun, 06 Nov 1994 10:00:00 GMT");
        check(&[fast, ("retry-after", "Sun, 06 Nov 1994 10:00:05 GMT")], Some(5));
        check(&[("date", "today"), ("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT")], Some(60));
    }

    #[test]
    fn the_reset_comes_in_any_form() {
        let reset = |text: &str, seconds| check(&[("x-ratelimit-reset", text)], seconds);
        reset("45", Some(45));
        reset("784111800", Some(23));
        reset("784111800.75", Some(23));
        reset("784111800000", Some(23));
        reset("1994-11-06T08:50:00Z", Some(23));
        reset("1994-11-06T10:50:00.000+02:00", Some(23));
        reset("784111000", Some(0));
        reset("18446744073709551000", Some(18_446_744_073_709_551 - NOW));
        reset("18446744073709551616", None);
        reset("tomorrow", None);
        check(&[("retry-after", "5"), ("x-ratelimit-reset", "45")], Some(5));
        check(&[("retry-after", "?"), ("x-ratelimit-reset", "45")], Some(45));
    }

    #[test]
    fn patience_doubles_and_has_an_end() {
        let seconds =
            |wait: fn(u32, f64) -> Duration| [0, 1, 2, 3, 6, 7, 100].map(|n| wait(n, 0.0).as_secs());
        assert_eq!(seconds(pause), [0, 2, 4, 8, 64, 64, 64]);
        assert_eq!(seconds(patience), [0, 60, 120, 240, 32 * 60, 64 * 60, 24 * 3600]);
        assert_eq!(patience(u32::MAX, 0.0), Duration::from_hours(24));
        assert_eq!(pause(1, 1.0), Duration::from_millis(1500));
        assert_eq!(pause(1, f64::MAX), Duration::from_millis(1500));
        assert_eq!(pause(1, -1.0), Duration::from_secs(2));
        assert_eq!(pause(3, 0.5), Duration::from_secs(7));
    }

    #[test]
    fn the_dice_fall_between_0_and_1() {
        let thrown: Vec<f64> = (0..100).map(|_| jitter()).collect();
        assert!(thrown.iter().all(|one| (0.0..1.0).contains(one)));
        assert!(thrown.iter().any(|one| (one - thrown[0]).abs() > 0.01));
    }
}

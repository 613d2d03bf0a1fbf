//! When a server may be asked, and what an answer means for the next time. Pure: moments are arguments.

use std::time::Duration;

use crate::{
    net,
    remote::{Stop, Stopped},
    store::Standing,
    story::Moment,
    wire::state::Trouble,
};

/// What a server wishes is honoured within these bounds.
const SHORTEST: Duration = Duration::from_mins(1);
const LONGEST: Duration = Duration::from_hours(24);
/// What is known of a server is asked again after this long.
const DAY: i64 = 86_400;

/// Why no request is made now, and until when not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Barred {
    pub(super) trouble: Trouble,
    pub(super) until: Option<Moment>,
}

/// Whether a wire may be asked. `asked`: a person wants it. `who`: the fingerprint of its address and key.
pub(super) fn may_ask(
    standing: &Standing,
    who: &str,
    left: u32,
    asked: bool,
    now: Moment,
    host: &str,
) -> Result<(), Barred> {
    let known = |what: String, why: &str| {
        standing.trouble.clone().unwrap_or_else(|| Trouble {
            what,
            why: why.to_owned(),
            remedy: String::new(),
        })
    };
    if left == 0 {
        return Err(Barred { trouble: no_budget(host), until: Some(midnight(now)) });
    }
    let ahead = standing.not_before.filter(|until| is_ahead(*until, now));
    if let Some(until) = ahead.filter(|_| standing.wished || !asked) {
        let why = if standing.wished { "the server asked for a wait" } else { "the last tries failed" };
        let trouble = known(format!("{host} is left alone for a while"), why);
        return Err(Barred { trouble, until: Some(until) });
    }
    if !asked && !standing.refused.is_empty() && standing.refused == who {
        let trouble = known(format!("{host} refused the key"), "it is not tried again before it is changed");
        return Err(Barred { trouble, until: None });
    }
    Ok(())
}

/// Ahead of the clock, but no further than anything is ever put off: a clock that was set back by more than a day must
/// not silence a wire.
fn is_ahead(until: Moment, now: Moment) -> bool {
    until > now && until <= now.plus_seconds(LONGEST.as_secs() as i64)
}

/// Today's requests have been made.
pub(super) fn no_budget(host: &str) -> Trouble {
    Trouble {
        what: format!("No more requests are made to {host} today"),
        why: "the day's budget is used up".to_owned(),
        remedy: "Wait for midnight UTC, or raise `budget` in the config".to_owned(),
    }
}

/// The next midnight, UTC.
pub(super) fn midnight(now: Moment) -> Moment {
    let day = now.as_micros().div_euclid(DAY * 1_000_000) + 1;
    Moment::from_micros(day.saturating_mul(DAY * 1_000_000))
}

/// Whether what is known of a server is worth relying on.
pub(super) fn is_known(standing: &Standing, url: &str, now: Moment) -> bool {
    let age = standing.met_at.map(|met| now.seconds_since(met));
    standing.url == url && !standing.abilities.is_empty() && age.is_some_and(|age| age.abs() < DAY as f64)
}

/// A run went through.
pub(super) fn went_through(standing: &mut Standing, now: Moment) {
    standing.synced_at = Some(now);
    standing.failures = 0;
    standing.not_before = None;
    standing.wished = false;
    standing.trouble = None;
    standing.refused.clear();
}

/// A run ended early. `jitter` from 0 to 1.
pub(super) fn was_stopped(standing: &mut Standing, stopped: &Stopped, who: &str, jitter: f64, now: Moment) {
    let after = |wait: Duration| Some(now.plus_seconds(i64::try_from(wait.as_secs()).unwrap_or(DAY)));
    standing.trouble = Some(stopped.trouble.clone());
    match stopped.stop {
        Stop::NotAllowed => {}
        Stop::Budget => {
            standing.not_before = Some(midnight(now));
            standing.wished = false;
        }
        Stop::Wait(wait) => {
            standing.not_before = after(wait.clamp(SHORTEST, LONGEST));
            standing.wished = true;
        }
        Stop::Refused => who.clone_into(&mut standing.refused),
        Stop::Offline | Stop::Broken | Stop::Unable | Stop::Missing | Stop::Wrong => {
            standing.failures = standing.failures.saturating_add(1);
            standing.not_before = after(net::patience(standing.failures, jitter));
            standing.wished = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{is_known, may_ask, midnight, was_stopped, went_through};
    use crate::{
        remote::{Stop, Stopped},
        store::Standing,
        story::Moment,
        wire::state::Trouble,
    };

    fn noon() -> Moment {
        Moment::parse("2026-04-13T12:00:00Z").unwrap()
    }

    fn stopped(stop: Stop) -> Standing {
        let mut standing = Standing::default();
        let trouble = Trouble { what: "W".into(), ..Trouble::default() };
        was_stopped(&mut standing, &Stopped { stop, trouble }, "key", 0.0, noon());
        standing
    }

    fn may(standing: &Standing, asked: bool, seconds: i64) -> bool {
        may_ask(standing, "key", 9, asked, noon().plus_seconds(seconds), "h").is_ok()
    }

    #[test]
    fn a_servers_wish_binds_everyone_and_our_patience_not_a_person() {
        let wish = stopped(Stop::Wait(Duration::from_mins(5)));
        assert_eq!([0, 299, 300].map(|at| may(&wish, true, at)), [false, false, true]);
        let ours = stopped(Stop::Offline);
        assert_eq!([0, 59, 60].map(|at| may(&ours, false, at)), [false, false, true]);
        assert!(may(&ours, true, 0));
        let short = stopped(Stop::Wait(Duration::ZERO));
        assert_eq!(short.not_before, Some(noon().plus_seconds(60)));
    }

    #[test]
    fn a_refused_key_is_left_alone_until_it_changes_or_a_person_asks() {
        let refused = stopped(Stop::Refused);
        assert!(!may(&refused, false, 0) && may(&refused, true, 0));
        assert!(may_ask(&refused, "another", 9, false, noon(), "h").is_ok());
        assert_eq!(may_ask(&refused, "key", 9, false, noon(), "h").unwrap_err().trouble.what, "W");
    }

    #[test]
    fn patience_grows_and_success_ends_it() {
        let mut standing = stopped(Stop::Broken);
        let again = Stopped { stop: Stop::Offline, trouble: Trouble::default() };
        was_stopped(&mut standing, &again, "key", 0.0, noon());
        assert_eq!((standing.failures, standing.not_before), (2, Some(noon().plus_seconds(120))));
        went_through(&mut standing, noon());
        assert_eq!(standing, Standing { synced_at: Some(noon()), ..Standing::default() });
    }

    #[test]
    fn a_clock_set_back_silences_nobody() {
        let wish = stopped(Stop::Wait(Duration::from_mins(5)));
        assert!(may(&wish, false, -3 * 86_400));
        let met =
            Standing { url: "u".into(), abilities: "{}".into(), met_at: Some(noon()), ..Standing::default() };
        let known = |seconds| is_known(&met, "u", noon().plus_seconds(seconds));
        assert_eq!([0, 86_399, 86_400, -86_401].map(known), [true, true, false, false]);
        assert!(!is_known(&met, "v", noon()));
    }

    #[test]
    fn a_budget_lasts_until_midnight() {
        let barred = may_ask(&Standing::default(), "", 0, true, noon(), "h").unwrap_err();
        assert_eq!(barred.until, Some(midnight(noon())));
        assert_eq!(midnight(noon()).to_string(), "2026-04-14T00:00:00Z");
        assert!(barred.trouble.what.contains("h today"));
    }
}

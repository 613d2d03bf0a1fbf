//! One question to a source's server, and what its answer means: shared by all kinds that ask over HTTP.
//!
//! A kind says what it wants ([`question`]), sends it, has the outcome judged ([`judged`]) and its answer read away
//! from the other tasks ([`read`]). What the words promise ("it is tried again …") the desk keeps, which does the
//! scheduling.

use std::time::Duration;

use tokio::sync::Semaphore;
use url::Url;

use super::{Fetched, Harvest, Job, Origin, Stopped};
use crate::{
    net::{Ask, Cause, Client, NetFault, Reply, Trust},
    story::Trouble,
    text::clean,
};

/// The longest answer taken, in bytes, decompressed.
pub(super) const CAP: usize = 16 * 1024 * 1024;

/// Answers read at once: more would only take turns on the same cores, with all of their records in memory.
static READING: Semaphore = Semaphore::const_new(2);

const BY_ITSELF: &str = "It is tried again by itself";
const ADDRESS: &str = "Check the address of the source in the config";
const KEY: &str = "Check the source's key in the config";

/// A conditional question for what the person typed: `row.url`, with the validators of the last time, and with the
/// key where the source has one.
pub(super) fn question(job: &Job<'_>, accept: &'static str) -> Result<Ask, Stopped> {
    let url = address(&job.row.url).ok_or_else(|| {
        let what = format!("{} is not the address of anything on the web", clean::line(&job.row.url));
        stopped(0, what, "An address begins with https:// or http://", ADDRESS)
    })?;
    Ok(Ask { key: job.key.cloned(), ..asking(job, url, accept) })
}

/// A conditional question for an address that the source leads to, without a key.
pub(super) fn asking(job: &Job<'_>, url: Url, accept: &'static str) -> Ask {
    Ask {
        url,
        trust: Trust::Typed { allow_private: job.row.allow_private },
        key: None,
        old_key_header: false,
        since: job.memory.validators.clone(),
        accept,
        cap: CAP,
        per_minute: None,
    }
}

/// An address as people write it and as browsers pass it on: `feed://…`, `feed:https://…`, and without a scheme.
fn address(typed: &str) -> Option<Url> {
    let typed = typed.trim();
    let bare = typed.strip_prefix("feed:").unwrap_or(typed);
    let whole = match bare.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None if bare.contains("://") => bare.to_owned(),
        None => format!("https://{bare}"),
    };
    let url = Url::parse(&whole).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

/// Asks once. `Ok` is an answer worth reading, or a 304.
pub(super) async fn get_once(client: &Client, ask: &Ask) -> Result<Reply, Stopped> {
    let keyed = ask.key.is_some();
    judged(client.get(ask).await, &host(&ask.url), keyed)
}

/// What a question came to: an answer worth reading (2xx with a body, 304), or why there is none. `keyed`: a key
/// went with it.
pub(super) fn judged(said: Result<Reply, NetFault>, host: &str, keyed: bool) -> Result<Reply, Stopped> {
    match said {
        Ok(reply) if reply.status == 304 => Ok(reply),
        Ok(reply) if matches!(reply.status, 200 | 203) => Ok(reply),
        Ok(reply) => Err(refused(&reply, host, keyed)),
        Err(fault) => Err(unanswered(&fault)),
    }
}

/// Reads an answer on a thread of its own, where a long one keeps nobody waiting. A 304 is `harvest: None`.
pub(super) async fn read(
    job: &Job<'_>,
    reply: Reply,
    parse: fn(&[u8], &Origin<'_>) -> Harvest,
) -> Result<Fetched, Stopped> {
    let Reply { status, url, content_type, charset, fresh_for, validators, moved, body, .. } = reply;
    let mut fetched = Fetched { validators, moved, fresh_for, requests: 1, ..Fetched::default() };
    if status == 304 {
        return Ok(fetched);
    }
    fetched.bytes = body.len() as u64;
    let (source, now) = (job.row.name.clone(), job.now);
    let from = url.as_ref().map(host).unwrap_or_default();
    let turn = READING.acquire().await;
    let reading = tokio::task::spawn_blocking(move || {
        let _turn = turn; // kept to the end, even if nobody waits for it any more
        let (url, charset) = (url.as_ref(), charset.as_deref());
        parse(&body, &Origin { source: &source, url, content_type: &content_type, charset, now })
    });
    fetched.harvest = Some(reading.await.map_err(|_fell| {
        let why = "What reads it has failed at it, which is a mistake of ours";
        stopped(status, format!("The answer of {from} cannot be read"), why, BY_ITSELF)
    })?);
    Ok(fetched)
}

/// What to call a server in a message.
pub(super) fn host(url: &Url) -> String {
    clean::line(url.host_str().unwrap_or_default())
}

pub(super) fn stopped(status: u16, what: String, why: impl Into<String>, remedy: &str) -> Stopped {
    let trouble = Trouble { what, why: why.into(), remedy: remedy.to_owned() };
    Stopped { trouble, status, wait: None, requests: u32::from(status > 0) }
}

/// An answer that brings nothing.
fn refused(reply: &Reply, host: &str, keyed: bool) -> Stopped {
    let status = reply.status;
    let why = format!("It answered {status}{}", meaning(status));
    let stop = |what: String, remedy: &str| stopped(status, what, why.clone(), remedy);
    let stop = match status {
        204 | 206 => stop(format!("{host} sent nothing whole"), BY_ITSELF),
        401 | 407 if keyed => stop(format!("{host} refused the key"), KEY),
        401 | 403 if !keyed => stop(
            format!("{host} does not let us read this"),
            "Open the address in a browser: it may ask for a login, or keep programs out",
        ),
        403 => stop(format!("{host} does not let this key read it"), KEY),
        404 => stop(format!("{host} does not have it"), ADDRESS),
        410 => stop(
            format!("{host} says it is gone for good"),
            "It is not asked any more; what it brought is kept. `slugline sources discover` may find its successor",
        ),
        429 => stop(format!("{host} asks us to wait"), "It goes on by itself when the time is over"),
        503 if reply.wait.is_some() => {
            stop(format!("{host} asks us to wait"), "It goes on by itself when the time is over")
        }
        451 => stop(format!("{host} may not show it here"), ADDRESS),
        300..=399 => stop(format!("{host} sends us on, but not where to"), ADDRESS),
        408 | 502..=504 | 520..=530 => stop(format!("{host} is not there at the moment"), BY_ITSELF),
        500..=599 => stop(format!("{host} has an error of its own"), BY_ITSELF),
        _ => stop(format!("{host} gave an answer that is none"), ADDRESS),
    };
    Stopped { wait: reply.wait.or_else(|| throttled(status)), ..stop }
}

/// How long to stay away from a server that says "too often" without saying how long.
fn throttled(status: u16) -> Option<Duration> {
    (status == 429).then_some(Duration::from_mins(5))
}

/// What the commonest statuses say, for those who do not know the numbers.
fn meaning(status: u16) -> &'static str {
    match status {
        204 => " (no content)",
        206 => " (a part only)",
        401 => " (a login is wanted)",
        403 => " (forbidden)",
        404 => " (not found)",
        410 => " (gone)",
        429 => " (too many requests)",
        451 => " (for legal reasons)",
        500 => " (an error in the server)",
        502 | 504 => " (what stands behind the server does not answer)",
        503 => " (overloaded or being mended)",
        _ => "",
    }
}

/// No answer at all.
fn unanswered(fault: &NetFault) -> Stopped {
    let host = &fault.host;
    let (what, remedy) = match fault.cause {
        Cause::Unreachable => (format!("{host} cannot be reached"), BY_ITSELF),
        Cause::Broken => (format!("The answer of {host} broke off"), BY_ITSELF),
        Cause::Forbidden => (format!("{host} was not asked"), ADDRESS),
        Cause::TooLarge => (format!("{host} sent more than is taken"), ADDRESS),
        Cause::Offline => (format!("{host} was not asked"), "Leave out --offline to ask it"),
    };
    let mut why = fault.why.chars();
    let why = why.next().map_or_else(String::new, |first| first.to_uppercase().chain(why).collect());
    let asked = !matches!(fault.cause, Cause::Forbidden | Cause::Offline);
    Stopped { requests: u32::from(asked), ..stopped(0, what, why, remedy) }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{address, judged};
    use crate::net::{Cause, NetFault, Reply};

    #[track_caller]
    fn check(status: u16, wait: Option<u64>, keyed: bool, what: &str) {
        let reply = Reply { status, wait: wait.map(Duration::from_secs), ..Reply::default() };
        let stopped = judged(Ok(reply), "feeds.example", keyed).unwrap_err();
        assert_eq!((stopped.status, stopped.trouble.what.as_str()), (status, what));
        assert!(stopped.trouble.why.contains(&status.to_string()) && !stopped.trouble.remedy.is_empty());
        assert!(wait.is_none_or(|wait| stopped.wait == Some(Duration::from_secs(wait))));
    }

    #[test]
    fn each_status_is_told_in_words() {
        check(404, None, false, "feeds.example does not have it");
        check(410, None, false, "feeds.example says it is gone for good");
        check(401, None, false, "feeds.example does not let us read this");
        check(401, None, true, "feeds.example refused the key");
        check(403, None, true, "feeds.example does not let this key read it");
        check(429, Some(120), false, "feeds.example asks us to wait");
        check(503, Some(120), false, "feeds.example asks us to wait");
        check(503, None, false, "feeds.example is not there at the moment");
        check(500, None, false, "feeds.example has an error of its own");
        check(206, None, false, "feeds.example sent nothing whole");
        check(304 + 1, None, false, "feeds.example sends us on, but not where to");
        check(418, None, false, "feeds.example gave an answer that is none");
    }

    #[test]
    fn an_answer_worth_reading_is_handed_on() {
        for status in [200, 203, 304] {
            assert_eq!(judged(Ok(Reply { status, ..Reply::default() }), "h", false).unwrap().status, status);
        }
    }

    #[test]
    fn no_answer_is_told_with_its_reason() {
        let fault = |cause| NetFault { host: "h.example".into(), cause, why: "it stood still".into() };
        let stopped = judged(Err(fault(Cause::Broken)), "h.example", false).unwrap_err();
        assert_eq!(stopped.trouble.what, "The answer of h.example broke off");
        assert_eq!((stopped.trouble.why.as_str(), stopped.requests), ("It stood still", 1));
        assert_eq!(judged(Err(fault(Cause::Offline)), "h.example", false).unwrap_err().requests, 0);
    }

    #[test]
    fn addresses_are_taken_as_people_write_them() {
        let check = |typed: &str, url: Option<&str>| {
            assert_eq!(address(typed).as_ref().map(url::Url::as_str), url, "{typed}");
        };
        check("feed://a.example/rss", Some("https://a.example/rss"));
        check("feed:http://a.example/rss", Some("http://a.example/rss"));
        check(" a.example/rss ", Some("https://a.example/rss"));
        check("http://a.example:8080/", Some("http://a.example:8080/"));
        for bad in ["", "ftp://a.example/", "javascript://a.example/", "file:///etc/passwd"] {
            check(bad, None);
        }
    }
}

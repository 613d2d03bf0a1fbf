//! One gathering: from the cursor to the present.

use std::time::Duration;

use tokio::time::{Instant, sleep};
use url::Url;

use super::event::{POSTS, Taken};
use crate::{
    config::SourceRow,
    net::{Cause, Heard, Listen, NetFault, Opened, Reply, Trust, jitter, pause},
    sources::{Fetched, Job, Origin, Stopped, once},
    story::Trouble,
    text::clean,
};

/// Where it is listened, if the source names nothing else.
const SERVER: &str = "wss://jetstream2.us-east.bsky.network/subscribe";
/// How far back the first gathering begins.
const FIRST: Duration = Duration::from_mins(15);
/// How far before the cursor it is listened again.
const AGAIN: Duration = Duration::from_secs(5);
/// Times further ahead than this are a server's mistake.
const AHEAD: Duration = Duration::from_mins(5);
/// So long a silence is no stream: there is nothing more.
const SILENCE: Duration = Duration::from_secs(5);
/// How long one gathering listens.
const TOTAL: Duration = Duration::from_mins(1);
/// The longest event taken, in bytes. The server is asked to send no longer ones.
const LONGEST: usize = 256 * 1024;
/// Bytes of one gathering.
const BYTES: u64 = 64 * 1024 * 1024;
/// Records of one gathering.
const RECORDS: usize = 5000;
/// Connections that bring nothing new before it is given up.
const IN_VAIN: u32 = 3;

/// Why a connection was left.
enum Left {
    /// What comes now was posted after the gathering began.
    CaughtUp,
    /// So much came that the rest has to wait.
    Full,
    /// Nothing came any more.
    Silence,
    /// The server ended it.
    End,
    /// It broke, or did not come about.
    Fault(NetFault),
    /// It was not let in.
    Declined(u16, Option<Duration>),
}

/// Whether an address can only be of this kind: a WebSocket, or a host of Jetstream's.
pub(super) fn is_address(typed: &str) -> bool {
    let typed = typed.trim();
    let host = Url::parse(typed).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
    let theirs = host.starts_with("jetstream") && host.ends_with(".bsky.network");
    typed == "jetstream" || typed.starts_with("wss://") || typed.starts_with("ws://") || theirs
}

/// Listens once.
pub async fn fetch(job: &Job<'_>) -> Result<Fetched, Stopped> {
    let server = server(job.row)?;
    let origin = Origin { source: &job.row.name, url: None, content_type: "", charset: None, now: job.now };
    let taken = Taken::new(&origin, &job.row.words);
    let mut run = Run { job, server, taken, end: Instant::now() + TOTAL, fetched: Fetched::default() };
    let left = run.through().await;
    run.told(left)
}

/// Where it is listened.
fn server(row: &SourceRow) -> Result<Url, Stopped> {
    let named = [row.server.trim(), row.url.trim()].into_iter().find(|named| named.contains("://"));
    let named = named.unwrap_or(SERVER);
    let socket = named.replacen("https://", "wss://", 1).replacen("http://", "ws://", 1);
    let Some(mut url) = Url::parse(&socket).ok().filter(|url| matches!(url.scheme(), "ws" | "wss")) else {
        let trouble = Trouble {
            what: format!("{} is not the address of a stream", clean::line(named)),
            why: "It does not begin with wss://".to_owned(),
            remedy: format!("Check the address of the source in the config; {SERVER} is one"),
        };
        return Err(Stopped { trouble, ..Stopped::default() });
    };
    if url.path() == "/" {
        url.set_path("/subscribe");
    }
    Ok(url)
}

struct Run<'a> {
    job: &'a Job<'a>,
    server: Url,
    taken: Taken<'a>,
    end: Instant,
    fetched: Fetched,
}

impl Run<'_> {
    /// One connection after the other, until there is nothing more to hear, or no sense in trying.
    async fn through(&mut self) -> Left {
        let known = self.job.memory.cursor.as_deref().and_then(|cursor| cursor.parse::<i64>().ok());
        let now = self.job.now.as_micros();
        // Without a cursor it is a guess from where on the server has anything, which is made only once.
        let mut guess = known.is_none().then(|| now - FIRST.as_micros() as i64);
        let mut in_vain = 0;
        loop {
            let before = self.taken.newest;
            let from = before.or(known).map(|time| time.saturating_sub(AGAIN.as_micros() as i64)).or(guess);
            let left = self.listen(from).await;
            let moved = self.taken.newest > before;
            in_vain = if moved { 1 } else { in_vain + 1 };
            match left {
                Left::Silence | Left::End if self.taken.newest.is_none() && guess.take().is_some() => {
                    continue;
                }
                Left::End if moved => {}
                Left::Fault(ref fault) if in_vain < IN_VAIN && again(fault, self.taken.newest) => {}
                left => return left,
            }
            let wait = pause(in_vain, jitter());
            if Instant::now() + wait >= self.end {
                return Left::Full;
            }
            sleep(wait).await;
        }
    }

    /// One connection.
    async fn listen(&mut self, from: Option<i64>) -> Left {
        let to = Listen {
            url: asked(&self.server, from),
            trust: Trust::Typed { allow_private: self.job.row.allow_private },
            cap: LONGEST,
            idle: SILENCE,
            total: self.end.saturating_duration_since(Instant::now()),
        };
        self.fetched.requests += 1;
        let mut socket = match self.job.client.listen(&to).await {
            Ok(Opened::Open(socket)) => socket,
            Ok(Opened::Declined { status, wait }) => return Left::Declined(status, wait),
            Err(fault) => return Left::Fault(fault),
        };
        loop {
            match socket.next().await {
                Ok(Heard::Words(event)) => {
                    self.fetched.bytes += event.len() as u64;
                    let time = self.taken.take(&event);
                    if time.is_some_and(|time| time >= self.job.now.as_micros()) {
                        return Left::CaughtUp;
                    }
                    if self.taken.kept >= RECORDS || self.fetched.bytes >= BYTES {
                        return Left::Full;
                    }
                }
                Ok(Heard::Silence) => return Left::Silence,
                Ok(Heard::End) => return Left::End,
                Ok(Heard::TimeUp) => return Left::Full,
                Err(fault) => return Left::Fault(fault),
            }
        }
    }

    /// What came of it all. As long as anything was heard, that is kept, and the rest is a note.
    fn told(self, left: Left) -> Result<Fetched, Stopped> {
        let Self { job, taken, mut fetched, server, .. } = self;
        let (newest, kept) = (taken.newest, taken.kept);
        let host = once::host(&server);
        let note = match left {
            Left::CaughtUp => None,
            Left::Silence | Left::End if newest.is_some() => None,
            Left::Silence | Left::End => Some(format!("{host} had nothing to tell")),
            Left::Full => Some(behind(newest, job.now.as_micros(), kept)),
            Left::Fault(fault) => {
                let stopped = once::judged(Err(fault), &host, false).err().unwrap_or_default();
                Some(unfinished(stopped, newest.is_some(), fetched.requests)?)
            }
            Left::Declined(status, wait) => {
                let reply = Reply { status, wait, ..Reply::default() };
                let stopped = once::judged(Ok(reply), &host, false).err().unwrap_or_default();
                Some(unfinished(stopped, newest.is_some(), fetched.requests)?)
            }
        };
        let mut harvest = taken.finish();
        harvest.notes.extend(note);
        let latest = job.now.as_micros() + AHEAD.as_micros() as i64;
        harvest.cursor = newest.map(|newest| newest.min(latest).to_string());
        fetched.harvest = Some(harvest);
        Ok(fetched)
    }
}

/// The question: posts alone, none too long, from this moment on. What the address asks by itself holds.
fn asked(server: &Url, from: Option<i64>) -> Url {
    let ours = ["cursor", "compress", "maxMessageSizeBytes", "requireHello"];
    let theirs = server.query_pairs().filter(|(name, _)| !ours.contains(&&**name));
    let mut pairs: Vec<(String, String)> = theirs.map(|(name, value)| (name.into(), value.into())).collect();
    if !pairs.iter().any(|(name, _)| name == "wantedCollections") {
        pairs.push(("wantedCollections".to_owned(), POSTS.to_owned()));
    }
    pairs.push(("maxMessageSizeBytes".to_owned(), LONGEST.to_string()));
    pairs.extend(from.map(|from| ("cursor".to_owned(), from.max(0).to_string())));
    let mut url = server.clone();
    url.query_pairs_mut().clear().extend_pairs(pairs);
    url
}

/// Whether trying again at once makes sense: it broke off, or it was there a moment ago.
fn again(fault: &NetFault, heard: Option<i64>) -> bool {
    fault.cause == Cause::Broken || (fault.cause == Cause::Unreachable && heard.is_some())
}

/// Something was heard before it failed: then that is what came, and why there is not more is a note.
fn unfinished(stopped: Stopped, heard: bool, requests: u32) -> Result<String, Stopped> {
    if !heard {
        return Err(Stopped { requests: requests.min(stopped.requests.max(1) * requests), ..stopped });
    }
    let Trouble { what, why, .. } = stopped.trouble;
    Ok(format!("{what}. {why}. What was posted since comes the next time"))
}

/// Why it did not reach the present.
fn behind(newest: Option<i64>, now: i64, kept: usize) -> String {
    let minutes = newest.map_or(0, |newest| (now - newest) / 60_000_000);
    let much = if kept >= RECORDS {
        format!("{RECORDS} records are the most of one gathering; fewer `words` would bring less. ")
    } else {
        String::new()
    };
    format!("{much}It stopped {minutes} minutes before the present and goes on from there the next time")
}

#[cfg(test)]
mod tests {
    use super::{asked, is_address, server};
    use crate::config::SourceRow;

    #[track_caller]
    fn check(url: &str, from: Option<i64>, wanted: &str) {
        let row = SourceRow { url: url.to_owned(), ..SourceRow::default() };
        let all = "wantedCollections=app.bsky.feed.post&maxMessageSizeBytes=262144";
        let found = server(&row).map(|server| asked(&server, from)).unwrap();
        assert_eq!(found.as_str().replace(all, "ALL"), wanted);
    }

    #[test]
    fn it_is_asked_for_posts_from_a_moment_on() {
        check("jetstream", None, "wss://jetstream2.us-east.bsky.network/subscribe?ALL");
        check("ws://127.0.0.1:9", Some(7), "ws://127.0.0.1:9/subscribe?ALL&cursor=7");
        check("http://127.0.0.1:9/x?compress=true&cursor=3", Some(-1), "ws://127.0.0.1:9/x?ALL&cursor=0");
        let dids = "wss://a.example/subscribe?wantedDids=did%3Aplc%3Aabc";
        check(dids, None, &format!("{dids}&ALL"));
        let bad = SourceRow { server: "ftp://a.example".to_owned(), ..SourceRow::default() };
        assert!(server(&bad).unwrap_err().trouble.what.contains("ftp://a.example"));
    }

    #[test]
    fn sockets_are_of_this_kind() {
        for typed in
            ["wss://a.example/subscribe", "https://jetstream1.us-west.bsky.network/subscribe", "jetstream"]
        {
            assert!(is_address(typed), "{typed}");
        }
        assert!(!is_address("https://bsky.app") && !is_address("https://jetstream.example/feed"));
    }
}

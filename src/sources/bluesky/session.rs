//! Searching, which is for those who are logged in.
//!
//! A session is opened for one search and closed after it, so that none is left lying at the person's server. The app
//! password goes into one form, the tokens into headers; both are [`Key`]s, which show nowhere.

use serde_json::Value;
use url::Url;

use super::{
    answer::parse,
    asking::{question, server},
};
use crate::{
    net::{Ask, Form, Key, Reply, Validators},
    sources::{Fetched, Job, Stopped, once},
    text::clean,
};

/// Where accounts are that Bluesky itself keeps.
const HOME: &str = "https://bsky.social";

const HOW: &str = "Set `login` to your handle and `key` to an app password (bsky.app/settings/app-passwords) for this source; \
                   without a login, kind = \"jetstream\" with `words` finds what is posted from now on";

/// The tokens of an open session.
struct Session {
    access: Key,
    refresh: Option<Key>,
}

/// What is found by these words, the newest first: one page.
pub(super) async fn search(job: &Job<'_>, words: &str) -> Result<Fetched, Stopped> {
    let Some(key) = job.key.filter(|_| !job.row.login.is_empty()) else {
        let what = "Bluesky lets only those search who are logged in".to_owned();
        return Err(once::stopped(0, what, "The source names no login, or no key", HOW));
    };
    let server = server(job, HOME)?;
    let session = open(job, &server, key).await?;
    let asked = [("q", words), ("sort", "latest"), ("limit", "100")];
    let ask = question(job, &server, "app.bsky.feed.searchPosts", &asked);
    let came = once::get_once(job.client, &Ask { key: Some(session.access.clone()), ..ask }).await;
    close(job, &server, session).await;
    let mut came = once::read(job, came?, parse).await?;
    if let Some(harvest) = &mut came.harvest {
        harvest.more.clear();
        harvest.about.title = Some(format!("Bluesky: {}", clean::line(words)));
    }
    came.requests += 2;
    Ok(came)
}

async fn open(job: &Job<'_>, server: &Url, key: &Key) -> Result<Session, Stopped> {
    let ask = Ask {
        since: Validators::default(),
        ..question(job, server, "com.atproto.server.createSession", &[])
    };
    let login = job.row.login.trim_start_matches('@');
    let form = Form { fields: &[("identifier", login)], secret: Some(("password", key)), ..Form::default() };
    let host = once::host(server);
    let said = job.client.post(&ask, &form).await;
    if let Ok(reply) = &said
        && let Some(stopped) = unwelcome(reply, &host)
    {
        return Err(stopped);
    }
    let reply = once::judged(said, &host, true)?;
    let said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let token = |name: &str| said[name].as_str().filter(|token| !token.is_empty()).map(Key::new);
    let access = token("accessJwt").ok_or_else(|| {
        let what = format!("{host} does not log us in");
        once::stopped(0, what, "Its answer holds no token", "Check `server` of the source in the config")
    })?;
    Ok(Session { access, refresh: token("refreshJwt") })
}

/// What a server says to a login that it does not take. Its own words may hold anything; only its code is looked at.
fn unwelcome(reply: &Reply, host: &str) -> Option<Stopped> {
    let said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let (why, remedy) = match (reply.status, said["error"].as_str()?) {
        (_, "AuthFactorTokenRequired") => (
            "It wants a code that it sends by mail, since this is the account's own password",
            "Use an app password (bsky.app/settings/app-passwords), which needs no code",
        ),
        (_, "AccountTakedown") => ("It says that the account was taken down", "Use another account"),
        (400 | 401, _) => (
            "It says that handle or password are wrong",
            "Check `login` and `key` of the source in the config; the key is an app password \
             (bsky.app/settings/app-passwords)",
        ),
        _ => return None,
    };
    let refused = once::stopped(0, format!("{host} refused the login"), why, remedy);
    Some(Stopped { status: reply.status, requests: 1, ..refused })
}

/// As far as it goes: a session that is not closed ends by itself some time.
async fn close(job: &Job<'_>, server: &Url, session: Session) {
    let ask = question(job, server, "com.atproto.server.deleteSession", &[]);
    let ask = Ask { since: Validators::default(), key: session.refresh, ..ask };
    if ask.key.is_some() {
        let _ = job.client.post(&ask, &Form::default()).await;
    }
}

//! Which server is asked what.

use serde_json::Value;
use url::Url;

use super::{
    address::{Place, place},
    answer::parse,
    session,
    syntax::{is_did, moment},
};
use crate::{
    net::{Ask, Reply, Validators},
    sources::{Fetched, Harvest, Job, Stopped, once, onward::follow},
    text::clean,
};

/// The AppView that answers without a login.
const APP_VIEW: &str = "https://public.api.bsky.app";
/// Posts asked for at once: the most that a server gives.
const PAGE: &str = "100";
/// Posts, and the author's own threads; no answers to others.
const FILTER: &str = "posts_and_author_threads";
/// Pages of one gathering.
const PAGES: u32 = 5;
/// What a server says is told as far as this, in characters.
const LONGEST: usize = 300;

/// Asks for what the source names.
pub async fn fetch(job: &Job<'_>) -> Result<Fetched, Stopped> {
    let Some(place) = place(&job.row.url) else {
        return Err(once::stopped(
            0,
            format!("{} is no address of Bluesky", clean::line(&job.row.url)),
            "It is neither a page of bsky.app nor an at:// address nor a handle",
            "Check the address of the source in the config; https://bsky.app/profile/HANDLE is one",
        ));
    };
    let server = server(job, APP_VIEW)?;
    let (place, looked_up) = by_did(job, &server, place).await?;
    let mut came = asked_for(job, &server, place).await?;
    came.requests += looked_up;
    Ok(came)
}

async fn asked_for(job: &Job<'_>, server: &Url, place: Place) -> Result<Fetched, Stopped> {
    match place {
        Place::Author(who) => {
            let asked = [("actor", who.as_str()), ("limit", PAGE), ("filter", FILTER)];
            pages(job, &question(job, server, "app.bsky.feed.getAuthorFeed", &asked)).await
        }
        Place::List(who, key) => {
            let list = format!("at://{who}/app.bsky.graph.list/{key}");
            let asked = [("list", list.as_str()), ("limit", PAGE)];
            let came = pages(job, &question(job, server, "app.bsky.feed.getListFeed", &asked)).await?;
            Ok(titled(job, came, server, "app.bsky.graph.getList", &[("list", &list), ("limit", "1")]).await)
        }
        Place::Feed(who, key) => {
            let feed = format!("at://{who}/app.bsky.feed.generator/{key}");
            let asked = [("feed", feed.as_str()), ("limit", PAGE)];
            let came = single(job, &question(job, server, "app.bsky.feed.getFeed", &asked)).await?;
            Ok(titled(job, came, server, "app.bsky.feed.getFeedGenerator", &[("feed", &feed)]).await)
        }
        Place::Thread(who, key) => {
            let uri = format!("at://{who}/app.bsky.feed.post/{key}");
            let asked = [("uri", uri.as_str()), ("depth", "6"), ("parentHeight", "0")];
            single(job, &question(job, server, "app.bsky.feed.getPostThread", &asked)).await
        }
        Place::Asked(url) => single(job, &Ask { url, ..question(job, server, "", &[]) }).await,
        Place::Search(words) => session::search(job, &words).await,
    }
}

/// The server that the row names, or else the usual one.
pub(super) fn server(job: &Job<'_>, usual: &str) -> Result<Url, Stopped> {
    let named = if job.row.server.is_empty() { usual } else { &job.row.server };
    Url::parse(named).ok().filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(|| {
        once::stopped(
            0,
            format!("{} is not the address of a server", clean::line(named)),
            "It does not begin with https:// or http://",
            "Check `server` of the source in the config",
        )
    })
}

/// A question to a method of the server.
pub(super) fn question(job: &Job<'_>, server: &Url, method: &str, asked: &[(&str, &str)]) -> Ask {
    let mut url = server.clone();
    url.set_path(&format!("/xrpc/{method}"));
    url.query_pairs_mut().clear().extend_pairs(asked);
    once::asking(job, url, "application/json")
}

/// Asks. What a server says against a question that it does not take is told, since it says it in words.
async fn answer(job: &Job<'_>, ask: &Ask) -> Result<Reply, Stopped> {
    let said = job.client.get(ask).await;
    if let Ok(Reply { status: 400, body, .. }) = &said {
        let told: Value = serde_json::from_slice(body).unwrap_or_default();
        let told = clean::line(told["message"].as_str().unwrap_or_default());
        let told = if told.is_empty() { "It answered 400".to_owned() } else { format!("It says: {told}") };
        let told: String = told.chars().take(LONGEST).collect();
        let what = format!("{} does not have what the source names", once::host(&ask.url));
        let refused = once::stopped(0, what, told, "Check the address of the source in the config");
        return Err(Stopped { status: 400, requests: 1, ..refused });
    }
    once::judged(said, &once::host(&ask.url), false)
}

/// One answer, whatever further ones it names.
async fn single(job: &Job<'_>, ask: &Ask) -> Result<Fetched, Stopped> {
    let reply = answer(job, ask).await?;
    let mut came = once::read(job, reply, parse).await?;
    if let Some(harvest) = &mut came.harvest {
        harvest.more.clear();
    }
    Ok(came)
}

/// The newest posts, and older ones until what was there at the last time is met; the first time, one page.
async fn pages(job: &Job<'_>, ask: &Ask) -> Result<Fetched, Stopped> {
    let reply = answer(job, ask).await?;
    let came = once::read(job, reply, parse).await?;
    let known = job.memory.cursor.as_deref().and_then(moment);
    // Reposts tell nothing of where we are: they are as old as they are. So the half of a page decides.
    let unknown = |page: &Harvest| {
        let new =
            page.records.iter().filter(|record| known.is_some_and(|known| record.published_at > Some(known)));
        new.count() * 2 > page.records.len()
    };
    let (mut came, whole) = follow(job, ask, came, parse, PAGES, unknown).await;
    if let Some(harvest) = &mut came.harvest {
        let newest = harvest.records.iter().filter_map(|record| record.published_at).max();
        // With a page missing in between, the next gathering goes back as far as this one should have.
        harvest.cursor = newest.max(known).filter(|_| whole).map(|moment| moment.to_string());
    }
    Ok(came)
}

/// A place whose owner is named by a DID, and how many questions that took: the methods for feeds, lists and threads
/// take no handles.
async fn by_did(job: &Job<'_>, server: &Url, place: Place) -> Result<(Place, u32), Stopped> {
    let (who, key, make): (String, String, fn(String, String) -> Place) = match place {
        Place::Feed(who, key) => (who, key, Place::Feed),
        Place::List(who, key) => (who, key, Place::List),
        Place::Thread(who, key) => (who, key, Place::Thread),
        other => return Ok((other, 0)),
    };
    if is_did(&who) {
        return Ok((make(who, key), 0));
    }
    let method = "com.atproto.identity.resolveHandle";
    let ask = Ask { since: Validators::default(), ..question(job, server, method, &[("handle", &who)]) };
    let reply = answer(job, &ask).await?;
    let said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let did = said["did"].as_str().filter(|did| is_did(did)).ok_or_else(|| {
        let what = format!("{} does not say who {who} is", once::host(&ask.url));
        once::stopped(0, what, "Its answer holds no DID", "Check the address of the source in the config")
    })?;
    Ok((make(did.to_owned(), key), 1))
}

/// With the name that its maker gave it. It is asked for the first time only, and nothing is lost without it.
async fn titled(
    job: &Job<'_>,
    mut came: Fetched,
    server: &Url,
    method: &str,
    asked: &[(&str, &str)],
) -> Fetched {
    let Some(harvest) = came.harvest.as_mut().filter(|_| job.memory.first) else { return came };
    let ask = Ask { since: Validators::default(), ..question(job, server, method, asked) };
    let Ok(reply) = once::get_once(job.client, &ask).await else { return came };
    came.requests += 1;
    let said: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let name = said["view"]["displayName"].as_str().or_else(|| said["list"]["name"].as_str());
    let name = name.map(clean::line).filter(|name| !name.is_empty());
    harvest.about.title = name.or(harvest.about.title.take());
    came
}

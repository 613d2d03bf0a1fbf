//! The AppView, and a person's own server.

use serde_json::{Value, json};
use slugline::{
    config::Channel,
    net::Key,
    sources::{Memory, Stopped},
};

use super::{SENTINEL, gather, gather_with, harvest, ids, row};
use crate::server::faults::{Answer, Faults, Request};

const MIRA: &str = "did:plc:mira";

/// A post of an answer.
fn post(key: &str, minute: u32, text: &str) -> Value {
    let time = format!("2026-03-12T17:{minute:02}:00.000Z");
    json!({"uri": format!("at://{MIRA}/app.bsky.feed.post/{key}"), "indexedAt": time,
        "author": {"did": MIRA, "handle": "mira.example", "displayName": "Mira"},
        "record": {"$type": "app.bsky.feed.post", "text": text, "createdAt": time, "langs": ["en"]}})
}

/// Fifty pages of two posts, the newest first: minutes 59 to 0, each with the number of the next page.
fn author(request: &Request) -> Answer {
    let asked: Vec<&str> = request.target.split(['?', '&']).collect();
    let page =
        asked.iter().find_map(|pair| pair.strip_prefix("cursor=")).map_or(0, |page| page.parse().unwrap());
    let item = |n: u32| json!({"post": post(&format!("k{n}"), 59 - n, "x")});
    let feed = json!({"feed": [item(page * 2), item(page * 2 + 1)], "cursor": (page + 1).to_string()});
    Answer::ok(feed.to_string()).header("Content-Type", "application/json")
}

fn profile(server: &Faults) -> slugline::config::SourceRow {
    row(Channel::Bluesky, "https://bsky.app/profile/mira.example", &server.url(""))
}

#[tokio::test]
async fn an_author_is_read_back_to_what_is_known() {
    let server = Faults::serve(author);
    let first = gather(&profile(&server), None).await;
    let first = harvest(first);
    assert_eq!(ids(&first).len(), 2, "the first time one page");
    assert_eq!(first.cursor.as_deref(), Some("2026-03-12T17:59:00Z"));
    assert_eq!(first.about.title.as_deref(), Some("Mira (@mira.example)"));
    assert_eq!(first.records[0].byline.as_deref(), Some("@mira.example"));
    let asked = server.asked()[0].target.clone();
    assert!(asked.starts_with("/xrpc/app.bsky.feed.getAuthorFeed?actor=mira.example&limit=100"), "{asked}");

    let later = harvest(gather(&profile(&server), Some("2026-03-12T17:55:30Z")).await);
    assert_eq!(ids(&later).len(), 6, "pages until one is mostly known");
    let long_ago = harvest(gather(&profile(&server), Some("2026-03-01T00:00:00Z")).await);
    assert_eq!(ids(&long_ago).len(), 10, "and five at most");
    assert!(long_ago.more.is_empty());
}

#[tokio::test]
async fn a_page_that_is_missing_is_asked_for_again_the_next_time() {
    let server = Faults::serve(|request| {
        if request.target.contains("cursor=1") { Answer::status(500) } else { author(request) }
    });
    let came = harvest(gather(&profile(&server), Some("2026-03-01T00:00:00Z")).await);
    assert_eq!((came.records.len(), came.cursor.as_deref()), (2, None));
    assert!(came.notes[0].contains("1 of 1 further answers are missing"), "{:?}", came.notes);
}

#[tokio::test]
async fn feeds_and_lists_are_asked_for_by_did() {
    let server = Faults::serve(|request| match request.path() {
        "/xrpc/com.atproto.identity.resolveHandle" => Answer::ok(json!({"did": MIRA}).to_string()),
        "/xrpc/app.bsky.feed.getFeed" | "/xrpc/app.bsky.feed.getListFeed" => author(request),
        "/xrpc/app.bsky.feed.getFeedGenerator" => Answer::ok(r#"{"view": {"displayName": "Port news"}}"#),
        _ => Answer::status(404),
    });
    let feed = row(Channel::Bluesky, "https://bsky.app/profile/mira.example/feed/port", &server.url(""));
    let came = gather(&feed, None).await.unwrap();
    assert_eq!(came.requests, 3);
    assert_eq!(came.harvest.unwrap().about.title.as_deref(), Some("Port news"));
    let asked = &server.asked()[1].target;
    assert!(asked.contains("feed=at%3A%2F%2Fdid%3Aplc%3Amira%2Fapp.bsky.feed.generator%2Fport"), "{asked}");
    let list = row(Channel::Bluesky, "at://did:plc:mira/app.bsky.graph.list/3k", &server.url(""));
    assert_eq!(harvest(gather(&list, None).await).records.len(), 2);
}

#[tokio::test]
async fn a_thread_is_the_post_and_its_answers() {
    let mut answer = post("b", 2, "shut?");
    answer["record"]["reply"] = json!({"parent": {"uri": format!("at://{MIRA}/app.bsky.feed.post/a")}});
    let thread = json!({"thread": {"post": post("a", 1, "The bridge is shut"), "replies": [
        {"post": answer, "replies": [{"notFound": true, "uri": format!("at://{MIRA}/app.bsky.feed.post/c")}]},
        {"blocked": true, "uri": "at://did:plc:x/app.bsky.feed.post/d"}]}});
    let server = Faults::serve(move |_| Answer::ok(thread.to_string()));
    let row = row(Channel::Bluesky, "https://bsky.app/profile/did:plc:mira/post/a", &server.url(""));
    let came = harvest(gather(&row, None).await);
    let kinds: Vec<_> = came.records.iter().map(|record| record.content_type.as_deref().unwrap()).collect();
    assert_eq!((kinds, came.gone.len()), (vec!["post", "comment"], 1));
}

/// A server of somebody's own.
fn home(request: &Request) -> Answer {
    match (request.path(), request.header("authorization").unwrap_or_default()) {
        ("/xrpc/com.atproto.server.createSession", "") => session(request),
        ("/xrpc/app.bsky.feed.searchPosts", "Bearer SENTINEL-access") => {
            let found = post("a", 1, "The harbour bridge is shut");
            Answer::ok(json!({"posts": [found], "cursor": "9"}).to_string())
        }
        ("/xrpc/com.atproto.server.deleteSession", "Bearer SENTINEL-refresh") => Answer::status(200),
        _ => Answer::status(401),
    }
}

/// A login; one that is refused is told the password it came with.
fn session(request: &Request) -> Answer {
    let form: Value = serde_json::from_slice(&request.body).unwrap();
    if form["identifier"] == "mira.example" && form["password"] == SENTINEL {
        let tokens = json!({"accessJwt": "SENTINEL-access", "refreshJwt": "SENTINEL-refresh", "did": MIRA});
        return Answer::ok(tokens.to_string());
    }
    let told = format!("SENTINEL-7f3a is wrong, {}", form["password"]);
    Answer::status(401).body(json!({"error": "AuthenticationRequired", "message": told}).to_string())
}

fn search(server: &Faults, login: &str) -> slugline::config::SourceRow {
    let row = row(Channel::Bluesky, "https://bsky.app/search?q=harbour+bridge", &server.url(""));
    slugline::config::SourceRow { login: login.to_owned(), ..row }
}

#[tokio::test]
async fn who_searches_logs_in_and_out_again() {
    let server = Faults::serve(home);
    let key = Key::new(SENTINEL);
    let came = gather_with(&search(&server, "@mira.example"), Some(&key), &Memory::default()).await;
    let shown = format!("{came:?}");
    let came = harvest(came);
    assert_eq!(came.records.len(), 1);
    assert!(came.more.is_empty(), "one page");
    assert!(!shown.contains("SENTINEL"), "{shown}");
    let paths: Vec<String> =
        server.asked().iter().map(|asked| format!("{} {}", asked.method, asked.path())).collect();
    assert_eq!(
        paths,
        [
            "POST /xrpc/com.atproto.server.createSession",
            "GET /xrpc/app.bsky.feed.searchPosts",
            "POST /xrpc/com.atproto.server.deleteSession"
        ]
    );
    assert!(server.asked()[2].body.is_empty());
}

#[track_caller]
fn check(came: &Stopped, what: &str, remedy: &str) {
    assert!(came.trouble.what.contains(what) && came.trouble.remedy.contains(remedy), "{came:?}");
    assert!(!format!("{came:?}").contains("SENTINEL"), "{came:?}");
}

#[tokio::test]
async fn a_login_that_is_refused_says_what_to_do() {
    let server = Faults::serve(home);
    let key = Key::new("SENTINEL-other");
    let refused = gather_with(&search(&server, "mira.example"), Some(&key), &Memory::default()).await;
    check(&refused.unwrap_err(), "127.0.0.1 refused the login", "app password");
    let without = gather(&search(&server, ""), None).await.unwrap_err();
    check(&without, "only those search who are logged in", "app-passwords");
    let asked = server.asked().len();
    assert_eq!(asked, 1, "without a login nothing is asked");
}

#[tokio::test]
async fn a_password_is_not_sent_on() {
    let elsewhere = Faults::serve(home);
    let place = elsewhere.url("/xrpc/com.atproto.server.createSession");
    let server = Faults::serve(move |_| Answer::redirect(307, &place));
    let came =
        gather_with(&search(&server, "mira.example"), Some(&Key::new(SENTINEL)), &Memory::default()).await;
    assert!(came.unwrap_err().trouble.why.contains("not sent on"));
    assert_eq!(elsewhere.asked().len(), 0);
    // Nor over http to anywhere but the own network.
    let far = slugline::config::SourceRow {
        server: "http://pds.example".to_owned(),
        allow_private: false,
        ..search(&server, "a.example")
    };
    let came = gather_with(&far, Some(&Key::new(SENTINEL)), &Memory::default()).await;
    assert!(came.unwrap_err().trouble.why.contains("use https"));
}

#[tokio::test]
async fn what_a_server_should_not_say_costs_little() {
    let nested = format!(
        r#"{{"feed": [{{"post": {}7{}}}, {{"post": {}}}]}}"#,
        "[".repeat(100_000),
        "]".repeat(100_000),
        post("a", 1, "good")
    );
    let wrong = json!({"feed": [7, null, {"post": {"uri": "at://x"}}, {"post": {"uri": 5, "record": []}}, {"post": post("a", 1, "good")}]});
    for (body, kept) in [(nested, 1), (wrong.to_string(), 1), ("{\"feed\": []}".to_owned(), 0)] {
        let server = Faults::serve(move |_| Answer::ok(body.clone()));
        assert_eq!(harvest(gather(&profile(&server), None).await).records.len(), kept);
    }
    for body in [
        "",
        "<html>",
        "{\"feed\": 7}",
        "{}",
        "[]",
        "{\"feed\": [",
        "{\"error\": \"x\", \"message\": \"Profile \\u001b[31mnot found\"}",
    ] {
        let server = Faults::serve(move |_| Answer::ok(body));
        let came = harvest(gather(&profile(&server), None).await);
        assert!(came.refused.is_some_and(|why| !why.contains('\u{1b}')) && came.records.is_empty(), "{body}");
    }
}

#[tokio::test]
async fn a_server_that_wants_rest_gets_it() {
    let server = Faults::serve(|_| Answer::status(429).header("Retry-After", "300"));
    let stopped = gather(&profile(&server), None).await.unwrap_err();
    assert_eq!((stopped.status, stopped.wait.map(|wait| wait.as_secs())), (429, Some(300)));
    let server = Faults::serve(|_| {
        Answer::endless("{\"feed\": [                                        ".repeat(1000))
    });
    let stopped = gather(&profile(&server), None).await.unwrap_err();
    assert!(stopped.trouble.what.contains("more than is taken"), "{stopped:?}");
}

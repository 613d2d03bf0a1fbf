//! Firebase and Algolia.

use serde_json::{Value, json};
use slugline::config::{Channel, SourceRow};

use super::{gather, harvest, ids, row};
use crate::server::faults::{Answer, Faults, Request};

fn story(id: u64, points: u64, comments: u64) -> Value {
    json!({"id": id, "type": "story", "by": "mira", "time": 1_773_335_000 + id, "title": format!("Story {id}"),
        "url": format!("https://harbour.example/{id}"), "score": points, "descendants": comments, "kids": [1, 2]})
}

/// A hundred stories; every third has few points, 7 was deleted, 8 is not there.
fn firebase(request: &Request) -> Answer {
    if request.path() == "/v0/topstories.json" {
        return Answer::ok(json!((1..=100).collect::<Vec<u64>>()).to_string());
    }
    let id = request.path().strip_prefix("/v0/item/").and_then(|rest| rest.strip_suffix(".json"));
    match id.and_then(|id| id.parse().ok()) {
        Some(7) => Answer::ok(json!({"id": 7, "deleted": true, "type": "story"}).to_string()),
        Some(8) => Answer::ok("null"),
        Some(id) => Answer::ok(story(id, if id % 3 == 0 { 4 } else { 400 }, 40).to_string()),
        None => Answer::status(404),
    }
}

fn front(server: &Faults) -> SourceRow {
    row(Channel::HackerNews, "https://news.ycombinator.com/", &server.url(""))
}

#[tokio::test]
async fn the_front_page_comes_story_by_story() {
    let server = Faults::serve(firebase);
    let came = gather(&front(&server), None).await.unwrap();
    assert_eq!((came.requests, server.asked().len(), server.most_at_once() <= 2), (61, 61, true));
    let came = came.harvest.unwrap();
    assert_eq!(came.records.len(), 38, "60, less 20 of few points, a deleted one and one that is not there");
    assert_eq!(came.gone, ["7"]);
    let first = &came.records[0];
    assert_eq!(first.url.as_deref(), Some("https://news.ycombinator.com/item?id=1"));
    assert_eq!(first.links, ["https://harbour.example/1"]);
    assert_eq!((first.extra["points"].as_u64(), first.extra["comments"].as_u64()), (Some(400), Some(40)));
    let all = SourceRow { min_score: 0, min_comments: 0, ..front(&server) };
    assert_eq!(harvest(gather(&all, None).await).records.len(), 58);
}

#[tokio::test]
async fn a_story_that_fails_costs_itself() {
    let server = Faults::serve(|request| match request.path() {
        "/v0/item/3.json" => Answer::status(500),
        "/v0/item/4.json" => Answer::ok("<html>"),
        "/v0/item/5.json" => Answer::ok(format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000))),
        "/v0/item/6.json" => Answer::ok(r#"{"id": 6, "title": 7, "score": "many", "time": 1e400}"#),
        _ => firebase(request),
    });
    let all = SourceRow { min_score: 0, min_comments: 0, ..front(&server) };
    let came = harvest(gather(&all, None).await);
    assert_eq!(came.records.len(), 54);
    assert!(
        came.cursor.is_none() && came.notes[0].contains("1 of 60 further answers are missing"),
        "{:?}",
        came.notes
    );
}

#[tokio::test]
async fn a_server_that_wants_rest_is_asked_no_more() {
    let server = Faults::serve(|request| match request.path() {
        "/v0/item/9.json" => Answer::status(429).header("Retry-After", "60"),
        _ => firebase(request),
    });
    let came = harvest(gather(&front(&server), None).await);
    assert!(server.asked().len() <= 12, "{} asked", server.asked().len());
    assert!(!came.records.is_empty() && came.notes[0].contains("asks us to wait"), "{:?}", came.notes);
    let server = Faults::serve(|_| Answer::status(429).header("Retry-After", "60"));
    assert_eq!(gather(&front(&server), None).await.unwrap_err().wait.map(|wait| wait.as_secs()), Some(60));
}

#[tokio::test]
async fn addresses_elsewhere_are_not_followed() {
    let elsewhere = Faults::serve(firebase);
    let place = elsewhere.url("/v0/topstories.json");
    let server = Faults::serve(move |_| Answer::redirect(302, &place));
    let came = gather(&front(&server), None).await;
    assert!(came.is_err() && elsewhere.hits("/v0/item/1.json") == 0);
}

fn hit(id: u64) -> Value {
    json!({"objectID": id.to_string(), "_tags": ["story", "author_mira"], "author": "mira", "title": "Bridge &amp; tunnel",
        "url": format!("https://harbour.example/{id}"), "points": 90, "num_comments": 30, "created_at_i": 1_773_335_000 + id})
}

#[tokio::test]
async fn a_search_goes_on_page_by_page() {
    let server = Faults::serve(|request| {
        let page = (0..9).find(|page| request.target.contains(&format!("page={page}"))).unwrap_or(0);
        Answer::ok(
            json!({"hits": [hit(page * 2), hit(page * 2 + 1), "no story"], "page": page, "nbPages": 9})
                .to_string(),
        )
    });
    let row = row(Channel::HackerNews, "https://hn.algolia.com/?q=bridge", &server.url(""));
    let came = harvest(gather(&row, Some("2026-03-12T17:00:00Z")).await);
    assert_eq!(ids(&came), ["0", "1", "2", "3", "4", "5"], "three pages at most");
    assert_eq!(came.cursor.as_deref(), Some("2026-03-12T17:03:25Z"));
    assert_eq!(came.notes, ["1 item was left out: not readable"]);
    let asked = server.asked()[0].target.replace("%3E", ">").replace("%2C", ",").replace("%3D", "=");
    assert!(
        asked.contains("query=bridge") && asked.contains("created_at_i>1773162000,points>=50"),
        "{asked}"
    );
}

#[tokio::test]
async fn a_discussion_is_the_story_and_its_comments() {
    let comment = json!({"objectID": "43", "_tags": ["comment"], "author": "ivo", "parent_id": 42, "created_at_i": 1_773_335_100,
        "story_title": "Bridge", "comment_text": "I saw it.<p>It is <i>shut</i>."});
    let server = Faults::serve(move |_| {
        Answer::ok(json!({"hits": [comment, hit(42)], "page": 0, "nbPages": 1}).to_string())
    });
    let row = row(Channel::HackerNews, "https://news.ycombinator.com/item?id=42", &server.url(""));
    let came = harvest(gather(&row, None).await);
    assert_eq!(came.records[0].text.as_deref(), Some("I saw it.\n\nIt is shut."));
    assert_eq!(came.records[0].content_type.as_deref(), Some("comment"));
    assert_eq!(came.records.len(), 2, "comments have no points, and are not left out for it");
}

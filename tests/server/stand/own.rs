//! Another Slugline: its server, and the file its `export` writes, on any web server.

use serde_json::{Value, json};
use slugline::{
    story::Dispatch,
    wire::format::{Item, record_json, story_json, write_line},
};

use super::{Answer, Habits, Question, World, hosted, shapes};

/// The server: whole rows with citations, spans and methodology; opaque cursors; everything has an ETag.
pub(super) fn server(world: &World, habits: &Habits, question: &Question) -> Answer {
    let parts = question.parts();
    if parts == ["v1"] {
        let root =
            json!({ "version": "0.1.0", "server": "slugline", "routers": ["stories", "records", "topics"] });
        return Answer::json(200, &root).tagged();
    }
    if habits.key.as_deref().is_some_and(|key| !question.bears(key)) {
        return hosted::error(401, "This wire wants a key");
    }
    let answer = match parts.as_slice() {
        ["healthz"] => Answer::json(200, &json!({ "ok": true })),
        ["v1", "stories"] => stories(world, habits.most, question),
        ["v1", "stories", id] => found(world.story(id).map(story_json)),
        ["v1", "records", id] => found(world.record(id).map(record_json)),
        ["v1", "topics"] => Answer::json(200, &json!({ "items": shapes::topics(world), "nextCursor": null })),
        _ => hosted::error(404, "Not found"),
    };
    if answer.status == 200 { answer.tagged() } else { answer }
}

fn found(value: Option<Value>) -> Answer {
    value.map_or_else(|| hosted::error(404, "Not found"), |value| Answer::json(200, &value))
}

fn stories(world: &World, most: usize, question: &Question) -> Answer {
    let limit = question.parameter("limit").map_or(Ok(20), str::parse::<usize>);
    let Ok(limit @ 1..) = limit else { return hosted::error(422, "limit: expected a number from 1") };
    let after = question.parameter("cursor").map(hosted::opened);
    if after == Some(None) {
        return hosted::error(422, "cursor: not one of ours");
    }
    let after = after.flatten();
    let mut rows: Vec<&Dispatch> = world.current().collect();
    rows.retain(|story| after.as_ref().is_none_or(|after| hosted::place(story) < *after));
    rows.sort_by_key(|story| std::cmp::Reverse(hosted::place(story)));
    let (limit, all) = (limit.min(most), rows.len());
    rows.truncate(limit);
    let next = rows.last().filter(|_| all > limit).map(|last| hosted::sealed(&hosted::place(last)));
    let items: Vec<Value> = rows.into_iter().map(story_json).collect();
    Answer::json(200, &json!({ "items": items, "nextCursor": next }))
}

/// The file: every record and every story, one a line.
pub(super) fn file(world: &World, habits: &Habits, question: &Question) -> Answer {
    if question.path != "/wire.jsonl" {
        return Answer::text(404, "text/html", "<h1>404 Not Found</h1>");
    }
    if habits.key.as_deref().is_some_and(|key| !question.bears(key)) {
        return Answer::text(401, "text/html", "<h1>401 Unauthorized</h1>");
    }
    let records = world.records().map(|record| Item::Record(Box::new(record.clone())));
    let stories = world.all().map(|story| Item::Story(Box::new(story.clone())));
    let mut lines = String::new();
    for item in records.chain(stories) {
        lines.push_str(&write_line(&item));
        lines.push('\n');
    }
    let changed = world.newest().to_jiff().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    Answer::text(200, "application/jsonl", lines).tagged().with("last-modified", changed)
}

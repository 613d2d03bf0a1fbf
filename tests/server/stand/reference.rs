//! The open reference server, with every fault measured at it: whole rows and no filter; a cursor that is a time cut
//! to milliseconds, compared with `<` and nothing else, so that ties are lost; 500 wherever an id of 64 bits would have
//! to be written; the same 404 for a route it does not have and a story it does not have.

use serde_json::{Value, json};
use slugline::story::{Dispatch, Moment, Record};

use super::{
    Answer, Habits, Question, World,
    shapes::{self, is_uuid, joined, millis, numeric},
};

/// Answers.
pub(super) fn answer(world: &World, habits: &Habits, question: &Question) -> Answer {
    let parts = question.parts();
    if parts == ["healthz"] {
        return Answer::json(200, &json!({ "ok": true }));
    }
    if !["GET", "HEAD"].contains(&question.method.as_str()) {
        return error(404, None);
    }
    if let (["v1", _, ..], Some(key)) = (parts.as_slice(), &habits.key) {
        match question.header("authorization").and_then(|value| value.strip_prefix("Bearer ")) {
            None => return error(401, Some("missing bearer token")),
            Some(token) if token.trim() != key => return error(401, Some("invalid token")),
            Some(_) => {}
        }
    }
    match parts.as_slice() {
        ["v1", "stories"] => stories(world, habits, question),
        ["v1", "stories", id] if !id.is_empty() => story(world, habits, id),
        ["v1", "records"] => records(world, habits, question),
        ["v1", "records", id] if !id.is_empty() => record(world, habits, id),
        _ => error(404, None),
    }
}

/// An error of this dialect.
pub(super) fn error(status: u16, detail: Option<&str>) -> Answer {
    let code = match status {
        400 => "invalid_id",
        401 => "unauthorized",
        404 => "not_found",
        429 => "rate_limited",
        _ => "internal_error",
    };
    let body = match detail {
        Some(detail) if ![404, 500].contains(&status) => json!({ "error": code, "detail": detail }),
        _ => json!({ "error": code }),
    };
    Answer::json(status, &body)
}

/// Silently what it can make of it: 25 for nonsense, 100 at most, fractions cut.
fn limit(question: &Question) -> usize {
    let given = question.parameter("limit").and_then(|text| text.parse::<f64>().ok());
    match given {
        Some(limit) if limit > 0.0 => limit.min(100.0) as usize,
        _ => 25,
    }
}

fn stories(world: &World, habits: &Habits, question: &Question) -> Answer {
    // What is no time is no cursor: a bare `+00:00`, whose plus has become a blank, gives page 1 again.
    let before = question.parameter("cursor").and_then(Moment::parse);
    let at = |story: &Dispatch| story.generated_at.unwrap_or_default();
    let earlier = |story: &&Dispatch| before.is_none_or(|before| at(story) < before);
    let mut rows: Vec<&Dispatch> = world.current().filter(earlier).collect();
    if before.is_some() {
        rows.reverse(); // among equal times the database gives any order, and not the same each time
    }
    rows.sort_by_key(|story| std::cmp::Reverse(at(story)));
    let limit = limit(question).min(habits.most);
    rows.truncate(limit);
    let end = if habits.empty_cursor { json!("") } else { Value::Null };
    let last = rows.last().filter(|_| rows.len() == limit);
    let next = last.map_or(end, |last| millis(last.generated_at));
    let items: Vec<Value> = rows.into_iter().map(row).collect();
    Answer::json(200, &json!({ "items": items, "nextCursor": next }))
}

fn row(story: &Dispatch) -> Value {
    let arc = story.arc.as_ref().map_or("ongoing", slugline::story::Arc::slug);
    let updated = millis(story.enriched_at.or(story.generated_at));
    let more = json!({ "arcStatus": arc, "createdAt": millis(story.generated_at), "updatedAt": updated });
    joined(shapes::whole(story, millis), more)
}

fn story(world: &World, habits: &Habits, id: &str) -> Answer {
    if !is_uuid(id) {
        return error(500, None);
    }
    let Some(story) = world.story(id) else { return error(404, None) };
    if !story.citations.is_empty() && !habits.bigint_fixed {
        return error(500, None);
    }
    let citations = story.citations.iter().map(|cite| {
        let more =
            json!({ "storyId": id, "anchorText": cite.anchor_text, "createdAt": millis(story.generated_at) });
        joined(shapes::citation(cite, millis, numeric), more)
    });
    Answer::json(200, &joined(row(story), json!({ "citations": citations.collect::<Value>() })))
}

fn records(world: &World, habits: &Habits, question: &Question) -> Answer {
    if !habits.bigint_fixed {
        return error(500, None);
    }
    let number = |record: &Record| record.id.as_str().parse::<u64>().unwrap_or_default();
    let below = question.parameter("cursor").and_then(|text| text.parse::<u64>().ok());
    let mut rows: Vec<&Record> =
        world.records().filter(|record| below.is_none_or(|below| number(record) < below)).collect();
    rows.sort_by_key(|record| std::cmp::Reverse(number(record)));
    let limit = limit(question);
    rows.truncate(limit);
    let next = if rows.len() == limit {
        json!(rows.last().map_or("", |last| last.id.as_str()))
    } else {
        Value::Null
    };
    let items: Vec<Value> = rows.into_iter().map(whole_record).collect();
    Answer::json(200, &json!({ "items": items, "nextCursor": next }))
}

fn record(world: &World, habits: &Habits, id: &str) -> Answer {
    if id.parse::<u64>().is_err() {
        return error(400, None);
    }
    if !habits.bigint_fixed {
        return error(500, None);
    }
    world.record(id).map_or_else(|| error(404, None), |record| Answer::json(200, &whole_record(record)))
}

fn whole_record(record: &Record) -> Value {
    json!({
        "id": record.id.as_str(), "sourceId": 1, "kind": record.kind.slug(), "externalId": record.external_id,
        "contentType": record.content_type, "title": record.title, "contentText": record.text,
        "url": record.url, "author": record.byline, "publishedAt": millis(record.published_at),
        "capturedAt": millis(record.captured_at), "language": record.language, "subreddit": null,
        "sentimentLabel": "neutral", "sentimentScore": "-0.210", "sourceMetadata": {},
        "analysis": { "sentiment": "neutral", "keyPhrases": [] },
    })
}

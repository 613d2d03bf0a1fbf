//! The hosted service: summaries in lists, opaque cursors over (time, id), errors as objects, everything else on
//! routes of its own.

use serde_json::{Value, json};
use slugline::story::{Citation, Dispatch, Moment, Record};

use super::{
    Answer, Habits, Question, World, question,
    shapes::{self, joined, number, seconds},
};

/// Rows of a page, if not said; and at most.
const USUAL: usize = 20;
const MOST: usize = 100;

/// Answers.
pub(super) fn answer(world: &World, habits: &Habits, question: &Question) -> Answer {
    let refused = habits.key.as_deref().is_some_and(|key| !question.bears(key));
    let parts = question.parts();
    let answer = match parts.as_slice() {
        ["api", "health"] => Answer::json(
            200,
            &json!({ "status": "ok", "version": "0.5.0", "ts": seconds(Some(world.newest())),
                "checks": { "db": "ok", "workflows": "skipped" } }),
        ),
        ["v1"] => Answer::json(
            200,
            &json!({ "version": "0.5.0", "routers": ["stories", "records", "topics", "signals"],
                "openapi": "/v1/openapi.json" }),
        ),
        ["v1", ..] if refused => error(401, "Missing or invalid API key"),
        ["v1", "stories"] => stories(world, habits.most, question),
        ["v1", "stories", id] => found(world.story(id).map(detail)),
        ["v1", "stories", id, "citations"] => found(world.story(id).map(citations)),
        ["v1", "stories", id, "sources"] => found(world.story(id).map(|story| sources(world, story))),
        ["v1", "stories", id, "versions"] => found(world.story(id).map(|story| versions(world, story))),
        ["v1", "records"] => records(world, question),
        ["v1", "records", id] => found(world.record(id).map(record_detail)),
        ["v1", "topics"] => Answer::json(200, &json!({ "items": shapes::topics(world), "nextCursor": null })),
        ["v1", "signals", ..] => error(501, "Not implemented"),
        _ => error(404, "No such route"),
    };
    let left = answer.with("x-ratelimit-limit", 60).with("x-ratelimit-remaining", 59);
    left.with("x-request-id", "req_0001")
}

/// An error of this dialect.
pub(super) fn error(status: u16, message: &str) -> Answer {
    let code = match status {
        400 | 422 => "validation_error",
        401 => "unauthorized",
        402 => "tier_limit_exceeded",
        403 => "forbidden",
        404 => "not_found",
        429 => "rate_limited",
        503 => "service_unavailable",
        _ => "internal_error",
    };
    Answer::json(status, &json!({ "error": { "code": code, "message": message } }))
}

fn found(value: Option<Value>) -> Answer {
    value.map_or_else(|| error(404, "Not found"), |value| Answer::json(200, &value))
}

/// Rows after a cursor, and the cursor of the next page. The error is a whole answer.
fn paged<'a, T>(
    rows: Vec<&'a T>,
    most: usize,
    question: &Question,
    place: fn(&T) -> (i64, String),
) -> Result<(Vec<&'a T>, Option<String>), Answer> {
    let limit = match question.parameter("limit").map(str::parse) {
        None => USUAL,
        Some(Ok(limit @ 1..=MOST)) => limit,
        Some(_) => return Err(error(422, "limit: expected a number from 1 to 100")),
    };
    let limit = limit.min(most);
    let after = match question.parameter("cursor") {
        None => None,
        Some(cursor) => Some(opened(cursor).ok_or_else(|| error(422, "cursor: not one of ours"))?),
    };
    let rest = rows.into_iter().filter(|row| after.as_ref().is_none_or(|after| place(row) < *after));
    let mut page: Vec<&T> = rest.take(limit + 1).collect();
    let more = page.len() > limit;
    page.truncate(limit);
    let next = page.last().filter(|_| more).map(|last| sealed(&place(last)));
    Ok((page, next))
}

/// A cursor that nobody can read by eye, with everything in it that must be encoded in a query.
pub(super) fn sealed((time, id): &(i64, String)) -> String {
    let hex = question::hex(format!("{time}|{id}").bytes().map(|byte| byte ^ 0x2a));
    format!("c+{hex}/==")
}

/// What [`sealed`] sealed.
pub(super) fn opened(cursor: &str) -> Option<(i64, String)> {
    let hex = cursor.strip_prefix("c+")?.strip_suffix("/==")?;
    let byte = |at: usize| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok().map(|byte| byte ^ 0x2a);
    let bytes: Option<Vec<u8>> = (0..hex.len()).step_by(2).map(byte).collect();
    let text = String::from_utf8(bytes?).ok()?;
    let (time, id) = text.split_once('|')?;
    Some((time.parse().ok()?, id.to_owned()))
}

/// Where a story stands in lists: newest first, ties by id.
pub(super) fn place(story: &Dispatch) -> (i64, String) {
    (story.time().map_or(0, Moment::as_micros), story.id.as_str().to_owned())
}

/// Current stories, newest first, those that the filters let through.
fn stories(world: &World, most: usize, question: &Question) -> Answer {
    let since = match question.parameter("since") {
        None => None,
        Some(text) => match Moment::parse(text).filter(|_| text.ends_with('Z')) {
            None => return error(422, "since: expected an ISO time with Z"),
            since => since,
        },
    };
    let either = |new, old| question.parameter(new).or_else(|| question.parameter(old));
    let (kind, topic) = (either("story_type", "type"), either("topic_id", "topicId"));
    let enriched = question.parameter("enriched").is_some();
    let wanted = |story: &&Dispatch| {
        kind.is_none_or(|kind| story.kind.slug() == kind)
            && topic.is_none_or(|topic| story.beat.id.as_deref() == Some(topic))
            && since.is_none_or(|since| story.time() > Some(since))
            && (!enriched || story.enriched_at.is_some())
    };
    let mut rows: Vec<&Dispatch> = world.current().filter(wanted).collect();
    rows.sort_by_key(|story| std::cmp::Reverse(place(story)));
    match paged(rows, most, question, place) {
        Err(wrong) => wrong,
        Ok((page, next)) => {
            let items: Vec<Value> = page.iter().map(|story| row(story)).collect();
            Answer::json(200, &json!({ "items": items, "nextCursor": next }))
        }
    }
}

fn row(story: &Dispatch) -> Value {
    let platforms: Value = story.platforms.iter().map(slugline::story::SourceKind::slug).collect();
    let more = json!({ "topicName": story.beat.name, "sourcePlatforms": platforms });
    joined(shapes::summary(story, seconds), more)
}

fn detail(story: &Dispatch) -> Value {
    joined(shapes::whole(story, seconds), row(story))
}

fn citations(story: &Dispatch) -> Value {
    let web = story.web_count();
    let list = story.citations.iter().map(|cite| shapes::citation(cite, seconds, number));
    json!({ "storyId": story.id.as_str(), "citations": list.collect::<Value>(),
        "internalCount": story.citations.len() - web, "externalCount": web })
}

fn sources(world: &World, story: &Dispatch) -> Value {
    let internal = |cite: &Citation| {
        let id = cite.record_id.as_ref()?;
        let record = world.record(id.as_str())?;
        Some(json!({
            "recordId": id.as_str(), "kind": record.kind.slug(), "title": record.title, "url": record.url,
            "publishedAt": seconds(record.published_at), "excerpt": cite.excerpt, "byline": record.byline,
            "sentimentScore": -0.21, "inferred": cite.inferred, "confidence": cite.confidence,
            "credibilityScore": cite.credibility,
        }))
    };
    let external = |cite: &Citation| {
        json!({
            "externalUrl": cite.url, "domain": cite.domain, "anchorText": cite.anchor_text, "title": cite.title,
            "excerpt": cite.excerpt, "aiClaim": cite.claim, "factType": cite.fact_type, "platform": "exa",
            "inferred": cite.inferred, "confidence": cite.confidence, "credibilityScore": cite.credibility,
            "fetchedAt": seconds(cite.fetched_at),
        })
    };
    let (web, records): (Vec<&Citation>, Vec<&Citation>) =
        story.citations.iter().partition(|cite| cite.is_web());
    let mut told = json!({ "storyId": story.id.as_str(),
        "sources": records.into_iter().filter_map(internal).collect::<Value>() });
    if !web.is_empty() {
        told["externalCitations"] = web.into_iter().map(external).collect();
    }
    told
}

fn versions(world: &World, story: &Dispatch) -> Value {
    let items = world.history(story).into_iter().map(|story| {
        json!({ "id": story.id.as_str(), "version": story.version, "headline": story.headline,
            "generatedAt": seconds(story.generated_at), "active": story.active })
    });
    json!({ "items": items.collect::<Value>() })
}

fn records(world: &World, question: &Question) -> Answer {
    let place =
        |record: &Record| (record.captured_at.map_or(0, Moment::as_micros), record.id.as_str().to_owned());
    let mut rows: Vec<&Record> = world.records().collect();
    rows.sort_by_key(|record| std::cmp::Reverse(place(record)));
    let total = rows.len();
    match paged(rows, MOST, question, place) {
        Err(wrong) => wrong,
        Ok((page, next)) => {
            let items: Vec<Value> = page.into_iter().map(record_row).collect();
            Answer::json(200, &json!({ "items": items, "nextCursor": next, "total": total }))
        }
    }
}

fn record_row(record: &Record) -> Value {
    json!({
        "id": record.id.as_str(), "kind": record.kind.slug(), "externalId": record.external_id,
        "title": record.title, "url": record.url, "author": record.byline,
        "publishedAt": seconds(record.published_at), "capturedAt": seconds(record.captured_at),
        "sentimentLabel": "neutral", "sentimentScore": "-0.210", "category": "article",
        "publisher": record.publisher, "hasDispatch": true,
    })
}

fn record_detail(record: &Record) -> Value {
    let more = json!({ "contentType": record.content_type, "contentText": record.text, "subreddit": null,
        "language": record.language, "sourceMetadata": {} });
    joined(record_row(record), more)
}

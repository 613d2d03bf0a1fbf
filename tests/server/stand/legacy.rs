//! The retired API: offsets, `{data, pagination}`, a key in `x-api-key`, errors for people.

use serde_json::{Value, json};
use slugline::story::Dispatch;

use super::{
    Answer, Habits, Question, World, hosted,
    shapes::{self, joined, number, seconds},
};

/// Answers; everything is below `/api/v1`.
pub(super) fn answer(world: &World, habits: &Habits, question: &Question) -> Answer {
    let parts = question.parts();
    let ["api", "v1", rest @ ..] = parts.as_slice() else { return error(404, "Not found") };
    if rest == ["status"] {
        return Answer::json(200, &json!({ "status": "operational", "version": "1.4" }));
    }
    let borne = |key: &str| question.header("x-api-key") == Some(key) || question.bears(key);
    if habits.key.as_deref().is_some_and(|key| !borne(key)) {
        return error(401, "Invalid or missing API key");
    }
    match rest {
        ["narratives" | "stories"] => stories(world, habits.most, question),
        ["narratives" | "stories", id] => match world.story(id) {
            None => error(404, "Narrative not found"),
            Some(story) => {
                let cites = story.citations.iter().map(|cite| shapes::citation(cite, seconds, number));
                Answer::json(200, &joined(row(story), json!({ "citations": cites.collect::<Value>() })))
            }
        },
        ["topics"] => {
            let topics = shapes::topics(world);
            let count = topics.len();
            Answer::json(200, &json!({ "topics": topics, "count": count }))
        }
        _ => error(404, "Not found"),
    }
}

/// An error of this dialect.
pub(super) fn error(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({ "error": message, "upgrade": "https://stand.example/pricing" }))
}

fn stories(world: &World, most: usize, question: &Question) -> Answer {
    let number = |name: &str, usual: usize| question.parameter(name).map_or(Ok(usual), str::parse::<usize>);
    let (Ok(limit @ 1..=100), Ok(offset)) = (number("limit", 50), number("offset", 0)) else {
        return error(400, "limit must be between 1 and 100, offset 0 or more");
    };
    let limit = limit.min(most);
    let mut rows: Vec<&Dispatch> = world.current().collect();
    rows.sort_by_key(|story| std::cmp::Reverse(hosted::place(story)));
    let total = rows.len();
    let data: Vec<Value> = rows.into_iter().skip(offset).take(limit).map(row).collect();
    let more = offset + data.len() < total;
    let pagination = json!({ "total": total, "limit": limit, "offset": offset, "hasMore": more });
    Answer::json(200, &json!({ "data": data, "pagination": pagination }))
}

fn row(story: &Dispatch) -> Value {
    joined(shapes::whole(story, seconds), json!({ "topicName": story.beat.name }))
}

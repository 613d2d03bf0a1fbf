//! What can go wrong with an answer.

use std::{
    io,
    sync::Mutex,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::{Answer, Dialect, Question, Shared, hosted, legacy, reference};

/// How a server says when to come back.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Patience {
    /// It does not.
    Unsaid,
    /// `Retry-After` in seconds.
    Seconds(u64),
    /// `Retry-After` as a date, so many seconds from now.
    Date(u64),
    /// `X-RateLimit-Reset` in seconds since 1970, so many from now.
    Reset(u64),
}

/// What goes wrong.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// This status, in the dialect's words.
    Status(u16),
    /// 429.
    TooMany(Patience),
    /// 503.
    Down(Patience),
    /// 200, and a page for people to log in.
    LoginPage,
    /// 200, and the first half of the JSON, as if that were all.
    CutJson,
    /// The first half of the body; then the connection breaks.
    CutBody,
    /// Every field of every row is of another type than it should be.
    WrongTypes,
    /// Whatever the cursor, the first page, which says there is more.
    CursorLoop,
    /// So many stories are published right before the answer: pages shift under who walks them.
    Published(usize),
    /// No answer ever.
    Hang,
    /// The answer, this much later.
    Slow(Duration),
    /// So many MiB of blanks, compressed to next to nothing.
    Bomb(usize),
    /// 302 to there.
    Redirect(String),
    /// This status, and what was sent as a key said aloud in the body, the reason and a header.
    EchoesKey(u16),
    /// Everybody's connections break, this one unanswered, and nobody listens any more.
    Cable,
}

/// Answers with the fault.
pub(super) async fn play(shared: &Shared, question: &Question, fault: Fault) -> Response {
    let dialect = shared.habits.lock().expect("habits").dialect;
    let answer = match fault {
        Fault::Hang => std::future::pending().await,
        Fault::Cable => {
            shared.unplug.lock().expect("unplug").notify_one();
            std::future::pending().await
        }
        Fault::Slow(delay) => {
            tokio::time::sleep(delay).await;
            shared.answer(question)
        }
        Fault::CutBody => return cut(&shared.answer(question)),
        Fault::CursorLoop => looped(shared, question),
        Fault::WrongTypes => wrong_types(&shared.answer(question)),
        Fault::Published(stories) => {
            shared.world.lock().expect("world").publish(stories);
            shared.computed.lock().expect("computed").clear();
            shared.answer(question)
        }
        Fault::CutJson => {
            let whole = shared.answer(question).plain();
            Answer::text(200, "application/json", whole[..whole.len() / 2].to_vec())
        }
        Fault::EchoesKey(status) => {
            let (bearer, old) = question.credentials();
            let told = format!("{} {}", bearer.unwrap_or_default(), old.unwrap_or_default());
            error(dialect, status, &format!("no such key: {told}")).with("x-seen", told)
        }
        Fault::Status(status) => error(dialect, status, "something went wrong here"),
        Fault::TooMany(patience) => patient(error(dialect, 429, "slow down"), patience),
        Fault::Down(patience) => patient(error(dialect, 503, "closed for stocktaking"), patience),
        Fault::LoginPage => Answer::text(200, "text/html; charset=utf-8", LOGIN),
        Fault::Bomb(mib) => bomb(mib),
        Fault::Redirect(to) => Answer::text(302, "text/plain", "over there").with("location", to),
    };
    answer.into_response()
}

const LOGIN: &str = "<!doctype html><html><head><title>Sign in</title></head><body><h1>Welcome to the café's \
    network</h1><form method=post><input name=password></form></body></html>";

/// An error as the dialect puts it.
pub(super) fn error(dialect: Dialect, status: u16, message: &str) -> Answer {
    match dialect {
        Dialect::Reference => reference::error(status, Some(message)),
        Dialect::Legacy => legacy::error(status, message),
        _ => hosted::error(status, message),
    }
}

fn patient(answer: Answer, patience: Patience) -> Answer {
    let from_now = |seconds| SystemTime::now() + Duration::from_secs(seconds);
    match patience {
        Patience::Unsaid => answer,
        Patience::Seconds(seconds) => answer.with("retry-after", seconds),
        Patience::Date(seconds) => answer.with("retry-after", httpdate::fmt_http_date(from_now(seconds))),
        Patience::Reset(seconds) => {
            let since = from_now(seconds).duration_since(UNIX_EPOCH).expect("after 1970");
            answer.with("x-ratelimit-reset", since.as_secs())
        }
    }
}

/// Half the body under the length of all of it. The half gets its time to arrive before the line is cut.
fn cut(answer: &Answer) -> Response {
    let half = answer.body.slice(..answer.body.len() / 2);
    let cut = async {
        tokio::time::sleep(Duration::from_millis(30)).await;
        Err(io::Error::other("the line was cut"))
    };
    let body = Body::from_stream(stream::once(async { Ok(half) }).chain(stream::once(cut)));
    answer.head().header("content-length", answer.body.len()).body(body).expect("an answer")
}

fn looped(shared: &Shared, question: &Question) -> Answer {
    let limit = question.parameter("limit").unwrap_or("20");
    let first = shared.answer(&Question {
        target: format!("{}?limit={limit}", question.path),
        query: vec![("limit".to_owned(), limit.to_owned())],
        headers: question.headers.clone(),
        ..Question::get(&question.path)
    });
    let mut page: Value = serde_json::from_slice(&first.plain()).unwrap_or_default();
    if page.get("pagination").is_some() {
        page["pagination"]["hasMore"] = true.into();
    } else {
        page["nextCursor"] = question.parameter("cursor").unwrap_or("round+and/round=").into();
    }
    Answer::json(200, &page)
}

fn wrong_types(answer: &Answer) -> Answer {
    let mut page: Value = serde_json::from_slice(&answer.plain()).unwrap_or_default();
    for list in ["items", "data"] {
        for row in page.get_mut(list).and_then(Value::as_array_mut).into_iter().flatten() {
            for (name, value) in row.as_object_mut().into_iter().flatten() {
                if name != "id" {
                    *value = other_type(value);
                }
            }
        }
    }
    Answer::json(200, &page)
}

fn other_type(value: &Value) -> Value {
    match value {
        Value::String(text) => json!({ "said": text }),
        Value::Number(_) => json!([true]),
        Value::Array(_) => json!("a list, once"),
        Value::Object(_) => json!(7),
        Value::Bool(_) => json!("perhaps"),
        Value::Null => json!(false),
    }
}

/// Packed once; packing takes longer than all the rest.
fn bomb(mib: usize) -> Answer {
    static PACKED: Mutex<Vec<(usize, Answer)>> = Mutex::new(Vec::new());
    let mut packed = PACKED.lock().expect("bombs");
    if let Some((_, known)) = packed.iter().find(|(size, _)| *size == mib) {
        return known.clone();
    }
    let mut answer = Answer::text(200, "application/json", Bytes::from(vec![b' '; mib << 20]));
    answer.compress();
    packed.push((mib, answer.clone()));
    answer
}

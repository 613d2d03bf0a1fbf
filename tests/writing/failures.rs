//! Everything that can go wrong with a model: a reason in words, the extractive dispatch, and the budget kept.

use std::time::Duration;

use serde_json::{Value, json};

use super::{
    player::{Asked, Dialect, SENTINEL, model},
    room::{Room, records, said, writer},
};
use crate::server::faults::{Answer, Faults, Request};

type Says = fn(Dialect, &Request) -> Answer;

type Failure = (&'static str, Says, &'static str, bool);

/// What it does, what the ledger says of it, and whether it may have cost something: of every kind of service.
const FAILURES: &[Failure] = &[
    ("silence", |_, _| Answer::silence(), "no answer within 0.2 s", true),
    ("hang in the stream", |d, _| d.parts("{\"headline\":").hold(), " 0.2 s", true),
    ("500", |_, _| Answer::status(500), "something is wrong over there (status 500)", false),
    ("529", |_, _| Answer::status(529), "it is overloaded (status 529)", false),
    (
        "429",
        |_, _| Answer::status(429).header("Retry-After", "90"),
        "it takes no more questions for now",
        false,
    ),
    (
        "401 with the key in it",
        |_, _| Answer::status(401).body(format!("{{\"error\":{{\"message\":\"bad key {SENTINEL}\"}}}}")),
        "it does not take the key (status 401: bad key ***)",
        false,
    ),
    ("404", |_, _| Answer::status(404), "no model small-1", false),
    ("redirect", |_, _| Answer::redirect(307, "http://127.0.0.1:9/"), "it sends us on", false),
    ("reset", |_, _| Answer::reset(), "cut the connection", true),
    ("cut", |d, _| d.parts("{\"headline\": \"Ha").then_close(), "", true),
    (
        "cut JSON",
        |d, _| d.stream("{\"headline\": \"Harbour Bridge"),
        "its reply breaks off in the middle",
        true,
    ),
    ("endless words", |d, _| endless(d), "it said more than it was allowed to", true),
    ("endless bytes", |_, _| Answer::endless(": still here\n".repeat(1_000)), "the most that is taken", true),
    ("no choices", |_, _| Answer::ok("{\"choices\":[]}"), "no choice to take", true),
    ("null", |d, _| null(d), "", true),
    ("not JSON", |_, _| Answer::ok("<html>busy</html>"), "no answer of a model", true),
    ("an error within", |_, _| Answer::ok("{\"type\":\"error\",\"error\":{\"message\":\"over\"}}"), "", true),
    ("echo", |d, r| d.stream(&Asked::of(r).turns[0]), "its reply repeats the question", true),
    ("echo of everything", |_, r| Answer::ok(r.body.clone()), "no choice to take", true),
];

/// And what a model may say, which is the same in every dialect.
const REPLIES: &[Failure] = &[
    ("refusal", |d, _| d.stream("I cannot help with that."), "no JSON (“I cannot help with that.”)", true),
    ("empty", |d, _| d.stream(""), "its answer is empty", true),
    ("blank", |d, _| d.stream("   \n"), "its answer is empty", true),
    ("an array", |d, _| d.stream("[1, 2]"), "no JSON", true),
    ("another shape", |d, _| d.stream("{\"story\": 1}"), "not of the shape", true),
    (
        "wrong types",
        |d, _| d.stream("{\"headline\": [], \"sections\": {\"a\": 1}}"),
        "no headline and no claim",
        true,
    ),
    ("the key", |d, _| d.stream(&format!("{{\"headline\": \"{SENTINEL}\"}}")), "", true),
    ("wrong ids", |d, r| claims(d, r, &["x-1", "17"], "The Harbour Bridge is closed."), "too little", true),
    ("no ids", |d, r| claims(d, r, &[], "The Harbour Bridge is closed."), "too little", true),
    ("an invented quotation", |d, r| cited(d, r, "\"All is lost,\" said Mara Quist."), "too little", true),
    (
        "an invented number",
        |d, r| cited(d, r, "The bridge carries 99,000 vehicles a day."),
        "too little",
        true,
    ),
    ("an invented name", |d, r| cited(d, r, "Tolliver Grange closed the bridge."), "too little", true),
    ("a link", |d, r| cited(d, r, "See https://evil.example/ for the bridge."), "too little", true),
    (
        "talk of itself",
        |d, r| cited(d, r, "As an AI language model I cannot verify the bridge."),
        "too little",
        true,
    ),
    ("deep nesting", |d, _| d.stream(&"{\"headline\":".repeat(5_000)), "its reply", true),
];

fn endless(dialect: Dialect) -> Answer {
    let answer = dialect.parts(&"word ".repeat(2_000));
    (0..40).fold(answer, |answer, _| answer.repeat(part(dialect), 1)).hold()
}

fn part(dialect: Dialect) -> String {
    let text = "word ".repeat(2_000);
    match dialect {
        Dialect::OpenAi => format!("data: {}\n\n", json!({ "choices": [{ "delta": { "content": text } }] })),
        Dialect::Anthropic => {
            format!("data: {}\n\n", json!({ "type": "content_block_delta", "delta": { "text": text } }))
        }
        Dialect::Ollama => format!("{}\n", json!({ "message": { "content": text } })),
    }
}

fn null(dialect: Dialect) -> Answer {
    Answer::ok(
        match dialect {
            Dialect::OpenAi => {
                json!({ "choices": [{ "message": { "content": null }, "finish_reason": "stop" }] })
            }
            Dialect::Anthropic => json!({ "type": "message", "content": null }),
            Dialect::Ollama => json!({ "message": { "content": null }, "done": true }),
        }
        .to_string(),
    )
}

/// A dispatch of three claims that all cite these.
fn claims(dialect: Dialect, _: &Request, cites: &[&str], text: &str) -> Answer {
    let claim = json!({ "text": text, "cites": cites, "kind": "fact" });
    let dispatch = json!({ "headline": "Harbour Bridge Closes", "sections": [{ "heading": "", "claims": [claim, claim, claim] }] });
    dialect.stream(&dispatch.to_string())
}

fn cited(dialect: Dialect, request: &Request, text: &str) -> Answer {
    claims(dialect, request, &[&Asked::of(request).sentences[0].0], text)
}

fn quick(room: &mut Room) {
    (room.writing.stall, room.writing.total, room.writing.max_tokens) = (5.0, 20.0, 400);
}

#[test]
fn every_failure_has_a_reason_and_the_extractive_dispatch_stands_in() {
    let everywhere = Dialect::ALL.iter().flat_map(|d| FAILURES.iter().map(move |f| (*d, f)));
    let all: Vec<_> = everywhere.chain(REPLIES.iter().map(|f| (Dialect::OpenAi, f))).collect();
    let check = |(dialect, (name, says, why, costs)): &(Dialect, &Failure)| {
        let (dialect, says) = (*dialect, *says);
        let server = Faults::serve(move |request| says(dialect, request));
        let mut room = Room::new(dialect, &server);
        quick(&mut room);
        if why.contains("0.2 s") {
            room.writing.stall = 0.2;
        }
        let (dispatch, reason) = room.dispatch(&records("x", None));
        assert_eq!(writer(&dispatch), "extractive", "{dialect:?} {name}: {reason}");
        assert!(dispatch.model.is_none());
        assert!(
            reason.contains("not written by small-1: ") && reason.contains(why),
            "{dialect:?} {name}: {reason}"
        );
        let whole = format!("{reason}{}", said(&dispatch));
        assert!(!whole.contains(SENTINEL) && !whole.contains('\u{1b}'), "{dialect:?} {name}: {whole}");
        let (calls, tokens) = room.spent();
        assert!(
            calls <= 2 && tokens <= room.writing.dispatch_tokens,
            "{dialect:?} {name}: {calls}, {tokens}"
        );
        assert_eq!(tokens > 0, *costs, "{dialect:?} {name}: {tokens} tokens");
        room.keeps_no_key();
        server.release();
    };
    // A few at a time: most of them wait.
    std::thread::scope(|scope| {
        let chunks: Vec<_> = all.chunks(all.len().div_ceil(4)).collect();
        for some in chunks {
            scope.spawn(move || some.iter().for_each(check));
        }
    });
}

#[test]
fn a_service_without_streams_is_understood_and_so_is_talk_around_the_object() {
    let around: [fn(&str) -> String; 4] = [
        str::to_owned,
        |json| format!("```json\n{json}\n```"),
        |json| format!("Sure! Here is {{your}} dispatch:\n\n{json}\n\nAnything else?"),
        |json| format!("<think>They want {{ a }} bridge.</think>{json}"),
    ];
    for dialect in Dialect::ALL {
        for put in around {
            let server =
                Faults::serve(move |request| dialect.whole(&put(&Asked::of(request).honest().to_string())));
            let (dispatch, reason) = Room::new(dialect, &server).dispatch(&records("x", None));
            assert_eq!(writer(&dispatch), "small-1", "{dialect:?}: {reason}");
        }
    }
}

#[test]
fn words_that_a_service_does_not_know_are_left_out() {
    let refuse = |what: &str| Answer::status(400).body(json!({ "error": { "message": what } }).to_string());
    let server = Faults::serve(move |request| {
        let asked = Asked::of(request);
        let has = |key: &str| asked.body.get(key).is_some();
        match () {
            () if has("max_tokens") => refuse("Unsupported parameter: use max_completion_tokens instead"),
            () if has("temperature") => refuse("temperature does not support 0.2"),
            () if has("stream_options") => refuse("unknown field stream_options"),
            () if asked.body["response_format"]["type"] == "json_schema" => {
                refuse("response_format: no json_schema")
            }
            () => Dialect::OpenAi.stream(&asked.honest().to_string()),
        }
    });
    let room = Room::new(Dialect::OpenAi, &server);
    let (dispatch, reason) = room.dispatch(&records("x", None));
    assert_eq!((writer(&dispatch).as_str(), server.asked().len()), ("small-1", 5), "{reason}");
    assert_eq!(room.spent(), (1, 1_000));
}

/// So many stories.
fn many(stories: usize) -> String {
    (0..stories).map(|n| records(&format!("s{n}"), None)).collect::<Vec<_>>().join("\n")
}

#[test]
fn five_failures_in_a_row_let_the_service_rest() {
    let server = Faults::serve(|_| Answer::status(500));
    let room = Room::new(Dialect::OpenAi, &server);
    let edition = room.edition(&many(8));
    assert_eq!((edition.dispatches.len(), server.asked().len()), (8, 5));
    assert!(edition.ledger[7].reason.contains("left alone until"), "{}", edition.ledger[7].reason);
    room.edition(&many(2));
    assert_eq!(server.asked().len(), 5, "another edition lets it rest, too");
}

#[test]
fn a_wrong_key_is_tried_once_and_a_wish_to_be_left_alone_is_heeded() {
    for (answer, told) in [
        (Answer::status(401), "does not take the key"),
        (Answer::status(429).header("Retry-After", "120"), "left alone until"),
    ] {
        let server = Faults::serve(move |_| answer.clone());
        let room = Room::new(Dialect::OpenAi, &server);
        let edition = room.edition(&many(3));
        assert_eq!((edition.dispatches.len(), server.asked().len()), (3, 1));
        assert!(edition.ledger[2].reason.contains(told), "{}", edition.ledger[2].reason);
    }
}

#[test]
fn a_budget_stops_a_question_before_it_is_asked() {
    let check = |change: &dyn Fn(&mut Room), questions: usize, why: &str| {
        let server = model(Dialect::OpenAi, Asked::honest);
        let mut room = Room::new(Dialect::OpenAi, &server);
        change(&mut room);
        let edition = room.edition(&many(3));
        assert_eq!((edition.dispatches.len(), server.asked().len()), (3, questions), "{why}");
        let last = edition.ledger[2].reason.clone();
        assert!(last.contains(why), "{last}");
        last
    };
    let few = |room: &mut Room| room.writing.dispatch_tokens = 1_000;
    let last = check(&few, 0, "a dispatch may cost 1000 (writer.dispatch_tokens)");
    let most: u64 = last.split("may come to ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    check(
        &|room: &mut Room| room.writing.day_tokens = 1_000,
        0,
        "0 of 1000 tokens are spent (writer.day_tokens)",
    );
    let two = format!("2000 of {} tokens are spent", most + 1_500);
    check(&|room: &mut Room| room.writing.day_tokens = most + 1_500, 2, &two);
    check(
        &|room: &mut Room| {
            (room.writing.price_in, room.writing.price_out) = (1.0, 10.0);
            room.writing.dispatch_money = 0.01;
        },
        0,
        "a dispatch may cost 0.0100 (writer.dispatch_money)",
    );
    check(
        &|room: &mut Room| {
            (room.writing.price_in, room.writing.price_out) = (1.0, 10.0);
            room.writing.day_money = 0.03;
        },
        1,
        "0.0037 of 0.0300 are spent (writer.day_money)",
    );
    check(&|room: &mut Room| room.writing.day_money = 0.000_001, 3, "written by small-1");
}

#[test]
fn a_service_that_counts_as_it_likes_stops_itself() {
    let server = Faults::serve(|request| {
        let usage: Value = json!({ "prompt_tokens": u64::MAX, "completion_tokens": u64::MAX });
        let text = Asked::of(request).honest().to_string();
        let choice = json!({ "message": { "content": text }, "finish_reason": "stop" });
        Answer::ok(json!({ "choices": [choice], "usage": usage }).to_string())
    });
    let room = Room::new(Dialect::OpenAi, &server);
    let edition = room.edition(&many(3));
    assert_eq!((edition.dispatches.len(), server.asked().len()), (3, 1));
    assert!(edition.ledger[1].reason.contains("writer.day_tokens"), "{}", edition.ledger[1].reason);
}

#[test]
fn nobody_is_waited_for_longer_than_was_said() {
    let server = Faults::serve(|_| Answer::dripping(b"HTTP/1.1 200 OK\r\n\r\n", Duration::from_millis(30)));
    let mut room = Room::new(Dialect::OpenAi, &server);
    (room.writing.stall, room.writing.total) = (0.2, 0.3);
    let (_, reason) = room.dispatch(&records("x", None));
    assert!(reason.contains("within"), "{reason}");
}

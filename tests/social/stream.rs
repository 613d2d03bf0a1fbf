//! Jetstream, over a WebSocket that is cut, ends, stands still and says what it should not.

use std::{
    path::Path,
    sync::{Arc, Mutex},
};

use futures_util::SinkExt as _;
use serde_json::{Value, json};
use slugline::{
    config::{Channel, SourceRow},
    net::{Client, Heard, Limits, Listen, Manners, Opened, Trust},
    sources::{Job, Memory},
    story::{Moment, Record},
};
use tokio::{
    io::AsyncWriteExt as _,
    net::{TcpListener, TcpStream},
};
use tokio_tungstenite::{
    accept_hdr_async,
    tungstenite::{
        Message,
        handshake::server::{Request, Response},
    },
};

use super::{gather, gather_at, harvest, ids, now, row};
use crate::server::faults::{Answer, Faults};

/// What happens after the events of a connection.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Then {
    /// In good order.
    End,
    /// Without a word.
    Cut,
    /// Nothing any more.
    Stay,
}

/// A stream that tells its events from a cursor on, as Jetstream does; on the n-th connection at most so many.
struct Stream {
    at: std::net::SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Stream {
    async fn of(events: Vec<String>, connections: Vec<(usize, Then)>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let (noted, events) = (Arc::clone(&asked), Arc::new(events));
        tokio::spawn(async move {
            let mut nth = 0;
            while let Ok((line, _)) = listener.accept().await {
                let (most, then) = connections.get(nth).copied().unwrap_or((usize::MAX, Then::End));
                nth += 1;
                tokio::spawn(talk(line, Arc::clone(&noted), Arc::clone(&events), most, then));
            }
        });
        Self { at, asked }
    }

    fn row(&self, words: &[&str]) -> SourceRow {
        let words = words.iter().map(ToString::to_string).collect();
        SourceRow { words, ..row(Channel::Jetstream, &format!("ws://{}", self.at), "") }
    }

    /// The cursors asked for.
    fn cursors(&self) -> Vec<Option<i64>> {
        let cursor = |query: &String| {
            let pair = query.split('&').find_map(|pair| pair.strip_prefix("cursor="));
            pair.map(|cursor| cursor.parse().unwrap())
        };
        self.asked.lock().unwrap().iter().map(cursor).collect()
    }
}

async fn talk(
    line: TcpStream,
    noted: Arc<Mutex<Vec<String>>>,
    events: Arc<Vec<String>>,
    most: usize,
    then: Then,
) {
    let mut query = String::new();
    #[allow(clippy::result_large_err, reason = "the library's signature")]
    let read = |request: &Request, response: Response| {
        request.uri().query().unwrap_or_default().clone_into(&mut query);
        Ok(response)
    };
    let mut socket = accept_hdr_async(line, read).await.unwrap();
    noted.lock().unwrap().push(query.clone());
    let from: i64 = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("cursor="))
        .map_or(0, |from| from.parse().unwrap());
    let time = |event: &String| {
        serde_json::from_str::<Value>(event).ok().and_then(|event| event["time_us"].as_i64())
    };
    for event in events.iter().filter(|event| time(event).is_none_or(|time| time >= from)).take(most) {
        if socket.send(Message::text(event.clone())).await.is_err() {
            return;
        }
    }
    match then {
        Then::End => drop(socket.close(None).await),
        Then::Cut => {}
        Then::Stay => std::future::pending().await,
    }
}

const START: i64 = 1_773_330_000_000_000;

/// Ten seconds between one event and the next, so that five seconds back repeat exactly one.
fn made(n: i64, text: &str) -> String {
    let post = json!({"$type": "app.bsky.feed.post", "createdAt": "2026-03-12T15:40:00.000Z", "text": text, "langs": ["en"]});
    let commit = json!({"operation": "create", "collection": "app.bsky.feed.post", "rkey": format!("k{n}"), "record": post});
    json!({"did": "did:plc:mira", "time_us": START + n * 10_000_000, "kind": "commit", "commit": commit})
        .to_string()
}

fn deleted(n: i64, key: i64) -> String {
    json!({"did": "did:plc:mira", "time_us": START + n * 10_000_000, "kind": "commit", "commit":
        {"operation": "delete", "collection": "app.bsky.feed.post", "rkey": format!("k{key}")}})
    .to_string()
}

#[tokio::test]
async fn a_cut_connection_goes_on_where_it_was() {
    let mut events: Vec<String> = (0..20).map(|n| made(n, "a bridge")).collect();
    events.push(deleted(20, 3));
    let stream = Stream::of(events, vec![(8, Then::Cut)]).await;
    let came = gather(&stream.row(&[]), Some(&START.to_string())).await.unwrap();
    assert_eq!(stream.cursors(), [START - 5_000_000, START + 65_000_000, START + 195_000_000].map(Some));
    let harvest = came.harvest.unwrap();
    let all: Vec<String> =
        (0..20).filter(|n| *n != 3).map(|n| format!("at://did:plc:mira/app.bsky.feed.post/k{n}")).collect();
    assert_eq!(ids(&harvest), all, "each once, without the one that was taken back");
    assert_eq!(harvest.gone, ["at://did:plc:mira/app.bsky.feed.post/k3"]);
    assert_eq!(harvest.cursor, Some((START + 200_000_000).to_string()));
    assert_eq!(harvest.notes, [""; 0]);
}

#[tokio::test]
async fn only_posts_with_the_words_are_kept() {
    let texts = ["Two bridges closed", "Cambridge", "nothing", "BRIDGE"];
    let events = (0..).zip(texts).map(|(n, text)| made(n, text)).collect();
    let stream = Stream::of(events, Vec::new()).await;
    let came = harvest(gather(&stream.row(&["bridge"]), Some(&START.to_string())).await);
    let texts: Vec<_> = came.records.iter().map(Record::words).collect();
    assert_eq!(texts, ["Two bridges closed", "BRIDGE"]);
}

#[tokio::test]
async fn the_first_time_it_takes_what_there_is() {
    // Nothing of the last quarter of an hour: then whatever the server says by itself.
    let stream = Stream::of(vec![made(0, "old")], Vec::new()).await;
    let came = harvest(gather(&stream.row(&[]), None).await);
    assert_eq!(came.records.len(), 1);
    let quarter = now().as_micros() - 15 * 60_000_000;
    assert_eq!(stream.cursors()[..2], [Some(quarter), None]);
}

#[tokio::test]
async fn it_leaves_when_it_has_caught_up() {
    let after = (now().as_micros() - START) / 10_000_000 + 1;
    let stream = Stream::of(
        vec![made(0, "before"), made(after, "after"), made(after + 1, "later")],
        vec![(9, Then::Stay)],
    )
    .await;
    let came = harvest(gather(&stream.row(&[]), Some(&START.to_string())).await);
    assert_eq!((came.records.len(), stream.cursors().len()), (2, 1), "no silence was waited for");
}

#[tokio::test]
async fn silence_is_an_end() {
    let stream = Stream::of(vec![made(0, "x")], vec![(9, Then::Stay)]).await;
    let came = harvest(gather(&stream.row(&[]), Some(&START.to_string())).await);
    assert_eq!((came.records.len(), came.notes.len()), (1, 0));
}

#[tokio::test]
async fn what_is_no_event_costs_itself() {
    let odd = [
        "",
        "{",
        "[]",
        "7",
        "{\"did\": \"did:plc:a\"}",
        "{\"did\": \"did:plc:a\", \"time_us\": 9e99, \"kind\": \"commit\"}",
    ];
    let deep = format!(
        "{{\"did\": \"did:plc:a\", \"time_us\": 1, \"kind\": \"commit\", \"commit\": {}{}}}",
        "[".repeat(50_000),
        "]".repeat(50_000)
    );
    let events = odd.map(str::to_owned).into_iter().chain([deep, made(1, "good")]).collect();
    let stream = Stream::of(events, Vec::new()).await;
    let came = harvest(gather(&stream.row(&[]), Some("0")).await);
    assert_eq!(came.records.len(), 1);
    assert!(came.notes[0].contains("events were left out: not readable"), "{:?}", came.notes);
}

#[tokio::test]
async fn who_is_not_let_in_says_so() {
    let server = Faults::serve(|_| Answer::status(429).header("Retry-After", "90"));
    let url = server.url("/subscribe");
    let stopped = gather(&row(Channel::Jetstream, &url, ""), None).await.unwrap_err();
    assert_eq!((stopped.status, stopped.wait.map(|wait| wait.as_secs())), (429, Some(90)));
    let server = Faults::serve(|_| Answer::ok("hello"));
    let stopped = gather(&row(Channel::Jetstream, &server.url("/"), ""), None).await.unwrap_err();
    assert!(stopped.trouble.why.contains("no WebSocket"), "{stopped:?}");
    let public = SourceRow { allow_private: false, ..row(Channel::Jetstream, "ws://127.0.0.1:9/", "") };
    let stopped = gather(&public, None).await.unwrap_err();
    assert!(stopped.trouble.why.contains("allow_private"), "{stopped:?}");
}

#[tokio::test]
async fn nobody_listens_offline() {
    let stream = Stream::of(Vec::new(), Vec::new()).await;
    let client = Client::new(Manners { offline: true, ..Manners::default() }).unwrap();
    let (row, memory) = (stream.row(&[]), Memory::default());
    let stopped =
        slugline::sources::fetch(&Job { row: &row, client: &client, key: None, memory: &memory, now: now() })
            .await;
    assert!(stopped.unwrap_err().trouble.remedy.contains("--offline"));
    assert!(stream.cursors().is_empty());
}

/// Listens with limits of its own, and tells the first thing that is heard.
async fn first(event: String, cap: usize) -> String {
    let stream = Stream::of(vec![event], vec![(9, Then::Cut)]).await;
    let limits = Limits::default();
    let client = Client::new(Manners { limits, ..Manners::default() }).unwrap();
    let to = Listen {
        url: format!("ws://{}/", stream.at).parse().unwrap(),
        trust: Trust::Typed { allow_private: true },
        cap,
        idle: limits.idle,
        total: limits.total,
    };
    let Opened::Open(mut socket) = client.listen(&to).await.unwrap() else { panic!("not open") };
    match socket.next().await {
        Ok(Heard::Words(words)) => words,
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn a_message_has_a_greatest_length() {
    assert_eq!(first("x".repeat(1000), 1000).await.len(), 1000);
    assert!(first("x".repeat(1001), 1000).await.contains("longer than 1,000 bytes"));
}

#[tokio::test]
async fn what_is_not_secure_is_not_listened_to() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let at = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut line, _)) = listener.accept().await {
            let _ = line.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let stopped = gather(&row(Channel::Jetstream, &format!("wss://{at}"), ""), None).await.unwrap_err();
    assert!(stopped.trouble.why.contains("o secure connection"), "{stopped:?}");
}

/// The events that production once served, if they stand beside this repository: each post once, across a cut.
#[tokio::test]
async fn real_events_come_whole_across_a_cut() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/social/jetstream.jsonl");
    let Ok(file) = std::fs::read_to_string(path) else { return println!("left out: no events are here") };
    let events: Vec<String> = file.lines().map(str::to_owned).collect();
    let (mut posts, mut gone) = (Vec::new(), Vec::new());
    for event in events.iter().map(|event| serde_json::from_str::<Value>(event).unwrap()) {
        let commit = &event["commit"];
        if commit["collection"] == "app.bsky.feed.post" {
            let word = |value: &Value| value.as_str().unwrap().to_owned();
            let uri = format!("at://{}/app.bsky.feed.post/{}", word(&event["did"]), word(&commit["rkey"]));
            if commit["operation"] == "delete" { gone.push(uri) } else { posts.push(uri) }
        }
    }
    posts.retain(|uri| !gone.contains(uri));
    for cut in [1, events.len() / 2, events.len() - 1] {
        let stream = Stream::of(events.clone(), vec![(cut, Then::Cut)]).await;
        let later = Moment::parse("2026-11-22T12:00:00Z").unwrap();
        let memory = Memory { first: true, ..Memory::default() };
        let came = harvest(gather_at(&stream.row(&[]), None, &memory, later).await);
        let (mut found, mut wanted) = (ids(&came), posts.iter().map(String::as_str).collect::<Vec<_>>());
        found.sort_unstable();
        wanted.sort_unstable();
        assert_eq!((found, &came.gone), (wanted, &gone), "cut after {cut}");
    }
}

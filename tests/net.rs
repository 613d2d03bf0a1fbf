//! The client against a server that does everything wrong.

use std::time::Duration;

use slugline::net::{Ask, Cause, Client, Key, Limits, Manners, NetFault, Reply, Trust, Validators};

use crate::server::faults::{Answer, Faults, Request};

/// Long enough for a busy machine, short enough to be waited for.
const SHORT: Duration = Duration::from_millis(300);

/// A client that does not wait long.
fn hasty() -> Client {
    let limits = Limits { first_byte: SHORT, idle: SHORT, ..Limits::default() };
    Client::new(Manners { limits, ..Manners::default() }).unwrap()
}

fn ask(url: &str) -> Ask {
    Ask {
        url: url.parse().unwrap(),
        trust: Trust::Typed { allow_private: true },
        key: None,
        old_key_header: false,
        since: Validators::default(),
        accept: "application/json",
        cap: 1024 * 1024,
        per_minute: Some(60),
    }
}

#[tokio::test]
async fn an_answer_comes_whole() {
    let server =
        Faults::serve(|_| Answer::ok("[1, 2]").header("Content-Type", "Application/JSON; charset=utf-8"));
    let reply = hasty().get(&ask(&server.url("/v1?a=b"))).await.unwrap();
    assert_eq!((reply.status, reply.content_type.as_str()), (200, "application/json"));
    assert_eq!(reply.body, b"[1, 2]");
    assert_eq!(reply.url.unwrap().as_str(), server.url("/v1?a=b"));
}

//! Broken off at any moment: what was told is kept, what was not is asked for again.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use slugline::desk::gather::News;
use tokio::sync::Notify;

use super::room::{Room, block_on, feed, source, wire};
use crate::{
    server::faults::{Answer, Faults, Request},
    wires::house::House,
};

fn three_items(asked: &Request) -> Answer {
    let n = asked.path().trim_start_matches('/');
    let titles = ["Bridge", "Ferry", "Swan"].map(|what| format!("{what} of the town number {n}"));
    Answer::ok(feed(&[("a", &titles[0], 5), ("b", &titles[1], 6), ("c", &titles[2], 7)]))
        .header("ETag", "\"1\"")
}

#[test]
fn a_run_that_is_dropped_keeps_what_it_told() {
    let server = Faults::serve(three_items);
    let room = Room::of((0..40).map(|n| source(&format!("s{n}"), &server.url(&format!("/{n}")))));
    let told = Arc::new(Mutex::new(Vec::new()));
    let enough = Arc::new(Notify::new());
    let (kept, signal) = (Arc::clone(&told), Arc::clone(&enough));
    block_on(async {
        let gatherer = room.gatherer();
        let mut tell = move |news: News| {
            if let News::Done(gathered) = news {
                kept.lock().unwrap().push(gathered.source.to_string());
                signal.notify_one();
            }
        };
        tokio::select! {
            _ = gatherer.run(&[], false, &mut tell) => {}
            () = enough.notified() => {}
        }
    });
    let told = told.lock().unwrap().clone();
    assert!(!told.is_empty());
    for name in &told {
        assert_eq!(room.state(name).records, 3, "{name}");
    }
    // A write that was on its way is finished first; then the rest is gathered.
    let deadline = Instant::now() + Duration::from_secs(20);
    while room.run(&[], false, &mut |_| {}).is_err() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(room.records().len(), 120);
}

#[test]
fn a_run_can_be_sent_to_another_thread() {
    fn sendable<T: Send>(_: &T) {}
    let room = Room::of([]);
    let gatherer = room.gatherer();
    let mut tell = |_: News| {};
    sendable(&gatherer.run(&[], false, &mut tell));
}

/// The built program, killed again and again while it gathers: in the end every item is there once.
#[test]
fn a_killed_program_loses_nothing_it_told() {
    let kills = std::env::var("SLUGLINE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(8_u64);
    let server = Faults::serve(three_items);
    let row = |n: u32| {
        let url = server.url(&format!("/{n}"));
        format!("[[sources]]\nname = \"s{n}\"\nurl = \"{url}\"\nallow_private = true\n\n")
    };
    let rows = (0..60).map(row).collect::<Vec<_>>().concat();
    let house = House::with_config(&rows);
    for kill in 0..kills {
        let running = house.start(&["gather", "--json", "--due"]);
        std::thread::sleep(Duration::from_millis(20 + kill * 37 % 200));
        running.kill();
    }
    house.run(&["gather", "--json"]).with(0);
    let records = house.reader().records(&wire(), slugline::store::Window::default()).unwrap();
    assert_eq!(records.len(), 180);
    assert!(house.reader().health().unwrap().damage.is_empty());
}

//! Politeness: conditional questions, waits that are kept, patience, moves, and what is gone.

use slugline::desk::gather::{Came, NotBegun};
use slugline::story::Standing;

use super::room::{Room, feed, source, went};
use crate::server::faults::{Answer, Faults, Request};

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

fn one_item(_: &Request) -> Answer {
    Answer::ok(feed(&[("a", "Harbour bridge closes", 5)]))
}

/// Answers 304 to whoever knows the tag.
fn tagged(asked: &Request) -> Answer {
    match asked.header("if-none-match") {
        Some("\"1\"") => Answer::status(304),
        _ => one_item(asked).header("ETag", "\"1\""),
    }
}

#[test]
fn the_second_question_is_conditional_and_nothing_new_is_a_success() {
    let server = Faults::serve(tagged);
    let room = Room::of([source("post", &server.url("/feed"))]);
    assert_eq!(went(&room.due()), "1 new");
    assert_eq!(went(&room.due()), "", "not due");
    room.later(DAY);
    assert_eq!(went(&room.due()), "unchanged");
    let state = room.state("post");
    assert_eq!((state.gathered_at, state.failures, state.trouble), (Some(room.now()), 0, None));
    assert_eq!((server.hits("/feed"), room.records().len()), (2, 1));
}

#[test]
fn once_a_week_all_of_it_is_asked_for() {
    let server = Faults::serve(tagged);
    let room = Room::of([source("post", &server.url("/feed"))]);
    room.ask();
    room.later(6 * DAY);
    assert_eq!(went(&room.ask()), "unchanged");
    room.later(DAY);
    assert_eq!(went(&room.ask()), "1 same");
    assert_eq!(server.asked()[2].header("if-none-match"), None);
}

#[test]
fn a_servers_wish_is_kept_by_everyone_and_across_restarts() {
    let server = Faults::serve(|asked| match asked.nth {
        0 => Answer::status(429).header("Retry-After", "30"),
        1 => Answer::status(503).header("Retry-After", "999999999"),
        _ => one_item(asked),
    });
    let room = Room::of([source("post", &server.url("/feed"))]);
    let first = room.ask_for("post");
    assert_eq!(first.next_at, Some(room.now().plus_seconds(60)), "a minute at least");
    room.later(59);
    let barred = room.ask_for("post");
    assert_eq!((barred.came, server.hits("/feed")), (Came::NotDue, 1));
    assert!(barred.trouble.unwrap().what.contains("asks us to wait"));
    room.later(1);
    assert_eq!(room.ask_for("post").next_at, Some(room.now().plus_seconds(DAY)), "a day at most");
    room.later(DAY);
    assert_eq!(went(&room.due()), "1 new");
}

#[test]
fn our_own_patience_doubles_and_does_not_bind_a_person() {
    let server = Faults::serve(|asked| if asked.nth < 3 { Answer::status(500) } else { one_item(asked) });
    let room = Room::of([source("post", &server.url("/feed"))]);
    assert_eq!(went(&room.due()), "failed");
    assert_eq!(went(&room.due()), "");
    room.later(60);
    let second = room.due().remove(0).next_at.unwrap().seconds_since(room.now());
    assert!((90.0..=120.0).contains(&second), "{second}");
    assert_eq!(went(&room.ask()), "failed");
    assert_eq!(room.state("post").failures, 3);
    assert_eq!(went(&room.ask()), "1 new");
    assert_eq!(room.state("post").failures, 0);
}

#[test]
fn what_is_gone_is_told_once_and_kept_readable() {
    let server = Faults::serve(|asked| if asked.nth == 1 { Answer::status(410) } else { one_item(asked) });
    let room = Room::of([source("post", &server.url("/feed"))]);
    room.ask();
    let gone = room.ask();
    assert_eq!((went(&gone).as_str(), gone[0].next_at), ("gone", None));
    assert!(gone[0].trouble.as_ref().unwrap().what.contains("gone for good"));
    room.later(30 * DAY);
    assert_eq!((went(&room.due()), went(&room.ask())), (String::new(), String::new()));
    assert_eq!((server.hits("/feed"), room.records().len()), (2, 1));
    assert_eq!(room.state("post").standing, Standing::Gone);
    assert_eq!(room.ask_for("post").came, Came::Records { new: 0, changed: 0, same: 1 }, "a person insists");
    assert_eq!(room.state("post").standing, Standing::On);
}

#[test]
fn a_move_for_good_is_believed_at_the_third_sighting_after_a_day() {
    let server = Faults::serve(|asked| match asked.path() {
        "/old" => Answer::redirect(301, "/new"),
        _ => one_item(asked),
    });
    let room = Room::of([source("post", &server.url("/old"))]);
    for _ in 0..4 {
        room.ask();
        room.later(7 * HOUR);
    }
    assert_eq!(server.hits("/old"), 4);
    assert_eq!(room.state("post").moved, server.url("/new"));
    assert_eq!(room.state("post").url, server.url("/old"), "the config is the person's");
    room.ask();
    room.later(7 * HOUR);
    room.ask();
    assert_eq!((server.hits("/old"), server.hits("/new")), (4, 6));
}

#[test]
fn a_move_for_now_is_not_remembered() {
    let server = Faults::serve(|asked| match asked.path() {
        "/old" => Answer::redirect(302, "/new"),
        _ => one_item(asked),
    });
    let room = Room::of([source("post", &server.url("/old"))]);
    for _ in 0..4 {
        room.ask();
        room.later(DAY);
    }
    assert_eq!((server.hits("/old"), room.state("post").moved.as_str()), (4, ""));
}

#[test]
fn a_clock_set_back_silences_nobody() {
    let server = Faults::serve(|_| Answer::status(429).header("Retry-After", "3600"));
    let room = Room::of([source("post", &server.url("/feed"))]);
    room.due();
    room.later(-365 * DAY);
    room.due();
    assert_eq!(server.hits("/feed"), 2);
}

#[test]
fn two_at_one_host_at_once() {
    let server = Faults::serve(|asked| one_item(asked).pause(std::time::Duration::from_millis(20)));
    let row = |n: usize| source(&format!("s{n}"), &server.url(&format!("/{n}")));
    let room = Room::of((0..12).map(row));
    room.due();
    assert_eq!(server.asked().len(), 12);
    assert!(server.most_at_once() <= 2, "{}", server.most_at_once());
}

#[test]
fn one_at_a_time_may_gather_into_a_store() {
    let server = Faults::serve(one_item);
    let room = Room::of([source("post", &server.url("/feed"))]);
    let held = slugline::store::Lock::gathering(room.store().path()).unwrap().unwrap();
    assert_eq!(room.run(&[], true, &mut |_| {}).unwrap_err(), NotBegun::Busy);
    drop(held);
    assert_eq!(went(&room.ask()), "1 new");
}

#[test]
fn offline_nobody_is_asked_and_nothing_is_held_against_anyone() {
    let server = Faults::serve(one_item);
    let mut room = Room::of([source("post", &server.url("/feed"))]);
    room.manners.offline = true;
    let told = room.ask_for("post");
    assert_eq!(
        (told.came, told.trouble.unwrap().why.as_str()),
        (Came::NotDue, "no request is made while offline")
    );
    assert_eq!((server.asked().len(), room.state("post").failures), (0, 0));
}

#[test]
fn a_source_that_is_off_is_asked_only_by_name() {
    let server = Faults::serve(one_item);
    let mut room = Room::of([source("post", &server.url("/feed"))]);
    room.rows[0].enabled = false;
    assert_eq!(went(&room.ask()), "");
    assert_eq!(room.ask_for("post").came, Came::Records { new: 1, changed: 0, same: 0 });
}

#[test]
fn a_preview_keeps_nothing() {
    let server = Faults::serve(one_item);
    let room = Room::of([source("post", &server.url("/feed"))]);
    let harvest = super::room::block_on(room.gatherer().preview(&room.rows[0])).unwrap();
    assert_eq!((harvest.records.len(), harvest.about.title.as_deref()), (1, Some("The Post")));
    assert_eq!((room.records().len(), room.state("post").tried_at), (0, None));
}

//! Which item is which: guids that are missing, double, changing or the same elsewhere; dates that cannot be; old news.

use slugline::desk::gather::Came;

use super::room::{Room, feed, source, went};
use crate::server::faults::{Answer, Faults};

#[test]
fn twenty_times_the_same_guid_is_one_item() {
    let server = Faults::serve(|_| Answer::ok(feed(&[("a", "Harbour bridge closes", 5); 20])));
    let room = Room::of([source("post", &server.url("/feed"))]);
    room.ask();
    assert_eq!(room.records().len(), 1);
}

#[test]
fn the_same_guid_in_two_sources_is_two_items() {
    let server = Faults::serve(|asked| {
        let title = if asked.path() == "/hostile" { "Shadow" } else { "Harbour bridge closes" };
        Answer::ok(feed(&[("a", title, 5)]))
    });
    let room = Room::of([source("post", &server.url("/post")), source("hostile", &server.url("/hostile"))]);
    assert_eq!(went(&room.ask()), "1 new, 1 new");
    let mut titles = room.titles();
    titles.sort();
    assert_eq!(titles, ["Harbour bridge closes", "Shadow"]);
    assert_eq!(went(&room.ask()), "1 same, 1 same");
}

#[test]
fn a_guid_that_changes_makes_a_copy_and_no_second_voice() {
    let server = Faults::serve(|asked| {
        let guid = format!("g{}", asked.nth);
        let text = feed(&[(&guid, "Harbour bridge closes after crack", 5)]);
        Answer::ok(text.replace(&format!("10.0.0.1/{guid}"), "10.0.0.1/a"))
    });
    let room = Room::of([source("post", &server.url("/feed"))]);
    room.ask();
    room.ask();
    let records = room.records();
    let copies: Vec<bool> = records.iter().map(|record| record.copy_of.is_some()).collect();
    assert_eq!(copies.iter().filter(|copy| **copy).count(), records.len() - 1, "{copies:?}");
}

#[test]
fn an_item_that_changes_is_the_same_item() {
    let server = Faults::serve(|asked| {
        let title = if asked.nth == 0 { "Bridge closes" } else { "Bridge closes for a month" };
        Answer::ok(feed(&[("a", title, 5)]))
    });
    let room = Room::of([source("post", &server.url("/feed"))]);
    room.ask();
    assert_eq!(went(&room.ask()), "1 changed");
    assert_eq!(room.titles(), ["Bridge closes for a month"]);
}

#[test]
fn dates_that_cannot_be_put_nothing_on_top() {
    let far = -60 * 24 * 365 * 70;
    let server = Faults::serve(move |_| {
        let undated = "<item><guid>u</guid><title>Undated</title></item></channel>";
        let ancient = feed(&[("f", "From the future", far), ("p", "From 1970", 29_833_333), ("n", "Now", 1)]);
        Answer::ok(ancient.replace("</channel>", undated))
    });
    let room = Room::of([source("post", &server.url("/feed"))]);
    room.ask();
    let latest = room.now().plus_seconds(3600);
    assert!(room.records().iter().all(|record| record.time().is_some_and(|at| at <= latest)));
    room.later(7200);
    assert_eq!(went(&room.ask()), "4 same", "what is told of time again is no change");
    assert!(room.records().iter().all(|record| record.time().is_some_and(|at| at <= latest)));
}

#[test]
fn what_was_there_when_a_source_was_first_gathered_is_old_news() {
    let server = Faults::serve(|asked| {
        let items = [("b", "Ferry sails again", 1), ("a", "Harbour bridge closes", 50)];
        Answer::ok(feed(if asked.nth == 0 { &items[1..] } else { &items }))
    });
    let mut room = Room::of([source("post", &server.url("/feed"))]);
    room.ask();
    room.ask();
    let told = |room: &Room| -> Vec<bool> { room.records().iter().map(|record| record.backfill).collect() };
    assert_eq!(told(&room), [true, false]);
    // The same name at another address: all of that is old, too, and what was known stays known.
    room.rows[0].url = server.url("/elsewhere");
    assert_eq!(room.ask_for("post").came, Came::Records { new: 0, changed: 0, same: 2 });
    assert_eq!(told(&room), [true, false]);
}

//! What goes wrong, and what follows from it.

use std::time::Duration;

use super::{
    Bench, Moment, News, Want,
    pretended::{Cursors, Server},
    wire,
};
use crate::{remote::Stop, store::Piece, story::RecordId};

fn bench(dispatches: i64) -> Bench {
    let now = Moment::parse("2026-04-13T12:00:00Z").unwrap();
    let mut server = Server::new(now, Cursors::Row, 10, false);
    (0..dispatches).for_each(|n| drop(server.publish(60 + n)));
    Bench::new(server)
}

fn asked() -> Want {
    Want { asked: true, ..Want::default() }
}

#[test]
fn a_short_wait_is_sat_out_and_a_long_one_outlives_the_run() {
    let bench = bench(25);
    bench.server().stops_at = Some((3, Stop::Wait(Duration::from_secs(20))));
    let mut waits = 0;
    let report = bench.watch(asked(), &mut |news| waits += usize::from(matches!(news, News::Waiting(..))));
    assert_eq!((report.unwrap().trouble, waits), (None, 1));
    bench.is_complete();

    bench.server().publish(1);
    bench.server().stops_at = Some((1, Stop::Wait(Duration::from_mins(10))));
    let report = bench.sync(asked()).unwrap();
    assert_eq!(report.not_before, Some(bench.now().plus_seconds(600)));
    assert!(report.trouble.is_some() && bench.standing().wished);
    bench.later(599);
    assert!(bench.sync(asked()).unwrap().trouble.is_some() && bench.server().asked.is_empty());
    bench.later(1);
    assert_eq!(bench.sync(Want::default()).unwrap().trouble, None);
    bench.is_complete();
}

#[test]
fn a_server_that_only_ever_asks_to_wait_is_taken_at_its_word() {
    let bench = bench(5);
    let id = bench.server().everything()[0].id.as_str().to_owned();
    bench.server().refuses = vec![(id, Stop::Wait(Duration::from_secs(1)))];
    let mut waits = 0;
    let report = bench.watch(asked(), &mut |news| waits += usize::from(matches!(news, News::Waiting(..))));
    assert!(report.unwrap().trouble.is_some());
    assert!((5..=8).contains(&waits), "{waits}");
    assert_eq!(bench.reader().states(bench.now()).unwrap()[0].partial, 1, "the others came");
    assert_eq!(bench.standing().not_before, Some(bench.now().plus_seconds(60)));
}

#[test]
fn offline_keeps_what_is_here_and_the_time_it_is_of() {
    let bench = bench(5);
    bench.sync(asked()).unwrap();
    let synced = bench.standing().synced_at;
    assert_eq!(synced, Some(bench.now()));
    bench.later(3600);
    for failures in 1..4 {
        bench.server().stops_at = Some((1, Stop::Offline));
        assert!(bench.sync(asked()).unwrap().trouble.is_some());
        let standing = bench.standing();
        assert_eq!((standing.failures, standing.synced_at), (failures, synced));
    }
    assert!(bench.sync(Want::default()).unwrap().trouble.is_some(), "our own patience");
    assert!(bench.server().asked.is_empty());
    bench.server().stops_at = None;
    assert_eq!(bench.sync(asked()).unwrap().trouble, None, "a person need not wait for it");
    assert_eq!((bench.standing().failures, bench.standing().trouble), (0, None));
}

#[test]
fn a_refused_key_is_not_shown_again() {
    let bench = bench(5);
    bench.server().stops_at = Some((2, Stop::Refused));
    assert!(bench.sync(Want::default()).unwrap().trouble.is_some());
    assert!(bench.sync(Want::default()).unwrap().trouble.is_some() && bench.server().asked.is_empty());
    bench.server().stops_at = None;
    assert_eq!(bench.sync(asked()).unwrap().trouble, None);
    assert!(bench.standing().refused.is_empty());
}

#[test]
fn what_is_missing_or_wrong_is_given_up_and_what_breaks_is_tried_three_times() {
    let bench = bench(4);
    let ids: Vec<String> =
        bench.server().everything().iter().map(|story| story.id.as_str().to_owned()).collect();
    let stops = [Stop::Missing, Stop::Wrong, Stop::Broken];
    bench.server().refuses = ids.iter().cloned().zip(stops).collect();
    let tries = || {
        bench.sync(asked()).unwrap();
        let server = bench.server();
        server.asked.iter().filter(|asked| asked.starts_with("dispatch")).count()
    };
    assert_eq!(tries(), 4);
    assert_eq!(tries(), 0, "not again so soon");
    for _ in 0..2 {
        bench.later(7 * 3600);
        assert_eq!(tries(), 1);
    }
    bench.later(7 * 3600);
    assert_eq!(tries(), 0);
    let kept = bench.kept();
    assert_eq!(kept.len(), 4, "what the list gave stays");
    assert_eq!(kept.iter().filter(|story| story.content.is_some()).count(), 1);
}

#[test]
fn a_tenth_of_the_budget_is_kept_for_what_a_person_opens() {
    let mut bench = bench(60);
    bench.budget = 40;
    let report = bench.sync(asked()).unwrap();
    // One to meet, six pages, and details until ten are left.
    assert_eq!((report.new, report.requests, report.trouble), (60, 31, None));
    assert!(report.notes[0].contains("wait for another day"), "{:?}", report.notes);
    let states = bench.reader().states(bench.now()).unwrap();
    assert_eq!((states[0].requests, states[0].partial), (31, 60 - 24));
    bench.budget = 31;
    bench.later(3600);
    assert!(bench.sync(asked()).unwrap().trouble.unwrap().what.contains("today"));
    assert!(bench.server().asked.is_empty());
    bench.budget = 1_000;
    bench.later(86_400);
    bench.sync(asked()).unwrap();
    bench.is_complete();
}

#[test]
fn what_a_person_opened_comes_first_and_out_of_what_is_kept_back() {
    let mut bench = bench(60);
    bench.budget = 40;
    bench.sync(asked()).unwrap();
    let opened = bench.reader().wanted(&wire(), Piece::Dispatch, bench.now(), 99).unwrap()[30].id.clone();
    let writer = bench.store.writer().unwrap();
    writer.want_records(&wire(), vec![(RecordId::from("r9"), bench.now())]).unwrap();
    writer.want_opened(&wire(), Piece::Dispatch, &opened, bench.now()).unwrap();
    writer.want_opened(&wire(), Piece::Record, "r5", bench.now()).unwrap();
    let report = bench.sync(asked()).unwrap();
    assert_eq!((report.trouble, report.records), (None, 1));
    let first: Vec<String> = bench.server().asked.iter().take(3).cloned().collect();
    assert_eq!(first, [format!("dispatch {opened}"), "record r5".to_owned(), "page".to_owned()]);
    let pieces = bench.server().asked.iter().filter(|asked| *asked != "page").count();
    assert_eq!(pieces, 2, "the rest waits for another day");
    assert!(bench.reader().opened(&wire(), Piece::Record, bench.now(), 9).unwrap().is_empty());
}

#[test]
fn requests_of_a_run_that_was_broken_off_are_counted() {
    let bench = bench(60);
    bench.server().hangs_at = Some(9);
    assert!(bench.sync(asked()).is_none());
    bench.store.writer().unwrap().set_wire(&wire(), "", "").unwrap(); // after whatever was still to be written
    let counted = bench.reader().requests(&wire(), bench.now()).unwrap();
    assert!(
        (8..=9).contains(&counted),
        "what was on its way to the store may not have been begun: {counted}"
    );
}

#[test]
fn records_are_fetched_when_asked_for_and_since_a_moment() {
    let bench = bench(7);
    let since = Want { records_since: Some(bench.now().plus_seconds(-63)), ..asked() };
    let report = bench.sync(since).unwrap();
    assert_eq!(report.records, 4, "of dispatches of 60 to 63 seconds ago");
    let queue = vec![(RecordId::from("r7"), bench.now()), (RecordId::from("r6"), bench.now())];
    bench.store.writer().unwrap().want_records(&wire(), queue).unwrap();
    bench.server().refuses = vec![("r6".to_owned(), Stop::Missing)];
    let report = bench.sync(asked()).unwrap();
    assert_eq!((report.records, report.notes.len()), (1, 1));
    assert!(bench.reader().wanted(&wire(), Piece::Record, bench.now(), 9).unwrap().is_empty());
}

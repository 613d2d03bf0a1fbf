//! Servers that answer wrongly: each costs itself alone, and it is told in words.

use std::time::Duration;

use slugline::desk::gather::{Came, News};

use super::room::{Room, feed, source, went};
use crate::server::faults::{Answer, Faults, Request};

fn sound(title: &str) -> Answer {
    Answer::ok(feed(&[("a", title, 5)]))
}

/// A source that was gathered once and then answers so: what is told of it. What it brought before is kept.
fn told(wrong: impl Fn() -> Answer + Send + Sync + 'static) -> String {
    let server = Faults::serve(move |asked: &Request| if asked.nth == 0 { sound("First") } else { wrong() });
    let room = Room::of([source("post", &server.url("/feed"))]);
    room.ask();
    let gathered = room.ask().remove(0);
    assert_eq!(gathered.came, Came::Failed);
    assert_eq!(room.titles(), ["First"]);
    let trouble = gathered.trouble.unwrap();
    assert_eq!(room.state("post").trouble.as_ref(), Some(&trouble));
    assert!(!trouble.why.is_empty() && !trouble.remedy.is_empty(), "{trouble:?}");
    format!("{}: {}", trouble.what, trouble.why)
}

#[track_caller]
fn says(wrong: impl Fn() -> Answer + Send + Sync + 'static, words: &[&str]) {
    let told = told(wrong);
    for word in words.iter().chain(&["127.0.0.1"]) {
        assert!(told.contains(word), "{told}");
    }
}

#[test]
fn an_answer_that_breaks_off_is_no_answer() {
    says(|| sound("Cut").announcing(1_000_000), &["broke off"]);
    says(|| Answer::ok("<rss>").chunked().then_close(), &["broke off"]);
    says(|| Answer::ok("<rss>").announcing(1000).then_reset(), &["broke off"]);
    says(|| sound("Slow").announcing(1_000_000).hold(), &["stood still"]);
}

#[test]
fn no_answer_at_all_is_told_with_its_reason() {
    says(Answer::closed, &[]);
    says(Answer::reset, &[]);
    says(Answer::silence, &["No answer within"]);
    says(|| Answer::raw("garbage\r\n\r\n"), &[]);
    says(|| Answer::status(204), &["204"]);
    says(|| Answer::status(206), &["206"]);
    says(|| Answer::ok(""), &[]);
    says(|| Answer::status(404), &["404"]);
    says(|| Answer::redirect(302, "/feed"), &["circle"]);
}

#[test]
fn a_page_instead_of_a_feed_is_told_as_that() {
    let page =
        "<!DOCTYPE html><html><head><title>Just a moment</title></head><body><p>Checking.</p></body></html>";
    says(move || Answer::ok(page).header("Content-Type", "application/rss+xml"), &["something else"]);
}

#[test]
fn more_than_sixteen_mebibytes_are_not_taken() {
    says(|| Answer::endless(vec![b' '; 1 << 16]), &["longer than"]);
    says(|| sound("Huge").announcing(1 << 30), &["longer than"]);
}

#[test]
fn a_server_that_holds_on_keeps_nobody_else_from_their_turn() {
    let slow = Faults::serve(|_| Answer::ok("<rss>").announcing(1000).hold());
    let quick = Faults::serve(|_| sound("Quick"));
    let mut rows = vec![source("slow", &slow.url("/"))];
    rows.extend((0..20).map(|n| source(&format!("q{n}"), &quick.url(&format!("/{n}")))));
    // Others of the slow one's own host, which here is the same for all, are not kept waiting, either.
    rows.extend((0..3).map(|n| source(&format!("z{n}"), &quick.url(&format!("/z{n}")))));
    let mut room = Room::of(rows);
    room.manners.limits.idle = Duration::from_secs(20);
    room.manners.limits.first_byte = Duration::from_secs(20);
    let mut done = Vec::new();
    room.run(&[], false, &mut |news| {
        if let News::Done(gathered) = news {
            done.push(gathered.source.to_string());
            if done.len() == 23 {
                slow.release();
            }
        }
    })
    .unwrap();
    assert_eq!((done.len(), done.last().map(String::as_str)), (24, Some("slow")));
}

#[test]
fn one_bad_source_costs_no_other_anything() {
    let server = Faults::serve(|asked| match asked.path() {
        "/cut" => sound("Cut").announcing(9999),
        "/page" => Answer::ok("<html></html>"),
        "/none" => Answer::status(500),
        _ => sound("Sound"),
    });
    let rows =
        ["/cut", "/page", "/none", "/sound"].map(|path| source(path.trim_matches('/'), &server.url(path)));
    let room = Room::of(rows);
    let mut all = room.due();
    all.sort_by(|a, b| a.source.cmp(&b.source));
    assert_eq!(went(&all), "failed, failed, failed, 1 new");
    assert_eq!(room.titles(), ["Sound"]);
}

//! Whatever a server does: one clear line, what was here stays, other wires go on, and the next sync brings the rest.

use std::time::{Duration, Instant};

use super::{
    arrivals::{Told, arrived, targets, today},
    house::{House, Ran, row},
};
use crate::server::stand::{Dialect, Fault, Habits, Patience, Plan, Stand, World};

/// A fault that a walk meets on its way; see [`of_trouble`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    Broken,
    NotThere,
    Closed,
    Refused,
    Forbidden,
    Unpaid,
    LoginPage,
    HalfJson,
    HalfBody,
    Bomb,
    Looped,
    Wrong,
    Elsewhere,
    Cable,
}

/// All of them.
pub(crate) const TROUBLES: &[Trouble] = &[
    Trouble::Broken,
    Trouble::NotThere,
    Trouble::Closed,
    Trouble::Refused,
    Trouble::Forbidden,
    Trouble::Unpaid,
    Trouble::LoginPage,
    Trouble::HalfJson,
    Trouble::HalfBody,
    Trouble::Bomb,
    Trouble::Looped,
    Trouble::Wrong,
    Trouble::Elsewhere,
    Trouble::Cable,
];

/// What the stand does for it.
pub(crate) fn of_trouble(trouble: Trouble) -> Fault {
    match trouble {
        Trouble::Broken => Fault::Status(500),
        Trouble::NotThere => Fault::Status(404),
        Trouble::Closed => Fault::Down(Patience::Unsaid),
        Trouble::Refused => Fault::Status(401),
        Trouble::Forbidden => Fault::Status(403),
        Trouble::Unpaid => Fault::Status(402),
        Trouble::LoginPage => Fault::LoginPage,
        Trouble::HalfJson => Fault::CutJson,
        Trouble::HalfBody => Fault::CutBody,
        Trouble::Bomb => Fault::Bomb(48),
        Trouble::Looped => Fault::CursorLoop,
        Trouble::Wrong => Fault::WrongTypes,
        Trouble::Elsewhere => Fault::Redirect("http://127.0.0.1:9/v1/stories".to_owned()),
        Trouble::Cable => Fault::Cable,
    }
}

/// The second page of the list, and every one after it, meets this trouble.
pub(crate) fn from_the_second_page(stand: &Stand, trouble: Trouble) {
    let (list, nth) = match stand.habits().dialect {
        Dialect::Legacy => ("/api/v1/", 3), // its status comes first
        _ => ("/v1/stories?", 2),
    };
    stand.rule(list, nth, usize::MAX, of_trouble(trouble));
}

/// Checks each of these on a thread of its own: most of the time goes by in waiting.
pub(crate) fn at_once<T: Sync>(cases: &[T], check: impl Fn(&T) + Sync) {
    std::thread::scope(|scope| {
        let running: Vec<_> = cases.iter().map(|case| scope.spawn(|| check(case))).collect();
        for check in running {
            if let Err(panic) = check.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
}

/// A trouble in the middle; then none.
fn comes_through(dialect: Dialect, trouble: Trouble) {
    let stand = Stand::open(Habits::of(dialect).paged(10), World::of(today(25)));
    from_the_second_page(&stand, trouble);
    let house = House::of(&[("stand", &stand)]);
    let ran = house.sync();
    assert!([0, 1].contains(&ran.code), "{dialect:?} {trouble:?}: {}{}", ran.out, ran.err);
    said_plainly(&ran, &stand);
    let here = house.rows("stand").len();
    assert!(here >= 10, "{dialect:?} {trouble:?}: the first page is here: {here}");
    stand.relent();
    if trouble == Trouble::Cable {
        stand.plug_in();
    }
    house.sync().with(0);
    arrived(&house, "stand", &stand, Told::ButCitations);
}

/// If it failed, it said so in words for people, with the host, and nothing but words.
fn said_plainly(ran: &Ran, stand: &Stand) {
    let said = format!("{}{}", ran.out, ran.err);
    for never in ["panicked", "RUST_BACKTRACE", "Err(", "\u{1b}", "hyper::", "reqwest::"] {
        assert!(!said.contains(never), "{never:?} in {said}");
    }
    if ran.code != 0 {
        let host = stand.address().ip().to_string();
        assert!(said.contains(&host), "it names the host: {said}");
    }
}

#[test]
fn every_trouble_is_come_through_at_the_hosted_service() {
    at_once(TROUBLES, |trouble| comes_through(Dialect::Hosted, *trouble));
}

#[test]
fn every_trouble_is_come_through_at_the_reference_server() {
    at_once(TROUBLES, |trouble| comes_through(Dialect::Reference, *trouble));
}

#[test]
fn every_trouble_is_come_through_at_another_slugline() {
    at_once(TROUBLES, |trouble| comes_through(Dialect::Slugline, *trouble));
}

#[test]
fn every_trouble_is_come_through_at_the_retired_api() {
    at_once(TROUBLES, |trouble| comes_through(Dialect::Legacy, *trouble));
}

#[test]
fn a_list_that_goes_in_circles_costs_a_question_a_run_and_all_of_it_comes_in_the_end() {
    let stand = Stand::open(Habits::of(Dialect::Slugline), World::of(today(230)));
    stand.always("/v1/stories?limit=100&cursor=", of_trouble(Trouble::Looped));
    let house = House::of(&[("stand", &stand)]);
    house.sync().with(0);
    assert_eq!(house.rows("stand").len(), 100);
    for _ in 0..3 {
        stand.forget();
        house.sync().with(0);
        assert!(stand.count("/v1/stories?") <= 3, "{:?}", targets(&stand));
    }
    stand.relent();
    house.sync().with(0);
    arrived(&house, "stand", &stand, Told::All);
}

#[test]
fn a_server_that_asks_for_an_hour_is_not_asked_before() {
    for patience in [Patience::Seconds(3600), Patience::Date(3600), Patience::Reset(3600)] {
        for closed in [false, true] {
            let stand = Stand::open(Habits::of(Dialect::Hosted).paged(10), World::of(today(25)));
            let fault = if closed { Fault::Down(patience) } else { Fault::TooMany(patience) };
            stand.rule("/v1/stories?", 2, 1, fault);
            let house = House::of(&[("stand", &stand)]);
            let ran = house.sync().with(1);
            said_plainly(&ran, &stand);
            stand.forget();
            house.sync().with(1);
            assert!(stand.asked().is_empty(), "{patience:?}: {:?}", targets(&stand));
            assert!(house.rows("stand").len() >= 10);
        }
    }
}

#[test]
fn a_server_that_asks_for_a_moment_gets_it() {
    for patience in [Patience::Seconds(2), Patience::Date(3), Patience::Reset(3)] {
        let stand = Stand::open(Habits::of(Dialect::Slugline).paged(10), World::of(today(25)));
        stand.rule("/v1/stories?", 2, 1, Fault::TooMany(patience));
        let house = House::of(&[("stand", &stand)]);
        let ran = house.sync();
        let lists: Vec<Instant> = stand
            .asked()
            .iter()
            .filter(|asked| asked.target.starts_with("/v1/stories?"))
            .map(|asked| asked.at)
            .collect();
        let early = lists.iter().skip(2).find(|at| at.duration_since(lists[1]) < Duration::from_millis(1900));
        assert!(early.is_none(), "{patience:?}: it came back too early");
        if ran.code == 0 {
            arrived(&house, "stand", &stand, Told::All);
        }
    }
}

#[test]
fn a_refused_key_stops_one_wire_and_no_other() {
    let (closed, open) = (
        Stand::open(Habits::of(Dialect::Hosted).with_key("right"), World::of(today(12))),
        Stand::open(Habits::of(Dialect::Slugline), World::of(Plan { stories: 12, ..Plan::default() })),
    );
    let config =
        row("closed", &closed).replace("budget", "key_env = \"WRONG\"\nbudget") + &row("open", &open);
    let house = House::with_config(&config).with_env("WRONG", "wrong");
    let ran = house.sync().with(1);
    let said = format!("{}{}", ran.out, ran.err);
    assert!(said.contains("closed") && said.to_lowercase().contains("key"), "{said}");
    arrived(&house, "open", &open, Told::All);
    assert!(house.rows("closed").is_empty());
}

#[test]
fn a_wire_that_was_never_there_is_told_in_a_line_and_the_others_go_on() {
    let gone = Stand::open(Habits::of(Dialect::Hosted), World::of(today(1)));
    let here = Stand::open(Habits::of(Dialect::Slugline), World::of(today(12)));
    gone.pull_the_cable();
    let house = House::of(&[("gone", &gone), ("here", &here)]);
    let ran = house.run(&["sync"]).with(1);
    let address = gone.address().to_string();
    assert_eq!(ran.out.matches(&address).count(), 1, "{}{}", ran.out, ran.err);
    arrived(&house, "here", &here, Told::All);
}

#[test]
fn the_cable_pulled_in_the_middle_costs_nothing_but_time() {
    let stand = Stand::open(Habits::of(Dialect::Slugline).paged(20), World::of(today(90)));
    stand.rule("/v1/stories?", 3, 1, Fault::Cable);
    let house = House::of(&[("stand", &stand)]);
    let ran = house.sync().with(1);
    said_plainly(&ran, &stand);
    let told = ran.told("moved").iter().filter_map(|moved| moved["items"].as_u64()).max().unwrap_or(0);
    let here = house.rows("stand").len();
    assert!(here >= 40 && here as u64 >= told, "{here} here, {told} told");
    house.sync().with(1);
    assert_eq!(house.rows("stand").len(), here);
    stand.plug_in();
    stand.forget();
    house.sync().with(0);
    arrived(&house, "stand", &stand, Told::All);
    assert!(stand.count("/v1/stories?") <= 5, "it went on where it was: {:?}", targets(&stand));
}

#[test]
fn cited_stories_that_answer_500_keep_what_the_list_gave() {
    let stand = Stand::open(Habits::of(Dialect::Reference), World::of(today(12)));
    let house = House::of(&[("stand", &stand)]);
    house.sync().with(0);
    let world = stand.world();
    for story in world.current() {
        let kept = house.kept("stand", story.id.as_str()).unwrap().dispatch;
        assert_eq!(kept.record_ids, story.record_ids);
        assert_eq!(kept.content, story.content);
    }
}

#[test]
fn what_a_server_cannot_do_is_asked_once() {
    let stand = Stand::open(Habits::of(Dialect::Reference), World::of(today(60)));
    let house = House::of(&[("stand", &stand)]);
    house.sync().with(0);
    let broken = stand.asked().iter().filter(|asked| asked.target.starts_with("/v1/stories/")).count();
    assert!(broken <= 12, "{:?}", targets(&stand));
}

#[test]
#[ignore = "it waits for time-outs"]
fn a_server_that_says_nothing_is_given_up_in_time() {
    let stand = Stand::open(Habits::of(Dialect::Slugline), World::of(today(230)));
    stand.rule("/v1/stories?", 2, usize::MAX, Fault::Hang);
    let house = House::of(&[("stand", &stand)]);
    let ran = house.sync().with(1);
    said_plainly(&ran, &stand);
    stand.relent();
    house.sync().with(0);
    arrived(&house, "stand", &stand, Told::All);
}

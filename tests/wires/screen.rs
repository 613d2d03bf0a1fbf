//! The reader on a terminal, with a wire that others publish.

use super::{
    arrivals::{Told, arrived, today},
    house::House,
    secrets::{SENTINEL, keyed},
};
use crate::{
    server::stand::{Dialect, Fault, Habits, Stand, World},
    terminal::{Answers, Terminal},
};

fn read(house: &House, arguments: &[&str]) -> Terminal {
    Terminal::start(arguments, house.path(), (120, 30), &[], Answers::Yes)
}

fn newest(stand: &Stand) -> String {
    let world = stand.world();
    let headline = world.current().last().unwrap().title();
    headline.chars().take(24).collect()
}

#[test]
fn what_the_stand_publishes_is_on_the_screen_and_the_key_is_not() {
    let stand = Stand::open(Habits::of(Dialect::Slugline).with_key(SENTINEL), World::of(today(120)));
    let house = keyed(&stand);
    let mut terminal = read(&house, &[]);
    terminal.shows(&newest(&stand));
    terminal.press("q");
    assert!(terminal.ends().success());
    let bytes = String::from_utf8_lossy(&terminal.seen().bytes).into_owned();
    assert!(!bytes.contains(SENTINEL));
}

#[test]
fn a_server_that_says_the_key_aloud_does_not_bring_it_on_the_screen() {
    let stand = Stand::open(Habits::of(Dialect::Hosted).with_key(SENTINEL), World::of(today(12)));
    stand.always("/v1/stories", Fault::EchoesKey(401));
    let house = keyed(&stand);
    let mut terminal = read(&house, &[]);
    terminal.shows("key");
    terminal.press("q");
    assert!(terminal.ends().success());
    let bytes = String::from_utf8_lossy(&terminal.seen().bytes).into_owned();
    assert!(!bytes.contains(SENTINEL));
}

#[test]
fn the_reader_goes_on_without_its_cable_and_takes_up_with_it_again() {
    let stand = Stand::open(Habits::of(Dialect::Slugline), World::of(today(120)));
    let house = House::of(&[("stand", &stand)]);
    let mut terminal = read(&house, &[]);
    terminal.shows(&newest(&stand));
    terminal.shows("1/120");
    stand.pull_the_cable();
    terminal.press("r");
    terminal.shows("cannot be reached");
    terminal.press("j");
    terminal.shows("offline");
    terminal.shows("2/120");
    stand.plug_in();
    stand.change(|world| world.publish(3));
    terminal.press("r");
    terminal.shows("3 new: press .");
    terminal.shows("5/123"); // the same dispatch, on the same line of the screen
    assert!(!terminal.text().contains(&newest(&stand)), "nothing moves under who reads");
    terminal.press(".");
    terminal.shows(&newest(&stand));
    terminal.press("q");
    assert!(terminal.ends().success());
    arrived(&house, "stand", &stand, Told::All);
}

#[test]
fn offline_the_reader_asks_nobody() {
    let stand = Stand::open(Habits::of(Dialect::Slugline), World::of(today(12)));
    let house = House::of(&[("stand", &stand)]);
    house.sync().with(0);
    stand.forget();
    let mut terminal = read(&house, &["--offline"]);
    terminal.shows(&newest(&stand));
    terminal.press("\r");
    terminal.shows("[1]");
    terminal.press("1");
    terminal.press("q");
    assert!(terminal.ends().success());
    assert!(stand.asked().is_empty());
}

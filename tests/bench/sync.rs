//! A big wire into the store, through the real program: how fast, how often it asks, and what the reader feels of it.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use super::{
    house::House,
    reader::{press, ready, report},
    server::stand::{Dialect, Habits, Plan, Stand, Times, World},
    terminal::{Answers, Terminal},
};

/// Dispatches of the wire, five citations each; a page has a hundred.
const STORIES: usize = 10_000;
/// The wire that is read while it comes in.
const LONG: usize = 30_000;
const RUNS: usize = 3;

/// Measures everything.
pub(crate) fn run() {
    let stand = open(number("SLUGLINE_BENCH_STORIES", STORIES));
    for gzip in [true, false] {
        stand.behave(|habits| habits.gzip = gzip);
        let pages = stand.warm(100, gzip);
        for _ in 0..RUNS {
            arrival(&stand, if gzip { "sync, gzip" } else { "sync, plain" }, pages);
        }
    }
    drop(stand);
    while_it_comes_in();
}

fn open(stories: usize) -> Stand {
    let plan = Plan { stories, cites: 5, times: Times::Days(200), length: 3, ..Plan::default() };
    Stand::open(Habits::of(Dialect::Slugline), World::of(plan))
}

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// Into a store that is not there yet; then once more, with nothing new.
fn arrival(stand: &Stand, name: &str, pages: usize) {
    let house = House::of(&[("stand", stand)]);
    stand.forget();
    let started = Instant::now();
    let ran = house.sync().with(0);
    let whole = started.elapsed().as_secs_f64();
    let stored = ran.told("ended").first().and_then(|ended| ended["seconds"].as_f64()).unwrap_or(whole);
    let (stories, requests) = (house.rows("stand").len(), stand.asked().len());
    let mebibytes = std::fs::metadata(house.store()).map_or(0, |file| file.len()) >> 20;
    let rate = |seconds: f64| stories as f64 / seconds;
    println!(
        "{name:<16} {stories} dispatches stored in {stored:.2} s: {:.0}/s; searchable, and the program ended, after \
         {whole:.2} s: {:.0}/s; {requests} requests for {pages} pages, {mebibytes} MiB",
        rate(stored),
        rate(whole)
    );
    stand.forget();
    let started = Instant::now();
    house.sync().with(0);
    let (took, requests) = (started.elapsed().as_secs_f64(), stand.asked().len());
    println!("{name:<16} again, nothing new: {took:.2} s, {requests} requests");
}

/// Keys pressed in the reader while its wire comes in behind it.
fn while_it_comes_in() {
    let stand = open(number("SLUGLINE_BENCH_LONG", LONG));
    let pages = stand.warm(100, true);
    let house = House::of(&[("stand", &stand)]);
    let mut terminal = Terminal::start(&[], house.path(), (80, 24), &[], Answers::Yes);
    ready(&terminal);
    for (name, keys) in [("move", ["j", "k"]), ("page", ["\x06", "\x02"])] {
        let mut times = Vec::new();
        for key in keys.iter().cycle() {
            let asked = stand.count("/v1/stories?");
            let enough = times.len() >= 2_000 || (name == "move" && asked * 2 > pages);
            if asked >= pages || enough {
                break;
            }
            times.push(press(&terminal, key).0);
        }
        println!(
            "{name:<16} {} keys while {} of {pages} pages had come",
            times.len(),
            stand.count("/v1/stories?")
        );
        report(name, "key to frame", &mut times);
    }
    all_in(house.path(), &stand, pages);
    terminal.press("q");
    terminal.ends();
}

/// Waits until every page has been asked for.
fn all_in(home: &Path, stand: &Stand, pages: usize) {
    let deadline = Instant::now() + Duration::from_mins(2);
    while stand.count("/v1/stories?") < pages && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(50));
    }
    println!("{:<16} {} of {pages} pages in {}", "in the end", stand.count("/v1/stories?"), home.display());
}

//! A sync killed at any moment: what it told is there, the store is sound, and in the end everything is there once.
//!
//! `SLUGLINE_KILLS=500 cargo test killed` kills more often, `SLUGLINE_SEED=7` at other moments.

use std::{collections::HashMap, time::Duration};

use slugline::{
    store::{Access, Store},
    story::Key,
};

use super::{
    arrivals::{Told, arrived, today},
    house::{House, Ran, later},
};
use crate::server::stand::{Dialect, Habits, Stand, World};

const STORIES: usize = 160;
const PAGE: usize = 20;
/// The longest from a request to the kill, in seconds: about what a page takes to be kept, several times over.
const MOST_AFTER: f64 = 0.04;

/// Read and starred, by what the person did before the next run.
type Marks = HashMap<Key, (bool, bool)>;

#[test]
fn a_sync_killed_anywhere_loses_nothing_that_it_told() {
    let number =
        |name: &str, usual: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (kills, seed) = (number("SLUGLINE_KILLS", 50), number("SLUGLINE_SEED", 1));
    println!("{kills} kills, SLUGLINE_SEED={seed}");
    let mut dice = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut done = 0;
    while done < kills {
        done += one_life(&mut dice, (kills - done).min(25));
    }
}

/// A home in which a sync is killed so many times before it may end; says how many.
fn one_life(dice: &mut u64, kills: u64) -> u64 {
    let stand =
        Stand::open(Habits { most: PAGE, ..Habits::of(Dialect::Slugline) }, World::of(today(STORIES)));
    stand.warm(100, true);
    let house = House::of(&[("stand", &stand)]);
    let (mut marks, mut within) = (Marks::new(), 0);
    for _ in 0..kills {
        let ran = killed_somewhere(&house, &stand, dice);
        within += u64::from(ran.code != 0 && !ran.told("moved").is_empty());
        if ran.code == 0 {
            stand.change(|world| world.publish(80));
        }
        nothing_told_is_lost(&house, &ran, &marks);
        set_marks(&house, &mut marks, dice);
    }
    println!("{within} of {kills} after something was told and before the end");
    assert!(kills < 20 || within > 0, "no kill came in the middle");
    house.sync().with(0);
    arrived(&house, "stand", &stand, Told::All);
    check(&house, &marks);
    kills
}

/// A run that is killed up to some milliseconds after one of its first requests. If it ended before, it ended.
fn killed_somewhere(house: &House, stand: &Stand, dice: &mut u64) -> Ran {
    let last = stand.count("/") + (share(dice) * 10.0) as usize;
    let mut running = house.start(&["sync", "--json"]);
    while stand.count("/") < last && running.child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(1));
    }
    std::thread::sleep(Duration::from_secs_f64(share(dice) * MOST_AFTER));
    running.kill()
}

fn nothing_told_is_lost(house: &House, ran: &Ran, marks: &Marks) {
    if !house.has_store() {
        assert!(ran.told("moved").is_empty(), "told before there was a store");
        return;
    }
    let told = ran.told("moved").iter().filter_map(|moved| moved["new"].as_u64()).max().unwrap_or(0);
    let here = house.rows("stand").len() as u64;
    assert!(here >= told, "{here} here, {told} told: {}", ran.out);
    let health = house.reader().health().unwrap();
    assert!(health.damage.is_empty(), "{:?}", health.damage);
    check(house, marks);
}

fn check(house: &House, marks: &Marks) {
    for (key, (read, starred)) in marks {
        let kept = house.kept("stand", key.id.as_str()).unwrap();
        assert_eq!((kept.read, kept.starred), (*read, *starred), "a mark is lost");
    }
}

/// The person reads one dispatch and stars another.
fn set_marks(house: &House, marks: &mut Marks, dice: &mut u64) {
    if !house.has_store() {
        return;
    }
    let rows = house.rows("stand");
    let store = Store::open(&house.store(), Access::ReadWrite, later()).unwrap();
    let writer = store.writer().unwrap();
    for star in [false, true] {
        let Some(row) = rows.get((share(dice) * rows.len() as f64) as usize) else { return };
        let marked =
            if star { writer.mark_starred(&row.key, true) } else { writer.mark_read(&row.key, true) };
        assert!(marked.unwrap());
        let mark = marks.entry(row.key.clone()).or_default();
        *mark = (mark.0 || !star, mark.1 || star);
    }
}

/// Between 0 and 1.
fn share(dice: &mut u64) -> f64 {
    *dice ^= *dice >> 12;
    *dice ^= *dice << 25;
    *dice ^= *dice >> 27;
    (dice.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
}

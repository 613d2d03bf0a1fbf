//! What grouping costs as records come: `cargo bench -- cluster`.
//!
//! Ten thousand invented records into an empty memory; then a million, over so much time that the window holds a bounded
//! share of them, kept and forgotten as an edition would. What a record costs may not grow with what went before.
#![allow(clippy::print_stdout)] // what a benchmark finds is what it prints

use std::time::{Duration, Instant};

use slugline::cluster::{Memory, Rules};
use slugline::story::{Moment, Record};

/// Records taken between two times of keeping.
const BATCH: u64 = 1000;

/// Seconds between two records: ten thousand of them in a day.
const APART: i64 = 9;

pub(crate) fn run() {
    let many = std::env::var("SLUGLINE_BENCH_STREAM").ok().and_then(|value| value.parse().ok());
    let many: u64 = many.unwrap_or(1_000_000);
    let rules = Rules::default();
    let mut memory = Memory::default();
    let first = feed(&mut memory, 0..10_000, &rules);
    println!("10,000 records into an empty memory: {:.0} ms", first.as_secs_f64() * 1e3);
    let (mut at, step) = (10_000, 100_000);
    while at < many {
        let took = feed(&mut memory, at..at + step, &rules);
        let each = took.as_secs_f64() * 1e6 / step as f64;
        at += step;
        println!(
            "{at:>9} taken: {each:.1} µs a record, {} clusters in memory, {} kB of counts, {}",
            memory.len(),
            memory.counts().len() >> 10,
            super::store::memory()
        );
    }
    compare(&mut memory, at, &rules);
}

/// What a record costs after so many, against what it costs after ten thousand: by turns, since the machine's own speed
/// changes from minute to minute.
fn compare(old: &mut Memory, mut at: u64, rules: &Rules) {
    const TURNS: usize = 7;
    const MANY: u64 = 3000;
    let each = |took: Duration| took.as_secs_f64() * 1e6 / MANY as f64;
    let mut turns: Vec<(f64, f64)> = Vec::new();
    for _ in 0..TURNS {
        let mut young = Memory::default();
        feed(&mut young, 0..10_000, rules);
        let after = each(feed(&mut young, 10_000..10_000 + MANY, rules));
        turns.push((after, each(feed(old, at..at + MANY, rules))));
        at += MANY;
    }
    turns.sort_by(|a, b| (a.1 / a.0).total_cmp(&(b.1 / b.0)));
    let ratios: Vec<String> = turns.iter().map(|(young, old)| format!("{:.2}", old / young)).collect();
    let (young, late) = turns[TURNS / 2];
    println!(
        "after {at}: {late:.1} µs a record, after 10,000: {young:.1}; {} times, by turns {ratios:?}",
        ratios[TURNS / 2]
    );
}

/// Takes in a stretch of the stream. The time it took, without the time it takes to invent the records.
fn feed(memory: &mut Memory, stretch: std::ops::Range<u64>, rules: &Rules) -> Duration {
    let mut took = Duration::ZERO;
    let mut at = stretch.start;
    while at < stretch.end {
        let batch: Vec<Record> = (at..(at + BATCH).min(stretch.end)).map(record).collect();
        let start = Instant::now();
        for record in &batch {
            let at = record.time().unwrap_or_default();
            memory.look(at, rules);
            memory.take(record, None, at, rules);
        }
        took += start.elapsed();
        memory.changed();
        memory.forget(batch.last().and_then(Record::time).unwrap_or_default(), rules);
        at += BATCH;
    }
    took
}

/// The nth record of an invented stream: a headline and some sixty words. About every fourth tells a story that others tell
/// within the day; stories have their own names, and all share the words of news.
fn record(nth: u64) -> Record {
    let mut seed = nth.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut draw = |most: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % most
    };
    let day = nth / 10_000;
    let story = if draw(4) == 0 { day * 1000 + draw(300) } else { 1_000_000_000 + nth };
    let names: Vec<String> = (0..5).map(|name| invented(story.wrapping_mul(31) + name)).collect();
    let mut word = || {
        // Few words are common and many are rare, as in any language.
        let rank = (draw(1000) + 1) * (draw(1000) + 1) / (draw(1000) + 1);
        invented(7_000_000 + rank)
    };
    let title = format!("{} {} {} {} {} {}", names[0], word(), names[1], word(), word(), names[2]);
    let body: Vec<String> =
        (0..60).map(|at| if at % 12 == 0 { names[at % 5].clone() } else { word() }).collect();
    Record {
        id: format!("r{nth}").into(),
        title: Some(title),
        publisher: Some(format!("Outlet {}", nth % 997)),
        url: Some(format!("https://outlet{}.example/{nth}", nth % 997)),
        published_at: Some(Moment::from_micros(1_790_000_000_000_000).plus_seconds(nth as i64 * APART)),
        language: Some("en".to_owned()),
        text: Some(format!("{}.", body.join(" "))),
        ..Record::default()
    }
}

/// A word that can be spoken.
fn invented(number: u64) -> String {
    const HEADS: [&str; 16] =
        ["b", "br", "d", "dr", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v"];
    const HEARTS: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ou", "ea"];
    let mut rest = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 8;
    let mut word = String::new();
    for _ in 0..4 {
        word.push_str(HEADS[(rest % 16) as usize]);
        word.push_str(HEARTS[(rest / 16 % 8) as usize]);
        rest /= 128;
    }
    word
}

//! Many feeds into the store: how fast, in how much memory, and how large that store is.
//!
//! `cargo bench -- gather`; `SLUGLINE_BENCH_FEEDS` and `SLUGLINE_BENCH_ITEMS` make other numbers of them than a thousand
//! of a hundred items. `SLUGLINE_BENCH_STORE_ALONE=1` leaves out the program and measures the store.

use std::{path::Path, time::Instant};

use slugline::{
    sources::{Origin, finish},
    store::{Access, Gathering, SourceMemory, Store},
    story::{Moment, Record, SourceName},
    wire::page::Scope,
};

use super::feeds::{Feed, Press};

/// Sources taken in with one transaction.
const TOGETHER: usize = 20;

/// Measures everything.
pub(crate) fn run() {
    let now = Moment::from(jiff::Timestamp::now());
    let mut press = Press::new(now);
    let items = number("SLUGLINE_BENCH_ITEMS", 100);
    let feeds: Vec<Feed> = (0..number("SLUGLINE_BENCH_FEEDS", 1000)).map(|_| press.feed(items)).collect();
    let xml: usize = feeds.iter().map(|feed| feed.xml.len()).sum();
    println!("{} feeds of {items} items: {:.1} MB of XML", feeds.len(), xml as f64 / 1e6);
    store_alone(&feeds, xml, now);
}

fn number(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual)
}

/// The records handed to the store as if a parser had read them.
fn store_alone(feeds: &[Feed], xml: usize, now: Moment) {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("wire.db");
    let gatherings: Vec<Gathering> = feeds.iter().map(|feed| gathering(feed, now)).collect();
    let store = Store::open(&path, Access::ReadWrite, now).expect("a store");
    let writer = store.writer().expect("a writer");
    let wire = "main".into();
    let started = Instant::now();
    for some in gatherings.chunks(TOGETHER) {
        writer.gathered(&wire, some.to_vec(), now).expect("taken in");
    }
    let kept = started.elapsed();
    writer.catch_up().expect("indexed");
    println!("store alone: kept in {kept:.2?}, indexed after {:.2?}", started.elapsed());
    let started = Instant::now();
    for some in gatherings.chunks(TOGETHER) {
        writer.gathered(&wire, some.to_vec(), now).expect("taken in");
    }
    println!("  the same again: {:.2?}", started.elapsed());
    searches(&store);
    drop(writer);
    store.close();
    sizes(&path, xml);
}

fn gathering(feed: &Feed, now: Moment) -> Gathering {
    let source = SourceName::from(feed.path.trim_matches(['/', '.', 'x', 'm', 'l']));
    let origin = Origin { source: &source, url: None, content_type: "", charset: None, now };
    let finished = |(record, key): &(Record, String)| Record {
        backfill: true,
        ..finish::finish(record.clone(), Some(key), &origin)
    };
    let records = feed.records.iter().map(finished).collect();
    Gathering { records, memory: SourceMemory::default(), source: source.clone(), ..Gathering::default() }
}

fn searches(store: &Store) {
    let reader = store.reader().expect("a reader");
    let mut world = super::world::World::new(0, 0);
    let mut times = Vec::new();
    for query in 0..60 {
        let typed: Vec<String> = (0..=query % 3).map(|_| world.word().to_owned()).collect();
        let typed = typed.join(" ");
        for end in 1..=typed.len() {
            let started = Instant::now();
            reader.search(&Scope::All, typed.get(..end).unwrap_or_default(), 40).expect("hits");
            times.push((started.elapsed(), typed.get(..end).unwrap_or_default().to_owned()));
        }
    }
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0;
    let worst = times.last().map_or("", |(_, typed)| typed);
    println!(
        "  search, {} typed: p50 {:.2?} p95 {:.2?} p99 {:.2?} worst {:.2?} ({worst})",
        times.len(),
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}

/// What the file is full of.
fn sizes(path: &Path, xml: usize) {
    let conn = rusqlite::Connection::open(path).expect("a database");
    conn.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("folded in");
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    println!("store {:.1} MB, {:.2} of the XML", bytes as f64 / 1e6, bytes as f64 / xml as f64);
    let sql = "SELECT name, sum(pgsize), sum(unused), sum(ncell) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 14";
    let mut ask = conn.prepare(sql).expect("dbstat");
    let mut lines = ask.query([]).expect("dbstat");
    while let Some(line) = lines.next().expect("a line") {
        let (name, size, unused, cells): (String, i64, i64, i64) = (
            line.get(0).expect("name"),
            line.get(1).expect("size"),
            line.get(2).expect("unused"),
            line.get(3).expect("cells"),
        );
        println!(
            "  {name:<24} {:>7.2} MB, {:>4.1} % unused, {cells} cells",
            size as f64 / 1e6,
            100.0 * unused as f64 / size as f64
        );
    }
}

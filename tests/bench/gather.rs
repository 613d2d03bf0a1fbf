//! Many feeds into the store: how fast, in how much memory, and how large that store is.
//!
//! `cargo bench -- gather`; `SLUGLINE_BENCH_FEEDS` and `SLUGLINE_BENCH_ITEMS` make other numbers of them than a thousand
//! of a hundred items. `SLUGLINE_BENCH_STORE_ALONE=1` leaves out the program and measures the store.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Stdio},
    time::Instant,
};

use slugline::{
    sources::{Origin, finish},
    store::{Access, Gathering, SourceMemory, Store, Window},
    story::{Moment, Record, SourceName},
    wire::page::Scope,
};

use super::{
    feeds::{Feed, Press},
    house::House,
    stall::{DRIP, Stall},
};

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
    if std::env::var_os("SLUGLINE_BENCH_STORE_ALONE").is_some() {
        return store_alone(&feeds, xml, now);
    }
    let paths: Vec<String> = feeds.iter().map(|feed| feed.path.clone()).collect();
    let records = feeds.len() * items;
    let stall = Stall::open(feeds);
    program(&stall, &paths, xml, records);
    with_a_drip(&stall, &paths, records);
}

/// A home with these sources.
fn house(stall: &Stall, paths: &[&str]) -> House {
    let row = |path: &&str| {
        let (name, url) = (path.trim_matches('/').replace('.', "-"), stall.url(path));
        format!("[[sources]]\nname = \"{name}\"\nurl = \"{url}\"\nallow_private = true\n\n")
    };
    House::with_config(&paths.iter().map(row).collect::<String>())
}

/// The built program: a first gathering, then one with nothing new.
fn program(stall: &Stall, paths: &[String], xml: usize, records: usize) {
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let house = house(stall, &paths);
    for name in ["first", "again, nothing new"] {
        stall.asked();
        let started = Instant::now();
        let mut child = house
            .command(&["gather", "--json"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let Cost { peak, worked } = cost(&mut child);
        let (took, asked) = (started.elapsed(), stall.asked());
        let peak = peak as f64 / 1024.0;
        println!("{name:<20} {took:.2?} ({worked:.2?} of work), peak memory {peak:.1} MiB, {asked} requests");
    }
    let wire = "main".into();
    let kept = house.reader().records(&wire, Window::default()).expect("records").len();
    println!("kept {kept} of {records} records");
    sizes(&house.store(), xml);
    let store = Store::open(&house.store(), Access::ReadWrite, Moment::default()).expect("a store");
    searches(&store);
}

/// One source drips a byte a second: when do all others have theirs?
fn with_a_drip(stall: &Stall, paths: &[String], records: usize) {
    let mut paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    paths.insert(0, DRIP);
    let house = house(stall, &paths);
    let started = Instant::now();
    let mut child = house.command(&["gather", "--json"]).stdout(Stdio::piped()).spawn().expect("it starts");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines().map_while(Result::ok);
    let of_others = lines.filter(|line| !line.contains("drip")).take(paths.len() - 1).count();
    let took = started.elapsed();
    println!("beside one that drips: the other {of_others} kept ({records} records) after {took:.2?}");
    child.kill().expect("it ends");
    drop(child.wait());
}

/// What a run cost: the most memory it had, in KiB, and the time that cores worked for it.
struct Cost {
    peak: u64,
    worked: std::time::Duration,
}

/// Waits for the program to end.
fn cost(child: &mut Child) -> Cost {
    let of = |file: &str| std::fs::read_to_string(format!("/proc/{}/{file}", child.id())).unwrap_or_default();
    let (status, stat) = (|| of("status"), || of("stat"));
    let (mut peak, mut ticks) = (0, 0);
    loop {
        let text = status();
        let line = text.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
        peak = peak.max(line.split_whitespace().nth(1).and_then(|n| n.parse().ok()).unwrap_or_default());
        // Behind the name in brackets the twelfth and thirteenth are what it worked, in hundredths of a second.
        let text = stat();
        let after = text.rsplit_once(')').map_or("", |(_, after)| after).split_whitespace().skip(11);
        ticks = ticks.max(after.take(2).filter_map(|n| n.parse::<u64>().ok()).sum());
        if !std::path::Path::new(&format!("/proc/{}/fd/0", child.id())).exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    drop(child.wait());
    Cost { peak, worked: std::time::Duration::from_millis(ticks * 10) }
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
    let indexed = started.elapsed();
    writer.pack(feeds.len() * 100).expect("packed");
    println!(
        "store alone: kept in {kept:.2?}, indexed after {indexed:.2?}, packed after {:.2?}",
        started.elapsed()
    );
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

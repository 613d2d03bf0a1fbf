//! How long the store takes to answer. `cargo bench -- store`; sizes by `SLUGLINE_BENCH_DISPATCHES` and `…_RECORDS`.
#![allow(clippy::print_stdout)] // what a benchmark finds is what it prints

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use slugline::store::{Access, Reader, Store};
use slugline::story::{Key, Moment};
use slugline::wire::page::{Listing, Only, Page, Scope};

use super::world;

fn setting(name: &str, usual: usize) -> usize {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

/// The generated store, made once and kept beside the build.
pub(crate) fn generated() -> PathBuf {
    let (dispatches, records) =
        (setting("SLUGLINE_BENCH_DISPATCHES", 100_000), setting("SLUGLINE_BENCH_RECORDS", 500_000));
    let folder = std::env::var_os("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from);
    let folder = option_env!("CARGO_TARGET_TMPDIR").map_or(folder, PathBuf::from);
    let path = folder.join(format!("world-{dispatches}-{records}.db"));
    if !path.exists() {
        let start = Instant::now();
        world::fill(&path, dispatches, records).expect("a world");
        let size = std::fs::metadata(&path).map_or(0, |known| known.len());
        println!("world of {dispatches} and {records}: {:.1?}, {} MiB", start.elapsed(), size >> 20);
    }
    path
}

/// Measures everything.
pub(crate) fn run() {
    let path = generated();
    println!("store {} MiB", std::fs::metadata(&path).map_or(0, |known| known.len()) >> 20);
    first_screen(&path);
    let store = Store::open(&path, Access::ReadWrite, Moment::default()).expect("a store");
    let reader = store.reader().expect("a reader");
    pages(&reader);
    searches(&reader);
    marks(&store, &reader);
    println!("peak memory {}", memory());
}

fn first_screen(path: &Path) {
    let mut times = Vec::new();
    for _ in 0..9 {
        let start = Instant::now();
        let store = Store::open(path, Access::ReadWrite, Moment::default()).expect("a store");
        let reader = store.reader().expect("a reader");
        let beats = reader.beats(&Scope::All).expect("beats");
        let page = reader.page(&Listing::default(), 0, 60).expect("a page");
        times.push(start.elapsed());
        assert!(beats.len() > 10 && page.rows.len() == 60);
    }
    let later = times.split_off(1);
    println!("open + beats + first page: first {:.2?}, then {}", times[0], spread(later));
}

fn time<T>(times: &mut Vec<Duration>, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    times.push(start.elapsed());
    done
}

fn pages(reader: &Reader) {
    let beat = reader.beats(&Scope::All).expect("beats").swap_remove(0).beat;
    let lists = [
        ("all", Listing::default()),
        ("beat", Listing { beat: Some(beat), ..Listing::default() }),
        (
            "wire unread",
            Listing { scope: Scope::Wire("world".into()), only: Only::Unread, ..Listing::default() },
        ),
    ];
    let mut dice = world::Dice::new(3);
    for (name, listing) in lists {
        let total = reader.page(&listing, 0, 1).expect("a page").total;
        let (mut anywhere, mut middle, mut position, mut next) = (vec![], vec![], vec![], vec![]);
        for _ in 0..200 {
            let offset = dice.below(total);
            let page: Page = time(&mut anywhere, || reader.page(&listing, offset, 60).expect("a page"));
            time(&mut middle, || reader.page(&listing, total / 2, 60).expect("a page"));
            let key: Key = page.rows[0].key.clone();
            let found = time(&mut position, || reader.position(&listing, &key).expect("a position"));
            assert_eq!(found, Some(offset));
            let found = time(&mut next, || reader.next_unread(&listing, offset, true).expect("the next"));
            assert!(found.is_none() || found == Some(offset + 1));
        }
        println!("{name} ({total}): page anywhere {}", spread(anywhere));
        println!("  middle {}; position {}; next unread {}", spread(middle), spread(position), spread(next));
    }
}

fn searches(reader: &Reader) {
    let mut world = world::World::new(0, 0);
    let mut all = Vec::new();
    let mut by_length: Vec<Vec<Duration>> = vec![Vec::new(); 12];
    let mut worst = (Duration::ZERO, String::new());
    for query in 0..120 {
        let words = 1 + query % 3;
        let typed: Vec<String> = (0..words).map(|_| world.word().to_owned()).collect();
        let typed = typed.join(" ");
        for end in 1..=typed.len() {
            let Some(typed) = typed.get(..end) else { continue };
            let mut times = Vec::new();
            time(&mut times, || reader.search(&Scope::All, typed, 40).expect("hits"));
            if times[0] > worst.0 {
                worst = (times[0], typed.to_owned());
            }
            by_length[typed.len().min(11)].push(times[0]);
            all.extend(times);
        }
    }
    println!("search per typed character ({}): {}; worst {worst:?}", all.len(), spread(all.clone()));
    for (length, times) in by_length.into_iter().enumerate().filter(|(_, times)| !times.is_empty()) {
        println!("  at {length} letters: {}", spread(times));
    }
}

fn marks(store: &Store, reader: &Reader) {
    let writer = store.writer().expect("a writer");
    let page = reader.page(&Listing::default(), 500, 50).expect("a page");
    let mut times = Vec::new();
    for row in &page.rows {
        time(&mut times, || writer.mark_read(&row.key, true).expect("a mark"));
        writer.mark_read(&row.key, false).expect("a mark");
    }
    println!("mark read, synced: {}", spread(times));
}

fn spread(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    format!("p50 {:.2?} p95 {:.2?} p99 {:.2?} max {:.2?}", at(0.5), at(0.95), at(0.99), at(1.0))
}

/// Peak and present resident memory.
pub(crate) fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = |name: &str| status.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
    format!("{} {}", line("VmHWM"), line("VmRSS"))
}

//! `cargo bench`: what Slugline costs with years of news in the store.
//!
//! A wire of 100,000 dispatches and 500,000 records is generated once and kept under `target/tmp` (its size is
//! printed; `SLUGLINE_BENCH_DISPATCHES` and `SLUGLINE_BENCH_RECORDS` make smaller ones). `cargo bench -- reader`
//! runs the real binary over it on a pseudo-terminal of 80×24 and takes the time at the other end; `cargo bench --
//! store` asks the store directly; `cargo bench -- sync` reads a wire of 10,000 dispatches from the tests' newsstand.
//! `cargo bench -- gather` reads a thousand feeds of a hundred items, which a stall of its own serves.
//! `cargo bench -- stories` makes editions over records into an empty store, and into one that has grouped 100,000.
//! `cargo bench -- trace` checks drafts and traces dispatches.
//! `cargo bench -- write` writes 10,000 records in 300 stories without a model.
//! `cargo bench -- cluster` groups a stream of records as they come. `cargo bench --profile dev -- background` measures
//! nothing: it makes `assets/background.txt` anew. `cargo bench -- stand` measures nothing: it keeps the tests' newsstand open, to try
//! the reader on (`shop`).

#![allow(clippy::print_stdout, reason = "figures are printed")]

mod background;
mod cluster;
mod feeds;
mod gather;
#[allow(dead_code, clippy::unwrap_used, reason = "shared with the tests, which use more of it")]
#[path = "../wires/house.rs"]
mod house;
mod reader;
#[allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "shared with the tests, which use more of it"
)]
#[path = "../server/mod.rs"]
mod server;
mod shop;
mod stall;
mod store;
mod stories;
mod sync;
#[allow(dead_code, reason = "shared with the tests, which use more of it")]
#[path = "../terminal.rs"]
mod terminal;
mod trace;
mod world;
mod write;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = |name: &str| asked.is_empty() || asked.iter().any(|arg| arg == name);
    if asked.iter().any(|word| word == "stand") {
        return shop::keep();
    }
    if asked.iter().any(|word| word == "background") {
        return background::make();
    }
    if wanted("cluster") {
        cluster::run();
    }
    if wanted("store") {
        store::run();
    }
    if wanted("reader") {
        reader::run();
    }
    if wanted("gather") {
        gather::run();
    }
    if wanted("stories") {
        stories::run();
    }
    if wanted("trace") {
        trace::run();
    }
    if wanted("sync") {
        sync::run();
    }
    if wanted("write") {
        write::run();
    }
}

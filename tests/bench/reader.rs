//! The real binary on a pseudo-terminal: first screen, key to frame, letter to hits, memory, bytes.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use super::{
    store::generated,
    terminal::{self, Answers, Terminal},
};

const RUNS: usize = 15;
const STEPS: usize = 400;
const QUERIES: [&str; 6] = ["vol ton", "ralvean non", "penchel", "a", "gramp lusf", "zzz"];

/// Measures everything.
pub(crate) fn run() {
    let store = generated();
    let home = tempfile::tempdir().expect("a home");
    first_screen(home.path(), &store);
    scrolling(home.path(), &store);
    searching(home.path(), &store);
}

fn start(home: &Path, store: &Path) -> Terminal {
    let store = store.display().to_string();
    Terminal::start(&["--store", &store], home, (80, 24), &[], Answers::Yes)
}

/// From exec to the first frame that shows the list.
fn first_screen(home: &Path, store: &Path) {
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let mut terminal = start(home, store);
        ready(&terminal);
        let at = terminal.seen().framed_at.expect("a frame");
        times.push(at.duration_since(terminal.started));
        terminal.press("q");
        terminal.ends();
    }
    report("first screen", "exec to first full screen", &mut times);
}

/// The list is on screen: the status line has its count.
pub(crate) fn ready(terminal: &Terminal) {
    let full = |seen: &terminal::Seen| {
        let text = seen.screen.screen().contents();
        text.contains("DISPATCHES") && text.lines().last().is_some_and(|line| line.contains("1/"))
    };
    terminal.until("the list", full);
}

/// Presses keys one by one, each after the frame of the one before, and takes time and bytes.
fn scrolling(home: &Path, store: &Path) {
    let mut terminal = start(home, store);
    ready(&terminal);
    settled(&terminal);
    let steps =
        [("move", &["j", "k"][..]), ("scroll", &["j"]), ("page", &["\x06"]), ("half page up", &["\x15"])];
    for (name, keys) in steps {
        let (mut times, mut bytes) = (Vec::new(), Vec::new());
        for key in keys.iter().cycle().take(STEPS) {
            let (time, sent) = press(&terminal, key);
            times.push(time);
            bytes.push(sent);
        }
        report(name, "key to frame", &mut times);
        bytes.sort_unstable();
        let (median, max) = (bytes[bytes.len() / 2], bytes[bytes.len() - 1]);
        println!("{name:<16} bytes a key       median {median:>6}  max {max:>6}");
    }
    let (mut times, mut there) = (Vec::new(), true);
    for _ in 0..20 {
        times.push(press(&terminal, if there { "G" } else { "gg" }).0);
        settled(&terminal);
        there = !there;
    }
    report("end to end", "key to frame", &mut times);
    idle(&terminal);
    memory("scrolling", terminal.pid());
    terminal.press("q");
    terminal.ends();
}

/// One key: until its frame has ended, and how many bytes that took.
pub(crate) fn press(terminal: &Terminal, key: &str) -> (Duration, usize) {
    let (frames, bytes) = frames_and_bytes(terminal);
    let pressed = Instant::now();
    terminal.press(key);
    terminal.within(Duration::from_secs(2), |seen| seen.frames > frames);
    let at = terminal.seen().framed_at.unwrap_or(pressed);
    let sent = terminal.seen().bytes.len() - bytes;
    std::thread::sleep(Duration::from_millis(12));
    (at.saturating_duration_since(pressed), sent)
}

fn frames_and_bytes(terminal: &Terminal) -> (usize, usize) {
    let seen = terminal.seen();
    (seen.frames, seen.bytes.len())
}

/// Waits until nothing has come for a tenth of a second.
fn settled(terminal: &Terminal) {
    loop {
        let before = terminal.seen().bytes.len();
        std::thread::sleep(Duration::from_millis(100));
        if terminal.seen().bytes.len() == before {
            return;
        }
    }
}

/// With nobody pressing anything, nothing is written.
fn idle(terminal: &Terminal) {
    settled(terminal);
    let before = terminal.seen().bytes.len();
    std::thread::sleep(Duration::from_secs(3));
    println!("{:<16} bytes in 3 s      {:>6}", "idle", terminal.seen().bytes.len() - before);
}

/// Types queries letter by letter; the time of a letter is until the last frame that followed it.
fn searching(home: &Path, store: &Path) {
    let mut terminal = start(home, store);
    ready(&terminal);
    let mut times = Vec::new();
    for query in QUERIES {
        terminal.press("/");
        settled(&terminal);
        for letter in query.chars() {
            let pressed = Instant::now();
            terminal.press(&letter.to_string());
            settled(&terminal);
            let at = terminal.seen().framed_at.unwrap_or(pressed);
            times.push(at.saturating_duration_since(pressed));
        }
        terminal.press("\x1b");
        settled(&terminal);
    }
    report("search", "letter to hits", &mut times);
    memory("searching", terminal.pid());
    terminal.press("q");
    terminal.ends();
}

fn memory(after: &str, pid: u32) {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or("?");
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1024.0
    };
    println!(
        "{after:<16} memory            now {:>5.1} MiB  peak {:>5.1} MiB",
        line("VmRSS:"),
        line("VmHWM:")
    );
}

/// Prints how long it took, in the usual parts.
pub(crate) fn report(name: &str, what: &str, times: &mut [Duration]) {
    times.sort_unstable();
    let at = |part: f64| {
        let last = times.len().saturating_sub(1);
        times.get((last as f64 * part).ceil() as usize).map_or(0.0, |t| t.as_secs_f64() * 1e3)
    };
    println!(
        "{name:<16} {what:<17} p50 {:>6.2} ms  p95 {:>6.2} ms  p99 {:>6.2} ms  max {:>6.2} ms",
        at(0.5),
        at(0.95),
        at(0.99),
        at(1.0)
    );
}

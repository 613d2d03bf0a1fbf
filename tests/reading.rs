//! The real binary on a real (pseudo-)terminal: drill down, come back, leave; and leave it as it was found.

use std::{fs::File, io::Read};

use crate::{
    server::stand::{Dialect, Habits, Stand, World},
    terminal::{Answers, Terminal},
    wires::house::House,
};

fn start(home: &tempfile::TempDir, size: (u16, u16)) -> Terminal {
    Terminal::start(&[], home.path(), size, &[], Answers::Yes)
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a place for a home")
}

/// Everything that was switched on is switched off again at the end.
fn restored(terminal: &Terminal) {
    let bytes = String::from_utf8_lossy(&terminal.seen().bytes).into_owned();
    for (on, off) in
        [("\x1b[?1049h", "\x1b[?1049l"), ("\x1b[?25l", "\x1b[?25h"), ("\x1b[?2004h", "\x1b[?2004l")]
    {
        let (last_on, last_off) = (bytes.rfind(on), bytes.rfind(off));
        assert!(last_on.is_some() && last_on < last_off, "{on:?} was left on");
    }
}

#[test]
fn one_command_to_a_sentences_source_and_out_again() {
    let home = home();
    let mut terminal = start(&home, (100, 30));
    terminal.shows("demo wire");
    terminal.shows("invented news");
    terminal.shows("Harbour Bridge");
    terminal.press("\r");
    terminal.shows("Filed under");
    terminal.shows("[1]");
    terminal.press("1");
    terminal.shows("▐");
    terminal.press("G");
    terminal.shows("Cited by");
    terminal.press("\x1b");
    terminal.shows("Filed under");
    terminal.press("\x1b");
    terminal.shows("DISPATCHES");
    terminal.press("q");
    assert!(terminal.ends().success());
    restored(&terminal);
}

#[test]
fn from_what_moves_to_why_it_fired_and_to_a_record_of_it() {
    let home = home();
    let mut terminal = start(&home, (100, 30));
    terminal.shows("invented news");
    terminal.press("M");
    terminal.shows("MOVED");
    terminal.shows("novelty");
    terminal.press("\r");
    terminal.shows("WHY THIS FIRED");
    terminal.shows("expected");
    terminal.press("\t");
    terminal.shows("opened the story");
    terminal.press("\r");
    terminal.shows("Cited by");
    terminal.press("\x1b");
    terminal.shows("opened the story");
    terminal.press("\t");
    terminal.shows("expected");
    terminal.press("\r");
    terminal.shows("Filed under");
    terminal.press("q");
    assert!(terminal.ends().success());
}

#[test]
fn each_sentence_beside_the_passage_that_shows_it_and_back() {
    let home = home();
    let mut terminal = start(&home, (100, 30));
    terminal.shows("invented news");
    terminal.shows("Harbour Bridge");
    terminal.press("\r");
    terminal.shows("claims traced");
    terminal.press("t");
    terminal.shows("TRACE");
    terminal.shows("WHAT SHOWS IT");
    terminal.shows("▐");
    terminal.press("\r");
    terminal.shows("RECORD");
    terminal.press("G");
    terminal.shows("Cited by");
    terminal.press("\x1b");
    terminal.shows("WHAT SHOWS IT");
    terminal.press("\x1b");
    terminal.shows("Filed under");
    terminal.press("q");
    assert!(terminal.ends().success());
}

#[test]
fn signals_end_it_in_good_order() {
    let home = home();
    for (signal, code) in [("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131)] {
        let mut terminal = start(&home, (80, 24));
        terminal.shows("Harbour Bridge");
        terminal.signal(signal);
        assert_eq!(terminal.ends().exit_code(), code, "{signal}");
        restored(&terminal);
    }
}

/// The terminal goes away without a word: no SIGHUP comes, since it is not the controlling terminal.
#[test]
fn a_terminal_that_vanishes_ends_it() {
    let home = home();
    let (mut master, slave) = pseudo_terminal();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_slugline"))
        .env_clear()
        .env("TERM", "xterm-256color")
        .env("HOME", home.path())
        .stdin(slave.try_clone().unwrap())
        .stdout(slave.try_clone().unwrap())
        .stderr(slave)
        .spawn()
        .unwrap();
    let mut shown = Vec::new();
    while !String::from_utf8_lossy(&shown).contains("Harbour") {
        let mut chunk = [0; 4096];
        let n = master.read(&mut chunk).unwrap();
        shown.extend_from_slice(&chunk[..n]);
    }
    drop(master);
    for _ in 0..500 {
        if child.try_wait().unwrap().is_some() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    child.kill().unwrap();
    panic!("it went on without a terminal");
}

fn pseudo_terminal() -> (File, File) {
    use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let size = rustix::termios::Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    rustix::termios::tcsetwinsize(&master, size).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let mut options = File::options();
    options.read(true).write(true);
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NOCTTY.bits() as i32);
    let slave = options.open(name.to_str().unwrap()).unwrap();
    (File::from(master), slave)
}

#[test]
fn stopping_gives_the_terminal_back_and_going_on_takes_it_again() {
    let home = home();
    let mut terminal = start(&home, (80, 24));
    terminal.shows("Harbour Bridge");
    terminal.press("\x1a");
    terminal.until("the terminal back", |seen| seen.bytes.ends_with(b"\x1b[?1049l"));
    until_stopped(terminal.pid());
    terminal.signal("CONT");
    terminal.shows("DISPATCHES");
    terminal.shows("Harbour Bridge");
    terminal.press("q");
    assert!(terminal.ends().success());
    restored(&terminal);
}

/// Going on before it has stopped would leave it stopped for ever.
fn until_stopped(pid: u32) {
    for _ in 0..1000 {
        let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        if state.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('T')) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("it did not stop");
}

#[test]
fn a_terminal_that_answers_nothing_and_one_without_colour_will_do() {
    let home = home();
    let mut terminal = Terminal::start(&[], home.path(), (80, 24), &[("NO_COLOR", "1")], Answers::No);
    terminal.shows("Harbour Bridge");
    terminal.press("jj\r");
    terminal.shows("Filed under");
    terminal.press("q");
    assert!(terminal.ends().success());
    let bytes = String::from_utf8_lossy(&terminal.seen().bytes).into_owned();
    for colour in ["\x1b[38;", "\x1b[48;", "\x1b[31m", "\x1b[34m"] {
        assert!(!bytes.contains(colour), "a colour under NO_COLOR: {colour:?}");
    }
}

#[test]
fn an_idle_reader_writes_nothing() {
    let home = home();
    let mut terminal = start(&home, (80, 24));
    terminal.shows("Harbour Bridge");
    std::thread::sleep(std::time::Duration::from_millis(400));
    let before = terminal.seen().bytes.len();
    std::thread::sleep(std::time::Duration::from_millis(800));
    assert_eq!(terminal.seen().bytes.len(), before);
    terminal.press("q");
    terminal.ends();
}

#[test]
fn a_fault_of_our_own_leaves_the_terminal_as_it_was() {
    let home = home();
    let mut terminal = Terminal::start(&["--debug-panic"], home.path(), (80, 24), &[], Answers::Yes);
    assert_eq!(terminal.ends().exit_code(), 101);
    restored(&terminal);
    let bytes = String::from_utf8_lossy(&terminal.seen().bytes).into_owned();
    let last_words = bytes.rsplit("\x1b[?1049l").next().unwrap();
    assert!(
        last_words.contains("a fault of its own") && last_words.contains("slugline.log"),
        "{last_words:?}"
    );
    assert!(!last_words.contains("\x1b]0;"), "what a panic quotes is cleaned: {last_words:?}");
}

/// A server that takes a minute for each answer holds up neither the first screen nor the last.
#[test]
fn leaving_does_not_wait_for_the_network() {
    let world = World::of(crate::wires::arrivals::today(12));
    let stand = Stand::open(Habits::of(Dialect::Hosted).slow(std::time::Duration::from_mins(1)), world);
    let house = House::of(&[("stand", &stand)]);
    let mut terminal = Terminal::start(&[], house.path(), (80, 24), &[], Answers::Yes);
    terminal.shows("Nothing has come from the wire yet");
    terminal.shows("stand: asking");
    terminal.press("q");
    assert!(terminal.ends().success());
    restored(&terminal);
}

//! The real binary on a real (pseudo-)terminal: drill down, come back, leave; and leave it as it was found.

use crate::terminal::{Answers, Terminal};

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
    terminal.shows("Harbour Bridge");
    terminal.press("\r");
    terminal.shows("Filed under");
    terminal.shows("[1]");
    terminal.press("1");
    terminal.shows("▐");
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
fn signals_end_it_in_good_order() {
    let home = home();
    for (signal, code) in [("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131)] {
        let mut terminal = start(&home, (80, 24));
        terminal.shows("DISPATCHES");
        terminal.signal(signal);
        assert_eq!(terminal.ends().exit_code(), code, "{signal}");
        restored(&terminal);
    }
}

#[test]
fn a_closed_window_ends_it() {
    let home = home();
    let mut terminal = start(&home, (80, 24));
    terminal.shows("DISPATCHES");
    terminal.hang_up();
    terminal.ends();
}

#[test]
fn stopping_gives_the_terminal_back_and_going_on_takes_it_again() {
    let home = home();
    let mut terminal = start(&home, (80, 24));
    terminal.shows("DISPATCHES");
    terminal.press("\x1a");
    terminal.until("the terminal back", |seen| seen.bytes.ends_with(b"\x1b[?1049l"));
    terminal.signal("CONT");
    terminal.shows("DISPATCHES");
    terminal.press("q");
    assert!(terminal.ends().success());
    restored(&terminal);
}

#[test]
fn a_terminal_that_answers_nothing_and_one_without_colour_will_do() {
    let home = home();
    let mut terminal = Terminal::start(&[], home.path(), (80, 24), &[("NO_COLOR", "1")], Answers::No);
    terminal.shows("DISPATCHES");
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

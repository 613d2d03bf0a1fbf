//! Asks the terminal once whether its background is light.
//!
//! The question (OSC 11) is followed by one that every terminal answers (DA1), so that silence is known for what
//! it is without waiting out the limit. Keys typed meanwhile are kept and handed on.

use std::{
    io::{self, Write},
    time::{Duration, Instant},
};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// How long to wait for the answer.
const LIMIT: Duration = Duration::from_millis(100);

/// What came back.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Answer {
    /// Dark letters on light ground, if it said.
    pub(super) light: Option<bool>,
    /// The terminal answered the second question, so nothing more is to come.
    pub(super) complete: bool,
    /// What was typed in the meantime.
    pub(super) typed_ahead: Vec<KeyEvent>,
}

/// Asks, and waits at most a tenth of a second.
pub(super) fn ask() -> Answer {
    let mut out = io::stdout();
    if out.write_all(b"\x1b]11;?\x07\x1b[c").and_then(|()| out.flush()).is_err() {
        return Answer::default();
    }
    let (deadline, terminal) = (Instant::now() + LIMIT, rustix::stdio::stdin());
    let mut bytes = Vec::new();
    while let Some(left) = deadline.checked_duration_since(Instant::now()) {
        let mut fds = [PollFd::new(&terminal, PollFlags::IN)];
        let wait = Timespec { tv_sec: 0, tv_nsec: i64::from(left.subsec_nanos()) };
        let mut chunk = [0; 256];
        match poll(&mut fds, Some(&wait)) {
            Ok(1..) => match rustix::io::read(terminal, &mut chunk) {
                Ok(n @ 1..) => bytes.extend_from_slice(&chunk[..n]),
                _ => break,
            },
            _ => break,
        }
        if read(&bytes).complete {
            break;
        }
    }
    read(&bytes)
}

/// Takes the answers out of what came in; the rest was typed.
fn read(bytes: &[u8]) -> Answer {
    let text = String::from_utf8_lossy(bytes);
    let mut answer = Answer::default();
    let mut rest = text.as_ref();
    let mut typed = String::new();
    while let Some((before, after)) = rest.split_once('\x1b') {
        typed.push_str(before);
        rest = if let Some(report) = after.strip_prefix(']') {
            let end = report.find(['\x07', '\x1b']).unwrap_or(report.len());
            let (colour, tail) = report.split_at(end);
            answer.light = answer.light.or_else(|| light(colour));
            tail.trim_start_matches('\x07').trim_start_matches("\x1b\\")
        } else if let Some(report) = after.strip_prefix("[?") {
            let end = report.find(|c: char| c.is_ascii_alphabetic()).map_or(report.len(), |at| at + 1);
            let (body, tail) = report.split_at(end);
            answer.complete |= body.ends_with('c');
            tail
        } else {
            typed.push('\x1b');
            after
        };
    }
    typed.push_str(rest);
    answer.typed_ahead = keys(&typed);
    answer
}

/// `11;rgb:ffff/ffff/dddd` → light.
fn light(report: &str) -> Option<bool> {
    let colour = report.strip_prefix("11;rgb:")?;
    let mut parts = colour.split('/').map(|hex| {
        let digits: String = hex.chars().take(4).collect();
        let most = (16_f32).powi(digits.len() as i32) - 1.0;
        u32::from_str_radix(&digits, 16).ok().map(|n| n as f32 / most)
    });
    let (red, green, blue) = (parts.next()??, parts.next()??, parts.next()??);
    Some(0.299 * red + 0.587 * green + 0.114 * blue > 0.5)
}

/// Plain keys typed ahead; escape sequences of function keys are let go.
fn keys(typed: &str) -> Vec<KeyEvent> {
    if typed.starts_with("\x1b[") || typed.starts_with("\x1bO") {
        return Vec::new();
    }
    let key = |letter: char| match letter {
        '\r' | '\n' => KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE),
        '\t' => KeyEvent::new(KeyCode::Tab, KeyModifiers::NONE),
        '\x1b' => KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE),
        '\x7f' => KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE),
        control @ '\x01'..='\x1a' => {
            let letter = char::from(control as u8 + b'a' - 1);
            KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL)
        }
        letter => KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE),
    };
    typed.chars().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::{Answer, keys, read};

    fn answered(bytes: &[u8]) -> (Option<bool>, bool, usize) {
        let Answer { light, complete, typed_ahead } = read(bytes);
        (light, complete, typed_ahead.len())
    }

    #[test]
    fn reports_are_told_from_typing() {
        assert_eq!(answered(b"\x1b]11;rgb:ffff/ffff/dddd\x07\x1b[?62;22c"), (Some(true), true, 0));
        assert_eq!(answered(b"j\x1b]11;rgb:1e/1e/2e\x1b\\k\x1b[?6c"), (Some(false), true, 2));
        assert_eq!(answered(b"\x1b[?1;2c"), (None, true, 0));
        assert_eq!(answered(b"q"), (None, false, 1));
        assert_eq!(answered(b""), (None, false, 0));
        assert_eq!(answered(b"\x1b]11;rgb:zz/"), (None, false, 0));
    }

    #[test]
    fn typing_ahead_is_not_lost() {
        assert_eq!(keys("jG\r").len(), 3);
    }
}

//! Keys, pastes and sizes, read on a thread of their own.
//!
//! crossterm's reader never returns once its terminal is gone (and spins), so the loop must never wait for this
//! thread: it ends with the process. A second thread sleeps in the kernel until the terminal hangs up, and costs
//! nothing until then.

use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, poll};
use tokio::sync::mpsc::UnboundedSender;

use super::{Wake, background};
use crate::reader::msg::Msg;

/// Starts both threads. With `ask`, the terminal is first asked for its background.
pub(super) fn listen(sender: UnboundedSender<Wake>, ask: bool) {
    let watcher = sender.clone();
    std::thread::spawn(move || watch(&watcher));
    std::thread::spawn(move || read(&sender, ask));
}

/// Sleeps until the terminal is gone.
fn watch(sender: &UnboundedSender<Wake>) {
    let terminal = rustix::stdio::stdin();
    if !rustix::termios::isatty(terminal) {
        return;
    }
    loop {
        let mut fds = [PollFd::new(&terminal, PollFlags::empty())];
        let polled = poll(&mut fds, None);
        let gone = fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        if polled.is_ok() && gone {
            // The loop may have ended already.
            let _ = sender.send(Wake::Gone);
            return;
        }
    }
}

fn read(sender: &UnboundedSender<Wake>, ask: bool) {
    let mut late = Late::default();
    if ask {
        let answer = background::ask();
        late.expected = !answer.complete;
        if let Some(light) = answer.light {
            let _ = sender.send(Wake::Msg(Msg::BackgroundSeen { light }));
        }
        for key in answer.typed_ahead {
            let _ = sender.send(Wake::Msg(Msg::Pressed(key)));
        }
    }
    loop {
        let Ok(event) = event::read() else {
            let _ = sender.send(Wake::Gone);
            return;
        };
        let Some(msg) = message(event) else { continue };
        if late.swallows(&msg) {
            continue;
        }
        if sender.send(Wake::Msg(msg)).is_err() {
            return;
        }
    }
}

fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Pressed(key)),
        Event::Paste(text) => Some(Msg::Pasted(text)),
        Event::Resize(width, height) => Some(Msg::Resized(Size { width, height })),
        _ => None,
    }
}

/// A colour report that comes after we stopped waiting for it looks like typing: Alt-], letters, Ctrl-G. It is
/// recognised by its beginning and dropped to its end.
#[derive(Debug, Default)]
struct Late {
    expected: bool,
    within: Option<(Instant, usize)>,
}

impl Late {
    const LONGEST: usize = 40;
    const PATIENCE: Duration = Duration::from_secs(1);

    fn swallows(&mut self, msg: &Msg) -> bool {
        let Msg::Pressed(KeyEvent { code, modifiers, .. }) = msg else { return false };
        let alt = modifiers.contains(KeyModifiers::ALT);
        match self.within {
            None if self.expected && alt && *code == KeyCode::Char(']') => {
                self.within = Some((Instant::now(), 0));
                true
            }
            None => false,
            Some((since, length)) => {
                let end = (alt && *code == KeyCode::Char('\\'))
                    || (*code == KeyCode::Char('g') && modifiers.contains(KeyModifiers::CONTROL));
                let over = length > Self::LONGEST || since.elapsed() > Self::PATIENCE;
                self.within = if end || over { None } else { Some((since, length + 1)) };
                self.expected &= !(end || over);
                !over
            }
        }
    }
}

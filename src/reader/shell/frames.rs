//! Frames on their way to the terminal.
//!
//! ratatui draws into a buffer of ours; a finished frame goes to a writing thread in one piece, wrapped in a
//! synchronized update so that terminals that can show it at once do. Until the thread reports it written, no
//! other frame is drawn: on a slow line frames are skipped, keys are not.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex, PoisonError, mpsc},
};

use crossterm::{Command, clipboard::CopyToClipboard};
use tokio::sync::mpsc::UnboundedSender;

use super::Wake;

const BEGIN: &[u8] = b"\x1b[?2026h";
/// All attributes off, everything erased.
const WIPE: &[u8] = b"\x1b[0m\x1b[2J";
const END: &[u8] = b"\x1b[?2026l";

/// Where ratatui writes: a buffer that a frame is taken out of.
#[derive(Debug, Clone, Default)]
pub(super) struct Sink(Arc<Mutex<Vec<u8>>>);

impl Sink {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The way to the terminal.
pub(super) struct Frames {
    sink: Sink,
    writer: mpsc::Sender<Vec<u8>>,
    /// A frame is on its way.
    pub(super) writing: bool,
}

impl Frames {
    /// Starts the writing thread.
    pub(super) fn start(sink: Sink, loop_: UnboundedSender<Wake>) -> Self {
        let (writer, frames) = mpsc::channel::<Vec<u8>>();
        std::thread::spawn(move || {
            let mut out = io::stdout();
            for frame in frames {
                let written = out.write_all(&frame).and_then(|()| out.flush());
                let wake = if written.is_ok() { Wake::Written } else { Wake::Gone };
                if loop_.send(wake).is_err() {
                    return;
                }
            }
        });
        Self { sink, writer, writing: false }
    }

    /// Sends off what was drawn, if it changes anything on screen; tells whether it did.
    pub(super) fn send(&mut self) -> bool {
        let drawn = self.sink.take();
        if changes_nothing(&drawn) {
            return false;
        }
        let frame = [BEGIN, &drawn, END].concat();
        self.writing = self.writer.send(frame).is_ok();
        true
    }

    /// Forgets what was drawn and not sent; the next frame begins with an empty screen.
    pub(super) fn wiped(&mut self) -> Sink {
        drop(self.sink.take());
        // Writing into our own buffer cannot fail.
        let _ = self.sink.write_all(WIPE);
        self.sink.clone()
    }

    /// Puts a text on the clipboard, by the terminal's own means (OSC 52), which works over ssh too.
    pub(super) fn copy(&mut self, text: &str) {
        let mut code = String::new();
        if CopyToClipboard::to_clipboard_from(text).write_ansi(&mut code).is_ok() {
            self.writing = self.writer.send(code.into_bytes()).is_ok();
        }
    }
}

/// ratatui ends every frame with a reset of colours and of the cursor; alone, they are no frame.
fn changes_nothing(drawn: &[u8]) -> bool {
    const IDLE: [&[u8]; 5] = [b"\x1b[39m", b"\x1b[49m", b"\x1b[59m", b"\x1b[0m", b"\x1b[?25l"];
    let mut rest = drawn;
    while !rest.is_empty() {
        match IDLE.iter().find_map(|code| rest.strip_prefix(*code)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::changes_nothing;

    #[test]
    fn a_frame_of_resets_is_not_sent() {
        assert!(changes_nothing(b""));
        assert!(changes_nothing(b"\x1b[39m\x1b[49m\x1b[59m\x1b[0m\x1b[?25l"));
        assert!(!changes_nothing(b"\x1b[39mx"));
        assert!(!changes_nothing(b"\x1b[1;1Hx\x1b[0m"));
    }
}

//! The terminal taken over, and given back whatever happens.

use std::{
    io::{self, Write},
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering},
};

use crossterm::{
    cursor::{Hide, Show},
    event::{DisableBracketedPaste, EnableBracketedPaste},
    execute,
    terminal::{
        DisableLineWrap, EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
        enable_raw_mode,
    },
};
use ratatui::layout::Size;

/// The terminal is ours now. One for the whole program, since a panic may come from anywhere.
static OURS: AtomicBool = AtomicBool::new(false);

/// Holds the terminal; dropping it gives it back.
pub(super) struct Guard(());

impl Guard {
    /// Takes the terminal over.
    pub(super) fn enter() -> io::Result<Self> {
        let guard = Self(());
        Self::again()?;
        Ok(guard)
    }

    /// Takes it over again after `leave`, or after somebody else had it.
    pub(super) fn again() -> io::Result<()> {
        enable_raw_mode()?;
        OURS.store(true, Ordering::SeqCst);
        execute!(io::stdout(), EnterAlternateScreen, DisableLineWrap, EnableBracketedPaste, Hide)
    }

    /// Gives it back for a while.
    pub(super) fn leave() {
        give_back();
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}

/// Undoes everything `again` did, in reverse. A second call does nothing.
fn give_back() {
    if OURS.swap(false, Ordering::SeqCst) {
        // The terminal may be gone; there is nobody left to tell.
        let _ = execute!(io::stdout(), Show, DisableBracketedPaste, EnableLineWrap, LeaveAlternateScreen);
        let _ = disable_raw_mode();
    }
}

/// The size in cells; 80 × 24 where nobody knows.
pub(super) fn size() -> Size {
    let known = crossterm::terminal::window_size().map(|known| (known.columns, known.rows));
    let (width, height) = known.unwrap_or((80, 24));
    Size { width, height }
}

/// From now on a panic gives the terminal back before it says a word, and what it says is cleaned of escape
/// sequences, since it may quote text from outside. Panics of the store's threads go to the log only: the reader
/// goes on and tells the person itself.
pub(super) fn restore_on_panic(log: Option<PathBuf>) {
    std::panic::set_hook(Box::new(move |panic| {
        let said = crate::text::clean::line(&panic.to_string());
        tracing::error!("{said}");
        if std::thread::current().name() != Some("main") {
            return;
        }
        give_back();
        let place = log.as_ref().map(|log| crate::text::clean::line(&log.display().to_string()));
        let place = place.map_or_else(String::new, |log| format!("The log is {log}.\n"));
        let last_words = format!("Slugline met a fault of its own and had to stop.\n{said}\n{place}");
        // Standard error may be gone as well.
        let _ = io::stderr().write_all(last_words.as_bytes());
    }));
}

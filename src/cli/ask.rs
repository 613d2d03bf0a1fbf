//! Asking the person who sits at the terminal, on standard error, so that the answer to the command stays clean.

use std::io::{self, BufRead, Write};

use crate::text::clean;

/// Asks, and takes only a yes for a yes.
pub(super) fn agreed(question: &str) -> io::Result<bool> {
    Ok(matches!(answer(question)?.to_lowercase().as_str(), "y" | "yes"))
}

/// Asks, and gives back the line that was typed.
pub(super) fn answer(question: &str) -> io::Result<String> {
    let mut screen = io::stderr();
    screen.write_all(clean::line(question).as_bytes())?;
    screen.write_all(b" ")?;
    screen.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim().to_owned())
}

//! What is known of something: names at the left, and beside each what stands under it.

use crate::{
    reader::{model::Settings, msg::Trouble},
    text::clean,
};

use super::{
    Role,
    set::{Galley, Run, run},
};

/// The column of the names.
#[derive(Debug, Clone, Copy)]
pub(super) struct Names {
    /// Cells for the longest of them.
    pub(super) cells: usize,
    /// Cells they are set in by.
    pub(super) inset: usize,
}

impl Names {
    /// A name, and what is known under it; nothing where nothing is.
    pub(super) fn known(self, galley: &mut Galley, name: &str, text: &str, role: Role) {
        let text = clean::line(text);
        if !text.is_empty() {
            self.set(galley, name, run(text, role));
        }
    }

    /// The same with a run of one's own, a link perhaps.
    pub(super) fn set(self, galley: &mut Galley, name: &str, text: Run) {
        let lead = format!("{name:<width$} ", width = self.cells);
        galley.hang(Some(run(lead, Role::Meta)), self.cells + self.inset + 1, &[text]);
    }
}

/// What, why and what helps, as sentences.
pub fn sentence(trouble: &Trouble) -> String {
    let parts = [&trouble.what, &trouble.why, &trouble.remedy];
    let parts = parts.iter().map(|part| clean::line(part)).filter(|part| !part.is_empty());
    parts.map(|part| capital(part.trim_end_matches('.')) + ".").collect::<Vec<_>>().join(" ")
}

/// The first letter large, as a sentence begins; not that of a host's name.
pub(super) fn capital(text: &str) -> String {
    let host = text.split_whitespace().next().is_some_and(|word| word.contains('.'));
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if !host => first.to_uppercase().chain(letters).collect(),
        _ => text.to_owned(),
    }
}

/// Words between quotation marks.
pub(super) fn quoted(words: &str, settings: &Settings) -> String {
    if settings.signs().dot == "·" { format!("“{words}”") } else { format!("\"{words}\"") }
}

/// Words parted by a dot; empty ones are left out.
pub(super) fn dotted(parts: &[String], settings: &Settings) -> String {
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(&format!(" {} ", settings.signs().dot))
}

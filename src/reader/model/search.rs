//! Search, as one types.

use tui_input::Input;

use crate::wire::page::Hits;

use super::Ticket;

/// Search, as one types.
#[derive(Debug, Clone, Default)]
pub struct SearchScreen {
    /// What was typed.
    pub input: Input,
    /// What was found for `searched`.
    pub hits: Hits,
    /// The words the hits belong to.
    pub searched: String,
    /// The answer for the words typed is still on its way.
    pub waiting: bool,
    /// The selected hit.
    pub cursor: usize,
    /// The first hit shown.
    pub top: usize,
    /// The answer waited for.
    pub ticket: Ticket,
}

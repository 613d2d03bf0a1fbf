//! The ledger: what each stage decided, and why.

use crate::story::Entry;

use super::{Column, Load, Ticket};

/// The ledger.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LedgerScreen {
    /// Its lines, newest first.
    pub entries: Load<Vec<Entry>>,
    /// The same, set.
    pub column: Column,
    /// The lines waited for.
    pub ticket: Ticket,
}

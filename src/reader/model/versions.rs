//! The versions of a dispatch, and what changed between two of them.

use std::sync::Arc;

use crate::{
    reader::msg::{History, Past},
    story::Key,
};

use super::{Column, Load, Ticket};

/// The panes of the versions screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum VersionsPane {
    /// The versions.
    #[default]
    List,
    /// What changed.
    Changes,
}

/// The versions of a dispatch.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct VersionsScreen {
    /// The one it was opened from.
    pub key: Key,
    /// The one the person had read before that, if they had.
    pub since: Option<Key>,
    /// All of them, oldest first.
    pub history: Load<Arc<History>>,
    /// The place of the newer one of the two that are compared.
    pub newer: usize,
    /// The place of the older one.
    pub older: usize,
    /// The focused pane.
    pub focus: VersionsPane,
    /// The versions, newest first; one link each.
    pub list: Column,
    /// What changed; one link for each change.
    pub changes: Column,
    /// The answer waited for.
    pub ticket: Ticket,
}

impl VersionsScreen {
    /// The version at a place.
    pub fn past(&self, at: usize) -> Option<&Past> {
        self.history.here()?.versions.get(at)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.history.here().map_or(0, |history| history.versions.len())
    }
}

//! Which key does what (being written).

/// Which key does what.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Keymap;

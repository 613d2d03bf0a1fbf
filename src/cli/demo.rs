//! A wire to read at once: the bundled records, run through the desk, where there is nothing else to read and the person
//! has configured nothing.

use super::{Failure, Session, edition};
use crate::{
    desk::wired::{self, DEMO},
    store::Store,
    story::Outcome,
    wire::page::Scope,
};

/// Whether the demo is due: an empty store that can be written, no config file, and no other wire asked for.
pub(super) fn is_due(session: &Session<'_>, store: &Store) -> Result<bool, Failure> {
    let asked = match session.scope() {
        Scope::All => true,
        Scope::Wire(name) => name.as_str() == DEMO,
    };
    let config = session.global.config.as_ref().unwrap_or(&session.places.config);
    if !asked || config.exists() || store.is_read_only() {
        return Ok(false);
    }
    let reader = store.reader()?;
    Ok(reader.wires()?.iter().all(|wire| wire.total == 0 && wire.records == 0))
}

/// Builds the demo wire if it is due, and says so on standard error.
pub(super) fn build_if_due(session: &mut Session<'_>, store: &Store) -> Result<(), Failure> {
    if !is_due(session, store)? {
        return Ok(());
    }
    let (_, settings) = edition::settings(&session.config);
    let made = wired::build_demo(store, &settings, session.now(), &mut |_| {})?;
    let (published, watched) = (made.dispatches.len(), edition::count(&made, Outcome::Watched));
    session.out.say(&format!(
        "Nothing to read yet, so the desk wrote a demo wire from bundled records: {published} dispatches, {watched} \
         watched. Next: slugline import FILE, or slugline wires add URL",
    ));
    Ok(())
}

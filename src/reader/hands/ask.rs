//! Questions to the store, answered in order; a question that a newer one has overtaken is not asked.

use std::{
    mem::discriminant,
    sync::{Arc, mpsc},
};

use super::{Post, guarded};
use crate::{
    reader::{
        effect::{Effect, Hold},
        model::Of,
        msg::{Held, History, Msg, Past, Told, Traced},
    },
    store::{Reader, Store, StoreFault},
    story::{Key, Record},
    wire::page::Listing,
    write,
};

/// How many hits a search shows at most.
const HITS: usize = 60;

/// How much of the ledger is shown.
const LEDGER: usize = 500;

/// Newest records of a source that are shown.
const NEWEST: usize = 40;

/// Versions of a dispatch that are compared.
const VERSIONS: usize = 60;

/// Starts a thread that answers.
pub(super) fn start(store: Reader, work: mpsc::Receiver<Effect>, post: Post) {
    std::thread::spawn(move || answers(&store, &work, &post));
}

/// The same with a connection that the thread opens itself, for questions that few people ask.
pub(super) fn start_late(store: Arc<Store>, work: mpsc::Receiver<Effect>, post: Post) {
    std::thread::spawn(move || match store.reader() {
        Ok(reader) => answers(&reader, &work, &post),
        Err(fault) => post(Msg::Failed(fault.into())),
    });
}

fn answers(store: &Reader, work: &mpsc::Receiver<Effect>, post: &Post) {
    while let Ok(first) = work.recv() {
        let waiting: Vec<Effect> = std::iter::once(first).chain(work.try_iter()).collect();
        for effect in not_overtaken(waiting) {
            guarded(post, || answer(store, effect).unwrap_or_else(|f| Some(Msg::Failed(f.into()))));
        }
    }
}

/// Of several waiting pages, counts or searches only the newest is still wanted.
fn not_overtaken(waiting: Vec<Effect>) -> Vec<Effect> {
    let replaceable = |e: &Effect| {
        use Effect::{LoadCounts, LoadPage, LoadSourceRecords, LoadSources, LoadStates, Search};
        matches!(
            e,
            LoadPage { .. }
                | LoadCounts(..)
                | LoadStates(..)
                | LoadSources { .. }
                | LoadSourceRecords(..)
                | Search { .. }
        )
    };
    let newest_at = |e: &Effect| waiting.iter().rposition(|other| discriminant(other) == discriminant(e));
    let kept: Vec<bool> =
        waiting.iter().enumerate().map(|(at, e)| !replaceable(e) || newest_at(e) == Some(at)).collect();
    waiting.into_iter().zip(kept).filter_map(|(effect, keep)| keep.then_some(effect)).collect()
}

/// The store's answer; `None` for an effect that is no question.
pub(in crate::reader) fn answer(store: &Reader, effect: Effect) -> Result<Option<Msg>, StoreFault> {
    Ok(Some(match effect {
        Effect::LoadCounts(ticket, scope) => Msg::CountsLoaded(ticket, store.wires()?, store.beats(&scope)?),
        Effect::LoadPage { ticket, listing, offset, limit, hold } => {
            let held = hold.map(|hold| held(store, &listing, &hold)).transpose()?;
            let offset = offset.saturating_add_signed(held.map_or(0, |held| held.shift));
            Msg::PageLoaded(ticket, store.page(&listing, offset, limit)?, held)
        }
        Effect::LoadDispatch(ticket, key) => Msg::DispatchLoaded(ticket, store.dispatch(&key)?.map(Box::new)),
        Effect::LoadRecord(ticket, wire, id) => {
            Msg::RecordLoaded(ticket, store.record(&wire, &id)?.map(Box::new))
        }
        Effect::Search { ticket, scope, words } => Msg::Searched(ticket, store.search(&scope, &words, HITS)?),
        Effect::FindUnread { ticket, listing, from, forward } => {
            Msg::UnreadFound(ticket, store.next_unread(&listing, from, forward)?)
        }
        Effect::LoadLedger(ticket) => Msg::LedgerLoaded(ticket, store.ledger(LEDGER)?),
        Effect::FindSlug(ticket, wire, slug) => Msg::SlugFound(ticket, store.find_slug(&wire, &slug)?),
        Effect::LoadSources { ticket, rows, now } => {
            Msg::SourcesLoaded(ticket, store.source_states(&rows, now)?)
        }
        Effect::LoadSourceRecords(ticket, wire, source) => {
            Msg::SourceRecordsLoaded(ticket, store.newest_of(&wire, &source, NEWEST)?)
        }
        Effect::LoadStories { ticket, stories, offset, limit } => {
            let (total, rows) = store.stories(&stories, offset, limit)?;
            Msg::StoriesLoaded { ticket, offset, total, rows }
        }
        Effect::LoadWhy(ticket, of) => Msg::WhyLoaded(ticket, told(store, &of)?),
        Effect::LoadTrace(ticket, key) => Msg::TraceLoaded(ticket, traced(store, &key)?),
        Effect::LoadVersions(ticket, key) => Msg::VersionsLoaded(ticket, history(store, &key)?),
        Effect::LoadStates(ticket, now) => Msg::StatesLoaded(ticket, store.states(now)?),
        _ => return Ok(None),
    }))
}

/// Why a story fired; of a dispatch whose story was not decided here, the dispatch.
fn told(store: &Reader, of: &Of) -> Result<Option<Told>, StoreFault> {
    let key = match of {
        Of::Story(wire, cluster) => {
            return Ok(store.why(wire, cluster)?.map(|why| Told::Decided(Box::new(why))));
        }
        Of::Dispatch(key) => key,
    };
    if let Some(why) = store.why_of(key)? {
        return Ok(Some(Told::Decided(Box::new(why))));
    }
    Ok(store.dispatch(key)?.map(|kept| Told::Dispatch(Box::new(kept))))
}

/// A dispatch held against those of its records that are here.
fn traced(store: &Reader, key: &Key) -> Result<Option<Arc<Traced>>, StoreFault> {
    let Some(kept) = store.dispatch(key)? else { return Ok(None) };
    let records: Vec<&Record> = kept.records.iter().collect();
    let trace = write::trace(&kept.dispatch, &records);
    Ok(Some(Arc::new(Traced { kept, trace })))
}

/// The versions of a dispatch, whole; of very many the newest, and the one that was asked about.
fn history(store: &Reader, key: &Key) -> Result<Option<Arc<History>>, StoreFault> {
    let Some(kept) = store.dispatch(key)? else { return Ok(None) };
    let beyond = kept.versions.len().saturating_sub(VERSIONS);
    let mut versions = Vec::new();
    for (at, version) in kept.versions.into_iter().enumerate() {
        if version.key == *key {
            versions.push(Past { version, dispatch: kept.dispatch.clone(), partial: kept.partial });
        } else if at >= beyond
            && let Some(past) = store.dispatch(&version.key)?
        {
            versions.push(Past { version, dispatch: past.dispatch, partial: past.partial });
        }
    }
    Ok(Some(Arc::new(History { versions })))
}

/// How far the rows a person sees have moved in their list, and how many are new above those they knew.
fn held(store: &Reader, listing: &Listing, hold: &Hold) -> Result<Held, StoreFault> {
    let mut held = Held::default();
    for (believed, key) in &hold.rows {
        if let Some(at) = store.position(listing, key)? {
            held.shift = at as isize - *believed as isize;
            break;
        }
    }
    for key in &hold.known {
        if let Some(at) = store.position(listing, key)? {
            held.new = at;
            break;
        }
    }
    Ok(held)
}

#[cfg(test)]
mod tests {
    use super::{Effect, not_overtaken};
    use crate::{
        reader::model::Ticket,
        story::Key,
        wire::page::{Listing, Scope},
    };

    #[test]
    fn the_newest_page_replaces_those_that_wait() {
        let page = |n| Effect::LoadPage {
            ticket: Ticket(n),
            listing: Listing::default(),
            offset: 0,
            limit: 9,
            hold: None,
        };
        let dispatch = |n| Effect::LoadDispatch(Ticket(n), Key::default());
        let counts = Effect::LoadCounts(Ticket(9), Scope::All);
        let asked = vec![page(1), dispatch(2), page(3), counts.clone(), dispatch(4), page(5)];
        assert_eq!(not_overtaken(asked), [dispatch(2), counts, dispatch(4), page(5)]);
    }
}

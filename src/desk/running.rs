//! What the wire told lately, held against a story that has no dispatch yet: whether one tells it already, and which one
//! it goes on from.
//!
//! A dispatch *covers* a story if it has nearly all that the story's records agree on, and each of their names and
//! numbers, within the hours that the settings name. A story *goes on* from the dispatch that has its names and a good
//! part of its words, within some days. Only dispatches that share telling words are looked at; the store finds them by
//! its index, and those that the edition itself has just made are looked at, too, so that it does not matter whether two
//! stories come in one edition or in two.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::story::{Cluster, ClusterNote, Dispatch, DispatchId, Moment};

use super::facts::{Facts, Overlap, keys_of};

/// The share of a story's core that a dispatch has to tell to cover it. Of real stories cut in two (62 of ecbplus, 10 of
/// wikinews, by time) the first half's dispatch covers the second for 8; none is covered by another story's.
const COVERED: f64 = 0.85;

/// The share that it has to tell, and the names it has to have, for the story to go on from it; or the share alone, for
/// headlines, in which no name can be told. With two names, at 0.5 and at 0.6 alike, 60 of the 72 halves of ecbplus and
/// wikinews find each other; 12 and 6 find another story.
const GOES_ON: f64 = 0.55;
const NAMES: usize = 2;
const ALONE: f64 = 0.75;

/// For how long a dispatch counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    /// Minutes between two versions of a dispatch.
    pub interval: usize,
    /// Hours for which it stands for stories that tell no more; 0 for never.
    pub covers: usize,
    /// Days within which a story goes on from it; 0 for never.
    pub running: usize,
}

impl Default for Reach {
    fn default() -> Self {
        Self { interval: 20, covers: 48, running: 14 }
    }
}

/// Recent dispatches, ready to be looked up: which of them have a word is known, so that a story costs the dispatches that
/// share its words and not all there are.
#[derive(Debug, Clone, Default)]
pub(super) struct Recent<'a> {
    dispatches: Vec<Cow<'a, Dispatch>>,
    keys: Vec<HashSet<String>>,
    /// By word, the dispatches that have it.
    having: HashMap<String, Vec<usize>>,
    /// Those that a newer version has taken the place of.
    superseded: BTreeSet<usize>,
}

/// What was found of a story among them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Found {
    /// Why it need not be written.
    pub(super) covered: Option<String>,
    /// The dispatch that it goes on from.
    pub(super) earlier: Option<DispatchId>,
}

impl<'a> Recent<'a> {
    /// Those that were found in the store.
    pub(super) fn of(dispatches: &'a [Dispatch]) -> Self {
        let mut recent = Self::default();
        for dispatch in dispatches {
            recent.push(Cow::Borrowed(dispatch));
        }
        recent
    }

    /// One that has just been made; it takes the place of the version before it.
    pub(super) fn add(&mut self, dispatch: &Dispatch) {
        let before = self.dispatches.iter().position(|known| Some(&known.id) == dispatch.previous.as_ref());
        self.superseded.extend(before);
        self.push(Cow::Owned(dispatch.clone()));
    }

    fn push(&mut self, dispatch: Cow<'a, Dispatch>) {
        let keys = keys_of(&dispatch);
        for key in &keys {
            self.having.entry(key.clone()).or_default().push(self.dispatches.len());
        }
        self.dispatches.push(dispatch);
        self.keys.push(keys);
    }

    /// Those that tell enough of a story to be looked at closely.
    fn alike(&self, facts: &Facts) -> BTreeSet<usize> {
        let mut told: HashMap<usize, f64> = HashMap::new();
        for (key, weight) in facts.weights() {
            for at in self.having.get(key).into_iter().flatten() {
                *told.entry(*at).or_default() += weight;
            }
        }
        let least = GOES_ON.min(COVERED) * facts.weight() * 0.999;
        let enough =
            told.into_iter().filter(|(at, weight)| *weight >= least && !self.superseded.contains(at));
        enough.map(|(at, _)| at).collect()
    }

    /// What the wire told of a story that has no dispatch of its own.
    pub(super) fn look(&self, cluster: &Cluster, facts: &Facts, reach: &Reach, now: Moment) -> Found {
        let mut best: Option<(&Dispatch, Overlap)> = None;
        let mut earlier: Option<(&Dispatch, Overlap)> = None;
        for at in self.alike(facts) {
            let (dispatch, keys) = (self.dispatches[at].as_ref(), &self.keys[at]);
            let Apart { hours, after } = apart(dispatch, cluster, now);
            let overlap = facts.told(|key| keys.contains(key));
            let covers = overlap.share >= COVERED && !overlap.new;
            if covers && hours < reach.covers as f64 && nearer(best.as_ref(), dispatch, overlap) {
                best = Some((dispatch, overlap));
            }
            let alike = overlap.share >= GOES_ON && overlap.names >= NAMES;
            let goes_on = after && (alike || overlap.share >= ALONE);
            if goes_on && hours < 24.0 * reach.running as f64 && nearer(earlier.as_ref(), dispatch, overlap) {
                earlier = Some((dispatch, overlap));
            }
        }
        Found {
            covered: best.map(|(dispatch, overlap)| covered(dispatch, overlap)),
            earlier: earlier.map(|(dispatch, _)| dispatch.id.clone()),
        }
    }
}

/// True if a dispatch tells more of a story than the best one so far; of equals the newer, then by id.
fn nearer(best: Option<&(&Dispatch, Overlap)>, dispatch: &Dispatch, overlap: Overlap) -> bool {
    best.is_none_or(|(known, told)| {
        overlap
            .share
            .total_cmp(&told.share)
            .then(dispatch.time().cmp(&known.time()))
            .then(dispatch.id.cmp(&known.id))
            .is_gt()
    })
}

/// How a dispatch and a story lie in time.
struct Apart {
    /// Hours between the last record of the one and the first of the other; 0 if they overlap.
    hours: f64,
    /// The story began later.
    after: bool,
}

/// Where a dispatch does not say when its records happened, the moment it was published stands for them.
fn apart(dispatch: &Dispatch, cluster: &Cluster, now: Moment) -> Apart {
    let note: Option<&ClusterNote> = dispatch.methodology.as_ref().and_then(|told| told.cluster.as_ref());
    let published = dispatch.time().unwrap_or(now);
    let from = note.and_then(|note| note.first_at).unwrap_or(published);
    let to = note.and_then(|note| note.last_at).unwrap_or(published);
    let (first, last) = (cluster.first_at.unwrap_or(now), cluster.last_at.unwrap_or(now));
    let gap = first.seconds_since(to).max(from.seconds_since(last)).max(0.0);
    Apart { hours: gap / 3600.0, after: from <= first }
}

fn covered(dispatch: &Dispatch, overlap: Overlap) -> String {
    format!(
        "{} tells it already, “{}”: {:.0} % of what its records agree on, and each of their names and numbers",
        dispatch.code(),
        dispatch.title(),
        overlap.share * 100.0
    )
}

#[cfg(test)]
mod tests {
    use super::{Facts, Reach, Recent};
    use crate::cluster::gather;
    use crate::desk::compose::{Compose, Composed, Extractive, Order};
    use crate::desk::edition::{Input, Settings, Told, write};
    use crate::story::{Dispatch, Moment, Record};

    const CLOSED: &str = "Port Alder closed the Harbour Bridge on Thursday after a drone of Quist Marine found a crack. \
        The engineer Mara Quist ordered the closure of the bridge within 25 minutes.";
    const AGAIN: &str = "The Harbour Bridge in Port Alder was closed after a drone of Quist Marine found a crack. The \
        closure was ordered within 25 minutes by the engineer Mara Quist.";
    const OPENED: &str = "Port Alder opened the Harbour Bridge to walkers on Sunday after Quist Marine welded the crack. \
        The engineer Mara Quist said that lorries must wait until 14 April.";
    const SWAN: &str =
        "The museum of Hexley sold its clockwork swan to a collector from Southbank on Friday.";

    fn hour(n: i64) -> Moment {
        Moment::from_micros(0).plus_seconds(3600 * n)
    }

    fn records(text: &str, at: i64) -> Vec<Record> {
        let record = |outlet: &str| Record {
            id: format!("{outlet}-{at}").into(),
            publisher: Some(outlet.to_owned()),
            title: text.split('.').next().map(str::to_owned),
            text: Some(format!("{text} So the {outlet} reported.")),
            published_at: Some(hour(at)),
            language: Some("en".to_owned()),
            ..Record::default()
        };
        ["Alder Post", "Coast Wire"].map(record).to_vec()
    }

    fn told(records: &[Record]) -> Told<'_> {
        let members: Vec<&Record> = records.iter().collect();
        let mut cluster = gather(&members);
        cluster.copies.clear();
        cluster.voices = 2;
        Told { cluster, members, ..Told::default() }
    }

    fn dispatch(records: &[Record], at: i64) -> Dispatch {
        let minimum = crate::cluster::Minimum::NONE;
        let settings = Settings { minimum, ..Settings::default() };
        let made =
            write(&mut Extractive, &Input::default(), &[told(records)], &settings, hour(at), &mut |_| {});
        made.dispatches.into_iter().next().expect("a dispatch")
    }

    /// Whether a story is covered by the dispatch of the bridge's closing, and whether it goes on from it.
    fn found(text: &str, at: i64, reach: Reach) -> (bool, bool) {
        let dispatches = [dispatch(&records(CLOSED, 0), 1)];
        let recent = Recent::of(&dispatches);
        let records = records(text, at);
        let Told { cluster, members, .. } = told(&records);
        let found = recent.look(&cluster, &Facts::of(&cluster, &members), &reach, hour(at));
        (found.covered.is_some(), found.earlier.is_some())
    }

    #[test]
    fn what_is_told_is_not_told_again_and_what_goes_on_is_linked() {
        for (text, at, covered, goes_on) in [
            (AGAIN, 5, true, true),
            (AGAIN, 47, true, true),
            (AGAIN, 49, false, true),
            (AGAIN, 14 * 24 + 1, false, false),
            (AGAIN, -5, true, false),
            (OPENED, 30, false, true),
            (SWAN, 5, false, false),
        ] {
            assert_eq!(found(text, at, Reach::default()), (covered, goes_on), "{text} after {at} h");
        }
        let never = Reach { interval: 20, covers: 0, running: 0 };
        assert_eq!(found(AGAIN, 0, never), (false, false));
    }

    #[test]
    fn stories_of_one_edition_find_each_other() {
        let (first, again, later) = (records(CLOSED, 0), records(AGAIN, 3), records(OPENED, 30));
        let stories = [told(&first), told(&again), told(&later)];
        let settings = Settings { minimum: crate::cluster::Minimum::NONE, ..Settings::default() };
        let made = write(&mut Extractive, &Input::default(), &stories, &settings, hour(31), &mut |_| {});
        let words: Vec<&str> = made.ledger.iter().map(|entry| entry.outcome.word()).collect();
        assert_eq!(words, ["published", "covered", "published"], "{:?}", made.ledger);
        assert!(
            made.ledger[1].reason.contains(&made.dispatches[0].code().to_string()),
            "{:?}",
            made.ledger[1]
        );
        assert_eq!(made.dispatches[1].earlier.as_ref(), Some(&made.dispatches[0].id));
        for threads in [0, 1, 2, 5] {
            let ahead =
                write(&mut On(threads), &Input::default(), &stories, &settings, hour(31), &mut |_| {});
            assert_eq!(ahead, made, "on {threads} threads");
        }
    }

    /// Writes ahead on so many threads.
    struct On(usize);

    impl Compose for On {
        fn compose(&mut self, order: &Order<'_>) -> Option<Composed> {
            Extractive.compose(order)
        }

        fn ahead(&self) -> usize {
            self.0
        }
    }
}

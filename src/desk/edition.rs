//! The straight path: stories in, dispatches and a ledger out. One stage a line in [`story()`].
//!
//! Nothing is decided here; each stage decides for itself and this file keeps the order. Every story of two records
//! and more that is looked at leaves a line in the ledger: published, spiked with the reason, watched with what is
//! missing, or unchanged. A record that stands alone is no story yet and leaves none.

use std::collections::{HashMap, VecDeque};
use std::sync::{LazyLock, OnceLock};

use crate::cluster::{self, Minimum};
use crate::config::{Embeddings, SourceRow, Writing};
use crate::signal;
use crate::story::{
    Cluster, ClusterId, Dispatch, DispatchId, Entry, Moment, Outcome, Record, RecordId, Signal, Stage,
    WebPage,
};

use super::ahead;
use super::beats::Beat;
use super::compose::{Compose, Extractive};
use super::facts::Facts;
use super::intake::{Desk, Intake, Nothing, Rules, arrivals};
use super::learned::Learned;
use super::running::{Reach, Recent};
use super::single::{Came, Look, Refused, previous};

/// What an edition is made from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The beats to file under.
    pub beats: &'a [Beat],
    /// The current version of every dispatch that one of the stories may continue.
    pub current: &'a [Dispatch],
    /// Pages that records point to, as far as they were read.
    pub pages: &'a [WebPage],
    /// Current dispatches of the wire that share telling words with one of the stories: one may tell it already.
    pub recent: &'a [Dispatch],
    /// What the beats sound like.
    pub learned: &'a Learned,
}

impl Default for Input<'_> {
    fn default() -> Self {
        static NOTHING: LazyLock<Learned> = LazyLock::new(Learned::default);
        Self { beats: &[], current: &[], pages: &[], recent: &[], learned: &NOTHING }
    }
}

/// A story to look at.
#[derive(Debug, Clone, Default)]
pub struct Told<'a> {
    /// Its cluster.
    pub cluster: Cluster,
    /// The ids of clusters that became part of it.
    pub aliases: Vec<ClusterId>,
    /// Its records, as far as they are still here, oldest first.
    pub members: Vec<&'a Record>,
    /// The signals that fired for it, oldest first.
    pub signals: Vec<Signal>,
    /// How far its first record lay from the nearest story when it opened, 0 to 1; `None` if there was no other.
    pub distance: Option<f64>,
    /// A version of the dispatch that tells it, where that is known.
    pub dispatch: Option<DispatchId>,
    /// What it tells at its core, once somebody has asked.
    pub(super) facts: OnceLock<Facts>,
}

impl Told<'_> {
    /// What it tells at its core.
    pub(super) fn facts(&self) -> &Facts {
        self.facts.get_or_init(|| Facts::of(&self.cluster, &self.members))
    }
}

/// How an edition is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// How records are grouped.
    pub rules: cluster::Rules,
    /// When a detector speaks.
    pub signals: signal::Rules,
    /// What a dispatch needs at least.
    pub minimum: Minimum,
    /// How soon a story is written again, and for how long a dispatch stands for others.
    pub reach: Reach,
    /// Words aimed at in dek and analysis.
    pub words: usize,
    /// The wire's own sources: which of them are up to date is told with a signal.
    pub sources: Vec<SourceRow>,
    /// The model that gives vectors of records, if there is one.
    pub embeddings: Embeddings,
    /// Who writes, for those who have an edition made.
    pub writer: Writing,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            rules: cluster::Rules::default(),
            signals: signal::Rules::default(),
            minimum: Minimum::default(),
            reach: Reach::default(),
            words: 220,
            sources: Vec::new(),
            embeddings: Embeddings::default(),
            writer: Writing::default(),
        }
    }
}

impl Settings {
    /// What the intake goes by.
    pub fn intake(&self) -> Rules {
        Rules {
            grouping: self.rules.clone(),
            signals: self.signals.clone(),
            least: self.minimum.records.clamp(1, 2),
        }
    }

    /// What stories are judged by, in words: if it changes, those that were refused are looked at again.
    pub fn ground(&self) -> String {
        let Minimum { records, voices, longest } = self.minimum;
        let covers = self.reach.covers;
        format!("{records} records, {voices} voices, {longest} words, {covers} hours")
    }
}

/// What became of one story.
#[derive(Debug, Clone, PartialEq)]
pub struct Verdict {
    /// Which.
    pub cluster: ClusterId,
    /// What became of it; `None` for a record that stands alone and is no story yet.
    pub outcome: Option<Outcome>,
    /// Why.
    pub reason: String,
    /// The dispatch that tells it now.
    pub dispatch: Option<DispatchId>,
    /// It has something new, and is to be looked at again from this moment on.
    pub waits: Option<Moment>,
}

/// What came of an edition.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edition {
    /// New dispatches and new versions, oldest story first.
    pub dispatches: Vec<Dispatch>,
    /// What became of each story of two records and more.
    pub ledger: Vec<Entry>,
    /// What became of everything that was looked at.
    pub verdicts: Vec<Verdict>,
    /// Records that were taken in.
    pub taken: usize,
    /// The person wanted no more of it: stories are left that nobody looked at.
    pub stopped: bool,
}

/// Where a running edition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The stage it is in.
    pub stage: Stage,
    /// Records taken in, or stories looked at.
    pub done: usize,
    /// Of how many; 0 while that is not known.
    pub of: usize,
}

/// An edition over some records alone, as if nothing had been before them.
pub fn run(
    records: &[Record],
    input: &Input<'_>,
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Edition {
    run_by(&mut Extractive, records, input, settings, now, progress)
}

/// The same, written by someone else.
pub fn run_by(
    composer: &mut dyn Compose,
    records: &[Record],
    input: &Input<'_>,
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Edition {
    progress(Progress { stage: Stage::Cluster, done: 0, of: records.len() });
    let (stories, _) = grouped(records, settings, now);
    let mut edition = write(composer, input, &stories, settings, now, progress);
    edition.taken = records.len();
    edition
}

/// The stories that some records make by themselves, in the order in which they began, and what each record met.
pub(super) fn grouped<'a>(
    records: &'a [Record],
    settings: &Settings,
    now: Moment,
) -> (Vec<Told<'a>>, crate::store::Grouped) {
    let rules = settings.intake();
    let order = arrivals(records, now);
    let mut intake = Intake::default();
    // There is no store behind it that could fail.
    let table = Desk::over(&order, &Nothing);
    drop(intake.take_from(&table, &order, &rules));
    drop(intake.look(None, &table, &rules));
    let mut grouped = intake.keep(&order, &rules);
    let by_id: HashMap<&RecordId, &Record> = records.iter().map(|record| (&record.id, record)).collect();
    let mut homes: HashMap<ClusterId, usize> = HashMap::new();
    let mut stories: Vec<Told<'a>> = Vec::with_capacity(grouped.clusters.len());
    for kept in &grouped.clusters {
        homes.extend(kept.aliases.iter().chain([&kept.cluster.id]).map(|id| (id.clone(), stories.len())));
        let members = kept.cluster.records.iter().filter_map(|id| by_id.get(id).copied());
        stories.push(Told {
            members: members.collect(),
            cluster: kept.cluster.clone(),
            aliases: kept.aliases.clone(),
            distance: kept.distance,
            ..Told::default()
        });
    }
    for (id, signal) in &mut grouped.signals {
        if let Some(story) = homes.get(id).and_then(|at| stories.get_mut(*at)) {
            *id = story.cluster.id.clone();
            story.signals.push(signal.clone());
        }
    }
    (stories, grouped)
}

/// Looks at stories, and has those written that have enough.
pub fn write(
    composer: &mut dyn Compose,
    input: &Input<'_>,
    stories: &[Told<'_>],
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Edition {
    let mut edition = Edition::default();
    let mut recent = Recent::of(input.recent);
    let threads = composer.ahead();
    let mut early = VecDeque::new();
    for (at, told) in stories.iter().enumerate() {
        progress(Progress { stage: Stage::Write, done: at, of: stories.len() });
        if early.is_empty() && threads > 1 {
            let next = stories.iter().skip(at).take(ahead::together(threads));
            early = ahead::of(&next.collect::<Vec<_>>(), input, &recent, settings, now, threads).into();
        }
        let previous = previous(input.current, told);
        let known = previous.map(|dispatch| dispatch.id.clone());
        let look = Look { input, recent: &recent, previous, settings, now };
        let Some(came) = look.tell(composer, told, early.pop_front()) else {
            edition.stopped = true;
            break;
        };
        let (became, dispatch) = match came {
            Came::Published(dispatch, reason) => {
                let (headline, id) = (dispatch.title().to_owned(), dispatch.id.clone());
                recent.add(&dispatch);
                edition.dispatches.push(*dispatch);
                let (stage, outcome) = (Stage::Wire, Outcome::Published);
                (Refused { stage, outcome, headline, reason, waits: None }, Some(id))
            }
            Came::Refused(refused) => (refused, known),
        };
        edition.note(told, became, dispatch, now);
    }
    progress(Progress { stage: Stage::Wire, done: stories.len(), of: stories.len() });
    edition
}

impl Edition {
    /// Notes what became of a story, and which dispatch tells it now.
    fn note(&mut self, told: &Told<'_>, became: Refused, dispatch: Option<DispatchId>, now: Moment) {
        let Refused { stage, outcome, headline, reason, waits } = became;
        let cluster = told.cluster.id.clone();
        let is_story = outcome == Outcome::Published || told.members.len() > 1;
        self.verdicts.push(Verdict {
            cluster: cluster.clone(),
            outcome: is_story.then_some(outcome),
            reason: reason.clone(),
            dispatch,
            waits,
        });
        if is_story {
            self.ledger.push(Entry { at: now, stage, cluster, outcome, headline, reason });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Edition, Input, Settings, run};
    use crate::story::{Arc, Dispatch, Moment, Outcome, Record};

    const BRIDGE: &str = "Port Alder closed the Harbour Bridge to all traffic at 16:40 after a drone inspection found a \
        crack in the eastern hanger, the port authority said. Engineers ordered the closure 25 minutes after seeing \
        the pictures of the hanger. The Harbour Bridge carries 31,000 vehicles a day between Port Alder and Southbank. \
        Police were turning drivers back at the roundabout before 16:50. The port authority gave no hour for \
        reopening the bridge. The crack runs along a weld in the third hanger from the east tower of the bridge.";
    const FERRY: &str = "The ferry in Port Alder cannot carry the drivers displaced by the closed Harbour Bridge, its \
        operator said. A drone had found a crack in a hanger of the Harbour Bridge on Thursday.";
    const RIGGER: &str = "The crack under the closed Harbour Bridge in Port Alder was there in spring. A drone only \
        found it in the eastern hanger this week.";
    const SWAN: &str = "The museum will keep its clockwork swan and sell nothing else, a trustee said.";

    fn record(id: &str, outlet: &str, minute: i64, title: &str, text: &str) -> Record {
        Record {
            id: id.into(),
            publisher: Some(outlet.to_owned()),
            title: Some(title.to_owned()),
            text: Some(text.to_owned()),
            published_at: Some(Moment::from_micros(minute * 60_000_000)),
            ..Record::default()
        }
    }

    /// A bridge told by three voices and one copy, and a swan told twice by one paper.
    fn world() -> Vec<Record> {
        vec![
            record("a", "Alder Post", 0, "Harbour Bridge Closes After Drone Finds Crack", BRIDGE),
            record("b", "Coast Wire", 9, "Ferry Cannot Replace Closed Harbour Bridge in Port Alder", FERRY),
            record("c", "Harbour Radio", 20, "Rigger Says Harbour Bridge Crack Is Old", RIGGER),
            record("d", "Penny Press", 30, "Harbour Bridge closes after drone finds crack", BRIDGE),
            record("e", "Hexley Herald", 35, "Museum Keeps Its Clockwork Swan", SWAN),
            record("f", "Hexley Herald", 40, "Clockwork Swan of the Museum Is Not for Sale", SWAN),
        ]
    }

    fn edition(records: &[Record], current: &[Dispatch], minute: i64) -> Edition {
        let input = Input { current, ..Input::default() };
        run(records, &input, &Settings::default(), Moment::from_micros(minute * 60_000_000), &mut |_| {})
    }

    #[test]
    fn a_story_is_published_and_a_thin_one_watched() {
        let edition = edition(&world(), &[], 60);
        assert_eq!(edition.dispatches.len(), 1, "{:?}", edition.ledger);
        let dispatch = &edition.dispatches[0];
        assert!(world().iter().any(|record| record.title.as_deref() == Some(dispatch.title())));
        assert_eq!((dispatch.version, dispatch.record_ids.len()), (1, 4));
        let note = dispatch.methodology.as_ref().unwrap().cluster.clone().unwrap();
        assert_eq!((note.records, note.voices), (4, 3), "the copy counts as no voice");
        assert!(dispatch.citations.iter().filter(|c| c.marker.is_some()).all(|c| !c.spans.is_empty()));
        let watched = edition.ledger.iter().find(|entry| entry.outcome == Outcome::Watched).unwrap();
        assert_eq!(watched.reason, "1 independent voice in 2 records, 2 needed");
    }

    #[test]
    fn a_second_run_changes_nothing_and_a_new_voice_makes_a_new_version() {
        let mut records = world();
        let first = edition(&records, &[], 60);
        let again = edition(&records, &first.dispatches, 70);
        assert!(again.dispatches.is_empty());
        assert!(again.ledger.iter().any(|entry| entry.outcome == Outcome::Unchanged));

        let text =
            "Port Alder let foot passengers over the Harbour Bridge, closed since a drone found a crack.";
        records.push(record("g", "Estuary Times", 65, "Harbour Bridge in Port Alder Opens to Walkers", text));
        let second = edition(&records, &first.dispatches, 80);
        let (old, new) = (&first.dispatches[0], &second.dispatches[0]);
        assert_eq!((new.version, new.previous.as_ref()), (2, Some(&old.id)));
        assert_eq!(new.slug, old.slug);
        assert_ne!(new.id, old.id);

        records.push(record(
            "h",
            "The Tally",
            70,
            "Harbour Bridge Crack Found by Drone in Port Alder",
            RIGGER,
        ));
        records.push(record(
            "i",
            "Evening Compass",
            75,
            "Port Alder Harbour Bridge Crack to Be Scanned",
            FERRY,
        ));
        let third = edition(&records, &second.dispatches, 90);
        assert_eq!(third.dispatches.len(), 0, "two copies are nothing new: {:?}", third.ledger);
    }

    #[test]
    fn the_same_records_make_the_same_edition_in_any_order() {
        let mut records = world();
        let first = edition(&records, &[], 60);
        records.reverse();
        assert_eq!(edition(&records, &[], 60), first);
    }

    #[test]
    fn four_voices_within_the_hour_are_developing_at_least() {
        let mut records = world();
        let text =
            "Divers will look at the cracked hanger of the Harbour Bridge in Port Alder after the drone did.";
        records.push(record(
            "g",
            "Estuary Times",
            45,
            "Divers to Check Harbour Bridge Crack in Port Alder",
            text,
        ));
        let edition = edition(&records, &[], 60);
        assert_eq!(edition.dispatches[0].arc, Some(Arc::Developing));
        assert!(
            edition.dispatches[0]
                .methodology
                .as_ref()
                .unwrap()
                .text
                .as_ref()
                .unwrap()
                .contains("4 voices in 1 h")
        );
    }

    #[test]
    fn no_records_make_an_empty_edition() {
        assert_eq!(edition(&[], &[], 0), Edition::default());
    }
}

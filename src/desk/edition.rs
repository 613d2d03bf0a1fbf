//! The straight path: records in, dispatches and a ledger out. One stage a line in [`write()`].
//!
//! Nothing is decided here; each stage decides for itself and this file keeps the order. Every story of two records
//! and more leaves a line in the ledger: published, spiked with the reason, watched with what is missing, or
//! unchanged. A record that stands alone is no story yet and leaves none.

use std::collections::{BTreeSet, HashMap};

use crate::cluster::{self, Evidence, Minimum};
use crate::signal;
use crate::story::{Cluster, Dispatch, Entry, Moment, Outcome, Record, RecordId, Signal, Stage, WebPage};
use crate::wire::publish::publish;
use crate::write;

use super::beats::{self, Beat};
use super::web;

/// What an edition is made from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Input<'a> {
    /// The records to look at.
    pub records: &'a [Record],
    /// The beats to file under.
    pub beats: &'a [Beat],
    /// The current version of every dispatch that one of the records may continue.
    pub current: &'a [Dispatch],
    /// Pages that records point to, as far as they were read.
    pub pages: &'a [WebPage],
}

/// How an edition is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// How records are grouped.
    pub rules: cluster::Rules,
    /// What a dispatch needs at least.
    pub minimum: Minimum,
    /// Words aimed at in dek and analysis.
    pub words: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rules: cluster::Rules::default(), minimum: Minimum::default(), words: 220 }
    }
}

/// What came of an edition.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edition {
    /// New dispatches and new versions, oldest story first.
    pub dispatches: Vec<Dispatch>,
    /// What became of each story.
    pub ledger: Vec<Entry>,
    /// All clusters, those of one record among them.
    pub clusters: Vec<Cluster>,
}

/// Where a running edition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The stage it is in.
    pub stage: Stage,
    /// Clusters done.
    pub done: usize,
    /// Clusters in all; 0 while they are not known.
    pub of: usize,
}

/// Runs an edition.
pub fn run(
    input: &Input<'_>,
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Edition {
    progress(Progress { stage: Stage::Cluster, done: 0, of: 0 });
    let clusters = cluster::group(input.records, &settings.rules);
    write(input, clusters, settings, now, progress)
}

/// Writes the stories of clusters that are already made.
pub fn write(
    input: &Input<'_>,
    clusters: Vec<Cluster>,
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Edition {
    progress(Progress { stage: Stage::Signal, done: 0, of: clusters.len() });
    let signals = signal::detect(&clusters, input.records, now);
    let by_id: HashMap<&RecordId, &Record> =
        input.records.iter().map(|record| (&record.id, record)).collect();
    let mut edition = Edition::default();
    for (at, (cluster, signal)) in clusters.iter().zip(&signals).enumerate() {
        progress(Progress { stage: Stage::Write, done: at, of: clusters.len() });
        let members: Vec<&Record> = cluster.records.iter().filter_map(|id| by_id.get(id).copied()).collect();
        let written = story(input, cluster, signal, &members, settings, now);
        let (stage, outcome, headline, reason) = match written {
            Ok(dispatch) => {
                let line = (Stage::Wire, Outcome::Published, dispatch.title().to_owned(), signal.why.clone());
                edition.dispatches.push(dispatch);
                line
            }
            Err(refused) => refused,
        };
        if outcome == Outcome::Published || members.len() > 1 {
            let cluster = cluster.id.clone();
            edition.ledger.push(Entry { at: now, stage, cluster, outcome, headline, reason });
        }
    }
    progress(Progress { stage: Stage::Wire, done: clusters.len(), of: clusters.len() });
    edition.clusters = clusters;
    edition
}

/// Why no dispatch came of a story: where it stopped, what became of it, its working headline, the reason.
type Refused = (Stage, Outcome, String, String);

fn story(
    input: &Input<'_>,
    cluster: &Cluster,
    signal: &Signal,
    members: &[&Record],
    settings: &Settings,
    now: Moment,
) -> Result<Dispatch, Refused> {
    let working = members.iter().map(|record| record.name()).next().unwrap_or_default().to_owned();
    let previous = previous(input.current, cluster);
    if let Some(previous) = previous.filter(|previous| told_already(previous, cluster)) {
        let reason = format!("nothing new since version {}", previous.version);
        return Err((Stage::Cluster, Outcome::Unchanged, previous.title().to_owned(), reason));
    }
    let evidence = Evidence::of(cluster, members);
    if let Some(reason) = watched(evidence, &settings.minimum) {
        return Err((Stage::Cluster, Outcome::Watched, working, reason));
    }
    let brief = write::brief(cluster, members);
    let draft = write::extract(&brief, settings.words);
    let checked = write::check(draft, members, evidence, &settings.minimum)
        .map_err(|spike| (Stage::Write, Outcome::Spiked, spike.headline, spike.reason))?;
    let beat = beats::file(input.beats, members);
    let mut dispatch = publish(&checked, cluster, members, signal, beat, previous, now);
    web::cite(&mut dispatch, members, input.pages);
    Ok(dispatch)
}

/// Several voices, but too little to write about yet. A single voice is not watched: it goes to the copydesk, which
/// refuses it and says so.
fn watched(evidence: Evidence, minimum: &Minimum) -> Option<String> {
    let alone = evidence.records < 2 && minimum.records > 1;
    let missing = minimum.missing(evidence);
    missing.filter(|_| alone || evidence.voices >= minimum.voices)
}

/// The current dispatch of a cluster: by the cluster's id, else the one that was written from most of its records.
fn previous<'a>(current: &'a [Dispatch], cluster: &Cluster) -> Option<&'a Dispatch> {
    let named = |dispatch: &&Dispatch| {
        let note = dispatch.methodology.as_ref().and_then(|methodology| methodology.cluster.as_ref());
        note.and_then(|note| note.id.as_ref()) == Some(&cluster.id)
    };
    let ids: BTreeSet<&RecordId> = cluster.records.iter().collect();
    let shared = |dispatch: &&Dispatch| dispatch.record_ids.iter().filter(|id| ids.contains(id)).count();
    current.iter().find(named).or_else(|| {
        let nearest = current.iter().max_by_key(shared)?;
        (shared(&nearest) * 2 > nearest.record_ids.len()).then_some(nearest)
    })
}

/// True if a dispatch was written from all that a cluster holds, copies aside.
fn told_already(previous: &Dispatch, cluster: &Cluster) -> bool {
    let told: BTreeSet<&RecordId> = previous.record_ids.iter().collect();
    cluster.records.iter().filter(|id| !cluster.copies.contains(id)).all(|id| told.contains(id))
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
        let input = Input { records, current, ..Input::default() };
        run(&input, &Settings::default(), Moment::from_micros(minute * 60_000_000), &mut |_| {})
    }

    #[test]
    fn a_story_is_published_and_a_thin_one_spiked() {
        let edition = edition(&world(), &[], 60);
        assert_eq!(edition.dispatches.len(), 1, "{:?}", edition.ledger);
        let dispatch = &edition.dispatches[0];
        assert!(world().iter().any(|record| record.title.as_deref() == Some(dispatch.title())));
        assert_eq!((dispatch.version, dispatch.record_ids.len()), (1, 4));
        let note = dispatch.methodology.as_ref().unwrap().cluster.clone().unwrap();
        assert_eq!((note.records, note.voices), (4, 3), "the copy counts as no voice");
        assert!(dispatch.citations.iter().filter(|c| c.marker.is_some()).all(|c| !c.spans.is_empty()));
        let spiked = edition.ledger.iter().find(|entry| entry.outcome == Outcome::Spiked).unwrap();
        assert_eq!(spiked.reason, "1 independent voice in 2 records, 2 needed");
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

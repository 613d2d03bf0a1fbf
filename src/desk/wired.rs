//! An edition over a store: fetch, run, keep.
//!
//! An edition does only what has not been done. It takes in the records that came to no cluster yet, going on from the
//! clusters that may still grow ([`intake`]), and keeps what came of that in one transaction; then it looks at the stories
//! that are due, some at a time, and keeps what it made of them. What is due stays so until it was looked at: an edition
//! that breaks off anywhere has lost nothing. Two that run at once notice each other when they keep what they grouped, and
//! the later one begins anew.
//!
//! Due is a story that a record came to, or of which a record was taken back or got other words; and, if what is asked of
//! a story changed, whatever was refused and can still grow.

use std::collections::{BTreeSet, HashMap};

use super::{
    beats::{self, Beat},
    compose::{Compose, Extractive},
    demo,
    edition::{self, Edition, Input, Progress, Settings, Told},
    intake::{self, Intake},
    shelf::{self, Shelf},
};
use crate::{
    store::{Due, Judged, Reader, Store, StoreFault, Written},
    story::{ClusterId, Dispatch, Moment, Record, RecordId, Stage, WireName},
    wire::format::{self, Item},
};

/// The name of the demo wire.
pub const DEMO: &str = "demo";

/// An edition looks at the newest so many records of its wire: some days of a thousand feeds. What is older and came to
/// no cluster was not worth it; and a first edition over a wire of years must not take longer than one of weeks.
pub const MOST_RECORDS: usize = 20_000;

/// Records that are taken in between two words on how far it is.
const A_WHILE: usize = 250;

/// How often grouping is begun anew because someone else kept something meanwhile.
const TRIES: usize = 5;

/// The bundled beats.
const BEATS: &str = include_str!("../../assets/beats.toml");

/// The bundled beats; a test proves that the file reads whole.
pub fn bundled_beats() -> Vec<Beat> {
    beats::parse(BEATS).0
}

/// Runs an edition over what is new on a wire, and keeps what comes of it.
pub fn run(
    store: &Store,
    wire: &WireName,
    beats: &[Beat],
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Edition, StoreFault> {
    let mut staff = Staff { vectors: &|_| HashMap::new(), composer: &mut Extractive };
    run_with(store, wire, beats, settings, &mut staff, now, progress)
}

/// Who gives dense vectors of records, where a model is set up. Those it leaves out are grouped by their words alone.
pub type Vectors<'a> = dyn Fn(&[&Record]) -> HashMap<RecordId, Vec<f32>> + 'a;

/// Who works at an edition besides the desk itself.
pub struct Staff<'a> {
    /// Who gives vectors: asked for each part of what is new.
    pub vectors: &'a Vectors<'a>,
    /// Who writes.
    pub composer: &'a mut dyn Compose,
}

/// The same with models, where there are some.
pub fn run_with(
    store: &Store,
    wire: &WireName,
    beats: &[Beat],
    settings: &Settings,
    staff: &mut Staff<'_>,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Edition, StoreFault> {
    let Staff { vectors, composer } = staff;
    Desk { store, wire, beats, settings, vectors, now, stamp: &|_, _| {} }.run(*composer, progress)
}

/// One edition at work.
struct Desk<'a> {
    store: &'a Store,
    wire: &'a WireName,
    beats: &'a [Beat],
    settings: &'a Settings,
    vectors: &'a Vectors<'a>,
    now: Moment,
    /// What is done to a dispatch before it is kept.
    stamp: &'a dyn Fn(&mut Dispatch, &[Record]),
}

impl Desk<'_> {
    fn run(
        &self,
        composer: &mut dyn Compose,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Edition, StoreFault> {
        let writer = self.store.writer()?;
        writer.tend_stories()?;
        let ground = self.settings.ground();
        if self.store.reader()?.ground(self.wire)? != ground {
            let reach = self.settings.rules.reach() as i64;
            let alone = self.settings.minimum.records < 2;
            writer.judge_anew(self.wire, self.now.plus_seconds(-reach), alone)?;
        }
        let taken = self.group(progress)?;
        let mut made = self.write(composer, &ground, progress)?;
        made.taken = taken;
        Ok(made)
    }

    /// Takes in what came since, and keeps what came of it. Tells how many records that were.
    fn group(&self, progress: &mut dyn FnMut(Progress)) -> Result<usize, StoreFault> {
        let rules = self.settings.intake();
        for _ in 0..TRIES {
            let reader = self.store.reader()?;
            let records = reader.waiting(self.wire, MOST_RECORDS)?;
            let arrivals = intake::arrivals(&records, self.now);
            let first = arrivals.first().map_or(self.now, |(at, _)| *at);
            let reach = self.settings.rules.reach() as i64;
            let remembered = reader.remembered(self.wire, first.plus_seconds(-reach))?;
            let (mut intake, notes) = Intake::recall(remembered);
            for note in notes {
                tracing::warn!(wire = %self.wire, "{note}");
            }
            let shelf = Shelf::of(&reader, self.wire, &self.settings.sources, self.now)?;
            let mut table = intake::Desk::over(&arrivals, &shelf);
            let mut done = 0;
            for some in arrivals.chunks(A_WHILE) {
                progress(Progress { stage: Stage::Cluster, done, of: arrivals.len() });
                let some_records: Vec<&Record> = some.iter().map(|(_, record)| *record).collect();
                table.give((self.vectors)(&some_records));
                intake.take_from(&table, some, &rules)?;
                done += some.len();
            }
            intake.look(Some(self.now), &table, &rules)?;
            let grouped = intake.keep(&arrivals, &rules);
            let nothing = grouped.decisions.is_empty() && grouped.clusters.is_empty();
            if nothing || self.store.writer()?.keep_grouped(self.wire, grouped)? {
                return Ok(records.len());
            }
        }
        Err(StoreFault::new(
            "No edition was made",
            "other editions of this wire were made all the while",
            "Run it again when they are done.",
        ))
    }

    /// Stories that wait until this moment at most are looked at. Where no version need wait any more, none does, whatever
    /// was held when one had to.
    fn released(&self) -> Moment {
        if self.settings.reach.interval == 0 { Moment::from_micros(i64::MAX) } else { self.now }
    }

    /// Looks at the stories that are due.
    fn write(
        &self,
        composer: &mut dyn Compose,
        ground: &str,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Edition, StoreFault> {
        let mut made = Edition::default();
        let reader = self.store.reader()?;
        let by = self.released();
        let all = reader.due_count(self.wire, by)?;
        let mut done = 0;
        loop {
            let together = composer.together();
            let due = reader.due_stories(self.wire, by, together)?;
            let last = due.len() < together;
            let mut tell =
                |at: Progress| progress(Progress { done: done + at.done, of: all.max(done + at.of), ..at });
            let (edition, turns) = self.some(composer, &reader, due, &mut tell)?;
            done += turns.len();
            self.keep(&edition, &turns, ground)?;
            made.dispatches.extend(edition.dispatches);
            made.ledger.extend(edition.ledger);
            made.verdicts.extend(edition.verdicts);
            made.stopped = edition.stopped;
            if last || made.stopped {
                return Ok(made);
            }
        }
    }

    /// Looks at some stories; and which turn made each due.
    fn some(
        &self,
        composer: &mut dyn Compose,
        reader: &Reader,
        due: Vec<Due>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Edition, HashMap<ClusterId, i64>), StoreFault> {
        let turns = due.iter().map(|due| (due.cluster.id.clone(), due.turn)).collect();
        let ids: BTreeSet<&RecordId> = due.iter().flat_map(|due| &due.cluster.records).collect();
        let records = reader.records_of(self.wire, ids)?;
        let by_id: HashMap<&RecordId, &Record> = records.iter().map(|record| (&record.id, record)).collect();
        let current = shelf::current(reader, self.wire, &due)?;
        let pages = shelf::pages(reader, &due, &by_id)?;
        let learned = shelf::learned(reader, self.wire)?;
        let stories: Vec<Told<'_>> = due
            .into_iter()
            .map(|due| Told {
                members: due.cluster.records.iter().filter_map(|id| by_id.get(id).copied()).collect(),
                cluster: due.cluster,
                aliases: due.aliases,
                signals: due.signals,
                distance: due.distance,
                dispatch: due.dispatch,
                ..Told::default()
            })
            .collect();
        let recent = shelf::recent(reader, self.wire, &stories, self.settings, self.now)?;
        let input =
            Input { beats: self.beats, current: &current, pages: &pages, recent: &recent, learned: &learned };
        let mut edition = edition::write(composer, &input, &stories, self.settings, self.now, progress);
        for dispatch in &mut edition.dispatches {
            (self.stamp)(dispatch, &records);
        }
        Ok((edition, turns))
    }

    /// Publishes what passed, and keeps the ledger of what did not.
    fn keep(
        &self,
        edition: &Edition,
        turns: &HashMap<ClusterId, i64>,
        ground: &str,
    ) -> Result<(), StoreFault> {
        let judged = edition.verdicts.iter().map(|verdict| Judged {
            cluster: verdict.cluster.clone(),
            turn: turns.get(&verdict.cluster).copied().unwrap_or_default(),
            outcome: verdict.outcome,
            reason: verdict.reason.clone(),
            dispatch: verdict.dispatch.clone(),
            waits: verdict.waits,
        });
        let written = Written {
            dispatches: edition.dispatches.clone(),
            ledger: edition.ledger.clone(),
            judged: judged.collect(),
            ground: ground.to_owned(),
        };
        self.store.writer()?.keep_edition(self.wire, written, self.now)
    }
}

/// Puts the bundled records into the demo wire and runs an edition over them.
pub fn build_demo(
    store: &Store,
    settings: &Settings,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Result<Edition, StoreFault> {
    let wire = WireName::from(DEMO);
    let writer = store.writer()?;
    writer.set_wire(&wire, "demo", "Invented news that comes with Slugline, to try it on")?;
    let records = demo::shift(demo_records(), now);
    let items = records.into_iter().map(|record| Item::Record(Box::new(record)));
    writer.put(&wire, items.collect(), now)?;
    let beats = bundled_beats();
    let vectors = &|_: &[&Record]| HashMap::new();
    Desk { store, wire: &wire, beats: &beats, settings, vectors, now, stamp: &as_it_happened }
        .run(&mut Extractive, progress)
}

/// A desk at work all day would have written each story minutes after its last record. The demo's dispatches carry
/// those times, so that its list reads like a day and not like one moment.
fn as_it_happened(dispatch: &mut Dispatch, records: &[Record]) {
    const MINUTES_SECONDS: i64 = 4 * 60;
    let told = records.iter().filter(|record| dispatch.record_ids.contains(&record.id));
    let last = told.filter_map(Record::time).max();
    dispatch.generated_at = last.map(|last| last.plus_seconds(MINUTES_SECONDS)).or(dispatch.generated_at);
}

/// The bundled records; a test proves that the file reads without a loss.
pub fn demo_records() -> Vec<Record> {
    let (items, _) = format::read(demo::RECORDS);
    items
        .into_iter()
        .filter_map(|item| if let Item::Record(record) = item { Some(*record) } else { None })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{beats, demo, format};

    #[test]
    fn what_is_bundled_reads_without_a_loss() {
        let (items, notes) = format::read(demo::RECORDS);
        assert_eq!(notes, []);
        assert!(items.len() >= 55, "{}", items.len());
        let (beats, notes) = beats::parse(super::BEATS);
        assert_eq!(notes, []);
        assert_eq!(beats.len(), 5);
    }
}

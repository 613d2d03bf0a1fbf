//! What an edition costs: into an empty store, and into one that has grouped much before.
//!
//! First 10,000 records of 300 stories, for what writing costs. Then, and that is most of it, a wire as it comes.
//!
//! `cargo bench -- stories`; `SLUGLINE_BENCH_BEFORE` makes another number of records before than 100,000. Records come at
//! 5,000 a day, four in ten of them alone, the others of stories that two to forty tell.

use std::path::Path;
use std::time::{Duration, Instant};

use slugline::desk::edition::{Edition, Progress, Settings};
use slugline::desk::wired;
use slugline::store::{Access, Store};
use slugline::story::{Moment, Record, Stage, WireName};
use slugline::wire::format::Item;

use super::world::{Dice, World};

/// 2026-01-01.
const START: i64 = 1_767_225_600;
const A_DAY: usize = 5_000;
/// Records between two editions while the store is filled.
const TOGETHER: usize = 5_000;

/// Measures everything.
pub(crate) fn run() {
    let before = std::env::var("SLUGLINE_BENCH_BEFORE").ok().and_then(|value| value.parse().ok());
    in_stories(300, 10_000);
    into_nothing();
    into_much(before.unwrap_or(100_000));
}

/// Records that all belong to one of so many stories: what writing costs.
fn in_stories(stories: usize, many: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = Desk::open(&folder.path().join("wire.sqlite"));
    desk.press.fixed = (0..stories).map(|_| desk.press.words(18)).collect();
    let made = desk.day_of(many);
    println!("{many} records in {stories} stories, into an empty store: {made}");
}

fn into_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = Desk::open(&folder.path().join("wire.sqlite"));
    let made = desk.day_of(10_000);
    println!("10,000 new records into an empty store: {made}");
    let made = desk.day_of(0);
    println!("  again, nothing new: {made}");
    desk.size("after it");
}

fn into_much(before: usize) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut desk = Desk::open(&folder.path().join("wire.sqlite"));
    let started = Instant::now();
    while desk.press.made < before {
        desk.day_of(TOGETHER.min(before - desk.press.made));
    }
    println!("{before} records before, {TOGETHER} at a time: {:.1?}", started.elapsed());
    desk.size("with them");
    for many in [1_000, 100, 10_000] {
        let made = desk.day_of(many);
        println!("{many} new records: {made}");
    }
}

/// A store with an own wire, and who fills it.
struct Desk {
    store: Store,
    wire: WireName,
    press: Press,
    path: std::path::PathBuf,
}

/// What an edition took.
struct Took {
    edition: Edition,
    put: Duration,
    grouping: Duration,
    writing: Duration,
}

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { edition, put, grouping, writing } = self;
        write!(
            f,
            "taken in {put:.2?}; edition {:.2?} (grouping {grouping:.2?}, writing {writing:.2?}): {} stories looked at, \
             {} published",
            *grouping + *writing,
            edition.ledger.len(),
            edition.dispatches.len()
        )
    }
}

impl Desk {
    fn open(path: &Path) -> Self {
        let store = Store::open(path, Access::ReadWrite, Moment::default()).expect("a store");
        Self { store, wire: WireName::from("main"), press: Press::new(), path: path.to_owned() }
    }

    fn day_of(&mut self, many: usize) -> Took {
        let records: Vec<Record> = (0..many).map(|_| self.press.record()).collect();
        let now = self.press.now();
        let items = records.into_iter().map(|record| Item::Record(Box::new(record))).collect();
        let writer = self.store.writer().expect("a writer");
        let started = Instant::now();
        writer.put(&self.wire, items, now).expect("kept");
        let put = started.elapsed();
        let started = Instant::now();
        let mut grouped = None;
        let mut progress = |at: Progress| {
            if at.stage != Stage::Cluster && grouped.is_none() {
                grouped = Some(started.elapsed());
            }
        };
        let settings = Settings::default();
        let beats = wired::bundled_beats();
        let edition =
            wired::run(&self.store, &self.wire, &beats, &settings, now, &mut progress).expect("made");
        let all = started.elapsed();
        let grouping = grouped.unwrap_or(all);
        Took { edition, put, grouping, writing: all.saturating_sub(grouping) }
    }

    fn size(&self, when: &str) {
        let size = std::fs::metadata(&self.path).map_or(0, |known| known.len());
        println!("  the store {when}: {:.1} MB", size as f64 / 1e6);
    }
}

/// Who makes the records: stories that go on for a day or so, and much that is told once.
struct Press {
    world: World,
    dice: Dice,
    stories: Vec<Story>,
    /// If there are some, every record is of one of these.
    fixed: Vec<Vec<String>>,
    made: usize,
}

struct Story {
    words: Vec<String>,
    left: usize,
}

impl Press {
    fn new() -> Self {
        Self { world: World::new(0, 0), dice: Dice::new(11), stories: Vec::new(), fixed: Vec::new(), made: 0 }
    }

    fn now(&self) -> Moment {
        Moment::from_micros((START + (self.made * 86_400 / A_DAY) as i64) * 1_000_000)
    }

    fn words(&mut self, many: usize) -> Vec<String> {
        (0..many).map(|_| self.world.word().to_owned()).collect()
    }

    /// The words that a record is made of: those of a story under way, of a new one, or of none.
    fn topic(&mut self) -> Vec<String> {
        if !self.fixed.is_empty() {
            return self.fixed[self.made % self.fixed.len()].clone();
        }
        self.stories.retain(|story| story.left > 0);
        match self.dice.below(10) {
            0..4 => self.words(18),
            4..9 if !self.stories.is_empty() => {
                let at = self.dice.below(self.stories.len());
                self.stories[at].left -= 1;
                self.stories[at].words.clone()
            }
            _ => {
                let words = self.words(18);
                let left = 1 + self.dice.below(6) * self.dice.below(8);
                self.stories.push(Story { words: words.clone(), left });
                words
            }
        }
    }

    fn record(&mut self) -> Record {
        let topic = self.topic();
        let at = self.now();
        self.made += 1;
        let mut said = |many: usize, own: usize| {
            let mut words: Vec<String> =
                (0..many).map(|_| topic[self.dice.below(topic.len())].clone()).collect();
            words.extend((0..own).map(|_| self.world.word().to_owned()));
            words.join(" ")
        };
        let title = said(6, 3);
        // Sentences of a length that can be printed.
        let sentence = |words: String| {
            let mut letters = words.chars();
            letters
                .next()
                .map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
        };
        let text: Vec<String> = (0..6).map(|_| sentence(said(5, 12))).collect();
        let text = text.join(" ");
        let outlet = self.dice.below(1_000);
        Record {
            id: format!("r{:07}", self.made).into(),
            publisher: Some(format!("Outlet {outlet}")),
            url: Some(format!("https://outlet{outlet}.example/{}", self.made)),
            title: Some(title),
            text: Some(text),
            published_at: Some(at.plus_seconds(-(self.dice.below(1_200) as i64))),
            captured_at: Some(at),
            language: Some("en".to_owned()),
            ..Record::default()
        }
    }
}

//! Velocity on real stories, against stories that never were.
//!
//! The set (headlines of the Olympic summer of 2021 with their real seconds, grouped into stories by hand) is not part of
//! the project: it is looked for in `../shared/data/clusters`, or where `SLUGLINE_CLUSTERS` says; where it is not, this test
//! says so and passes. Each story of ten articles and more is heard record by record, as the desk hears it. Beside it, a story
//! of as many articles is drawn from the times of the whole stream, several times over: what fires for such a one fired for
//! nothing. The set names no outlets, so that each article counts as a voice, copies too.
//!
//! `cargo test --test slugline signals -- --nocapture` prints the table.

#![allow(clippy::print_stdout, reason = "the table is what one runs this for")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use slugline::desk::replay;
use slugline::signal::{Rules, Story, Tide, Window, hear};
use slugline::story::{Cluster, Moment, Record, SignalKind};
use slugline::text::shingles::title_key;

/// A story is heard if it has so many articles.
const ARTICLES: usize = 10;
/// How often the null is drawn.
const DRAWS: usize = 10;

fn set() -> Option<replay::Replay> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let near = ["../shared/data/clusters", "../../shared/data/clusters"].map(|place| root.join(place));
    let named = std::env::var_os("SLUGLINE_CLUSTERS").map(PathBuf::from);
    let file =
        named.into_iter().chain(near).map(|place| place.join("og2021.jsonl")).find(|file| file.exists());
    let Some(file) = file else {
        println!("skipped: ../shared/data/clusters/og2021.jsonl is not here");
        return None;
    };
    Some(replay::read(&std::fs::read_to_string(file).unwrap()))
}

/// A story's articles in the order of their times.
type Told = Vec<Record>;

fn article(at: usize, moment: Moment) -> Record {
    Record {
        id: format!("{at:06}").into(),
        publisher: Some(format!("voice {at}")),
        published_at: Some(moment),
        ..Record::default()
    }
}

/// The stories with enough articles. With `apart` an article whose title stood there before is left out, within three
/// days, as the grouping would make it a copy.
fn stories(set: &replay::Replay, apart: bool) -> Vec<Told> {
    let mut stories: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
    for (record, story) in set.records.iter().zip(&set.given) {
        if let (Some(story), Some(_)) = (story, record.time()) {
            stories.entry(story).or_default().push(record);
        }
    }
    let mut told = Vec::new();
    for mut records in stories.into_values().filter(|records| records.len() >= ARTICLES) {
        records.sort_by(|a, b| a.time().cmp(&b.time()).then_with(|| a.id.cmp(&b.id)));
        let mut seen: BTreeMap<String, Moment> = BTreeMap::new();
        records.retain(|record| {
            let at = record.time().unwrap();
            let before = seen.insert(title_key(record.title.as_deref().unwrap_or_default()), at);
            !apart || before.is_none_or(|before| at.seconds_since(before) > 72.0 * 3600.0)
        });
        told.push(
            records.iter().enumerate().map(|(at, record)| article(at, record.time().unwrap())).collect(),
        );
    }
    told
}

/// Stories of as many articles, each at the time of some article of the stream, no article twice in one story.
fn null(stories: &[Told], stream: &[Moment], seed: u64) -> Vec<Told> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) % below as u64) as usize
    };
    let drawn = stories.iter().map(|story| {
        let mut places = BTreeSet::new();
        while places.len() < story.len().min(stream.len()) {
            places.insert(next(stream.len()));
        }
        places.into_iter().enumerate().map(|(at, place)| article(at, stream[place])).collect()
    });
    drawn.collect()
}

/// For each story the number of articles that had come when its velocity fired first, heard as the stream goes by.
fn fired(stories: &[Told], stream: &[Moment], tide: bool, rules: &Rules) -> Vec<Option<usize>> {
    let mut due: Vec<(Moment, usize, usize)> = stories
        .iter()
        .enumerate()
        .flat_map(|(story, told)| {
            told.iter().enumerate().map(move |(at, record)| (record.time().unwrap(), story, at))
        })
        .collect();
    due.sort_unstable();
    let (mut busy, mut come) = (Tide::default(), 0);
    let mut first = vec![None; stories.len()];
    let cluster = Cluster::default();
    for (now, story, at) in due {
        while come < stream.len() && stream[come] <= now {
            busy.note(stream[come], stream[come]);
            come += 1;
        }
        if first[story].is_some() {
            continue;
        }
        let members: Vec<&Record> = stories[story][..=at].iter().collect();
        let heard = Story { tide: tide.then_some(&busy), ..Story::of(&cluster, &members) };
        if hear(&heard, &[], now, rules).iter().any(|signal| signal.kind == SignalKind::Velocity) {
            first[story] = Some(at + 1);
        }
    }
    first
}

fn share(fired: &[Option<usize>]) -> f64 {
    fired.iter().flatten().count() as f64 / fired.len().max(1) as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// One line of the table: the share that fires, and the share of the null.
fn line(name: &str, set: &[Told], stream: &[Moment], tide: bool, rules: &Rules, draws: usize) -> (f64, f64) {
    let true_ones = fired(set, stream, tide, rules);
    let null: Vec<Told> = (0..draws as u64).flat_map(|seed| null(set, stream, seed + 1)).collect();
    let false_ones = share(&fired(&null, stream, tide, rules));
    let come = || true_ones.iter().zip(set).filter_map(|(fired, told)| Some(((*fired)?, told)));
    let lag = |(at, told): (usize, &Told)| {
        told[at - 1].time().unwrap().seconds_since(told[0].time().unwrap()) / 3600.0
    };
    println!(
        "{name:34} {:3} of {:3} = {:5.1} %   {:5.2} %   {:4.1} h   {:.2}",
        true_ones.iter().flatten().count(),
        set.len(),
        share(&true_ones) * 100.0,
        false_ones * 100.0,
        median(come().map(lag).collect()),
        median(come().map(|(at, told)| at as f64 / told.len() as f64).collect()),
    );
    (share(&true_ones), false_ones)
}

#[test]
fn velocity_fires_for_real_stories_and_hardly_ever_for_chance() {
    let Some(set) = set() else { return };
    let mut stream: Vec<Moment> = set.records.iter().filter_map(Record::time).collect();
    stream.sort_unstable();
    let told = stories(&set, false);
    let usual = Rules::default();
    let never = Window { hours: 1, voices: usize::MAX, z: 1.0 };
    let alone = |n: usize| Rules { windows: [usual.windows[n], never, never], ..usual.clone() };
    let published =
        [(1, 4, 3.0), (3, 5, 4.0), (6, 5, 4.0)].map(|(hours, voices, z)| Window { hours, voices, z });
    println!("{:34} {:20}   {:7}   {:6}   seen", "windows", "fires", "false", "lag");
    for (n, window) in usual.windows.iter().enumerate() {
        let name = format!("{} h, k {}, z {}", window.hours, window.voices, window.z);
        line(&name, &told, &stream, true, &alone(n), 2);
    }
    let loose = Rules { windows: published, ..usual.clone() };
    line("side by side, z 3 for 1 h", &told, &stream, true, &loose, 2);
    line("side by side, no tide", &told, &stream, false, &usual, 2);
    line("side by side, titles told once", &stories(&set, true), &stream, true, &usual, 2);
    let (fires, falsely) = line("side by side: the default", &told, &stream, true, &usual, DRAWS);
    assert!(fires >= 0.70, "{fires:.3} of the stories fire, 0.70 are wanted");
    assert!(falsely <= 0.015, "{falsely:.4} of the null fire, 0.015 are allowed");
}

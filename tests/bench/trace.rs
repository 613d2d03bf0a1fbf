//! What it costs to check a draft and to trace a dispatch.
//!
//! `cargo bench -- trace`; `SLUGLINE_BENCH_TRACES` makes another number of stories than 200. Each has ten records of some
//! five hundred words, in sentences; the draft is the extractive writer's, checked to the word and then by the rules that
//! hold a model's draft, and traced as the reader opens it.

use std::time::{Duration, Instant};

use slugline::cluster::{Evidence, Minimum, gather};
use slugline::story::{Dispatch, Record};
use slugline::write::{Draft, brief, check, extract, trace};

use super::world::{Dice, World};

/// Records of a story, sentences of a record, words of a sentence.
const RECORDS: usize = 10;
const SENTENCES: usize = 30;
const WORDS: usize = 17;

/// Measures everything.
pub(crate) fn run() {
    let stories =
        std::env::var("SLUGLINE_BENCH_TRACES").ok().and_then(|value| value.parse().ok()).unwrap_or(200);
    let (mut world, mut dice) = (World::new(0, 0), Dice::new(5));
    let mut took: [Vec<Duration>; 3] = Default::default();
    let (mut claims, mut traced) = (0, 0);
    for story in 0..stories {
        let records = records(story, &mut world, &mut dice);
        let members: Vec<&Record> = records.iter().collect();
        let cluster = gather(&members);
        let draft = extract(&brief(&cluster, &members), 220);
        let evidence = Evidence::of(&cluster, &members);
        for (writer, took) in ["extractive", "a model"].into_iter().zip(&mut took) {
            let draft = Draft { writer: writer.to_owned(), ..draft.clone() };
            let started = Instant::now();
            let checked = check(draft, &members, evidence, &Minimum::NONE);
            took.push(started.elapsed());
            assert!(checked.is_ok(), "{:?}", checked.err().map(|spike| spike.reason));
        }
        let dispatch = Dispatch {
            headline: Some(draft.headline),
            dek: draft.dek,
            takeaways: draft.takeaways,
            sections: draft.sections,
            faq: draft.faq,
            citations: draft.citations,
            ..Dispatch::default()
        };
        let started = Instant::now();
        let trace = trace(&dispatch, &members);
        took[2].push(started.elapsed());
        claims += trace.claims.len();
        traced += trace.traced();
    }
    println!("{stories} stories of {RECORDS} records: {claims} claims, {traced} traced");
    for (what, took) in ["checked to the word", "checked by the rules", "traced"].into_iter().zip(took) {
        tell(what, took);
    }
}

fn tell(what: &str, mut took: Vec<Duration>) {
    took.sort_unstable();
    let at = |share: usize| took.get(took.len() * share / 100).or(took.last()).copied().unwrap_or_default();
    println!("  {what:<24} median {:.2?}, nineteen of twenty within {:.2?}", at(50), at(95));
}

fn records(story: usize, world: &mut World, dice: &mut Dice) -> Vec<Record> {
    let topic: Vec<String> = (0..60).map(|_| world.word().to_owned()).collect();
    (0..RECORDS).map(|at| record(story, at, &topic, world, dice)).collect()
}

fn record(story: usize, at: usize, topic: &[String], world: &mut World, dice: &mut Dice) -> Record {
    let sentence = |world: &mut World, dice: &mut Dice| {
        let mut words: Vec<String> = (0..WORDS)
            .map(
                |n| if n % 3 == 0 { world.word().to_owned() } else { topic[dice.below(topic.len())].clone() },
            )
            .collect();
        words[WORDS / 2] = format!("{}", 10 + dice.below(9_000));
        let mut letters = words[0].chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        words[0] = first;
        format!("{}.", words.join(" "))
    };
    let text: Vec<String> = (0..SENTENCES).map(|_| sentence(world, dice)).collect();
    Record {
        id: format!("s{story}-r{at}").into(),
        publisher: Some(format!("Outlet {at}")),
        title: Some(sentence(world, dice).trim_end_matches('.').to_owned()),
        text: Some(text.chunks(4).map(|paragraph| paragraph.join(" ")).collect::<Vec<_>>().join("\n\n")),
        language: Some("en".to_owned()),
        ..Record::default()
    }
}

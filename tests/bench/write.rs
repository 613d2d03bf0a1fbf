//! What it costs to write: 10,000 records in 300 stories laid out, written without a model and read by the copydesk.
//!
//! `cargo bench -- write`; `SLUGLINE_BENCH_WRITTEN` makes another number of records. A story has up to ninety records of
//! eight sentences each, with names, numbers and quotations, a third of their words the story's own.

use std::time::{Duration, Instant};

use slugline::cluster::{Evidence, Minimum, gather};
use slugline::story::{Moment, Record};
use slugline::write::{brief, check, extract};

use super::world::{Dice, World};

const STORIES: usize = 300;
const SENTENCES: usize = 8;

/// Measures it.
pub(crate) fn run() {
    let asked = std::env::var("SLUGLINE_BENCH_WRITTEN").ok().and_then(|value| value.parse().ok());
    let records = asked.unwrap_or(10_000_usize);
    let stories = (records * STORIES / 10_000).max(1);
    let told = stories_of(records, stories);
    let (mut laid, mut written, mut checked) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    let mut slowest = Duration::ZERO;
    let mut passed = 0;
    for story in &told {
        let members: Vec<&Record> = story.iter().collect();
        let cluster = gather(&members);
        let started = Instant::now();
        let brief = brief(&cluster, &members);
        let after = started.elapsed();
        let draft = extract(&brief, 220);
        let then = started.elapsed();
        let read = check(draft, &members, Evidence::of(&cluster, &members), &Minimum::NONE);
        let all = started.elapsed();
        passed += usize::from(read.is_ok());
        laid += after;
        written += then.saturating_sub(after);
        checked += all.saturating_sub(then);
        slowest = slowest.max(all);
    }
    println!(
        "{records} records in {stories} stories: {:.2?} (laid out {laid:.2?}, written {written:.2?}, read by the copydesk \
         {checked:.2?}); the slowest story {slowest:.1?}; {passed} passed",
        laid + written + checked
    );
}

fn stories_of(records: usize, stories: usize) -> Vec<Vec<Record>> {
    let mut press = Press { world: World::new(0, 0), dice: Dice::new(23), made: 0 };
    let mut left = records;
    (0..stories)
        .map(|at| {
            let even = left / (stories - at);
            let many = if at + 1 == stories {
                left
            } else {
                (1 + press.dice.below(even.max(1) * 2)).min(90).min(left)
            };
            left -= many;
            let topic: Vec<String> = (0..24).map(|_| press.world.word().to_owned()).collect();
            (0..many).map(|_| press.record(&topic)).collect()
        })
        .filter(|story: &Vec<Record>| !story.is_empty())
        .collect()
}

struct Press {
    world: World,
    dice: Dice,
    made: usize,
}

impl Press {
    fn words(&mut self, topic: &[String], many: usize) -> String {
        let mut words = Vec::with_capacity(many);
        for at in 0..many {
            let own = at % 3 == 0 && !topic.is_empty();
            words.push(if own {
                topic[self.dice.below(topic.len())].clone()
            } else {
                self.world.word().to_owned()
            });
        }
        words.join(" ")
    }

    fn sentence(&mut self, topic: &[String]) -> String {
        let (number, many) = (2 + self.dice.below(900), 8 + self.dice.below(14));
        let (first, rest) = (self.words(topic, many), self.words(topic, 6));
        match self.dice.below(4) {
            0 => format!("Mara Quist of Hexley said \"{first}\" about {rest}."),
            1 => format!("The {first} counted {number} ships in {rest}."),
            2 => format!("Quist denied that {first} and {rest}."),
            _ => format!("Port Alder {first} on Monday."),
        }
    }

    fn record(&mut self, topic: &[String]) -> Record {
        self.made += 1;
        let text: Vec<String> = (0..SENTENCES).map(|_| self.sentence(topic)).collect();
        let outlet = self.dice.below(1_000);
        Record {
            id: format!("r{:06}", self.made).into(),
            publisher: Some(format!("Outlet {outlet}")),
            title: Some(self.words(topic, 8)),
            text: Some(text.join(" ")),
            published_at: Some(Moment::from_micros(self.made as i64 * 1_000_000)),
            language: Some("en".to_owned()),
            ..Record::default()
        }
    }
}

//! A generated wire: invented words as frequent as words are, lengths and fields as in life, the same every time.
//!
//! Used to measure, and by tests that need much of everything. No word of it is anyone's.

use std::path::Path;

use slugline::store::{Access, Store, StoreFault};
use slugline::story::{
    Arc, Beat, Citation, CitationKind, ClusterId, ClusterNote, Dispatch, DispatchId, Methodology, Moment,
    Question, Record, RecordId, Section, SourceKind, Span, WireName,
};
use slugline::wire::format::Item;

/// The beats that the dispatches of a generated wire are filed under.
pub(crate) const BEATS: usize = 24;
/// How many different words there are.
const WORDS: usize = 30_000;
/// Items taken in at once.
const BATCH: usize = 5_000;
/// 2026-01-01, when the first record is published; the last is 300 days later.
const START: i64 = 1_767_225_600;
const SECONDS: i64 = 300 * 86_400;

/// Fills the store at `path` with one wire, `world`.
pub(crate) fn fill(path: &Path, dispatches: usize, records: usize) -> Result<(), StoreFault> {
    let now = Moment::from_micros((START + SECONDS) * 1_000_000);
    let store = Store::open(path, Access::ReadWrite, now)?;
    let writer = store.writer()?;
    let wire = WireName::from("world");
    let mut world = World::new(dispatches, records);
    let mut batch = Vec::with_capacity(BATCH);
    while let Some(item) = world.next_item() {
        batch.push(item);
        if batch.len() == BATCH {
            writer.put(&wire, std::mem::replace(&mut batch, Vec::with_capacity(BATCH)), now)?;
        }
    }
    writer.put(&wire, batch, now)?;
    drop(writer);
    store.close();
    Ok(())
}

/// A small generator of numbers (xorshift*), so that every run makes the same world.
#[derive(Debug, Clone)]
pub(crate) struct Dice(u64);

impl Dice {
    /// Starts from a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number.
    pub(crate) fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        ((self.roll() >> 33) as usize) % end.max(1)
    }

    /// Between 0 and 1.
    fn share(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The world while it is being made.
#[derive(Debug)]
pub(crate) struct World {
    dice: Dice,
    words: Vec<String>,
    dispatches: usize,
    records: usize,
    made_dispatches: usize,
    made_records: usize,
}

impl World {
    /// A world of so many dispatches and records.
    pub(crate) fn new(dispatches: usize, records: usize) -> Self {
        let mut dice = Dice::new(7);
        let words = (0..WORDS).map(|rank| word(&mut dice, rank)).collect();
        Self { dice, words, dispatches, records, made_dispatches: 0, made_records: 0 }
    }

    /// The next item in time, dispatches after the records they cite.
    pub(crate) fn next_item(&mut self) -> Option<Item> {
        let dispatch_is_due = self.made_records * self.dispatches > self.made_dispatches * self.records;
        if self.made_dispatches < self.dispatches && (dispatch_is_due || self.made_records == self.records) {
            self.made_dispatches += 1;
            return Some(Item::Story(Box::new(self.dispatch(self.made_dispatches - 1))));
        }
        if self.made_records < self.records {
            self.made_records += 1;
            return Some(Item::Record(Box::new(self.record(self.made_records - 1))));
        }
        None
    }

    /// A word, the first ones far oftener than the rest (Zipf's law, near enough).
    pub(crate) fn word(&mut self) -> &str {
        let rank = ((WORDS as f64 + 1.0).powf(self.dice.share()) - 1.0) as usize;
        self.words.get(rank).map_or("the", String::as_str)
    }

    /// So many words, in sentences.
    pub(crate) fn words(&mut self, count: usize) -> String {
        let mut text = String::with_capacity(count * 7);
        let mut sentence = 0;
        for index in 0..count {
            let word = self.word().to_owned();
            if sentence == 0 {
                text.extend(word.chars().next().map(|c| c.to_ascii_uppercase()));
                text.extend(word.chars().skip(1));
            } else {
                text.push_str(&word);
            }
            sentence += 1;
            let ends = sentence > 8 && self.dice.below(6) == 0;
            text.push_str(if index + 1 == count || ends { "." } else { "" });
            text.push_str(if index + 1 == count { "" } else { " " });
            sentence = if ends { 0 } else { sentence };
        }
        text
    }

    fn at(&mut self, made: usize, all: usize) -> Moment {
        let second = START + (made as i64 * SECONDS) / all.max(1) as i64;
        Moment::from_micros(second * 1_000_000 + self.dice.below(1_000_000) as i64)
    }

    fn record(&mut self, index: usize) -> Record {
        let kinds = [SourceKind::News, SourceKind::Bluesky, SourceKind::HackerNews, SourceKind::Arxiv];
        let kind = kinds[self.dice.below(kinds.len())].clone();
        let length = 40 + self.dice.below(160);
        let at = self.at(index, self.records);
        Record {
            id: RecordId::new(format!("{}", 100_000 + index)),
            title: (!kind.is_post()).then(|| self.words(9)),
            byline: Some(self.words(2)),
            publisher: Some(format!("The {} Outlet", self.dice.below(40))),
            url: Some(format!("https://outlet.example/{index}")),
            published_at: Some(at),
            captured_at: Some(at.plus_seconds(600)),
            language: Some("en".to_owned()),
            text: Some(self.words(length)),
            external_id: Some(format!("x-{index}")),
            kind,
            ..Record::default()
        }
    }

    fn dispatch(&mut self, index: usize) -> Dispatch {
        let at = self.at(index, self.dispatches);
        let id = format!(
            "019d{:04x}-{:04x}-7{:03x}-8000-{:012x}",
            index >> 16,
            index & 0xffff,
            5,
            self.dice.roll() >> 16
        );
        let cited: Vec<Citation> = (1..=5).map(|marker| self.citation(marker)).collect();
        let section = |order, body| Section { order, body, ..Section::default() };
        let beat = self.dice.below(BEATS).min(self.dice.below(BEATS));
        Dispatch {
            id: DispatchId::new(id),
            beat: Beat {
                id: Some(beat.to_string()),
                name: Some(format!("{} & Company {beat}", self.words[beat + 200])),
            },
            headline: Some(self.words(9)),
            dek: Some(self.words(22)),
            arc: index.is_multiple_of(7).then_some(Arc::Developing),
            sections: vec![section(0, self.words(110)), section(1, self.words(100))],
            faq: (0..3).map(|order| self.question(order)).collect(),
            record_ids: cited.iter().filter_map(|citation| citation.record_id.clone()).collect(),
            citations: cited,
            platforms: vec![SourceKind::News, SourceKind::Bluesky],
            version: 1,
            active: true,
            generated_at: Some(at),
            word_count: Some(210),
            methodology: Some(methodology(index)),
            ..Dispatch::default()
        }
    }

    fn question(&mut self, order: i64) -> Question {
        Question { order, question: self.words(8), answer: self.words(20), ..Question::default() }
    }

    fn citation(&mut self, marker: u32) -> Citation {
        let recent = self.made_records.saturating_sub(1 + self.dice.below(self.made_records.clamp(1, 400)));
        Citation {
            marker: Some(marker),
            kind: CitationKind::Internal,
            record_id: Some(RecordId::new(format!("{}", 100_000 + recent))),
            title: Some(self.words(8)),
            excerpt: Some(self.words(14)),
            platform: Some(SourceKind::News),
            spans: vec![Span { start: 0, end: 60, ..Span::default() }],
            ..Citation::default()
        }
    }
}

fn methodology(index: usize) -> Methodology {
    Methodology {
        cluster: Some(ClusterNote {
            id: Some(ClusterId::new(format!("c{index}"))),
            records: 5,
            voices: 4,
            ..ClusterNote::default()
        }),
        writer: Some("extractive".to_owned()),
        ..Methodology::default()
    }
}

/// An invented word; the frequent ones are short.
fn word(dice: &mut Dice, rank: usize) -> String {
    const HEADS: [&str; 20] = [
        "b", "br", "c", "ch", "d", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr",
        "v",
    ];
    const VOWELS: [&str; 7] = ["a", "e", "i", "o", "u", "ea", "ou"];
    const TAILS: [&str; 8] = ["", "", "n", "r", "s", "t", "l", "nd"];
    let syllables = 1 + usize::from(rank > 60) + usize::from(rank > 900) + usize::from(rank > 9000);
    (0..syllables)
        .flat_map(|_| [HEADS[dice.below(20)], VOWELS[dice.below(7)], TAILS[dice.below(8)]])
        .collect::<Vec<_>>()
        .concat()
}

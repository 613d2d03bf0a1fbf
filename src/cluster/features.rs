//! A record as the words that grouping looks at.

use std::collections::{HashMap, HashSet};

use crate::story::Record;
use crate::text::bag::{Bag, Count, Lexicon};
use crate::text::shingles::without_outlet;
use crate::text::stopwords::base_language;
use crate::text::words::{Word, words};

use super::{Rules, links};

/// A record ready to be compared.
pub(super) struct Text<'a> {
    pub(super) record: &'a Record,
    pub(super) bag: Bag,
    /// Story words seen, title and body.
    pub(super) length: f64,
    /// Seconds since 1970, if the record has a time.
    pub(super) at: Option<f64>,
    /// The page it stands on and the pages it links to, in one spelling.
    pub(super) pages: Vec<String>,
}

/// More capitals than this among a title's words, and capitals say nothing.
const TITLE_CASE: f64 = 0.7;

/// What a word of the title counts.
const TWICE: f64 = 2.0;

/// What a name or a number weighs against another word.
const NAME: f64 = 1.5;

/// The records, oldest first, as comparable texts.
pub(super) fn texts<'a>(records: &'a [Record], rules: &Rules) -> Vec<Text<'a>> {
    let mut seen = HashSet::new();
    let mut order: Vec<&Record> = records.iter().filter(|record| seen.insert(&record.id)).collect();
    let timed = order.iter().any(|record| record.time().is_some());
    if timed {
        order.sort_by(|a, b| {
            let key = |r: &'a Record| (r.time().is_none(), r.time());
            key(a).cmp(&key(b)).then_with(|| match a.time() {
                Some(_) => a.id.cmp(&b.id),
                None => std::cmp::Ordering::Equal,
            })
        });
    }
    let told: Vec<Told> = order.iter().map(|record| Told::of(record, rules)).collect();
    let names = names(&told);
    let told: Vec<Vec<(&str, Count)>> = told.iter().map(|told| told.counts(&names)).collect();
    let mut lexicon = Lexicon::default();
    for text in &told {
        lexicon.learn(text.iter().map(|(word, _)| *word));
    }
    let text = |(record, counts): (&'a Record, &Vec<(&str, Count)>)| Text {
        record,
        bag: lexicon.bag(counts.iter().copied()),
        length: counts.len() as f64,
        at: record.time().map(|moment| moment.as_micros() as f64 / 1e6),
        pages: links::pages(record),
    };
    order.into_iter().zip(&told).map(text).collect()
}

/// The words of a record, before they are weighed.
struct Told {
    title: Vec<Word>,
    body: Vec<Word>,
    /// Capitals mean nothing in its title: every word has one.
    title_case: bool,
    /// Capitals mean nothing in it at all: its language gives them to every noun.
    german: bool,
}

impl Told {
    fn of(record: &Record, rules: &Rules) -> Self {
        let language = record.language.as_deref();
        let title = record.title.as_deref().unwrap_or_default();
        let title = words(without_outlet(title, record.publisher.as_deref()), language);
        let mut body = words(record.words(), language);
        body.truncate(rules.body_words);
        let capitals = title.iter().filter(|word| word.capital).count() as f64;
        let title_case = !title.is_empty() && capitals / title.len() as f64 > TITLE_CASE;
        Self { title, body, title_case, german: base_language(language) == "de" }
    }

    /// The words whose spelling tells whether they are names.
    fn telling(&self) -> impl Iterator<Item = &Word> {
        let title = if self.title_case { &[] } else { self.title.get(1..).unwrap_or_default() };
        let all = title.iter().chain(self.body.iter().skip(1));
        all.filter(|word| !word.number && !self.german)
    }

    fn counts(&self, names: &HashSet<&str>) -> Vec<(&str, Count)> {
        let weighed = |word: &'_ Word, times: f64| {
            let name = word.number || names.contains(word.key.as_str());
            Count { times, boost: if name { NAME } else { 1.0 } }
        };
        let title = self.title.iter().map(|word| (word.key.as_str(), weighed(word, TWICE)));
        title.chain(self.body.iter().map(|word| (word.key.as_str(), weighed(word, 1.0)))).collect()
    }
}

/// The words that are written with a capital more often than not, where a capital means something. Judged over the
/// whole batch, so that a name weighs the same in a headline that capitalises every word.
fn names(told: &[Told]) -> HashSet<&str> {
    let mut seen: HashMap<&str, (u32, u32)> = HashMap::new();
    for word in told.iter().flat_map(Told::telling) {
        let (capitals, all) = seen.entry(&word.key).or_default();
        *capitals += u32::from(word.capital);
        *all += 1;
    }
    seen.into_iter().filter(|(_, (capitals, all))| capitals * 2 > *all).map(|(word, _)| word).collect()
}

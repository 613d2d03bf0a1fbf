//! Laying records out: cut into sentences, their words weighed, and what they have in common found.
//!
//! A story of ninety records has hundreds of sentences, and every room of the writer looks at all of them. So what is
//! known of a sentence is found here, once: its words by number, and how near it is to what all tell.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::OnceLock;

use crate::cluster::Evidence;
use crate::story::{Cluster, Record, SpanField};
use crate::text::bag::Bag;
use crate::text::sentences::sentences;
use crate::text::stopwords::base_language;
use crate::text::words::count;

use super::brief::{Brief, Document, Sentence};
use super::front::front;
use super::named::taken;
use super::taste::{Fit, ends_shortened};
use super::traits::Traits;
use super::vocabulary::{Told, Vocabulary};

/// Documents that a brief holds at most.
const MOST: usize = 40;

/// Sentences of one document that are looked at.
const SENTENCES: usize = 40;

/// Lays out a cluster's records. Those that are not the cluster's are passed over.
pub fn brief<'a>(cluster: &'a Cluster, records: &[&'a Record]) -> Brief<'a> {
    let language = language(records);
    let original = |record: &&&Record| !cluster.copies.contains(&record.id);
    let spoken = |record: &&&Record| base_language(record.language.as_deref()) == language;
    let chosen: Vec<&'a Record> = records.iter().filter(original).filter(spoken).copied().collect();
    let mut vocabulary = Vocabulary::new(&language);
    let read: Vec<Read<'a>> =
        widest(chosen).into_iter().map(|record| Read::of(record, &language, &mut vocabulary)).collect();
    for read in &read {
        vocabulary.learn(read.sentences.iter().flat_map(|(_, words)| words).chain(&read.title));
    }
    let mut documents: Vec<Document<'a>> = read.into_iter().map(|read| read.weigh(&vocabulary)).collect();
    let centroid = centre(&mut documents);
    let evidence = Evidence::of(cluster, records);
    let (records, previous, difference) = (records.to_vec(), None, OnceLock::new());
    Brief { cluster, evidence, language, documents, records, centroid, previous, difference }
}

/// What the documents have in common, and how near each sentence is to it. Each document counts by how near it is to all of
/// them, so that one that strayed in from another story hardly counts.
fn centre(documents: &mut [Document<'_>]) -> Bag {
    let whole = |document: &Document<'_>| {
        Bag::sum(document.sentences.iter().map(|sentence| &sentence.bag).chain([&document.title])).unit()
    };
    let wholes: Vec<Bag> = documents.iter().map(whole).collect();
    let rough = Bag::sum(&wholes).unit();
    let near: Vec<f64> = wholes.iter().map(|whole| whole.dot(&rough)).collect();
    let best = near.iter().copied().fold(0.0, f64::max);
    let scaled = wholes.into_iter().zip(&near).zip(&mut *documents).map(|((whole, near), document)| {
        document.near = if best > 0.0 { near / best } else { 1.0 };
        whole.times(document.near)
    });
    let scaled: Vec<Bag> = scaled.collect();
    let centroid = Bag::sum(&scaled).unit();
    let spread = centroid.spread();
    for sentence in documents.iter_mut().flat_map(|document| &mut document.sentences) {
        sentence.near = spread.dot(&sentence.bag);
    }
    centroid
}

/// Of too many documents those with the most to say; the order stays.
fn widest(mut chosen: Vec<&Record>) -> Vec<&Record> {
    if chosen.len() > MOST {
        let mut lengths: Vec<usize> = chosen.iter().map(|record| record.words().len()).collect();
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        let least = lengths[MOST - 1];
        chosen.retain(|record| record.words().len() >= least);
        chosen.truncate(MOST);
    }
    chosen
}

/// The language with the most text, posts counting for little because they are short.
fn language(records: &[&Record]) -> String {
    let mut told: BTreeMap<String, Vec<&Record>> = BTreeMap::new();
    for record in records {
        told.entry(base_language(record.language.as_deref())).or_default().push(*record);
    }
    if told.len() < 2 {
        return told.into_keys().next().unwrap_or_else(|| base_language(None));
    }
    let words = |record: &&Record| 20 + count(record.words()).min(400);
    let most = told.into_iter().max_by_key(|(_, records)| records.iter().map(words).sum::<usize>());
    most.map(|(language, _)| language).unwrap_or_default()
}

/// A record cut into sentences, with their words, which are not yet weighed.
struct Read<'a> {
    record: &'a Record,
    title: Vec<Told>,
    sentences: Vec<(Sentence<'a>, Vec<Told>)>,
}

impl<'a> Read<'a> {
    fn of(record: &'a Record, language: &str, vocabulary: &mut Vocabulary) -> Self {
        let (title, text) = (record.title.as_deref().unwrap_or_default(), record.words());
        let mut told: Vec<Sentence<'a>> = Vec::new();
        let mut broken = false;
        for bytes in sentences(text, Some(language)).into_iter().take(SENTENCES) {
            let Some(whole) = text.get(bytes.clone()) else { continue };
            let bytes = bytes.start + front(whole)..bytes.end;
            let Some(kept) = text.get(bytes.clone()) else { continue };
            told.push(sentence(kept, SpanField::Text, bytes, told.len(), (language, broken)));
            broken = ends_shortened(kept);
        }
        if told.is_empty() && !title.trim().is_empty() {
            told.push(sentence(title, SpanField::Title, 0..title.len(), 0, (language, false)));
        }
        for (sentence, taken) in taken(title, &told).into_iter().enumerate() {
            told[sentence].taken = taken;
        }
        let mut read = |sentence: Sentence<'a>| {
            let words = vocabulary.read(sentence.text);
            (sentence, words)
        };
        let sentences = told.into_iter().map(&mut read).collect();
        Self { record, title: vocabulary.read(title), sentences }
    }

    fn weigh(self, vocabulary: &Vocabulary) -> Document<'a> {
        let weighed = |(sentence, words): (Sentence<'a>, Vec<Told>)| {
            let bag = vocabulary.bag(&words);
            Sentence { bag, ..sentence }
        };
        Document {
            record: self.record,
            voice: self.record.voice_key(),
            sentences: self.sentences.into_iter().map(weighed).collect(),
            title: vocabulary.bag(&self.title),
            near: 1.0,
        }
    }
}

fn sentence<'a>(
    text: &'a str,
    field: SpanField,
    bytes: Range<usize>,
    position: usize,
    (language, broken): (&str, bool),
) -> Sentence<'a> {
    let words = count(text);
    let traits = Traits::of(text);
    let fit = Fit::of(text, &traits, words, language, broken);
    let (bag, near, taken) = (Bag::default(), 0.0, BTreeSet::new());
    Sentence { text, field, bytes, position, bag, near, words, fit, traits, taken }
}

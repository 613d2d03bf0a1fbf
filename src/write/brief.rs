//! The records of a cluster, laid out for a writer.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::cluster::Evidence;
use crate::signal::voice;
use crate::story::{Cluster, Record, Span, SpanField};
use crate::text::bag::{Bag, Count, Lexicon};
use crate::text::sentences::{scalars, sentences};
use crate::text::stopwords::base_language;
use crate::text::words::{count, words};

/// Documents that a brief holds at most.
const MOST: usize = 60;

/// Sentences of one document that are looked at.
const SENTENCES: usize = 60;

/// Everything a writer may use.
#[derive(Debug, Clone)]
pub struct Brief<'a> {
    /// The story.
    pub cluster: &'a Cluster,
    /// What there is to write from.
    pub evidence: Evidence,
    /// The language that most of the documents speak; the others are left to be read.
    pub language: String,
    /// Its documents in that language, copies left out, oldest first.
    pub documents: Vec<Document<'a>>,
    /// All the cluster's records, oldest first.
    pub records: Vec<&'a Record>,
    /// What the documents have in common.
    pub centroid: Bag,
}

/// One record as a writer sees it.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// The record.
    pub record: &'a Record,
    /// Who speaks.
    pub voice: String,
    /// Its sentences in order; of a record without text, its title.
    pub sentences: Vec<Sentence<'a>>,
    /// The words of its title.
    pub title: Bag,
}

/// One sentence and where it stands.
#[derive(Debug, Clone)]
pub struct Sentence<'a> {
    /// The words, verbatim.
    pub text: &'a str,
    /// Title or text.
    pub field: SpanField,
    /// Its bytes there.
    pub bytes: Range<usize>,
    /// Counts from 0.
    pub position: usize,
    /// Its words, weighed.
    pub bag: Bag,
    /// How many words it has.
    pub words: usize,
}

/// A sentence of a brief: which document, which sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// Index into [`Brief::documents`].
    pub document: usize,
    /// Index into [`Document::sentences`].
    pub sentence: usize,
}

impl<'a> Brief<'a> {
    /// The sentence at a place of this brief.
    pub fn sentence(&self, place: Place) -> &Sentence<'a> {
        &self.documents[place.document].sentences[place.sentence]
    }

    /// All places, document by document.
    pub fn places(&self) -> impl Iterator<Item = Place> + '_ {
        let within = |(document, d): (usize, &Document<'_>)| {
            (0..d.sentences.len()).map(move |sentence| Place { document, sentence })
        };
        self.documents.iter().enumerate().flat_map(within)
    }

    /// The span of a part of a document's stored text.
    pub fn span(
        &self,
        document: usize,
        field: SpanField,
        bytes: &Range<usize>,
        sha256: &str,
    ) -> Option<Span> {
        let range = scalars(stored(self.documents[document].record, field), bytes)?;
        Some(Span { start: range.start, end: range.end, sha256: Some(sha256.to_owned()), field })
    }
}

/// The string that spans of a field count into.
pub(super) fn stored(record: &Record, field: SpanField) -> &str {
    match field {
        SpanField::Text => record.words(),
        SpanField::Title => record.title.as_deref().unwrap_or_default(),
    }
}

/// Lays out a cluster's records. Those that are not the cluster's are passed over.
pub fn brief<'a>(cluster: &'a Cluster, records: &[&'a Record]) -> Brief<'a> {
    let language = language(records);
    let original = |record: &&&Record| !cluster.copies.contains(&record.id);
    let spoken = |record: &&&Record| base_language(record.language.as_deref()) == language;
    let chosen: Vec<&'a Record> = records.iter().filter(original).filter(spoken).copied().collect();
    let chosen = widest(chosen);
    let mut lexicon = Lexicon::default();
    for record in &chosen {
        let told = format!("{}\n{}", record.title.as_deref().unwrap_or_default(), record.words());
        let keys: Vec<String> = words(&told, Some(&language)).into_iter().map(|word| word.key).collect();
        lexicon.learn(keys.iter().map(String::as_str));
    }
    let documents: Vec<Document<'a>> =
        chosen.iter().map(|record| document(record, &language, &lexicon)).collect();
    let mut centroid = Bag::default();
    for document in &documents {
        let whole = document.sentences.iter().fold(document.title.clone(), |sum, s| sum.plus(&s.bag));
        centroid = centroid.plus(&whole.unit());
    }
    let evidence = Evidence::of(cluster, records);
    Brief { cluster, evidence, language, documents, records: records.to_vec(), centroid: centroid.unit() }
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
    let mut told: BTreeMap<String, usize> = BTreeMap::new();
    for record in records {
        let words = 20 + count(record.words()).min(400);
        *told.entry(base_language(record.language.as_deref())).or_default() += words;
    }
    let most = told.into_iter().max_by_key(|(_, words)| *words);
    most.map_or_else(|| base_language(None), |(language, _)| language)
}

fn document<'a>(record: &'a Record, language: &str, lexicon: &Lexicon) -> Document<'a> {
    let title = record.title.as_deref().unwrap_or_default();
    let sentence = |text: &'a str, field, bytes: Range<usize>, position| Sentence {
        bag: bag(text, language, lexicon),
        words: count(text),
        text,
        field,
        bytes,
        position,
    };
    let text = record.words();
    let ranges = sentences(text, Some(language)).into_iter().take(SENTENCES).enumerate();
    let mut told: Vec<Sentence<'a>> = ranges
        .filter_map(|(at, bytes)| Some(sentence(text.get(bytes.clone())?, SpanField::Text, bytes, at)))
        .collect();
    if told.is_empty() && !title.trim().is_empty() {
        told.push(sentence(title, SpanField::Title, 0..title.len(), 0));
    }
    Document { record, voice: voice(record), sentences: told, title: bag(title, language, lexicon) }
}

fn bag(text: &str, language: &str, lexicon: &Lexicon) -> Bag {
    let words = words(text, Some(language));
    let count = |capital| Count { times: 1.0, boost: if capital { 1.3 } else { 1.0 } };
    lexicon.bag(words.iter().map(|word| (word.key.as_str(), count(word.capital || word.number))))
}

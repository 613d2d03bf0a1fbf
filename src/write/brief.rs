//! The records of a cluster, laid out for a writer.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use crate::cluster::Evidence;
use crate::story::{Cluster, Dispatch, Record, Span, SpanField};
use crate::text::bag::{Bag, Count, Lexicon};
use crate::text::sentences::{scalars, sentences};
use crate::text::stopwords::base_language;
use crate::text::words::{Word, count, folded, tokens};

use super::front::front;
use super::named::taken;
use super::taste::{Fit, ends_shortened};

/// Documents that a brief holds at most.
const MOST: usize = 40;

/// Sentences of one document that are looked at.
const SENTENCES: usize = 40;

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
    /// The version that the new one is to follow.
    pub previous: Option<&'a Dispatch>,
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
    /// How near it is to what all tell, by the nearest document: 0 to 1.
    pub near: f64,
}

/// One sentence and where it stands.
#[derive(Debug, Clone)]
pub struct Sentence<'a> {
    /// The words, verbatim; without a dateline that stood before them.
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
    /// What it is good for.
    pub fit: Fit,
    /// Last names that it takes as known, since its text gave them in full before.
    pub taken: BTreeSet<String>,
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
    /// The brief for a version that follows another: what is new is told as such.
    #[must_use]
    pub fn since(self, previous: Option<&'a Dispatch>) -> Self {
        Self { previous, ..self }
    }

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
    let mut vocabulary = Vocabulary::new(&language);
    let read: Vec<Read<'a>> =
        widest(chosen).into_iter().map(|record| Read::of(record, &language, &mut vocabulary)).collect();
    let mut lexicon = Lexicon::default();
    for read in &read {
        let mut words: Vec<usize> =
            read.sentences.iter().flat_map(|(_, words)| words).chain(&read.title).copied().collect();
        words.sort_unstable();
        words.dedup();
        lexicon.learn(words.into_iter().map(|word| vocabulary.words[word].key.as_str()));
    }
    let weighed = |read: Read<'a>| read.weigh(&lexicon, &vocabulary);
    let mut documents: Vec<Document<'a>> = read.into_iter().map(weighed).collect();
    let centroid = centre(&mut documents);
    let evidence = Evidence::of(cluster, records);
    let records = records.to_vec();
    Brief { cluster, evidence, language, documents, records, centroid, previous: None }
}

/// What the documents have in common. Each counts by how near it is to all of them, so that one that strayed in from
/// another story hardly counts.
fn centre(documents: &mut [Document<'_>]) -> Bag {
    let whole = |document: &Document<'_>| {
        Bag::sum(document.sentences.iter().map(|sentence| &sentence.bag).chain([&document.title])).unit()
    };
    let wholes: Vec<Bag> = documents.iter().map(whole).collect();
    let rough = Bag::sum(&wholes).unit();
    let near: Vec<f64> = wholes.iter().map(|whole| whole.dot(&rough)).collect();
    let best = near.iter().copied().fold(0.0, f64::max);
    let scaled = wholes.into_iter().zip(&near).zip(documents).map(|((whole, near), document)| {
        document.near = if best > 0.0 { near / best } else { 1.0 };
        whole.times(document.near)
    });
    let scaled: Vec<Bag> = scaled.collect();
    Bag::sum(&scaled).unit()
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

/// A record cut into sentences, with their words, which are not yet weighed.
struct Read<'a> {
    record: &'a Record,
    title: Vec<usize>,
    sentences: Vec<(Sentence<'a>, Vec<usize>)>,
}

/// The words of a brief by number: a word is brought to its stem once, however often it is told.
struct Vocabulary {
    language: String,
    numbers: HashMap<String, Option<usize>>,
    words: Vec<Word>,
}

impl Vocabulary {
    fn new(language: &str) -> Self {
        Self { language: language.to_owned(), numbers: HashMap::new(), words: Vec::new() }
    }

    /// The numbers of a text's words, in order.
    fn read(&mut self, text: &str) -> Vec<usize> {
        let mut found = Vec::new();
        tokens(&folded(text), |token, pair| {
            found.extend(self.number(token, pair));
            true
        });
        found
    }

    fn number(&mut self, token: &str, pair: bool) -> Option<usize> {
        if let Some(known) = self.numbers.get(token) {
            return *known;
        }
        let word = Word::of(token, pair, &self.language);
        let number = word.map(|word| {
            self.words.push(word);
            self.words.len() - 1
        });
        self.numbers.insert(token.to_owned(), number);
        number
    }
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

    fn weigh(self, lexicon: &Lexicon, vocabulary: &Vocabulary) -> Document<'a> {
        let weighed = |(sentence, words): (Sentence<'a>, Vec<usize>)| {
            let bag = bag(&words, lexicon, vocabulary);
            Sentence { bag, ..sentence }
        };
        Document {
            record: self.record,
            voice: self.record.voice_key(),
            sentences: self.sentences.into_iter().map(weighed).collect(),
            title: bag(&self.title, lexicon, vocabulary),
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
    let fit = Fit::of(text, words, language, broken);
    Sentence { text, field, bytes, position, bag: Bag::default(), words, fit, taken: BTreeSet::new() }
}

fn bag(words: &[usize], lexicon: &Lexicon, vocabulary: &Vocabulary) -> Bag {
    lexicon.bag(words.iter().map(|word| counted(&vocabulary.words[*word])))
}

/// How a word counts in a bag: more where it is a name, or a number.
pub(super) fn counted(word: &Word) -> (&str, Count) {
    let boost = if word.capital || word.number { 1.3 } else { 1.0 };
    (word.key.as_str(), Count { times: 1.0, boost })
}

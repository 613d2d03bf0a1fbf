//! What a story tells at its core, and how much of that is told already.
//!
//! The core is what its records agree on: the words, names and numbers of their titles and first sentences that two of
//! them and more have, or all of them where hardly anything is shared. A word weighs by how many have it and by how rare
//! it is in news at large; a name or a number twice as much, since it says which event is meant and what of it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::cluster::Background;
use crate::story::{Cluster, Dispatch, Record, RecordId};
use crate::text::markers::without_markers;
use crate::text::names::names;
use crate::text::numbers::numbers;
use crate::text::sentences::sentences;
use crate::text::stopwords::base_language;
use crate::text::words::words;

/// Records that are looked at, the oldest of a story.
const LOOKED_AT: usize = 16;

/// Bytes of each text that are looked at, and sentences of those.
const BYTES: usize = 1_200;
const FIRST: usize = 2;

/// Below so many shared words a story's core is all that is told.
const LEAST: usize = 8;

/// A name less rare than this names no event: `Thursday`, `Europe`.
const RARE: f64 = 0.45;

/// Words that a search goes by.
const SOUGHT: usize = 14;

/// What a story tells at its core.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts(BTreeMap<String, Fact>);

#[derive(Debug, Clone, Default)]
struct Fact {
    kind: Kind,
    /// As it was written, for people and for searches.
    form: String,
    weight: f64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    #[default]
    Word,
    Number,
    Name,
}

/// How much of a story is told already.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Overlap {
    /// The share of what it tells at its core, 0 to 1.
    pub(super) share: f64,
    /// Names that both have.
    pub(super) names: usize,
    /// A name or a number of the core is not told yet.
    pub(super) new: bool,
}

/// The keys of all words and numbers that a dispatch tells: of its prose, and of what its citations are called and quote.
/// Numbers by value, behind a `#`.
pub(super) fn keys_of(dispatch: &Dispatch) -> HashSet<String> {
    let mut parts: Vec<String> = vec![dispatch.title().to_owned()];
    parts.extend(dispatch.dek.clone());
    let bodies = dispatch.sections.iter().map(|section| &section.body);
    let prose = dispatch.takeaways.iter().chain(bodies).chain(dispatch.faq.iter().map(|faq| &faq.answer));
    parts.extend(prose.map(|text| without_markers(text)));
    if dispatch.sections.is_empty() {
        parts.extend(dispatch.content.as_deref().map(without_markers));
    }
    for citation in dispatch.citations.iter().filter(|citation| !citation.is_web()) {
        parts.extend(citation.title.iter().chain(&citation.excerpt).cloned());
    }
    let mut keys = HashSet::new();
    for part in &parts {
        keys.extend(words(part, None).into_iter().map(|word| word.key));
        keys.extend(numbers(part).into_iter().map(|number| format!("#{}", number.value)));
    }
    keys
}

impl Facts {
    /// Of a story's records, copies left out.
    pub(super) fn of(cluster: &Cluster, members: &[&Record]) -> Self {
        let copies: BTreeSet<&RecordId> = cluster.copies.iter().collect();
        let originals = members.iter().filter(|record| !copies.contains(&record.id)).take(LOOKED_AT);
        let told: Vec<BTreeMap<String, Fact>> = originals.map(|record| told(record)).collect();
        let all = told.len().max(1) as f64;
        let mut sum: BTreeMap<String, (usize, Fact)> = BTreeMap::new();
        for (key, fact) in told.into_iter().flatten() {
            let (times, known) = sum.entry(key).or_insert((0, Fact::default()));
            *times += 1;
            if fact.kind >= known.kind || known.form.is_empty() {
                known.clone_from(&fact);
            }
        }
        let shared = sum.values().filter(|(times, _)| *times > 1).count();
        let core = sum.into_iter().filter(|(_, (times, _))| shared < LEAST || *times > 1);
        let weighed = core.map(|(key, (times, fact))| {
            let weight = fact.weight * times as f64 / all;
            (key, Fact { weight, ..fact })
        });
        Self(weighed.collect())
    }

    /// The words that a search for dispatches about the same goes by: names first, then the weightiest.
    pub(super) fn sought(&self) -> Vec<String> {
        let mut facts: Vec<&Fact> = self.0.values().filter(|fact| fact.kind != Kind::Number).collect();
        facts.sort_by(|a, b| {
            (b.kind, b.weight).partial_cmp(&(a.kind, a.weight)).unwrap_or(std::cmp::Ordering::Equal)
        });
        facts.into_iter().take(SOUGHT).map(|fact| fact.form.clone()).collect()
    }

    /// What it weighs as a whole.
    pub(super) fn weight(&self) -> f64 {
        self.0.values().map(|fact| fact.weight).sum()
    }

    /// Each of its keys with what that weighs.
    pub(super) fn weights(&self) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().map(|(key, fact)| (key.as_str(), fact.weight))
    }

    /// How much of it is told, by the keys that are.
    pub(super) fn told(&self, is_told: impl Fn(&str) -> bool) -> Overlap {
        let mut told = 0.0;
        let (mut names, mut new) = (0, false);
        for (key, fact) in &self.0 {
            if is_told(key) {
                told += fact.weight;
                names += usize::from(fact.kind == Kind::Name);
            } else {
                new |= fact.kind != Kind::Word;
            }
        }
        let all = self.weight();
        Overlap { share: if all > 0.0 { told / all } else { 0.0 }, names, new }
    }
}

/// What the title and the first sentences of a record tell; numbers by value, behind a `#`.
fn told(record: &Record) -> BTreeMap<String, Fact> {
    let language = base_language(record.language.as_deref());
    let background = Background::shipped();
    let title = record.title.as_deref().unwrap_or_default();
    let text = record.words();
    let text = text.get(..text.floor_char_boundary(BYTES)).unwrap_or(text);
    let end =
        sentences(text, Some(&language)).get(..FIRST).and_then(|first| first.last()).map(|last| last.end);
    let lead = text.get(..end.unwrap_or(text.len())).unwrap_or(text);
    let mut found: BTreeMap<String, Fact> = BTreeMap::new();
    let named: BTreeSet<String> = names(lead, Some(&language))
        .into_iter()
        .filter_map(|name| lead.get(name.range))
        .flat_map(|name| words(name, Some(&language)).into_iter().map(|word| word.key))
        .collect();
    for word in [title, lead].into_iter().flat_map(|part| words(part, Some(&language))) {
        if word.number {
            continue;
        }
        let rarity = background.rarity(&word.key, &language);
        let name = rarity >= RARE && named.contains(&word.key);
        let (kind, weight) = if name { (Kind::Name, 2.0 * rarity) } else { (Kind::Word, rarity) };
        found.entry(word.key).or_insert(Fact { kind, form: word.form, weight });
    }
    for part in [title, lead] {
        for number in numbers(part).into_iter().filter(|number| !number.spelled) {
            let form = part.get(number.range).unwrap_or_default().to_owned();
            found.entry(format!("#{}", number.value)).or_insert(Fact {
                kind: Kind::Number,
                form,
                weight: 2.0,
            });
        }
    }
    found
}

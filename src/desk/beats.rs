//! Beats: under which name a story is filed.
//!
//! A beat has words and sources. Where more than half of the sources that tell a story belong to one beat, it is filed
//! there: whoever says `beat = "sea"` of a source means it. Where they belong to different beats, or too few to any, words
//! decide: the story goes to the beat whose words it uses most, a word in a headline counting as much as three in a text, and
//! a source as much as a headline full of them. A source counts once, however much it sends. Likeness to what was filed
//! before ([`Learned`]) decides between beats that are near each other, and, where it is plain, speaks alone where neither
//! words nor sources do. Where nothing speaks, a story is filed under no beat, which readers see as `General`. The reason is
//! kept in words.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::story::{self, Filing, Note, Record};
use crate::text::words::words;

use super::learned::Learned;

/// A beat as it is configured.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Beat {
    /// Its short name in addresses: `ai-industry`.
    pub slug: String,
    /// The name people read.
    pub name: String,
    /// The words that its stories use; a name of several words counts only when they stand together.
    pub words: Vec<String>,
    /// The sources whose records belong to it, by their names in the config.
    pub sources: Vec<String>,
}

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    beat: Vec<Beat>,
}

/// Reads `[[beat]]` tables. What cannot be read is noted, and leaves no beats.
pub fn parse(toml: &str) -> (Vec<Beat>, Vec<Note>) {
    match toml::from_str::<File>(toml) {
        Ok(file) => (file.beat, Vec::new()),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let line = 1 + toml.get(..at).unwrap_or_default().matches('\n').count();
            (Vec::new(), vec![Note::new(line, format!("beats: {}", error.message()))])
        }
    }
}

/// A word in a headline counts so often.
const HEADLINE: usize = 3;

/// Words of each text that are looked at.
const LOOKED_AT: usize = 120;

/// Bytes that have so many words: the rest of a long text need not be taken apart.
const BYTES: usize = 2_000;

/// What the first source that belongs to a beat is worth in uses of its words; further ones less, like further uses.
const A_SOURCE: f64 = 6.0;

/// What likeness to the dispatches of a beat is worth at most.
const A_LIKENESS: f64 = 2.0;

/// Words that a reason names.
const NAMED: usize = 3;

/// Where a story is filed, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filed {
    /// The beat; none for `General`.
    pub beat: story::Beat,
    /// Why.
    pub why: Filing,
}

/// What speaks for a beat.
#[derive(Debug, Default)]
struct Voices<'a> {
    /// Its words that the story uses, with how much.
    words: Vec<(f64, &'a str)>,
    /// How many of those who tell it belong there.
    sources: usize,
    /// How like it is to what was filed there, 0 to 1, and words that say so.
    like: f64,
    alike: Vec<String>,
}

impl Voices<'_> {
    fn score(&self) -> f64 {
        let words: f64 = self.words.iter().map(|(uses, _)| uses).sum();
        words + A_SOURCE * (self.sources as f64).sqrt() + A_LIKENESS * self.like
    }

    fn why(&self, voters: usize) -> Filing {
        let mut parts = Vec::new();
        let mut words = self.words.clone();
        words.sort_by(|a, b| b.0.total_cmp(&a.0));
        let named: Vec<&str> = words.iter().take(NAMED).map(|(_, word)| *word).collect();
        if !named.is_empty() {
            parts.push(format!("its words {}", named.join(", ")));
        }
        if self.sources > 0 {
            let sources = if voters == 1 { "source" } else { "sources" };
            parts.push(format!("{} of {voters} {sources}", self.sources));
        }
        if !self.alike.is_empty() {
            parts.push(format!("like what was filed there before, by {}", self.alike.join(", ")));
        }
        Filing { why: parts.join("; "), alike: named.is_empty() && self.sources == 0 }
    }
}

/// The beat that some records belong to; the first of equals.
pub fn file(beats: &[Beat], learned: &Learned, records: &[&Record]) -> Filed {
    let told: Vec<(Vec<String>, usize)> = records.iter().flat_map(|record| told(record)).collect();
    let (votes, voters) = votes(beats, records);
    let of = |beat: &Beat| votes.get(beat.slug.as_str()).copied().unwrap_or_default();
    let by_most: Vec<&Beat> = beats.iter().filter(|beat| of(beat) * 2 > voters).collect();
    let candidates: Vec<&Beat> = if by_most.is_empty() { beats.iter().collect() } else { by_most };
    let keys: BTreeSet<&str> = told.iter().flat_map(|(keys, _)| keys).map(String::as_str).collect();
    let mut best: Option<(f64, &Beat, Voices<'_>)> = None;
    for beat in candidates {
        let words = beat.words.iter().map(|word| (uses(word, &told, &keys), word.as_str()));
        let words: Vec<(f64, &str)> = words.filter(|(uses, _)| *uses > 0.0).collect();
        let likeness = learned.likeness(&beat.name, &keys);
        // Without a word or a source of its own, only what is plainly alike.
        let speaks = !words.is_empty() || of(beat) > 0;
        let likeness = likeness.filter(|likeness| speaks || likeness.plain);
        let (like, alike) = likeness.map(|like| (like.share, like.words)).unwrap_or_default();
        let voices = Voices { words, sources: of(beat), like, alike };
        let score = voices.score();
        if score > 0.0 && best.as_ref().is_none_or(|(most, ..)| score > *most) {
            best = Some((score, beat, voices));
        }
    }
    let Some((_, beat, voices)) = best else {
        let why = "none of the beats has its words or sources".to_owned();
        return Filed { beat: story::Beat::default(), why: Filing { why, alike: false } };
    };
    let why = voices.why(voters);
    Filed { beat: story::Beat { id: Some(beat.slug.clone()), name: Some(beat.name.clone()) }, why }
}

/// How many of those who tell a story belong to each beat, by its slug, and how many tell it.
fn votes<'a>(beats: &'a [Beat], records: &[&Record]) -> (BTreeMap<&'a str, usize>, usize) {
    let mut votes = BTreeMap::new();
    let sources: BTreeSet<&str> =
        records.iter().filter_map(|record| record.source.as_ref()).map(story::SourceName::as_str).collect();
    // What did not come from a source speaks, too, if only by its words.
    let others: BTreeSet<&str> =
        records.iter().filter(|record| record.source.is_none()).map(|record| record.voice()).collect();
    for beat in beats {
        let own = sources.iter().filter(|name| beat.sources.iter().any(|source| source == *name)).count();
        if own > 0 {
            votes.insert(beat.slug.as_str(), own);
        }
    }
    (votes, sources.len() + others.len())
}

fn told(record: &Record) -> [(Vec<String>, usize); 2] {
    let keys = |text: &str| words(text, record.language.as_deref()).into_iter().map(|word| word.key);
    let title = keys(record.title.as_deref().unwrap_or_default()).collect();
    let text = record.words();
    let text = text.get(..text.floor_char_boundary(BYTES)).unwrap_or(text);
    [(title, HEADLINE), (keys(text).take(LOOKED_AT).collect(), 1)]
}

/// How much a word of a beat is used; the tenth time tells less than the first.
fn uses(word: &str, told: &[(Vec<String>, usize)], keys: &BTreeSet<&str>) -> f64 {
    let wanted: Vec<String> = words(word, None).into_iter().map(|word| word.key).collect();
    // Most words of a beat stand in no text of a story.
    if wanted.is_empty() || wanted.iter().any(|key| !keys.contains(key.as_str())) {
        return 0.0;
    }
    let times = |keys: &[String]| keys.windows(wanted.len()).filter(|window| *window == wanted).count();
    let sum: usize = told.iter().map(|(keys, weight)| times(keys) * weight).sum();
    (sum as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{Learned, file, parse};
    use crate::story::Record;

    const TOML: &str = "[[beat]]\nslug = \"world\"\nname = \"World\"\nwords = [\"treaty\", \"election recount\"]\n\
                        [[beat]]\nslug = \"science\"\nname = \"Science\"\nwords = [\"glacier\"]\n";

    #[test]
    fn a_story_goes_where_its_words_are() {
        let (beats, notes) = parse(TOML);
        assert!(notes.is_empty());
        let record = |title: &str| Record { title: Some(title.to_owned()), ..Record::default() };
        let filed = |title: &str| file(&beats, &Learned::default(), &[&record(title)]).beat.label();
        assert_eq!(filed("Lake under glaciers found"), "Science");
        assert_eq!(filed("Election recounts end"), "World");
        assert_eq!(filed("An election without it"), "General");
    }

    #[test]
    fn a_story_goes_where_its_sources_belong() {
        let (mut beats, _) = parse(TOML);
        beats[0].sources = vec!["post".into(), "mail".into()];
        beats[1].sources = vec!["lab".into()];
        let filed = |told: &[(&str, &str)]| {
            let record = |(source, title): &(&str, &str)| Record {
                title: Some((*title).to_owned()),
                source: (!source.is_empty()).then(|| (*source).into()),
                publisher: Some((*title).to_owned()),
                ..Record::default()
            };
            let records: Vec<Record> = told.iter().map(record).collect();
            file(&beats, &Learned::default(), &records.iter().collect::<Vec<_>>()).beat.label()
        };
        // One source, whatever its words.
        assert_eq!(filed(&[("lab", "The treaty, treaty, treaty")]), "Science");
        assert_eq!(filed(&[("post", "Nothing of the kind"), ("mail", "Glacier")]), "World");
        // As many of one as of the other: words.
        assert_eq!(filed(&[("lab", "The treaty"), ("post", "A treaty")]), "World");
        assert_eq!(filed(&[("lab", "The glacier"), ("post", "A glacier")]), "Science");
        // A source counts once, however much it sends.
        assert_eq!(filed(&[("post", "a"), ("post", "b"), ("post", "c"), ("lab", "A glacier")]), "Science");
        // A source that belongs nowhere speaks by its words, and rarely against one that belongs somewhere.
        assert_eq!(filed(&[("lab", "Ice"), ("elsewhere", "A treaty")]), "Science");
        assert_eq!(filed(&[("elsewhere", "A treaty")]), "World");
        assert_eq!(filed(&[("elsewhere", "Nothing"), ("", "at all")]), "General");
    }

    #[test]
    fn the_reason_is_told() {
        let (mut beats, _) = parse(TOML);
        beats[1].sources = vec!["lab".into()];
        let filed = ["Glacier", "Ice of the glaciers", "A lake"].map(|title| ("Science", title, ""));
        let learned = Learned::of(filed.iter().cycle().take(9).copied());
        let record = |source: &str, title: &str| Record {
            title: Some(title.to_owned()),
            source: Some(source.into()),
            ..Record::default()
        };
        for (told, beat, why, alike) in [
            (
                &[("lab", "Glacier"), ("post", "A lake")][..],
                "Science",
                "its words glacier; 1 of 2 sources",
                false,
            ),
            (&[("lab", "Nothing")], "Science", "1 of 1 source", false),
            (&[("post", "A treaty")], "World", "its words treaty", false),
            (&[("post", "Nothing")], "General", "none of the beats has its words or sources", false),
        ] {
            let records: Vec<Record> = told.iter().map(|(source, title)| record(source, title)).collect();
            let found = file(&beats, &learned, &records.iter().collect::<Vec<_>>());
            assert_eq!((found.beat.label().as_str(), found.why.alike), (beat, alike), "{told:?}");
            assert!(found.why.why.starts_with(why), "{}", found.why.why);
        }
    }

    #[test]
    fn a_broken_file_is_noted_with_its_line() {
        let (beats, notes) = parse("[[beat]]\nslug = 3\n");
        assert!(beats.is_empty());
        assert_eq!(notes[0].line, 2);
    }
}

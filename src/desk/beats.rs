//! Beats: under which name a story is filed.
//!
//! A beat has words and sources. Where more than half of the sources that tell a story belong to one beat, it is filed
//! there: whoever says `beat = "sea"` of a source means it. Where they belong to different beats, or too few to any, words
//! decide: the story goes to the beat whose words it uses most, a word in a headline counting as much as three in a text, and
//! a source as much as a headline full of them. A source counts once, however much it sends. Where neither words nor
//! sources speak, a story is filed under no beat, which readers see as `General`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::story::{self, Note, Record};
use crate::text::words::words;

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

/// What the first source that belongs to a beat is worth in uses of its words; further ones less, like further uses.
const A_SOURCE: f64 = 6.0;

/// The beat that some records belong to; the first of equals.
pub fn file(beats: &[Beat], records: &[&Record]) -> story::Beat {
    let told: Vec<(Vec<String>, usize)> = records.iter().flat_map(|record| told(record)).collect();
    let (votes, voters) = votes(beats, records);
    let by_most: Vec<&Beat> = beats
        .iter()
        .filter(|beat| votes.get(beat.slug.as_str()).is_some_and(|votes| votes * 2 > voters))
        .collect();
    let candidates: Vec<&Beat> = if by_most.is_empty() { beats.iter().collect() } else { by_most };
    let mut best: Option<(f64, &Beat)> = None;
    for beat in candidates {
        let score: f64 = beat.words.iter().map(|word| uses(word, &told)).sum();
        let score =
            score + votes.get(beat.slug.as_str()).map_or(0.0, |votes| A_SOURCE * (*votes as f64).sqrt());
        if score > 0.0 && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, beat));
        }
    }
    best.map_or_else(story::Beat::default, |(_, beat)| story::Beat {
        id: Some(beat.slug.clone()),
        name: Some(beat.name.clone()),
    })
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
    [(title, HEADLINE), (keys(record.words()).take(LOOKED_AT).collect(), 1)]
}

/// How much a word of a beat is used; the tenth time tells less than the first.
fn uses(word: &str, told: &[(Vec<String>, usize)]) -> f64 {
    let wanted: Vec<String> = words(word, None).into_iter().map(|word| word.key).collect();
    if wanted.is_empty() {
        return 0.0;
    }
    let times = |keys: &[String]| keys.windows(wanted.len()).filter(|window| *window == wanted).count();
    let sum: usize = told.iter().map(|(keys, weight)| times(keys) * weight).sum();
    (sum as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{file, parse};
    use crate::story::Record;

    const TOML: &str = "[[beat]]\nslug = \"world\"\nname = \"World\"\nwords = [\"treaty\", \"election recount\"]\n\
                        [[beat]]\nslug = \"science\"\nname = \"Science\"\nwords = [\"glacier\"]\n";

    #[test]
    fn a_story_goes_where_its_words_are() {
        let (beats, notes) = parse(TOML);
        assert!(notes.is_empty());
        let record = |title: &str| Record { title: Some(title.to_owned()), ..Record::default() };
        let filed = |title: &str| file(&beats, &[&record(title)]).label();
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
            file(&beats, &records.iter().collect::<Vec<_>>()).label()
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
    fn a_broken_file_is_noted_with_its_line() {
        let (beats, notes) = parse("[[beat]]\nslug = 3\n");
        assert!(beats.is_empty());
        assert_eq!(notes[0].line, 2);
    }
}

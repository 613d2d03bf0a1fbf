//! Beats: under which name a story is filed.
//!
//! A beat is a row of words. A story goes to the beat whose words it uses most, a word in a headline counting as
//! much as three in a text; where none is used it is filed under no beat, which readers see as `General`.

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

/// The beat that some records belong to; the first of equals.
pub fn file(beats: &[Beat], records: &[&Record]) -> story::Beat {
    let told: Vec<(Vec<String>, usize)> = records.iter().flat_map(|record| told(record)).collect();
    let mut best: Option<(f64, &Beat)> = None;
    for beat in beats {
        let score: f64 = beat.words.iter().map(|word| uses(word, &told)).sum();
        if score > 0.0 && best.is_none_or(|(most, _)| score > most) {
            best = Some((score, beat));
        }
    }
    best.map_or_else(story::Beat::default, |(_, beat)| story::Beat {
        id: Some(beat.slug.clone()),
        name: Some(beat.name.clone()),
    })
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
    fn a_broken_file_is_noted_with_its_line() {
        let (beats, notes) = parse("[[beat]]\nslug = 3\n");
        assert!(beats.is_empty());
        assert_eq!(notes[0].line, 2);
    }
}

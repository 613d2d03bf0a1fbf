//! The records laid out for a model: numbered sentences between fences.

use std::fmt::Write as _;

use super::bare::bare;
use crate::story::RecordId;
use crate::text::words::count;
use crate::write::{Brief, Place};

/// Documents that a model gets at most, sentences of each, and words of each.
const DOCUMENTS: usize = 20;
const SENTENCES: usize = 24;
const WORDS: usize = 450;

/// Words in all.
const ALL_WORDS: usize = 4_000;

/// Words of a sentence; a longer one is no sentence.
const LONGEST: usize = 120;

/// Characters of an outlet's name, and of a title.
const NAME: usize = 60;
const TITLE: usize = 160;

/// The letters of a fence's name: none that look alike, none that make words.
const LETTERS: &[u8] = b"bcdfghjkmnpqrstvwxz23456789";

/// The name of a fence, from randomness: seven characters.
pub fn fence(random: u64) -> String {
    let letter = |n: u32| {
        let digit = random / (LETTERS.len() as u64).pow(n) % LETTERS.len() as u64;
        char::from(LETTERS[digit as usize])
    };
    (0..7).map(letter).collect()
}

/// Sentences with numbers, as a model gets them.
#[derive(Debug, Clone, Default)]
pub struct Numbered {
    /// What the fences are called.
    pub fence: String,
    /// The sentence of each number; the first is number 1.
    pub places: Vec<Place>,
    /// All of it, fences included.
    pub text: String,
    /// The records in it, in order.
    pub records: Vec<RecordId>,
}

impl Numbered {
    /// The sentence of an id such as `k7qfw2x-12`.
    pub fn place(&self, id: &str) -> Option<Place> {
        let id = id.trim_matches(|c: char| !c.is_ascii_alphanumeric());
        let number: usize = id.strip_prefix(&self.fence)?.strip_prefix('-')?.parse().ok()?;
        self.places.get(number.checked_sub(1)?).copied()
    }
}

/// Lays out the documents of a brief: those nearest to what all tell, oldest first, each from its beginning.
pub fn lay(brief: &Brief<'_>, fence: &str) -> Numbered {
    let mut nearest: Vec<usize> = (0..brief.documents.len()).collect();
    let near = |at: &usize| brief.documents[*at].title.dot(&brief.centroid);
    nearest.sort_by(|a, b| near(b).total_cmp(&near(a)).then(a.cmp(b)));
    nearest.truncate(DOCUMENTS);
    nearest.sort_unstable();
    let mut laid = Numbered { fence: fence.to_owned(), ..Numbered::default() };
    // Many documents share the room evenly.
    let each = WORDS.min(ALL_WORDS / nearest.len().max(1));
    for document in nearest {
        block(brief, document, each, &mut laid);
    }
    laid
}

fn block(brief: &Brief<'_>, at: usize, most: usize, laid: &mut Numbered) {
    let document = &brief.documents[at];
    let record = document.record;
    let cut = |text: &str, most: usize| bare(text).chars().take(most).collect::<String>();
    let time = record.time().map(|time| time.to_string()).unwrap_or_default();
    let title = cut(record.title.as_deref().unwrap_or_default(), TITLE);
    let mut lines = String::new();
    let mut words = 0;
    for (place, sentence) in document.sentences.iter().enumerate().take(SENTENCES) {
        let text = bare(sentence.text);
        let long = count(&text);
        if long == 0 || long > LONGEST || text.contains(&laid.fence) {
            continue;
        }
        if words + long > most && words > 0 {
            break;
        }
        words += long;
        laid.places.push(Place { document: at, sentence: place });
        let _ = writeln!(lines, "{}-{} {text}", laid.fence, laid.places.len());
    }
    if lines.is_empty() || title.contains(&laid.fence) {
        return;
    }
    laid.records.push(record.id.clone());
    let (number, name, fence) = (laid.records.len(), cut(record.voice(), NAME), &laid.fence);
    let _ = write!(
        laid.text,
        "<<{fence} record {number} | {name} | {} | {time} | {title}\n{lines}{fence}>>\n\n",
        record.kind.label()
    );
}

#[cfg(test)]
mod tests {
    use super::fence;

    #[test]
    fn fences_have_names_that_differ() {
        let names: std::collections::BTreeSet<String> = (0..1_000).map(|n| fence(n * 7_919)).collect();
        assert_eq!(names.len(), 1_000);
        assert!(names.iter().all(|name| name.len() == 7));
    }
}

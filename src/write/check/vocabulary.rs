//! The words of one record, for asking whether a name stands in it at all.

use std::collections::HashSet;

use super::lexicon::{Kind, Lexicon, Token};
use super::shelf::Sheet;

/// Letters that two forms of a name must share from the beginning: `Hexley`, `Hexleyan`.
const SHARED: usize = 4;

/// Letters that one form may be longer.
const LONGER: usize = 3;

/// The words of one record.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    keys: HashSet<u32>,
    /// The words of the outlet's and the writer's name.
    voice: HashSet<u32>,
    /// Words with a capital, in lower case.
    capitals: HashSet<String>,
    /// First letters of runs of capitalised words.
    initials: HashSet<String>,
}

impl Vocabulary {
    /// Of a record.
    pub(super) fn of(sheet: &Sheet<'_>, lexicon: &Lexicon) -> Self {
        let record = sheet.record;
        let mut vocabulary = Self::default();
        for stored in [record.title.as_deref().unwrap_or_default(), record.words()] {
            let tokens = lexicon.read(stored, &sheet.language);
            vocabulary.keys.extend(tokens.iter().map(|token| token.key));
            vocabulary.spell(stored, &tokens);
        }
        let speaker = record.speaker();
        for name in
            [record.publisher.as_deref(), record.byline.as_deref(), Some(&speaker)].into_iter().flatten()
        {
            vocabulary.voice.extend(lexicon.read(name, &sheet.language).iter().map(|token| token.key));
        }
        vocabulary
    }

    fn spell(&mut self, stored: &str, tokens: &[Token]) {
        let mut initials = String::new();
        for token in tokens {
            let word = stored.get(token.at as usize..token.end as usize).unwrap_or_default();
            if token.kind.is(Kind::CAPITAL) {
                initials.extend(word.chars().next());
                self.capitals.insert(word.to_lowercase());
            } else if !token.kind.is(Kind::STOP) {
                initials.clear();
            }
            // Of a run each end may be the name's: `North Alder Transit Office said` and `The North Alder …`.
            let letters: Vec<char> = initials.chars().collect();
            let ends =
                (0..letters.len()).filter(|from| letters.len() - from >= 2 && letters.len() - from <= 6);
            self.initials.extend(ends.map(|from| letters[from..].iter().collect::<String>()));
        }
    }

    pub(super) fn has(&self, key: u32) -> bool {
        self.keys.contains(&key)
    }

    pub(super) fn is_voice(&self, key: u32) -> bool {
        self.voice.contains(&key)
    }

    /// `PAA` where the record says `Port Alder Authority`.
    pub(super) fn has_initials(&self, acronym: &str) -> bool {
        let letters: String = acronym.chars().filter(|c| c.is_alphabetic()).collect();
        self.initials.contains(&letters)
    }

    /// `Hexleyan` where the record says `Hexley`, or the other way about.
    pub(super) fn has_like(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let bare = lower.trim_end_matches("'s").trim_end_matches("’s");
        let like = |other: &String| {
            let (short, long) =
                if other.len() < bare.len() { (other.as_str(), bare) } else { (bare, other.as_str()) };
            short.chars().count() >= SHARED
                && long.strip_prefix(short).is_some_and(|rest| rest.chars().count() <= LONGER)
        };
        self.capitals.iter().any(like)
    }
}

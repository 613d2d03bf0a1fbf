//! The words of one record, for asking whether a name stands in it at all.

use std::collections::BTreeSet;
use std::ops::Bound;

use foldhash::HashSet;

use crate::story::SpanField;

use super::lexicon::{Kind, Token};
use super::shelf::Shelf;

/// Letters that two forms of a name must share from the beginning: `Hexley`, `Hexleyan`.
const SHARED: usize = 4;

/// Letters that one form may be longer.
const LONGER: usize = 3;

/// First letters that are looked at together.
const MOST_INITIALS: usize = 6;

/// The first letters of a run of words with capitals.
#[derive(Debug, Default)]
struct Initials(Vec<char>);

/// The words of one record.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    keys: HashSet<u32>,
    /// The words of the outlet's and the writer's name.
    voice: HashSet<u32>,
    /// Words with a capital, in lower case.
    capitals: BTreeSet<String>,
    /// First letters of runs of capitalised words.
    initials: HashSet<String>,
}

impl Vocabulary {
    /// Of a record.
    pub(super) fn of(shelf: &Shelf<'_>, place: usize) -> Self {
        let mut vocabulary = Self::default();
        let Some(sheet) = shelf.sheets.get(place) else { return vocabulary };
        let record = sheet.record;
        let mut initials = Initials::default();
        for line in shelf.lines(place) {
            let tokens = line.tokens(shelf);
            vocabulary.keys.extend(tokens.iter().map(|token| token.key));
            vocabulary.spell(sheet.stored(line.field), tokens, &mut initials);
            if line.field == SpanField::Title {
                initials = Initials::default();
            }
        }
        let speaker = record.speaker();
        for name in
            [record.publisher.as_deref(), record.byline.as_deref(), Some(&speaker)].into_iter().flatten()
        {
            vocabulary.voice.extend(shelf.lexicon.read(name, &sheet.language).iter().map(|token| token.key));
        }
        vocabulary
    }

    /// Takes in the words with capitals; a run of them may go on from line to line of one string.
    fn spell(&mut self, stored: &str, tokens: &[Token], run: &mut Initials) {
        for token in tokens {
            let word = stored.get(token.at as usize..token.end as usize).unwrap_or_default();
            if !token.kind.is(Kind::CAPITAL) {
                if !token.kind.is(Kind::STOP) {
                    run.0.clear();
                }
                continue;
            }
            run.0.extend(word.chars().next());
            self.capitals.insert(word.to_lowercase());
            // Of a run each end may be the name's: `North Alder Transit Office said` and `The North Alder …`.
            let from = run.0.len().saturating_sub(MOST_INITIALS);
            let ends =
                (from..run.0.len().saturating_sub(1)).map(|from| run.0[from..].iter().collect::<String>());
            self.initials.extend(ends);
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
        // A shorter form is the word without its last letters; a longer one stands behind it in the order of letters.
        let letters = bare.chars().count();
        let mut ends = bare.char_indices().rev().take(LONGER).enumerate();
        let shorter = ends.any(|(cut, (at, _))| {
            letters > cut + SHARED && bare.get(..at).is_some_and(|short| self.capitals.contains(short))
        });
        let longer = || {
            let from = self.capitals.range::<str, _>((Bound::Included(bare), Bound::Unbounded));
            let mut rests = from.map_while(|other| other.strip_prefix(bare));
            letters >= SHARED && rests.any(|rest| rest.chars().count() <= LONGER)
        };
        shorter || longer()
    }
}

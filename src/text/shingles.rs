//! Telling a copy from a second account.
//!
//! Agencies send one text to many outlets. Two records are copies if their titles are the same apart from
//! typesetting and the outlet's name, or if at least four fifths of their runs of five words are shared. A copy is
//! kept, but counts as no voice of its own.

use super::cuts::cuts;
use super::hash::{both, stable, stable_of};

/// Words in a run.
const RUN: usize = 5;

/// From this share of common runs on, two texts are copies.
pub const COPY: f64 = 0.8;

/// The runs of five words of a text, as hashes: each once, rising. They stay the same for ever.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shingles(Vec<u64>);

impl Shingles {
    /// Of `text`. A text of fewer than five words has none, and so is no one's copy.
    pub fn of(text: &str) -> Self {
        const LETTERS: usize = 6; // of a word and the blank after it; a text with shorter ones asks for more room
        let mut words = Vec::with_capacity(text.len() / LETTERS + 1);
        words.extend(cuts(text).map(|(_, word)| {
            if word.is_ascii() {
                stable_of(word.bytes().map(|letter| letter.to_ascii_lowercase()))
            } else {
                stable(word.chars().flat_map(char::to_lowercase).collect::<String>().as_bytes())
            }
        }));
        let run = |words: &[u64]| words.iter().fold(0, |run, word| both(run, *word));
        let mut runs: Vec<u64> = words.windows(RUN).map(run).collect();
        runs.sort_unstable();
        runs.dedup();
        Self(runs)
    }

    /// The first halves of the hashes, each once, rising: half the room where they are kept.
    pub fn halves(&self) -> Vec<u32> {
        let mut halves: Vec<u32> = self.0.iter().map(|run| (run >> 32) as u32).collect();
        halves.dedup();
        halves
    }

    /// How many different runs there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// True for a text of fewer than five words.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Two numbers that copies are likely to share: the least of the runs' hashes, by two orders. Of two texts that
    /// have a share `s` of their runs in common, each is the same with probability `s` (min-wise hashing): of two copies
    /// at least one is in more than 96 of 100 cases. `None` for a text without runs.
    pub fn sketch(&self) -> Option<[u64; 2]> {
        let other = |hash: &u64| hash.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31);
        Some([*self.0.first()?, self.0.iter().map(other).min()?])
    }

    /// The share of runs that both have: 0 … 1 (Jaccard). Zero where either has none.
    pub fn jaccard(&self, other: &Self) -> f64 {
        let (mut left, mut right) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut shared = 0;
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            let order = a.cmp(b);
            shared += usize::from(order.is_eq());
            left.next_if(|_| order.is_le());
            right.next_if(|_| order.is_ge());
        }
        let all = self.0.len() + other.0.len() - shared;
        if self.0.is_empty() || other.0.is_empty() { 0.0 } else { shared as f64 / all as f64 }
    }
}

/// Two texts under one title are copies only if they are no further apart: a yearly headline is no copy.
pub const SAME_TITLE_SECONDS: f64 = 72.0 * 3600.0;

/// A title's key ([`title_key`]) if it has words enough to tell something: shorter ones may be equal by chance.
pub fn telling_title(title: &str) -> Option<String> {
    const WORDS: usize = 3;
    let key = title_key(title);
    (key.split(' ').count() >= WORDS).then_some(key)
}

/// A title as its words alone, lower case: equal for titles that differ only in typesetting.
pub fn title_key(title: &str) -> String {
    let mut key = String::with_capacity(title.len());
    for (_, word) in cuts(title) {
        if !key.is_empty() {
            key.push(' ');
        }
        if word.is_ascii() {
            key.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        } else {
            key.push_str(&word.to_lowercase());
        }
    }
    key
}

/// `title` without the outlet's name that many feeds hang on its end (` - Coast Wire`, ` | Coast Wire`).
pub fn without_outlet<'a>(title: &'a str, outlet: Option<&str>) -> &'a str {
    let title = title.trim();
    let Some((at, mark)) = title.char_indices().rev().find(|(_, c)| matches!(c, '|' | '-' | '–' | '—' | '·'))
    else {
        return title;
    };
    let (head, tail) =
        (title.get(..at).unwrap_or_default(), title.get(at + mark.len_utf8()..).unwrap_or_default());
    let spaced = head.ends_with(' ') && tail.starts_with(' ');
    let named = outlet.is_some_and(|outlet| title_key(outlet) == title_key(tail));
    let named_so = mark == '|' || named;
    if spaced && named_so && !head.trim().is_empty() { head.trim() } else { title }
}

#[cfg(test)]
mod tests {
    use super::{COPY, Shingles, title_key, without_outlet};

    #[test]
    fn a_changed_word_leaves_a_copy_a_copy() {
        let text = "Brightwater agreed to buy Ostler for 2.4 billion crowns on Thursday and will close 37 of its \
                    branches before the year is out while keeping the name on every door that stays open to customers \
                    and on the mortgages that it sells in the two northern counties where the bank began its trade";
        let other = text.replace("Thursday", "Friday");
        assert!(Shingles::of(text).jaccard(&Shingles::of(&other)) >= COPY);
        assert!(
            Shingles::of(text).jaccard(&Shingles::of("something else said by other people in town")) < 0.1
        );
        assert!(Shingles::of("too short").jaccard(&Shingles::of("too short")) < 0.1);
    }

    #[test]
    fn titles_lose_their_outlet_and_nothing_else() {
        assert_eq!(without_outlet("Bridge Closes - Coast Wire", Some("Coast Wire")), "Bridge Closes");
        assert_eq!(without_outlet("Bridge Closes | Anything", None), "Bridge Closes");
        assert_eq!(without_outlet("Bridge - and Ferry", Some("Coast Wire")), "Bridge - and Ferry");
        assert_eq!(title_key("The ‘Swan’ — Sold!"), title_key("the swan sold"));
    }
}

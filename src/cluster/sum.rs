//! Words with weights, by number: a text's, or the sum of a cluster's.
//!
//! Two lists in rising order take a third of the room of a map. Compared with a dozen others, a text is made a sieve first
//! ([`Sieve`]), through which the words of each are run: nearly all fall out at the first look.

/// Words by number, rising, and what each weighs.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sum {
    words: Vec<u64>,
    weights: Vec<f32>,
}

impl Sum {
    /// Of words in rising order.
    pub(super) fn rising(words: &[(u64, f32)]) -> Self {
        Self {
            words: words.iter().map(|(word, _)| *word).collect(),
            weights: words.iter().map(|(_, weight)| *weight).collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }

    pub(super) fn iter(&self) -> impl ExactSizeIterator<Item = (u64, f32)> + '_ {
        self.words.iter().copied().zip(self.weights.iter().copied())
    }

    /// What a word weighs here; nothing if it is not here.
    pub(super) fn weight(&self, word: u64) -> f32 {
        let at = self.words.binary_search(&word).ok();
        at.and_then(|at| self.weights.get(at)).copied().unwrap_or(0.0)
    }

    /// Adds another one's words, and tells `met` of each what it weighed here and what comes to that. Gives those that were
    /// not here.
    pub(super) fn add(&mut self, more: &Self, mut met: impl FnMut(f32, f32)) -> Vec<u64> {
        if self.words.is_empty() {
            more.weights.iter().for_each(|weight| met(0.0, *weight));
            *self = more.clone();
            return self.words.clone();
        }
        let mut new = Vec::new();
        let mut at = 0;
        for (word, weight) in more.iter() {
            at += self.words.get(at..).unwrap_or_default().partition_point(|held| *held < word);
            match self.weights.get_mut(at) {
                Some(sum) if self.words.get(at) == Some(&word) => {
                    met(*sum, weight);
                    *sum += weight;
                }
                _ => {
                    met(0.0, weight);
                    new.push((word, weight));
                }
            }
        }
        self.mix(&new);
        new.into_iter().map(|(word, _)| word).collect()
    }

    /// Puts words among its own that it does not have, in rising order as these are: from the highest down, so that each is
    /// moved once.
    fn mix(&mut self, new: &[(u64, f32)]) {
        let (mut from, all) = (self.words.len(), self.words.len() + new.len());
        self.words.reserve_exact(new.len());
        self.words.resize(all, 0);
        self.weights.reserve_exact(new.len());
        self.weights.resize(all, 0.0);
        for (before, (word, weight)) in new.iter().enumerate().rev() {
            let at = self.words[..from].partition_point(|held| held < word);
            self.words.copy_within(at..from, at + before + 1);
            self.weights.copy_within(at..from, at + before + 1);
            (self.words[at + before], self.weights[at + before]) = (*word, *weight);
            from = at;
        }
    }

    /// Lets go of these words, which rise as its own do.
    pub(super) fn remove(&mut self, gone: &[u64]) {
        let mut rest = gone.iter().peekable();
        let kept = self.iter().filter(|(word, _)| rest.next_if(|gone| *gone == word).is_none());
        *self = Self::rising(&kept.collect::<Vec<_>>());
    }

    /// The words that both have, rising, each with the product of its weights, if that is above nothing.
    pub(super) fn shared(&self, other: &Self) -> Vec<(u64, f32)> {
        let sieve = Sieve::of(self);
        let products = other.iter().filter_map(|(word, weight)| Some((word, sieve.weight(word)? * weight)));
        products.filter(|(_, product)| *product > 0.0).collect()
    }

    /// The heaviest words, at most so many, heaviest first.
    pub(super) fn heaviest(&self, most: usize) -> Vec<(u64, f32)> {
        // One number for each, to be compared at once: by its weight, and of two that weigh the same the first.
        let key = |(at, weight): (usize, &f32)| u64::from(ordered(*weight)) << 32 | u64::from(!(at as u32));
        let mut all: Vec<u64> = self.weights.iter().enumerate().map(key).collect();
        let heavier = |a: &u64, b: &u64| b.cmp(a);
        if all.len() > most {
            all.select_nth_unstable_by(most, heavier);
            all.truncate(most);
        }
        all.sort_unstable_by(heavier);
        let word = |key: u64| !(key as u32) as usize;
        all.into_iter().map(|key| (self.words[word(key)], self.weights[word(key)])).collect()
    }
}

/// A number that is the higher the higher the weight is: in the order of [`f32::total_cmp`].
fn ordered(weight: f32) -> u32 {
    let bits = weight.to_bits();
    if weight.is_sign_negative() { !bits } else { bits | 1 << 31 }
}

/// Words that are going to be compared with many others.
pub(super) struct Sieve<'a> {
    sum: &'a Sum,
    /// A bit for each head of a number that one of them has. Of the words of another text hardly any passes that is not
    /// shared.
    bits: [u64; BLOCKS],
    /// How many of the words stand before each block of bits.
    before: [u32; BLOCKS],
}

const BLOCKS: usize = 128;

impl<'a> Sieve<'a> {
    pub(super) fn of(sum: &'a Sum) -> Self {
        let (mut bits, mut before) = ([0; BLOCKS], [0; BLOCKS]);
        for word in &sum.words {
            let (at, bit) = place(*word);
            bits[at] |= bit;
            before[at] += 1;
        }
        let mut all = 0;
        for count in &mut before {
            (*count, all) = (all, all + *count);
        }
        Self { sum, bits, before }
    }

    /// The product with another: of each word that both have, its two weights, added up in order.
    pub(super) fn product(&self, other: &Sum) -> f64 {
        // Which words pass is noted bit by bit, without a branch: there is no guessing which of them does.
        let mut product = 0.0;
        for (words, weights) in other.words.chunks(64).zip(other.weights.chunks(64)) {
            let mut passed = words.iter().rev().fold(0, |passed, word| passed << 1 | self.passes(*word));
            while passed != 0 {
                let at = passed.trailing_zeros() as usize;
                passed &= passed - 1;
                if let Some(held) = self.weight(words[at]) {
                    product += f64::from(held) * f64::from(weights[at]);
                }
            }
        }
        product
    }

    /// 1 for every word of the text, and for hardly any other; else 0.
    fn passes(&self, word: u64) -> u64 {
        self.bits[(word >> 57) as usize] >> (word >> 51 & 63) & 1
    }

    /// What a word weighs, if the text has it. Since the words rise, the bits before its own tell where it stands, or
    /// shortly before where several words share a bit.
    fn weight(&self, word: u64) -> Option<f32> {
        let (block, bit) = place(word);
        let bits = self.bits[block];
        if bits & bit == 0 {
            return None;
        }
        let from = (self.before[block] + (bits & (bit - 1)).count_ones()) as usize;
        let at = from + self.sum.words.get(from..)?.iter().position(|held| *held >= word)?;
        (self.sum.words[at] == word).then(|| self.sum.weights[at])
    }
}

/// Where the bit of a word's head stands: the block and the bit. Since the numbers are spread evenly, few share one.
fn place(word: u64) -> (usize, u64) {
    ((word >> 57) as usize, 1 << (word >> 51 & 63))
}

impl FromIterator<(u64, f32)> for Sum {
    /// Of words in any order, each once.
    fn from_iter<I: IntoIterator<Item = (u64, f32)>>(words: I) -> Self {
        let mut all: Vec<(u64, f32)> = words.into_iter().collect();
        all.sort_unstable_by_key(|(word, _)| *word);
        Self::rising(&all)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Sieve, Sum};

    proptest::proptest! {
        #[test]
        fn it_is_what_a_map_would_be(
            a: BTreeMap<u8, i8>, b: BTreeMap<u8, i8>, most in 0usize..20,
        ) {
            let of = |map: &BTreeMap<u8, i8>| -> Sum {
                map.iter().map(|(word, weight)| (u64::from(*word), f32::from(*weight))).collect()
            };
            let (mut sum, more) = (of(&a), of(&b));
            let product: f64 = a
                .iter()
                .filter_map(|(word, weight)| Some(f64::from(*weight) * f64::from(*b.get(word)?)))
                .sum();
            proptest::prop_assert!((Sieve::of(&sum).product(&more) - product).abs() < 1e-9);
            let new = sum.add(&more, |_, _| ());
            let missing: Vec<u64> =
                b.keys().filter(|word| !a.contains_key(*word)).map(|word| u64::from(*word)).collect();
            proptest::prop_assert_eq!(new, missing);
            for word in 0..=255u8 {
                let both = |map: &BTreeMap<u8, i8>| f32::from(map.get(&word).copied().unwrap_or(0));
                proptest::prop_assert!((sum.weight(u64::from(word)) - both(&a) - both(&b)).abs() < 1e-3);
            }
            let heaviest = sum.heaviest(most);
            proptest::prop_assert_eq!(heaviest.len(), most.min(sum.len()));
            proptest::prop_assert!(heaviest.is_sorted_by(|a, b| a.1 >= b.1));
        }
    }
}

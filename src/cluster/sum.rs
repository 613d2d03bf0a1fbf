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
        if !new.is_empty() {
            *self = self.iter().chain(new.iter().copied()).collect();
        }
        new.into_iter().map(|(word, _)| word).collect()
    }

    /// The words that both have, rising, each with the product of its weights, if that is above nothing.
    pub(super) fn shared(&self, other: &Self) -> Vec<(u64, f32)> {
        let sieve = Sieve::of(self);
        let passed = other.iter().filter(|(word, _)| sieve.passes(*word));
        let products = passed.map(|(word, weight)| (word, self.weight(word) * weight));
        products.filter(|(_, product)| *product > 0.0).collect()
    }

    /// The heaviest words, at most so many, heaviest first.
    pub(super) fn heaviest(&self, most: usize) -> Vec<(u64, f32)> {
        let mut all: Vec<(u64, f32)> = self.iter().collect();
        let heavier = |a: &(u64, f32), b: &(u64, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if all.len() > most {
            all.select_nth_unstable_by(most, heavier);
            all.truncate(most);
        }
        all.sort_unstable_by(heavier);
        all
    }
}

/// Words that are going to be compared with many others.
pub(super) struct Sieve<'a> {
    sum: &'a Sum,
    /// A bit for each of them. Of the words of another text hardly any passes that is not shared.
    bits: [u64; 128],
}

impl<'a> Sieve<'a> {
    pub(super) fn of(sum: &'a Sum) -> Self {
        let mut bits = [0; 128];
        for word in &sum.words {
            let (at, bit) = place(*word);
            bits[at] |= bit;
        }
        Self { sum, bits }
    }

    /// The product with another: of each word that both have, its two weights, added up in order.
    pub(super) fn product(&self, other: &Sum) -> f64 {
        let mut product = 0.0;
        for (at, word) in other.words.iter().enumerate() {
            if self.passes(*word) {
                product += f64::from(self.sum.weight(*word)) * f64::from(other.weights[at]);
            }
        }
        product
    }

    /// True for every word of the text, and for hardly any other.
    fn passes(&self, word: u64) -> bool {
        let (at, bit) = place(word);
        self.bits[at] & bit != 0
    }
}

/// Where a word's bit stands: by the head of its number, since the numbers are spread evenly.
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

//! Texts as weighted bags of words, and how near two of them are.
//!
//! A [`Lexicon`] numbers the words of a batch and counts in how many texts each stands; a word that stands
//! everywhere says little (`idf`). A [`Bag`] is a text's words with weights, of length one, so that the product of
//! two bags is their cosine: 0 for nothing in common, 1 for the same words in the same measure.

use std::collections::HashMap;

/// The words of a batch and how common each is.
#[derive(Debug, Clone, Default)]
pub struct Lexicon {
    numbers: HashMap<String, u32>,
    texts_with: Vec<u32>,
    texts: u32,
}

impl Lexicon {
    /// Takes in one text's words.
    pub fn learn<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        let numbers: Vec<u32> = words.into_iter().map(|word| self.number(word)).collect();
        self.learn_numbered(numbers);
    }

    /// Takes in one text's words, by the numbers that [`Self::number`] gave them.
    pub fn learn_numbered(&mut self, numbers: impl IntoIterator<Item = u32>) {
        let mut seen: Vec<u32> = numbers.into_iter().collect();
        seen.sort_unstable();
        seen.dedup();
        for number in seen {
            self.texts_with[number as usize] += 1;
        }
        self.texts += 1;
    }

    /// The number of a word; a new one if it was not met before.
    pub fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.texts_with.len() as u32;
        self.numbers.insert(word.to_owned(), number);
        self.texts_with.push(0);
        number
    }

    /// How much a word tells: ln(1 + (N + ½) / (n + ½)) for a word in n of N texts.
    pub fn idf(&self, number: u32) -> f64 {
        let with = self.texts_with.get(number as usize).copied().unwrap_or(0);
        (1.0 + (f64::from(self.texts) + 0.5) / (f64::from(with) + 0.5)).ln()
    }

    /// A bag of counted words, each count already weighted by where the word stood and how it was written.
    /// Words that were never learnt are left out.
    pub fn bag<'a>(&self, counts: impl IntoIterator<Item = (&'a str, Count)>) -> Bag {
        let numbered = |(word, count): (&str, Count)| Some((*self.numbers.get(word)?, count));
        self.bag_of(counts.into_iter().filter_map(numbered))
    }

    /// The same of words by their numbers.
    pub fn bag_of(&self, counts: impl IntoIterator<Item = (u32, Count)>) -> Bag {
        let mut sums: Vec<(u32, Count)> = counts.into_iter().collect();
        sums.sort_by_key(|(number, _)| *number);
        sums.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            if same {
                sum.1.times += next.1.times;
                sum.1.boost = sum.1.boost.max(next.1.boost);
            }
            same
        });
        let weigh = |(number, count): (u32, Count)| {
            (number, (1.0 + count.times.ln()) * count.boost * self.idf(number))
        };
        Bag(sums.into_iter().map(weigh).collect()).unit()
    }
}

/// How often a word stands in a text, and how much more than others it is to weigh.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Count {
    /// Times seen; a time in the title may count twice.
    pub times: f64,
    /// A factor, 1 for an ordinary word.
    pub boost: f64,
}

/// Words by number, each with a weight; sorted by number.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bag(Vec<(u32, f64)>);

impl Bag {
    /// The words and their weights.
    pub fn weights(&self) -> &[(u32, f64)] {
        &self.0
    }

    /// The sum of the products of common words: the cosine, if both are of length one.
    pub fn dot(&self, other: &Self) -> f64 {
        // Sentences are held against each other by the hundred thousand: places instead of iterators that peek.
        let (left, right) = (self.0.as_slice(), other.0.as_slice());
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some((a, x)), Some((b, y))) = (left.get(i), right.get(j)) {
            if a == b {
                sum += x * y;
            }
            i += usize::from(a <= b);
            j += usize::from(b <= a);
        }
        sum
    }

    /// Its weights by number, to be held against many bags.
    pub fn spread(&self) -> Spread {
        let last = self.0.last().map_or(0, |(number, _)| *number as usize + 1);
        let mut weights = vec![0.0; last];
        for (number, weight) in &self.0 {
            weights[*number as usize] = *weight;
        }
        Spread(weights)
    }

    /// How many words both have, of those of the one with fewer: 0 to 1.
    pub fn shared(&self, other: &Self) -> f64 {
        let (few, many) = if self.0.len() < other.0.len() { (self, other) } else { (other, self) };
        let known = |number: &u32| many.0.binary_search_by_key(number, |(word, _)| *word).is_ok();
        let both = few.0.iter().filter(|(number, _)| known(number)).count();
        both as f64 / few.0.len().max(1) as f64
    }

    /// Every weight so many times itself.
    #[must_use]
    pub fn times(mut self, factor: f64) -> Self {
        self.0.iter_mut().for_each(|(_, weight)| *weight *= factor);
        self
    }

    /// All of them together, weights added.
    pub fn sum<'a>(bags: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut all: Vec<(u32, f64)> = bags.into_iter().flat_map(|bag| &bag.0).copied().collect();
        // Stable: the weights of a word are added in the order in which the bags came.
        all.sort_by_key(|(number, _)| *number);
        all.dedup_by(|next, sum| {
            let same = next.0 == sum.0;
            sum.1 += if same { next.1 } else { 0.0 };
            same
        });
        Self(all)
    }

    /// Only the `most` heaviest words; ties go to the word met first.
    #[must_use]
    pub fn heaviest(mut self, most: usize) -> Self {
        if self.0.len() > most {
            self.0.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            self.0.truncate(most);
            self.0.sort_unstable_by_key(|(number, _)| *number);
        }
        self
    }

    /// Its length.
    pub fn norm(&self) -> f64 {
        self.0.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt()
    }

    /// The same direction with length one. An empty bag stays empty.
    #[must_use]
    pub fn unit(mut self) -> Self {
        let norm = self.norm();
        if norm > 0.0 {
            self.0.iter_mut().for_each(|(_, weight)| *weight /= norm);
        }
        self
    }
}

/// A bag with a place for every word: what it takes to be held against another is that one's length alone.
#[derive(Debug, Clone, Default)]
pub struct Spread(Vec<f64>);

impl Spread {
    /// What [`Bag::dot`] gives, to the last bit.
    pub fn dot(&self, other: &Bag) -> f64 {
        let weight = |number: u32| self.0.get(number as usize).copied().unwrap_or_default();
        other.0.iter().fold(0.0, |sum, (number, other)| sum + other * weight(*number))
    }
}

#[cfg(test)]
mod tests {
    use super::{Bag, Count, Lexicon};

    fn bag(lexicon: &Lexicon, words: &str) -> Bag {
        lexicon.bag(words.split(' ').map(|word| (word, Count { times: 1.0, boost: 1.0 })))
    }

    #[test]
    fn a_rare_word_in_common_brings_texts_nearer_than_a_common_one() {
        let mut lexicon = Lexicon::default();
        for text in ["bridge crack port", "bridge ferry port", "vote port", "glacier port"] {
            lexicon.learn(text.split(' '));
        }
        let [a, b, c] = ["bridge crack port", "bridge ferry port", "vote port"].map(|t| bag(&lexicon, t));
        assert!(a.dot(&b) > a.dot(&c));
        assert!((a.dot(&a) - 1.0).abs() < 1e-9);
        assert!(bag(&lexicon, "unheard").dot(&a).abs() < 1e-9);
    }

    #[test]
    fn sums_and_cuts() {
        let mut lexicon = Lexicon::default();
        lexicon.learn(["a", "b", "c"]);
        let sum = Bag::sum([&bag(&lexicon, "a b"), &bag(&lexicon, "b c")]);
        assert_eq!(sum.clone().heaviest(1).weights()[0].0, 1);
        assert!((sum.unit().norm() - 1.0).abs() < 1e-9);
    }
}

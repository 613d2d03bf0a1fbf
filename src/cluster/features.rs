//! A record as the words that grouping looks at.

use crate::story::{Moment, Record};
use crate::text::hash::stable;
use crate::text::shingles::without_outlet;
use crate::text::stopwords::base_language;
use crate::text::words::{Word, first};

use super::Rules;
use super::background;
use super::counts::Counts;
use super::growing::SHOWN;
use super::script::plain;

/// A record ready to be compared.
pub(super) struct Text {
    /// Its words by number, rising, with weights; of length one.
    pub(super) bag: Vec<(u64, f32)>,
    /// Story words seen, title and body.
    pub(super) length: f64,
    /// Its dense vector, of length one; empty if it has none.
    pub(super) dense: Vec<f32>,
    /// When it was published, as far as that can be believed.
    pub(super) at: Option<Moment>,
    /// Its words as a person would read them, by number, rising.
    forms: Vec<(u64, String)>,
}

/// More capitals than this among a title's words, and capitals say nothing.
const TITLE_CASE: f64 = 0.7;

/// Bytes of a title that are looked at, and of a text.
const TITLE_BYTES: usize = 1000;
const BODY_BYTES: usize = 8000;

impl Text {
    /// Of a record that came at `now`. Its words are counted.
    pub(super) fn of(
        record: &Record,
        vector: Option<&[f32]>,
        now: Moment,
        counts: &mut Counts,
        rules: &Rules,
    ) -> Self {
        const AHEAD_SECONDS: i64 = 300;
        let told = Told::of(record, rules);
        let length = (told.title.len() + told.body.len()) as f64;
        let spoken = background::language(&told.language);
        let words = told.words(rules);
        counts.learn(spoken, words.iter().map(|word| (word.number, word.capital)));
        let (name, number, power) = (rules.name(length), rules.number(length), rules.rarity(length));
        let weigh = |word: &Seen| {
            let named = word.capital.unwrap_or_else(|| counts.is_name(spoken, word.number));
            let boost = if word.digits {
                number
            } else if named {
                name
            } else {
                1.0
            };
            let rarity = counts.rarity(spoken, word.number).powf(power);
            (word.number, ((1.0 + word.times.ln()) * boost * word.share * rarity) as f32)
        };
        let bag = unit(words.iter().map(weigh).collect());
        let forms = words.into_iter().map(|word| (word.number, word.form)).collect();
        let at = record.time().map(|at| at.min(now.plus_seconds(AHEAD_SECONDS)));
        Self { bag, length, dense: dense(vector), at, forms }
    }

    /// Its heaviest words as a person would read them.
    pub(super) fn heaviest_forms(&self) -> Vec<(u64, String)> {
        const HEAVIEST: usize = 8;
        let mut bag = self.bag.clone();
        bag.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        bag.truncate(HEAVIEST);
        bag.into_iter().filter_map(|(word, _)| Some((word, self.form(word)?.to_owned()))).collect()
    }

    fn form(&self, word: u64) -> Option<&str> {
        let at = self.forms.binary_search_by_key(&word, |(number, _)| *number).ok()?;
        self.forms.get(at).map(|(_, form)| form.as_str())
    }

    /// The words that bring it near to a sum, heaviest first, as they stand in it.
    pub(super) fn shared(&self, held: impl Fn(u64) -> f32) -> Vec<String> {
        let weight = |(word, weight): &(u64, f32)| (*word, weight * held(*word));
        let mut shared: Vec<(u64, f32)> =
            self.bag.iter().map(weight).filter(|(_, weight)| *weight > 0.0).collect();
        shared.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut shown: Vec<String> = Vec::new();
        for form in shared.into_iter().filter_map(|(word, _)| self.form(word)) {
            if shown.len() < SHOWN && !shown.iter().any(|known| known.eq_ignore_ascii_case(form)) {
                shown.push(form.to_owned());
            }
        }
        shown
    }
}

/// A vector with length one; none if it says nothing.
fn dense(vector: Option<&[f32]>) -> Vec<f32> {
    let vector = vector.unwrap_or_default();
    let length = vector.iter().map(|number| f64::from(*number) * f64::from(*number)).sum::<f64>().sqrt();
    if !length.is_finite() || length <= f64::from(f32::EPSILON) {
        return Vec::new();
    }
    vector.iter().map(|number| (f64::from(*number) / length) as f32).collect()
}

/// The same direction with length one. An empty bag stays empty.
fn unit(mut bag: Vec<(u64, f32)>) -> Vec<(u64, f32)> {
    let square: f64 = bag.iter().map(|(_, weight)| f64::from(*weight) * f64::from(*weight)).sum();
    if square > 0.0 {
        let length = square.sqrt();
        for (_, weight) in &mut bag {
            *weight = (f64::from(*weight) / length) as f32;
        }
    }
    bag
}

/// A word of a record, with all that is to be known before it is weighed.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    number: u64,
    /// What the number was made of: its stem, or its beginning and `~`.
    pub(super) key: String,
    form: String,
    /// Times seen; one in the title counts more.
    times: f64,
    /// Written with a capital, if that tells anything.
    pub(super) capital: Option<bool>,
    /// A number.
    digits: bool,
    /// What it weighs against a whole word.
    share: f64,
}

/// The words of a record.
#[derive(Clone)]
pub(super) struct Told {
    title: Vec<Word>,
    body: Vec<Word>,
    /// Two or three letters.
    pub(super) language: String,
    /// Capitals mean nothing in its title: every word has one.
    title_case: bool,
}

impl Told {
    pub(super) fn of(record: &Record, rules: &Rules) -> Self {
        let language = base_language(record.language.as_deref());
        let title = cut(record.title.as_deref().unwrap_or_default(), TITLE_BYTES);
        let title = without_tail(without_outlet(title, record.publisher.as_deref()));
        let title = first(title, Some(&language), rules.body_words);
        let bare = record.words().trim().is_empty();
        let words = if bare { record.summary.as_deref().unwrap_or_default() } else { record.words() };
        let body = first(cut(words, BODY_BYTES), Some(&language), rules.body_words);
        let capitals = title.iter().filter(|word| word.capital).count() as f64;
        let title_case = !title.is_empty() && capitals / title.len() as f64 > TITLE_CASE;
        Self { title, body, language, title_case }
    }

    /// Its different words, by number, rising.
    pub(super) fn words(self, rules: &Rules) -> Vec<Seen> {
        let german = self.language == "de";
        let telling = |at: usize, word: &Word, titled: bool| {
            (at > 0 && !titled && !german && !word.number).then_some(word.capital)
        };
        let mut words: Vec<Seen> = Vec::with_capacity(2 * (self.title.len() + self.body.len()));
        let mut add = |word: Word, times: f64, capital: Option<bool>| {
            let digits = word.number;
            let beginning = if digits { None } else { beginning(&word.form) };
            if let Some(key) = beginning.filter(|_| rules.beginning > 0.0) {
                let (number, form, share) = (stable(key.as_bytes()), word.form.clone(), rules.beginning);
                words.push(Seen { number, key, form, times, capital, digits, share });
            }
            let (number, share) = (stable(word.key.as_bytes()), if digits { 1.0 } else { rules.whole });
            words.push(Seen { number, key: word.key, form: word.form, times, capital, digits, share });
        };
        for (at, word) in self.title.into_iter().enumerate() {
            let capital = telling(at, &word, self.title_case);
            add(word, rules.title, capital);
        }
        for (at, word) in self.body.into_iter().enumerate() {
            let capital = telling(at, &word, false);
            add(word, 1.0, capital);
        }
        words.sort_by_key(|word| word.number);
        words.dedup_by(|later, first| {
            let same = later.number == first.number;
            if same {
                first.times += later.times;
                first.capital = first.capital.max(later.capital);
            }
            same
        });
        words
    }
}

/// The first letters of a word of four and more, in one alphabet and without accents; with a mark, so that it is not taken
/// for the word itself.
fn beginning(form: &str) -> Option<String> {
    const LETTERS: usize = 5;
    let plain = plain(&form.to_lowercase());
    let long = plain.chars().count() >= 4 && plain.chars().all(char::is_alphabetic);
    long.then(|| plain.chars().take(LETTERS).chain(['~']).collect())
}

/// The first bytes of a text, cut between characters.
fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

/// A title without the name of an outlet at its end (` - Coast Wire`), where it looks like one: a few words with capitals,
/// fewer than before it, and no number among them.
fn without_tail(title: &str) -> &str {
    const MOST: usize = 5;
    const LEAST_LEFT: usize = 4;
    let mut title = title;
    for mark in [" | ", " - ", " – ", " — ", " · "] {
        let Some((head, tail)) = title.rsplit_once(mark) else { continue };
        let (left, words) = (head.split_whitespace().count(), tail.split_whitespace().count());
        let named = tail.split_whitespace().all(|word| !word.starts_with(char::is_lowercase));
        let outlet = named && (1..=MOST).contains(&words) && !tail.contains(char::is_numeric);
        if outlet && left >= LEAST_LEFT && left > words {
            title = head;
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::{beginning, without_tail};

    #[test]
    fn an_outlet_at_the_end_of_a_title_tells_nothing() {
        let title = "Osaka lights cauldron at opening";
        for tail in [" - Harbour Radio", " | The Alder Post", " – Coast Wire | News"] {
            assert_eq!(without_tail(&format!("{title}{tail}")), title);
        }
        for whole in
            ["Alder - Brook 2 - 1 after extra time", "Port strike - the third day", "Vote - Alder Post"]
        {
            assert_eq!(without_tail(whole), whole);
        }
    }

    #[test]
    fn beginnings_are_the_same_in_many_tongues() {
        assert_eq!(beginning("olimpiada"), beginning("olímpicos"));
        assert_eq!(beginning("Осака").as_deref(), Some("osaka~"));
        assert_eq!(beginning("oro"), None);
    }
}

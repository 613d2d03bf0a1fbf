//! A record as the words that grouping looks at.

use crate::story::{Moment, Record};
use crate::text::hash::stable;
use crate::text::shingles::without_outlet;
use crate::text::stopwords::base_language;
use crate::text::words::{Word, first};

use super::Rules;
use super::counts::Counts;

/// A record ready to be compared.
pub(super) struct Text {
    /// Its words by number, rising, with weights; of length one.
    pub(super) bag: Vec<(u64, f32)>,
    /// Story words seen, title and body.
    pub(super) length: f64,
    /// When it was published, as far as that can be believed.
    pub(super) at: Option<Moment>,
    /// Its words as a person would read them.
    forms: Vec<(u64, String)>,
}

/// More capitals than this among a title's words, and capitals say nothing.
const TITLE_CASE: f64 = 0.7;

/// Bytes of a title that are looked at, and of a text.
const TITLE_BYTES: usize = 1000;
const BODY_BYTES: usize = 8000;

impl Text {
    /// Of a record that came at `now`. Its words are counted.
    pub(super) fn of(record: &Record, now: Moment, counts: &mut Counts, rules: &Rules) -> Self {
        const AHEAD_SECONDS: i64 = 300;
        let told = Told::of(record, rules);
        let words = told.words(rules);
        counts.learn(words.iter().map(|word| (word.number, word.capital)));
        let weigh = |word: &Seen| {
            let name = word.always || counts.is_name(word.number);
            let boost = if name { rules.name } else { 1.0 } * word.share;
            (word.number, ((1.0 + word.times.ln()) * boost * counts.idf(word.number)) as f32)
        };
        let bag = unit(words.iter().map(weigh).collect());
        let forms = words.into_iter().map(|word| (word.number, word.form)).collect();
        let length = (told.title.len() + told.body.len()) as f64;
        let at = record.time().map(|at| at.min(now.plus_seconds(AHEAD_SECONDS)));
        Self { bag, length, at, forms }
    }

    /// The words that bring it near to a sum, heaviest first, as they stand in it.
    pub(super) fn shared(&self, held: impl Fn(u64) -> f32) -> Vec<String> {
        const SHOWN: usize = 6;
        let mut shared: Vec<(u64, f32)> = self
            .bag
            .iter()
            .map(|(word, weight)| (*word, weight * held(*word)))
            .filter(|(_, w)| *w > 0.0)
            .collect();
        shared.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let form =
            |word: u64| self.forms.iter().find(|(number, _)| *number == word).map(|(_, form)| form.clone());
        let mut shown: Vec<String> = Vec::new();
        for form in shared.into_iter().filter_map(|(word, _)| form(word)) {
            if shown.len() < SHOWN && !shown.contains(&form) {
                shown.push(form);
            }
        }
        shown
    }
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
pub(super) struct Seen {
    number: u64,
    pub(super) key: String,
    form: String,
    /// Times seen; one in the title counts more.
    times: f64,
    /// Written with a capital, if that tells anything.
    pub(super) capital: Option<bool>,
    /// Always weighs like a name: a number.
    always: bool,
    /// What it weighs against a whole word.
    share: f64,
}

/// The words of a record.
pub(super) struct Told {
    title: Vec<Word>,
    body: Vec<Word>,
    /// Capitals mean nothing in its title: every word has one.
    title_case: bool,
    /// Capitals mean nothing in it at all: its language gives them to every noun.
    german: bool,
}

impl Told {
    pub(super) fn of(record: &Record, rules: &Rules) -> Self {
        let language = record.language.as_deref();
        let title = cut(record.title.as_deref().unwrap_or_default(), TITLE_BYTES);
        let title = first(without_outlet(title, record.publisher.as_deref()), language, rules.body_words);
        let words = if record.words().trim().is_empty() {
            record.summary.as_deref().unwrap_or_default()
        } else {
            record.words()
        };
        let body = first(cut(words, BODY_BYTES), language, rules.body_words);
        let capitals = title.iter().filter(|word| word.capital).count() as f64;
        let title_case = !title.is_empty() && capitals / title.len() as f64 > TITLE_CASE;
        Self { title, body, title_case, german: base_language(language) == "de" }
    }

    /// Its different words, by number.
    pub(super) fn words(&self, rules: &Rules) -> Vec<Seen> {
        let telling = |at: usize, word: &Word, titled: bool| {
            (at > 0 && !titled && !word.number && !self.german).then_some(word.capital)
        };
        let title = self
            .title
            .iter()
            .enumerate()
            .map(|(at, word)| (word, rules.title, telling(at, word, self.title_case)));
        let body = self.body.iter().enumerate().map(|(at, word)| (word, 1.0, telling(at, word, false)));
        let mut words: Vec<Seen> = Vec::with_capacity(self.title.len() + self.body.len());
        for (word, times, capital) in title.chain(body) {
            words.push(Seen {
                number: stable(word.key.as_bytes()),
                key: word.key.clone(),
                form: word.form.clone(),
                times,
                capital,
                always: word.number,
                share: 1.0,
            });
        }
        words.sort_by_key(|word| word.number);
        words.dedup_by(|later, first| {
            let same = later.number == first.number;
            if same {
                first.times += later.times;
                first.capital = match (first.capital, later.capital) {
                    (Some(a), Some(b)) => Some(a || b),
                    (a, b) => a.or(b),
                };
            }
            same
        });
        words
    }
}

/// The first bytes of a text, cut between characters.
fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

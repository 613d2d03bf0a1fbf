//! A record as the words that grouping looks at.

use std::borrow::Cow;

use crate::story::{Moment, Record};
use crate::text::shingles::without_outlet;
use crate::text::stopwords::base_language;
use crate::text::words::{Word, folded, form, is_cjk, tokens};

use super::Rules;
use super::background;
use super::counts::Counts;
use super::growing::SHOWN;
use super::lexicon::{Known, Lexicon, beginning};
use super::sum::Sum;

/// A record ready to be compared.
pub(super) struct Text<'a> {
    /// Its words with weights; of length one.
    pub(super) bag: Sum,
    /// Story words seen, title and body.
    pub(super) length: f64,
    /// Its dense vector, of length one; empty if it has none.
    pub(super) dense: Vec<f32>,
    /// When it was published, as far as that can be believed.
    pub(super) at: Option<Moment>,
    told: Told<'a>,
    /// Where its words stand, in the order of the bag.
    spans: Vec<Span>,
}

/// More capitals than this among a title's words, and capitals say nothing.
const TITLE_CASE: f64 = 0.7;

/// Bytes of a title that are looked at, and of a text.
const TITLE_BYTES: usize = 1000;
const BODY_BYTES: usize = 8000;

impl<'a> Text<'a> {
    /// Of a record that came at `now`. Its words are counted.
    pub(super) fn of(
        record: &'a Record,
        vector: Option<&[f32]>,
        now: Moment,
        (counts, lexicon): (&mut Counts, &mut Lexicon),
        rules: &Rules,
    ) -> Self {
        const AHEAD_SECONDS: i64 = 300;
        let told = Told::of(record, lexicon, rules);
        let length = (told.title.len() + told.body.len()) as f64;
        let spoken = background::language(&told.language);
        let words = told.words(rules);
        let written: Vec<(u64, Option<bool>)> =
            words.iter().map(|word| (word.number, word.capital)).collect();
        let heard = counts.learn(spoken, &written);
        let (name, number, power) = (rules.name(length), rules.number(length), rules.rarity(length));
        let mut telling = Telling { texts: counts.texts_in(spoken), power, told: [None; 64] };
        let weigh = |(word, heard): (&Seen, background::Seen)| {
            let boost = if word.digits {
                number
            } else if word.capital.unwrap_or(heard.is_name()) {
                name
            } else {
                1.0
            };
            let times = 1.0 + word.times.ln();
            (word.number, (times * boost * word.share * telling.of(heard)) as f32)
        };
        let bag = unit(words.iter().zip(heard).map(weigh).collect());
        let spans = words.into_iter().map(|word| word.span).collect();
        let at = record.time().map(|at| at.min(now.plus_seconds(AHEAD_SECONDS)));
        Self { bag, length, dense: dense(vector), at, told, spans }
    }

    /// Its heaviest words as a person would read them.
    pub(super) fn heaviest_forms(&self) -> Vec<(u64, &str)> {
        const HEAVIEST: usize = 8;
        let heaviest = self.bag.heaviest(HEAVIEST).into_iter();
        heaviest.filter_map(|(word, _)| Some((word, self.form(word)?))).collect()
    }

    fn form(&self, word: u64) -> Option<&str> {
        let at = self.bag.words().binary_search(&word).ok()?;
        self.spans.get(at).and_then(|span| self.told.token(*span)).map(form)
    }

    /// The words that bring it near to a sum, heaviest first, as they stand in it.
    pub(super) fn shared(&self, held: &Sum) -> Vec<String> {
        let mut shared = self.bag.shared(held);
        shared.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut shown: Vec<String> = Vec::new();
        for form in shared.into_iter().filter_map(|(word, _)| self.form(word)) {
            if !shown.iter().any(|known| known.eq_ignore_ascii_case(form)) {
                shown.push(form.to_owned());
            }
            if shown.len() == SHOWN {
                break;
            }
        }
        shown
    }
}

/// How much the words of a text tell. Many of them stand in equally many texts, and powers are dear.
struct Telling {
    texts: u32,
    power: f64,
    /// What was told last, by the last digits of the count: the count, and what it came to.
    told: [Option<(u32, f64)>; 64],
}

impl Telling {
    /// Of a word of which this is known.
    fn of(&mut self, heard: background::Seen) -> f64 {
        let told = &mut self.told[heard.texts as usize % 64];
        match *told {
            Some((texts, tells)) if texts == heard.texts => tells,
            _ => told.insert((heard.texts, heard.rarity(self.texts).powf(self.power))).1,
        }
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
fn unit(mut bag: Vec<(u64, f32)>) -> Sum {
    let square: f64 = bag.iter().map(|(_, weight)| f64::from(*weight) * f64::from(*weight)).sum();
    if square > 0.0 {
        let length = square.sqrt();
        for (_, weight) in &mut bag {
            *weight = (f64::from(*weight) / length) as f32;
        }
    }
    Sum::rising(&bag)
}

/// Where a word stands in a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    titled: bool,
    from: u32,
    to: u32,
}

/// A word of a record, with all that is to be known before it is weighed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen {
    pub(super) number: u64,
    /// Times seen; one in the title counts more.
    times: f64,
    /// What it weighs against a whole word.
    share: f64,
    /// Where it was seen first.
    span: Span,
    /// Not the word, but its first letters.
    beginning: bool,
    /// Written with a capital, if that tells anything.
    pub(super) capital: Option<bool>,
    /// A number.
    digits: bool,
}

/// The words of a record.
pub(super) struct Told<'a> {
    title: Vec<(Span, Known)>,
    body: Vec<(Span, Known)>,
    /// Two or three letters.
    pub(super) language: String,
    /// Capitals mean nothing in its title: every word has one.
    title_case: bool,
    /// What the spans are of: the title, and the body.
    text: [Cow<'a, str>; 2],
}

impl<'a> Told<'a> {
    pub(super) fn of(record: &'a Record, lexicon: &mut Lexicon, rules: &Rules) -> Self {
        let language = base_language(record.language.as_deref());
        let title = cut(record.title.as_deref().unwrap_or_default(), TITLE_BYTES);
        let title = folded(without_tail(without_outlet(title, record.publisher.as_deref())));
        let bare = record.words().trim().is_empty();
        let words = if bare { record.summary.as_deref().unwrap_or_default() } else { record.words() };
        let text = [title, folded(cut(words, BODY_BYTES))];
        let title = first(&text[0], true, &language, lexicon, rules.body_words);
        let body = first(&text[1], false, &language, lexicon, rules.body_words);
        let capitals = title.iter().filter(|(_, word)| word.capital).count() as f64;
        let title_case = !title.is_empty() && capitals / title.len() as f64 > TITLE_CASE;
        Self { title, body, language, title_case, text }
    }

    /// Its different words, by number, rising.
    pub(super) fn words(&self, rules: &Rules) -> Vec<Seen> {
        let german = self.language == "de";
        let mut words: Vec<Seen> = Vec::with_capacity(2 * (self.title.len() + self.body.len()));
        let mut add = |at: usize, span: Span, word: &Known, times: f64| {
            let digits = word.digits;
            let silent = at == 0 || german || digits || span.titled && self.title_case;
            let capital = (!silent).then_some(word.capital);
            let seen = Seen { number: 0, times, share: 1.0, span, beginning: false, capital, digits };
            if let Some(number) = word.beginning.filter(|_| rules.beginning > 0.0) {
                let number = number.get();
                words.push(Seen { number, share: rules.beginning, beginning: true, ..seen });
            }
            words.push(Seen { number: word.stem, share: if digits { 1.0 } else { rules.whole }, ..seen });
        };
        for (at, (span, word)) in self.title.iter().enumerate() {
            add(at, *span, word, rules.title);
        }
        for (at, (span, word)) in self.body.iter().enumerate() {
            add(at, *span, word, 1.0 + rules.lead * (-(at as f64) / rules.lead_words).exp());
        }
        each_once(&words)
    }

    fn token(&self, span: Span) -> Option<&str> {
        let [title, body] = &self.text;
        if span.titled { title } else { body }.get(span.from as usize..span.to as usize)
    }

    /// What a word's number was made of: its stem, or its beginning and `~`.
    pub(super) fn key(&self, word: &Seen) -> Option<String> {
        let token = self.token(word.span)?;
        let pair = token.chars().all(is_cjk);
        if word.beginning {
            return beginning(token, pair);
        }
        Word::of(token, pair, &self.language).map(|word| word.key)
    }
}

/// Each word once, by number, rising; what was seen of it is added up in the order in which it was seen.
fn each_once(words: &[Seen]) -> Vec<Seen> {
    let mut once: Vec<Seen> = Vec::with_capacity(words.len());
    for word in rising(words).into_iter().filter_map(|at| words.get(at as usize)) {
        match once.last_mut() {
            Some(first) if first.number == word.number => {
                first.times += word.times;
                first.capital = first.capital.max(word.capital);
            }
            _ => once.push(*word),
        }
    }
    once
}

/// The order of their numbers; of those with one number the order they are in. Since the numbers are spread evenly, their
/// heads alone bring nearly all of them to their places.
fn rising(words: &[Seen]) -> Vec<u32> {
    let head = |word: &Seen| (word.number >> 56) as usize;
    let mut ends = [0u32; 256];
    for word in words {
        ends[head(word)] += 1;
    }
    let mut all = 0;
    for end in &mut ends {
        (*end, all) = (all, all + *end);
    }
    let mut order = vec![0; words.len()];
    for (at, word) in words.iter().enumerate() {
        let end = &mut ends[head(word)];
        order[*end as usize] = at as u32;
        *end += 1;
    }
    let number = |at: &u32| words[*at as usize].number;
    let mut from = 0;
    for end in ends {
        let of_head = &mut order[from..end as usize];
        if of_head.len() > 1 {
            of_head.sort_by_key(number);
        }
        from = end as usize;
    }
    order
}

/// The first words of a text that carry a story.
fn first(text: &str, titled: bool, language: &str, lexicon: &mut Lexicon, most: usize) -> Vec<(Span, Known)> {
    let spoken = (language, background::language(language));
    let mut found = Vec::with_capacity(most.min(text.len() / 6));
    tokens(text, |token, pair| {
        if let Some(known) = lexicon.look_up(token, pair, spoken) {
            let from = token.as_ptr().addr() - text.as_ptr().addr();
            let (from, to) = (from as u32, (from + token.len()) as u32);
            found.push((Span { titled, from, to }, known));
        }
        found.len() < most
    });
    found
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
    use super::without_tail;

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
}

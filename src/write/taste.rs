//! Which sentences can be printed: whole, of a printable length, and part of the story rather than of the page.

use crate::text::markers::markers;
use crate::text::quotes::Quotation;
use crate::text::sentences::sentences;
use crate::text::words::{count, is_cjk};

use super::lean::leans;
use super::phrases::{BOILERPLATE, holds};
use super::traits::Traits;

/// Words of a sentence that is too short, or too long, to print.
const WORDS: std::ops::RangeInclusive<usize> = 6..=45;

/// Words in lower case that a sentence has at least, where there are such: fewer are a list of names.
const SMALL: usize = 3;

/// Words with a full stop after which a sentence goes on: where a text was cut there, neither half is whole.
const SHORTENED: [&str; 34] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gov", "Gen", "Lt", "Col", "Sgt", "Capt", "Cmdr", "Adm",
    "Maj", "Rev", "Hon", "St", "Mt", "No", "vs", "v", "Jan", "Feb", "Aug", "Sept", "Oct", "Nov", "Dec",
    "Ave", "Blvd", "Det", "Supt",
];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const DAYS: [&str; 7] = ["Monday,", "Tuesday,", "Wednesday,", "Thursday,", "Friday,", "Saturday,", "Sunday,"];

/// Quoted words from which on a sentence is someone's statement; fewer are a title or a phrase.
const STATEMENT: usize = 5;

/// What a sentence is good for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fit {
    /// It is whole, of a printable length, and tells something.
    pub whole: bool,
    /// It can be understood without the sentence before it.
    pub alone: bool,
    /// Most of what it tells, someone says in it.
    pub statement: bool,
    /// It counts time from its own day: `yesterday`, `last night`.
    pub passing: bool,
}

impl Fit {
    /// Whole, and understood by itself.
    pub fn stands(self) -> bool {
        self.whole && self.alone
    }

    /// Of a sentence of `words` words in a language; `broken` if the text was cut within it.
    pub(super) fn of(text: &str, traits: &Traits, words: usize, language: &str, broken: bool) -> Self {
        let whole = !broken && tells(text, traits, words, language);
        Self {
            whole,
            alone: whole && !leans(text, traits, language),
            statement: whole && is_statement(text, &traits.quotes),
            passing: whole && holds(&traits.lower, &PASSING),
        }
    }
}

/// True if a sentence is whole, of a printable length, and tells something.
fn tells(text: &str, traits: &Traits, words: usize, language: &str) -> bool {
    WORDS.contains(&words)
        && ends_whole(text)
        && begins_whole(text)
        && balanced(text)
        && !text.contains(is_set)
        && says(text)
        && !is_caption(text)
        && !is_shouted(text)
        && markers(text).is_empty()
        && !BOILERPLATE.within(&traits.lower)
        && is_one(text, language)
}

/// Signs that set a page and no sentence.
fn is_set(c: char) -> bool {
    matches!(c, '{' | '}' | '|' | '<' | '>' | '*')
        || (!c.is_ascii() && matches!(c, '•' | '►' | '▶' | '■' | '●' | '·'))
}

/// True if the sentence, read on its own, is still one: print takes it out of the text that made it so.
fn is_one(text: &str, language: &str) -> bool {
    let stops = |c: char| matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '۔' | '।' | '…');
    let inner = text.trim_end_matches(|c: char| stops(c) || !c.is_alphanumeric());
    !inner.contains(stops)
        || (sentences(text, Some(language)).len() == 1
            && (language == "en" || sentences(text, None).len() == 1))
}

fn ends_whole(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '\'', '’', ')', '»', '」', '』', '）']);
    end.ends_with(['.', '!', '。', '！', '۔', '।']) && !end.ends_with("...") && !ends_shortened(end)
}

/// `… said Sen.`: the sentence was cut after a short form.
pub(super) fn ends_shortened(text: &str) -> bool {
    let Some(body) = text.strip_suffix('.') else { return false };
    let last = body.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '-')).next().unwrap_or_default();
    SHORTENED.contains(&last)
        || (last.chars().count() == 1 && last.chars().all(char::is_uppercase) && last != "I")
}

fn begins_whole(text: &str) -> bool {
    text.chars().find(|c| c.is_alphanumeric()).is_some_and(|c| !c.is_lowercase())
        && !text.starts_with([',', ')', ';', ':', '.', '-', '–', '—', '(', '•', '#', '&', '/', '’'])
        && !is_numbered(text)
        && !lost_dateline(text)
}

/// `3. The bridge`, `2) The ferry`: an item of a list.
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len()
        && rest.starts_with([')', '.'])
        && rest.get(1..).is_some_and(|rest| rest.starts_with(' '))
}

/// `HEXLEY, Southland The bridge …`: a dateline that lost its dash cannot be told from the sentence.
fn lost_dateline(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let capital = |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    words.next().is_some_and(|first| {
        let place = first.strip_suffix(',').unwrap_or_default();
        place.chars().count() >= 5
            && place.chars().all(char::is_uppercase)
            && capital(words.next())
            && capital(words.next())
    })
}

/// Quotation marks and brackets opened in it are closed in it.
fn balanced(text: &str) -> bool {
    let marks: Vec<char> = text.chars().filter(|c| is_mark(*c)).collect();
    if marks.is_empty() {
        return true;
    }
    let count = |mark: char| marks.iter().filter(|c| **c == mark).count();
    let pairs = [('“', '”'), ('(', ')'), ('「', '」'), ('『', '』'), ('[', ']'), ('（', '）')];
    let german = count('„') > 0;
    count('"').is_multiple_of(2)
        && pairs.iter().all(|(open, close)| count(*open) == count(*close) || (german && *open == '“'))
        && count('„') <= count('“') + count('”')
        && text.matches("``").count() == text.matches("''").count()
        && singly(text)
}

/// Single quotation marks opened in it are closed in it, as far as they can be told from apostrophes: before a letter and
/// behind nothing, or behind a comma or a stop.
fn singly(text: &str) -> bool {
    let (mut opened, mut closed, mut perhaps) = (0, 0, 0);
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        let letter = rest.peek().is_some_and(|next| next.is_alphabetic());
        match before {
            _ if !matches!(c, '\'' | '‘' | '’') => {}
            _ if before.is_whitespace() && letter => opened += 1,
            ',' | '.' | '!' | '?' if !letter => closed += 1,
            _ if before.is_alphanumeric() && !letter => perhaps += 1,
            _ => {}
        }
        before = c;
    }
    closed <= opened && opened <= closed + perhaps
}

/// Marks that come in pairs.
fn is_mark(c: char) -> bool {
    matches!(c, '"' | '(' | ')' | '[' | ']' | '`' | '\'')
        || (!c.is_ascii()
            && matches!(c, '“' | '”' | '‘' | '’' | '„' | '「' | '」' | '『' | '』' | '（' | '）'))
}

/// True if it has a verb, as far as that can be told: some words in lower case, where the script has such.
fn says(text: &str) -> bool {
    let small = |word: &&str| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    text.split_whitespace().filter(small).count() >= SMALL
        || text.chars().any(|c| is_cjk(c) || (c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()))
}

/// A weekday with the day, the month and the year: so captions are dated, and sentences are not.
fn is_caption(text: &str) -> bool {
    if !text.contains("day,") {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(4).any(|four| {
        let year = four[3].trim_matches(|c: char| !c.is_ascii_digit());
        DAYS.contains(&four[0])
            && MONTHS.iter().any(|month| four[1].starts_with(month))
            && four[2].ends_with(',')
            && year.len() == 4
    })
}

/// Words that mean another day for every reader.
const PASSING: [&str; 7] =
    ["today", "yesterday", "tomorrow", "tonight", "last night", "this morning", "this afternoon"];

/// Mostly capitals.
fn is_shouted(text: &str) -> bool {
    let (mut large, mut small) = (0_usize, 0_usize);
    for c in text.chars() {
        large += usize::from(c.is_uppercase());
        small += usize::from(c.is_lowercase());
    }
    large > small
}

/// True if most of what a sentence tells, someone says in it.
fn is_statement(text: &str, quotes: &[Quotation]) -> bool {
    let words = |quote: &Quotation| count(text.get(quote.inner.clone()).unwrap_or_default());
    quotes.iter().any(|quote| words(quote) >= STATEMENT)
        || text
            .split("``")
            .nth(1)
            .is_some_and(|said| count(said.split("''").next().unwrap_or_default()) >= STATEMENT)
}

#[cfg(test)]
mod tests {
    use super::{Fit, Traits};

    fn fit(text: &str, language: &str) -> Fit {
        Fit::of(text, &Traits::of(text), crate::text::words::count(text), language, false)
    }

    #[test]
    fn sentences_that_can_be_printed() {
        for (text, language) in [
            ("Port Alder closed the bridge to all traffic at 16:40.", "en"),
            ("The U.S. port closed the bridge to 1,200.5 tonnes of traffic.", "en"),
            ("The port authority of Alder closed the bridge on Oct. 3.", "en"),
            ("The players' boat and Quist’s ‘Merry Hour’ sailed, 'twice.'", "en"),
            ("Die Hafenbehörde hat die Brücke am Montag „bis auf Weiteres“ geschlossen.", "de"),
            ("港湾局は月曜日の午後に橋を閉鎖したと発表した。", "ja"),
            ("أغلقت سلطة الميناء الجسر أمام حركة المرور يوم الاثنين.", "ar"),
            ("Портовая администрация закрыла мост для движения в понедельник.", "ru"),
        ] {
            assert!(fit(text, language).stands(), "{text}");
        }
    }

    #[test]
    fn what_belongs_to_the_page_is_not_printed() {
        for text in [
            "He closed the bridge to all traffic at 16:40.",
            "Subscribe to our paper for more of the bridge.",
            "the bridge to all traffic at 16:40 and then",
            "Port Alder closed the \"bridge to all traffic at 16:40.",
            "'Port Alder closed the bridge to all traffic at 16:40.",
            "Port Alder closed the bridge to all traffic at 16:40,’ the mayor said.",
            "The bridge was closed on Monday, said Sen.",
            "Vale and Sen. Ida Brandt (R-Hexley).",
            "The bridge of Port Alder stands empty, Wednesday, Oct. 3, 2012, in Port Alder.",
            "Mara Quist of the port, left, looks at the bridge.",
            "HEXLEY, Southland The bridge closed on Monday for traffic.",
            "3. The bridge closed on Monday for all traffic.",
            "THE BRIDGE CLOSED on Monday FOR ALL ITS TRAFFIC.",
            "Who closed the bridge to all traffic at 16:40?",
            "Here's what you need to know about the bridge.",
            "The bridge closed on Monday for all traffic ...",
            "Police said: `` The fire went through the whole store.",
        ] {
            assert!(!fit(text, "en").stands(), "{text}");
        }
    }
}

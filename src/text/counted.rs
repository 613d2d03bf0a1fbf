//! Numbers with the thing that they count: `31,000 vehicles`, `12 %`, `$30 billion`.

use super::numbers::{Number, numbers};
use super::words::words;

/// A number and what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The number.
    pub number: Number,
    /// The thing, by the key of its word; `%`; or a sign of currency. Two forms of a word are one thing.
    pub unit: String,
    /// The thing as a person reads it.
    pub written: String,
    /// How sure the text says it is.
    pub bound: Bound,
}

/// How a number is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Bound {
    /// So many.
    #[default]
    Exactly,
    /// About so many.
    About,
    /// So many or more.
    AtLeast,
    /// So many or fewer.
    AtMost,
}

/// Words before a number that say how it is meant.
const ABOUT: [&str; 12] = [
    "about",
    "around",
    "some",
    "roughly",
    "approximately",
    "nearly",
    "almost",
    "rund",
    "etwa",
    "environ",
    "unos",
    "cerca de",
];
const AT_LEAST: [&str; 8] =
    ["at least", "more than", "over", "above", "mindestens", "mehr als", "plus de", "más de"];
const AT_MOST: [&str; 8] =
    ["at most", "up to", "fewer than", "less than", "under", "below", "bis zu", "moins de"];

/// Signs of currency that stand before a number or behind it.
const CURRENCIES: [char; 5] = ['$', '€', '£', '¥', '₹'];

/// Words that say what kind of a thing the next word is: both together are the thing.
const QUALIFIERS: [&str; 6] = ["square", "cubic", "nautical", "metric", "light", "fluid"];

/// Words after a thing that make it a rate.
const RATES: [&str; 8] = ["per", "a", "an", "each", "every", "apiece", "pro", "par"];

/// After a month a number is a day.
const MONTHS: [&str; 23] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sept",
    "oct",
    "nov",
    "dec",
];

/// The numbers of `text` that count a thing, in order. A lone `1` is left out, which is a word like any other in many
/// languages, and so are times of day, days of a month and years.
pub fn counted(text: &str, language: Option<&str>) -> Vec<Counted> {
    counted_of(text, &numbers(text), language)
}

/// The same where the numbers of `text` are known.
pub fn counted_of(text: &str, numbers: &[Number], language: Option<&str>) -> Vec<Counted> {
    let plain = |number: &&Number| !number.value.contains(':') && number.value != "1";
    let found = numbers.iter().filter(plain);
    found.filter_map(|number| thing(text, number.clone(), language)).collect()
}

fn thing(text: &str, number: Number, language: Option<&str>) -> Option<Counted> {
    let before = text.get(..number.range.start).unwrap_or_default();
    let rest = text.get(number.range.end..).unwrap_or_default();
    let after = rest.trim_start_matches([' ', '\u{a0}', '-']);
    let sign = |c: Option<char>| c.filter(|c| CURRENCIES.contains(c));
    let currency = sign(before.chars().next_back()).or_else(|| sign(after.chars().next()));
    let (mut unit, written, behind) = if number.percent {
        ("%".to_owned(), "percentage".to_owned(), "")
    } else if let Some(currency) = currency {
        (currency.to_string(), currency.to_string(), rest.trim_start().trim_start_matches(CURRENCIES))
    } else {
        if is_date(before, &number.value) || !rest.starts_with([' ', '\u{a0}', '-']) {
            return None;
        }
        named(after, language)?
    };
    let next = behind.split_whitespace().next().unwrap_or_default().to_lowercase();
    if RATES.contains(&next.as_str()) || next.starts_with('/') {
        unit.push_str(" per");
    }
    Some(Counted { bound: bound(before), number, unit, written })
}

/// The thing that stands at the beginning of `after`: its key, its words, and what follows.
fn named<'t>(after: &'t str, language: Option<&str>) -> Option<(String, String, &'t str)> {
    let word = |text: &'t str| text.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    let first = word(after);
    if !first.starts_with(char::is_lowercase) {
        return None;
    }
    let rest = after.get(first.len()..).unwrap_or_default();
    let second = rest.strip_prefix(' ').map(word).filter(|_| QUALIFIERS.contains(&first));
    let key = words(second.unwrap_or(first), language).into_iter().next()?.key;
    Some(match second {
        Some(second) => (
            format!("{first} {key}"),
            format!("{first} {second}"),
            rest.get(1 + second.len()..).unwrap_or_default(),
        ),
        None => (key, first.to_owned(), rest),
    })
}

/// A day after its month, or a year.
fn is_date(before: &str, value: &str) -> bool {
    let year = value.len() == 4 && (value.starts_with("19") || value.starts_with("20"));
    year || ends_in_month(before)
}

/// Whether a text ends with the English name of a month, or what is short for it.
pub fn ends_in_month(before: &str) -> bool {
    let last =
        before.trim_end_matches([' ', '.']).rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    MONTHS.contains(&last.to_lowercase().as_str())
}

fn bound(before: &str) -> Bound {
    let from = before.char_indices().rev().nth(24).map_or(0, |(at, _)| at);
    let said = before.get(from..).unwrap_or_default().to_lowercase();
    let said = said.trim_end_matches([' ', '\u{a0}', '$', '€', '£', '¥', '₹']);
    let ends = |words: &[&str]| {
        words
            .iter()
            .any(|word| said.strip_suffix(word).is_some_and(|head| !head.ends_with(char::is_alphanumeric)))
    };
    match () {
        () if ends(&AT_LEAST) => Bound::AtLeast,
        () if ends(&AT_MOST) => Bound::AtMost,
        () if ends(&ABOUT) => Bound::About,
        () => Bound::Exactly,
    }
}

impl Counted {
    /// Whether two numbers of one thing cannot both be true as they are said. Numbers that differ by a twentieth at most
    /// may be one number rounded, if they are not small.
    pub fn contradicts(&self, other: &Self) -> bool {
        let (Ok(a), Ok(b)) = (self.number.value.parse::<f64>(), other.number.value.parse::<f64>()) else {
            return false;
        };
        let near = (a - b).abs() <= a.abs().max(b.abs()) * 0.05 && a.abs().max(b.abs()) >= 20.0;
        let about = self.bound == Bound::About || other.bound == Bound::About;
        let rounded = near || (about && (a - b).abs() <= a.abs().max(b.abs()) * 0.2);
        let allows = |bound, said: f64, value: f64| match bound {
            Bound::AtLeast => value >= said,
            Bound::AtMost => value <= said,
            Bound::Exactly | Bound::About => false,
        };
        self.number.value != other.number.value
            && !is_one_written_otherwise(&self.number.value, &other.number.value)
            && !rounded
            && !allows(self.bound, a, b)
            && !allows(other.bound, b, a)
    }
}

/// `2.872` where the point parts thousands, and `7` for `6.9`.
fn is_one_written_otherwise(one: &str, other: &str) -> bool {
    let digits = |value: &str| value.replace('.', "");
    let places = |value: &str| value.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let round = |value: &str, to: usize| value.parse().map(|n: f64| format!("{n:.to$}"));
    let to = places(one).min(places(other));
    let parted = places(one) == 3 || places(other) == 3;
    (parted && digits(one) == digits(other))
        || (places(one) != places(other) && round(one, to) == round(other, to))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::counted;

    fn told(text: &str) -> Vec<String> {
        let found = counted(text, Some("en"));
        found.into_iter().map(|told| format!("{} {}", told.number.value, told.unit)).collect()
    }

    #[test]
    fn numbers_come_with_what_they_count() {
        assert_eq!(
            told("31,000 vehicles and 4 tugs at 16:40, one ferry, 12 percent"),
            ["31000 vehicl", "4 tug", "12 %"]
        );
        assert_eq!(
            told("It paid $30 billion, or 28 € a head, in 2021. Halcyon-2 flew."),
            ["30000000000 $", "28 € per"]
        );
    }

    #[test]
    fn only_what_cannot_both_be_true_contradicts() {
        let contradicts = |a: &str, b: &str| {
            let (a, b) = (counted(a, Some("en")).remove(0), counted(b, Some("en")).remove(0));
            assert_eq!(a.contradicts(&b), b.contradicts(&a));
            a.contradicts(&b)
        };
        assert!(contradicts("3 people died", "5 people died"));
        assert!(contradicts("more than 50 people", "40 people"));
        for (a, b) in [
            ("5 people", "five people"),
            ("more than 30 people", "41 people"),
            ("at least 30 people", "more than 40 people"),
            ("up to 30 people", "12 people"),
            ("about 500 people", "430 people"),
            ("31,000 vehicles", "30,000 vehicles"),
            ("6.9 %", "7 %"),
            ("2.872 days", "2 872 days"),
        ] {
            assert!(!contradicts(a, b), "{a}, {b}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_counted(text in "\\PC{0,80}|[0-9., a-z%$€-]{0,80}") {
            for told in counted(&text, None) {
                prop_assert!(text.get(told.number.range.clone()).is_some());
            }
        }
    }
}

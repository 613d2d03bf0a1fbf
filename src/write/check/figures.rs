//! The numbers, sums, percentages and dates of a text, brought to one form.

use std::ops::Range;

use crate::text::dates::{Date, dates};
use crate::text::numbers::{Number, numbers};

/// A number or a date in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Figure {
    /// Its bytes.
    pub(super) range: Range<usize>,
    /// What it comes to.
    pub(super) value: Value,
}

/// What a figure comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// A day or a month of a year.
    Date(Date),
    /// A number: its decimal, whether it is a percentage, and its currency.
    Number(String, bool, Option<char>),
}

impl Value {
    /// True where `other` says the same: a sum whose currency is not said may be any.
    pub(super) fn is_said_by(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Date(a), Self::Date(b)) => a.is_said_by(b),
            (Self::Number(a, of_a, sign), Self::Number(b, of_b, other)) => {
                a == b && of_a == of_b && (sign.is_none() || other.is_none() || sign == other)
            }
            _ => false,
        }
    }
}

/// Numbers as words beyond those that every text reads, with what they come to.
const TENS: [(&str, u32); 18] = [
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("dozen", 12),
    ("hundred", 100),
    ("thousand", 1000),
];

/// Bytes of such a word.
const TENS_LENGTH: Range<usize> = 5..10;

const UNITS: [&str; 9] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// Currencies by their signs and words.
const CURRENCIES: [(char, &[&str]); 5] = [
    ('$', &["$", "dollar", "dollars", "usd"]),
    ('€', &["€", "euro", "euros", "eur"]),
    ('£', &["£", "pound", "pounds", "gbp", "sterling"]),
    ('¥', &["¥", "yen", "yuan", "cny", "jpy"]),
    ('₹', &["₹", "rupee", "rupees", "inr"]),
];

/// All figures of a text, dates and the numbers within them too.
pub(super) fn figures(text: &str) -> Vec<Figure> {
    let mut found: Vec<Figure> = dates(text)
        .into_iter()
        .map(|date| Figure { range: date.range.clone(), value: Value::Date(date) })
        .collect();
    let counted = numbers(text);
    found.extend(counted.iter().map(|number| of(text, number)));
    found.extend(
        spelled(text).filter(|figure| counted.iter().all(|number| !meet(&number.range, &figure.range))),
    );
    found.sort_by_key(|figure| figure.range.start);
    found
}

/// Those of a claim: the numbers within a date are the date's, and a lone `one` is a word.
pub(super) fn claimed(text: &str) -> Vec<Figure> {
    let all = figures(text);
    let dates: Vec<Range<usize>> =
        all.iter().filter(|f| matches!(f.value, Value::Date(_))).map(|f| f.range.clone()).collect();
    let lone = |figure: &Figure| {
        matches!(&figure.value, Value::Number(value, false, None) if value == "1")
            && text.get(figure.range.clone()).is_some_and(|said| !said.starts_with(char::is_numeric))
    };
    let dated = |figure: &Figure| {
        matches!(figure.value, Value::Number(..)) && dates.iter().any(|date| meet(date, &figure.range))
    };
    all.into_iter().filter(|figure| !dated(figure) && !lone(figure)).collect()
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

fn of(text: &str, number: &Number) -> Figure {
    let value = Value::Number(number.value.clone(), number.percent, currency(text, &number.range));
    Figure { range: number.range.clone(), value }
}

/// The currency before or behind a number.
fn currency(text: &str, number: &Range<usize>) -> Option<char> {
    let before = text.get(..number.start).unwrap_or_default().trim_end();
    let after = text.get(number.end..).unwrap_or_default().trim_start_matches([' ', '\u{a0}', '-']);
    let word: String =
        after.chars().take_while(|c| c.is_alphabetic()).take(9).collect::<String>().to_lowercase();
    let found = CURRENCIES.iter().find(|(sign, names)| {
        before.ends_with(*sign) || after.starts_with(*sign) || names.contains(&word.as_str())
    });
    found.map(|(sign, _)| *sign)
}

/// `forty`, `thirty-eight`, `two dozen`.
fn spelled(text: &str) -> impl Iterator<Item = Figure> + '_ {
    let end = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        at + rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
    };
    let opens = |at: usize| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|c| c.is_alphanumeric() || c == '-')
    };
    let starts = text.char_indices().filter(|(_, c)| c.is_ascii_alphabetic()).map(|(at, _)| at);
    starts.filter(move |at| opens(*at)).filter_map(move |at| {
        let first =
            text.get(at..end(at)).filter(|word| TENS_LENGTH.contains(&word.len()))?.to_ascii_lowercase();
        let (_, ten) = TENS.iter().find(|(word, _)| *word == first)?;
        let stop = end(at);
        let second = text.get(stop + 1..end(stop + 1)).unwrap_or_default().to_ascii_lowercase();
        let joined = text.get(stop..).is_some_and(|rest| rest.starts_with(['-', ' ']));
        let unit =
            UNITS.iter().position(|word| *word == second).filter(|_| joined && (20..100).contains(ten));
        let (value, stop) = match unit {
            Some(unit) => (ten + unit as u32 + 1, end(stop + 1)),
            None => (*ten, stop),
        };
        let number = Number { range: at..stop, value: value.to_string(), percent: false, spelled: true };
        Some(of(text, &number))
    })
}

#[cfg(test)]
mod tests {
    use super::{claimed, figures};

    fn said(claim: &str, record: &str) -> bool {
        let there = figures(record);
        let asked = claimed(claim);
        assert!(!asked.is_empty(), "{claim}");
        asked.iter().all(|figure| there.iter().any(|other| figure.value.is_said_by(&other.value)))
    }

    #[test]
    fn one_figure_however_it_is_written() {
        for (claim, record) in [
            ("1,000 crowns", "1 000 crowns"),
            ("$30 billion", "30bn dollars"),
            ("30,000,000,000", "a reported $30 billion"),
            ("40 percent", "40 per cent"),
            ("forty boats", "40 boats"),
            ("38 boats", "thirty-eight boats"),
            ("on 12 April", "on 2026-04-12"),
            ("2026-04-12", "12 April 2026"),
            ("three boats", "3 boats"),
            ("a dozen boats", "12 boats"),
        ] {
            assert!(said(claim, record), "{claim} / {record}");
            assert!(said(record, claim), "{record} / {claim}");
        }
    }

    #[test]
    fn another_figure_is_another() {
        for (claim, record) in [
            ("40 percent", "40 boats"),
            ("$30 billion", "€30 billion"),
            ("on 13 April", "on 12 April"),
            ("12 April 2026", "April 2026"),
            ("fifty boats", "40 boats"),
            ("16:40", "16:50"),
        ] {
            assert!(!said(claim, record), "{claim} / {record}");
        }
    }

    #[test]
    fn a_lone_one_is_a_word() {
        assert!(claimed("one of them left").is_empty());
        assert_eq!(claimed("1 of them left").len(), 1);
    }
}

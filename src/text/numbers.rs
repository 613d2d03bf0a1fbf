//! Numbers in prose, brought to one form so that they can be compared.
//!
//! `1,000`, `1 000`, `1.000` and `1000` are one number, `$30 billion` is 30000000000, `forty` is left alone but
//! the words up to twelve are read. A point or comma before exactly three digits parts thousands where that can
//! be told (`1,234`, `1.234.567`, `12.000`); `3.125` is a fraction. The digits of a name (`Halcyon-2`, `A320`) are
//! no number. Values are decimal strings: no rounding, nothing lost.

use std::ops::Range;

/// A number in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// Its bytes, with the word that scales it (`billion`) but without its unit.
    pub range: Range<usize>,
    /// The value as a plain decimal, or a time of day (`16:40`).
    pub value: String,
    /// A percentage.
    pub percent: bool,
    /// It was written as a word.
    pub spelled: bool,
}

/// The numbers of `text`, in order.
pub fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut skip_to = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let starts = at >= skip_to && !before.is_some_and(char::is_alphanumeric);
        if starts && digit(c).is_some() && !in_a_name(text, at) {
            let number = digits_at(text, at);
            skip_to = number.range.end;
            found.push(number);
        } else if starts && c.is_alphabetic() {
            let end = word_end(text, at);
            skip_to = end;
            // The end of `thirty-eight` is no number of its own.
            found.extend(spelled(text, at..end).filter(|_| !in_a_name(text, at)));
        }
        before = Some(c);
    }
    found
}

const SPELLED: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// Bytes of such a word.
const SPELLED_LENGTH: Range<usize> = 3..7;

const SCALES: [(&[&str], usize); 5] = [
    (&["hundred"], 2),
    (&["thousand", "k", "tausend", "mille", "mil", "tsd"], 3),
    (&["million", "millions", "m", "mn", "mln", "mio", "millionen", "millón", "millones", "milhões"], 6),
    (
        &["billion", "billions", "bn", "b", "bln", "mrd", "milliarde", "milliarden", "milliard", "milliards"],
        9,
    ),
    (&["trillion", "trillions", "tn"], 12),
];

/// The value of a decimal digit in the scripts that news is written in.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}

/// `Halcyon-2`, `COVID-19`: a letter and a hyphen stand before the digits.
fn in_a_name(text: &str, at: usize) -> bool {
    let mut back = text.get(..at).unwrap_or_default().chars().rev();
    matches!(back.next(), Some('-' | '‑')) && back.next().is_some_and(char::is_alphabetic)
}

fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())
}

fn spelled(text: &str, range: Range<usize>) -> Option<Number> {
    let word = text.get(range.clone()).filter(|word| SPELLED_LENGTH.contains(&word.len()))?;
    let value = SPELLED.iter().position(|name| name.eq_ignore_ascii_case(word))?;
    let (end, zeros) = scale(text, range.end);
    let percent = is_percent(text, end);
    Some(Number {
        range: range.start..end,
        value: shifted(&value.to_string(), "", zeros),
        percent,
        spelled: true,
    })
}

fn digits_at(text: &str, at: usize) -> Number {
    let (groups, end) = groups(text, at);
    if groups.len() > 1 && groups.iter().skip(1).all(|(mark, _)| *mark == ':') {
        let parts: Vec<&str> = groups.iter().map(|(_, run)| run.as_str()).collect();
        return Number { range: at..end, value: parts.join(":"), percent: false, spelled: false };
    }
    let (whole, fraction) = split(&groups);
    let (end, zeros) = scale(text, end);
    let value = shifted(&whole, &fraction, zeros);
    Number { range: at..end, value, percent: is_percent(text, end), spelled: false }
}

/// Runs of digits from `at` on, each with the mark before it, and where they end.
fn groups(text: &str, at: usize) -> (Vec<(char, String)>, usize) {
    let mut groups = vec![('\0', String::new())];
    let mut end = at;
    let mut rest = text.get(at..).unwrap_or_default().chars().peekable();
    while let Some(c) = rest.next() {
        if let Some(value) = digit(c) {
            if let Some((_, run)) = groups.last_mut() {
                run.extend(char::from_digit(value, 10));
            }
            end += c.len_utf8();
            continue;
        }
        let joins = matches!(c, ',' | '.' | ':' | '\'' | '’' | '\u{a0}' | '\u{202f}' | '\u{2009}' | ' ')
            && rest.peek().is_some_and(|next| digit(*next).is_some());
        let blank = c.is_whitespace();
        let three = rest.clone().take_while(|next| digit(*next).is_some()).count() == 3;
        let short = groups.last().is_some_and(|(_, run)| run.len() <= 3);
        if !joins || (blank && !(three && short)) {
            break;
        }
        groups.push((if blank { ' ' } else { c }, String::new()));
        end += c.len_utf8();
    }
    (groups, end)
}

/// The whole and the fraction of runs of digits.
fn split(groups: &[(char, String)]) -> (String, String) {
    let joined = |part: &[(char, String)]| part.iter().map(|(_, run)| run.as_str()).collect::<String>();
    let Some((mark, last)) = groups.last().filter(|_| groups.len() > 1) else {
        return (joined(groups), String::new());
    };
    let same = groups.iter().skip(1).all(|(other, _)| other == mark);
    let thousands = last.len() == 3
        && match mark {
            '.' => same && groups.len() > 2 || last == "000",
            _ => same,
        };
    if thousands || !matches!(mark, '.' | ',') {
        return (joined(groups), String::new());
    }
    (joined(groups.get(..groups.len() - 1).unwrap_or_default()), last.clone())
}

/// Where the scaling word after a number ends, and how many zeros it adds.
fn scale(text: &str, end: usize) -> (usize, usize) {
    let rest = text.get(end..).unwrap_or_default();
    let word_at = end + usize::from(rest.starts_with([' ', '-']));
    let word_end = word_end(text, word_at);
    let word = text.get(word_at..word_end).unwrap_or_default().to_lowercase();
    // A single letter scales only where it touches the number: `30bn`, `1.8B`.
    let letters = word.chars().count() > 2 || word_at == end || word == "bn" || word == "tn";
    let hit = SCALES.iter().find(|(names, _)| letters && names.contains(&word.as_str()));
    hit.map_or((end, 0), |(_, zeros)| (word_end, *zeros))
}

fn is_percent(text: &str, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default().trim_start_matches([' ', '\u{a0}', '\u{202f}', '-']);
    let lower: String = rest.chars().take(8).collect::<String>().to_lowercase();
    ["%", "％", "percent", "per cent", "prozent", "por cien", "pour cen"]
        .iter()
        .any(|sign| lower.starts_with(sign))
}

/// The decimal `whole.fraction` times ten to the `zeros`, without idle zeros.
fn shifted(whole: &str, fraction: &str, zeros: usize) -> String {
    let padded = format!("{fraction}{}", "0".repeat(zeros.saturating_sub(fraction.len())));
    let (up, down) = padded.split_at_checked(zeros).unwrap_or((&padded, ""));
    let whole = format!("{whole}{up}");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let down = down.trim_end_matches('0');
    if down.is_empty() { whole.to_owned() } else { format!("{whole}.{down}") }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::numbers;

    fn values(text: &str) -> Vec<String> {
        numbers(text).into_iter().map(|n| n.value + if n.percent { "%" } else { "" }).collect()
    }

    #[test]
    fn one_number_however_it_is_written() {
        assert_eq!(values("1,000; 1 000; 1.000; 1000; 1'000"), vec!["1000"; 5]);
        assert_eq!(
            values("$30 billion, 30bn, 2.4 billion, 2,5 Millionen"),
            ["30000000000", "30000000000", "2400000000", "2500000"]
        );
        assert_eq!(values("40 percent, 40%, 3.50, 007, ٤٠"), ["40%", "40%", "3.5", "7", "40"]);
        assert_eq!(values("1,234,567.5 and 1.234.567"), ["1234567.5", "1234567"]);
    }

    #[test]
    fn words_and_times() {
        assert_eq!(
            values("Three of twelve boats left at 16:40, two million saw it"),
            ["3", "12", "16:40", "2000000"]
        );
        assert_eq!(values("He weighs 3 m long"), ["3"]);
    }

    #[test]
    fn letters_scale_in_either_case_and_long_words_are_left_alone() {
        assert_eq!(
            values("$1.8B, $1.8 bln, 179M, 5 B vitamins"),
            ["1800000000", "1800000000", "179000000", "5"]
        );
        assert!(values("Thirty-eight kilos").is_empty());
    }

    #[test]
    fn names_are_no_numbers() {
        assert_eq!(values("Halcyon-2, Amenbo-3 and the A320 in COVID-19 times"), Vec::<String>::new());
        assert_eq!(values("18 km in 2026, page 4."), ["18", "2026", "4"]);
    }

    proptest! {
        #[test]
        fn ranges_are_valid_in_any_text(text in "\\PC{0,60}|[0-9., :'a-k%\u{a0}bnm-]{0,60}") {
            let mut end = 0;
            for n in numbers(&text) {
                prop_assert!(n.range.start >= end && n.range.end > n.range.start);
                prop_assert!(text.get(n.range.clone()).is_some());
                end = n.range.end;
            }
        }
    }
}

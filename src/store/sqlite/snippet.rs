//! A few words around a match, in pieces, so that whoever shows them can light what matched.

use super::words::{Query, fold, in_word, is_unspaced};

/// Characters before the first match, and in all.
const BEFORE: usize = 48;
const LENGTH: usize = 180;
/// Texts longer than this are not looked through to the end.
const FARTHEST: usize = 20_000;

/// The words around the first match in the first part that has one; the beginning of the first part if none has.
pub(super) fn around(query: &Query, parts: &[&str]) -> Vec<(String, bool)> {
    let matched = parts.iter().find_map(|part| {
        let chars = flat(part);
        first_match(query, &chars).map(|at| cut(query, &chars, at))
    });
    matched.unwrap_or_else(|| {
        let chars =
            parts.iter().find(|part| !part.trim().is_empty()).map(|part| flat(part)).unwrap_or_default();
        cut(query, &chars, 0)
    })
}

/// One line, blanks run together, nothing invisible.
fn flat(text: &str) -> Vec<char> {
    let mut out: Vec<char> = Vec::new();
    for c in text.chars().take(FARTHEST) {
        let c = if c.is_whitespace() { ' ' } else { c };
        if !(c.is_control() || c == ' ' && out.last() == Some(&' ')) {
            out.push(c);
        }
    }
    out
}

/// The word that begins at `at`, or the unspaced run asked for: where it ends, and whether it was asked for.
fn word_at(query: &Query, chars: &[char], at: usize) -> (usize, bool) {
    if chars.get(at).copied().is_some_and(is_unspaced) {
        let asked = query.words.iter().filter(|word| word.chars().next().is_some_and(is_unspaced));
        let here = |word: &String| {
            word.chars().zip(chars.get(at..).unwrap_or_default()).filter(|(a, b)| a == *b).count()
        };
        let found =
            asked.filter(|word| here(word) == word.chars().count()).map(|word| word.chars().count()).max();
        return (at + found.unwrap_or(1), found.is_some());
    }
    let rest = chars.get(at..).unwrap_or_default();
    let length = rest.iter().take_while(|c| in_word(**c) && !is_unspaced(**c)).count().max(1);
    if rest.first().is_some_and(|first| first.is_ascii() && !query.may_begin(first.to_ascii_lowercase())) {
        return (at + length, false);
    }
    let word: String = rest.iter().take(length).collect();
    (at + length, query.wants(&fold(&word)))
}

fn first_match(query: &Query, chars: &[char]) -> Option<usize> {
    let mut at = 0;
    while at < chars.len() {
        let (end, asked) = word_at(query, chars, at);
        if asked {
            return Some(at);
        }
        at = end;
    }
    None
}

/// The pieces from a little before `at` to a good deal after.
fn cut(query: &Query, chars: &[char], at: usize) -> Vec<(String, bool)> {
    let mut start = at.saturating_sub(BEFORE);
    while start > 0 && start < at && chars.get(start - 1).is_some_and(|c| in_word(*c) && !is_unspaced(*c)) {
        start += 1;
    }
    let end = (start + LENGTH).min(chars.len());
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut add = |text: String, asked: bool| match pieces.last_mut() {
        Some((last, lit)) if *lit == asked => last.push_str(&text),
        _ => pieces.push((text, asked)),
    };
    if start > 0 {
        add("… ".to_owned(), false);
    }
    let mut here = start;
    while here < end {
        let (next, asked) = word_at(query, chars, here);
        add(chars.get(here..next).unwrap_or_default().iter().collect(), asked);
        here = next;
    }
    if here < chars.len() {
        add(" …".to_owned(), false);
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::{Query, around};

    fn lit(typed: &str, text: &str) -> String {
        let pieces = around(&Query::read(typed), &[text]);
        pieces.into_iter().map(|(piece, lit)| if lit { format!("<{piece}>") } else { piece }).collect()
    }

    #[test]
    fn the_words_asked_for_are_lit() {
        assert_eq!(lit("ecole pa", "Une École\n\tà Paris, pas loin."), "Une <École> à <Paris>, <pas> loin.");
        assert_eq!(lit("東京", "私は東京都に"), "私は<東京>都に");
        assert_eq!(lit("zebra", "nothing here"), "nothing here");
        assert_eq!(lit("zebra", ""), "");
    }

    #[test]
    fn a_long_text_is_cut_on_both_sides() {
        let text = format!("{}needle {}", "alpha ".repeat(40), "omega ".repeat(80));
        let shown = lit("needle", &text);
        assert!(
            shown.starts_with("… alpha ") && shown.contains("<needle>") && shown.ends_with(" …"),
            "{shown}"
        );
        assert!(shown.chars().count() < 200);
    }
}

//! What typesetting changes, folded away, so that words can be compared as they were said.
//!
//! Stricter than taste and laxer than bytes: every kind of quotation mark is one mark, every dash one dash without
//! blanks about it, an ellipsis three dots, runs of blanks one blank. Letters, digits and their case stay.

use std::ops::Range;

/// A text folded, and the way back.
#[derive(Debug, Clone, Default)]
pub(super) struct Folded {
    /// The words as they are compared.
    pub(super) text: String,
}

/// What one character comes to.
enum Step {
    Nothing,
    Blank,
    Mark,
    Dash,
    Dots,
    Itself,
}

fn step(c: char) -> Step {
    match c {
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '\'' | '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '`'
        | '「' | '」' | '『' | '』' | '‹' | '›' => Step::Mark,
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => Step::Dash,
        '…' => Step::Dots,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{2060}' => Step::Nothing,
        c if c.is_whitespace() => Step::Blank,
        _ => Step::Itself,
    }
}

/// True for a byte that is a character and stays what it is.
fn stays(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\'' | b'`' | b'-')
}

/// Folds run by run; `at` hears, before each run of characters that stay and before each other one, where it stands, how
/// long the folded text is, and how many bytes stay; it answers whether to go on.
fn walk(text: &str, mut at: impl FnMut(usize, usize, usize) -> bool) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let place = text.len() - rest.len();
        let run = rest.bytes().take_while(|byte| stays(*byte)).count();
        if !at(place, folded.len(), run.max(1)) {
            break;
        }
        if let (Some(same), Some(after)) = (rest.get(..run).filter(|_| run > 0), rest.get(run..)) {
            folded.push_str(same);
            rest = after;
            continue;
        }
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        match step(c) {
            Step::Nothing => {}
            Step::Blank => {
                if !folded.is_empty() && !folded.ends_with([' ', '-']) {
                    folded.push(' ');
                }
            }
            Step::Mark => {
                if !folded.ends_with('\'') {
                    folded.push('\'');
                }
            }
            Step::Dash => {
                folded.truncate(folded.trim_end_matches([' ', '-']).len());
                folded.push('-');
            }
            Step::Dots => folded.push_str("..."),
            Step::Itself => folded.push(c),
        }
    }
    folded
}

impl Folded {
    /// Folds a text.
    pub(super) fn of(text: &str) -> Self {
        let mut text = walk(text, |_, _, _| true);
        text.truncate(text.trim_end().len());
        Self { text }
    }

    /// The bytes of `stored` (the text that was folded) that came to these bytes of the folded text.
    pub(super) fn back(stored: &str, folded: &Range<usize>) -> Range<usize> {
        let (mut start, mut end) = (0, stored.len());
        walk(stored, |place, length, run| {
            if length <= folded.start {
                start = place + (folded.start - length).min(run - 1);
            }
            let done = length + run > folded.end;
            if done {
                end = place + folded.end.saturating_sub(length);
            }
            !done
        });
        let words = stored.get(start..end).unwrap_or_default();
        let start = end - words.trim_start().len();
        start..start + words.trim().len()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Folded;

    #[test]
    fn typesetting_folds_away() {
        for (set, plain) in [
            ("“It’s  fine…” – she", "'It's fine...'-she"),
            ("they are — for\u{a0}many that's", "they are-for many that's"),
            ("„Nie“, «jamais»", "'Nie', 'jamais'"),
            ("soft\u{ad}ly ", "softly"),
        ] {
            assert_eq!(Folded::of(set).text, plain);
        }
    }

    #[test]
    fn the_way_back_leads_to_the_same_words() {
        let stored = "He said — “it’s   fine”, and left.";
        let folded = Folded::of(stored).text;
        for words in ["it's fine", "He said", "and left.", "said-'it's"] {
            let at = folded.find(words).unwrap();
            let back = Folded::back(stored, &(at..at + words.len()));
            assert_eq!(Folded::of(stored.get(back.clone()).unwrap()).text, words, "{back:?}");
        }
    }

    proptest! {
        #[test]
        fn any_part_has_a_way_back(text in "\\PC{0,60}|[\"'“”— .a…\u{ad}\n]{0,60}", from in 0usize..60, len in 0usize..60) {
            let folded = Folded::of(&text).text;
            let range = from.min(folded.len())..(from + len).min(folded.len());
            let back = Folded::back(&text, &range);
            prop_assert!(text.get(back).is_some());
        }
    }
}

//! Quotations in running text.
//!
//! Marks come in pairs of many kinds. Double marks are taken at their word; single ones only where they cannot be
//! apostrophes: the mark opens after a blank and closes before one. A quotation ends within its paragraph.

use std::ops::Range;

/// A quotation in a text, both ranges in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub outer: Range<usize>,
    /// The words between them.
    pub inner: Range<usize>,
}

/// The quotations of `text`, in order, outermost only, none empty.
pub fn quotes(text: &str) -> Vec<Quotation> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some(end) = closing(&chars, at) else {
            at += 1;
            continue;
        };
        let (open, mark) = chars[at];
        let (close, last) = chars[end];
        let inner = open + mark.len_utf8()..close;
        if !text.get(inner.clone()).unwrap_or_default().trim().is_empty() {
            found.push(Quotation { outer: open..close + last.len_utf8(), inner });
        }
        at = end + 1;
    }
    found
}

/// The index of the mark that closes the one at `at`, if that one opens.
fn closing(chars: &[(usize, char)], at: usize) -> Option<usize> {
    let mark = chars[at].1;
    let ends: &[char] = match mark {
        '“' => &['”', '"'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«'],
        '「' => &['」'],
        '『' => &['』'],
        '"' => &['"'],
        '‘' => &['’'],
        '\'' => &['\''],
        _ => return None,
    };
    let before = at.checked_sub(1).map(|i| chars[i].1);
    let free = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '!' | '?' | '"'));
    let opens = chars.get(at + 1).is_some_and(|(_, c)| !c.is_whitespace()) && (free || wide(mark));
    if !opens {
        return None;
    }
    let line = chars.iter().enumerate().skip(at + 1).take_while(|(_, (_, c))| *c != '\n');
    line.filter(|(_, (_, c))| ends.contains(c)).map(|(i, _)| i).find(|i| closes(chars, *i))
}

/// Marks that need no blank before them.
fn wide(mark: char) -> bool {
    matches!(mark, '「' | '『' | '«' | '“' | '„')
}

/// A single mark inside a word is an apostrophe.
fn closes(chars: &[(usize, char)], at: usize) -> bool {
    !matches!(chars[at].1, '\'' | '’') || chars.get(at + 1).is_none_or(|(_, c)| !c.is_alphanumeric())
}

/// `text` with every quotation mark and apostrophe straight, dashes plain, and runs of blanks one blank: what
/// typesetting changes is the same after it.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => folded.push('"'),
            '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' => folded.push('\''),
            '‐' | '‑' | '‒' | '–' | '—' | '−' => folded.push('-'),
            '…' => folded.push_str("..."),
            '\u{ad}' | '\u{200b}' | '\u{feff}' => {}
            c if c.is_whitespace() => {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            }
            c => folded.push(c),
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{fold, quotes};

    fn found(text: &str) -> Vec<&str> {
        quotes(text).into_iter().map(|q| text.get(q.inner).unwrap()).collect()
    }

    #[test]
    fn pairs_of_many_kinds() {
        assert_eq!(found("He said “no” and \"never\"."), ["no", "never"]);
        assert_eq!(found("«Jamais», „nie“ und 「雨」"), ["Jamais", "nie", "雨"]);
        assert_eq!(
            found("called it 'frankly staggering' and 'a cable's length'."),
            ["frankly staggering", "a cable's length"]
        );
    }

    #[test]
    fn apostrophes_and_inches_are_none() {
        assert_eq!(found("the dogs' owners' cars, it's rock 'n roll"), Vec::<&str>::new());
        assert_eq!(found("a 5\" pipe and a 6\" pipe"), Vec::<&str>::new());
        assert_eq!(found("“open at the end\nnext”"), Vec::<&str>::new());
    }

    #[test]
    fn typesetting_folds_away() {
        assert_eq!(fold("“It’s  fine…” – she"), "\"It's fine...\" - she");
    }

    proptest! {
        #[test]
        fn ranges_are_valid_in_any_text(text in "\\PC{0,60}|[\"'“”‘’«»„ a.\n]{0,60}") {
            let mut end = 0;
            for q in quotes(&text) {
                prop_assert!(q.outer.start >= end && q.inner.start > q.outer.start && q.inner.end < q.outer.end);
                prop_assert!(text.get(q.outer.clone()).is_some() && text.get(q.inner.clone()).is_some());
                end = q.outer.end;
            }
            fold(&text);
        }
    }
}

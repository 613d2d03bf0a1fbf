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
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((open, mark)) = next_mark(text, at) {
        let start = open + mark.len_utf8();
        let Some((close, last)) = closing(text, open, mark) else {
            at = start;
            continue;
        };
        at = close + last.len_utf8();
        let inner = start..close;
        if !text.get(inner.clone()).unwrap_or_default().trim().is_empty() {
            found.push(Quotation { outer: open..at, inner });
        }
    }
    found
}

/// The first mark from `at` on that can open a quotation.
fn next_mark(text: &str, at: usize) -> Option<(usize, char)> {
    let rest = text.get(at..)?;
    // Most sentences have none; in bytes that is soon seen.
    let marks =
        rest.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'"' | b'\'' | 0xc2 | 0xe2 | 0xe3));
    let mut marks = marks.filter_map(|(offset, _)| Some((at + offset, rest.get(offset..)?.chars().next()?)));
    marks.find(|(_, mark)| !ends(*mark).is_empty())
}

/// The marks that close what a mark opens; none where it opens nothing.
fn ends(mark: char) -> &'static [char] {
    match mark {
        '“' => &['”', '"'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«'],
        '「' => &['」'],
        '『' => &['』'],
        '"' => &['"'],
        '‘' => &['’'],
        '\'' => &['\''],
        _ => &[],
    }
}

/// The mark that closes the one at `open`, if that one opens.
fn closing(text: &str, open: usize, mark: char) -> Option<(usize, char)> {
    let before = text.get(..open)?.chars().next_back();
    let rest = text.get(open + mark.len_utf8()..)?;
    let free = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | '!' | '?' | '"'));
    let opens = rest.starts_with(|c: char| !c.is_whitespace()) && (free || wide(mark));
    if !opens {
        return None;
    }
    let line = rest.split('\n').next().unwrap_or_default();
    let closes = |(at, last): &(usize, &str)| closes(rest, *at, last);
    let (at, _) = line.match_indices(ends(mark)).find(closes)?;
    let start = open + mark.len_utf8();
    Some((start + at, rest.get(at..)?.chars().next()?))
}

/// Marks that need no blank before them.
fn wide(mark: char) -> bool {
    matches!(mark, '「' | '『' | '«' | '“' | '„')
}

/// A single mark inside a word is an apostrophe.
fn closes(rest: &str, at: usize, mark: &str) -> bool {
    let next = rest.get(at + mark.len()..).and_then(|rest| rest.chars().next());
    !matches!(mark, "'" | "’") || next.is_none_or(|c| !c.is_alphanumeric())
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

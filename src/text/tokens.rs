//! Cross-references that wires leave in their prose, and links in HTML.
//!
//! `{{entity:acme|Acme Inc}}` is shown as *Acme Inc*; kind and slug say what it leads to. Only what is surely meant is
//! read, and no look ahead goes further than a few hundred bytes, so that a text of nothing but openings takes linear
//! time, too.

use std::{borrow::Cow, ops::Range};

/// A cross-reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token<'a> {
    /// `entity`, `beat`, `story`, or a word of the wire's own.
    pub kind: &'a str,
    /// What it leads to, as the wire names it.
    pub slug: &'a str,
    /// The words a person reads.
    pub words: &'a str,
    /// The bytes it takes, braces included.
    pub len: usize,
}

/// A link written as HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor<'a> {
    /// Where it leads: http or https.
    pub address: &'a str,
    /// The words a person reads.
    pub words: &'a str,
    /// The bytes it takes, tags included.
    pub len: usize,
}

/// As far as a closing sign may be from its opening one, in bytes.
const REACH: usize = 400;
/// As long as an address may be, in bytes.
const ADDRESS: usize = 2048;

/// The cross-reference that `here` begins with.
pub fn token(here: &str) -> Option<Token<'_>> {
    let inside = within(here.strip_prefix("{{")?, REACH);
    let (inside, _) = inside.split_once("}}")?;
    let (kind, rest) = inside.split_once(':')?;
    let word =
        !kind.is_empty() && kind.len() <= 24 && kind.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let (slug, words) = rest.split_once('|').unwrap_or((rest, rest));
    let sound = word && !words.trim().is_empty() && !inside.contains(['\n', '{']);
    sound.then_some(Token { kind, slug, words, len: inside.len() + 4 })
}

/// The link that `here` begins with: `<a href="https://…">words</a>`, whatever other attributes it has.
pub fn anchor(here: &str) -> Option<Anchor<'_>> {
    let tag = here.strip_prefix("<a ").or_else(|| here.strip_prefix("<A "))?;
    let (attributes, _) = within(tag, ADDRESS + REACH).split_once('>')?;
    let after = here.get(3 + attributes.len() + 1..)?;
    let close = within(after, REACH)
        .find("</")
        .filter(|at| after.get(*at..at + 4).is_some_and(|end| end.eq_ignore_ascii_case("</a>")))?;
    let words = after.get(..close)?;
    let (_, value) = attributes.split_once("href=")?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (address, _) = value.get(1..)?.split_once(quote)?;
    let web = address.starts_with("https://") || address.starts_with("http://");
    let sound =
        web && !address.contains(char::is_whitespace) && !words.trim().is_empty() && !words.contains('<');
    sound.then_some(Anchor { address, words, len: 3 + attributes.len() + 1 + close + 4 })
}

/// The text with its cross-references as the words a person reads, and its HTML links as light Markdown.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '<']) {
        let (before, here) = rest.split_at(at);
        plain.push_str(before);
        let len = if let Some(token) = token(here) {
            plain.push_str(token.words);
            token.len
        } else if let Some(anchor) = anchor(here) {
            plain = plain + "[" + anchor.words + "](" + anchor.address + ")";
            anchor.len
        } else {
            plain.push_str(here.get(..1).unwrap_or_default());
            1
        };
        rest = here.get(len..).unwrap_or_default();
    }
    plain + rest
}

/// The same for a line that has no links, such as a headline in a list: both as the words a person reads.
pub fn words(text: &str) -> Cow<'_, str> {
    if !text.contains(['{', '<']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(readable(text).into_iter().filter_map(|range| text.get(range)).collect())
}

/// The same for a text in pieces, each with a mark of its own: a cross-reference may begin in one and end in another.
pub fn pieces(pieces: &[(String, bool)]) -> Vec<(String, bool)> {
    let whole: String = pieces.iter().map(|(text, _)| text.as_str()).collect();
    if !whole.contains(['{', '<']) {
        return pieces.to_vec();
    }
    let kept = readable(&whole);
    let mut from = 0;
    let mut read = Vec::with_capacity(pieces.len());
    for (text, mark) in pieces {
        let to = from + text.len();
        let parts = kept.iter().map(|range| range.start.max(from)..range.end.min(to));
        let text: String = parts.filter_map(|part| whole.get(part)).collect();
        if !text.is_empty() {
            read.push((text, *mark));
        }
        from = to;
    }
    read
}

/// The bytes that a person reads: all but the signs and names around the words of cross-references and HTML links.
fn readable(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(next) = text.get(at..).and_then(|rest| rest.find(['{', '<'])) {
        at += next;
        let here = text.get(at..).unwrap_or_default();
        let token = token(here).map(|token| (token.len, "}}".len(), token.words.len()));
        let anchor = || anchor(here).map(|link| (link.len, "</a>".len(), link.words.len()));
        if let Some((len, close, words)) = token.or_else(anchor) {
            let end = at + len - close;
            ranges.extend([from..at, end - words..end]);
            at += len;
            from = at;
        } else {
            at += 1;
        }
    }
    ranges.push(from..text.len());
    ranges
}

/// At most so many bytes of a text, cut between characters.
fn within(text: &str, bytes: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{anchor, pieces, plain, token, words};

    #[test]
    fn tokens_are_read_as_their_words() {
        for (text, want) in [
            ("At {{entity:acme|Acme Inc}} and {{beat:x}}, {{ not one", "At Acme Inc and x, {{ not one"),
            ("{{story:a-b-9c1a|what it said}}{{person:x|Y}}", "what it saidY"),
            ("{{entity:|}} {{x}} {{a:b", "{{entity:|}} {{x}} {{a:b"),
            ("{{{entity:a|B}}}", "{B}"),
        ] {
            assert_eq!(plain(text), want);
        }
        let token = token("{{story:a-b|c|d}} x").unwrap();
        assert_eq!((token.kind, token.slug, token.words, token.len), ("story", "a-b", "c|d", 17));
    }

    #[test]
    fn a_headline_is_its_words() {
        for (text, want) in [
            ("plain", "plain"),
            (
                "{{entity:acme|Acme Inc}} buys {{story:x|the mill}} {{broken",
                "Acme Inc buys the mill {{broken",
            ),
            ("<a href=\"https://a.example\">the page</a> & 1 < 2", "the page & 1 < 2"),
        ] {
            assert_eq!(words(text), want);
        }
    }

    #[test]
    fn a_hit_within_a_cross_reference_stays_marked() {
        let piece = |text: &str, mark: bool| (text.to_owned(), mark);
        let hit =
            [piece("At {{entity:ac", false), piece("me", true), piece("|Acme ", false), piece("Inc", true)];
        let hit = [hit.as_slice(), &[piece("}}, then", false)]].concat();
        let want = [piece("At ", false), piece("Acme ", false), piece("Inc", true), piece(", then", false)];
        assert_eq!(pieces(&hit), want);
        assert_eq!(pieces(&hit[3..]), hit[3..], "an end without a beginning");
    }

    #[test]
    fn links_of_html_become_links() {
        assert_eq!(
            plain("so <a class=\"x\" href=\"https://a.example/p\">the page</a>, <b>no</b> 1 < 2"),
            "so [the page](https://a.example/p), <b>no</b> 1 < 2"
        );
        for text in [
            "<a href=\"javascript:x\">y</a>",
            "<a href=https://x>y</a>",
            "<a name=\"x\">y</a>",
            "<a >",
            "<a ",
        ] {
            assert_eq!(anchor(text), None, "{text}");
        }
    }

    #[test]
    fn a_text_of_openings_is_read_in_linear_time() {
        for sign in ["{", "{{", "{{a:", "<a ", "<a href=\"https://", "<a href=\"https://x\">"] {
            let text = sign.repeat(50_000);
            assert_eq!(plain(&text), text);
            assert_eq!(words(&text), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_survived(text in "(\\PC|\\{\\{|\\}\\}|<a href=\"https://|\">|</a>|:|\\|){0,40}") {
            plain(&text);
            let whole = words(&text).into_owned();
            let joined: String = pieces(&[(text, true)]).into_iter().map(|(piece, _)| piece).collect();
            prop_assert_eq!(joined, whole);
        }
    }
}

//! What stands within a line of prose: citation markers, light Markdown, links, cross-references.
//!
//! Only what is surely meant is read; anything else stays as it was written. No look ahead goes further than a
//! few hundred bytes, so a text of nothing but brackets is read in linear time, too.

use crate::text::tokens::{self, Token};

/// A bit of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Bit<'a> {
    /// Words.
    Plain(&'a str),
    /// Words with weight.
    Strong(&'a str),
    /// `[3]` or `[³]`: the number, and the marker as written.
    Marker(u32, &'a str),
    /// `[text](https://…)` or `<a href="https://…">text</a>`: the text and the address.
    Link(&'a str, &'a str),
    /// `{{story:slug|text}}`
    Refer(Token<'a>),
}

/// As far as a closing sign may be from its opening one, in bytes.
const REACH: usize = 400;

/// Splits a line into its bits.
pub(super) fn bits(text: &str) -> Vec<Bit<'_>> {
    let mut bits = Vec::new();
    let mut plain = text;
    let mut rest = text;
    while let Some(at) = rest.find(['[', '*', '{', '<']) {
        let here = rest.get(at..).unwrap_or_default();
        let alone = text.len() - here.len();
        let before = text.get(..alone).and_then(|t| t.chars().next_back());
        match read(here, before) {
            Some((bit, len)) => {
                push_plain(&mut bits, plain, here);
                bits.push(bit);
                rest = here.get(len..).unwrap_or_default();
                plain = rest;
            }
            None => rest = here.get(1..).unwrap_or_default(),
        }
    }
    push_plain(&mut bits, plain, "");
    bits
}

/// What of `from` stands before `here`.
fn push_plain<'a>(bits: &mut Vec<Bit<'a>>, from: &'a str, here: &str) {
    let words = from.get(..from.len() - here.len()).unwrap_or_default();
    if !words.is_empty() {
        bits.push(Bit::Plain(words));
    }
}

/// Reads one bit at the beginning of `here`: the bit, and the bytes it takes.
fn read(here: &str, before: Option<char>) -> Option<(Bit<'_>, usize)> {
    if here.starts_with('[') {
        return marker(here).or_else(|| link(here));
    }
    if here.starts_with('{') {
        return tokens::token(here).map(|token| (Bit::Refer(token), token.len));
    }
    if here.starts_with('<') {
        return tokens::anchor(here).map(|link| (Bit::Link(link.words, link.address), link.len));
    }
    let sign = if here.starts_with("**") { "**" } else { "*" };
    emphasis(here, sign, before)
}

/// The number of a marker: digits, or superscript digits, in brackets.
fn marker(here: &str) -> Option<(Bit<'_>, usize)> {
    let (inside, _) = within(here.get(1..)?, 32)?.split_once(']')?;
    let digits = inside.chars().map(digit).collect::<Option<Vec<_>>>()?;
    if digits.is_empty() || digits.len() > 7 {
        return None;
    }
    let len = inside.len() + 2;
    Some((Bit::Marker(digits.iter().fold(0, |n, digit| n * 10 + digit), here.get(..len)?), len))
}

fn digit(c: char) -> Option<u32> {
    "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|raised| raised == c).map(|n| n as u32).or_else(|| c.to_digit(10))
}

fn link(here: &str) -> Option<(Bit<'_>, usize)> {
    let (words, rest) = within(here.get(1..)?, 4 * REACH)?.split_once("](")?;
    let (address, _) = rest.split_once(')')?;
    let web = address.starts_with("https://") || address.starts_with("http://");
    let sound =
        web && words.len() <= REACH && !words.trim().is_empty() && !address.contains(char::is_whitespace);
    sound.then_some((Bit::Link(words, address), words.len() + address.len() + 4))
}

fn emphasis<'a>(here: &'a str, sign: &str, before: Option<char>) -> Option<(Bit<'a>, usize)> {
    let inside = within(here.get(sign.len()..)?, REACH)?;
    let (words, _) = inside.split_once(sign)?;
    let tight = !words.is_empty() && !words.starts_with([' ', '*']) && !words.ends_with(' ');
    let free = before.is_none_or(|c| !c.is_alphanumeric());
    (tight && free && !words.contains('\n')).then_some((Bit::Strong(words), words.len() + 2 * sign.len()))
}

/// At most so many bytes of a text, cut between characters.
fn within(text: &str, bytes: usize) -> Option<&str> {
    text.get(..text.floor_char_boundary(bytes))
}

#[cfg(test)]
mod tests {
    use super::{Bit, bits};

    #[track_caller]
    fn check(text: &str, want: &[Bit<'_>]) {
        assert_eq!(bits(text), want, "{text:?}");
    }

    #[test]
    fn markers_plain_and_raised() {
        use Bit::{Marker, Plain};
        check("said [1].", &[Plain("said "), Marker(1, "[1]"), Plain(".")]);
        check("a[2][³]", &[Plain("a"), Marker(2, "[2]"), Marker(3, "[³]")]);
        check("[¹²]", &[Marker(12, "[¹²]")]);
        check("[sic] [] [12345678] [1", &[Plain("[sic] [] [12345678] [1")]);
    }

    #[test]
    fn light_markdown() {
        use Bit::{Link, Plain, Strong};
        check("a **b c** d", &[Plain("a "), Strong("b c"), Plain(" d")]);
        check("*so*, 2*3*4", &[Strong("so"), Plain(", 2*3*4")]);
        check("[the page](https://x.example/a)!", &[Link("the page", "https://x.example/a"), Plain("!")]);
        check("[no](javascript:x) * *", &[Plain("[no](javascript:x) * *")]);
        check("<a href='http://x.example'>so</a>", &[Link("so", "http://x.example")]);
    }

    #[test]
    fn cross_references_know_where_they_lead() {
        let bits = bits("At {{entity:port|The Port}} {{x}}");
        let [Bit::Plain("At "), Bit::Refer(port), Bit::Plain(" {{x}}")] = bits[..] else {
            panic!("{bits:?}")
        };
        assert_eq!((port.kind, port.slug, port.words), ("entity", "port", "The Port"));
    }

    #[test]
    fn a_text_of_openings_is_read_in_linear_time() {
        for sign in ["[", "*", "**", "{{entity:", "[](http", "<a href=\""] {
            let text = sign.repeat(200_000);
            let read: usize = bits(&text).len();
            assert!(read <= text.len());
        }
    }
}

//! Words of a feed, as plain text.
//!
//! What stands in an element may be plain text, HTML that was escaped, markup as it is, or base64 of any of these, and
//! most feeds do not say which. Atom's word is taken for it. In RSS a title is HTML if it looks like it (an end tag or
//! a reference, and no tag that HTML has not); a body is HTML.

use std::rc::Rc;

use base64::{
    Engine as _, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use url::Url;

use super::{element::Element, entities::western};
use crate::text::{clean, html};

/// Tags of HTML. What looks like another one is somebody's way to write.
const TAGS: &str = "a abbr acronym address applet area article aside audio b base bdi bdo big blink blockquote body \
                    br button canvas caption center cite code col colgroup dd del details dfn dir div dl dt em embed \
                    fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html \
                    i iframe img input ins kbd label legend li link main map mark meta nav nobr noframes noscript \
                    object ol option p param picture pre q s samp script section select small source span strike \
                    strong style sub summary sup svg table tbody td textarea tfoot th thead time title tr tt u ul var \
                    video wbr xmp";

/// How an element's words are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hand {
    /// As they are.
    Plain,
    /// As HTML.
    Html,
    /// It does not say, and it is a title or a name.
    Line,
    /// It does not say, and it is a body.
    Body,
}

/// Words, and where they point to.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Phrase {
    /// As plain text.
    pub text: String,
    /// The addresses of the links in them.
    pub links: Vec<String>,
}

/// An element's words on one line, without the addresses of links.
pub(super) fn line(element: &Element, atom: bool) -> String {
    let (words, hand) = words(element, if atom { Hand::Plain } else { Hand::Line });
    clean::line(&said(&words, hand, &mut |_href| None))
}

/// An element's words. The addresses of links are told beside them, where they are in no sentence's way.
pub(super) fn body(element: &Element, atom: bool) -> Phrase {
    let (words, hand) = words(element, if atom { Hand::Plain } else { Hand::Body });
    prose(&words, hand, element.base.as_ref().map(Rc::as_ref))
}

/// The same of words from elsewhere, relative links counted from `base`.
pub(super) fn prose(words: &str, hand: Hand, base: Option<&Url>) -> Phrase {
    let mut links = Vec::new();
    let text = said(words, hand, &mut |href| {
        let url = match base {
            Some(base) => base.join(href.trim()),
            None => Url::parse(href.trim()),
        };
        let url = url.ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
        links.push(url.into());
        None
    });
    Phrase { text, links }
}

/// What stands in an element, and how.
fn words(element: &Element, usual: Hand) -> (String, Hand) {
    if element.children().next().is_some() {
        return (element.markup(), Hand::Html);
    }
    let kind = element.attribute("type").unwrap_or_default().trim().to_ascii_lowercase();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let text = element.text();
    let hand = match kind {
        "html" | "xhtml" | "text/html" | "application/xhtml+xml" | "escaped" => Hand::Html,
        "text" | "text/plain" if usual == Hand::Plain => Hand::Plain,
        _ => usual,
    };
    let coded = element.attribute("mode") == Some("base64") || (usual == Hand::Plain && other_media(kind));
    match coded.then(|| base64(&text)).flatten() {
        Some(decoded) => (decoded, if hand == Hand::Plain { Hand::Line } else { hand }),
        None => (mended(&text), hand),
    }
}

/// A media type that Atom has in base64.
fn other_media(kind: &str) -> bool {
    kind.contains('/') && !kind.starts_with("text/") && !kind.ends_with("xml")
}

/// Words without their markup.
fn said(words: &str, hand: Hand, place: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let markup = match hand {
        Hand::Plain => false,
        Hand::Html => true,
        Hand::Line => looks_like_html(words, false),
        Hand::Body => looks_like_html(words, true),
    };
    if markup { html::plain_with(words, place) } else { paragraphs(words) }
}

/// Plain text with its lines as they are, but for blanks at their ends and more than one empty line.
fn paragraphs(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty = 0;
    for line in clean::block(text).lines().map(str::trim) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        empty = 0;
        out.push_str(line);
    }
    out
}

/// Whether words that do not say what they are look like HTML. `likely`: one tag of HTML is enough for it.
fn looks_like_html(words: &str, likely: bool) -> bool {
    let (mut closed, mut tagged) = (false, false);
    let mut rest = words;
    while let Some((_, after)) = rest.split_once('<') {
        let inner = after.strip_prefix('/').unwrap_or(after);
        let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
        let (name, tail) = inner.split_at_checked(end).unwrap_or((inner, ""));
        let begins = inner.starts_with(|c: char| c.is_ascii_alphabetic());
        if begins {
            let known = TAGS.split(' ').any(|tag| tag.eq_ignore_ascii_case(name));
            if !likely && !known {
                return false;
            }
            tagged |= known;
            closed |= inner.len() < after.len() || tail.trim_start().starts_with("/>");
        } else if inner.starts_with("!--") {
            (tagged, closed) = (true, true);
        }
        rest = after;
    }
    closed || (likely && tagged) || has_reference(words)
}

fn has_reference(words: &str) -> bool {
    words.match_indices('&').any(|(at, _)| {
        let after = words.get(at + 1..).unwrap_or_default();
        let name = after.bytes().take(32).position(|b| !b.is_ascii_alphanumeric() && b != b'#');
        name.is_some_and(|end| end > 0 && after.as_bytes().get(end) == Some(&b';'))
    })
}

/// Letters as they were meant: UTF-8 that was taken for Latin-1 and written in UTF-8 once more, and windows-1252 that
/// was taken for Latin-1.
pub(super) fn mended(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let latin: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    match latin.and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(twice) => twice,
        None => text.chars().map(western).collect(),
    }
}

/// The words that base64 stands for, if it does for words.
fn base64(text: &str) -> Option<String> {
    let forgiving = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let packed: String = text.split_whitespace().collect();
    let bytes = GeneralPurpose::new(&alphabet::STANDARD, forgiving).decode(packed).ok()?;
    String::from_utf8(bytes).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::{Hand, base64, mended, prose, said};

    #[track_caller]
    fn check(words: &str, hand: Hand, text: &str) {
        assert_eq!(said(words, hand, &mut |_| None), text, "{words:?}");
    }

    #[test]
    fn html_is_known_by_its_looks() {
        check("Bridge <b>closed</b> &amp; empty", Hand::Line, "Bridge closed & empty");
        check("Using <code> well", Hand::Line, "Using <code> well");
        check("a < b, b > c", Hand::Line, "a < b, b > c");
        check("<Swan> said</Swan>", Hand::Line, "<Swan> said</Swan>");
        check("one<p>two", Hand::Body, "one\n\ntwo");
        check("one\n  two\n\n\n\nthree", Hand::Body, "one\ntwo\n\nthree");
        check("<b>as it is</b>", Hand::Plain, "<b>as it is</b>");
        check("x<script>alert(1)</script>", Hand::Line, "x");
    }

    #[test]
    fn links_are_completed_and_told() {
        let base = "https://post.example/a/".parse().unwrap();
        let phrase = prose("<a href='b'>more</a> <a href='javascript:x'>no</a>", Hand::Html, Some(&base));
        assert_eq!(phrase.text, "more no");
        assert_eq!(phrase.links, ["https://post.example/a/b"]);
    }

    #[test]
    fn letters_are_mended() {
        assert_eq!(mended("cafÃ©"), "café");
        assert_eq!(mended("café"), "café");
        assert_eq!(mended("don\u{92}t"), "don’t");
    }

    #[test]
    fn base64_is_read() {
        assert_eq!(base64("PGI+\n QXRvbTwvYj4=").as_deref(), Some("<b>Atom</b>"));
        assert_eq!(base64("no base64!"), None);
    }
}

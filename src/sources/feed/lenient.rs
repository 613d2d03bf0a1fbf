//! The reader for feeds that are almost XML.
//!
//! A tokeniser for HTML never fails, whatever it is given: bare `&` and `<`, attributes without quotes, tags without
//! ends. What XML has and HTML has not is taken away from before it in one pass: declarations, comments, CDATA,
//! references to names of the feed's own.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::{element::literal, entities::Entities, tree::Tree};

/// The longest `&…;`, in bytes.
const LONGEST_REFERENCE: usize = 64;
/// More attributes than this are no attributes of a feed.
const ATTRIBUTES: usize = 64;

/// Reads all tags into the tree, as well as it goes.
pub(super) fn read(text: &str, tree: &mut Tree<'_>) {
    let text = mended(text);
    for token in Tokenizer::new_with_emitter(text.as_str(), DefaultEmitter::<()>::default()) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let attributes = tag.attributes.iter().take(ATTRIBUTES);
                let attributes = attributes.map(|(name, value)| (words(name), words(value))).collect();
                tree.start(words(&tag.name), attributes, tag.self_closing);
            }
            Token::EndTag(tag) => tree.end(&words(&tag.name)),
            Token::String(text) => tree.text(&words(&text)),
            _ => {}
        }
    }
}

fn words(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The document as a tokeniser for HTML understands it: nothing but tags and words.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut entities = Entities::default();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest = match from.strip_prefix('&') {
            Some(after) => reference(after, &entities, &mut out),
            None => bracket(from, &mut entities, &mut out),
        };
    }
    out.push_str(rest);
    out
}

/// Past what begins with `<`; tags are left as they are.
fn bracket<'t>(from: &'t str, entities: &mut Entities, out: &mut String) -> &'t str {
    if let Some(inner) = from.strip_prefix("<![CDATA[") {
        // One without an end reaches to the end of the document, as XML has it.
        let (words, rest) = inner.split_once("]]>").unwrap_or((inner, ""));
        words.chars().for_each(|c| literal(c, out));
        return rest;
    }
    if let Some(inner) = from.strip_prefix("<!--") {
        return inner.split_once("-->").map_or("", |(_, rest)| rest);
    }
    if let Some(inner) = from.strip_prefix("<?") {
        return inner.split_once('>').map_or("", |(_, rest)| rest);
    }
    if from.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
        let (doctype, rest) = doctype(from);
        *entities = Entities::read(doctype);
        return rest;
    }
    out.push('<');
    from.strip_prefix('<').unwrap_or_default()
}

/// A DOCTYPE with what stands in its brackets, and the rest.
fn doctype(from: &str) -> (&str, &str) {
    let end = from.find('>').unwrap_or(from.len());
    let end = match from.find('[') {
        Some(bracket) if bracket < end => {
            let inner = from.get(bracket..).unwrap_or_default();
            let close = inner.find("]>").map(|at| at + 1);
            bracket + close.or_else(|| inner.find('>')).unwrap_or(inner.len())
        }
        _ => end,
    };
    let (doctype, rest) = from.split_at(end.min(from.len()));
    (doctype, rest.strip_prefix('>').unwrap_or(rest))
}

/// Past a reference, or past an `&` that is none.
fn reference<'t>(after: &'t str, entities: &Entities, out: &mut String) -> &'t str {
    let known = |(name, rest): (&'t str, &'t str)| entities.resolved(name).map(|text| (text, rest));
    let near =
        after.bytes().take(LONGEST_REFERENCE).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#');
    let ended = near.filter(|at| after.as_bytes().get(*at) == Some(&b';'));
    let parted = ended.and_then(|at| Some((after.get(..at)?, after.get(at + 1..)?)));
    if let Some((text, rest)) = parted.and_then(known) {
        text.chars().for_each(|c| literal(c, out));
        return rest;
    }
    out.push_str("&amp;");
    after
}

#[cfg(test)]
mod tests {
    use super::mended;

    #[track_caller]
    fn check(from: &str, to: &str) {
        assert_eq!(mended(from), to, "{from:?}");
    }

    #[test]
    fn only_tags_and_words_are_left() {
        check("<?xml version='1.0'?><!-- <a> --><rss>", "<rss>");
        check("<a><![CDATA[1 < 2 & <b>]]></a>", "<a>1 &lt; 2 &amp; &lt;b&gt;</a>");
        check("<a><![CDATA[no end", "<a>no end");
        check(
            "a & b &amp; c &eacute; &nobody; &#233; &copy=1",
            "a &amp; b &amp; c é &amp;nobody; é &amp;copy=1",
        );
        check("<!DOCTYPE rss [ <!ENTITY x \"words>\"> ]><a>&x;</a>", "<a>words&gt;</a>");
        check("<!doctype html><p>", "<p>");
        check("&#60;b>", "&lt;b>");
        check("<", "<");
        check("&", "&amp;");
    }
}

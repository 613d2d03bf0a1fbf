//! What holds for every record, whatever it came from: identity, lengths, addresses, times, language.
//!
//! **Identity** is (source, the provider's own key), hashed: two sources that serve the same guid bring two records, and a
//! hostile feed cannot shadow another's. Without a key the link stands for it, without a link the words do.
//! **Lengths** are capped, since one record must not cost more than a page of them. **Addresses** are http or https, or
//! they are not kept. **Times** are kept as they were said; what a record counts as is [`Record::time`]'s to say.

use sha2::{Digest, Sha256};
use url::Url;

use super::{Origin, canonical, language};
use crate::{
    story::{Record, RecordId, SourceName},
    text::clean,
};

/// The longest title, in characters.
pub const LONGEST_TITLE: usize = 512;
/// The longest byline or publisher, in characters.
pub const LONGEST_NAME: usize = 128;
/// The longest key of a provider that is kept as it is, in characters; of a longer one its SHA-256 is kept.
pub const LONGEST_KEY: usize = 512;
/// The longest text, in characters: a long book chapter.
pub const LONGEST_TEXT: usize = 200_000;
/// The longest summary, in characters.
pub const LONGEST_SUMMARY: usize = 4000;
/// The longest address, in bytes.
pub const LONGEST_ADDRESS: usize = 4096;
/// The most links of one record.
pub const MOST_LINKS: usize = 16;

/// Finishes a record that a parser has read: its identity, its lengths, its addresses, its language, when it was
/// captured and from where. Links may still be relative. `key` is what the provider tells it apart by: a guid, an
/// at-uri, a number; `None` where there is none.
pub fn finish(record: Record, key: Option<&str>, origin: &Origin<'_>) -> Record {
    let key = key.map(str::trim).filter(|key| !key.is_empty());
    let web = |link: &String| canonical::address(link, origin.url).filter(fits);
    let found = record.url.as_ref().and_then(web);
    let page = found.as_ref().map(canonical::canonical);
    let resolved = record.resolved_url.as_ref().and_then(web);
    let resolved = resolved.or_else(|| found.as_ref().and_then(canonical::unwrapped));
    let own = record.canonical_url.as_ref().and_then(web).map(|own| canonical::canonical(&own));
    let canonical_url = own.or(page).map(String::from);
    let title = record.title.map(|title| clipped(&clean::line(&title), LONGEST_TITLE)).filter(said);
    let text = record.text.map(|text| clipped(clean::block(&text).trim(), LONGEST_TEXT)).filter(said);
    let summary =
        record.summary.map(|words| clipped(clean::block(&words).trim(), LONGEST_SUMMARY)).filter(said);
    let name =
        |name: Option<String>| name.map(|name| clipped(&clean::line(&name), LONGEST_NAME)).filter(said);
    let links = links(&record.links, origin.url, canonical_url.as_deref());
    let spoken = record.language.as_deref().and_then(language::tag).or_else(|| {
        language::told_by(title.as_deref().unwrap_or_default(), text.as_deref().unwrap_or_default())
    });
    let mut record = Record {
        external_id: key.map(kept_key),
        summary: summary.filter(|summary| Some(summary) != text.as_ref()),
        byline: name(record.byline),
        publisher: name(record.publisher),
        url: found.map(|found| as_written(record.url.as_deref(), found)),
        resolved_url: resolved.map(String::from),
        canonical_url,
        captured_at: Some(origin.now),
        language: spoken,
        source: Some(origin.source.clone()),
        title,
        text,
        links,
        ..record
    };
    record.id = identity(&record, origin.source);
    record
}

/// The id of a record of a source, from what its provider calls it: for deletions, which name nothing else.
pub fn id_of(source: &SourceName, key: &str) -> RecordId {
    hashed(source, "key", &[&kept_key(key.trim())])
}

fn identity(record: &Record, source: &SourceName) -> RecordId {
    match (&record.external_id, &record.url) {
        (Some(key), _) => hashed(source, "key", &[key]),
        (None, Some(url)) => hashed(source, "url", &[record.canonical_url.as_deref().unwrap_or(url)]),
        (None, None) => {
            let parts = [&record.title, &record.text].map(|part| part.as_deref().unwrap_or_default());
            hashed(source, "words", &parts)
        }
    }
}

/// 96 bits of SHA-256 in hex: too many to meet by chance, or by effort.
fn hashed(source: &SourceName, by: &str, parts: &[&str]) -> RecordId {
    let mut hash = Sha256::new();
    for part in [source.as_str(), by].into_iter().chain(parts.iter().copied()) {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    RecordId::new(hex(hash.finalize().iter().take(12)))
}

fn kept_key(key: &str) -> String {
    let key = clean::line(key);
    if key.chars().count() <= LONGEST_KEY {
        return key;
    }
    format!("sha256:{}", hex(Sha256::digest(&key).iter()))
}

fn hex<'a>(bytes: impl Iterator<Item = &'a u8>) -> String {
    bytes
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|half| char::from_digit(half.into(), 16))
        .collect()
}

fn links(links: &[String], base: Option<&Url>, own: Option<&str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let pages = links.iter().filter_map(|link| canonical::address(link, base)).filter(fits);
    for page in pages.map(|page| String::from(canonical::canonical(&page))) {
        if kept.len() == MOST_LINKS {
            break;
        }
        if Some(page.as_str()) != own && !kept.contains(&page) {
            kept.push(page);
        }
    }
    kept
}

/// An address as who published it wrote it, where that is whole and plain; it is known by that elsewhere.
fn as_written(written: Option<&str>, found: Url) -> String {
    let plain = |written: &&str| {
        let whole = written.starts_with("https://") || written.starts_with("http://");
        whole && written.bytes().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'\\' | b'@'))
    };
    written.map(str::trim).filter(plain).map_or_else(|| found.into(), str::to_owned)
}

fn fits(url: &Url) -> bool {
    url.as_str().len() <= LONGEST_ADDRESS
}

#[allow(clippy::ptr_arg, reason = "what a filter over Option<String> hands in")]
fn said(text: &String) -> bool {
    !text.trim().is_empty()
}

/// At most so many characters; where something is left out, the last of them says so.
fn clipped(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        None => text.to_owned(),
        Some(_) => text.chars().take(longest - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Moment;

    fn finished(record: Record, key: Option<&str>, source: &str) -> Record {
        let source = SourceName::from(source);
        let base = Url::parse("https://post.example/feed.xml").unwrap();
        let now = Moment::parse("2026-05-01T12:00:00Z").unwrap();
        let origin = Origin { source: &source, url: Some(&base), content_type: "", charset: None, now };
        finish(record, key, &origin)
    }

    fn linked(url: &str) -> Record {
        Record { url: Some(url.to_owned()), title: Some("Swan".to_owned()), ..Record::default() }
    }

    #[test]
    fn the_key_is_the_identity_then_the_link_then_the_words() {
        let id = |record, key, source| finished(record, key, source).id;
        assert_eq!(id(linked("/a"), Some("g"), "one"), id(linked("/b"), Some(" g "), "one"));
        assert_eq!(id(linked("/a"), Some("g"), "one"), id_of(&"one".into(), "g"));
        assert_ne!(id(linked("/a"), Some("g"), "one"), id(linked("/a"), Some("g"), "two"));
        assert_eq!(id(linked("/a?utm_source=x"), None, "one"), id(linked("/a"), None, "one"));
        assert_ne!(id(linked("/a"), None, "one"), id(linked("/b"), None, "one"));
        assert_ne!(id(linked("javascript:1"), None, "one"), id(linked("/b"), None, "one"));
        let long = "k".repeat(600);
        assert_eq!(id(linked("/a"), Some(&long), "one"), id_of(&"one".into(), &long));
    }

    #[test]
    fn addresses_are_completed_and_judged() {
        let record = Record {
            links: ["/c?fbclid=1", "javascript:alert(1)", "/c", "/a"].map(str::to_owned).to_vec(),
            ..linked("/a#x")
        };
        let record = finished(record, None, "one");
        assert_eq!(record.url.as_deref(), Some("https://post.example/a#x"));
        assert_eq!(record.canonical_url.as_deref(), Some("https://post.example/a"));
        assert_eq!(record.links, ["https://post.example/c"]);
        assert_eq!(finished(linked("file:///etc/passwd"), None, "one").url, None);
        let wrapped = finished(linked("https://www.google.com/url?q=https://a.example/x"), None, "one");
        assert_eq!(wrapped.resolved_url.as_deref(), Some("https://a.example/x"));
        assert_eq!(wrapped.canonical_url.as_deref(), Some("https://a.example/x"));
    }

    #[test]
    fn nothing_grows_without_end() {
        let long = |n| Some("x".repeat(n));
        let record =
            Record { title: long(9000), byline: long(900), text: long(300_000), ..Record::default() };
        let record = finished(record, Some(&"k".repeat(999)), "one");
        let chars = |text: &Option<String>| text.as_ref().unwrap().chars().count();
        assert_eq!((chars(&record.title), chars(&record.byline), chars(&record.text)), (512, 128, 200_000));
        assert!(record.external_id.unwrap().starts_with("sha256:"));
    }
}

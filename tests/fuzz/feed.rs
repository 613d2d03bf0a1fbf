//! Feeds of any bytes.

use std::{fs, path::Path};

use slugline::{
    sources::{Harvest, Origin, feed},
    story::{Moment, SourceName},
    text::clean,
};

use super::{Dice, mutant, mutants};
use crate::feeds::{every_file, set};

/// Pieces that parsers stumble over.
const WORDS: &[&[u8]] = &[
    b"<item>",
    b"</item>",
    b"<entry>",
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<?xml encoding='utf-16'?>",
    b"&",
    b"&#0;",
    b"&#x110000;",
    b"&lt;",
    b"<",
    b">",
    b"\"",
    b"'",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xc2\x9b31m",
    b"\x1b[2J",
    b"<title>",
    b"</title>",
    b"<div>",
    b" xmlns:a='b'",
    b" xml:base='//'",
    b"javascript:alert(1)",
    b"http://[",
    b"\xe2\x80\xae",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"<rss>",
    b"</rss>",
    b"{",
    b"[",
    b"\"items\":[",
    b"<a href=",
    b"9999-99-99T99:99:99Z",
];

/// What must hold of whatever bytes.
pub fn target(bytes: &[u8]) -> Harvest {
    let source = SourceName::from("fuzz");
    let now = Moment::parse("2026-05-01T12:00:00Z").unwrap();
    let url = url::Url::parse("https://post.example/feed.xml").unwrap();
    let origin = Origin { source: &source, url: Some(&url), content_type: "text/xml", charset: None, now };
    let harvest = feed::parse(bytes, &origin);
    let refused = harvest.refused.as_deref().unwrap_or_default();
    assert!(!refused.contains("mistake of ours"), "it panicked");
    assert!(harvest.refused.is_none() || harvest.records.is_empty());
    assert!(harvest.notes.len() <= 12 && harvest.records.len() <= 5000);
    for record in &harvest.records {
        let words = [
            &record.title,
            &record.byline,
            &record.publisher,
            &record.text,
            &record.summary,
            &record.external_id,
        ];
        for words in words.into_iter().flatten() {
            assert!(!words.chars().any(clean::forbidden), "{words:?}");
        }
        for url in [&record.url, &record.canonical_url].into_iter().flatten().chain(&record.links) {
            assert!(
                url.starts_with("http://") || url.starts_with("https://") || url.starts_with("HTTP"),
                "{url:?}"
            );
        }
    }
    harvest
}

/// Our own fixtures, and the sets where they are.
fn seeds() -> Vec<Vec<u8>> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sources/feed");
    let mut files = every_file(&own, &["xml", "json", "html"]);
    files.extend(set("files").map(|folder| every_file(&folder, &["xml", "json"])).unwrap_or_default());
    let seeds = files.iter().map(|file| fs::read(file).unwrap());
    seeds.filter(|seed| seed.len() <= 32 * 1024).collect()
}

#[test]
fn no_mutant_of_a_feed_breaks_anything() {
    let (seeds, mut dice) = (seeds(), Dice::new(1));
    let (mut refused, mut repaired, mut records) = (0, 0, 0);
    let all = mutants(10_000);
    for n in 0..all {
        let bytes = mutant(&seeds[n % seeds.len()], &seeds, WORDS, &mut dice);
        let harvest = target(&bytes);
        refused += usize::from(harvest.refused.is_some());
        repaired += usize::from(harvest.repaired);
        records += harvest.records.len();
    }
    println!(
        "{all} mutants of {} feeds: {refused} refused, {repaired} repaired, {records} records",
        seeds.len()
    );
}

#[test]
fn no_feed_cut_anywhere_breaks_anything() {
    let seeds = seeds();
    for seed in &seeds {
        target(seed);
        for cut in 0..20 {
            target(&seed[..seed.len() * cut / 20]);
        }
    }
    println!("{} feeds, each whole and cut at 20 points", seeds.len());
}

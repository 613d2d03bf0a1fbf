//! A second opinion: what `feed-rs` reads of the same feeds, given the same letters.
//!
//! It is a sound library, and this began with it; these figures are why it reads nothing here. It also finds what
//! we overlook: no feed that it reads may bring fewer items with us.

use std::{fs, panic::catch_unwind};

use serde_json::Value;

use super::{Tally, agrees, area, every_file, excused, lines, read, set, text};

/// What it reads where a check looks.
fn found(feed: &feed_rs::model::Feed, path: &str) -> Value {
    let words =
        |text: Option<&feed_rs::model::Text>| text.map_or(Value::Null, |text| text.content.clone().into());
    let date = |date: Option<String>| date.map_or(Value::Null, Value::from);
    let link =
        |links: &[feed_rs::model::Link]| links.first().map_or(Value::Null, |link| link.href.clone().into());
    match path {
        "feed.title" => return words(feed.title.as_ref()),
        "feed.link" => return link(&feed.links),
        _ => {}
    }
    let Some((_, rest)) = path.split_once("].") else { return Value::Null };
    let Some(entry) = feed.entries.first() else { return Value::Null };
    let author = entry.authors.first();
    match rest {
        "title" => words(entry.title.as_ref()),
        "link" => link(&entry.links),
        "id" | "guid" => entry.id.clone().into(),
        "summary" | "description" => words(entry.summary.as_ref()),
        "published_parsed" | "publishedParsed" => {
            date(entry.published.map(|at| at.format("%FT%TZ").to_string()))
        }
        "updated_parsed" | "updatedParsed" => date(entry.updated.map(|at| at.format("%FT%TZ").to_string())),
        "author" | "authors[0].name" => author.map_or(Value::Null, |author| author.name.clone().into()),
        "authors[0].email" => author.and_then(|author| author.email.clone()).map_or(Value::Null, Value::from),
        _ => Value::Null,
    }
}

/// Its reading; `None` where it refuses the feed, or falls.
fn second(bytes: &[u8]) -> Option<feed_rs::model::Feed> {
    let letters = String::from_utf8_lossy(bytes).into_owned();
    catch_unwind(|| feed_rs::parser::parse(letters.as_bytes())).ok()?.ok()
}

#[test]
fn no_feed_brings_fewer_items_than_by_a_second_reader() {
    let Some(folder) = set("") else { return };
    let (mut tally, mut refused) = (Tally::default(), 0);
    for case in lines(&folder.join("cases.jsonl")) {
        let bytes = fs::read(folder.join(text(&case, "file"))).unwrap();
        let theirs = second(&bytes);
        refused += usize::from(theirs.is_none());
        if let Some(theirs) = &theirs {
            let ours = read(&folder, &case);
            assert!(
                ours.entries.len() >= theirs.entries.len(),
                "{}: it found {}",
                text(&case, "id"),
                theirs.entries.len()
            );
        }
        let checks =
            case["checks"].as_array().filter(|_| case["core"] == true && !excused(text(&case, "id")));
        for check in checks.into_iter().flatten() {
            let path = text(check, "path");
            let ours = theirs.as_ref().map_or(Value::Null, |theirs| found(theirs, path));
            let told = matches!(area(path), "titles" | "links" | "ids" | "authors" | "summaries")
                || path.contains("arsed");
            if told && !path.contains("subtitle") && !path.contains("feed.a") && !path.starts_with("feed.u") {
                tally.count(area(path), agrees(&ours, &check["equals"]), String::new);
            }
        }
    }
    tally.disagreements.clear();
    tally.print(&format!("A second reader, on the core checks; it refuses {refused} feeds"));
}

#[test]
fn our_own_feeds_bring_what_a_second_reader_finds() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sources/feed");
    for file in every_file(&folder, &["xml"]) {
        let bytes = fs::read(&file).unwrap();
        let Some(theirs) = second(&bytes) else { continue };
        let ours = super::feed_file(&bytes);
        assert!(ours.entries.len() + ours.losses.empty >= theirs.entries.len(), "{}", file.display());
    }
}

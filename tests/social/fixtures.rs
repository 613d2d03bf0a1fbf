//! Answers as their servers give them, each with the harvest expected beside it; and what is left of them when they
//! are cut and bent.
//!
//! `SLUGLINE_BLESS=1 cargo test social` writes what comes of them today.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use slugline::{
    config::Channel,
    sources::{Harvest, Origin, kind},
    story::{Record, SourceName},
};

use super::now;

const FOLDERS: [(&str, Channel, &str); 3] = [
    (
        "bluesky",
        Channel::Bluesky,
        "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=mira.example",
    ),
    ("jetstream", Channel::Jetstream, "https://jetstream.example/subscribe"),
    ("hackernews", Channel::HackerNews, "https://hacker-news.firebaseio.com/v0/topstories.json"),
];

/// Each answer with its kind and where it came from.
fn each(mut with: impl FnMut(&Path, Channel, &str)) {
    for (folder, channel, url) in FOLDERS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sources").join(folder);
        let mut answers: Vec<PathBuf> =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        answers.retain(|path| !path.to_string_lossy().ends_with(".expected.json"));
        answers.sort();
        assert!(!answers.is_empty(), "{}", folder.display());
        for path in answers {
            with(&path, channel, url);
        }
    }
}

fn read(bytes: &[u8], channel: Channel, url: &str) -> Harvest {
    let (source, url) = (SourceName::new("port"), url.parse().unwrap());
    let origin = Origin {
        source: &source,
        url: Some(&url),
        content_type: "application/json",
        charset: None,
        now: now(),
    };
    (kind(channel).parse)(bytes, &origin)
}

fn told(harvest: &Harvest) -> Value {
    let record = |record: &Record| {
        json!({
            "external_id": record.external_id, "title": record.title, "byline": record.byline,
            "url": record.url, "published_at": record.published_at.map(|moment| moment.to_string()),
            "language": record.language, "content_type": record.content_type, "text": record.text,
            "links": record.links, "extra": record.extra,
        })
    };
    let about = &harvest.about;
    json!({
        "about": {"title": about.title, "link": about.link, "version": about.version},
        "records": harvest.records.iter().map(record).collect::<Vec<_>>(),
        "gone": harvest.gone, "notes": harvest.notes, "refused": harvest.refused,
        "more": harvest.more.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}

#[test]
fn each_answer_comes_to_what_stands_beside_it() {
    each(|path, channel, url| {
        let harvest = told(&read(&fs::read(path).unwrap(), channel, url));
        let beside = path.with_extension("expected.json");
        if std::env::var_os("SLUGLINE_BLESS").is_some() {
            fs::write(&beside, serde_json::to_string_pretty(&harvest).unwrap() + "\n").unwrap();
        }
        let expected = fs::read(&beside).unwrap_or_default();
        let expected: Value = serde_json::from_slice(&expected).unwrap_or_default();
        assert_eq!(harvest, expected, "{}", path.display());
    });
}

/// Whatever is cut off or bent: it is read, or said to be none, and nothing that must not be shown comes through.
#[test]
fn what_is_cut_or_bent_is_survived() {
    each(|path, channel, url| {
        let whole = fs::read(path).unwrap();
        for point in 0..20 {
            sound(&read(&whole[..whole.len() * point / 20], channel, url));
        }
        let mut chance: usize = 7;
        for _ in 0..300 {
            let mut bent = whole.clone();
            for _ in 0..3 {
                chance =
                    chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = (chance >> 33) % bent.len();
                bent[at] = (chance >> 25) as u8;
            }
            sound(&read(&bent, channel, url));
        }
    });
}

fn sound(harvest: &Harvest) {
    for record in &harvest.records {
        for words in [&record.title, &record.byline, &record.text].into_iter().flatten() {
            assert!(!words.chars().any(|c| c != '\n' && c.is_control()), "{words:?}");
        }
        assert!(record.links.iter().chain(&record.url).all(|link| link.starts_with("http")), "{record:?}");
    }
    assert!(harvest.notes.len() <= 12);
}

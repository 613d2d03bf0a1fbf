//! Feeds of our own, one of each format and one of each kind of damage, with what must be read of each beside it.
//!
//! `SLUGLINE_BLESS=1 cargo test feeds` writes what is read today.

use std::{fs, path::Path};

use serde_json::{Value, json};
use slugline::{
    sources::Harvest,
    story::{Moment, Record},
};

use super::{every_file, parsed_file};

/// A record as it stands beside the feed; what is not there is left out.
fn record(record: &Record) -> Value {
    let moment = |moment: Option<Moment>| moment.map(|moment| moment.to_string());
    let Value::Object(mut fields) = json!({
        "kind": record.kind.slug(),
        "id": record.external_id,
        "title": record.title,
        "byline": record.byline,
        "publisher": record.publisher,
        "url": record.url,
        "resolved_url": record.resolved_url,
        "published_at": moment(record.published_at),
        "updated_at": moment(record.updated_at),
        "language": record.language,
        "text": record.text,
        "summary": record.summary,
        "links": record.links,
    }) else {
        unreachable!()
    };
    fields.retain(|_, value| !value.is_null() && *value != json!([]));
    Value::Object(fields)
}

fn told(harvest: &Harvest) -> String {
    let about = &harvest.about;
    let value = json!({
        "title": about.title,
        "link": about.link,
        "version": about.version,
        "language": about.language,
        "ttl_seconds": about.ttl.map(|ttl| ttl.as_secs()),
        "repaired": harvest.repaired,
        "refused": harvest.refused,
        "notes": harvest.notes,
        "records": harvest.records.iter().map(record).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&value).unwrap() + "\n"
}

#[test]
fn our_own_feeds_are_read_as_written_beside_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sources/feed");
    let files = every_file(&folder, &["xml", "json", "html"]);
    assert!(files.len() >= 30, "{}", files.len());
    for file in files {
        let read = told(&parsed_file(&fs::read(&file).unwrap()));
        let beside = file.with_extension(format!("{}.expected", file.extension().unwrap().to_string_lossy()));
        if std::env::var_os("SLUGLINE_BLESS").is_some() {
            fs::write(&beside, &read).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        assert_eq!(read, expected, "{}", file.display());
    }
}

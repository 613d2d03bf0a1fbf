//! Feeds: what is read of feeds that others wrote, compared with what others read of them.
//!
//! The sets lie beside the repository (`../shared/data/feeds`); where they do not, these tests say so and pass.

#![allow(clippy::print_stdout, reason = "figures are there to be read")]

mod damage;
mod fixtures;
mod second;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use slugline::{
    sources::{
        Harvest, Origin,
        feed::{self, Dated, Entry, Feed, Person, dates},
    },
    story::{Moment, SourceName},
    text::{clean, html},
};
use url::Url;

/// Where the sets' files were served.
const SERVED: &str = "http://127.0.0.1:8097/";

/// Cases where the expectation is not ours, each with the reason.
const NOT_OURS: &[(&str, &str)] = &[
    (
        "fp-encoding-bozo_linenoise",
        "UTF-8 but for one byte; read as windows-1252 all its letters would be wrong",
    ),
    ("fp-entities-lang", "HTML 5 has moved this name from U+2329 to U+27E8"),
    ("fp-illformed-chardet-gb2312", "the set that holds GB2312 and decodes it the same is named: GBK"),
    (
        "fp-wellformed-lang-http_content_language",
        "a header that is not handed to the parser; the words tell the language",
    ),
    (
        "fp-wellformed-sanitize-xml_malicious_comment",
        "a comment in HTML ends with -->; nothing after it is shown",
    ),
    ("fr-atom-atom_entry_1", "an id that is no web address is no link"),
    ("fr-atom-atom_example_7", "an id that is no web address is no link"),
    ("fr-atom-atom_pub_spec_1", "an id that is no web address is no link"),
    ("fr-atom-atom_relative", "a relative link is completed"),
    ("fr-rss2-rss_2.0_nbcny", "two o'clock PM is fourteen o'clock"),
];

pub fn set(name: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let near = ["../shared/data/feeds", "../../shared/data/feeds"].map(|place| root.join(place));
    let found = near.into_iter().find(|place| place.is_dir()).map(|place| place.join(name));
    if found.is_none() {
        println!("skipped: ../shared/data/feeds is not here");
    }
    found
}

/// The files of a folder with these endings, in order.
pub fn every_file(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    let fits =
        |path: &PathBuf| path.extension().is_some_and(|end| endings.iter().any(|wanted| end == *wanted));
    let mut files: Vec<PathBuf> = entries.filter(fits).collect();
    files.sort();
    files
}

/// What is read of a feed that came from one place of ours.
fn parsed_file(bytes: &[u8]) -> Harvest {
    from_post(|origin| feed::parse(bytes, origin))
}

/// The same, before it becomes records.
fn feed_file(bytes: &[u8]) -> Feed {
    from_post(|origin| feed::read(bytes, origin))
}

fn from_post<T>(read: impl Fn(&Origin<'_>) -> T) -> T {
    let url = Url::parse("https://post.example/feed.xml").unwrap();
    let source = SourceName::from("post");
    let origin = Origin { source: &source, url: Some(&url), content_type: "", charset: None, now: now() };
    read(&origin)
}

fn lines(path: &Path) -> Vec<Value> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

fn now() -> Moment {
    Moment::parse("2026-05-01T12:00:00Z").unwrap()
}

/// A case's file, as its server would have answered with it.
fn read(folder: &Path, case: &Value) -> Feed {
    with_origin(folder, case, feed::read)
}

fn with_origin<T>(folder: &Path, case: &Value, reader: impl Fn(&[u8], &Origin<'_>) -> T) -> T {
    let bytes = fs::read(folder.join(text(case, "file"))).unwrap();
    let header = |name: &str| {
        let headers = case["headers"].as_object().unwrap();
        let found = headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name));
        found.and_then(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let kind = header("content-type");
    let charset = kind.split_once("charset").map(|(_, value)| value.trim().trim_start_matches('='));
    let charset = charset.map(|value| value.trim().trim_matches(['"', '\'']));
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let url = Url::parse(SERVED).unwrap();
    // What a client follows to, here told in a header.
    let moved = url.join(header("content-location")).ok().filter(|to| to.scheme() == "http").unwrap_or(url);
    let source = SourceName::from("case");
    reader(&bytes, &Origin { source: &source, url: Some(&moved), content_type: kind, charset, now: now() })
}

/// What we read where a check looks; `None` for what we do not keep.
fn found(feed: &Feed, path: &str) -> Option<Value> {
    let words = |text: &Option<String>| Some(text.clone().map_or(Value::Null, Value::String));
    let head = &feed.head;
    match path {
        "version" => return Some(feed.version.clone().into()),
        "encoding" => return Some(feed.encoding.clone().into()),
        "len(entries)" => return Some(feed.entries.len().into()),
        "feed.title" | "feed.title_detail.value" => return words(&head.title),
        "feed.link" => return words(&head.link),
        "feed.language" => return words(&head.language),
        "feed.id" | "feed.guid" => return words(&head.id),
        "feed.subtitle" | "feed.tagline" | "feed.description" => return words(&head.subtitle),
        "feed.updated" => return Some(told(head.updated.as_ref())),
        "feed.published" => return Some(told(head.published.as_ref())),
        "feed.updated_parsed" | "feed.updatedParsed" => return Some(parsed(head.updated.as_ref())),
        "feed.published_parsed" | "feed.publishedParsed" => return Some(parsed(head.published.as_ref())),
        "feed.feedType" => {
            return Some(feed.version.trim_end_matches(|c: char| c.is_ascii_digit() || c == 'u').into());
        }
        "feed.feedVersion" => return Some(gofeed_version(&feed.version).into()),
        _ => {}
    }
    if let Some(rest) = path.strip_prefix("feed.author") {
        return person(&head.authors, rest);
    }
    let (at, rest) = path.strip_prefix("entries[")?.split_once("].")?;
    entry(feed.entries.get(at.parse::<usize>().unwrap())?, rest)
}

fn entry(entry: &Entry, path: &str) -> Option<Value> {
    let words = |text: &Option<String>| Some(text.clone().map_or(Value::Null, Value::String));
    match path {
        "title" | "title_detail.value" => words(&entry.title),
        "link" => words(&entry.link),
        "id" | "guid" => words(&entry.id),
        // Their summary of an item without one is its content.
        "summary" | "description" | "summary_detail.value" => {
            words(&entry.summary.clone().or_else(|| entry.contents.first().cloned()))
        }
        "content" | "content[0].value" => words(&entry.contents.first().cloned()),
        "content[1].value" => words(&entry.contents.get(1).cloned()),
        "language" => words(&entry.language),
        "published" => Some(told(entry.published.as_ref().or(entry.updated.as_ref()))),
        "updated" => Some(told(entry.updated.as_ref().or(entry.published.as_ref()))),
        "published_parsed" | "publishedParsed" => {
            Some(parsed(entry.published.as_ref().or(entry.updated.as_ref())))
        }
        "updated_parsed" | "updatedParsed" => {
            Some(parsed(entry.updated.as_ref().or(entry.published.as_ref())))
        }
        "created_parsed" => Some(parsed(entry.created.as_ref())),
        _ => person(&entry.authors, path.strip_prefix("author")?),
    }
}

/// `s[0].name`, `_detail.email`, or nothing: who is named last.
fn person(people: &[Person], path: &str) -> Option<Value> {
    let (person, part) = match path.strip_prefix("s[") {
        Some(rest) => {
            let (at, part) = rest.split_once("].")?;
            (people.get(at.parse::<usize>().unwrap()), part)
        }
        None => (people.last(), path.strip_prefix("_detail.").unwrap_or(path)),
    };
    let Some(person) = person else { return Some(Value::Null) };
    let part = match part {
        "" => &person.told,
        "name" => &person.name,
        "email" => &person.email,
        "url" | "href" => &person.page,
        _ => return None,
    };
    Some(part.clone().into())
}

fn told(dated: Option<&Dated>) -> Value {
    dated.map_or(Value::Null, |dated| dated.told.clone().into())
}

fn parsed(dated: Option<&Dated>) -> Value {
    let moment = dated.and_then(|dated| dated.moment);
    moment.map_or(Value::Null, |moment| seconds(moment).into())
}

/// To the second, as theirs are.
fn seconds(moment: Moment) -> String {
    let whole = moment.as_micros().div_euclid(1_000_000) * 1_000_000;
    Moment::from_micros(whole).to_string()
}

fn gofeed_version(version: &str) -> String {
    let digits: Vec<char> = version.chars().filter(char::is_ascii_digit).collect();
    match digits.as_slice() {
        ['0', rest @ ..] => format!("0.{}", rest.iter().collect::<String>()),
        [one, two] => format!("{one}.{two}"),
        _ => String::new(),
    }
}

/// Ours is plain text and theirs may be HTML: then what theirs says to a reader counts.
fn agrees(ours: &Value, theirs: &Value) -> bool {
    if ours == theirs {
        return true;
    }
    let (Some(ours), Some(theirs)) = (ours.as_str().or(ours.is_null().then_some("")), theirs.as_str()) else {
        return false;
    };
    let said = |text: &str| clean::line(text);
    let links =
        |href: &str| Url::parse(href).ok().filter(|url| url.scheme().starts_with("http")).map(String::from);
    let bare = html::plain_with(theirs, &mut |_| None);
    let linked = html::plain_with(theirs, &mut |href| links(href));
    ours.eq_ignore_ascii_case(theirs)
        || [theirs, &bare, &linked].iter().any(|theirs| said(theirs) == said(ours))
}

/// Cases, by what they are about.
#[derive(Default)]
struct Tally {
    areas: BTreeMap<String, (usize, usize)>,
    disagreements: Vec<String>,
}

impl Tally {
    fn count(&mut self, area: &str, right: bool, say: impl FnOnce() -> String) {
        let (good, all) = self.areas.entry(area.to_owned()).or_default();
        *all += 1;
        *good += usize::from(right);
        if !right {
            self.disagreements.push(say());
        }
    }

    fn share(&self, areas: &[&str]) -> f64 {
        let of = self.areas.iter().filter(|(area, _)| areas.contains(&area.as_str()));
        let (good, all) = of.fold((0, 0), |(good, all), (_, (right, of))| (good + right, all + of));
        good as f64 / all.max(1) as f64
    }

    fn print(&self, title: &str) {
        let mut out = format!("{title}\n");
        for (area, (good, all)) in &self.areas {
            let _ = writeln!(
                out,
                "  {area:<24} {good:>5} of {all:>5}  {:.1} %",
                100.0 * *good as f64 / *all as f64
            );
        }
        for line in &self.disagreements {
            let _ = writeln!(out, "  - {line}");
        }
        println!("{out}");
    }
}

/// What a check is about.
fn area(path: &str) -> &'static str {
    let last = path.rsplit('.').next().unwrap_or_default();
    match last {
        _ if path.contains("author") => "authors",
        "version" | "feedType" | "feedVersion" => "versions",
        "encoding" => "encodings",
        "title" => "titles",
        "link" => "links",
        "id" | "guid" => "ids",
        "language" => "languages",
        "len(entries)" => "entries",
        "summary" | "description" | "content" | "subtitle" | "tagline" => "summaries",
        _ if last.contains("updated") || last.contains("published") || last.contains("created") => "dates",
        _ => "others",
    }
}

fn excused(id: &str) -> bool {
    NOT_OURS.iter().any(|(case, _)| *case == id)
}

#[test]
fn feeds_are_read_as_others_read_them() {
    let Some(folder) = set("") else { return };
    let (mut core, mut rest, mut excuses) = (Tally::default(), Tally::default(), Tally::default());
    for case in lines(&folder.join("cases.jsonl")) {
        let feed = read(&folder, &case);
        for check in case["checks"].as_array().into_iter().flatten() {
            let ours = found(&feed, text(check, "path"));
            // Of the further checks only those count that ask for something we keep.
            if case["core"] == true {
                checked(&case, check, &ours.unwrap_or_default(), &mut core, &mut excuses);
            } else if let Some(ours) = ours {
                checked(&case, check, &ours, &mut rest, &mut excuses);
            }
        }
    }
    rest.print("Further checks that we keep an answer to");
    excuses.print("Where the expectation is not ours");
    core.print("Core checks");
    assert!(core.share(&["titles", "links", "ids", "dates"]) >= 0.98);
    assert!(core.share(&["authors", "summaries"]) >= 0.95);
    assert!(core.share(&["versions", "encodings", "entries"]) >= 0.98);
}

fn checked(case: &Value, check: &Value, ours: &Value, tally: &mut Tally, excuses: &mut Tally) {
    let (id, path) = (text(case, "id"), text(check, "path"));
    let right = agrees(ours, &check["equals"]);
    let tally = if !right && excused(id) { excuses } else { tally };
    tally.count(area(path), right, || format!("{id}: {path}: expected {}, read {ours}", check["equals"]));
}

/// What a person sees who tests a source: the records, and nothing richer.
#[test]
fn the_records_say_the_same() {
    let Some(folder) = set("") else { return };
    let mut tally = Tally::default();
    for case in lines(&folder.join("cases.jsonl")) {
        let harvest = with_origin(&folder, &case, feed::parse);
        for check in case["checks"].as_array().into_iter().flatten() {
            let path = text(check, "path");
            let Some(ours) =
                shown(&harvest, path).filter(|_| case["core"] == true && !excused(text(&case, "id")))
            else {
                continue;
            };
            checked(&case, check, &ours, &mut tally, &mut Tally::default());
        }
    }
    tally.print("Core checks, on the records");
    assert!(tally.share(&["titles", "links", "ids", "dates", "entries"]) >= 0.98);
    assert!(tally.share(&["summaries"]) >= 0.95);
}

/// The field of the first record, or of the feed, that a check asks for.
fn shown(harvest: &Harvest, path: &str) -> Option<Value> {
    let words = |text: Option<&String>| Some(text.map_or(Value::Null, |text| text.clone().into()));
    let date = |moment: Option<Moment>| Some(moment.map_or(Value::Null, |moment| seconds(moment).into()));
    match path {
        "feed.title" => return words(harvest.about.title.as_ref()),
        "feed.link" => return words(harvest.about.link.as_ref()),
        "version" => return Some(harvest.about.version.clone().into()),
        "len(entries)" => return Some(harvest.records.len().into()),
        _ => {}
    }
    let record = harvest.records.first()?;
    match path.strip_prefix("entries[0].")? {
        "title" => words(record.title.as_ref()),
        "link" => words(record.url.as_ref()),
        "id" | "guid" => words(record.external_id.as_ref()),
        "summary" | "description" => words(record.summary.as_ref().or(record.text.as_ref())),
        "author" | "authors[0].name" => words(record.byline.as_ref()),
        "published_parsed" | "publishedParsed" => date(record.published_at),
        "updated_parsed" | "updatedParsed" => date(record.updated_at),
        _ => None,
    }
}

#[test]
fn every_entry_of_whole_feeds_is_found() {
    let Some(folder) = set("") else { return };
    let mut tally = Tally::default();
    for case in lines(&folder.join("cases.jsonl")) {
        let id = text(&case, "id");
        let Some(entries) = case["entries"].as_array() else { continue };
        let feed = read(&folder, &case);
        tally.count("entries", feed.entries.len() == entries.len(), || {
            format!("{id}: expected {} entries, found {}", entries.len(), feed.entries.len())
        });
        whole(&case, &feed, entries, &mut tally);
    }
    tally.print("Whole feeds");
    assert!(tally.share(&["title", "link", "id", "published", "updated", "version"]) >= 0.98);
    assert!((tally.share(&["entries"]) - 1.0).abs() < f64::EPSILON);
}

fn whole(case: &Value, feed: &Feed, entries: &[Value], tally: &mut Tally) {
    let id = text(case, "id");
    let agrees = |ours: &Value, theirs: &Value| excused(id) || agrees(ours, theirs);
    for (name, ours) in [("version", Some(&feed.version)), ("feed_title", feed.head.title.as_ref())] {
        let ours = ours.map_or(Value::Null, |ours| ours.clone().into());
        let right = agrees(&ours, &case[name]) || (case[name].is_null() && name == "version");
        tally.count(name, right, || format!("{id}: {name}: expected {}, read {ours}", case[name]));
    }
    for (at, theirs) in entries.iter().enumerate() {
        let Some(ours) = feed.entries.get(at) else { continue };
        for (name, path) in [
            ("title", "title"),
            ("link", "link"),
            ("id", "id"),
            ("published", "published_parsed"),
            ("updated", "updated_parsed"),
        ] {
            let Some(expected) = theirs.get(name).filter(|expected| !expected.is_null()) else { continue };
            let ours = entry(ours, path).unwrap_or_default();
            tally.count(name, agrees(&ours, expected), || {
                format!("{id}: {at}: {name}: expected {expected}, read {ours}")
            });
        }
    }
}

#[test]
fn dates_are_read_as_others_read_them() {
    let Some(path) = set("dates.jsonl") else { return };
    let mut tally = Tally::default();
    for case in lines(&path) {
        let ours = dates::read(text(&case, "input")).map_or(Value::Null, |moment| seconds(moment).into());
        let right = ours == case["utc"];
        tally.count(text(&case, "form"), right, || {
            format!("{}: expected {}, read {ours}", case["input"], case["utc"])
        });
    }
    tally.print("Dates");
    assert!(tally.disagreements.is_empty());
}

//! The stages run over a file of records, without a store: to measure them, and to see what a change does.
//!
//! A line is an object `{id, source_kind, title, text, url, publisher?, published_at, language, cluster?}`. Every
//! field may be missing or of another type; what is lost is noted with its line. Without times the order of the
//! lines is the order of events. A line may be a whole story instead, `{id, documents: [text or {title, text, …}]}`.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use crate::cluster::{self, Minimum};
use crate::signal;
use crate::story::{Cluster, ClusterId, Moment, Note, Record, RecordId, Signal, SourceKind};

use crate::wire::format;

use super::compose::Compose;
use super::edition::{self, Edition, Input, Progress, Settings, Told};
use super::running::Reach;

/// A file of records as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Replay {
    /// The records, in the order of their lines.
    pub records: Vec<Record>,
    /// For each record the story that the file says it tells: `cluster`, else `gold_cluster`.
    pub given: Vec<Option<String>>,
    /// What could not be read.
    pub notes: Vec<Note>,
}

/// Reads such a file. Never fails as a whole.
pub fn read(lines: &str) -> Replay {
    let mut replay = Replay::default();
    let mut seen = HashSet::new();
    for (number, line) in lines.lines().enumerate().map(|(at, line)| (at + 1, line)) {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            continue;
        }
        let value = match serde_json::from_str::<Value>(line) {
            // A record of a wire stands in a wrapper.
            Ok(Value::Object(mut line)) if line.get("record").is_some_and(Value::is_object) => {
                line.remove("record").unwrap_or_default()
            }
            Ok(Value::Object(line)) if line.contains_key("story") => {
                replay.notes.push(Note::new(number, "a story, not a record; the line is left out"));
                continue;
            }
            Ok(value @ Value::Object(_)) => value,
            Ok(_) => {
                replay.notes.push(Note::new(number, "not an object; the line is left out"));
                continue;
            }
            Err(error) => {
                replay
                    .notes
                    .push(Note::new(number, format!("{}; the line is left out", format::no_json(&error))));
                continue;
            }
        };
        for value in documents(value) {
            let record = record(&value, number, &mut replay.notes);
            if seen.insert(record.id.clone()) {
                replay.records.push(record);
                replay.given.push(first(&value, &["cluster", "gold_cluster"]));
            } else {
                let what = format!("a second record {}; the first is kept", record.id);
                replay.notes.push(Note::new(number, what));
            }
        }
    }
    replay
}

/// The records of a line: itself, or where it is a whole story, each of its documents, which are texts or objects. They are
/// called after the story and are its cluster.
fn documents(value: Value) -> Vec<Value> {
    let (Some(documents), Some(story)) =
        (value.get("documents").and_then(Value::as_array), word(&value, "id"))
    else {
        return vec![value];
    };
    let one = |(at, document): (usize, &Value)| {
        let mut record = match document {
            Value::Object(fields) => fields.clone(),
            text => Map::from_iter([("text".to_owned(), text.clone())]),
        };
        let language = value.get("language").cloned().unwrap_or_default();
        record.entry("language").or_insert(language);
        record.insert("id".to_owned(), format!("{story}-{}", at + 1).into());
        record.insert("cluster".to_owned(), story.clone().into());
        Value::Object(record)
    };
    documents.iter().enumerate().map(one).collect()
}

fn record(value: &Value, number: usize, notes: &mut Vec<Note>) -> Record {
    let clean = |text: String| crate::text::clean::line(&text);
    let id = word(value, "id").unwrap_or_else(|| {
        notes.push(Note::new(number, format!("no id; called line-{number}")));
        format!("line-{number}")
    });
    let written = first(value, &["published_at", "publishedAt"]);
    let published_at = written.as_deref().and_then(Moment::parse);
    if let (Some(written), None) = (&written, published_at) {
        notes.push(Note::new(number, format!("{written:?} is no time; taken as missing")));
    }
    for key in ["title", "text", "contentText", "url", "publisher", "language"] {
        if value.get(key).is_some_and(|field| field.is_object() || field.is_array()) {
            notes.push(Note::new(number, format!("{key} is no text; taken as missing")));
        }
    }
    Record {
        id: RecordId::new(id),
        kind: SourceKind::read(&first(value, &["source_kind", "kind"]).unwrap_or_else(|| "news".to_owned())),
        title: word(value, "title").map(clean),
        byline: first(value, &["byline", "author"]).map(clean),
        publisher: word(value, "publisher").map(clean),
        url: word(value, "url"),
        published_at,
        language: word(value, "language"),
        text: first(value, &["text", "contentText"]).map(|text| crate::text::clean::block(&text)),
        ..Record::default()
    }
}

fn first(value: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| word(value, key))
}

/// A field as a word: strings and numbers alike, nothing for anything else or for blanks.
fn word(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The clusters that the records make, or with `given` those that the file names. A record for which the file
/// names none stands alone.
pub fn clusters(replay: &Replay, given: bool, rules: &cluster::Rules) -> Vec<Cluster> {
    if !given {
        return cluster::group(&replay.records, rules);
    }
    let mut order: Vec<&str> = Vec::new();
    let mut members: HashMap<&str, Vec<&Record>> = HashMap::new();
    for (record, name) in replay.records.iter().zip(&replay.given) {
        let name = name.as_deref().unwrap_or(record.id.as_str());
        members.entry(name).or_insert_with(|| {
            order.push(name);
            Vec::new()
        });
        members.entry(name).or_default().push(record);
    }
    let named = |name: &str| Cluster { id: ClusterId::from(name), ..cluster::gather(&members[name]) };
    order.into_iter().map(named).collect()
}

/// Which cluster each record ended in, in the order of the file.
pub fn assignments(replay: &Replay, clusters: &[Cluster]) -> Vec<(RecordId, ClusterId)> {
    let homes: HashMap<&RecordId, &ClusterId> =
        clusters.iter().flat_map(|cluster| cluster.records.iter().map(move |id| (id, &cluster.id))).collect();
    let home = |record: &Record| Some((record.id.clone(), (*homes.get(&record.id)?).clone()));
    replay.records.iter().filter_map(home).collect()
}

/// What fires as the records arrive, each at the moment it was published: the cluster that the story is at the end, and
/// the signal; in the order in which they fire.
pub fn signals(replay: &Replay, given: bool, settings: &Settings, now: Moment) -> Vec<(ClusterId, Signal)> {
    if !given {
        return edition::grouped(&replay.records, settings, now).1.signals;
    }
    let told = told(replay, clusters(replay, true, &settings.rules), settings, now);
    let fired = told.into_iter().flat_map(|told| {
        let id = told.cluster.id;
        told.signals.into_iter().map(move |signal| (id.clone(), signal))
    });
    let mut fired: Vec<(ClusterId, Signal)> = fired.collect();
    fired.sort_by_key(|(_, signal)| signal.at);
    fired
}

/// Stories that someone else grouped, each heard record by record as it grew.
fn told<'a>(replay: &'a Replay, clusters: Vec<Cluster>, settings: &Settings, now: Moment) -> Vec<Told<'a>> {
    let by_id: HashMap<&RecordId, &Record> =
        replay.records.iter().map(|record| (&record.id, record)).collect();
    let story = |cluster: Cluster| {
        let members: Vec<&Record> = cluster.records.iter().filter_map(|id| by_id.get(id).copied()).collect();
        let signals = heard(&cluster, &members, settings, now);
        Told { cluster, members, signals, ..Told::default() }
    };
    clusters.into_iter().map(story).collect()
}

fn heard(cluster: &Cluster, members: &[&Record], settings: &Settings, now: Moment) -> Vec<Signal> {
    let copies: HashSet<&RecordId> = cluster.copies.iter().collect();
    let mut voices = HashSet::new();
    let mut so_far = Cluster { id: cluster.id.clone(), first_at: cluster.first_at, ..Cluster::default() };
    let mut fired: Vec<Signal> = Vec::new();
    for (at, record) in members.iter().enumerate() {
        so_far.records.push(record.id.clone());
        if copies.contains(&record.id) {
            so_far.copies.push(record.id.clone());
        } else {
            voices.insert(record.voice_key());
        }
        (so_far.voices, so_far.last_at) = (voices.len(), so_far.last_at.max(record.time()));
        let story = signal::Story::of(&so_far, members.get(..=at).unwrap_or_default());
        let arrived = record.time().unwrap_or(now).min(now);
        fired.extend(signal::hear(&story, &fired, arrived, &settings.signals));
    }
    fired
}

/// Writes the records' stories. With `given` every story that the file names is written, whatever its size and
/// however few speak in it, and though another tells the same.
pub fn dispatches(
    composer: &mut dyn Compose,
    replay: &Replay,
    given: bool,
    settings: &Settings,
    input: &Input<'_>,
    now: Moment,
    progress: &mut dyn FnMut(Progress),
) -> Edition {
    if !given {
        return edition::run_by(composer, &replay.records, input, settings, now, progress);
    }
    // Each is written for itself, whatever another tells.
    let reach = Reach { covers: 0, ..settings.reach };
    let waived = Settings { minimum: Minimum::NONE, reach, ..settings.clone() };
    let stories = told(replay, clusters(replay, true, &settings.rules), settings, now);
    edition::write(composer, input, &stories, &waived, now, progress)
}

#[cfg(test)]
mod tests {
    use super::{assignments, clusters, read};
    use crate::cluster::Rules;

    #[test]
    fn bad_lines_cost_only_themselves() {
        let replay = read(
            "{\"id\": 7, \"title\": \"A\", \"cluster\": 3}\nnonsense\n[1]\n\n{\"title\": null, \"text\": [], \
             \"published_at\": \"soon\"}\n{\"id\": \"7\"}\n",
        );
        assert_eq!(replay.records.len(), 2);
        assert_eq!(replay.records[0].id.as_str(), "7");
        assert_eq!(replay.given, [Some("3".to_owned()), None]);
        let notes: Vec<String> = replay.notes.iter().map(ToString::to_string).collect();
        assert!(notes[0].starts_with("line 2: no JSON"), "{notes:?}");
        assert_eq!(notes[1], "line 3: not an object; the line is left out");
        assert_eq!(notes[2], "line 5: no id; called line-5");
        assert_eq!(notes[3], "line 5: \"soon\" is no time; taken as missing");
        assert_eq!(notes[4], "line 5: text is no text; taken as missing");
        assert_eq!(notes[5], "line 6: a second record 7; the first is kept");
    }

    #[test]
    fn a_line_may_be_a_story_with_its_documents() {
        let replay = read(
            "{\"id\":\"s\",\"language\":\"en\",\"documents\":[\"One.\",{\"title\":\"T\",\"text\":\"Two.\"},7]}",
        );
        let ids: Vec<&str> = replay.records.iter().map(|record| record.id.as_str()).collect();
        assert_eq!(ids, ["s-1", "s-2", "s-3"]);
        assert_eq!(replay.records[1].title.as_deref(), Some("T"));
        assert_eq!(replay.records[0].words(), "One.");
        assert!(replay.given.iter().all(|given| given.as_deref() == Some("s")));
    }

    #[test]
    fn given_clusters_are_taken_as_given() {
        let replay = read(
            "{\"id\":1,\"title\":\"Bridge closes\",\"gold_cluster\":\"x\"}\n{\"id\":2,\"title\":\"Vote \
             delayed\",\"gold_cluster\":\"x\"}\n{\"id\":3,\"title\":\"Bridge closes\"}\n",
        );
        let homes = |given| {
            let clusters = clusters(&replay, given, &Rules::default());
            assignments(&replay, &clusters).into_iter().map(|(_, home)| home.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(homes(true), ["x", "x", "3"]);
        let own = homes(false);
        assert_eq!(own[0], own[2]);
        assert_ne!(own[0], own[1]);
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn any_texts_are_written_or_refused_and_never_a_panic(
            texts in proptest::collection::vec("(\\PC{0,30}|[A-Z][a-z]{2,8} [a-z0-9,\"“”\\[\\]. ]{0,60}\\. ?){0,6}", 1..6),
        ) {
            let lines: Vec<String> = texts
                .iter()
                .enumerate()
                .map(|(at, text)| serde_json::json!({"id": at, "title": text, "text": text, "cluster": "x"}).to_string())
                .collect();
            let replay = read(&lines.join("\n"));
            let input = super::Input::default();
            let settings = super::Settings::default();
            let composer = &mut crate::desk::compose::Extractive;
            let now = crate::story::Moment::default();
            let edition = super::dispatches(composer, &replay, true, &settings, &input, now, &mut |_| {});
            for dispatch in &edition.dispatches {
                for citation in &dispatch.citations {
                    let record = replay.records.iter().find(|record| Some(&record.id) == citation.record_id.as_ref());
                    proptest::prop_assert!(record.is_some());
                    for span in &citation.spans {
                        let record = record.unwrap();
                        let whole = match span.field {
                            crate::story::SpanField::Text => record.words(),
                            crate::story::SpanField::Title => record.title.as_deref().unwrap_or_default(),
                        };
                        proptest::prop_assert!(span.cut(whole).is_some_and(|cut| !cut.is_empty()));
                    }
                }
            }
        }
    }
}

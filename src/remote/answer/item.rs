//! One row of a list, or the whole of one thing: from JSON into our nouns.

use serde_json::Value;

use super::refusal::short;
use crate::{
    story::{Dispatch, Record, SourceKind},
    text::{html, markers::markers},
    wire::format::{self, Object},
};

/// What a thing may be wrapped in, alone or in a list.
const WRAPPERS: &[&str] = &["story", "dispatch", "narrative", "record", "item", "data"];

/// Other names for the fields of a dispatch: older servers', and those of servers that write with underscores.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("title", "headline"),
    ("summary", "synopsis"),
    ("dek", "synopsis"),
    ("body", "content"),
    ("story_type", "type"),
    ("topic_id", "topicId"),
    ("topic_name", "topicName"),
    ("topic", "topicName"),
    ("key_takeaways", "keyTakeaways"),
    ("entity_name", "entityName"),
    ("arc_status", "arcStatus"),
    ("arc_summary", "arcSummary"),
    ("source_record_ids", "sourceRecordIds"),
    ("source_platforms", "sourcePlatforms"),
    ("previous_version_id", "previousVersionId"),
    ("generated_at", "generatedAt"),
    ("created_at", "generatedAt"),
    ("createdAt", "generatedAt"),
    ("publish_at", "publishAt"),
    ("published_at", "publishAt"),
    ("publishedAt", "publishAt"),
    ("enriched_at", "enrichedAt"),
    ("expires_at", "expiresAt"),
    ("generation_model", "generationModel"),
    ("word_count", "wordCount"),
    ("reading_time_seconds", "readingTimeSeconds"),
];

/// A dispatch as a server told it.
#[derive(Debug, Default, PartialEq)]
pub(in crate::remote) struct Told {
    /// The dispatch.
    pub(in crate::remote) dispatch: Dispatch,
    /// It came with an id of its own, by which it can be asked for.
    pub(in crate::remote) named: bool,
    /// It came with citations, be it none at all.
    pub(in crate::remote) cited: bool,
    /// What could not be kept.
    pub(in crate::remote) losses: Vec<String>,
}

impl Told {
    /// There is something to read.
    pub(in crate::remote) fn has_text(&self) -> bool {
        has_text(&self.dispatch)
    }
}

/// There is something to read in it.
pub(in crate::remote) fn has_text(dispatch: &Dispatch) -> bool {
    let said = |text: &str| !text.trim().is_empty();
    dispatch.content.as_deref().is_some_and(said) || dispatch.sections.iter().any(|part| said(&part.body))
}

/// Something in the dispatch says that there are citations to it, here or elsewhere.
pub(in crate::remote) fn should_be_cited(dispatch: &Dispatch) -> bool {
    !dispatch.record_ids.is_empty()
        || dispatch.enriched_at.is_some()
        || prose(dispatch).any(|text| !markers(text).is_empty())
}

/// The texts of a dispatch that can hold markers.
pub(in crate::remote) fn prose(dispatch: &Dispatch) -> impl Iterator<Item = &str> {
    let bodies = dispatch.sections.iter().map(|section| section.body.as_str());
    let answers = dispatch.faq.iter().map(|question| question.answer.as_str());
    let short = dispatch.takeaways.iter().map(String::as_str).chain(dispatch.dek.as_deref());
    dispatch.content.as_deref().into_iter().chain(bodies).chain(answers).chain(short)
}

/// Reads a dispatch. The error says what stands there instead.
pub(in crate::remote) fn story(text: &str) -> Result<Told, String> {
    let (object, mut losses) = format::object(text)?;
    let mut object = unwrapped(object);
    if !object.contains_key("headline") || !object.contains_key("generatedAt") {
        rename(&mut object);
    }
    let named = object.get("id").is_some_and(|id| match id {
        Value::String(id) => !id.trim().is_empty(),
        other => other.is_i64() || other.is_u64(),
    });
    let cited = object.contains_key("citations");
    let (dispatch, more) = format::story_from(object);
    losses.extend(more);
    Ok(Told { dispatch, named, cited, losses })
}

/// Reads a record, and makes plain text of what one kind of place writes in HTML.
pub(in crate::remote) fn record(text: &str) -> Result<(Record, Vec<String>), String> {
    let (object, mut losses) = format::object(text)?;
    let (mut record, more) = format::record_from(unwrapped(object));
    losses.extend(more);
    if record.kind == SourceKind::HackerNews {
        record.text = record.text.map(without_markup);
    }
    Ok((record, losses))
}

/// Plain text of what may be HTML; text that has neither tags nor entities stays as it is.
pub(super) fn without_markup(text: String) -> String {
    if text.contains(['<', '&']) { html::plain(&text) } else { text }
}

fn unwrapped(mut object: Object) -> Object {
    if object.contains_key("id") {
        return object;
    }
    let wrapper = WRAPPERS.iter().find(|name| object.get(**name).is_some_and(Value::is_object));
    match wrapper.and_then(|name| object.remove(*name)) {
        Some(Value::Object(inner)) => inner,
        _ => object,
    }
}

fn rename(object: &mut Object) {
    for (from, to) in OTHER_NAMES {
        if !object.contains_key(*to)
            && let Some(value) = object.remove(*from)
        {
            object.insert((*to).to_owned(), value);
        }
    }
}

/// As many notes are kept of one answer.
const NOTES: usize = 12;

/// Notes on one answer: a dozen, and how many more there were.
#[derive(Debug, Default)]
pub(in crate::remote) struct Notes {
    kept: Vec<String>,
    more: usize,
}

impl Notes {
    /// Another note.
    pub(in crate::remote) fn add(&mut self, note: impl Into<String>) {
        if self.kept.len() < NOTES {
            self.kept.push(note.into());
        } else {
            self.more += 1;
        }
    }

    /// What could not be kept of `name`, an id or a place.
    pub(in crate::remote) fn lose(&mut self, name: &str, losses: impl IntoIterator<Item = String>) {
        for loss in losses {
            if self.kept.len() < NOTES {
                self.kept.push(short(&format!("{name}: {loss}")));
            } else {
                self.more += 1;
            }
        }
    }

    /// All of them, with a last line for those that were too many.
    pub(in crate::remote) fn done(mut self) -> Vec<String> {
        if self.more > 0 {
            self.kept.push(format!("… and {} more", self.more));
        }
        self.kept
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Notes, record, should_be_cited, story};

    #[test]
    fn a_row_of_an_older_server_is_understood() {
        let told = story(
            r#"{"narrative":{"id":7,"title":"T","summary":"S","body":"B","published_at":"2026-01-02T03:04:05Z",
                "topic":"Ports","created_at":"2026-01-01T00:00:00Z"}}"#,
        )
        .unwrap();
        let dispatch = &told.dispatch;
        assert_eq!(
            (dispatch.id.as_str(), dispatch.title(), dispatch.content.as_deref()),
            ("7", "T", Some("B"))
        );
        assert_eq!(dispatch.time().map(|time| time.to_string()).as_deref(), Some("2026-01-02T03:04:05Z"));
        assert_eq!((dispatch.beat.label(), told.named, told.cited), ("Ports".to_owned(), true, false));
        assert_eq!(told.losses, Vec::<String>::new());
    }

    #[test]
    fn numbers_as_text_and_wrong_types_cost_no_row() {
        let told = story(
            r#"{"id":"a","headline":7,"generatedAt":"2026-04-13T17:45:03.000Z","wordCount":"178","version":"2",
                "citations":[{"id":"9","marker":1,"confidence":"0.780","citationType":"internal","recordId":null}]}"#,
        )
        .unwrap();
        assert_eq!((told.dispatch.word_count, told.dispatch.version), (Some(178), 2));
        assert_eq!(told.dispatch.citations[0].confidence, Some(0.78));
        assert_eq!(told.losses, ["headline: 7 where text was expected; left out"]);
        assert!(story("7").is_err() && story("{\"id\":NaN}").is_err());
        let half = story(r#"{"id":"a","headline":"half \ud83e","generatedAt":null}"#).unwrap();
        assert_eq!(half.dispatch.title(), "half \u{fffd}");
    }

    #[test]
    fn an_id_that_is_none_cannot_be_asked_for() {
        for id in ["null", "\" \"", "[]", "1.5", "true"] {
            assert!(!story(&format!("{{\"id\":{id},\"headline\":\"h\"}}")).unwrap().named, "{id}");
        }
    }

    #[test]
    fn signs_of_citations() {
        let cited = |json: &str| should_be_cited(&story(json).unwrap().dispatch);
        assert!(cited(r#"{"id":"a","content":"So it says [1]."}"#));
        assert!(cited(r#"{"id":"a","sourceRecordIds":["1"]}"#));
        assert!(cited(r#"{"id":"a","enrichedAt":"2026-04-13T17:45:03Z"}"#));
        assert!(!cited(r#"{"id":"a","content":"Plain [x].","sourceRecordIds":null}"#));
    }

    #[test]
    fn markup_of_one_kind_of_place_becomes_plain_text() {
        let text = |kind: &str| {
            let json = format!(r#"{{"id":"1","kind":"{kind}","title":null,"contentText":"a &lt; b<p>c"}}"#);
            record(&json).unwrap().0.words().to_owned()
        };
        assert_eq!(text("hackernews"), "a < b\n\nc");
        assert_eq!(text("reddit"), "a &lt; b<p>c");
    }

    #[test]
    fn too_many_notes_are_counted() {
        let mut notes = Notes::default();
        notes.lose("a", (0..100).map(|n| format!("field {n}")));
        let notes = notes.done();
        assert_eq!((notes.len(), notes[0].as_str(), notes[12].as_str()), (13, "a: field 0", "… and 88 more"));
    }

    proptest! {
        #[test]
        fn no_json_breaks_it(
            json in "\\{(\"(id|title|headline|citations|sections|faq|version|story|data|kind|contentText|generatedAt)\":\
                (null|7|-1.5e9|\"[a-z0-9<&;]{0,5}\"|\\[\\]|\\[[0-9,]{0,3}\\]|\\{\\}|\\{\"id\":\"x\"\\}|\\[\\{\"marker\":1\\}\\]),?){0,6}\\}"
        ) {
            drop(story(&json));
            drop(record(&json));
            drop(crate::remote::answer::citing::sources(&format!("{{\"sources\":[{json},7]}}")));
            drop(crate::remote::answer::citing::citations(&json));
            crate::remote::answer::refusal::read(json.as_bytes(), "");
        }
    }
}

//! The JSON that everyone reads: one item a line, `{"record": …}` or `{"story": …}`.
//!
//! The shapes are those of the AIDRAN Delivery API (camelCase, citations embedded in their story), so that one
//! reader serves files, other people's wires and our own. To them we add optional fields of our own: `code`,
//! `methodology` and, on each citation, `spans`.
//!
//! Reading is tolerant, because a wire is other people's data. Every field is optional. A field of the wrong type
//! costs that field; a line that is no JSON costs that line; neither costs its neighbours, and each loss is told
//! in plain words with its place. Words we do not know are kept as they are, and fields we have no name for rest
//! in `extra` and are written back. Writing and then reading loses nothing.
//!
//! This is also the border where text is made safe to show: every string that comes in is cleaned here, after the
//! last decoding and before anything else sees it.
//!
//! What it refuses: lines above [`LONGEST_LINE`], nesting deeper than 127, and guessing at the meaning of a line
//! that is neither a record nor a story. What it costs: one parse into a JSON tree per line, held one line at a time.
#![deny(clippy::disallowed_methods, clippy::disallowed_types)]

mod citation;
mod confidence;
mod fields;
mod mend;
mod methodology;
mod record;
mod signal;
mod story;
#[cfg(test)]
mod tests;
mod writing;

use serde_json::{Map, Value};

use crate::story::{Dispatch, Note, Record, Signal};
use fields::Fields;

/// A JSON object.
pub type Object = Map<String, Value>;

/// The longest line that is read, in bytes. A dispatch has about five thousand.
pub const LONGEST_LINE: usize = 32 << 20;

/// What one line holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A public item as it was captured.
    Record(Box<Record>),
    /// A dispatch, with its citations.
    Story(Box<Dispatch>),
}

/// One line of a file, read: what it holds, and what could not be kept of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Counting from 1.
    pub number: usize,
    /// What it holds; `None` for a blank line and for one that could not be read.
    pub item: Option<Item>,
    /// Its losses, placed.
    pub notes: Vec<Note>,
}

/// Reads one line. Gives the item and what could not be kept of it, or why there is no item, in plain words.
pub fn read_line(text: &str) -> Result<(Item, Vec<String>), String> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.len() > LONGEST_LINE {
        return Err(format!("longer than {} MiB; left out", LONGEST_LINE >> 20));
    }
    let (value, mut losses) = value(text)?;
    let Value::Object(object) = value else {
        return Err(format!("a JSON {} where a record or a story was expected", fields::name(&value)));
    };
    let item = open(object, &mut losses)?;
    Ok((item, losses))
}

/// Reads one JSON object, whatever it holds, and tells what could not be kept of it.
pub fn object(text: &str) -> Result<(Object, Vec<String>), String> {
    match value(text)? {
        (Value::Object(object), losses) => Ok((object, losses)),
        (other, _) => Err(format!("a JSON {} where an object was expected", fields::name(&other))),
    }
}

/// Strict JSON, or what becomes of it once halves of characters are mended.
fn value(text: &str) -> Result<(Value, Vec<String>), String> {
    match serde_json::from_str(text) {
        Ok(value) => Ok((value, Vec::new())),
        Err(error) => {
            let mended = mend::surrogates(text).and_then(|mended| serde_json::from_str(&mended).ok());
            let loss = "half a character (a lone surrogate) was replaced by \u{fffd}".to_owned();
            mended.map(|value| (value, vec![loss])).ok_or_else(|| no_json(&error))
        }
    }
}

/// What keeps a line from being JSON, and at which byte of it. Which line it is, is for the caller to say.
pub fn no_json(error: &serde_json::Error) -> String {
    let told = error.to_string();
    let (line, column) = (error.line(), error.column());
    match told.strip_suffix(&format!(" at line {line} column {column}")) {
        Some(what) => format!("no JSON: {what} at byte {column}"),
        None => format!("no JSON: {told}"),
    }
}

/// Takes the item out of its wrapper, if it has one.
fn open(mut object: Map<String, Value>, losses: &mut Vec<String>) -> Result<Item, String> {
    for wrapper in ["record", "story", "dispatch"] {
        if !object.get(wrapper).is_some_and(Value::is_object) {
            continue;
        }
        let Some(Value::Object(inner)) = object.remove(wrapper) else { continue };
        losses.extend(object.keys().map(|key| format!("{key:?} beside the {wrapper} is not kept")));
        return Ok(if wrapper == "record" { read_record(inner, losses) } else { read_story(inner, losses) });
    }
    let has = |names: &[&str]| names.iter().any(|name| object.contains_key(*name));
    if has(&["headline", "synopsis", "sections", "citations", "generatedAt", "sourceRecordIds"]) {
        return Ok(read_story(object, losses));
    }
    if has(&[
        "contentText",
        "externalId",
        "capturedAt",
        "publishedAt",
        "published_at",
        "kind",
        "source_kind",
        "text",
    ]) {
        return Ok(read_record(object, losses));
    }
    Err("neither a record nor a story".to_owned())
}

fn read_record(object: Map<String, Value>, losses: &mut Vec<String>) -> Item {
    Item::Record(Box::new(record::read(Fields::new(object, "", losses))))
}

fn read_story(object: Map<String, Value>, losses: &mut Vec<String>) -> Item {
    Item::Story(Box::new(story::read(Fields::new(object, "", losses))))
}

/// Reads lines one by one, as they come from a file of any size. Bytes that are no UTF-8 become `�`, with a note.
pub fn lines<B: AsRef<[u8]>>(lines: impl IntoIterator<Item = B>) -> impl Iterator<Item = Line> {
    lines.into_iter().enumerate().map(|(index, bytes)| {
        let number = index + 1;
        let text = String::from_utf8_lossy(bytes.as_ref());
        let mut notes = Vec::new();
        if matches!(text, std::borrow::Cow::Owned(_)) {
            notes.push(Note::new(number, "some bytes are no UTF-8; they were replaced by \u{fffd}"));
        }
        if text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').is_empty() {
            return Line { number, item: None, notes };
        }
        let item = match read_line(&text) {
            Ok((item, losses)) => {
                notes.extend(losses.into_iter().map(|loss| Note::new(number, loss)));
                Some(item)
            }
            Err(why) => {
                notes.push(Note::new(number, why));
                None
            }
        };
        Line { number, item, notes }
    })
}

/// Reads a whole text: every item that can be read, and a note for everything that cannot.
pub fn read(text: &str) -> (Vec<Item>, Vec<Note>) {
    let mut items = Vec::new();
    let mut notes = Vec::new();
    for line in lines(text.lines()) {
        items.extend(line.item);
        notes.extend(line.notes);
    }
    (items, notes)
}

/// One line, without its line break.
pub fn write_line(item: &Item) -> String {
    let (wrapper, value) = match item {
        Item::Record(record) => ("record", record_json(record)),
        Item::Story(dispatch) => ("story", story_json(dispatch)),
    };
    Value::Object(Map::from_iter([(wrapper.to_owned(), value)])).to_string()
}

/// A record as JSON, without its wrapper.
pub fn record_json(record: &Record) -> Value {
    record::write(record)
}

/// A dispatch as JSON, without its wrapper.
pub fn story_json(dispatch: &Dispatch) -> Value {
    story::write(dispatch)
}

/// Reads a record from JSON without its wrapper, with its losses.
pub fn record_from(object: Map<String, Value>) -> (Record, Vec<String>) {
    let mut losses = Vec::new();
    (record::read(Fields::new(object, "", &mut losses)), losses)
}

/// Reads a dispatch from JSON without its wrapper, with its losses.
pub fn story_from(object: Map<String, Value>) -> (Dispatch, Vec<String>) {
    let mut losses = Vec::new();
    (story::read(Fields::new(object, "", &mut losses)), losses)
}

/// A signal as JSON.
pub fn signal_json(signal: &Signal) -> Value {
    signal::write(signal)
}

/// Reads a signal from JSON, with its losses.
pub fn signal_from(object: Map<String, Value>) -> (Signal, Vec<String>) {
    let mut losses = Vec::new();
    (signal::read(Fields::new(object, "", &mut losses)), losses)
}

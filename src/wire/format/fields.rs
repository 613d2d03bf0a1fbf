//! Taking fields out of a JSON object, one by one, with a note for each that is not what it should be.
//!
//! A field is asked for by its names, the usual one first. Whatever is never asked for is what `rest` gives back.

use serde_json::{Map, Value};

use crate::story::{Extra, Moment, RecordId, SourceKind};
use crate::text::clean;

/// An object being read.
pub(super) struct Fields<'a> {
    map: Extra,
    place: String,
    losses: &'a mut Vec<String>,
}

impl<'a> Fields<'a> {
    /// `place` is what stands before a field's name in a note: empty, or `citations[3].`.
    pub(super) fn new(map: Extra, place: impl Into<String>, losses: &'a mut Vec<String>) -> Self {
        Self { map, place: place.into(), losses }
    }

    /// Notes a loss.
    pub(super) fn lose(&mut self, name: &str, what: &str) {
        self.losses.push(format!("{}{name}: {what}", self.place));
    }

    /// The first of `names` that is there, not null, and readable.
    fn take<T>(&mut self, names: &[&str], wanted: &str, read: impl Fn(&Value) -> Option<T>) -> Option<T> {
        for name in names {
            match self.map.remove(*name) {
                None | Some(Value::Null) => {}
                Some(value) => match read(&value) {
                    Some(found) => return Some(found),
                    None => self.lose(name, &format!("{} where {wanted} was expected; left out", a(&value))),
                },
            }
        }
        None
    }

    /// An opaque id, from a string or a whole number.
    pub(super) fn id(&mut self, names: &[&str]) -> Option<String> {
        self.take(names, "an id", id)
    }

    /// Text of one line, cleaned.
    pub(super) fn line(&mut self, names: &[&str]) -> Option<String> {
        self.take(names, "text", |value| value.as_str().map(clean::line))
    }

    /// Text of several lines, cleaned.
    pub(super) fn block(&mut self, names: &[&str]) -> Option<String> {
        self.take(names, "text", |value| value.as_str().map(clean::block))
    }

    /// A kind of source.
    pub(super) fn kind(&mut self, names: &[&str]) -> Option<SourceKind> {
        self.line(names).map(|word| SourceKind::read(&word))
    }

    /// A number, from a number or a numeric string.
    pub(super) fn number(&mut self, names: &[&str]) -> Option<f64> {
        self.take(names, "a number", number)
    }

    /// A whole number that fits `T`, likewise.
    pub(super) fn whole<T: TryFrom<i64>>(&mut self, names: &[&str]) -> Option<T> {
        self.take(names, "a whole number in range", |value| whole(value).and_then(|n| T::try_from(n).ok()))
    }

    /// Yes or no.
    pub(super) fn flag(&mut self, names: &[&str]) -> Option<bool> {
        self.take(names, "true or false", |value| match value {
            Value::Bool(flag) => Some(*flag),
            Value::String(word) => word.trim().to_ascii_lowercase().parse().ok(),
            _ => None,
        })
    }

    /// A time.
    pub(super) fn moment(&mut self, names: &[&str]) -> Option<Moment> {
        self.take(names, "a time such as 2026-04-13T17:45:03Z", |value| {
            value.as_str().and_then(Moment::parse)
        })
    }

    /// A list; absent and null are empty, and a single value stands for a list of one.
    fn list(&mut self, name: &str) -> Vec<Value> {
        match self.map.remove(name) {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(values)) => values,
            Some(value @ (Value::String(_) | Value::Object(_))) => vec![value],
            Some(other) => {
                self.lose(name, &format!("{} where a list was expected; left out", a(&other)));
                Vec::new()
            }
        }
    }

    fn each<T>(&mut self, name: &str, wanted: &str, read: impl Fn(&Value) -> Option<T>) -> Vec<T> {
        let mut found = Vec::new();
        for (index, value) in self.list(name).iter().enumerate() {
            match read(value) {
                Some(item) => found.push(item),
                None => {
                    self.lose(
                        &format!("{name}[{index}]"),
                        &format!("{} where {wanted} was expected; left out", a(value)),
                    );
                }
            }
        }
        found
    }

    /// A list of texts of several lines.
    pub(super) fn texts(&mut self, name: &str) -> Vec<String> {
        self.each(name, "text", |value| value.as_str().map(clean::block))
    }

    /// A list of single lines.
    pub(super) fn words(&mut self, name: &str) -> Vec<String> {
        self.each(name, "text", |value| value.as_str().map(clean::line))
    }

    /// A list of record ids.
    pub(super) fn record_ids(&mut self, name: &str) -> Vec<RecordId> {
        self.each(name, "an id", id).into_iter().map(RecordId::new).collect()
    }

    /// A list of objects, each read by `read`, which gets its place in the list. A bare text counts as `{text_name: …}`.
    pub(super) fn objects<T>(
        &mut self,
        name: &str,
        text_name: &str,
        read: impl Fn(usize, Fields) -> T,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for (index, value) in self.list(name).into_iter().enumerate() {
            let map = match value {
                Value::Object(map) => map,
                Value::String(_) => Map::from_iter([(text_name.to_owned(), value)]),
                other => {
                    let what = format!("{} where an object was expected; left out", a(&other));
                    self.lose(&format!("{name}[{index}]"), &what);
                    continue;
                }
            };
            let place = format!("{}{name}[{index}].", self.place);
            found.push(read(index, Fields::new(map, place, self.losses)));
        }
        found
    }

    /// One object, read by `read`; a bare text counts as `{text_name: …}`.
    pub(super) fn object<T>(
        &mut self,
        name: &str,
        text_name: &str,
        read: impl FnOnce(Fields) -> T,
    ) -> Option<T> {
        let map = match self.map.remove(name)? {
            Value::Null => return None,
            Value::Object(map) => map,
            value @ Value::String(_) => Map::from_iter([(text_name.to_owned(), value)]),
            other => {
                self.lose(name, &format!("{} where an object was expected; left out", a(&other)));
                return None;
            }
        };
        let place = format!("{}{name}.", self.place);
        Some(read(Fields::new(map, place, self.losses)))
    }

    /// A look at a field, without taking it.
    pub(super) fn peek(&self, name: &str) -> Option<&Value> {
        self.map.get(name)
    }

    /// Puts a field under its usual name, if it has only the other one.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        if !self.map.contains_key(to)
            && let Some(value) = self.map.remove(from)
        {
            self.map.insert(to.to_owned(), value);
        }
    }

    /// Takes a field out and forgets it.
    pub(super) fn drop(&mut self, name: &str) {
        self.map.remove(name);
    }

    /// Everything nobody asked for, with its texts cleaned.
    pub(super) fn rest(self) -> Extra {
        scrub_map(self.map)
    }
}

fn scrub_map(map: Extra) -> Extra {
    map.into_iter().map(|(key, value)| (clean::line(&key), scrub(value))).collect()
}

fn scrub(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(clean::block(&text)),
        Value::Array(values) => values.into_iter().map(scrub).collect(),
        Value::Object(map) => Value::Object(scrub_map(map)),
        other => other,
    }
}

fn id(value: &Value) -> Option<String> {
    match value {
        Value::String(id) => Some(clean::line(id)),
        Value::Number(number) if !number.is_f64() => Some(number.to_string()),
        _ => None,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(digits) => digits.trim().parse().ok(),
        _ => None,
    }
    .filter(|number: &f64| number.is_finite())
}

fn whole(value: &Value) -> Option<i64> {
    let exact = match value {
        Value::Number(number) => number.as_i64(),
        Value::String(digits) => digits.trim().parse().ok(),
        _ => None,
    };
    exact.or_else(|| number(value).filter(|n| n.fract() == 0.0 && n.abs() < 9e15).map(|n| n as i64))
}

/// What a value is, in a word.
pub(super) fn name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// What a value is, as it stands in a sentence; short ones are quoted.
fn a(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) if text.chars().count() <= 40 => format!("{:?}", clean::line(text)),
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

//! Building a JSON object field by field, and the few values that need care.

use serde_json::{Number, Value};

use crate::story::{Extra, Moment, RecordId};

/// A map under construction: the kept extras first, our own fields over them.
pub(super) struct Writing(Extra);

impl Writing {
    /// Starts from what came along.
    pub(super) fn over(extra: &Extra) -> Self {
        Self(extra.clone())
    }

    /// A field that stands there even when it is null.
    pub(super) fn put(&mut self, name: &str, value: impl Into<Value>) -> &mut Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    /// A field that is left out when there is nothing to say.
    pub(super) fn maybe(&mut self, name: &str, value: Option<impl Into<Value>>) -> &mut Self {
        if let Some(value) = value {
            self.put(name, value);
        }
        self
    }

    /// The object.
    pub(super) fn done(self) -> Value {
        Value::Object(self.0)
    }
}

/// A time as its string, or null.
pub(super) fn time(moment: Option<Moment>) -> Value {
    moment.map(|moment| moment.to_string()).into()
}

/// A number, or null where JSON has none for it.
pub(super) fn float(number: Option<f64>) -> Value {
    number.and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}

/// Record ids as a list of strings.
pub(super) fn ids(ids: &[RecordId]) -> Value {
    ids.iter().map(|id| Value::from(id.as_str())).collect()
}

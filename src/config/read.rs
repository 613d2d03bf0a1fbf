//! A TOML text laid over the settings, every problem of it at once.

use std::borrow::Cow;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    KNOBS, Problem, Spot,
    knobs::{Given, Knob},
    nearest,
    settings::{BeatRow, Config, Rebound},
};

type Entry<'a, 'i> = (&'a Spanned<Cow<'i, str>>, &'a Spanned<DeValue<'i>>);

/// Lays `bytes`, the content of the file called `file`, over the settings. Returns what is wrong with it, in the order
/// of the file; what is right has been set.
pub(super) fn bytes(config: &mut Config, bytes: &[u8], file: &str) -> Vec<Problem> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(e) => {
            let good =
                std::str::from_utf8(bytes.get(..e.valid_up_to()).unwrap_or_default()).unwrap_or_default();
            let spot = Spot::of_byte(file, good, good.len());
            return vec![Problem {
                spot,
                key: String::new(),
                what: "is not UTF-8 from here on".into(),
                near: None,
            }];
        }
    };
    let mut reading = Reading { config, file, text, problems: Vec::new() };
    let (document, errors) = DeTable::parse_recoverable(text);
    for e in errors {
        let what = format!("not valid TOML: {}", e.message().replace('\n', "; "));
        let span = e.span().unwrap_or_default();
        let twice = e.message() == "duplicate key";
        let key = text.get(span.clone()).filter(|_| twice).unwrap_or_default().to_owned();
        reading.problem(span.start, key, what, None);
    }
    if reading.problems.is_empty() {
        for entry in document.get_ref() {
            reading.top_level(entry);
        }
    }
    let mut problems = reading.problems;
    problems.sort_by(|a, b| a.spot.cmp(&b.spot));
    problems
}

struct Reading<'a> {
    config: &'a mut Config,
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
}

const TABLES: [&str; 5] = ["reader", "keys", "store", "desk", "beats"];
const BEAT_KEYS: [&str; 3] = ["slug", "name", "words"];

impl Reading<'_> {
    fn spot(&self, byte: usize) -> Spot {
        Spot::of_byte(self.file, self.text, byte)
    }

    fn problem(&mut self, byte: usize, key: String, what: String, near: Option<&str>) {
        let spot = self.spot(byte);
        self.problems.push(Problem { spot, key, what, near: near.map(str::to_owned) });
    }

    fn top_level(&mut self, (name, value): Entry<'_, '_>) {
        let table = name.get_ref().as_ref();
        match (table, value.get_ref()) {
            ("beats", DeValue::Array(beats)) => {
                for beat in beats {
                    self.beat(beat);
                }
            }
            ("beats", _) => {
                self.problem(value.span().start, "beats".into(), "expected tables: [[beats]]".into(), None);
            }
            ("keys", DeValue::Table(rows)) => {
                for row in rows {
                    self.rebound(row);
                }
            }
            (_, DeValue::Table(rows)) if TABLES.contains(&table) => {
                for row in rows {
                    self.knob(table, row);
                }
            }
            _ if TABLES.contains(&table) => {
                self.problem(
                    value.span().start,
                    table.to_owned(),
                    format!("expected a table: [{table}]"),
                    None,
                );
            }
            _ => self.unknown_at_top(name, table),
        }
    }

    /// A key at the top level: a table misspelt, or a key that stands above its table's line.
    fn unknown_at_top(&mut self, name: &Spanned<Cow<'_, str>>, typed: &str) {
        if let Some(knob) = KNOBS.iter().find(|knob| knob.key == typed) {
            let what = format!("stands outside its table; put it under [{}]", knob.table);
            return self.problem(name.span().start, typed.to_owned(), what, None);
        }
        let what = format!("no such table; there are {}", TABLES.join(", "));
        self.problem(name.span().start, typed.to_owned(), what, nearest(typed, TABLES));
    }

    fn knob(&mut self, table: &str, (name, value): Entry<'_, '_>) {
        let typed = name.get_ref().as_ref();
        let known: Vec<&Knob> = KNOBS.iter().filter(|knob| knob.table == table).collect();
        let Some(knob) = known.iter().find(|knob| knob.key == typed) else {
            let keys: Vec<&str> = known.iter().map(|knob| knob.key).collect();
            let what = format!("no such key; [{table}] has {}", keys.join(", "));
            return self.problem(name.span().start, format!("{table}.{typed}"), what, nearest(typed, keys));
        };
        if let Err((what, near)) = knob.set(self.config, &given(value.get_ref())) {
            self.problem(value.span().start, knob.name(), what, near.as_deref());
        }
    }

    fn rebound(&mut self, (name, value): Entry<'_, '_>) {
        let action = name.get_ref().to_string();
        let keys = match value.get_ref() {
            DeValue::String(key) => Some(vec![key.to_string()]),
            other => words(other),
        };
        if let Some(keys) = keys {
            let spot = self.spot(name.span().start);
            self.config.keys.push(Rebound { action, keys, spot });
        } else {
            let what = "expected a list of keys, such as [\"j\", \"Down\"]".to_owned();
            self.problem(value.span().start, format!("keys.{action}"), what, None);
        }
    }

    fn beat(&mut self, beat: &Spanned<DeValue<'_>>) {
        let at = beat.span().start;
        let Some(rows) = beat.get_ref().as_table() else {
            return self.problem(at, "beats".into(), "expected tables: [[beats]]".into(), None);
        };
        let mut row = BeatRow::default();
        for (name, value) in rows {
            self.beat_key(&mut row, name, value);
        }
        for missing in BEAT_KEYS.into_iter().filter(|key| !rows.contains_key(*key)) {
            self.problem(at, format!("beats.{missing}"), "is missing".to_owned(), None);
        }
        if !row.slug.is_empty() && self.config.beats.iter().any(|known| known.slug == row.slug) {
            self.problem(at, "beats.slug".into(), format!("{:?} stands twice", row.slug), None);
        }
        self.config.beats.push(row);
    }

    fn beat_key(&mut self, row: &mut BeatRow, name: &Spanned<Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let key = name.get_ref().as_ref();
        let wrong = match (key, value.get_ref()) {
            ("slug", DeValue::String(slug)) if is_slug(slug) => return row.slug = slug.to_string(),
            ("name", DeValue::String(label)) if !label.trim().is_empty() => {
                return row.name = label.to_string();
            }
            ("words", list) if words(list).is_some_and(|words| !words.is_empty()) => {
                return row.words = words(list).unwrap_or_default();
            }
            ("slug", _) => "expected lower-case letters, digits and hyphens, as a string",
            ("name", _) => "expected the name that people read, as a string",
            ("words", _) => "expected a list of words, such as [\"port\", \"ferry\"]",
            _ => {
                let what = "no such key; [[beats]] has slug, name, words".to_owned();
                return self.problem(
                    name.span().start,
                    format!("beats.{key}"),
                    what,
                    nearest(key, BEAT_KEYS),
                );
            }
        };
        self.problem(value.span().start, format!("beats.{key}"), wrong.to_owned(), None);
    }
}

fn is_slug(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

fn words(value: &DeValue<'_>) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

fn given(value: &DeValue<'_>) -> Given {
    match value {
        DeValue::String(word) => Given::Word(word.to_string()),
        DeValue::Integer(n) => {
            i64::from_str_radix(n.as_str(), n.radix()).map_or(Given::Other("integer"), Given::Whole)
        }
        other => Given::Other(other.type_str()),
    }
}

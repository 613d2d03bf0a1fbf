//! A TOML text laid over the settings, every problem of it at once.

use std::{borrow::Cow, collections::HashSet};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Channel, KNOBS, Problem, Spot,
    knobs::Knob,
    nearest,
    read_wires::OPEN_TO_ALL,
    rows::{KEYS_THEMSELVES, NO_KEYS_HERE},
    settings::{BeatRow, Config, Rebound},
    takes::Given,
};
use crate::story::SourceName;

pub(super) type Entry<'a, 'i> = (&'a Spanned<Cow<'i, str>>, &'a Spanned<DeValue<'i>>);

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
    let mut reading = Reading { config, file, text, problems: Vec::new(), sources: HashSet::new() };
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
        reading.lend_words();
    }
    let mut problems = reading.problems;
    problems.sort_by(|a, b| a.spot.cmp(&b.spot));
    problems
}

/// A file on its way into the settings.
pub(super) struct Reading<'a> {
    pub(super) config: &'a mut Config,
    file: &'a str,
    text: &'a str,
    problems: Vec<Problem>,
    /// The names of sources that are taken.
    pub(super) sources: HashSet<SourceName>,
}

const TABLES: [&str; 14] = [
    "reader",
    "keys",
    "store",
    "desk",
    "evidence",
    "versions",
    "signals",
    "clusters",
    "embeddings",
    "writer",
    "beats",
    "net",
    "wires",
    "sources",
];

impl Reading<'_> {
    fn spot(&self, byte: usize) -> Spot {
        Spot::of_byte(self.file, self.text, byte)
    }

    /// Notes what is wrong at a byte of the file.
    pub(super) fn problem(&mut self, byte: usize, key: String, what: String, near: Option<&str>) {
        let spot = self.spot(byte);
        self.problems.push(Problem { spot, key, what, near: near.map(str::to_owned) });
    }

    /// A stream of everything that is posted has to be filtered: one that has no words of its own takes those of the
    /// beat that it belongs to.
    fn lend_words(&mut self) {
        let (beats, sources) = (&self.config.beats, &mut self.config.sources);
        let streams = sources.iter_mut().filter(|row| row.kind == Channel::Jetstream && row.words.is_empty());
        for row in streams {
            let named = row.name.as_str();
            let its =
                |beat: &&BeatRow| beat.slug == row.beat || beat.sources.iter().any(|name| name == named);
            if let Some(beat) = beats.iter().find(its) {
                row.words.clone_from(&beat.words);
            }
        }
    }

    fn top_level(&mut self, (name, value): Entry<'_, '_>) {
        let table = name.get_ref().as_ref();
        match (table, value.get_ref()) {
            ("beats", DeValue::Array(beats)) => {
                for beat in beats {
                    self.beat(beat);
                }
            }
            ("wires", DeValue::Array(wires)) => {
                for wire in wires {
                    self.wire(wire);
                }
            }
            ("sources", DeValue::Array(sources)) => {
                for source in sources {
                    self.source(source);
                }
            }
            ("beats" | "wires" | "sources", _) => {
                self.problem(value.span().start, table.into(), format!("expected tables: [[{table}]]"), None);
            }
            ("keys", DeValue::Table(rows)) => {
                for row in rows {
                    self.rebound(row);
                }
            }
            (_, DeValue::Table(rows)) if TABLES.contains(&table) => {
                self.table(table, rows);
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

    fn table(&mut self, table: &str, rows: &DeTable<'_>) {
        for row in rows {
            self.knob(table, row);
        }
        let open = match table {
            "embeddings" => self.config.embeddings.is_open_to_all(),
            "writer" => self.config.writer.is_open_to_all(),
            _ => return,
        };
        // What is looked at once the whole table is known: that there is one key at most, and that plain http stays within
        // the own network.
        self.one_key_at_most(table, rows);
        if let Some(url) = rows.get("url").filter(|_| open) {
            self.problem(url.span().start, format!("{table}.url"), OPEN_TO_ALL.into(), None);
        }
    }

    fn knob(&mut self, table: &str, (name, value): Entry<'_, '_>) {
        let typed = name.get_ref().as_ref();
        if matches!(table, "embeddings" | "writer") && KEYS_THEMSELVES.contains(&typed) {
            let key = format!("{table}.{typed}");
            return self.problem(name.span().start, key, NO_KEYS_HERE.into(), None);
        }
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
}

/// A list of strings, if it is one.
pub(super) fn words(value: &DeValue<'_>) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
}

/// A value as the checks want it.
pub(super) fn given(value: &DeValue<'_>) -> Given {
    match value {
        DeValue::String(word) => Given::Word(word.to_string()),
        DeValue::Integer(n) => {
            i64::from_str_radix(n.as_str(), n.radix()).map_or(Given::Other("integer"), Given::Whole)
        }
        DeValue::Float(n) => n.as_str().parse().map_or(Given::Other("float"), Given::Decimal),
        DeValue::Boolean(yes) => Given::Yes(*yes),
        other => words(other).map_or(Given::Other(other.type_str()), Given::Words),
    }
}

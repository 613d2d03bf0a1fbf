//! `[[beats]]`: one row, one beat of the person's own.

use std::borrow::Cow;

use toml::{Spanned, de::DeValue};

use super::{
    nearest,
    read::{Reading, words},
    settings::BeatRow,
    takes::{is_name, is_slug},
};

const BEAT_KEYS: [&str; 4] = ["slug", "name", "words", "sources"];
/// What no beat can be without: it needs something that draws a story to it, but that may be words or sources.
const NEEDED: [&str; 2] = ["slug", "name"];

impl Reading<'_> {
    /// Takes one row in.
    pub(super) fn beat(&mut self, beat: &Spanned<DeValue<'_>>) {
        let at = beat.span().start;
        let Some(rows) = beat.get_ref().as_table() else {
            return self.problem(at, "beats".into(), "expected tables: [[beats]]".into(), None);
        };
        let mut row = BeatRow::default();
        for (name, value) in rows {
            self.beat_key(&mut row, name, value);
        }
        for missing in NEEDED.into_iter().filter(|key| !rows.contains_key(*key)) {
            self.problem(at, format!("beats.{missing}"), "is missing".to_owned(), None);
        }
        if !rows.contains_key("words") && !rows.contains_key("sources") {
            self.problem(at, "beats.words".to_owned(), "is missing".to_owned(), None);
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
            ("sources", list) if words(list).is_some_and(|names| names.iter().all(|name| is_name(name))) => {
                return row.sources = words(list).unwrap_or_default();
            }
            ("slug", _) => "expected lower-case letters, digits and hyphens, as a string",
            ("name", _) => "expected the name that people read, as a string",
            ("words", _) => "expected a list of words, such as [\"port\", \"ferry\"]",
            ("sources", _) => "expected a list of the names of sources, such as [\"harbour-post\"]",
            _ => {
                let what = format!("no such key; [[beats]] has {}", BEAT_KEYS.join(", "));
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

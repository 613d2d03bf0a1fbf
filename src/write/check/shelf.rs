//! The records of a story, each read once: folded for quotations, cut into lines for passages.
//!
//! Nothing is read before it is asked for: a draft that is held to the word needs no sentences.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use crate::story::{Passage, Record, RecordId, Span, SpanField};
use crate::text::digest::sha256;
use crate::text::sentences::{scalars, sentences};
use crate::text::stopwords::base_language;

use super::figures::{Figure, figures};
use super::fold::Folded;
use super::foreign;
use super::lexicon::{Lexicon, Token};
use super::vocabulary::Vocabulary;

/// Records as the copydesk compares with them.
#[derive(Debug, Default)]
pub(in crate::write) struct Shelf<'a> {
    pub(super) sheets: Vec<Sheet<'a>>,
    pub(super) lexicon: Lexicon,
    by_id: HashMap<RecordId, usize>,
}

/// One record.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub(super) record: &'a Record,
    /// Its language, two or three letters.
    pub(super) language: String,
    title: Column<'a>,
    text: Column<'a>,
    lines: OnceCell<Vec<Line>>,
    vocabulary: OnceCell<Vocabulary>,
}

/// One stored string of a record.
#[derive(Debug)]
struct Column<'a> {
    stored: &'a str,
    folded: OnceCell<Folded>,
    hash: OnceCell<String>,
}

/// One sentence of a record, or its title. Its words and figures are read when they are asked for: most sentences of most
/// records are cut and never looked at again.
#[derive(Debug)]
pub(super) struct Line {
    sheet: usize,
    /// Of which string.
    pub(super) field: SpanField,
    /// Its bytes there.
    pub(super) bytes: Range<usize>,
    /// Which paragraph of the text; the title is none.
    pub(super) paragraph: usize,
    tokens: OnceCell<Vec<Token>>,
    figures: OnceCell<Vec<Figure>>,
    /// It speaks to a machine, or stands in a paragraph that does: what it says is no evidence.
    pub(super) commands: bool,
}

impl<'a> Shelf<'a> {
    /// Of some records; of two with one id the first counts.
    pub(in crate::write) fn new(records: impl IntoIterator<Item = &'a Record>) -> Self {
        let mut shelf = Self::default();
        for record in records {
            if !shelf.by_id.contains_key(&record.id) {
                shelf.by_id.insert(record.id.clone(), shelf.sheets.len());
                shelf.sheets.push(Sheet::new(record));
            }
        }
        shelf
    }

    /// Which sheet a record is.
    pub(in crate::write) fn place(&self, id: &RecordId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The lines of a sheet.
    pub(super) fn lines(&self, sheet: usize) -> &[Line] {
        self.sheets.get(sheet).map_or(&[], |page| page.lines(sheet))
    }

    /// The words of a sheet; none for one that is not there.
    pub(super) fn vocabulary(&self, place: usize) -> Option<&Vocabulary> {
        let sheet = self.sheets.get(place)?;
        Some(sheet.vocabulary.get_or_init(|| Vocabulary::of(self, place)))
    }
}

impl<'a> Sheet<'a> {
    fn new(record: &'a Record) -> Self {
        let column = |stored| Column { stored, folded: OnceCell::new(), hash: OnceCell::new() };
        Self {
            record,
            language: base_language(record.language.as_deref()),
            title: column(record.title.as_deref().unwrap_or_default()),
            text: column(record.words()),
            lines: OnceCell::new(),
            vocabulary: OnceCell::new(),
        }
    }

    fn column(&self, field: SpanField) -> &Column<'a> {
        match field {
            SpanField::Title => &self.title,
            SpanField::Text => &self.text,
        }
    }

    /// A stored string.
    pub(super) fn stored(&self, field: SpanField) -> &'a str {
        self.column(field).stored
    }

    /// Title and text, folded.
    pub(super) fn folded(&self, field: SpanField) -> &str {
        let column = self.column(field);
        &column.folded.get_or_init(|| Folded::of(column.stored)).text
    }

    /// Where folded words stand, in the text first.
    pub(super) fn find(&self, folded: &str) -> Option<(SpanField, Range<usize>)> {
        [SpanField::Text, SpanField::Title].into_iter().find_map(|field| {
            let at = whole(self.folded(field), folded, 0)?;
            Some((field, at..at + folded.len()))
        })
    }

    /// The passage of bytes of a folded string.
    pub(super) fn unfold(&self, field: SpanField, folded: &Range<usize>) -> Option<Passage> {
        self.passage(field, &Folded::back(self.column(field).stored, folded))
    }

    /// The passage of bytes of a stored string.
    pub(super) fn passage(&self, field: SpanField, bytes: &Range<usize>) -> Option<Passage> {
        let column = self.column(field);
        let range = scalars(column.stored, bytes)?;
        let hash = column.hash.get_or_init(|| sha256(column.stored)).clone();
        let span = Span { start: range.start, end: range.end, sha256: Some(hash), field };
        let words = column.stored.get(bytes.clone())?.to_owned();
        Some(Passage { record: self.record.id.clone(), span, words })
    }

    /// The title, then the sentences of the text, of a sheet that stands at this place.
    fn lines(&self, place: usize) -> &[Line] {
        self.lines.get_or_init(|| {
            let mut lines = Vec::new();
            for (field, column) in [(SpanField::Title, &self.title), (SpanField::Text, &self.text)] {
                lines.extend(cut(column.stored, field, &self.language, place));
            }
            let commanded: Vec<usize> =
                lines.iter().filter(|line| line.commands).map(|line| line.paragraph).collect();
            for line in &mut lines {
                line.commands = commanded.contains(&line.paragraph);
            }
            lines
        })
    }
}

impl Line {
    /// Its words; places are bytes of the stored string.
    pub(super) fn tokens(&self, shelf: &Shelf<'_>) -> &[Token] {
        self.tokens.get_or_init(|| {
            let Some(sheet) = shelf.sheets.get(self.sheet) else { return Vec::new() };
            shelf.lexicon.read_part(sheet.stored(self.field), &self.bytes, &sheet.language)
        })
    }

    /// Its numbers and dates; places likewise.
    pub(super) fn figures(&self, shelf: &Shelf<'_>) -> &[Figure] {
        self.figures.get_or_init(|| {
            let stored = shelf.sheets.get(self.sheet).map_or("", |sheet| sheet.stored(self.field));
            let mut figures = figures(stored.get(self.bytes.clone()).unwrap_or_default());
            for figure in &mut figures {
                figure.range = figure.range.start + self.bytes.start..figure.range.end + self.bytes.start;
            }
            figures
        })
    }
}

/// Where `words` stand in `text` from a byte on, not within a longer word or number.
pub(super) fn whole(text: &str, words: &str, from: usize) -> Option<usize> {
    let inside = |c: Option<char>, edge: Option<char>| {
        c.is_some_and(char::is_alphanumeric) && edge.is_some_and(|c| c.is_alphanumeric() && c.is_ascii())
    };
    let hits = text.get(from..)?.match_indices(words).map(|(at, _)| from + at);
    let mut hits = hits.filter(|at| {
        let before = text.get(..*at).and_then(|text| text.chars().next_back());
        let after = text.get(at + words.len()..).and_then(|text| text.chars().next());
        !inside(before, words.chars().next()) && !inside(after, words.chars().next_back())
    });
    if words.is_empty() { None } else { hits.next() }
}

/// A stored string in lines.
fn cut(stored: &str, field: SpanField, language: &str, sheet: usize) -> Vec<Line> {
    let ranges = match field {
        SpanField::Title if stored.trim().is_empty() => Vec::new(),
        SpanField::Title => std::iter::once(0..stored.len()).collect(),
        SpanField::Text => sentences(stored, Some(language)),
    };
    // An order is seldom given, and one look at the whole tells that none is.
    let commanded = foreign::command(stored).is_some();
    let mut lines = Vec::with_capacity(ranges.len());
    let (mut paragraph, mut last) = (usize::from(field == SpanField::Text), 0);
    for bytes in ranges {
        paragraph += usize::from(stored.get(last..bytes.start).is_some_and(|gap| gap.contains('\n')));
        last = bytes.end;
        let commands =
            commanded && stored.get(bytes.clone()).is_some_and(|words| foreign::command(words).is_some());
        let (tokens, figures) = (OnceCell::new(), OnceCell::new());
        lines.push(Line { sheet, field, bytes, paragraph, tokens, figures, commands });
    }
    lines
}

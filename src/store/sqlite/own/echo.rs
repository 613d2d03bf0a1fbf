//! Copies, known when they come in.
//!
//! A record leaves up to four marks, hashes of its page's address, of its title, and of its words (two, see
//! [`Shingles::sketch`]). One that comes later and leaves the same mark is looked at beside the first, and if it is
//! indeed a copy, says so. Marks are kept for the days in which a copy may still come; so it is a handful of look-ups
//! for each record, however many there are in the store.
//!
//! A post has no page of its own that another could share, and posts are too short for their first line to tell
//! anything: of those only the words count.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

use rusqlite::{Transaction, params};

use crate::store::sqlite::{Answer, rows};
use crate::story::{Moment, Record, RecordId, WireName};
use crate::text::shingles::{COPY, SAME_TITLE_SECONDS, Shingles, telling_title, without_outlet};

/// Texts with fewer runs of words may be, too.
const RUNS: usize = 8;
/// A copy may come for so long after the first.
pub(super) const DAYS: i64 = 4;
/// So many with one mark are looked at.
const LOOKED_AT: i64 = 2;

/// What a mark is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Of {
    Page,
    Title,
    Words,
}

/// The marks of a record.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    marks: Vec<(Of, i64)>,
}

impl Marks {
    /// Those that a record leaves in a wire; none if it is too old for a copy of it to be of interest.
    pub(super) fn of(record: &Record, wire: &WireName, now: Moment) -> Self {
        let since = now.plus_seconds(-DAYS * 86_400);
        if record.time().is_none_or(|time| time < since) {
            return Self::default();
        }
        let words = Shingles::of(record.words());
        let mut marks = Vec::with_capacity(4);
        if !record.kind.is_post() {
            marks.extend(page(record).map(|page| (Of::Page, mark(Of::Page, wire, page))));
            marks.extend(title(record).map(|title| (Of::Title, mark(Of::Title, wire, &title))));
        }
        let sketch = words.sketch().filter(|_| words.len() >= RUNS);
        marks.extend(sketch.into_iter().flatten().map(|least| (Of::Words, mark(Of::Words, wire, least))));
        Self { marks }
    }

    /// Leaves the marks of the record `n`, and gives the record that it repeats: the first of its kind, if there is one.
    /// `record` is asked for only where another left the same mark.
    pub(super) fn leave(
        &self,
        tx: &Transaction,
        n: i64,
        record: impl Fn() -> Answer<Record>,
    ) -> Answer<Option<RecordId>> {
        let mut ask = tx.prepare_cached("SELECT n FROM echo WHERE mark = ? ORDER BY n LIMIT ?")?;
        let mut leave = tx.prepare_cached("INSERT OR IGNORE INTO echo (mark, n) VALUES (?, ?)")?;
        let mut looked_at: Vec<(Of, i64)> = Vec::new();
        let mut original = None;
        for (of, mark) in &self.marks {
            // Most marks are of no other record: the look-up and the row after it touch one page.
            let found = match original {
                Some(_) => Vec::new(),
                None => {
                    ask.query_map([*mark, LOOKED_AT], |line| line.get(0))?.collect::<Result<Vec<i64>, _>>()?
                }
            };
            for other in found.into_iter().filter(|other| *other != n) {
                if original.is_none() && !looked_at.contains(&(*of, other)) {
                    looked_at.push((*of, other));
                    original = repeats(tx, *of, other, &record()?)?;
                }
            }
            leave.execute(params![mark, n])?;
        }
        Ok(original)
    }
}

/// Looks at one that left the same mark. Gives the first of its kind.
fn repeats(tx: &Transaction, of: Of, n: i64, record: &Record) -> Answer<Option<RecordId>> {
    static SQL: LazyLock<String> =
        LazyLock::new(|| format!("SELECT {} FROM record WHERE n = ?", rows::RECORD));
    let mut ask = tx.prepare_cached(&SQL)?;
    let mut found = ask.query_map([n], rows::record)?;
    let Some(other) = found.next().transpose()? else { return Ok(None) };
    let same = match of {
        Of::Page => page(&other) == page(record),
        Of::Title => title(&other) == title(record) && other.seconds_from(record) <= SAME_TITLE_SECONDS,
        Of::Words => Shingles::of(other.words()).jaccard(&Shingles::of(record.words())) >= COPY,
    };
    let same = same && other.id != record.id;
    Ok(same.then(|| other.copy_of.unwrap_or(other.id)))
}

/// The page a record stands on, in one spelling.
fn page(record: &Record) -> Option<&str> {
    record.canonical_url.as_deref().or(record.url.as_deref())
}

/// A title that is long enough to tell something.
fn title(record: &Record) -> Option<String> {
    let title = without_outlet(record.title.as_deref()?, record.publisher.as_deref());
    telling_title(title)
}

/// Four bytes are enough: what has the same mark is looked at. The hasher may change with the compiler; then copies of
/// the last days go unnoticed, once.
fn mark(of: Of, wire: &WireName, what: impl Hash) -> i64 {
    let mut hasher = DefaultHasher::new();
    (of, wire.as_str(), what).hash(&mut hasher);
    i64::from(hasher.finish() as i32)
}

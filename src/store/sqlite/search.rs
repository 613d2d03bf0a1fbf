//! Full-text search, as one types.
//!
//! The index gives the newest matches first and stops at as many as are wanted, so a common word costs no more
//! than a rare one. Among those newest, dispatches whose headline has the words come first. There is no score over
//! everything: on a newswire the newest match is what is looked for, and scoring half a million texts for every
//! letter typed is what makes other readers slow.

use std::borrow::Cow;

use rusqlite::{OptionalExtension, params};
use serde::Deserialize;

use super::reader::Whose;
use super::words::{self, Query};
use super::{Answer, Reader, packed, rows, snippet};
use crate::story::{Moment, RecordId};
use crate::wire::page::{Found, Hit, Hits, Scope};

/// Of so many newest matching dispatches those with the words in the headline come first.
const WINDOW: usize = 120;
/// More words than this with one beginning are left to the index.
const MOST_ENDINGS: usize = 40;
/// The longest beginning that the index of dispatches keeps a list for.
const LISTED: usize = 5;
/// Many words begin so: then so many of the newest records are looked at.
const LOOKED_AT: usize = 300;
/// A single letter is looked for in so many of the newest.
const NEWEST: usize = 200;

impl Reader {
    /// Dispatches and records with all the words typed, the last of which may be unfinished.
    pub fn search(&self, scope: &Scope, typed: &str, limit: usize) -> Answer<Hits> {
        let query = Query::read(typed);
        let wire = match self.whose(scope)? {
            Whose::All => None,
            Whose::Wire(wire) => Some(wire),
            Whose::Nobody => return Ok(Hits::default()),
        };
        if query.words.is_empty() || limit == 0 {
            return Ok(Hits::default());
        }
        let _moment = self.moment()?;
        let dispatches = self.matching("dispatch", &query, wire, WINDOW.max(limit + 1))?;
        let records = self.matching_records(&query, wire, limit + 1)?;
        let for_records =
            records.len().min(limit / 3).max(limit.saturating_sub(dispatches.len())).min(records.len());
        let for_dispatches = (limit - for_records).min(dispatches.len());
        let more = dispatches.len() > for_dispatches || records.len() > for_records;
        let mut hits = self.dispatch_hits(&query, &dispatches, for_dispatches)?;
        for n in records.into_iter().take(for_records) {
            hits.push(self.record_hit(&query, n)?);
        }
        if query.to_match(wire, None).is_none() {
            // A single letter: these are the newest of all, and most of them have it.
            hits.retain(|hit| in_title(&query, &hit.title) || hit.snippet.iter().any(|(_, lit)| *lit));
        }
        Ok(Hits { hits, more })
    }

    /// The newest matching records. Their index keeps no lists of beginnings: an unfinished word stands for the words
    /// that begin so, if they are few; if they are many, enough of the newest records have one, and are looked at.
    fn matching_records(&self, query: &Query, wire: Option<i64>, limit: usize) -> Answer<Vec<i64>> {
        let Some(begins) = query.beginning(1) else { return self.matching("record", query, wire, limit) };
        match self.endings("record", begins)? {
            Some(endings) if endings.is_empty() => Ok(Vec::new()),
            Some(endings) => self.matched("record", query.to_match(wire, Some(&endings)).as_deref(), limit),
            None => {
                let others = query.without_last();
                let candidates = match others.to_match(wire, None) {
                    None => self.newest("record", wire, LOOKED_AT)?,
                    asked => self.matched("record", asked.as_deref(), LOOKED_AT)?,
                };
                self.with_beginning(candidates, begins, limit)
            }
        }
    }

    /// Of these records the first that have a word that begins so.
    fn with_beginning(&self, records: Vec<i64>, begins: &str, limit: usize) -> Answer<Vec<i64>> {
        let mut ask =
            self.conn.prepare_cached("SELECT title, byline, publisher, text FROM record WHERE n = ?")?;
        let mut found = Vec::new();
        for n in records {
            let has = ask.query_row([n], |line| {
                let told = packed::told(line, 0)?;
                let mut parts = [told.title, told.byline, told.publisher, told.text].into_iter().flatten();
                Ok(parts.any(|part| words::tokens(&words::fold(&part)).any(|word| word.starts_with(begins))))
            })?;
            if has {
                found.push(n);
            }
            if found.len() == limit {
                break;
            }
        }
        Ok(found)
    }

    /// The newest matches, by number. Words the index does not take for words match nothing.
    fn matching(&self, table: &str, query: &Query, wire: Option<i64>, limit: usize) -> Answer<Vec<i64>> {
        let endings =
            query.beginning(LISTED).map(|begins| self.endings(table, begins)).transpose()?.flatten();
        if endings.as_ref().is_some_and(Vec::is_empty) {
            return Ok(Vec::new());
        }
        let Some(asked) = query.to_match(wire, endings.as_deref()) else {
            return self.newest(table, wire, limit.min(NEWEST));
        };
        self.matched(table, Some(&asked), limit)
    }

    /// The same, asked in the index's own language.
    fn matched(&self, table: &str, asked: Option<&str>, limit: usize) -> Answer<Vec<i64>> {
        let sql =
            format!("SELECT rowid FROM {table}_text WHERE {table}_text MATCH ? ORDER BY rowid DESC LIMIT ?");
        let mut ask = self.conn.prepare_cached(&sql)?;
        let found =
            ask.query_map(params![asked, limit as i64], |line| line.get(0))?.collect::<Result<_, _>>();
        match found {
            Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::Unknown) => Ok(Vec::new()),
            found => Ok(found?),
        }
    }

    /// The words that begin so, if they are few. Left to itself the index would gather every text with any of them
    /// before giving the first; as a list of words it gives the newest and stops.
    fn endings(&self, table: &str, begins: &str) -> Answer<Option<Vec<String>>> {
        let sql = format!("SELECT term FROM {table}_terms WHERE term >= ? AND term <= ? LIMIT 1");
        let mut ask = self.conn.prepare_cached(&sql)?;
        let last = format!("{begins}\u{10ffff}");
        let mut from = begins.to_owned();
        let mut endings = Vec::new();
        while endings.len() < MOST_ENDINGS {
            let found = ask.query_row([&from, &last], |line| line.get::<_, String>(0)).optional()?;
            let Some(word) = found else { return Ok(Some(endings)) };
            from = format!("{word}\u{1}"); // nothing stands between a word and this
            endings.push(word);
        }
        Ok(None)
    }

    /// For a single letter: the newest of all; nearly every text has a word that begins with it.
    fn newest(&self, table: &str, wire: Option<i64>, limit: usize) -> Answer<Vec<i64>> {
        let which = match (table, wire) {
            ("dispatch", None) => "dispatch INDEXED BY list_all WHERE current = 1 AND ?1 IS NULL",
            ("dispatch", Some(_)) => "dispatch INDEXED BY list_wire WHERE wire = ?1 AND current = 1",
            (_, None) => "record WHERE ?1 IS NULL",
            (_, Some(_)) => "record INDEXED BY record_time WHERE wire = ?1",
        };
        let order = match (table, wire) {
            ("record", None) => "n DESC",
            ("record", Some(_)) => "at DESC, n DESC",
            _ => "at DESC, id DESC",
        };
        let mut ask =
            self.conn.prepare_cached(&format!("SELECT n FROM {which} ORDER BY {order} LIMIT ?2"))?;
        let found = ask.query_map(params![wire, limit as i64], |line| line.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    fn dispatch_hits(&self, query: &Query, numbers: &[i64], wanted: usize) -> Answer<Vec<Hit>> {
        let mut candidates = Vec::with_capacity(numbers.len());
        for &n in numbers {
            let headline: String = self
                .conn
                .prepare_cached("SELECT headline FROM dispatch WHERE n = ?")?
                .query_row([n], |line| line.get(0))?;
            candidates.push((!in_title(query, &headline), n));
        }
        candidates.sort_by_key(|(elsewhere, _)| *elsewhere); // stable: newest first within each
        candidates.into_iter().take(wanted).map(|(_, n)| self.dispatch_hit(query, n)).collect()
    }

    fn dispatch_hit(&self, query: &Query, n: i64) -> Answer<Hit> {
        let row = self.row_at(n)?;
        let json: String = self
            .conn
            .prepare_cached("SELECT json FROM body WHERE n = ?")?
            .query_row([n], |line| line.get(0))?;
        let prose: Prose = serde_json::from_str(&json).unwrap_or_default(); // damaged: then without a snippet
        let mut parts: Vec<&str> = prose.synopsis.as_deref().into_iter().collect();
        parts.extend(prose.key_takeaways.iter().map(AsRef::as_ref));
        parts.extend(prose.sections.iter().filter_map(|section| section.body.as_deref()));
        parts.extend(prose.content.as_deref());
        parts.extend(
            prose
                .faq
                .iter()
                .flat_map(|question| [&question.question, &question.answer])
                .filter_map(|text| text.as_deref()),
        );
        let snippet = snippet::around(query, &parts);
        Ok(Hit {
            what: Found::Dispatch(row.key),
            title: row.headline,
            time: row.time,
            place: row.beat,
            snippet,
        })
    }

    fn record_hit(&self, query: &Query, n: i64) -> Answer<Hit> {
        let sql = format!("SELECT {}, wire FROM record WHERE n = ?", rows::RECORD);
        let mut ask = self.conn.prepare_cached(&sql)?;
        let (record, wire) =
            ask.query_row([n], |line| Ok((rows::record(line)?, line.get::<_, i64>(rows::AFTER_RECORD)?)))?;
        let parts: Vec<&str> = record.text.as_deref().into_iter().chain(record.byline.as_deref()).collect();
        Ok(Hit {
            title: rows::clip(record.name(), 300).to_owned(),
            time: record.time().or(None::<Moment>),
            place: record.voice().to_owned(),
            snippet: snippet::around(query, &parts),
            what: Found::Record(self.wire_name(wire)?, RecordId::new(record.id.as_str())),
        })
    }
}

/// The prose in a dispatch's JSON and nothing else: a fifth of the cost of reading it whole.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Prose<'a> {
    #[serde(borrow)]
    synopsis: Option<Cow<'a, str>>,
    #[serde(borrow)]
    key_takeaways: Vec<Cow<'a, str>>,
    #[serde(borrow)]
    sections: Vec<Part<'a>>,
    #[serde(borrow)]
    content: Option<Cow<'a, str>>,
    #[serde(borrow)]
    faq: Vec<Part<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Part<'a> {
    #[serde(borrow)]
    body: Option<Cow<'a, str>>,
    #[serde(borrow)]
    question: Option<Cow<'a, str>>,
    #[serde(borrow)]
    answer: Option<Cow<'a, str>>,
}

/// Whether every word asked for stands in the title.
fn in_title(query: &Query, title: &str) -> bool {
    let folded = words::fold(title);
    let last = query.words.len().saturating_sub(1);
    query.words.iter().enumerate().all(|(index, word)| {
        let open = query.open_ended && index == last;
        words::tokens(&folded).any(|token| {
            let pairs = word.chars().next().is_some_and(words::is_unspaced);
            if pairs {
                token.contains(word.as_str())
            } else if open {
                token.starts_with(word.as_str())
            } else {
                token == word
            }
        })
    })
}

//! Pages of the web that records point to; and which records have their words from one.
//!
//! A page is known by the canonical address that led to it. What could not be had is kept, too, with the moment before
//! which it is not asked again. Pages that nobody has tried for two months go: what a dispatch cites of one stands in the
//! dispatch, and what a record has from one stands in the record.

use rusqlite::{OptionalExtension, Row as Line, Transaction, params};

use super::put::{Batch, put_record, wire_number};
use super::writer::Sync;
use super::{Answer, Reader, Writer, rows};
use crate::story::{Moment, Record, RecordId, WebPage, WireName};

/// A page is kept for so long after it was last tried.
const DAYS: i64 = 60;

const COLUMNS: &str = "url, resolved_url, canonical_url, title, site, byline, published_at, language, excerpt, text, \
    fetched_at, trouble, failures, not_before";

fn page(line: &Line) -> rusqlite::Result<WebPage> {
    let time = |column| line.get::<_, Option<i64>>(column).map(|micros| micros.map(Moment::from_micros));
    Ok(WebPage {
        url: line.get(0)?,
        resolved_url: line.get(1)?,
        canonical_url: line.get(2)?,
        title: line.get(3)?,
        site: line.get(4)?,
        byline: line.get(5)?,
        published_at: time(6)?,
        language: line.get(7)?,
        excerpt: line.get(8)?,
        text: line.get(9)?,
        fetched_at: time(10)?,
        trouble: line.get(11)?,
        failures: line.get(12)?,
        not_before: time(13)?,
    })
}

impl Reader {
    /// Those of these pages that are known, read or not: by the address that led to one, else by its own.
    pub fn pages<'a>(&self, urls: impl IntoIterator<Item = &'a str>) -> Answer<Vec<WebPage>> {
        let by = |column: &str| format!("SELECT {COLUMNS} FROM page WHERE {column} = ? LIMIT 1");
        let mut led = self.conn.prepare_cached(&by("url"))?;
        let mut own = self.conn.prepare_cached(&by("canonical_url"))?;
        let mut found = Vec::new();
        for url in urls {
            let page = match led.query_row([url], page).optional()? {
                None => own.query_row([url], page).optional()?,
                known => known,
            };
            found.extend(page);
        }
        Ok(found)
    }

    /// What a site asks of us, as it was kept; `None` if that is not known, or too old.
    pub fn robots(&self, origin: &str, now: Moment) -> Answer<Option<String>> {
        let mut ask = self.conn.prepare_cached("SELECT rules FROM robots WHERE origin = ? AND until > ?")?;
        Ok(ask.query_row(params![origin, now.as_micros()], |line| line.get(0)).optional()?)
    }

    /// Whether a wire has records since a moment that were not there already when their source was first gathered.
    pub fn has_news(&self, wire: &WireName, since: Moment) -> Answer<bool> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(false) };
        let sql = "SELECT 1 FROM record INDEXED BY record_time WHERE wire = ? AND at >= ? AND backfill = 0";
        Ok(self.conn.prepare_cached(sql)?.exists(params![wire, since.as_micros()])?)
    }

    /// The newest records of a wire since a moment, at most `limit`, oldest first.
    pub fn newest_records(&self, wire: &WireName, since: Moment, limit: usize) -> Answer<Vec<Record>> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT {} FROM record INDEXED BY record_time WHERE wire = ? AND at >= ? ORDER BY at DESC LIMIT ?",
            rows::RECORD
        );
        let mut ask = self.conn.prepare_cached(&sql)?;
        let found = ask.query_map(params![wire, since.as_micros(), limit as i64], rows::record)?;
        let mut records: Vec<Record> = found.collect::<Result<_, _>>()?;
        records.retain(|record| !rows::is_taken_back(record));
        records.reverse();
        Ok(records)
    }

    /// Whether a record has its words from its page.
    pub fn is_from_page(&self, wire: &WireName, record: &RecordId) -> Answer<bool> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(false) };
        let mut ask = self.conn.prepare_cached(FROM_PAGE)?;
        Ok(ask.exists(params![wire, record.as_str()])?)
    }

    /// Whether a dispatch leans on a record.
    pub fn is_cited(&self, wire: &WireName, record: &RecordId) -> Answer<bool> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(false) };
        let mut ask = self.conn.prepare_cached(CITED)?;
        Ok(ask.exists(params![wire, record.as_str()])?)
    }
}

const FROM_PAGE: &str = "SELECT 1 FROM page_record WHERE wire = ? AND record = ?";
const CITED: &str = "SELECT 1 FROM cites WHERE wire = ? AND record = ?";

impl Writer {
    /// Keeps a page, or that it could not be had; what was read before is kept where this try brought nothing.
    pub fn keep_page(&self, page: WebPage, now: Moment) -> Answer<()> {
        self.write(Sync::Fetched, move |tx| {
            keep(tx, &page, now)?;
            let old = now.plus_seconds(-DAYS * 86_400).as_micros();
            tx.prepare_cached("DELETE FROM page WHERE tried_at < ?")?.execute([old])?;
            Ok(())
        })
    }

    /// Keeps what a site asks of us, and what is too old of others goes.
    pub fn keep_robots(&self, origin: &str, rules: &str, until: Moment, now: Moment) -> Answer<()> {
        let (origin, rules) = (origin.to_owned(), rules.to_owned());
        self.write(Sync::Fetched, move |tx| {
            tx.prepare_cached("INSERT OR REPLACE INTO robots (origin, rules, until) VALUES (?, ?, ?)")?
                .execute(params![origin, rules, until.as_micros()])?;
            tx.prepare_cached("DELETE FROM robots WHERE until < ?")?.execute([now.as_micros()])?;
            Ok(())
        })
    }

    /// Gives a record the words of its page; what its feed said becomes its summary. Words that a dispatch cites stay.
    /// True if the record has changed.
    pub fn fill_record(&self, wire: &WireName, id: &RecordId, page: WebPage, now: Moment) -> Answer<bool> {
        let (wire, id) = (wire.clone(), id.clone());
        self.write(Sync::Fetched, move |tx| {
            let wire = wire_number(tx, &wire)?;
            let sql = format!("SELECT {} FROM record WHERE wire = ? AND id = ?", rows::RECORD);
            let known = tx.prepare_cached(&sql)?.query_row(params![wire, id.as_str()], rows::record);
            let Some(old) = known.optional()? else { return Ok(false) };
            let cited = tx.prepare_cached(CITED)?.exists(params![wire, id.as_str()])?;
            let filled = if cited { placed(&old, &page) } else { filled(&old, &page) };
            if !cited {
                tx.prepare_cached("INSERT OR REPLACE INTO page_record (wire, record, url) VALUES (?, ?, ?)")?
                    .execute(params![wire, id.as_str(), page.url])?;
            }
            if filled == old {
                return Ok(false);
            }
            let mut batch = Batch::default();
            put_record(tx, wire, filled, now, &mut batch)?;
            batch.finish(tx, wire, now)?;
            Ok(true)
        })
    }
}

fn keep(tx: &Transaction, page: &WebPage, now: Moment) -> Answer<()> {
    if !page.is_read() {
        let sql = "INSERT INTO page (url, tried_at, trouble, failures, not_before) VALUES (?1, ?2, ?3, ?4, ?5) \
                   ON CONFLICT DO UPDATE SET tried_at = ?2, trouble = ?3, failures = ?4, not_before = ?5";
        let micros = page.not_before.map(Moment::as_micros);
        tx.prepare_cached(sql)?.execute(params![
            page.url,
            now.as_micros(),
            page.trouble,
            page.failures,
            micros
        ])?;
        return Ok(());
    }
    let sql = format!("INSERT OR REPLACE INTO page ({COLUMNS}, tried_at) VALUES (?{})", ",?".repeat(14));
    tx.prepare_cached(&sql)?.execute(params![
        page.url,
        page.resolved_url,
        page.canonical_url,
        page.title,
        page.site,
        page.byline,
        page.published_at.map(Moment::as_micros),
        page.language,
        page.excerpt,
        page.text,
        page.fetched_at.map(Moment::as_micros),
        page.trouble,
        page.failures,
        page.not_before.map(Moment::as_micros),
        now.as_micros(),
    ])?;
    Ok(())
}

/// A record with what its page tells of where it is, and of nothing else.
fn placed(old: &Record, page: &WebPage) -> Record {
    Record {
        resolved_url: page.resolved_url.clone().or_else(|| old.resolved_url.clone()),
        canonical_url: Some(page.place().to_owned()),
        ..old.clone()
    }
}

/// A record with its page's words; of everything else what the feed said comes first.
fn filled(old: &Record, page: &WebPage) -> Record {
    let said = old.text.clone().filter(|text| !text.trim().is_empty() && *text != page.text);
    Record {
        title: old.title.clone().or_else(|| page.title.clone()),
        byline: old.byline.clone().or_else(|| page.byline.clone()),
        publisher: old.publisher.clone().or_else(|| page.site.clone()),
        published_at: old.published_at.or(page.published_at),
        language: old.language.clone().or_else(|| page.language.clone()),
        summary: old.summary.clone().or(said),
        text: Some(page.text.clone()),
        ..placed(old, page)
    }
}

/// A known record whose feed tells it again: if it has its words from its page, it keeps them, and where it is, and
/// what the feed says is its summary.
pub(super) fn keep_words(tx: &Transaction, wire: i64, old: &Record, today: Record) -> Answer<Record> {
    if today.text == old.text || !tx.prepare_cached(FROM_PAGE)?.exists(params![wire, old.id.as_str()])? {
        return Ok(today);
    }
    Ok(Record {
        resolved_url: old.resolved_url.clone(),
        canonical_url: old.canonical_url.clone(),
        byline: today.byline.or_else(|| old.byline.clone()),
        publisher: today.publisher.or_else(|| old.publisher.clone()),
        language: today.language.or_else(|| old.language.clone()),
        summary: today.summary.or(today.text).or_else(|| old.summary.clone()),
        text: old.text.clone(),
        ..today
    })
}

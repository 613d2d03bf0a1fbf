//! What one time brought, taken in.

use rusqlite::types::ValueRef;
use rusqlite::{Transaction, params};

use super::echo::{self, Marks};
use super::room::{MANY, ROOM};
use super::{memory, states};
use crate::store::sqlite::far::day;
use crate::store::sqlite::index::{self, Kind};
use crate::store::sqlite::packed::{self, Packer};
use crate::store::sqlite::put::{Batch, Numbered, insert_record, known, place, source_number, wire_number};
use crate::store::sqlite::writer::Sync;
use crate::store::sqlite::{Answer, Writer, pages, rows};
use crate::store::{Came, Gathering};
use crate::story::{Moment, Record, RecordId, WireName};

/// What was taken back is remembered for so long.
const TAKEN_BACK_DAYS: i64 = 60;
/// So many of the last lags are kept.
const LAGS: usize = 31;
/// A longer lag tells of an item that was dated wrongly, or put up late, and nothing of how we gather.
const LONGEST_LAG: f64 = 14.0 * 86_400.0;

/// A record on its way in, with its words packed and cut for the index, and the marks by which it may be known as a copy:
/// made by whoever brings it, so that the one thread that writes need not.
struct Ready {
    /// Without what is long and packed: thousands wait at once.
    record: Record,
    packed: Option<Vec<u8>>,
    /// In bytes, with all that is packed.
    weight: usize,
    marks: Marks,
    /// What the index is fed; without the wire, whose number only the store knows.
    words: String,
}

/// What a source brought, made ready by whoever brings it, on a thread of its own choice.
pub struct Prepared {
    gathering: Gathering,
    records: Vec<Ready>,
}

impl Prepared {
    /// Makes a gathering ready to be taken into this wire.
    pub fn of(mut gathering: Gathering, wire: &WireName, now: Moment) -> Self {
        let mut packer = (!gathering.records.is_empty()).then(Packer::new);
        let ready = |mut record: Record| {
            let marks = Marks::of(&record, wire, now);
            let packed = packer.as_mut().and_then(|packer| packer.pack(&record));
            let (words, weight) = (index::words_of(&record), rows::weight(&record));
            if packed.is_some() {
                (record.text, record.summary, record.links) = (None, None, Vec::new());
            }
            Ready { record, packed, weight, marks, words }
        };
        let records = std::mem::take(&mut gathering.records).into_iter().map(ready).collect();
        Self { gathering, records }
    }

    /// How many records it brings.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// True where it brings none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
}

impl Writer {
    /// Takes in what some sources brought, all in one transaction. Tells of each what became of it.
    ///
    /// An item that has changed replaces what is here, unless a dispatch cites it. What was taken back goes, and does
    /// not come in again. Of new records that repeat another the later one says so (`copy_of`).
    pub fn gathered(&self, wire: &WireName, gatherings: Vec<Gathering>, now: Moment) -> Answer<Vec<Came>> {
        let prepared = gatherings.into_iter().map(|one| Prepared::of(one, wire, now)).collect();
        self.take_prepared(wire, prepared, now)
    }

    /// The same, where that has been made ready for this wire.
    pub fn take_prepared(&self, wire: &WireName, prepared: Vec<Prepared>, now: Moment) -> Answer<Vec<Came>> {
        let wire = wire.clone();
        let many = prepared.iter().map(Prepared::len).sum::<usize>() >= MANY;
        let (came, spent) = self.write(Sync::Fetched, move |tx| {
            if many {
                tx.execute_batch(ROOM)?;
            }
            let wire = wire_number(tx, &wire)?;
            let brings = |one: &Prepared| {
                !one.is_empty() || !one.gathering.gone.is_empty() || !one.gathering.gone_under.is_empty()
            };
            let brought = prepared.iter().any(brings);
            let mut batch = Batch::default();
            let (gatherings, records): (Vec<Gathering>, Vec<Vec<Ready>>) =
                prepared.into_iter().map(|one| (one.gathering, one.records)).unzip();
            let mut taking = Taking::new(tx, wire, now, &mut batch, &gatherings)?;
            let records = taking.records(records)?;
            for (at, gathering) in gatherings.into_iter().enumerate() {
                taking.rest(at, gathering)?;
            }
            let came = taking.came;
            if brought {
                batch.finish(tx, wire, now)?;
            }
            Ok((came, records))
        })?;
        drop(spent); // by whoever brought it: the thread that writes has better things to do
        Ok(came)
    }

    /// Forgets the marks of records so old that no copy of them will come, and what was taken back long ago.
    pub fn tidy_sources(&self, now: Moment) -> Answer<()> {
        self.write(Sync::Fetched, move |tx| {
            // Numbers run with time, sixteen to a second.
            let since = now.plus_seconds(-(echo::DAYS + 1) * 86_400).as_micros() / 1_000_000 * 16;
            tx.execute("DELETE FROM echo WHERE n < ?", [since])?;
            let since = now.plus_seconds(-TAKEN_BACK_DAYS * 86_400).as_micros();
            tx.execute("DELETE FROM taken_back WHERE at < ?", [since])?;
            tx.execute("DELETE FROM source_day WHERE day < ?", [day(now) - states::DAYS])?;
            Ok(())
        })
    }
}

/// Some gatherings on their way in.
struct Taking<'a> {
    tx: &'a Transaction<'a>,
    wire: i64,
    now: Moment,
    batch: &'a mut Batch,
    /// Something was taken back lately, and may come again.
    wary: bool,
    /// The number of the source of each.
    sources: Vec<i64>,
    /// What became of each.
    came: Vec<Came>,
    /// How late we were with what each brought.
    lags: Vec<Vec<u64>>,
}

impl<'a> Taking<'a> {
    fn new(
        tx: &'a Transaction<'a>,
        wire: i64,
        now: Moment,
        batch: &'a mut Batch,
        gatherings: &[Gathering],
    ) -> Answer<Self> {
        let sources = gatherings.iter().map(|one| source_number(tx, &one.source)).collect::<Answer<_>>()?;
        let wary = tx.prepare_cached("SELECT 1 FROM taken_back")?.exists([])?;
        let (came, lags) = (vec![Came::default(); gatherings.len()], vec![Vec::new(); gatherings.len()]);
        Ok(Self { tx, wire, now, batch, wary, sources, came, lags })
    }

    /// Takes in the records of all, in the order of their times, which is that in which they will stand: so each page of
    /// the table is touched once. Gives them back, used up.
    fn records(&mut self, brought: Vec<Vec<Ready>>) -> Answer<Vec<Ready>> {
        let numbered = |(at, records): (usize, Vec<Ready>)| records.into_iter().map(move |ready| (at, ready));
        let mut all: Vec<(usize, Ready)> = brought.into_iter().enumerate().flat_map(numbered).collect();
        all.sort_by_key(|(_, ready)| place(ready.record.time(), self.now)); // stable: as they were brought
        let mut spent = Vec::with_capacity(all.len());
        for (at, mut ready) in all {
            let lag = lag(&ready.record);
            if self.one(at, &mut ready)? {
                self.lags[at].extend(lag);
            }
            spent.push(ready);
        }
        Ok(spent)
    }

    /// What else a gathering tells: what is gone, and how it went.
    fn rest(&mut self, at: usize, gathering: Gathering) -> Answer<()> {
        let n = self.sources[at];
        for id in &gathering.gone {
            self.take_back(at, id)?;
        }
        for begins in &gathering.gone_under {
            for id in self.under(n, begins)? {
                self.take_back(at, &id)?;
            }
        }
        let mut memory = gathering.memory;
        memory.notes.extend(self.came[at].note());
        memory::keep(self.tx, self.wire, n, &memory)?;
        if !self.lags[at].is_empty() {
            self.keep_lags(n, &self.lags[at])?;
        }
        Ok(())
    }

    /// The numbers of a record that was here before, whoever brought it then.
    fn numbered(&self, n: i64, record: &Record) -> Answer<Numbered> {
        let source = record.source.as_ref().map(|name| source_number(self.tx, name)).transpose()?;
        Ok(Numbered { wire: self.wire, source, n })
    }

    /// Takes a record in that this gathering brings. True if it is new and tells something of how late we are.
    fn one(&mut self, at: usize, ready: &mut Ready) -> Answer<bool> {
        if let Some((old, n)) = known(self.tx, self.wire, &ready.record.id)? {
            self.again(at, &old, n, unpacked(&ready.record, ready.packed.as_deref())?)?;
            return Ok(false);
        }
        if self.wary && self.was_taken_back(&ready.record.id)? {
            self.came[at].same += 1;
            return Ok(false);
        }
        let time = place(ready.record.time(), self.now);
        let n = self.batch.number(self.tx, time)?;
        let packed = ready.packed.as_deref();
        ready.record.copy_of = ready.marks.leave(self.tx, n, || unpacked(&ready.record, packed))?;
        let Ready { record, packed, weight, words, .. } = ready;
        let source = record.source.as_ref().map(|_| self.sources[at]);
        insert_record(
            self.tx,
            self.batch,
            Numbered { wire: self.wire, source, n },
            record,
            packed.take(),
            time,
        )?;
        self.batch.grow(*weight, 0);
        let wire = self.wire;
        self.batch.index.first(Kind::Record, n, || index::of_wire(wire, words));
        self.came[at].new += 1;
        self.came[at].copies += usize::from(record.copy_of.is_some());
        Ok(!record.backfill)
    }

    fn was_taken_back(&self, id: &RecordId) -> Answer<bool> {
        let back = "SELECT 1 FROM taken_back WHERE wire = ? AND id = ?";
        Ok(self.tx.prepare_cached(back)?.exists(params![self.wire, id.as_str()])?)
    }

    /// A record that is here already, as its outlet tells it today.
    fn again(&mut self, at: usize, old: &Record, n: i64, record: Record) -> Answer<()> {
        let today = pages::keep_words(self.tx, self.wire, old, continued(old, record, self.now))?;
        if today == *old || rows::is_taken_back(old) {
            self.came[at].same += 1;
            return Ok(());
        }
        let cited = "SELECT 1 FROM cites WHERE wire = ? AND record = ?";
        if self.tx.prepare_cached(cited)?.exists(params![self.wire, old.id.as_str()])? {
            let words_differ =
                (&today.title, &today.text, &today.summary) != (&old.title, &old.text, &old.summary);
            self.came[at].held += usize::from(words_differ);
            self.came[at].same += 1;
            return Ok(());
        }
        self.replace(n, old, &today)?;
        self.came[at].changed += 1;
        Ok(())
    }

    fn replace(&mut self, n: i64, old: &Record, today: &Record) -> Answer<()> {
        self.tx.prepare_cached("DELETE FROM record WHERE n = ?")?.execute([n])?;
        let numbered = self.numbered(n, today)?;
        insert_record(self.tx, self.batch, numbered, today, None, place(today.time(), self.now))?;
        self.batch.grow(rows::weight(today), rows::weight(old));
        let wire = self.wire;
        self.batch.index.instead(Kind::Record, n, || index::text_of(wire, today));
        Ok(())
    }

    /// Takes a record's words out: all of it goes, but for the bare row of one that a dispatch cites.
    fn take_back(&mut self, at: usize, id: &RecordId) -> Answer<()> {
        let Some((old, n)) = known(self.tx, self.wire, id)? else { return Ok(()) };
        if rows::is_taken_back(&old) {
            return Ok(());
        }
        let note = "INSERT OR IGNORE INTO taken_back (wire, id, at) VALUES (?, ?, ?)";
        self.tx.prepare_cached(note)?.execute(params![self.wire, id.as_str(), self.now.as_micros()])?;
        self.tx.prepare_cached("DELETE FROM record WHERE n = ?")?.execute([n])?;
        self.batch.index.gone(Kind::Record, n);
        let cited = "SELECT 1 FROM cites WHERE wire = ? AND record = ?";
        if self.tx.prepare_cached(cited)?.exists(params![self.wire, id.as_str()])? {
            let bare = bare(&old, self.now);
            let numbered = self.numbered(n, &bare)?;
            insert_record(self.tx, self.batch, numbered, &bare, None, place(old.time(), self.now))?;
            self.batch.grow(rows::weight(&bare), rows::weight(&old));
        } else {
            self.batch.grow(0, rows::weight(&old));
        }
        self.came[at].taken_back += 1;
        Ok(())
    }

    /// The records of a source whose provider's id begins so.
    fn under(&self, source: i64, begins: &str) -> Answer<Vec<RecordId>> {
        let mut ask = self.tx.prepare_cached(UNDER)?;
        let end = format!("{begins}\u{10ffff}");
        let found = ask.query_map(params![source, begins, end], |line| line.get::<_, String>(0))?;
        Ok(found.map(|id| id.map(RecordId::new)).collect::<Result<_, _>>()?)
    }

    fn keep_lags(&self, source: i64, lags: &[u64]) -> Answer<()> {
        let mut ask = self.tx.prepare_cached("SELECT lags FROM source WHERE n = ?")?;
        let kept: String = ask.query_row([source], |line| line.get(0))?;
        let kept = kept.split(',').filter_map(|lag| lag.parse().ok());
        let all: Vec<u64> = kept.chain(lags.iter().copied()).collect();
        let last = all.get(all.len().saturating_sub(LAGS)..).unwrap_or_default();
        let last: Vec<String> = last.iter().map(u64::to_string).collect();
        let keep = "UPDATE source SET lags = ? WHERE n = ?";
        self.tx.prepare_cached(keep)?.execute(params![last.join(","), source])?;
        Ok(())
    }
}

/// Posts of a source by the beginning of what their provider calls them.
pub(in crate::store) const UNDER: &str = "SELECT id FROM record INDEXED BY record_post \
    WHERE source = ? AND external_id >= ? AND external_id < ? AND kind = 'bluesky'";

/// A record with what was packed of it.
fn unpacked(record: &Record, packed: Option<&[u8]>) -> Answer<Record> {
    let mut record = record.clone();
    if let Some(packed) = packed {
        let parts = packed::parts(ValueRef::Blob(packed))?;
        (record.text, record.summary) = (parts.text, parts.summary);
        record.links = parts.links.map_or_else(Vec::new, |links| links.lines().map(str::to_owned).collect());
    }
    Ok(record)
}

/// A known record as its outlet tells it today. When we first saw it stays, and with it whether it was old news then,
/// and whose copy it is. A date in the future moves with the clock; the first one told stays.
fn continued(old: &Record, today: Record, now: Moment) -> Record {
    let dated = today.published_at.filter(|at| *at <= now);
    Record {
        published_at: dated.or(old.published_at).or(today.published_at),
        captured_at: old.captured_at,
        backfill: old.backfill,
        copy_of: old.copy_of.clone(),
        source: old.source.clone(),
        ..today
    }
}

/// What is left of a record that was taken back.
fn bare(old: &Record, now: Moment) -> Record {
    let mut extra = crate::story::Extra::new();
    extra.insert(rows::TAKEN_BACK.to_owned(), now.to_string().into());
    Record {
        id: old.id.clone(),
        kind: old.kind.clone(),
        external_id: old.external_id.clone(),
        url: old.url.clone(),
        published_at: old.published_at,
        captured_at: old.captured_at,
        content_type: old.content_type.clone(),
        source: old.source.clone(),
        backfill: old.backfill,
        extra,
        ..Record::default()
    }
}

/// Seconds from publication to capture.
fn lag(record: &Record) -> Option<u64> {
    let lag = record.captured_at?.seconds_since(record.published_at?);
    (0.0..LONGEST_LAG).contains(&lag).then_some(lag as u64)
}

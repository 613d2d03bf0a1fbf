//! How all sources fare, for a person.

use std::collections::HashMap;

use super::memory::{self, COLUMNS};
use crate::config::SourceRow;
use crate::store::SourceMemory;
use crate::store::sqlite::far::day;
use crate::store::sqlite::listing::count;
use crate::store::sqlite::{Answer, Reader};
use crate::story::{Moment, SourceState, Standing};

/// Days of the sparkline.
pub(super) const DAYS: i64 = 14;

/// What the store knows of one.
struct Known {
    n: i64,
    memory: SourceMemory,
    records: usize,
    lags: String,
}

impl Reader {
    /// How gathering from these sources fares, in their order. `now` says which day is the last of each sparkline.
    pub fn source_states(&self, rows: &[SourceRow], now: Moment) -> Answer<Vec<SourceState>> {
        let _moment = self.moment()?;
        let known = self.known_sources()?;
        let mut days = self.source_days(day(now))?;
        let state = |row: &SourceRow| {
            let known = known.get(row.name.as_str());
            let days = known.and_then(|known| days.remove(&known.n));
            state(row, known, days.unwrap_or_else(|| vec![0; DAYS as usize]))
        };
        Ok(rows.iter().map(state).collect())
    }

    fn known_sources(&self) -> Answer<HashMap<String, Known>> {
        let sql = format!("SELECT name, n, records, lags, {} FROM source", COLUMNS.join(", "));
        let mut ask = self.conn.prepare_cached(&sql)?;
        let known = ask.query_map([], |line| {
            let (n, records) = (line.get(1)?, line.get::<_, i64>(2).map(count)?);
            Ok((line.get(0)?, Known { n, records, lags: line.get(3)?, memory: memory::read(line, 4)? }))
        })?;
        Ok(known.collect::<Result<_, _>>()?)
    }

    /// Records a day, the last of them `today`, by the source's number.
    fn source_days(&self, today: i64) -> Answer<HashMap<i64, Vec<u32>>> {
        let first = today - DAYS + 1;
        let mut ask = self.conn.prepare_cached("SELECT source, day, records FROM source_day")?;
        let mut lines = ask.query([])?;
        let mut days: HashMap<i64, Vec<u32>> = HashMap::new();
        while let Some(line) = lines.next()? {
            let of = days.entry(line.get(0)?).or_insert_with(|| vec![0; DAYS as usize]);
            let at = usize::try_from(line.get::<_, i64>(1)? - first).ok();
            if let Some(place) = at.and_then(|at| of.get_mut(at)) {
                *place = line.get(2)?;
            }
        }
        Ok(days)
    }
}

/// A source that has moved to another address under its old name keeps its records and nothing else.
fn state(row: &SourceRow, known: Option<&Known>, days: Vec<u32>) -> SourceState {
    let memory = known.map(|known| known.memory.clone()).filter(|memory| memory.url == row.url);
    let memory = memory.unwrap_or_default();
    let standing = match (row.enabled, memory.gone) {
        (false, _) => Standing::Off,
        (true, true) => Standing::Gone,
        (true, false) => Standing::On,
    };
    SourceState {
        name: row.name.clone(),
        kind: row.kind.word().to_owned(),
        url: row.url.clone(),
        title: if row.title.is_empty() { memory.title } else { row.title.clone() },
        beat: row.beat.clone(),
        standing,
        tried_at: memory.tried_at,
        gathered_at: memory.gathered_at,
        next_at: memory.next_at.filter(|_| standing == Standing::On),
        failures: memory.failures,
        trouble: memory.trouble,
        notes: memory.notes,
        repaired: memory.repaired,
        moved: memory.moved,
        records: known.map_or(0, |known| known.records),
        days,
        lag_seconds: known.and_then(|known| middle(&known.lags)),
    }
}

/// The middle one of some numbers.
fn middle(numbers: &str) -> Option<u64> {
    let mut numbers: Vec<u64> = numbers.split(',').filter_map(|number| number.parse().ok()).collect();
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied()
}

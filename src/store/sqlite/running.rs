//! Running stories: what was told before a dispatch and what after it, and which dispatches tell of the same words.
//!
//! A dispatch names the one before it by the id of the version that was current then. Since that may have been superseded
//! meanwhile, links lead to families and are shown as their current versions.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rusqlite::{OptionalExtension, Row as Line, params};

use super::{Answer, Reader, rows, words};
use crate::story::{Dispatch, DispatchId, Key, Moment, WireName};
use crate::wire::page::{Link, Running};

/// Dispatches that are shown on each side.
const MOST: usize = 10;

/// Of each word so many of the newest dispatches that have it are looked at.
const OF_A_WORD: i64 = 60;

/// Words that are looked for at most.
const WORDS: usize = 16;

/// Words that a dispatch must share to be looked at closely.
const SHARED: usize = 2;

/// The family of a version.
const FAMILY: &str = "SELECT family FROM dispatch WHERE wire = ? AND id = ?";

/// The current version of a family, and what it goes on from.
const OF_FAMILY: &str = "SELECT id, headline, time, earlier FROM dispatch INDEXED BY dispatch_family \
    WHERE family = ? AND current = 1 LIMIT 1";

/// The families that go on from a family.
const AFTER: &str = "SELECT e.family FROM dispatch d INDEXED BY dispatch_family \
    CROSS JOIN dispatch e INDEXED BY dispatch_earlier ON e.wire = d.wire AND e.earlier = d.id WHERE d.family = ?";

/// The newest dispatches that have a word.
const WITH_WORD: &str = "SELECT rowid FROM dispatch_text WHERE dispatch_text MATCH ? AND rowid >= ? \
    ORDER BY rowid DESC LIMIT ?";

/// The newest dispatches of a wire that were not filed by their likeness alone.
const FILED: &str = "SELECT b.label, d.headline, d.dek FROM dispatch d INDEXED BY list_wire \
    CROSS JOIN beat b ON b.n = d.beat WHERE d.wire = ? AND d.current = 1 AND d.alike = 0 ORDER BY d.at DESC LIMIT ?";

/// The questions that have indexes of their own, for the test that pins their plans.
#[cfg(test)]
pub(in crate::store) fn plans() -> Vec<String> {
    [FAMILY, OF_FAMILY, AFTER].map(str::to_owned).to_vec()
}

/// A family in a running story.
struct Part {
    link: Link,
    earlier: Option<String>,
}

impl Reader {
    /// What else is told of the running story that a family belongs to.
    pub(super) fn running(&self, number: i64, wire: &WireName, family: i64) -> Answer<Running> {
        let mut seen = BTreeSet::from([family]);
        let mut earlier = Vec::new();
        let mut at = self.part(wire, family)?.and_then(|part| part.earlier);
        while let Some(id) = at.take().filter(|_| earlier.len() < MOST) {
            let mut ask = self.conn.prepare_cached(FAMILY)?;
            let family = ask.query_row(params![number, id], |line| line.get(0)).optional()?;
            if let Some(family) = family.filter(|family| seen.insert(*family))
                && let Some(part) = self.part(wire, family)?
            {
                earlier.push(part.link);
                at = part.earlier;
            }
        }
        earlier.reverse();
        let mut later = Vec::new();
        let mut next = VecDeque::from([family]);
        while let Some(family) = next.pop_front() {
            let mut ask = self.conn.prepare_cached(AFTER)?;
            let families = ask.query_map([family], |line| line.get(0))?;
            for family in families.collect::<Result<Vec<i64>, _>>()? {
                if later.len() < MOST && seen.insert(family) {
                    later.extend(self.part(wire, family)?.map(|part| part.link));
                    next.push_back(family);
                }
            }
        }
        later.sort_by(|a, b| a.time.cmp(&b.time).then_with(|| a.key.cmp(&b.key)));
        Ok(Running { earlier, later })
    }

    fn part(&self, wire: &WireName, family: i64) -> Answer<Option<Part>> {
        let mut ask = self.conn.prepare_cached(OF_FAMILY)?;
        let part = ask.query_row([family], |line: &Line| {
            let link = Link {
                key: Key { wire: wire.clone(), id: DispatchId::new(line.get::<_, String>(0)?) },
                headline: line.get(1)?,
                time: line.get::<_, Option<i64>>(2)?.map(Moment::from_micros),
            };
            Ok(Part { link, earlier: line.get(3)? })
        });
        Ok(part.optional()?)
    }

    /// Current dispatches of a wire since a moment that share at least two of these words, those that share most first,
    /// then the newest; at most `most`. Of a word that stands in many only the newest are looked at.
    pub fn telling_of(
        &self,
        wire: &WireName,
        asked: &[String],
        since: Moment,
        most: usize,
    ) -> Answer<Vec<Dispatch>> {
        let _moment = self.moment()?;
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let of_wire = words::wire_term(wire);
        let from = (since.as_micros().max(0) / 1_000_000) * 16;
        let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
        let mut ask = self.conn.prepare_cached(WITH_WORD)?;
        for word in asked.iter().take(WORDS) {
            let Some(word) = words::Query::closed(word).to_match(None, None) else { continue };
            let found = ask
                .query_map(params![format!("{word} AND \"{of_wire}\""), from, OF_A_WORD], |line| {
                    line.get(0)
                })?;
            for n in found {
                *shared.entry(n?).or_default() += 1;
            }
        }
        let mut found: Vec<(usize, i64)> =
            shared.into_iter().filter(|(_, words)| *words >= SHARED).map(|(n, words)| (words, n)).collect();
        found.sort_unstable_by(|a, b| b.cmp(a));
        let mut ask = self.conn.prepare_cached(
            "SELECT b.json FROM body b JOIN dispatch d ON d.n = b.n WHERE b.n = ? AND d.current = 1 AND d.at >= ?",
        )?;
        let mut dispatches = Vec::new();
        for (_, n) in found.into_iter().take(most) {
            let json =
                ask.query_row(params![n, since.as_micros()], |line| line.get::<_, String>(0)).optional()?;
            dispatches.extend(json.map(|json| rows::dispatch(&json)).transpose()?);
        }
        Ok(dispatches)
    }

    /// Beat, headline and dek of a wire's newest dispatches, at most `most`; without those that were filed by their
    /// likeness to others alone, from which nothing can be learned.
    pub fn filed(&self, wire: &WireName, most: usize) -> Answer<Vec<(String, String, String)>> {
        let Some(wire) = self.wire_number(wire)? else { return Ok(Vec::new()) };
        let mut ask = self.conn.prepare_cached(FILED)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let found = ask.query_map([wire, most], |line| Ok((line.get(0)?, line.get(1)?, line.get(2)?)))?;
        Ok(found.collect::<Result<_, _>>()?)
    }
}

//! `slugline verify`: every dispatch in the store held against its records once more.
//!
//! Of each citation that names a passage, the passage must still be the words it was: the hash of the stored text and
//! the range within it. Of each dispatch, every claim is traced anew. One dispatch is held at a time, whatever the store.

use std::collections::BTreeSet;

use clap::Args;
use serde_json::json;

use super::{Exit, Failure, Session, args::yes, edition::progress_bar, json, typeset};
use crate::{
    config::WireRow,
    store::Reader,
    story::{Citation, Code, Key, Record, RecordId, Share, SpanField, Trace, Verdict, WireName},
    text::{
        digest::sha256,
        grouped::{count, number},
    },
    wire::page::{Kept, Listing},
    write,
};

/// Rows of the list that are asked for at once.
const WINDOW: usize = 100;

/// Dispatches that fail are named, so many of them.
const NAMED: usize = 50;

/// `slugline verify`
#[derive(Debug, Args)]
pub struct Verify {
    /// As one JSON object
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

/// What was found so far.
#[derive(Debug, Default)]
struct Tally {
    dispatches: usize,
    own: usize,
    passages: Share,
    claims: [usize; Verdict::ALL.len()],
    quotes: Share,
    numbers: Share,
    missing: BTreeSet<(WireName, RecordId)>,
    failed: Vec<Failed>,
    own_failed: usize,
}

/// A dispatch that does not hold.
#[derive(Debug)]
struct Failed {
    key: Key,
    own: bool,
    why: String,
}

impl Verify {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let (_store, reader) = session.open_reader()?;
        let listing = Listing { scope: session.scope(), ..Listing::default() };
        let bar = progress_bar(session);
        bar.set_message("Verified");
        let mut tally = Tally::default();
        let mut offset = 0;
        loop {
            let page = reader.page(&listing, offset, WINDOW)?;
            bar.set_length(page.total as u64);
            for row in &page.rows {
                story(&reader, &row.key, &session.config.wires, &mut tally)?;
                bar.inc(1);
            }
            offset += page.rows.len();
            if page.rows.is_empty() || offset >= page.total {
                break;
            }
        }
        bar.finish_and_clear();
        if tally.dispatches == 0 {
            return Err(Failure::Partly("There is no dispatch to verify.".to_owned()));
        }
        if self.json {
            session.out.line(&json::line(&tally.json()))?;
        } else {
            tally.print(session)?;
        }
        Ok(if tally.own_failed == 0 { Exit::Done } else { Exit::Partly })
    }
}

/// All versions of a dispatch.
fn story(reader: &Reader, key: &Key, others: &[WireRow], tally: &mut Tally) -> Result<(), Failure> {
    let Some(current) = reader.dispatch(key)? else { return Ok(()) };
    let older: Vec<Key> =
        current.versions.iter().map(|version| version.key.clone()).filter(|other| other != key).collect();
    tally.take(current, others);
    for key in older {
        if let Some(kept) = reader.dispatch(&key)? {
            tally.take(kept, others);
        }
    }
    Ok(())
}

impl Tally {
    /// Takes one version in. A dispatch of ours must hold whole; of others only what they prove can be broken.
    fn take(&mut self, kept: Kept, others: &[WireRow]) {
        let own = is_ours(&kept, others);
        let records: Vec<&Record> = kept.records.iter().collect();
        let trace = write::trace(&kept.dispatch, &records);
        let passages = passages(&kept.dispatch.citations, &kept.records);
        self.dispatches += 1;
        self.own += usize::from(own);
        for (count, verdict) in self.claims.iter_mut().zip(Verdict::ALL) {
            *count += trace.count(verdict);
        }
        add(&mut self.passages, passages);
        add(&mut self.quotes, trace.quotes);
        add(&mut self.numbers, trace.numbers);
        self.missing.extend(trace.missing.iter().map(|id| (kept.wire.clone(), id.clone())));
        if let Some(why) = fails(own, passages, &trace) {
            self.own_failed += usize::from(own);
            let key = Key { wire: kept.wire, id: kept.dispatch.id };
            self.failed.push(Failed { key, own, why });
        }
    }

    fn json(&self) -> serde_json::Value {
        let share = |share: Share| json!({ "found": share.found, "total": share.total });
        let failed = |failed: &Failed| {
            json!({
                "code": Code::of(&failed.key.id).to_string(),
                "id": failed.key.id.as_str(),
                "wire": failed.key.wire.as_str(),
                "own": failed.own,
                "why": failed.why,
            })
        };
        let claims: serde_json::Map<String, serde_json::Value> = Verdict::ALL
            .iter()
            .zip(self.claims)
            .map(|(verdict, count)| (verdict.slug().to_owned(), count.into()))
            .collect();
        json!({
            "dispatches": self.dispatches,
            "own": self.own,
            "own_failed": self.own_failed,
            "citations": share(self.passages),
            "claims": claims,
            "quotes": share(self.quotes),
            "numbers": share(self.numbers),
            "missing_records": self.missing.len(),
            "failed": self.failed.iter().map(failed).collect::<Vec<_>>(),
        })
    }

    fn print(&self, session: &mut Session<'_>) -> Result<(), Failure> {
        let out = &mut *session.out;
        let all: usize = self.claims.iter().sum();
        let rate = |found: usize, total: usize, what: &str, are: &str| match total {
            0 => format!("no {what}"),
            total => {
                let rate = 100.0 * found as f64 / total as f64;
                format!("{} of {} {what} {are} ({rate:.1} %)", number(found), number(total))
            }
        };
        let traced: usize = Verdict::ALL
            .iter()
            .zip(self.claims)
            .filter(|(verdict, _)| verdict.is_traced())
            .map(|(_, n)| n)
            .sum();
        let by: Vec<String> = Verdict::ALL
            .iter()
            .zip(self.claims)
            .map(|(verdict, n)| format!("{} {}", number(n), verdict.words()))
            .collect();
        let dispatches = count(self.dispatches, "dispatch", "dispatches");
        out.line(&format!("{dispatches}, {} of them our own", number(self.own)))?;
        out.line(&rate(self.passages.found, self.passages.total, "cited passages", "hold"))?;
        out.line(&rate(traced, all, "claims", "traced"))?;
        typeset::meta(out, 2, &by)?;
        out.line(&rate(self.quotes.found, self.quotes.total, "quotations", "found"))?;
        out.line(&rate(self.numbers.found, self.numbers.total, "numbers", "found"))?;
        let missing = count(self.missing.len(), "record", "records");
        out.line(&format!("{missing} named by dispatches and not here"))?;
        let others = self.failed.len() - self.own_failed;
        let own = count(self.own_failed, "dispatch of our own fails", "dispatches of our own fail");
        out.line(&format!("{own}, {} of others", number(others)))?;
        self.name_failed(session)
    }

    /// What fails, our own first.
    fn name_failed(&self, session: &mut Session<'_>) -> Result<(), Failure> {
        let out = &mut *session.out;
        let mut named: Vec<&Failed> = self.failed.iter().collect();
        named.sort_by_key(|failed| !failed.own);
        for failed in named.iter().take(NAMED) {
            let label = format!("  {}  ", Code::of(&failed.key.id));
            typeset::labelled(out, &label, None, &format!("{} ({})", failed.why, failed.key.wire))?;
        }
        if named.len() > NAMED {
            out.line(&format!("  and {} more; --json names them all", number(named.len() - NAMED)))?;
        }
        Ok(())
    }
}

fn add(sum: &mut Share, share: Share) {
    sum.found += share.found;
    sum.total += share.total;
}

/// True for what our own desk wrote: it says who wrote and what was checked, and came over no wire of others, where
/// another desk may say the same of itself.
fn is_ours(kept: &Kept, others: &[WireRow]) -> bool {
    let methodology = kept.dispatch.methodology.as_ref();
    others.iter().all(|row| row.name != kept.wire)
        && methodology.is_some_and(|told| told.writer.is_some() && told.checked.is_some())
}

/// Of the passages that citations name, those whose words are still what they were. A record that is not here proves
/// nothing either way.
fn passages(citations: &[Citation], records: &[Record]) -> Share {
    let mut share = Share::default();
    for citation in citations {
        let record = records.iter().find(|record| Some(&record.id) == citation.record_id.as_ref());
        let Some(record) = record else { continue };
        for span in &citation.spans {
            let stored = match span.field {
                SpanField::Text => record.words(),
                SpanField::Title => record.title.as_deref().unwrap_or_default(),
            };
            let same = span.sha256.as_ref().is_none_or(|hash| *hash == sha256(stored));
            share.total += 1;
            share.found += usize::from(same && span.cut(stored).is_some_and(|words| !words.is_empty()));
        }
    }
    share
}

/// Why a dispatch does not hold.
fn fails(own: bool, passages: Share, trace: &Trace) -> Option<String> {
    let broken = passages.total - passages.found;
    let lost = if own { trace.count(Verdict::NotFound) } else { 0 };
    let mut whys = Vec::new();
    if broken > 0 {
        whys.push(count(broken, "cited passage is not what it was", "cited passages are not what they were"));
    }
    if lost > 0 {
        whys.push(count(lost, "claim is not found", "claims are not found"));
    }
    (!whys.is_empty()).then(|| whys.join(", "))
}

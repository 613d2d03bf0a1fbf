//! `slugline prefetch`: a sync, and then every record that the dispatches of the last days name, so that what one wants
//! to read on the train is here.

use std::collections::HashSet;

use clap::Args;
use serde_json::json;

use super::{
    Exit, Failure, Session,
    args::yes,
    json, online, since,
    sync::{Fetched, fetch},
    typeset::labelled,
};
use crate::{
    config::WireRow,
    reader::human::{count, number},
    store::Reader,
    story::{Moment, RecordId, WireName},
    sync::{Report, Want},
    wire::{
        page::{Kept, Listing, Scope},
        state::WireState,
    },
};

/// `slugline prefetch`
#[derive(Debug, Args)]
pub struct Prefetch {
    /// Only these wires; without any, all that are configured
    #[arg(value_name = "WIRE")]
    wires: Vec<String>,
    /// How far back: 7d, 36h, 2w, or a date such as 2026-04-13
    #[arg(long, value_name = "TIME", default_value = "7d", env = "SLUGLINE_SINCE", hide_env_values = true)]
    since: String,
    /// One JSON object a line, each after what it tells of is kept
    #[arg(long, env = "SLUGLINE_JSON", hide_env_values = true, value_parser = yes())]
    json: bool,
}

/// What a wire still lacks since a moment, as far as what is here can tell.
#[derive(Debug, Default, PartialEq, Eq)]
struct Lack {
    dispatches: usize,
    records: usize,
}

impl Lack {
    fn requests(&self) -> usize {
        self.dispatches + self.records
    }

    fn told(&self) -> String {
        let Self { dispatches, records } = self;
        format!("{}, {}", count(*dispatches, "dispatch", "dispatches"), count(*records, "record", "records"))
    }
}

impl Prefetch {
    pub(super) fn run(&self, session: &mut Session<'_>) -> Result<Exit, Failure> {
        let zone = session.config.reader.zone.time_zone();
        let since = since::read(&self.since, session.now(), &zone)
            .map_err(|why| Failure::Usage(format!("--since: {why}")))?;
        let wires = online::chosen(session, &self.wires)?;
        online::allowed(session, "nothing was fetched")?;
        let store = online::writable(session, "nothing was fetched")?;
        let reader = store.reader()?;
        for row in &wires {
            let lack = lacking(&reader, &row.name, since)?;
            self.cost(session, &reader, row, &lack)?;
        }
        let want = Want { records_since: Some(since), asked: true };
        let fetched = fetch(session, &store, &wires, want, self.json)?;
        let Fetched::Reports(reports) = &fetched else { return Ok(fetched.exit()) };
        let mut exit = fetched.exit();
        for report in reports {
            let lack = lacking(&reader, &report.wire, since)?;
            // What a server does not have is told, but is no fault of this run.
            let queued = standing(session, &reader, &report.wire)?.queued;
            if lack.dispatches + queued > 0 {
                exit = exit.max(Exit::Partly);
            }
            self.tell(session, report, &lack, queued)?;
        }
        Ok(exit)
    }

    /// What it will cost, as far as that can be known before.
    fn cost(
        &self,
        session: &mut Session<'_>,
        reader: &Reader,
        row: &WireRow,
        lack: &Lack,
    ) -> Result<(), Failure> {
        if self.json || lack.requests() == 0 {
            return Ok(());
        }
        let used = standing(session, reader, &row.name)?.requests;
        let left = row.budget.saturating_sub(used) as usize;
        session.out.say(&format!(
            "{}: {} to fetch, about {}; {} of {} left today",
            row.name,
            lack.told(),
            count(lack.requests(), "request", "requests"),
            number(left),
            number(row.budget as usize),
        ));
        Ok(())
    }

    /// What is still missing, and why.
    fn tell(
        &self,
        session: &mut Session<'_>,
        report: &Report,
        lack: &Lack,
        queued: usize,
    ) -> Result<(), Failure> {
        if self.json {
            let line = json!({
                "event": "lacking",
                "wire": report.wire.as_str(),
                "dispatches": lack.dispatches,
                "records": lack.records,
            });
            return Ok(session.out.line(&json::line(&line))?);
        }
        let told = if lack.requests() == 0 {
            format!("{}: all of it is here; it can be read offline.", report.wire)
        } else {
            format!("{}: still missing: {}. {}", report.wire, lack.told(), why(report, lack, queued))
        };
        Ok(labelled(session.out, "", None, &told)?)
    }
}

fn why(report: &Report, lack: &Lack, queued: usize) -> &'static str {
    match &report.trouble {
        Some(_) => "The next prefetch goes on from there.",
        None if lack.dispatches + queued > 0 => {
            "Today's requests for this are used up; a prefetch after midnight (UTC) goes on from there, or more of them \
             with a larger budget."
        }
        None => "Its server has no more to give.",
    }
}

fn standing(session: &Session<'_>, reader: &Reader, wire: &WireName) -> Result<WireState, Failure> {
    let states = reader.states(session.now())?;
    Ok(states.into_iter().find(|state| state.wire == *wire).unwrap_or_default())
}

/// Rows asked of the store at a time.
const PAGE: usize = 200;

/// Looks through the dispatches of a wire since a moment; what is not here of them, each once.
fn lacking(reader: &Reader, wire: &WireName, since: Moment) -> Result<Lack, Failure> {
    let listing = Listing { scope: Scope::Wire(wire.clone()), ..Listing::default() };
    let (mut dispatches, mut records, mut at) = (0, HashSet::new(), 0);
    loop {
        let rows = reader.page(&listing, at, PAGE)?.rows;
        at += rows.len();
        for row in &rows {
            if row.time.is_none_or(|time| time < since) {
                return Ok(Lack { dispatches, records: records.len() });
            }
            let Some(kept) = reader.dispatch(&row.key)? else { continue };
            dispatches += usize::from(kept.partial);
            records.extend(absent(&kept));
        }
        if rows.is_empty() {
            return Ok(Lack { dispatches, records: records.len() });
        }
    }
}

/// The records a dispatch names that are not here.
fn absent(kept: &Kept) -> impl Iterator<Item = RecordId> {
    let here: HashSet<&RecordId> = kept.records.iter().map(|record| &record.id).collect();
    let cited = kept.dispatch.citations.iter().filter_map(|citation| citation.record_id.as_ref());
    cited.chain(&kept.dispatch.record_ids).filter(move |id| !here.contains(id)).cloned()
}

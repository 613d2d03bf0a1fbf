//! Counting a run, and telling how it goes: often enough to be watched, seldom enough to cost nothing.

use std::time::{Duration, Instant};

use super::{News, Report};
use crate::{
    remote::Budget,
    store::{Seen, Taken},
    story::{Moment, WireName},
};

/// Between two tellings, unless a page has just been kept.
const OFTEN: Duration = Duration::from_millis(100);
/// As many notes as anyone reads.
const NOTES: usize = 12;

/// The count of one wire's run.
pub(super) struct Tally<'a> {
    pub(super) report: Report,
    tell: &'a mut (dyn FnMut(News) + Send),
    begun: Instant,
    told: Option<Instant>,
    items: usize,
    unnoted: usize,
}

impl<'a> Tally<'a> {
    /// Begins, and says so.
    pub(super) fn begin(wire: &WireName, tell: &'a mut (dyn FnMut(News) + Send)) -> Self {
        tell(News::Began(wire.clone()));
        let report = Report { wire: wire.clone(), ..Report::default() };
        Self { report, tell, begun: Instant::now(), told: None, items: 0, unnoted: 0 }
    }

    /// A page of the list has been kept.
    pub(super) fn page(&mut self, taken: &Taken, budget: &Budget) {
        let count = |kinds: &[Seen]| taken.rows.iter().filter(|seen| kinds.contains(seen)).count();
        self.report.seen += taken.rows.len();
        self.report.new += count(&[Seen::New]);
        self.report.updated += count(&[Seen::Restamped, Seen::Touched]);
        self.report.records += records(taken);
        self.items += taken.rows.len() + records(taken);
        self.told = None;
        self.moved("dispatches", None, budget);
    }

    /// Dispatches or records asked for one by one have been kept, or given up.
    pub(super) fn pieces(&mut self, what: &'static str, taken: &Taken, of: Option<usize>, budget: &Budget) {
        let details = taken.counts.dispatches;
        self.report.records += records(taken);
        self.items += records(taken) + details.new + details.updated + details.same;
        self.moved(what, of, budget);
    }

    fn moved(&mut self, what: &'static str, of: Option<usize>, budget: &Budget) {
        if self.told.is_some_and(|told| told.elapsed() < OFTEN) {
            return;
        }
        self.told = Some(Instant::now());
        let seconds = self.begun.elapsed().as_secs_f64();
        (self.tell)(News::Moved {
            wire: self.report.wire.clone(),
            what,
            items: self.items,
            new: self.report.new,
            of,
            per_second: self.items as f64 / seconds.max(0.001),
            left: budget.left(),
        });
    }

    /// The server asked for a wait within the run.
    pub(super) fn waiting(&mut self, until: Moment) {
        (self.tell)(News::Waiting(self.report.wire.clone(), until));
    }

    /// Something that could not be kept, or is odd. Once is enough.
    pub(super) fn note(&mut self, notes: impl IntoIterator<Item = String>) {
        for note in notes {
            if self.report.notes.contains(&note) {
                continue;
            }
            if self.report.notes.len() < NOTES {
                self.report.notes.push(note);
            } else {
                self.unnoted += 1;
            }
        }
    }

    /// Ends, and says so.
    pub(super) fn end(mut self) -> Report {
        if self.unnoted > 0 {
            self.report.notes.pop();
            self.report.notes.push(format!("And {} more of this kind.", self.unnoted + 1));
        }
        self.report.seconds = self.begun.elapsed().as_secs_f64();
        (self.tell)(News::Ended(self.report.clone()));
        self.report
    }
}

fn records(taken: &Taken) -> usize {
    taken.counts.records.new + taken.counts.records.updated + taken.counts.records.same
}

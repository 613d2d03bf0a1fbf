//! One story: what speaks against writing it now, asked in the order of what the answer costs, and then its dispatch.

use std::collections::BTreeSet;

use crate::story::{Cluster, Confidence, Dispatch, DispatchId, Moment, Outcome, RecordId, Stage};
use crate::wire::publish::{Slip, publish};
use crate::write::{self, Checked, Spike};

use super::ahead::Early;
use super::beats::{self, Filed};
use super::compose::{Compose, Composed, Order};
use super::edition::{Input, Settings, Told};
use super::running::{Found, Recent};
use super::version::{self, Next};
use super::{reason, web};

/// What a story is held against.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    /// What the edition is made from.
    pub(super) input: &'a Input<'a>,
    /// What the wire told lately.
    pub(super) recent: &'a Recent<'a>,
    /// The story's current dispatch, if it has one.
    pub(super) previous: Option<&'a Dispatch>,
    /// How the edition is made.
    pub(super) settings: &'a Settings,
    /// The edition's moment.
    pub(super) now: Moment,
}

/// What came of a story.
pub(super) enum Came {
    /// A dispatch, and why it was written.
    Published(Box<Dispatch>, String),
    /// None.
    Refused(Refused),
}

/// Why no dispatch came of a story.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Refused {
    /// Where it stopped.
    pub(super) stage: Stage,
    /// What became of it.
    pub(super) outcome: Outcome,
    /// Its working headline.
    pub(super) headline: String,
    /// Why.
    pub(super) reason: String,
    /// It stays due, and is to be looked at again from this moment on.
    pub(super) waits: Option<Moment>,
}

fn refused(stage: Stage, outcome: Outcome, headline: &str, reason: String) -> Came {
    Came::Refused(Refused { stage, outcome, headline: headline.to_owned(), reason, waits: None })
}

/// What a writer made of a story.
pub(super) struct Written {
    /// What the copydesk passed, or why it did not.
    passed: Result<Passed, Spike>,
    /// What happened on the way, in words for the ledger.
    notes: Vec<String>,
}

/// A draft that passed.
struct Passed {
    checked: Checked,
    /// How many voices stand behind its sentences.
    confidence: Confidence,
    /// The beat it is filed under.
    filed: Filed,
}

/// What a story is called before it has a headline.
fn working<'t>(told: &'t Told<'_>) -> &'t str {
    told.members.first().map(|record| record.name()).unwrap_or_default()
}

impl Look<'_> {
    /// Tells a story, or why not, and takes up what was done for it ahead. `None`: the person wants no more of the edition.
    pub(super) fn tell(
        &self,
        composer: &mut dyn Compose,
        told: &Told<'_>,
        early: Option<Early>,
    ) -> Option<Came> {
        let written = match early.or_else(|| self.against(told).map(Early::Against)) {
            Some(Early::Against(against)) => return Some(against),
            Some(Early::Written(written)) => Some(*written),
            Some(Early::Left) | None => None,
        };
        let Found { covered, earlier } = self.found(told);
        if let Some(covered) = covered {
            return Some(refused(Stage::Cluster, Outcome::Covered, working(told), covered));
        }
        let Written { passed, notes } = match written {
            Some(written) => written,
            None => self.written(composer, told)?,
        };
        let with_notes = |reason: String| notes.iter().fold(reason, |reason, note| reason + "; " + note);
        Some(match passed.map(|passed| self.publish(passed, told, earlier)) {
            Ok(Came::Published(dispatch, reason)) => Came::Published(dispatch, with_notes(reason)),
            Ok(refused @ Came::Refused(_)) => refused,
            Err(spike) => {
                let reason = with_notes(spike.reason);
                refused(Stage::Write, Outcome::Spiked, &spike.headline, reason)
            }
        })
    }

    /// What speaks against writing a story now, whatever else the wire tells.
    pub(super) fn against(&self, told: &Told<'_>) -> Option<Came> {
        let Told { cluster, members, signals, .. } = told;
        let missing = || {
            let missing = reason::missing(cluster, members, signals, &self.settings.minimum)?;
            Some(refused(Stage::Cluster, Outcome::Watched, working(told), missing))
        };
        self.unchanged(told).or_else(missing).or_else(|| self.waits(told))
    }

    /// What the wire told lately of a story that has no dispatch yet.
    pub(super) fn found(&self, told: &Told<'_>) -> Found {
        match self.previous {
            Some(_) => Found::default(),
            None => self.recent.look(&told.cluster, told.facts(), &self.settings.reach, self.now),
        }
    }

    /// Has a story written. `None`: the person wants no more of the edition.
    pub(super) fn written(&self, composer: &mut dyn Compose, told: &Told<'_>) -> Option<Written> {
        let Told { cluster, members, .. } = told;
        let brief = write::brief(cluster, members).since(self.previous);
        let evidence = reason::still_here(brief.evidence, cluster, members);
        let (minimum, words, previous) = (&self.settings.minimum, self.settings.words, self.previous);
        let Composed { checked, notes } =
            composer.compose(&Order { brief: &brief, members, evidence, minimum, words, previous })?;
        let passed = checked.map(|checked| Passed {
            confidence: write::confidence(&brief, checked.draft()),
            filed: beats::file(self.input.beats, self.input.learned, members),
            checked,
        });
        Some(Written { passed, notes })
    }

    /// Everything that the story holds has been told.
    fn unchanged(&self, told: &Told<'_>) -> Option<Came> {
        let previous = self.previous.filter(|previous| told_already(previous, &told.cluster))?;
        let nothing = version::fired(previous, &told.signals).is_empty();
        let reason = format!("nothing new since version {}", previous.version);
        nothing.then(|| refused(Stage::Cluster, Outcome::Unchanged, previous.title(), reason))
    }

    /// There is something new, and the last version is too young.
    fn waits(&self, told: &Told<'_>) -> Option<Came> {
        let previous = self.previous?;
        let fired = version::fired(previous, &told.signals);
        let until = version::waits(previous, &told.members, &fired, self.settings.reach.interval, self.now)?;
        Some(Came::Refused(Refused {
            stage: Stage::Cluster,
            outcome: Outcome::Unchanged,
            headline: previous.title().to_owned(),
            reason: version::waiting(until, self.now),
            waits: Some(until),
        }))
    }

    fn publish(&self, passed: Passed, told: &Told<'_>, earlier: Option<DispatchId>) -> Came {
        let Told { cluster, members, signals, distance, .. } = told;
        let Passed { checked, confidence, filed } = passed;
        let mut changed = Vec::new();
        if let Some(previous) = self.previous {
            let next = Next {
                previous,
                members,
                voices: reason::evidence(cluster, members).voices,
                fired: &version::fired(previous, signals),
                draft: checked.draft(),
                beat: &filed.beat.label(),
            };
            if next.says_nothing_new() {
                let reason = next.nothing_new();
                return refused(Stage::Write, Outcome::Unchanged, previous.title(), reason);
            }
            changed = next.changed();
        }
        let reason = reason::reason(cluster, members, signals, *distance, self.now);
        let why = reason.signal.why.clone();
        let slip = Slip {
            reason,
            beat: filed.beat,
            filed: Some(filed.why),
            previous: self.previous,
            changed,
            earlier,
            confidence: Some(confidence),
        };
        let mut dispatch = publish(&checked, cluster, members, slip, self.now);
        web::cite(&mut dispatch, members, self.input.pages);
        Came::Published(Box::new(dispatch), why)
    }
}

/// The current dispatch of a story: the one that is known to tell it, or that names its cluster, else the one that was
/// written from most of its records.
pub(super) fn previous<'a>(current: &'a [Dispatch], told: &Told<'_>) -> Option<&'a Dispatch> {
    let cluster = &told.cluster;
    let known = |dispatch: &&Dispatch| {
        told.dispatch.as_ref().is_some_and(|id| *id == dispatch.id || Some(id) == dispatch.previous.as_ref())
    };
    let named = |dispatch: &&Dispatch| {
        let note = dispatch.methodology.as_ref().and_then(|methodology| methodology.cluster.as_ref());
        let id = note.and_then(|note| note.id.as_ref());
        id.is_some_and(|id| *id == cluster.id || told.aliases.contains(id))
    };
    let ids: BTreeSet<&RecordId> = cluster.records.iter().collect();
    let shared = |dispatch: &&Dispatch| dispatch.record_ids.iter().filter(|id| ids.contains(id)).count();
    current.iter().find(known).or_else(|| current.iter().find(named)).or_else(|| {
        let nearest = current.iter().max_by_key(shared)?;
        (shared(&nearest) * 2 > nearest.record_ids.len()).then_some(nearest)
    })
}

/// True if a dispatch was written from all that a cluster holds, copies aside.
fn told_already(previous: &Dispatch, cluster: &Cluster) -> bool {
    let told: BTreeSet<&RecordId> = previous.record_ids.iter().collect();
    let copies: BTreeSet<&RecordId> = cluster.copies.iter().collect();
    cluster.records.iter().filter(|id| !copies.contains(id)).all(|id| told.contains(id))
}

//! One story: what speaks against writing it now, asked in the order of what the answer costs, and then its dispatch.

use std::collections::BTreeSet;

use crate::story::{Cluster, Dispatch, Moment, Outcome, RecordId, Stage};
use crate::wire::publish::{Slip, publish};
use crate::write::{self, Checked};

use super::beats;
use super::compose::{Compose, Composed, Order};
use super::edition::{Input, Settings, Told};
use super::running::Recent;
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

impl Look<'_> {
    /// Tells a story, or why not. `None`: the person wants no more of the edition.
    pub(super) fn tell(&self, composer: &mut dyn Compose, told: &Told<'_>) -> Option<Came> {
        let Told { cluster, members, signals, .. } = told;
        let working = members.iter().map(|record| record.name()).next().unwrap_or_default();
        if let Some(against) = self.unchanged(told) {
            return Some(against);
        }
        if let Some(missing) = reason::missing(cluster, members, signals, &self.settings.minimum) {
            return Some(refused(Stage::Cluster, Outcome::Watched, working, missing));
        }
        if let Some(against) = self.waits(told) {
            return Some(against);
        }
        let found = match self.previous {
            Some(_) => super::running::Found::default(),
            None => self.recent.look(cluster, told.facts(), &self.settings.reach, self.now),
        };
        if let Some(covered) = found.covered {
            return Some(refused(Stage::Cluster, Outcome::Covered, working, covered));
        }
        let evidence = reason::evidence(cluster, members);
        let brief = write::brief(cluster, members).since(self.previous);
        let (minimum, words, previous) = (&self.settings.minimum, self.settings.words, self.previous);
        let Composed { checked, notes } =
            composer.compose(&Order { brief: &brief, members, evidence, minimum, words, previous })?;
        let with_notes = |reason: String| notes.iter().fold(reason, |reason, note| reason + "; " + note);
        let checked = match checked {
            Ok(checked) => checked,
            Err(spike) => {
                let reason = with_notes(spike.reason);
                return Some(refused(Stage::Write, Outcome::Spiked, &spike.headline, reason));
            }
        };
        let slip = Slip {
            earlier: found.earlier,
            confidence: Some(write::confidence(&brief, checked.draft())),
            ..Slip::default()
        };
        Some(match self.publish(&checked, told, slip) {
            Came::Published(dispatch, reason) => Came::Published(dispatch, with_notes(reason)),
            refused @ Came::Refused(_) => refused,
        })
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

    fn publish(&self, checked: &Checked, told: &Told<'_>, slip: Slip<'_>) -> Came {
        let Told { cluster, members, signals, distance, .. } = told;
        let filed = beats::file(self.input.beats, self.input.learned, members);
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
            ..slip
        };
        let mut dispatch = publish(checked, cluster, members, slip, self.now);
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

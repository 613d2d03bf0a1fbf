//! One account that denies another.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::story::{Severity, SignalKind};
use crate::text::denials::denies;
use crate::text::names::names;
use crate::text::words::words;

use super::Rules;
use super::passage::{Part, parts};
use super::recent::{Event, Recent};
use super::trust::{Finding, clock, count, figure};

/// A sentence, with whom it names.
struct Said<'a> {
    part: Part<'a>,
    bytes: Range<usize>,
    /// The last words of the names in it.
    names: BTreeSet<String>,
    denies: bool,
}

/// A denial in the record that came last of what another voice said, or the other way round.
///
/// A denial that both report is no divergence: where the other account has a denying sentence about the same names, the
/// two agree that it was denied.
pub(super) fn denial(recent: &Recent<'_>, rules: &Rules) -> Option<Finding> {
    let newest = recent.arrived()?;
    let denying = |event: &Event<'_>| parts(event.record).any(|part| denies(part.head, part.language()));
    let own_denies = denying(&newest);
    let mut own: Option<Vec<Said<'_>>> = None;
    for event in recent.others(&newest) {
        if own_denies == denying(&event) {
            continue;
        }
        let own = own.get_or_insert_with(|| said(&newest, rules));
        let theirs = said(&event, rules);
        let (denials, plain, by) =
            if own_denies { (&*own, &theirs, newest) } else { (&theirs, &*own, event) };
        let against = if own_denies { event } else { newest };
        if let Some(finding) = against_each_other(denials, plain, (by, against), rules) {
            return Some(Finding { at: newest.at, ..finding });
        }
    }
    None
}

/// The sentences that name enough.
fn said<'a>(event: &Event<'a>, rules: &Rules) -> Vec<Said<'a>> {
    let of = |part: Part<'a>| {
        let language = part.record.language.as_deref();
        part.sentences().into_iter().filter_map(move |bytes| {
            let words = part.words(&bytes);
            let names: BTreeSet<String> = names(words, language).into_iter().map(|name| name.last).collect();
            let denies = denies(words, language);
            (names.len() >= rules.denial_names).then_some(Said { part, bytes, names, denies })
        })
    };
    parts(event.record).flat_map(of).collect()
}

fn against_each_other(
    denials: &[Said<'_>],
    plain: &[Said<'_>],
    (by, against): (Event<'_>, Event<'_>),
    rules: &Rules,
) -> Option<Finding> {
    for denial in denials.iter().filter(|said| said.denies) {
        for other in plain {
            let shared: Vec<&String> = denial.names.intersection(&other.names).collect();
            if shared.len() < rules.denial_names || !is_of_one_thing(denial, other) {
                continue;
            }
            let names: Vec<&str> = shared.iter().map(|name| name.as_str()).collect();
            return Some(Finding {
                kind: SignalKind::Divergence,
                severity: Severity::Medium,
                score: shared.len() as f64,
                why: format!(
                    "{} ({} UTC) denies what {} ({} UTC) says: both sentences name {} ({} needed: {})",
                    by.record.voice(),
                    clock(by.at),
                    against.record.voice(),
                    clock(against.at),
                    names.join(", "),
                    rules.denial_names,
                    count(shared.len(), "name"),
                ),
                at: by.at,
                evidence: vec![by.record.id.clone(), against.record.id.clone()],
                figures: vec![
                    figure("names in common", shared.len() as f64, ""),
                    figure("names needed", rules.denial_names as f64, ""),
                ],
                passages: vec![denial.part.passage(&denial.bytes)?, other.part.passage(&other.bytes)?],
                margin: shared.len() as f64 / rules.denial_names.max(1) as f64,
            });
        }
    }
    None
}

/// Whether two sentences have a word in common besides the names.
fn is_of_one_thing(denial: &Said<'_>, other: &Said<'_>) -> bool {
    let keys = |said: &Said<'_>| {
        let text = said.part.words(&said.bytes);
        let all = words(text, said.part.language()).into_iter();
        all.filter(|word| !word.capital).map(|word| word.key).collect::<BTreeSet<_>>()
    };
    !keys(denial).is_disjoint(&keys(other))
}

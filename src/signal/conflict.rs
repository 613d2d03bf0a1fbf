//! One thing, counted differently by two voices.

use std::collections::BTreeSet;

use crate::story::{Severity, SignalKind};
use crate::text::counted::{Counted, counted};
use crate::text::words::words;

use super::Rules;
use super::passage::{Part, parts};
use super::recent::{Event, Recent};
use super::trust::{Finding, clock, figure};

/// At least so many words, numbers and the thing itself aside, have to stand in both sentences.
const SHARED: usize = 2;

/// A number with its thing, and where it stands.
struct Told<'a> {
    part: Part<'a>,
    counted: Counted,
}

/// Two sentences that cannot both be true, and how near they are.
struct Quarrel<'t, 'a> {
    one: &'t Told<'a>,
    other: &'t Told<'a>,
    event: Event<'a>,
    near: f64,
}

/// A conflict between the numbers of the record that came last and those of another voice, the plainest there is.
///
/// What a voice itself has replaced is no conflict: of each voice the last record that counts the thing is asked, and a
/// record that gives both numbers reports the quarrel and takes no side. What was written hours earlier is no conflict
/// either: tolls rise.
pub(super) fn conflict(recent: &Recent<'_>, rules: &Rules) -> Option<Finding> {
    let newest = recent.arrived()?;
    let own = told(&newest);
    if own.is_empty() {
        return None;
    }
    let others: Vec<(Event<'_>, Vec<Told<'_>>)> =
        recent.others(&newest).map(|event| (event, told(&event))).collect();
    let mut plainest: Option<Quarrel<'_, '_>> = None;
    for one in &own {
        let mut asked = BTreeSet::new();
        for (event, theirs) in &others {
            let counts: Vec<&Told<'_>> =
                theirs.iter().filter(|told| told.counted.unit == one.counted.unit).collect();
            if counts.is_empty() || !asked.insert(event.voice) || !is_of_one_time(&newest, event, rules) {
                continue;
            }
            if own.iter().any(|own| counts.iter().any(|other| agrees(own, other))) {
                continue;
            }
            for other in counts {
                let near = nearness(one, other);
                if near >= rules.same_thing && plainest.as_ref().is_none_or(|most| near > most.near) {
                    plainest = Some(Quarrel { one, other, event: *event, near });
                }
            }
        }
    }
    plainest.and_then(|quarrel| finding(&newest, &quarrel, rules))
}

fn is_of_one_time(newest: &Event<'_>, other: &Event<'_>, rules: &Rules) -> bool {
    newest.at.seconds_since(other.at).abs() <= rules.conflict_hours * 3600.0
}

fn agrees(one: &Told<'_>, other: &Told<'_>) -> bool {
    one.counted.unit == other.counted.unit && !one.counted.contradicts(&other.counted)
}

fn told<'a>(event: &Event<'a>) -> Vec<Told<'a>> {
    let of = |part: Part<'a>| {
        let found = counted(part.head, event.record.language.as_deref());
        found.into_iter().map(move |counted| Told { part, counted })
    };
    parts(event.record).flat_map(of).collect()
}

/// The share of words that two sentences have in common, of the shorter one's; zero for fewer than two.
fn nearness(one: &Told<'_>, other: &Told<'_>) -> f64 {
    let (a, b) = (keys(one), keys(other));
    let shared = a.intersection(&b).count();
    if shared < SHARED { 0.0 } else { shared as f64 / a.len().min(b.len()) as f64 }
}

fn keys(told: &Told<'_>) -> BTreeSet<String> {
    let sentence = told.part.around(&told.counted.number.range);
    let words = words(told.part.words(&sentence), told.part.language()).into_iter();
    words.filter(|word| !word.number && word.key != told.counted.unit).map(|word| word.key).collect()
}

fn finding(newest: &Event<'_>, quarrel: &Quarrel<'_, '_>, rules: &Rules) -> Option<Finding> {
    let (one, other) = (quarrel.one, quarrel.other);
    let side = |told: &Told<'_>| told.part.passage(&told.part.around(&told.counted.number.range));
    let value = |told: &Told<'_>| told.part.words(&told.counted.number.range).trim().to_owned();
    let number = |told: &Told<'_>| told.counted.number.value.parse().unwrap_or(0.0);
    let hours = newest.at.seconds_since(quarrel.event.at).abs() / 3600.0;
    Some(Finding {
        kind: SignalKind::Divergence,
        severity: Severity::Medium,
        score: quarrel.near,
        why: format!(
            "{} ({} UTC) says {} and {} ({} UTC) {} of one thing ({}); {:.0} % of the words of the shorter sentence stand in \
             both ({:.0} % needed), {hours:.1} h apart",
            newest.record.voice(),
            clock(newest.at),
            value(one),
            quarrel.event.record.voice(),
            clock(quarrel.event.at),
            value(other),
            one.counted.written,
            quarrel.near * 100.0,
            rules.same_thing * 100.0,
        ),
        at: newest.at,
        evidence: vec![newest.record.id.clone(), quarrel.event.record.id.clone()],
        figures: vec![
            figure("one number", number(one), &one.counted.written),
            figure("another number", number(other), &other.counted.written),
            figure("words in common", quarrel.near, ""),
            figure("words in common needed", rules.same_thing, ""),
            figure("apart", hours, "h"),
            figure("apart at most", rules.conflict_hours, "h"),
        ],
        passages: vec![side(one)?, side(other)?],
        margin: quarrel.near / rules.same_thing,
    })
}

//! One story in other words, by the kind of place it is told at.

use std::collections::{BTreeMap, HashMap};

use crate::story::{Severity, SignalKind};
use crate::text::stopwords::base_language;
use crate::text::words::words;

use super::Rules;
use super::passage::{Part, parts};
use super::recent::{Event, Recent};
use super::trust::{Finding, figure};

/// So many records of each side are looked at, the newest.
const MOST: usize = 12;

/// Words of each that are looked at.
const LOOKED_AT: usize = 24;

/// How often the sides are drawn anew, to see how far apart chance alone puts them.
const DRAWS: u32 = 99;

/// Not more than this share of the draws may lie as far apart.
const CHANCE: f64 = 0.05;

/// The side of everything that is edited before it is seen.
const OUTLETS: &str = "outlets";

/// What is told at one kind of place: a list of words for each record.
type Side<'a> = Vec<(Event<'a>, Vec<String>)>;

/// A gap between what outlets and one kind of posts make of the story: the Jensen-Shannon divergence of the words of
/// their titles (a post's first words), in bits, 0 for the same words in the same measure and 1 for none in common.
///
/// Few short texts lie far apart by chance alone. So the records are also dealt to two sides at random, ninety-nine times
/// by a fixed deck, and the gap counts only if hardly any deal is as wide.
pub(super) fn framing(recent: &Recent<'_>, rules: &Rules) -> Option<Finding> {
    let newest = recent.arrived()?;
    let mut sides = sides(recent, &newest);
    let news = sides.remove(OUTLETS).filter(|side| side.len() >= rules.framing_records)?;
    let posts = sides.into_iter().filter(|(_, side)| side.len() >= rules.framing_records);
    let gaps = posts.map(|(kind, side)| (kind, gap(&texts(&news), &texts(&side)), side));
    let (kind, gap, side) =
        gaps.filter(|(_, gap, _)| *gap >= rules.framing_gap).max_by(|a, b| a.1.total_cmp(&b.1))?;
    let chance = chance(&texts(&news), &texts(&side), gap);
    let passages = [(&news, &side), (&side, &news)].map(|(own, other)| {
        let (event, _) = own.iter().max_by(|a, b| apart(&a.1, other).total_cmp(&apart(&b.1, other)))?;
        let part = title(event)?;
        part.passage(&part.sentences().into_iter().next()?)
    });
    let passages = passages.into_iter().collect::<Option<Vec<_>>>()?;
    (chance <= CHANCE).then(|| Finding {
        at: newest.at,
        evidence: news.iter().chain(&side).map(|(event, _)| event.record.id.clone()).collect(),
        passages,
        ..finding(kind, [news.len(), side.len()], gap, chance, rules)
    })
}

/// The newest records by the kind of place, in the language of the one that came last.
fn sides<'a>(recent: &Recent<'a>, newest: &Event<'a>) -> BTreeMap<&'a str, Side<'a>> {
    let language = base_language(newest.record.language.as_deref());
    let mut sides: BTreeMap<&str, Side<'_>> = BTreeMap::new();
    for event in recent.events.iter().rev().filter(|event| !event.record.backfill) {
        let side = if event.record.kind.is_post() { event.record.kind.label() } else { OUTLETS };
        let side = sides.entry(side).or_default();
        if side.len() < MOST && base_language(event.record.language.as_deref()) == language {
            let told = title(event).map(|part| words(part.head, part.language())).unwrap_or_default();
            side.push((*event, told.into_iter().take(LOOKED_AT).map(|word| word.key).collect()));
        }
    }
    sides
}

fn finding(kind: &str, [news, posts]: [usize; 2], gap: f64, chance: f64, rules: &Rules) -> Finding {
    Finding {
        kind: SignalKind::Divergence,
        severity: Severity::Low,
        score: gap,
        why: format!(
            "outlets and {kind} tell it in other words: the Jensen-Shannon divergence of the words of {news} titles and {posts} \
             posts is {gap:.2} ({:.2} needed), and of {DRAWS} random deals of the same records {:.0} lie as far apart ({:.0} at \
             most)",
            rules.framing_gap,
            chance * f64::from(DRAWS),
            (CHANCE * f64::from(DRAWS)).floor(),
        ),
        figures: vec![
            figure("gap", gap, "bits"),
            figure("gap needed", rules.framing_gap, "bits"),
            figure("outlets' records", news as f64, ""),
            figure("posts", posts as f64, ""),
            figure("records needed a side", rules.framing_records as f64, ""),
            figure("deals as far apart", chance, "share"),
            figure("deals as far apart at most", CHANCE, "share"),
        ],
        margin: gap / rules.framing_gap,
        ..Finding::default()
    }
}

/// The title; of a post without one the text.
fn title<'a>(event: &Event<'a>) -> Option<Part<'a>> {
    parts(event.record).next()
}

fn texts<'s>(side: &'s Side<'_>) -> Vec<&'s [String]> {
    side.iter().map(|(_, words)| words.as_slice()).collect()
}

/// The share of a text's words that the other side never uses.
fn apart(words: &[String], other: &Side<'_>) -> f64 {
    let foreign = words.iter().filter(|word| !other.iter().any(|(_, words)| words.contains(word))).count();
    foreign as f64 / words.len().max(1) as f64
}

/// The Jensen-Shannon divergence of the words of two sides, in bits.
fn gap(one: &[&[String]], other: &[&[String]]) -> f64 {
    let mut counts: HashMap<&str, (f64, f64)> = HashMap::new();
    for word in one.iter().copied().flatten() {
        counts.entry(word).or_default().0 += 1.0;
    }
    for word in other.iter().copied().flatten() {
        counts.entry(word).or_default().1 += 1.0;
    }
    // Summed in the order of the words, so that the last bit is the same from run to run.
    let counts: BTreeMap<&str, (f64, f64)> = counts.into_iter().collect();
    let (all, all_other) = counts.values().fold((0.0, 0.0), |sum, count| (sum.0 + count.0, sum.1 + count.1));
    if all == 0.0 || all_other == 0.0 {
        return 0.0;
    }
    let part =
        |share: f64, middle: f64| if share > 0.0 { 0.5 * share * (share / middle).log2() } else { 0.0 };
    let shares = counts.values().map(|(a, b)| (a / all, b / all_other));
    shares.map(|(a, b)| part(a, f64::midpoint(a, b)) + part(b, f64::midpoint(a, b))).sum()
}

/// The share of random deals whose sides lie as far apart.
fn chance(one: &[&[String]], other: &[&[String]], gap_told: f64) -> f64 {
    let mut all: Vec<&[String]> = one.iter().chain(other).copied().collect();
    let mut deck = 0x9e37_79b9_7f4a_7c15_u64;
    let mut as_far = 0;
    for _ in 0..DRAWS {
        for at in (1..all.len()).rev() {
            deck = deck.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            all.swap(at, ((deck >> 33) % (at as u64 + 1)) as usize);
        }
        let (left, right) = all.split_at(one.len());
        as_far += u32::from(gap(left, right) >= gap_told);
    }
    f64::from(as_far) / f64::from(DRAWS)
}

//! How much the published version does not say.

use std::collections::{BTreeMap, BTreeSet};

use crate::story::{Severity, SignalKind};
use crate::text::stopwords::base_language;
use crate::text::words::words;

use super::passage::parts;
use super::recent::{Event, Recent};
use super::trust::{Finding, count, figure};
use super::{Past, Rules, Story};

/// Words of each record's text, beside its title, that the share is measured over.
const LEAD: usize = 60;

/// How much of what the last records say the published version does not: the share of the weight of their words, rare
/// words weighing more. Only words that two voices use count: how one outlet puts it is no development.
pub(super) fn untold(
    story: &Story<'_>,
    recent: &Recent<'_>,
    newest: &Event<'_>,
    rules: &Rules,
) -> Option<Finding> {
    let language = base_language(newest.record.language.as_deref());
    let published: BTreeSet<String> =
        words(story.published?, Some(&language)).into_iter().map(|word| word.key).collect();
    let last: Vec<&Event<'_>> = recent
        .events
        .iter()
        .rev()
        .filter(|event| base_language(event.record.language.as_deref()) == language)
        .take(rules.last_records)
        .collect();
    let fresh = last.iter().filter(|event| !event.record.backfill && !story.told.contains(&event.record.id));
    let voices: BTreeSet<usize> = fresh.map(|event| event.voice).collect();
    if last.len() < rules.last_records || voices.len() < rules.new_voices {
        return None;
    }
    let mut users: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for event in &last {
        for key in lead(event) {
            users.entry(key).or_default().insert(event.voice);
        }
    }
    let weigh = |key: &str, voices: usize| weight(story.past, key) * voices as f64;
    let shared = users.iter().filter(|(_, voices)| voices.len() > 1);
    let (mut all, mut new, mut heaviest) = (0.0, 0.0, Vec::new());
    for (key, voices) in shared {
        let weight = weigh(key, voices.len());
        all += weight;
        if !published.contains(key) {
            new += weight;
            heaviest.push((weight, key.as_str()));
        }
    }
    let share = if all > 0.0 { new / all } else { 0.0 };
    heaviest.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    (share >= rules.new_share).then(|| much_new(&last, newest, share, &heaviest, rules))
}

/// The words of a record's title and of the beginning of its text, each once.
fn lead(event: &Event<'_>) -> BTreeSet<String> {
    parts(event.record)
        .flat_map(|part| words(part.head, part.language()).into_iter().take(LEAD))
        .map(|word| word.key)
        .collect()
}

/// How much a word tells: ln(1 + (N + ½) / (n + ½)) for a word in n of N texts; every word the same where nothing is known.
fn weight(past: Option<&dyn Past>, key: &str) -> f64 {
    past.map_or(1.0, |past| {
        let (texts, with) = (past.texts() as f64, past.texts_with(key) as f64);
        (1.0 + (texts + 0.5) / (with + 0.5)).ln()
    })
}

fn much_new(
    last: &[&Event<'_>],
    newest: &Event<'_>,
    share: f64,
    heaviest: &[(f64, &str)],
    rules: &Rules,
) -> Finding {
    let words: Vec<&str> = heaviest.iter().take(6).map(|(_, word)| *word).collect();
    Finding {
        kind: SignalKind::Novelty,
        severity: Severity::Medium,
        score: share,
        why: format!(
            "{:.0} % of the weight of the words that the last {} share is not in the published version ({:.0} % needed): {}",
            share * 100.0,
            count(last.len(), "record"),
            rules.new_share * 100.0,
            words.join(", ")
        ),
        at: newest.at,
        evidence: last.iter().rev().map(|event| event.record.id.clone()).collect(),
        figures: vec![
            figure("new share", share, ""),
            figure("new share needed", rules.new_share, ""),
            figure("last records", last.len() as f64, ""),
        ],
        passages: Vec::new(),
        margin: share / rules.new_share,
    }
}

//! Something new in a story that is known: a name nobody had, a number nobody had, or much that the published version
//! does not say.

use std::collections::{BTreeMap, BTreeSet};

use crate::story::{Passage, RecordId, Severity, Signal, SignalKind};
use crate::text::counted::counted;
use crate::text::names::names;
use crate::text::stopwords::base_language;
use crate::text::words::words;

use super::passage::{Part, parts};
use super::recent::{Event, Recent};
use super::trust::{Finding, count, figure, may_speak};
use super::{Past, Rules, Story};

/// So many records are read for names and numbers, the newest.
const READ: usize = 12;

/// Words of each record's text, beside its title, that the share of new words is measured over.
const LEAD: usize = 60;

/// What fires now, if anything.
pub(super) fn development(
    story: &Story<'_>,
    recent: &Recent<'_>,
    fired: &[Signal],
    rules: &Rules,
) -> Option<Signal> {
    let newest = recent.arrived()?;
    if recent.voices < rules.new_voices
        || newest.record.backfill
        || !may_speak(fired, &SignalKind::Novelty, newest.at, rules)
    {
        return None;
    }
    let finding = new_name(story, recent, &newest, rules)
        .or_else(|| new_number(story, recent, &newest, rules))
        .or_else(|| new_words(story, recent, &newest, rules))?;
    let told = fired.iter().any(|old| old.kind == SignalKind::Novelty && old.why == finding.why);
    (!told).then(|| finding.told(story))
}

/// Those who say one thing: the first passage of each voice.
struct Sayers<'a> {
    written: String,
    first: BTreeMap<usize, (Part<'a>, std::ops::Range<usize>)>,
    /// The records that say it.
    records: BTreeSet<&'a RecordId>,
}

/// What the newest records say, by a key, each with those who say it. Only what the record that came last says, too.
fn said<'a>(
    recent: &Recent<'a>,
    newest: &Event<'a>,
    find: impl Fn(Part<'a>) -> Vec<(String, std::ops::Range<usize>)>,
) -> BTreeMap<String, Sayers<'a>> {
    let mut said: BTreeMap<String, Sayers<'a>> = BTreeMap::new();
    let read = recent.events.iter().rev().filter(|event| !event.record.backfill).take(READ);
    for event in std::iter::once(newest).chain(read.filter(|event| event.record.id != newest.record.id)) {
        let own = event.record.id == newest.record.id;
        for part in parts(event.record) {
            for (key, bytes) in find(part) {
                if own || said.contains_key(&key) {
                    let sayers = said.entry(key).or_insert_with(|| Sayers {
                        written: part.words(&bytes).to_owned(),
                        first: BTreeMap::new(),
                        records: BTreeSet::new(),
                    });
                    sayers.first.entry(event.voice).or_insert((part, bytes));
                    sayers.records.insert(&event.record.id);
                }
            }
        }
    }
    said
}

/// A name that no text of the past has outside this story, in enough voices.
fn new_name(story: &Story<'_>, recent: &Recent<'_>, newest: &Event<'_>, rules: &Rules) -> Option<Finding> {
    let past: &dyn Past = story.past?;
    let find = |part: Part<'_>| {
        let language = part.record.language.as_deref();
        let named = names(part.head, language).into_iter();
        named.map(|name| (name.last, name.range)).collect()
    };
    let published = story.published.unwrap_or_default().to_lowercase();
    let unknown = |last: &str, sayers: &Sayers<'_>| {
        let keys = words(last, newest.record.language.as_deref());
        let held = keys.first().map_or(u64::MAX, |word| past.texts_with(&word.key));
        held <= sayers.records.len() as u64 && !published.contains(last)
    };
    let told = said(recent, newest, find);
    let (last, sayers) = told
        .iter()
        .filter(|(last, sayers)| sayers.first.len() >= rules.new_voices && unknown(last, sayers))
        .max_by_key(|(_, sayers)| sayers.first.len())?;
    let why = format!(
        "a new name: {} name {} ({} needed), which no text before this story had",
        count(sayers.first.len(), "voice"),
        sayers.written,
        rules.new_voices
    );
    let mut finding = finding(newest, sayers, why, rules);
    finding.figures.push(figure("texts before with the name", 0.0, ""));
    finding.figures.push(figure("texts before", past.texts() as f64, ""));
    debug_assert!(!last.is_empty());
    Some(finding)
}

/// A number of a thing that the published version does not give, in enough voices.
fn new_number(story: &Story<'_>, recent: &Recent<'_>, newest: &Event<'_>, rules: &Rules) -> Option<Finding> {
    let published = counted(story.published?, newest.record.language.as_deref());
    let find = |part: Part<'_>| {
        let found = counted(part.head, part.record.language.as_deref());
        let new = found.into_iter().filter(|told| {
            let same = |known: &&crate::text::counted::Counted| known.number.value == told.number.value;
            !published.iter().any(|known| same(&known))
        });
        new.map(|told| (format!("{} {}", told.number.value, told.unit), told.number.range)).collect()
    };
    let told = said(recent, newest, find);
    let untold = |sayers: &&Sayers<'_>| sayers.records.iter().any(|id| !story.told.contains(id));
    let sayers = told
        .values()
        .filter(|sayers| sayers.first.len() >= rules.new_voices)
        .filter(untold)
        .max_by_key(|sayers| sayers.first.len())?;
    let (part, bytes) = sayers.first.get(&newest.voice)?;
    let why = format!(
        "a new number: {} say \"{}\" ({} needed), which the published version does not",
        count(sayers.first.len(), "voice"),
        with_thing(*part, bytes),
        rules.new_voices
    );
    Some(finding(newest, sayers, why, rules))
}

/// A number with the word after it.
fn with_thing(part: Part<'_>, bytes: &std::ops::Range<usize>) -> String {
    let after = part.head.get(bytes.end..).unwrap_or_default();
    let thing = after.split_whitespace().next().unwrap_or_default();
    let glued = !after.starts_with(char::is_whitespace);
    let thing = thing.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '%');
    format!("{}{}{thing}", part.words(bytes), if glued { "" } else { " " })
}

fn finding(newest: &Event<'_>, sayers: &Sayers<'_>, why: String, rules: &Rules) -> Finding {
    let passages = sayers.first.values().filter_map(|(part, bytes)| part.passage(&part.around(bytes)));
    let voices = sayers.first.len();
    let margin = voices as f64 / rules.new_voices.max(1) as f64;
    Finding {
        kind: SignalKind::Novelty,
        severity: if margin >= 2.0 { Severity::High } else { Severity::Medium },
        score: voices as f64,
        why,
        at: newest.at,
        evidence: sayers.first.values().map(|(part, _)| part.record.id.clone()).collect(),
        figures: vec![
            figure("voices", voices as f64, ""),
            figure("voices needed", rules.new_voices as f64, ""),
            figure("records read", READ as f64, "at most"),
        ],
        passages: passages.collect::<Vec<Passage>>(),
        margin,
    }
}

/// How much of what the last records say the published version does not: the share of the weight of their words, rare
/// words weighing more. Only words that two voices use count: how one outlet puts it is no development.
fn new_words(story: &Story<'_>, recent: &Recent<'_>, newest: &Event<'_>, rules: &Rules) -> Option<Finding> {
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
    let untold = last.iter().filter(|event| !event.record.backfill && !story.told.contains(&event.record.id));
    let voices: BTreeSet<usize> = untold.map(|event| event.voice).collect();
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

#[cfg(test)]
mod tests;

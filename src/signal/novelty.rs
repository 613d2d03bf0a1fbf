//! How far a story lies from everything told before it.

use std::collections::HashMap;

use crate::story::{Cluster, Moment, Record, Severity, Signal, SignalKind};
use crate::text::bag::{Bag, Count, Lexicon};
use crate::text::words::words;

use super::{clock, count};

/// From this distance on a story is new, and not one more turn of an old one.
const NEW: f64 = 0.75;

/// Stories silent for longer than this are forgotten.
const MEMORY_SECONDS: f64 = 14.0 * 86_400.0;

/// Words of each record that are looked at, and words kept of a story.
const LOOKED_AT: usize = 60;
const KEPT: usize = 40;

/// For each cluster the highest cosine to a cluster that opened before it; `None` where nothing did.
pub(super) fn nearest(clusters: &[Cluster], members: &[Vec<&Record>]) -> Vec<Option<f64>> {
    let bags = bags(members);
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    order.sort_by(|a, b| {
        clusters[*a].first_at.cmp(&clusters[*b].first_at).then_with(|| clusters[*a].id.cmp(&clusters[*b].id))
    });
    let mut index: HashMap<u32, Vec<(usize, f64)>> = HashMap::new();
    let mut found = vec![None; clusters.len()];
    for (place, at) in order.into_iter().enumerate() {
        let mut shared: HashMap<usize, f64> = HashMap::new();
        for (number, weight) in bags[at].weights() {
            let holders = index.entry(*number).or_default();
            holders.retain(|(other, _)| remembers(&clusters[at], &clusters[*other]));
            for (other, held) in holders.iter() {
                *shared.entry(*other).or_default() += weight * held;
            }
            holders.push((at, *weight));
        }
        found[at] = (place > 0).then(|| shared.into_values().fold(0.0, f64::max));
    }
    found
}

fn remembers(story: &Cluster, earlier: &Cluster) -> bool {
    match (story.first_at, earlier.last_at) {
        (Some(now), Some(then)) => now.seconds_since(then) <= MEMORY_SECONDS,
        _ => true,
    }
}

fn bags(members: &[Vec<&Record>]) -> Vec<Bag> {
    let told: Vec<Vec<String>> =
        members.iter().map(|records| records.iter().flat_map(|r| keys(r)).collect()).collect();
    let mut lexicon = Lexicon::default();
    for keys in &told {
        lexicon.learn(keys.iter().map(String::as_str));
    }
    let once = Count { times: 1.0, boost: 1.0 };
    told.iter()
        .map(|keys| lexicon.bag(keys.iter().map(|key| (key.as_str(), once))).heaviest(KEPT).unit())
        .collect()
}

fn keys(record: &Record) -> Vec<String> {
    let language = record.language.as_deref();
    let title = words(record.title.as_deref().unwrap_or_default(), language);
    title.into_iter().chain(words(record.words(), language)).take(LOOKED_AT).map(|word| word.key).collect()
}

/// The story's novelty, with its arithmetic. A story of which everything was already there when its sources were first
/// gathered is old news, however unlike the others it is.
pub(super) fn novelty(cluster: &Cluster, originals: &[&Record], nearest: Option<f64>, now: Moment) -> Signal {
    let distance = (100.0 - nearest.unwrap_or(0.0) * 100.0).round() / 100.0;
    let first = cluster.first_at.unwrap_or(now);
    let near = match nearest {
        Some(_) => format!("nearest earlier story at distance {distance:.2}"),
        None => "no earlier story to compare with".to_owned(),
    };
    let seen =
        cluster.first_at.map_or("time unknown".to_owned(), |at| format!("first seen {} UTC", clock(at)));
    let (records, voices) = (count(cluster.records.len(), "record"), count(cluster.voices, "voice"));
    let mut heard: Vec<String> = Vec::new();
    let mut evidence = Vec::new();
    for record in originals {
        let voice = record.voice_key();
        if !heard.contains(&voice) {
            heard.push(voice);
            evidence.push(record.id.clone());
        }
    }
    let old = !originals.is_empty() && originals.iter().all(|record| record.backfill);
    let old_news = if old { "; all of it was there when its sources were first read" } else { "" };
    Signal {
        kind: SignalKind::Novelty,
        severity: if distance >= NEW && !old { Severity::Medium } else { Severity::Low },
        score: distance,
        why: format!("{seen}, {records} from {voices}, {near}{old_news}"),
        at: first,
        evidence,
        ..Signal::default()
    }
}

#[cfg(test)]
mod tests {
    use crate::signal::detect;
    use crate::story::{Cluster, Moment, Record, Severity};

    fn told(id: &str, minute: i64, text: &str) -> (Record, Cluster) {
        let at = Some(Moment::from_micros(minute * 60_000_000));
        let record =
            Record { id: id.into(), text: Some(text.to_owned()), published_at: at, ..Record::default() };
        let (first_at, last_at) = (at, at);
        let records = vec![id.into()];
        (record, Cluster { id: id.into(), records, voices: 1, first_at, last_at, ..Cluster::default() })
    }

    #[test]
    fn old_news_is_told_calmly() {
        let (mut record, cluster) = told("a", 0, "Drone finds crack under the harbour bridge hanger");
        record.backfill = true;
        let signals = detect(&[cluster], &[record], Moment::from_micros(0));
        assert_eq!(signals[0].severity, Severity::Low);
        assert!(signals[0].why.ends_with("all of it was there when its sources were first read"));
    }

    #[test]
    fn a_story_told_before_is_no_longer_new() {
        let bridge = "Drone finds crack under the harbour bridge hanger";
        let (records, clusters): (Vec<_>, Vec<_>) =
            [told("a", 0, bridge), told("b", 60, "Glacier hides a second lake"), told("c", 120, bridge)]
                .into_iter()
                .unzip();
        let signals = detect(&clusters, &records, Moment::from_micros(0));
        assert_eq!(
            signals[0].why,
            "first seen 00:00 UTC, 1 record from 1 voice, no earlier story to compare with"
        );
        assert_eq!(signals[1].severity, Severity::Medium);
        assert_eq!(
            signals[2].why,
            "first seen 02:00 UTC, 1 record from 1 voice, nearest earlier story at distance 0.00"
        );
        assert_eq!(signals[2].severity, Severity::Low);
        assert_eq!(signals[2].evidence, vec!["c".into()]);
    }
}

//! From a checked draft to a dispatch.
//!
//! Nothing is decided here that a reader could disagree with: the words are the draft's, the numbers the copydesk's.
//! What is added is the dispatch's place in the world: its id, its version, its beat, its times, and how it came
//! about. The id is made from the cluster, the version and the words, so that the same draft published twice is one
//! dispatch, and two machines that write the same agree on its code.

use sha2::{Digest, Sha256};
use uuid::Builder;

use crate::story::{
    Arc, Beat, Citation, Cluster, ClusterNote, Confidence, Dispatch, DispatchId, Filing, Methodology, Moment,
    Record, Severity, Signal, SignalKind, SignalNote, SourceKind, Stage, StoryKind,
};
use crate::text::markers::without_markers;
use crate::text::words::count;
use crate::write::{Checked, Draft};

/// A velocity signal keeps a story breaking for so long.
const BREAKING_SECONDS: f64 = 6.0 * 3600.0;

/// Words that people read in a minute.
const WORDS_A_MINUTE: u64 = 200;

/// Why a story is published.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reason {
    /// The signal that stands for it; where none fired, how it opened, said in the same shape.
    pub signal: Signal,
    /// The signal fired. Otherwise the story stands on its evidence alone.
    pub fired: bool,
    /// What else is to be said of it: accounts that say the same at once.
    pub warning: Option<String>,
}

/// What a draft is published with: all that the desk found out about it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slip<'a> {
    /// Why it is published.
    pub reason: Reason,
    /// The beat it is filed under.
    pub beat: Beat,
    /// Why there.
    pub filed: Option<Filing>,
    /// The current version, which it supersedes.
    pub previous: Option<&'a Dispatch>,
    /// The dispatch that told an earlier part of its story; without it, the one that the version before it named.
    pub earlier: Option<DispatchId>,
    /// What it has that the version before it had not, in words.
    pub changed: Vec<String>,
    /// How many voices stand behind its sentences.
    pub confidence: Option<Confidence>,
}

/// Publishes a checked draft of a cluster. `records` are the cluster's, for the kinds of places they come from.
pub fn publish(
    checked: &Checked,
    cluster: &Cluster,
    records: &[&Record],
    slip: Slip<'_>,
    now: Moment,
) -> Dispatch {
    let draft = checked.draft();
    let methodology = methodology(checked, cluster, &slip);
    let Slip { reason, beat, previous, earlier, .. } = slip;
    let version = previous.map_or(1, |previous| previous.version.saturating_add(1));
    let id = id(draft, cluster, version);
    let content = content(draft);
    let words = count(&without_markers(&content)) as u64;
    let mut platforms: Vec<SourceKind> = records.iter().map(|record| record.kind.clone()).collect();
    platforms.sort();
    platforms.dedup();
    Dispatch {
        slug: previous
            .and_then(|previous| previous.slug.clone())
            .or_else(|| Some(slug(&draft.headline, &id))),
        kind: StoryKind::Dispatch,
        beat,
        model: draft.model.as_ref().map(|model| model.name.clone()),
        headline: Some(draft.headline.clone()),
        dek: draft.dek.clone(),
        takeaways: draft.takeaways.clone(),
        arc: arc(&reason.signal, now),
        content: Some(content),
        sections: draft.sections.clone(),
        faq: draft.faq.clone(),
        citations: citations(draft, &id),
        record_ids: cluster.records.clone(),
        platforms,
        version,
        earlier: earlier.or_else(|| previous?.earlier.clone()),
        previous: previous.map(|previous| previous.id.clone()),
        active: true,
        generated_at: Some(now),
        word_count: Some(words),
        reading_seconds: Some((words * 60).div_ceil(WORDS_A_MINUTE)),
        methodology: Some(methodology),
        id,
        ..Dispatch::default()
    }
}

/// Breaking while a strong velocity signal is young; developing while any velocity signal stands.
fn arc(signal: &Signal, now: Moment) -> Option<Arc> {
    let young = now.seconds_since(signal.at) <= BREAKING_SECONDS;
    match signal.kind {
        SignalKind::Velocity if young && signal.severity == Severity::High => Some(Arc::Breaking),
        SignalKind::Velocity => Some(Arc::Developing),
        _ => None,
    }
}

/// The sections as one text.
fn content(draft: &Draft) -> String {
    let mut parts = Vec::new();
    for section in &draft.sections {
        parts.extend(section.heading.as_ref().map(|heading| format!("## {heading}")));
        parts.push(section.body.clone());
    }
    parts.join("\n\n")
}

/// Shaped like a UUID, made from the cluster, the version and the words.
fn id(draft: &Draft, cluster: &Cluster, version: u32) -> DispatchId {
    let mut hash = Sha256::new();
    let version = version.to_string();
    let head = [cluster.id.as_str(), &version, &draft.headline, draft.dek.as_deref().unwrap_or_default()];
    for part in head.into_iter().chain(draft.prose().map(|(_, prose)| prose)) {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hash.finalize().iter()).for_each(|(byte, hashed)| *byte = *hashed);
    DispatchId::new(Builder::from_custom_bytes(bytes).into_uuid().to_string())
}

/// The headline's words and the last four digits of the id.
fn slug(headline: &str, id: &DispatchId) -> String {
    let plain = headline.replace(['\'', '’'], "").to_lowercase();
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(8).collect();
    let digits: Vec<char> = id.as_str().chars().rev().take(4).collect();
    let tail: String = digits.into_iter().rev().collect();
    format!("{}-{tail}", words.join("-"))
}

/// The draft's citations with ids of their own.
fn citations(draft: &Draft, id: &DispatchId) -> Vec<Citation> {
    let numbered = |(at, citation): (usize, &Citation)| {
        let digits: Vec<char> = id.as_str().chars().rev().take(6).collect();
        let tail: String = digits.into_iter().rev().collect();
        Citation { id: Some(format!("{tail}-{}", at + 1)), ..citation.clone() }
    };
    draft.citations.iter().enumerate().map(numbered).collect()
}

fn methodology(checked: &Checked, cluster: &Cluster, slip: &Slip<'_>) -> Methodology {
    let draft = checked.draft();
    let signal = &slip.reason.signal;
    Methodology {
        text: Some(told(checked, cluster, &slip.reason)),
        stages: Stage::ALL.iter().map(|stage| stage.name().to_owned()).collect(),
        signal: Some(SignalNote {
            kind: signal.kind.clone(),
            severity: signal.severity,
            score: Some(signal.score),
            why: Some(signal.why.clone()),
            at: Some(signal.at),
            evidence: signal.evidence.clone(),
        }),
        cluster: Some(ClusterNote {
            id: Some(cluster.id.clone()),
            records: cluster.records.len(),
            voices: cluster.voices,
            first_at: cluster.first_at,
            last_at: cluster.last_at,
        }),
        writer: Some(draft.writer.clone()),
        model: draft.model.clone(),
        checked: Some(checked.found()),
        changed: slip.changed.clone(),
        confidence: slip.confidence.clone(),
        filed: slip.filed.clone(),
        ..Methodology::default()
    }
}

/// How the dispatch came about, in a few plain sentences.
fn told(checked: &Checked, cluster: &Cluster, reason: &Reason) -> String {
    let found = checked.found();
    let plural = |n: usize, one: &str| if n == 1 { format!("{n} {one}") } else { format!("{n} {one}s") };
    let copies = match cluster.copies.len() {
        0 => String::new(),
        copies => format!(
            " ({} of another record)",
            if copies == 1 { "1 a copy".into() } else { format!("{copies} copies") }
        ),
    };
    let how = how(checked.draft());
    format!(
        "Signal: {}. Cluster: {}{copies} from {}. {how} The copydesk found {} of {} claims, {} of {} quotations \
         and {} of {} numbers in the records cited for them.",
        moved(reason),
        plural(cluster.records.len(), "record"),
        plural(cluster.voices, "independent voice"),
        found.claims_found,
        found.claims,
        found.quotes_found,
        found.quotes,
        found.numbers_found,
        found.numbers,
    )
}

/// Who wrote it.
fn how(draft: &Draft) -> String {
    let Some(model) = &draft.model else {
        return "Every sentence was taken word for word from a record; no model wrote any of it.".to_owned();
    };
    let mut how = format!("Assembled by the model {} from sentences of the records.", model.name);
    let claims = |n: usize| if n == 1 { "1 claim".to_owned() } else { format!("{n} claims") };
    let so = [
        (model.mended, "it mended when told what was wrong"),
        (model.replaced, "a record's own sentence replaced"),
        (model.dropped, "the copydesk struck out"),
    ];
    let so: Vec<String> =
        so.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{} {what}", claims(*n))).collect();
    if !so.is_empty() {
        how.extend([" ", &so.join(", "), "."]);
    }
    how
}

/// What moved, or that nothing did, with what is wrong with the ground it stands on.
fn moved(reason: &Reason) -> String {
    let Reason { signal, fired, warning } = reason;
    let mut told = if *fired {
        format!("{} ({})", signal.kind.slug(), signal.why)
    } else {
        format!("none fired, so the story stands on its evidence alone ({})", signal.why)
    };
    for (what, why) in [("Caution", &signal.caution), ("Warning", warning)] {
        if let Some(why) = why {
            told.extend([". ", what, ": ", why.trim_end_matches('.')]);
        }
    }
    told
}

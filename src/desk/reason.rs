//! Why a story is published: the signal that stands for it, or its evidence alone.

use std::collections::BTreeSet;

use crate::cluster::{Evidence, Minimum};
use crate::story::{Cluster, Moment, Record, RecordId, Severity, Signal, SignalKind};
use crate::text::words;
use crate::wire::publish::Reason;

/// A signal speaks for a story for so long before its last record.
const RECENT_SECONDS: f64 = 24.0 * 3600.0;

/// The reason for publishing a story: the strongest of its recent signals, else the last one it had. A warning of
/// coordination is no reason; it is told beside it. Where nothing fired, the story's opening is told, and that nothing did.
pub(super) fn reason(
    cluster: &Cluster,
    members: &[&Record],
    signals: &[Signal],
    distance: Option<f64>,
    now: Moment,
) -> Reason {
    let last = cluster.last_at.unwrap_or(now);
    let (warnings, fired): (Vec<&Signal>, Vec<&Signal>) =
        signals.iter().partition(|signal| signal.kind == SignalKind::Coordination);
    let recent = fired.iter().filter(|signal| last.seconds_since(signal.at) <= RECENT_SECONDS);
    let strongest = recent.max_by(|a, b| {
        let rank = |signal: &Signal| (signal.severity, order(&signal.kind));
        rank(a).cmp(&rank(b)).then(a.confidence.total_cmp(&b.confidence)).then(a.at.cmp(&b.at))
    });
    let signal = strongest.or_else(|| fired.iter().max_by_key(|signal| signal.at)).copied().cloned();
    Reason {
        fired: signal.is_some(),
        signal: signal.unwrap_or_else(|| quiet(cluster, members, distance, now)),
        warning: warnings.iter().max_by_key(|signal| signal.at).map(|signal| signal.why.clone()),
    }
}

/// Of two signals of one severity the one that says more of the story as a whole.
fn order(kind: &SignalKind) -> u8 {
    match kind {
        SignalKind::Velocity => 3,
        SignalKind::Divergence => 2,
        SignalKind::Novelty => 1,
        _ => 0,
    }
}

/// What there is to say of a story that no signal fired for: how it opened.
fn quiet(cluster: &Cluster, members: &[&Record], distance: Option<f64>, now: Moment) -> Signal {
    let first = cluster.first_at.unwrap_or(now);
    let near = match distance {
        Some(distance) => format!("nearest earlier story at distance {distance:.2}"),
        None => "no earlier story to compare with".to_owned(),
    };
    let clock = |at: Moment| at.to_jiff().strftime("%H:%M").to_string();
    let seen =
        cluster.first_at.map_or("time unknown".to_owned(), |at| format!("first seen {} UTC", clock(at)));
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let (records, voices) = (count(cluster.records.len(), "record"), count(cluster.voices, "voice"));
    let originals = members.iter().filter(|record| !cluster.copies.contains(&record.id));
    let mut heard = BTreeSet::new();
    let evidence = originals.clone().filter(|record| heard.insert(record.voice_key()));
    let evidence = evidence.map(|record| record.id.clone()).collect();
    let old = originals.clone().next().is_some() && originals.clone().all(|record| record.backfill);
    let old = if old { "; all of it was there when its sources were first read" } else { "" };
    Signal {
        kind: SignalKind::Novelty,
        severity: Severity::Low,
        score: (distance.unwrap_or(1.0) * 100.0).round() / 100.0,
        why: format!("{seen}, {records} from {voices}, {near}{old}"),
        at: first,
        evidence,
        ..Signal::default()
    }
}

/// What a story has to write from. Records that were taken back since it was grouped count no more.
pub(super) fn evidence(cluster: &Cluster, members: &[&Record]) -> Evidence {
    still_here(Evidence::of(cluster, members), cluster, members)
}

/// The same where it is known what the cluster has.
pub(super) fn still_here(mut evidence: Evidence, cluster: &Cluster, members: &[&Record]) -> Evidence {
    evidence.records = members.len();
    evidence.voices = evidence.voices.min(voices(members, &cluster.copies));
    evidence
}

fn voices(members: &[&Record], copies: &[RecordId]) -> usize {
    let copies: BTreeSet<&RecordId> = copies.iter().collect();
    let originals = members.iter().filter(|record| !copies.contains(&record.id));
    originals.map(|record| record.voice_key()).collect::<BTreeSet<_>>().len()
}

/// What a story lacks to be written; `None` if it has enough. Accounts that say the same at once are a warning and never
/// a story: what they said is set aside, and the rest has to be enough.
pub(super) fn missing(
    cluster: &Cluster,
    members: &[&Record],
    signals: &[Signal],
    minimum: &Minimum,
) -> Option<String> {
    if let Some(missing) = minimum.missing(evidence(cluster, members)) {
        return Some(missing);
    }
    let warnings = signals.iter().filter(|signal| signal.kind == SignalKind::Coordination);
    let alike: BTreeSet<&RecordId> = warnings.flat_map(|signal| &signal.evidence).collect();
    if alike.is_empty() {
        return None;
    }
    let rest: Vec<&Record> = members.iter().copied().filter(|record| !alike.contains(&record.id)).collect();
    let longest = rest.iter().map(|record| words::count(record.words())).max().unwrap_or(0);
    let left = Evidence { records: rest.len(), voices: voices(&rest, &cluster.copies), longest };
    let set_aside = members.len() - rest.len();
    minimum.missing(left).map(|missing| {
        format!("{set_aside} of {} records say the same at once, which is a warning and no story; of the others: {missing}", members.len())
    })
}

#[cfg(test)]
mod tests {
    use super::{missing, reason};
    use crate::cluster::{Minimum, gather};
    use crate::story::{Moment, Record, Severity, Signal, SignalKind};

    fn minute(n: i64) -> Moment {
        Moment::from_micros(n * 60_000_000)
    }

    fn told() -> Vec<Record> {
        let outlets = ["Alder Post", "Coast Wire", "Harbour Radio", "Penny Press"];
        let record = |(n, outlet): (usize, &&str)| Record {
            id: outlet.to_lowercase().into(),
            publisher: Some((*outlet).to_owned()),
            title: Some(format!("The {outlet} tells of the bridge in words number {n} of its own")),
            text: Some(format!("{outlet} {n} ").repeat(60)),
            published_at: Some(minute(n as i64)),
            ..Record::default()
        };
        outlets.iter().enumerate().map(record).collect()
    }

    fn signal(kind: SignalKind, severity: Severity, at: i64) -> Signal {
        let evidence = ["alder post", "coast wire", "harbour radio"].map(Into::into).to_vec();
        Signal { kind, severity, at: minute(at), evidence, why: format!("at {at}"), ..Signal::default() }
    }

    #[test]
    fn the_strongest_recent_signal_is_the_reason_and_a_warning_never_is() {
        let records = told();
        let members: Vec<&Record> = records.iter().collect();
        let cluster = gather(&members);
        let of = |signals: &[Signal]| reason(&cluster, &members, signals, Some(0.8), minute(9));
        let quiet = of(&[]);
        assert!(!quiet.fired);
        assert_eq!(
            quiet.signal.why,
            "first seen 00:00 UTC, 4 records from 4 voices, nearest earlier story at distance 0.80"
        );
        let old = signal(SignalKind::Velocity, Severity::High, -60 * 30);
        let new = signal(SignalKind::Novelty, Severity::Medium, 1);
        let warning = signal(SignalKind::Coordination, Severity::High, 3);
        let reason = of(&[old.clone(), new.clone(), warning.clone()]);
        assert_eq!((reason.signal, reason.warning.as_deref()), (new, Some("at 3")));
        assert_eq!(of(std::slice::from_ref(&old)).signal, old);
        assert!(!of(&[warning]).fired);
    }

    #[test]
    fn what_many_say_at_once_is_set_aside() {
        let records = told();
        let members: Vec<&Record> = records.iter().collect();
        let cluster = gather(&members);
        let minimum = Minimum::default();
        assert_eq!(missing(&cluster, &members, &[], &minimum), None);
        let warning = signal(SignalKind::Coordination, Severity::High, 3);
        assert_eq!(
            missing(&cluster, &members, &[warning], &minimum).as_deref(),
            Some(
                "3 of 4 records say the same at once, which is a warning and no story; of the others: 1 independent \
                 voice in 1 record, 2 needed"
            )
        );
    }
}

//! What all detectors have in common when they speak: how sure they are, and what is wrong with the ground they stand on.

use crate::story::{Figure, Moment, Passage, RecordId, Severity, Signal, SignalKind};

use super::{Freshness, Rules, Story, recent::Event};

/// What a detector found, before its trust is worked out.
#[derive(Debug, Default)]
pub(super) struct Finding {
    pub(super) kind: SignalKind,
    pub(super) severity: Severity,
    pub(super) score: f64,
    pub(super) why: String,
    pub(super) at: Moment,
    pub(super) evidence: Vec<RecordId>,
    pub(super) figures: Vec<Figure>,
    pub(super) passages: Vec<Passage>,
    /// How many times over its bounds are passed: the least of the measures by their bounds.
    pub(super) margin: f64,
}

impl Finding {
    /// As a signal of a story.
    pub(super) fn told(self, story: &Story<'_>) -> Signal {
        let mut figures = self.figures;
        figures.push(figure("margin", self.margin, "×"));
        figures.extend(freshness(story.freshness));
        Signal {
            kind: self.kind,
            severity: self.severity,
            score: cents(self.score),
            why: self.why,
            at: self.at,
            evidence: self.evidence,
            confidence: confidence(self.margin, story.freshness),
            figures,
            passages: self.passages,
            caution: caution(story.freshness),
        }
    }
}

/// How much a signal is to be trusted, 0 to 1: a half where its bounds are just met, three quarters where they are passed
/// twofold, seven eighths threefold (1 − 2^−margin), times the share of the sources that are up to date. `margin` is the
/// least of the measures by their bounds.
fn confidence(margin: f64, freshness: Freshness) -> f64 {
    let share = if freshness.speak == 0 { 1.0 } else { freshness.fresh as f64 / freshness.speak as f64 };
    cents((1.0 - (-margin.max(0.0)).exp2()) * share.clamp(0.0, 1.0))
}

/// What is to be said of sources that are not up to date.
fn caution(freshness: Freshness) -> Option<String> {
    let stale = freshness.speak.checked_sub(freshness.fresh).filter(|stale| *stale > 0)?;
    let (sources, is) = if freshness.speak == 1 {
        ("the one source".to_owned(), "is")
    } else {
        (format!("{stale} of the {} sources", freshness.speak), if stale == 1 { "is" } else { "are" })
    };
    Some(format!(
        "{sources} that normally speak{} here {is} not up to date",
        if freshness.speak == 1 { "s" } else { "" }
    ))
}

/// The figures of freshness, where something is known of it.
fn freshness(freshness: Freshness) -> Vec<Figure> {
    if freshness.speak == 0 {
        return Vec::new();
    }
    vec![
        figure("sources", freshness.speak as f64, ""),
        figure("sources up to date", freshness.fresh as f64, ""),
    ]
}

pub(super) fn figure(name: &str, value: f64, unit: &str) -> Figure {
    Figure { name: name.to_owned(), value, unit: unit.to_owned() }
}

/// To two decimals.
fn cents(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

/// The signal of that kind that fired last, among those that have a figure of that name.
pub(super) fn last<'s>(fired: &'s [Signal], kind: &SignalKind, figure: &str) -> Option<&'s Signal> {
    let named = |signal: &&Signal| signal.figures.iter().any(|known| known.name == figure);
    fired.iter().filter(|signal| signal.kind == *kind).filter(named).max_by_key(|signal| signal.at)
}

/// Whether a kind of signal may speak again for a story: the cooldown since its last word is over.
pub(super) fn may_speak(fired: &[Signal], kind: &SignalKind, at: Moment, rules: &Rules) -> bool {
    let last = fired.iter().filter(|signal| signal.kind == *kind).map(|signal| signal.at).max();
    last.is_none_or(|last| at.seconds_since(last) >= rules.cooldown())
}

/// The first record of each voice among events.
pub(super) fn one_each<'e>(events: impl Iterator<Item = &'e Event<'e>>) -> Vec<RecordId> {
    let mut heard = std::collections::HashSet::new();
    events.filter(|event| heard.insert(event.voice)).map(|event| event.record.id.clone()).collect()
}

/// `14:02`, in UTC.
pub(super) fn clock(moment: Moment) -> String {
    moment.to_jiff().strftime("%H:%M").to_string()
}

/// `1 voice`, `2 voices`.
pub(super) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::{caution, confidence};
    use crate::signal::Freshness;

    #[test]
    fn stale_sources_are_said_and_lower_the_trust() {
        let of = |speak, fresh| Freshness { speak, fresh };
        assert_eq!(caution(of(0, 0)), None);
        assert_eq!(caution(of(4, 4)), None);
        assert_eq!(
            caution(of(4, 3)).unwrap(),
            "1 of the 4 sources that normally speak here is not up to date"
        );
        assert_eq!(
            caution(of(4, 1)).unwrap(),
            "3 of the 4 sources that normally speak here are not up to date"
        );
        assert_eq!(caution(of(1, 0)).unwrap(), "the one source that normally speaks here is not up to date");
        let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        near(confidence(1.0, of(0, 0)), 0.5);
        near(confidence(2.0, of(0, 0)), 0.75);
        near(confidence(1.0, of(4, 2)), 0.25);
        near(confidence(1.0, of(4, 9)), 0.5);
    }
}

//! Accounts that do not agree: in a number, in a denial, or in the words they choose.

use crate::story::{Signal, SignalKind};

use super::recent::Recent;
use super::trust::may_speak;
use super::{Rules, Story, conflict, denial, framing};

/// What fires now, if anything: the plainest kind first. What was told of the same passages before is not told again.
pub(super) fn divergence(
    story: &Story<'_>,
    recent: &Recent<'_>,
    fired: &[Signal],
    rules: &Rules,
) -> Option<Signal> {
    let newest = recent.arrived()?;
    if recent.voices < 2
        || newest.record.backfill
        || !may_speak(fired, &SignalKind::Divergence, newest.at, rules)
    {
        return None;
    }
    let finding = conflict::conflict(recent, rules)
        .or_else(|| denial::denial(recent, rules))
        .or_else(|| framing::framing(recent, rules))?;
    let told =
        fired.iter().any(|old| !old.passages.is_empty() && is_same(old, &finding.figures, &finding.why));
    (!told).then(|| finding.told(story))
}

/// Whether an earlier signal was about the same numbers, or said the very same.
fn is_same(old: &Signal, figures: &[crate::story::Figure], why: &str) -> bool {
    let numbers = |figures: &[crate::story::Figure]| {
        let mut numbers: Vec<(u64, String)> = figures
            .iter()
            .filter(|figure| figure.name.ends_with(" number"))
            .map(|figure| (figure.value.to_bits(), figure.unit.clone()))
            .collect();
        numbers.sort();
        numbers
    };
    let (one, other) = (numbers(&old.figures), numbers(figures));
    (!one.is_empty() && one == other) || old.why == why
}

#[cfg(test)]
mod tests;

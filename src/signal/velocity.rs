//! More voices than a story's own past lets one expect.

use crate::story::{Moment, Severity, Signal, SignalKind};

use super::recent::{PAST_HOURS, Recent, longest};
use super::tide::Span;
use super::trust::{Finding, clock, count, figure, last, one_each};
use super::{Rules, Story, Window};

/// What one window saw when it ended at one record.
#[derive(Debug, Clone, Copy)]
struct Tally {
    /// Voices in the window.
    voices: usize,
    /// Voices in the past before it.
    before: usize,
    /// Voices in the window before the record itself came.
    calm: usize,
    span: Span,
}

/// A tally that stands out, with the rest of its arithmetic.
#[derive(Debug, Clone, Copy)]
struct Peak {
    tally: Tally,
    window: Window,
    tide: f64,
    expected: f64,
    z: f64,
}

/// The velocity that fires now. Windows end at each record of the last hours, since records may come in late; the first
/// that tips a window counts, and of the windows that it tips the one that stands out most.
pub(super) fn velocity(
    story: &Story<'_>,
    recent: &Recent<'_>,
    fired: &[Signal],
    rules: &Rules,
) -> Option<Signal> {
    if recent.voices < rules.windows.iter().map(|window| window.voices).min()? {
        return None;
    }
    let tallies = rules.windows.map(|window| tally(recent, window));
    let before = last(fired, &SignalKind::Velocity, "z").map(|signal| signal.at);
    let ends = recent.since(longest(rules))..recent.events.len();
    for end in ends.filter(|end| !recent.events[*end].record.backfill) {
        let at = recent.events[end].at;
        let peaks = tallies.iter().zip(rules.windows).filter_map(|(all, window)| {
            let tally = *all.get(end)?;
            (tally.voices >= window.voices).then(|| peak(story, recent, tally, window))?
        });
        let Some(peak) = peaks.filter(|peak| peak.z >= peak.window.z).max_by(|a, b| a.z.total_cmp(&b.z))
        else {
            continue;
        };
        if before.is_none_or(|fired| is_armed(recent, &tallies, fired, end, rules)) {
            return Some(signal(story, recent, &peak, at, rules));
        }
    }
    None
}

/// Voices in a window and in the past before it, for each record as the window's end. What was already there when its
/// source was first gathered belongs to the past, and to no window: it did not come now.
fn tally(recent: &Recent<'_>, window: Window) -> Vec<Tally> {
    let events = &recent.events;
    let (mut within, mut past) = (Voices::new(recent.voices), Voices::new(recent.voices));
    let (mut middle, mut low) = (0, 0);
    let mut tallies = Vec::with_capacity(events.len());
    for event in events {
        let windows = f64::from(PAST_HOURS) / f64::from(window.hours.max(1));
        let from = event.at.plus_seconds(-i64::from(window.hours) * 3600);
        let span =
            Span { past: from.plus_seconds(-i64::from(PAST_HOURS) * 3600), from, to: event.at, windows };
        while let Some(old) = events.get(middle).filter(|old| old.at <= span.from) {
            if !old.record.backfill {
                within.leave(old.voice);
            }
            past.enter(old.voice);
            middle += 1;
        }
        while let Some(old) = events.get(low).filter(|old| old.at <= span.past) {
            past.leave(old.voice);
            low += 1;
        }
        let calm = within.heard;
        if !event.record.backfill {
            within.enter(event.voice);
        }
        tallies.push(Tally { voices: within.heard, before: past.heard, calm, span });
    }
    tallies
}

/// How many different voices are in a span, while it moves.
struct Voices {
    times: Vec<u32>,
    heard: usize,
}

impl Voices {
    fn new(voices: usize) -> Self {
        Self { times: vec![0; voices], heard: 0 }
    }

    fn enter(&mut self, voice: usize) {
        self.heard += usize::from(self.times[voice] == 0);
        self.times[voice] += 1;
    }

    fn leave(&mut self, voice: usize) {
        self.times[voice] -= 1;
        self.heard -= usize::from(self.times[voice] == 0);
    }
}

/// The arithmetic of a window; `None` if less than a window's length of its past is known.
fn peak(story: &Story<'_>, recent: &Recent<'_>, tally: Tally, window: Window) -> Option<Peak> {
    let mut span = tally.span;
    if let Some(reach) = recent.reach.filter(|reach| *reach > span.past) {
        span.past = reach;
        span.windows = span.from.seconds_since(reach) / (f64::from(window.hours) * 3600.0);
    }
    if span.windows < 1.0 {
        return None;
    }
    let expected = (tally.before as f64 + 0.5) / span.windows;
    let own = (recent.count(span.from, span.to), recent.count(span.past, span.from));
    let tide = story.tide.map_or(1.0, |tide| tide.factor(span, own));
    let z = z(tally.voices, expected * tide);
    Some(Peak { tally: Tally { span, ..tally }, window, tide, expected: expected * tide, z })
}

/// How far k voices stand out where λ were expected, in standard deviations: 2(√k − √λ).
fn z(voices: usize, expected: f64) -> f64 {
    2.0 * ((voices as f64).sqrt() - expected.sqrt())
}

/// Whether a story that fired before may fire again at the record `end`: the cooldown is over, and just before some
/// record since then no window stood out any more.
fn is_armed(
    recent: &Recent<'_>,
    tallies: &[Vec<Tally>; 3],
    fired: Moment,
    end: usize,
    rules: &Rules,
) -> bool {
    if recent.events[end].at.seconds_since(fired) < rules.cooldown() {
        return false;
    }
    let since = recent.events.partition_point(|event| event.at <= fired);
    (since..=end).any(|at| {
        tallies.iter().all(|all| {
            all.get(at).is_some_and(|tally| {
                z(tally.calm, (tally.before as f64 + 0.5) / tally.span.windows) < rules.rearm
            })
        })
    })
}

fn signal(story: &Story<'_>, recent: &Recent<'_>, peak: &Peak, at: Moment, rules: &Rules) -> Signal {
    let span = peak.tally.span;
    let came = |at: Moment| at > span.from && at <= span.to;
    let evidence = recent.events.iter().filter(|event| !event.record.backfill && came(event.at));
    let margin = (peak.tally.voices as f64 / peak.window.voices.max(1) as f64).min(peak.z / peak.window.z);
    let hours = f64::from(peak.window.hours);
    let mut figures = vec![
        figure("voices", peak.tally.voices as f64, ""),
        figure("window", hours, "h"),
        figure("voices before", peak.tally.before as f64, ""),
        figure("past", span.windows * hours, "h"),
        figure("expected", peak.expected, "voices"),
        figure("z", peak.z, "σ"),
        figure("voices needed", peak.window.voices as f64, ""),
        figure("z needed", peak.window.z, "σ"),
    ];
    figures.extend(story.tide.map(|_| figure("tide", peak.tide, "×")));
    let finding = Finding {
        kind: SignalKind::Velocity,
        severity: if peak.z >= rules.high { Severity::High } else { Severity::Medium },
        score: peak.z,
        why: why(peak),
        at,
        evidence: one_each(evidence),
        figures,
        passages: Vec::new(),
        margin,
    };
    finding.told(story)
}

fn why(peak: &Peak) -> String {
    let tide = if peak.tide > 1.005 {
        format!(" × {:.2} as the whole wire is busier", peak.tide)
    } else {
        String::new()
    };
    format!(
        "{} in {} h (to {} UTC), {:.2} expected: ({} + ½) ÷ {:.0}{tide} from the {:.0} h before; \
         z = 2(√{} − √{:.2}) = {:.2}",
        count(peak.tally.voices, "voice"),
        peak.window.hours,
        clock(peak.tally.span.to),
        peak.expected,
        peak.tally.before,
        peak.tally.span.windows,
        peak.tally.span.windows * f64::from(peak.window.hours),
        peak.tally.voices,
        peak.expected,
        peak.z
    )
}

#[cfg(test)]
mod tests;

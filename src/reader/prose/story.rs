//! What is said of a story wherever it is named: what moved, what became of it, how many tell it, when they came.

use crate::{
    reader::{
        glyphs::{self, GlyphSet},
        human,
        model::Settings,
    },
    story::{Cluster, Code, Outcome, Severity, Signal, SignalKind},
    text::clean,
    wire::stories::{Arrivals, StoryRow},
};

use super::{Role, known::dotted};

/// Hours that a picture of arrivals shows at least.
const SHORTEST: usize = 6;

/// The arrivals of one kind of place, to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spark {
    /// Where they come from: `News`.
    pub label: String,
    /// A bar an hour, or one for several. All kinds of a story have one scale and end at the same hour.
    pub bars: String,
    /// How many came.
    pub count: u32,
    /// Hours that the picture goes back.
    pub hours: usize,
}

/// The arrivals kind by kind, the most first, one bar for so many hours; hours before the first record of any kind are
/// left out.
pub fn sparks(arrivals: &[Arrivals], each: usize, signs: &GlyphSet) -> Vec<Spark> {
    let mut kinds: Vec<(String, Vec<u32>)> = Vec::new();
    let hours = arrivals.iter().map(|kind| kind.hours.len()).max().unwrap_or(0);
    for kind in arrivals {
        let label = clean::line(kind.kind.label());
        let at = kinds.iter().position(|(known, _)| *known == label).unwrap_or_else(|| {
            kinds.push((label, vec![0; hours]));
            kinds.len() - 1
        });
        let late = hours - kind.hours.len();
        for (sum, more) in kinds[at].1.iter_mut().skip(late).zip(&kind.hours) {
            *sum = sum.saturating_add(*more);
        }
    }
    let first = kinds.iter().filter_map(|(_, hours)| hours.iter().position(|n| *n > 0)).min();
    let from = first.unwrap_or(hours).min(hours.saturating_sub(SHORTEST));
    let sum = |hours: &[u32]| hours.iter().fold(0, |sum: u32, n| sum.saturating_add(*n));
    // The last bar is a whole one; the first may stand for fewer hours.
    let slots = |hours: &[u32]| {
        let shown = hours.get(from..).unwrap_or_default();
        shown.rchunks(each.max(1)).rev().map(sum).collect::<Vec<u32>>()
    };
    let most = kinds.iter().flat_map(|(_, hours)| slots(hours)).max().unwrap_or(0);
    let spark = |(label, of): (String, Vec<u32>)| Spark {
        label,
        bars: glyphs::bars_of(&slots(&of), most, signs),
        count: sum(&of),
        hours: hours - from,
    };
    let mut sparks: Vec<Spark> = kinds.into_iter().map(spark).filter(|spark| spark.count > 0).collect();
    sparks.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
    sparks
}

/// The sign of what moved.
pub(super) fn moved_sign(kind: &SignalKind, signs: &GlyphSet) -> &'static str {
    match kind {
        SignalKind::Velocity => signs.velocity,
        SignalKind::Novelty => signs.novelty,
        SignalKind::Divergence => signs.divergence,
        SignalKind::Coordination => signs.coordination,
        SignalKind::Other(_) => signs.bullet,
    }
}

/// `↑ velocity, high`, and how it looks: what warns stands out, and so does what is worth interrupting for.
pub fn moved(signal: &Signal, signs: &GlyphSet) -> (String, Role) {
    let sign = moved_sign(&signal.kind, signs);
    let role = match (&signal.kind, signal.severity) {
        (SignalKind::Coordination, _) => Role::Warn,
        (_, Severity::High) => Role::Strong,
        _ => Role::Body,
    };
    (format!("{sign} {}, {}", clean::line(signal.kind.slug()), signal.severity.slug()), role)
}

/// The sign of what became of a story, and how it looks.
pub(super) fn outcome_sign(outcome: Outcome, signs: &GlyphSet) -> (&'static str, Role) {
    match outcome {
        Outcome::Published => (signs.verbatim, Role::Good),
        Outcome::Spiked => (signs.missing, Role::Bad),
        Outcome::Watched => (signs.developing, Role::Meta),
        Outcome::Unchanged | Outcome::Covered => (signs.supported, Role::Meta),
    }
}

/// `✓ published as DSP·7C813E`, and how it looks.
pub(super) fn outcome(row: &StoryRow, settings: &Settings) -> (String, Role) {
    let signs = settings.signs();
    let code = row.dispatch.as_ref().map(|key| Code::of(&key.id).to_string().replace('·', signs.dot));
    let (sign, role) = stand(row, signs);
    let words = match (row.outcome, code) {
        (None, None) => "not looked at yet".to_owned(),
        (Some(Outcome::Published) | None, Some(code)) => format!("published as {code}"),
        (Some(Outcome::Unchanged), Some(code)) => format!("unchanged since {code}"),
        (Some(Outcome::Spiked), Some(code)) => format!("an update of {code} was spiked"),
        (Some(Outcome::Watched), Some(code)) => format!("published as {code}, and watched"),
        (Some(Outcome::Covered), Some(code)) => format!("published as {code}, and told elsewhere"),
        (Some(outcome), None) => outcome.word().to_owned(),
    };
    (format!("{sign} {words}"), role)
}

/// `✓ published 7C813E`, and how it looks.
pub fn outcome_short(row: &StoryRow, signs: &GlyphSet) -> (String, Role) {
    let digits = row.dispatch.as_ref().map(|key| Code::of(&key.id).digits()).unwrap_or_default();
    let (sign, role) = stand(row, signs);
    let word = match row.outcome {
        Some(outcome) => outcome.word(),
        None if row.dispatch.is_some() => Outcome::Published.word(),
        None => "not looked at yet",
    };
    (format!("{sign} {word} {digits}").trim_end().to_owned(), role)
}

fn stand(row: &StoryRow, signs: &GlyphSet) -> (&'static str, Role) {
    match row.outcome {
        Some(outcome) => outcome_sign(outcome, signs),
        None if row.dispatch.is_some() => outcome_sign(Outcome::Published, signs),
        None => (signs.unasked, Role::Meta),
    }
}

/// `6 records · 4 voices · 1 copy`
pub(super) fn evidence(cluster: &Cluster, settings: &Settings) -> String {
    let copies = match cluster.copies.len() {
        0 => String::new(),
        n => human::count(n, "copy", "copies"),
    };
    let records = human::count(cluster.records.len(), "record", "records");
    dotted(&[records, human::count(cluster.voices, "voice", "voices"), copies], settings)
}

/// A number of the arithmetic: as many digits as tell something. `6`, `0.4`, `4.12`, `1,284`.
pub fn figure(value: f64) -> String {
    if !value.is_finite() {
        return "none".to_owned();
    }
    let rounded = (value * 100.0).round() / 100.0;
    if rounded.fract() == 0.0 && rounded.abs() < 1e15 {
        let sign = if rounded < 0.0 { "-" } else { "" };
        return format!("{sign}{}", human::number(rounded.abs() as usize));
    }
    let said = format!("{rounded:.2}");
    said.strip_suffix('0').map(str::to_owned).unwrap_or(said)
}

#[cfg(test)]
mod tests {
    use super::{Arrivals, figure, sparks};
    use crate::{reader::glyphs::Glyphs, story::SourceKind};

    #[test]
    fn kinds_share_one_scale_and_one_end() {
        let of = |kind, hours: &[u32]| Arrivals { kind, hours: hours.to_vec() };
        let arrivals = [
            of(SourceKind::Bluesky, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
            of(SourceKind::News, &[0, 0, 0, 2, 0, 0, 0, 1, 2, 0]),
            of(SourceKind::GoogleNews, &[0, 0, 0, 0, 0, 0, 0, 0, 5, 0]),
            of(SourceKind::Reddit, &[0; 10]),
        ];
        let drawn: Vec<_> = sparks(&arrivals, 1, Glyphs::Unicode.set())
            .into_iter()
            .map(|spark| (spark.label, spark.bars, spark.count))
            .collect();
        assert_eq!(
            drawn,
            [("News".to_owned(), "▃▁▁▁▂█▁".to_owned(), 10), ("Bluesky".to_owned(), "▁▁▁▁▁▁▂".to_owned(), 1)]
        );
        assert!(sparks(&[], 1, Glyphs::Ascii.set()).is_empty());
        let few = sparks(&arrivals, 4, Glyphs::Unicode.set());
        assert_eq!((few[0].bars.as_str(), few[1].bars.as_str(), few[0].hours), ("▃█", "▁▂", 7));
        assert_eq!(sparks(&[of(SourceKind::News, &[7])], 0, Glyphs::Ascii.set())[0].bars, "#");
    }

    #[test]
    fn figures_have_the_digits_that_tell_something() {
        for (value, said) in [
            (6.0, "6"),
            (0.4, "0.4"),
            (4.123, "4.12"),
            (0.001, "0"),
            (1_284.0, "1,284"),
            (-2.5, "-2.5"),
            (-3.0, "-3"),
            (f64::NAN, "none"),
            (f64::INFINITY, "none"),
        ] {
            assert_eq!(figure(value), said);
        }
        assert!(!figure(1e300).is_empty());
    }
}

//! When did it happen?

use crate::write::brief::Sentence;
use crate::write::{Brief, Place};

use super::Asked;

/// Sentences at the head of a text in which the event itself is told.
const HEAD: usize = 6;

/// An answer must be this near to what all tell, by the nearest.
const NEAR: f64 = 0.6;

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A sentence near the head of a text that gives a time of day and a day.
pub(super) fn when(brief: &Brief<'_>, answers: &[(Place, f64)]) -> Option<Asked> {
    let found = answers.to_vec();
    let best = found.first().map_or(0.0, |(_, near)| *near);
    let timed = |sentence: &Sentence<'_>| {
        let clock = |rest: &str| {
            ["am", "a.m", "pm", "p.m", "GMT"].iter().any(|word| rest.trim_start().starts_with(word))
        };
        sentence.traits.numbers(sentence.text).iter().any(|number| {
            let rest = sentence.text.get(number.range.end..).unwrap_or_default();
            number.value.contains(':') || (!number.spelled && clock(rest))
        })
    };
    let dated = |text: &str| DAYS.iter().any(|day| text.contains(day));
    let fit = |place: &Place| {
        let sentence = brief.sentence(*place);
        sentence.position < HEAD
            && !sentence.fit.statement
            && !sentence.text.contains(" will ")
            && dated(sentence.text)
            && timed(sentence)
    };
    let (place, _) = found.into_iter().find(|(place, near)| *near >= best * NEAR && fit(place))?;
    Some(Asked::whole("When did it happen?", place))
}

//! What is the strongest counter-view?

use crate::text::denials::{PASSIVES, denial};
use crate::write::phrases::{OPPOSING, SPEECH};
use crate::write::{Brief, Place};

use super::Asked;

/// What a counter-view is worth more in its speaker's own words.
const QUOTED: f64 = 1.3;

/// A view that lies further than this share of the nearest answer from what all tell is a view of something else.
const NEAR: f64 = 0.4;

/// The denial or the opposing view that is nearest to what all tell.
pub(super) fn against(brief: &Brief<'_>, answers: &[(Place, f64)]) -> Option<Asked> {
    let nearest = answers.iter().map(|(_, near)| *near).fold(0.0, f64::max);
    let opposes = |(place, near): (Place, f64)| {
        let traits = &brief.sentence(place).traits;
        let outside = traits.outside_lower();
        let spoken = SPEECH.within(outside);
        let denied = contradicts(outside, &brief.language, spoken);
        let held = spoken && OPPOSING.within_where(outside, is_own);
        let quoted = if traits.quotes.is_empty() { 1.0 } else { QUOTED };
        (denied || held).then_some((near * quoted, place))
    };
    let found = answers.iter().copied().filter(|(_, near)| *near >= nearest * NEAR).filter_map(opposes);
    let (_, place) = found.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    Some(Asked::whole("What is the strongest counter-view?", place))
}

/// Whether a sentence in lower case contradicts somebody: `denied that …`, or that something is false, if somebody says so.
fn contradicts(outside: &str, language: &str, spoken: bool) -> bool {
    let Some(cue) = denial(outside, Some(language)) else { return false };
    let behind = outside.get(cue.end..).unwrap_or_default();
    match outside.get(cue).unwrap_or_default() {
        "denied" | "denies" => !is_withheld(behind),
        "false" | "untrue" | "not true" | "is wrong" | "misleading" | "no evidence" => spoken,
        _ => true,
    }
}

/// `denied an offer`.
fn is_withheld(behind: &str) -> bool {
    matches!(behind.split_whitespace().next(), Some("a" | "an"))
}

/// Not of somebody to whom it was done (`had been dismissed`), nor in passing (`protesters opposed to the line`).
fn is_own(before: &str, phrase: &str, behind: &str) -> bool {
    let passive = before.split_whitespace().next_back().is_some_and(|word| PASSIVES.contains(&word));
    let to = behind.split_whitespace().next() == Some("to");
    match phrase {
        "opposed" => passive == to,
        "denied" | "denies" => !passive && !is_withheld(behind),
        _ if phrase.ends_with("ed") => !passive && !to,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::{contradicts, is_own};
    use crate::write::phrases::OPPOSING;

    #[track_caller]
    fn check(text: &str, opposes: bool) {
        let text = text.to_lowercase();
        let found = contradicts(&text, "en", false) || OPPOSING.within_where(&text, is_own);
        assert_eq!(found, opposes, "{text}");
    }

    #[test]
    fn who_opposes_does_so_himself() {
        check("Quist denied that the crack was old.", true);
        check("The union is opposed to the plan.", true);
        check("The union opposed the plan.", true);
        check("Critics call it a waste.", true);
        check("Ferrymen dismissed the report.", true);
    }

    #[test]
    fn to_whom_it_was_done_opposes_nothing() {
        check("He had been dismissed last week.", false);
        check("She brought food to protesters opposed to the line.", false);
        check("He asked for the clothes of prisoners condemned to death.", false);
        check("The office denied an offer to plead.", false);
        check("Dim stars produce false positives.", false);
    }
}

//! What is the strongest counter-view?

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
        let denied = traits.denies_outside(&brief.language);
        let held = OPPOSING.within(outside) && SPEECH.within(outside);
        let quoted = if traits.quotes.is_empty() { 1.0 } else { QUOTED };
        (denied || held).then_some((near * quoted, place))
    };
    let found = answers.iter().copied().filter(|(_, near)| *near >= nearest * NEAR).filter_map(opposes);
    let (_, place) = found.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
    Some(Asked::whole("What is the strongest counter-view?", place))
}

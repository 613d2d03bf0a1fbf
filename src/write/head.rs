//! The headline and the sentence under it.

use std::ops::Range;

use crate::text::shingles::without_outlet;
use crate::text::words::count;

use super::{Brief, Place};

/// Words of a good headline, and of the longest dek.
const HEADLINE: std::ops::RangeInclusive<usize> = 5..=14;
const DEK: usize = 35;

/// Openings that belong to a forum, not to a paper.
const FORUM: [&str; 4] = ["Show HN", "Ask HN", "Tell HN", "Launch HN"];

/// How much a post's title counts against an outlet's.
const POST: f64 = 0.7;

/// The title nearest to what all tell: which document's, and its bytes within that title.
pub(super) fn headline(brief: &Brief<'_>) -> Option<(usize, Range<usize>)> {
    let mut best: Option<(f64, usize, Range<usize>)> = None;
    for (at, document) in brief.documents.iter().enumerate() {
        let title = document.record.title.as_deref().unwrap_or_default();
        let bare = without_outlet(title, document.record.publisher.as_deref());
        if bare.is_empty() || FORUM.iter().any(|word| bare.starts_with(word)) {
            continue;
        }
        let fits = HEADLINE.contains(&count(bare)) && !bare.contains(['?', '？', '؟']);
        let post = if document.record.kind.is_post() { POST } else { 1.0 };
        let score = document.title.dot(&brief.centroid) * post + if fits { 1.0 } else { 0.0 };
        if best.as_ref().is_none_or(|(highest, ..)| score > *highest) {
            let start = title.find(bare).unwrap_or(0);
            best = Some((score, at, start..start + bare.len()));
        }
    }
    best.map(|(_, at, bytes)| (at, bytes))
}

/// The best lead sentence, if possible of another voice than the headline's, and no party to a quarrel.
pub(super) fn dek(brief: &Brief<'_>, headline: Option<usize>, quarrel: &[Place]) -> Option<Place> {
    let voice = headline.map(|at| brief.documents[at].voice.as_str());
    let fits = |place: &Place| {
        let sentence = brief.sentence(*place);
        sentence.position <= 2
            && sentence.words <= DEK
            && sentence.fit.stands()
            && !sentence.fit.statement
            && !quarrel.contains(place)
            && !brief.documents[place.document].record.kind.is_post()
    };
    let score = |place: &Place| {
        let other = Some(brief.documents[place.document].voice.as_str()) != voice;
        let lead = if brief.sentence(*place).position == 0 { 1.2 } else { 1.0 };
        (other, brief.sentence(*place).bag.dot(&brief.centroid) * lead)
    };
    let better = |a: &Place, b: &Place| {
        let ((other_a, a_score), (other_b, b_score)) = (score(a), score(b));
        other_a.cmp(&other_b).then(a_score.total_cmp(&b_score)).then(b.cmp(a))
    };
    brief.places().filter(fits).max_by(better)
}

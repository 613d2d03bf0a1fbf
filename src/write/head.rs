//! The headline and the sentence under it.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::text::shingles::without_outlet;
use crate::text::words::count;

use super::named::Named;
use super::{Brief, Place};

/// Words of a good headline, and of the longest dek.
const HEADLINE: std::ops::RangeInclusive<usize> = 5..=14;
const DEK: usize = 35;

/// How much more a sentence is worth under a headline of another voice, and at the head of its text.
const OTHER: f64 = 1.25;
const LEAD: f64 = 1.2;

/// And how much less where it names nobody and nothing that the headline names.
const UNNAMED: f64 = 0.6;

/// A sentence with fewer words of its own than this says the headline again.
const AGAIN: f64 = 3.0;

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
        let fits = HEADLINE.contains(&count(bare)) && !bare.contains(['?', '？', '؟', '[', '|', '#']);
        let post = if document.record.kind.is_post() { POST } else { 1.0 };
        let score = document.title.dot(&brief.centroid) * post + if fits { 1.0 } else { 0.0 };
        if best.as_ref().is_none_or(|(highest, ..)| score > *highest) {
            let start = title.find(bare).unwrap_or(0);
            best = Some((score, at, start..start + bare.len()));
        }
    }
    best.map(|(_, at, bytes)| (at, bytes))
}

/// The best lead sentence, if possible of another voice than the headline's, and none of those `kept` for another place.
pub(super) fn dek(brief: &Brief<'_>, headline: Option<usize>, kept: &[Place]) -> Option<Place> {
    let voice = headline.map(|at| brief.documents[at].voice.as_str());
    let fits = |place: &Place| {
        let sentence = brief.sentence(*place);
        sentence.position <= 2
            && sentence.words <= DEK
            && sentence.fit.stands()
            && !sentence.fit.statement
            && !kept.contains(place)
            && !brief.documents[place.document].record.kind.is_post()
    };
    let title = headline.map(|at| &brief.documents[at].title);
    let named = headline
        .and_then(|at| brief.documents[at].record.title.as_deref())
        .map(Named::of)
        .unwrap_or_default();
    let named: BTreeSet<String> = named.full.union(&named.lone).cloned().collect();
    let score = |place: &Place| {
        let (document, sentence) = (&brief.documents[place.document], brief.sentence(*place));
        let other = if Some(document.voice.as_str()) == voice { 1.0 } else { OTHER };
        let lead = if sentence.position == 0 { LEAD } else { 1.0 };
        let named = named.is_empty() || named.iter().any(|name| sentence.text.contains(name.as_str()));
        let about = if named { 1.0 } else { UNNAMED };
        about
            * (sentence.near + title.map_or(0.0, |title| sentence.bag.dot(title)))
            * document.near
            * other
            * lead
    };
    let known = |place: &Place| brief.sentence(*place).taken.is_subset(&named);
    let again = |place: &Place| {
        title.is_some_and(|title| {
            let bag = &brief.sentence(*place).bag;
            let (own, both) = (bag.weights().len(), bag.weights().len().min(title.weights().len()));
            (own as f64 - bag.shared(title) * both as f64) < AGAIN
        })
    };
    let better = |a: &(f64, Place), b: &(f64, Place)| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1));
    let found = brief.places().filter(fits).filter(|place| known(place) && !again(place));
    found.map(|place| (score(&place), place)).max_by(better).map(|(_, place)| place)
}

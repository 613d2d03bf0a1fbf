//! What in the prose of a dispatch leads to its citations: their markers, and the phrases they are linked from.

use std::collections::BTreeMap;

use crate::{
    story::{Citation, Dispatch},
    text::clean,
};

use super::{
    Role, Target,
    body::Draft,
    set::{Run, run},
};

/// No dispatch links more phrases; a hostile one may name a million.
const MOST: usize = 64;
/// The shortest phrase and the longest, in bytes.
const PHRASE: std::ops::RangeInclusive<usize> = 3..=200;

/// What leads where. A phrase is linked where it stands first, so this changes while a text is set.
pub(super) struct Leads {
    markers: BTreeMap<u32, usize>,
    /// Phrases not met yet, each with the place of its citation.
    phrases: Vec<(String, usize)>,
}

impl Leads {
    /// Those of a dispatch. Of two citations with one marker, the first has it.
    pub(super) fn of(dispatch: &Dispatch) -> Self {
        let marked = |(at, citation): (usize, &Citation)| citation.marker.map(|marker| (marker, at));
        let markers = dispatch.citations.iter().enumerate().rev().filter_map(marked).collect();
        let phrase = |(at, citation): (usize, &Citation)| {
            let phrase = clean::line(citation.anchor_text.as_deref()?);
            PHRASE.contains(&phrase.len()).then_some((phrase, at))
        };
        let phrases = dispatch.citations.iter().enumerate().filter_map(phrase).take(MOST).collect();
        Self { markers, phrases }
    }

    /// The citation behind a marker.
    pub(super) fn marked(&self, number: u32) -> Option<usize> {
        self.markers.get(&number).copied()
    }

    /// Links the phrases that stand in these runs for the first time. Only plain words are looked at.
    pub(super) fn link_phrases(&mut self, drafts: Vec<Draft>) -> Vec<Draft> {
        if self.phrases.is_empty() {
            return drafts;
        }
        let mut linked = Vec::with_capacity(drafts.len());
        for (run, target) in drafts {
            if target.is_some() || run.glued {
                linked.push((run, target));
            } else {
                self.split(&run, &mut linked);
            }
        }
        linked
    }

    fn split(&mut self, whole: &Run, linked: &mut Vec<Draft>) {
        let text = whole.text.as_str();
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        self.phrases.retain(|(phrase, citation)| {
            let place = first(text, phrase).map(|at| (at, at + phrase.len(), *citation));
            let place = place.filter(|(from, to, _)| found.iter().all(|(a, b, _)| to <= a || b <= from));
            found.extend(place);
            place.is_none()
        });
        found.sort_unstable();
        let mut at = 0;
        let mut push = |range: std::ops::Range<usize>, role: Role, target: Option<Target>| {
            let words = text.get(range).unwrap_or_default();
            if !words.is_empty() {
                linked.push((run(words, role), target));
            }
        };
        for (from, to, citation) in found {
            push(at..from, whole.role, None);
            push(from..to, Role::Link, Some(Target::Citation(citation)));
            at = to;
        }
        push(at..text.len(), whole.role, None);
    }
}

/// Where a phrase stands first, not counting places within a longer word.
fn first(text: &str, phrase: &str) -> Option<usize> {
    let letter = |c: char| c.is_alphanumeric() && c < '\u{2e80}'; // beyond, words are not parted by blanks
    let within = |a: Option<char>, b: Option<char>| a.is_some_and(letter) && b.is_some_and(letter);
    let alone = |at: &usize| {
        let (before, after) = (text.get(..*at), text.get(at + phrase.len()..));
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        !within(before.chars().next_back(), phrase.chars().next())
            && !within(phrase.chars().next_back(), after.chars().next())
    };
    text.match_indices(phrase).map(|(at, _)| at).find(alone)
}

#[cfg(test)]
mod tests {
    use super::{Citation, Dispatch, Leads, Role, Target, first, run};

    #[test]
    fn a_phrase_is_linked_where_it_stands_first() {
        let cite = |phrase: &str| Citation { anchor_text: Some(phrase.into()), ..Citation::default() };
        let citations = vec![cite("a workaround"), cite("port"), cite("no such words"), cite("work")];
        let mut leads = Leads::of(&Dispatch { citations, ..Dispatch::default() });
        let said = "The airport port has a workaround; a workaround.";
        let drafts = leads.link_phrases(vec![(run(said, Role::Body), None)]);
        let linked: Vec<(&str, Option<usize>)> = drafts
            .iter()
            .map(|(run, target)| {
                let at =
                    target.as_ref().and_then(|t| if let Target::Citation(at) = t { Some(*at) } else { None });
                (run.text.as_str(), at)
            })
            .collect();
        let want = [
            ("The airport ", None),
            ("port", Some(1)),
            (" has ", None),
            ("a workaround", Some(0)),
            ("; a workaround.", None),
        ];
        assert_eq!(linked, want);
        let again = leads.link_phrases(vec![(run(said, Role::Body), None)]);
        assert!(again.iter().all(|(_, target)| target.is_none()), "only the first time");
    }

    #[test]
    fn words_without_blanks_between_them_are_found() {
        assert_eq!(first("港湾大橋を閉鎖", "大橋"), Some(6));
        assert_eq!(first("caféx", "café"), None);
    }
}

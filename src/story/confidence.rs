//! How many independent voices stand behind the sentences of a dispatch.

use super::Part;

/// How well a dispatch is supported, as it was weighed when it was published.
///
/// Counts and no shares: of a sentence that three outlets tell one can say just that. A citation's own `confidence`, 0 to
/// 1, is another wire's estimate and stays what it is; our desk writes none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Confidence {
    /// Its sentences in the order they are read: headline, dek, takeaways, sections, answers. A writer's readings have
    /// no voices behind them and are left out, so that each sentence is found by its part and its place in that.
    pub claims: Vec<Support>,
    /// The fewest voices behind any sentence.
    pub lowest: usize,
    /// As many voices or more stand behind half of them.
    pub median: usize,
    /// Sentences that another voice contradicts.
    pub contested: usize,
}

/// What stands behind one sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Support {
    /// Where in the dispatch it stands.
    pub part: Part,
    /// Independent voices with a sentence that is near it, its own among them; copies count with their original.
    pub voices: usize,
    /// Those of them whose sentence is so near that it tells the same.
    pub strong: usize,
    /// Another voice denies it, or counts the same thing otherwise.
    pub contested: bool,
}

impl Confidence {
    /// Of the sentences of a dispatch.
    pub fn of(claims: Vec<Support>) -> Self {
        let mut voices: Vec<usize> = claims.iter().map(|claim| claim.voices).collect();
        voices.sort_unstable();
        Self {
            lowest: voices.first().copied().unwrap_or_default(),
            median: voices.get(voices.len().saturating_sub(1) / 2).copied().unwrap_or_default(),
            contested: claims.iter().filter(|claim| claim.contested).count(),
            claims,
        }
    }

    /// What stands behind the sentence of this place in a part, counting from 0.
    pub fn at(&self, part: Part, place: usize) -> Option<&Support> {
        self.claims.iter().filter(|claim| claim.part == part).nth(place)
    }

    /// `1 to 3 independent voices behind each of 9 sentences, 2 behind most; 1 is contested`.
    pub fn words(&self) -> String {
        let Self { claims, lowest, median, contested } = self;
        let most = claims.iter().map(|claim| claim.voices).max().unwrap_or_default();
        let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let sentences = match claims.len() {
            1 => "its one sentence".to_owned(),
            n => format!("each of {n} sentences"),
        };
        let behind = if *lowest == most {
            format!("{} behind {sentences}", count(most, "independent voice", "independent voices"))
        } else {
            format!("{lowest} to {most} independent voices behind {sentences}, {median} in the middle")
        };
        match contested {
            0 => behind,
            n => format!("{behind}; {} contested", count(*n, "is", "are")),
        }
    }
}

impl Support {
    /// `single source`, `2 voices`, `3 voices`; `no voice` where nothing stands behind it.
    pub fn words(&self) -> String {
        match self.voices {
            0 => "no voice".to_owned(),
            1 => "single source".to_owned(),
            n => format!("{n} voices"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Confidence, Support};
    use crate::story::Part;

    fn confidence(voices: &[usize]) -> Confidence {
        let support =
            |voices: &usize| Support { part: Part::Section(0), voices: *voices, ..Support::default() };
        Confidence::of(voices.iter().map(support).collect())
    }

    #[test]
    fn the_lowest_and_the_middle_are_told() {
        for (voices, lowest, median, words) in [
            (&[3, 1, 2][..], 1, 2, "1 to 3 independent voices behind each of 3 sentences, 2 in the middle"),
            (&[4, 1], 1, 1, "1 to 4 independent voices behind each of 2 sentences, 1 in the middle"),
            (&[2, 2], 2, 2, "2 independent voices behind each of 2 sentences"),
            (&[1], 1, 1, "1 independent voice behind its one sentence"),
        ] {
            let found = confidence(voices);
            assert_eq!((found.lowest, found.median, found.words().as_str()), (lowest, median, words));
        }
        assert_eq!(confidence(&[]).lowest, 0);
    }

    #[test]
    fn a_sentence_is_found_by_its_place_in_its_part() {
        let mut found = confidence(&[1, 2]);
        found.claims.insert(0, Support { part: Part::Headline, voices: 3, ..Support::default() });
        assert_eq!(found.at(Part::Section(0), 1).map(|support| support.voices), Some(2));
        assert_eq!(found.at(Part::Headline, 0).map(Support::words).as_deref(), Some("3 voices"));
        assert_eq!(found.at(Part::Section(1), 0), None);
    }
}

//! How many independent voices stand behind each sentence of a draft.
//!
//! Nearness of words, not proof: the copydesk has already seen that each claim stands in its own record; here it is asked
//! who else tells the same. A voice whose sentence is near a claim supports it, one whose sentence is very near tells the
//! very same. Copies count with their original, and so do several records of one voice.

use std::collections::{BTreeSet, HashMap};

use crate::story::{Confidence, Part, RecordId, Support};
use crate::text::bag::{Bag, Lexicon};
use crate::text::words::words;

use super::brief::counted;
use super::check::{Claim, TO_THE_WORD, claims};
use super::differ::differ;
use super::{Brief, Draft, READING};

/// From this nearness (cosine) on a sentence supports a claim, and from that one on it tells the same.
const SUPPORTS: f64 = 0.25;
const SAME: f64 = 0.45;

/// Weighs the claims of a draft against the records it was written from; readings are left out.
pub fn confidence(brief: &Brief<'_>, draft: &Draft) -> Confidence {
    let bench = Bench::of(brief, draft);
    let head = [(Part::Headline, Some(&draft.headline)), (Part::Dek, draft.dek.as_ref())];
    let head = head.into_iter().filter_map(|(part, text)| {
        text.map(|text| (part, vec![Claim { text: text.clone(), markers: Vec::new() }]))
    });
    let reading = |part: &Part| matches!(part, Part::Section(at) if draft.sections[*at].kind.as_deref() == Some(READING));
    let prose = draft.prose().filter(|(part, _)| !reading(part));
    let prose = prose.map(|(part, prose)| (part, claims(prose, Some(&draft.language))));
    let all = head.chain(prose).flat_map(|(part, claims)| {
        claims.into_iter().map(|claim| bench.weigh(part, &claim)).collect::<Vec<_>>()
    });
    Confidence::of(all.collect())
}

/// The sentences of the records, each with its voice, and what claims are looked up by.
struct Bench<'b> {
    /// A voice as a number, and what it says.
    said: Vec<(usize, &'b Bag)>,
    /// Sentences and titles by their words.
    spans: HashMap<&'b str, &'b Bag>,
    /// The voice of each record.
    voices: HashMap<&'b RecordId, usize>,
    /// The record behind each marker.
    markers: HashMap<u32, &'b RecordId>,
    /// Sentences that do not agree.
    quarrel: Vec<&'b Bag>,
    /// For claims that stand in no record word for word: how the records' words are weighed, and the sentences so.
    own: Option<(Lexicon, Vec<(usize, Bag)>)>,
    language: &'b str,
}

impl<'b> Bench<'b> {
    fn of(brief: &'b Brief<'_>, draft: &'b Draft) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut bench = Self {
            said: Vec::new(),
            spans: HashMap::new(),
            voices: HashMap::new(),
            markers: HashMap::new(),
            quarrel: Vec::new(),
            own: None,
            language: &brief.language,
        };
        for document in &brief.documents {
            let next = numbers.len();
            let voice = *numbers.entry(document.voice.as_str()).or_insert(next);
            bench.voices.insert(&document.record.id, voice);
            let title = document.record.title.as_deref().unwrap_or_default();
            let said = document.sentences.iter().map(|sentence| (sentence.text, &sentence.bag));
            for (text, bag) in said.chain([(title, &document.title)]) {
                bench.said.push((voice, bag));
                bench.spans.entry(text).or_insert(bag);
            }
        }
        if let Some(difference) = differ(brief) {
            bench.quarrel = difference.places.iter().map(|place| &brief.sentence(*place).bag).collect();
        }
        let cited = draft.citations.iter();
        bench.markers = cited.filter_map(|cited| Some((cited.marker?, cited.record_id.as_ref()?))).collect();
        if draft.writer != TO_THE_WORD {
            bench.own = Some(weighed(brief, &bench.voices));
        }
        bench
    }

    fn weigh(&self, part: Part, claim: &Claim) -> Support {
        let own =
            claim.markers.iter().filter_map(|marker| self.voices.get(self.markers.get(marker)?).copied());
        let own: BTreeSet<usize> = own.collect();
        let (mut near, mut same) = (own.clone(), own);
        let mut contested = false;
        if let Some(bag) = self.span(&claim.text) {
            let at = |other: &Bag| bag.dot(other);
            for (voice, said) in &self.said {
                if near.contains(voice) && same.contains(voice) {
                    continue;
                }
                let nearness = at(said);
                if nearness >= SUPPORTS {
                    near.insert(*voice);
                }
                if nearness >= SAME {
                    same.insert(*voice);
                }
            }
            contested = self.quarrel.iter().any(|other| at(other) >= SAME);
        } else if let Some((lexicon, said)) = &self.own {
            let bag = bag(&claim.text, self.language, lexicon);
            for (voice, said) in said {
                let nearness = bag.dot(said);
                if nearness >= SUPPORTS {
                    near.insert(*voice);
                }
                if nearness >= SAME {
                    same.insert(*voice);
                }
            }
        }
        Support { part, voices: near.len(), strong: same.len(), contested }
    }

    /// What a claim that was taken from a record says: its sentence's words, also where it is but a part of that.
    fn span(&self, claim: &str) -> Option<&Bag> {
        let cut = claim.strip_suffix('.').unwrap_or(claim);
        let whole = self.spans.get(claim).or_else(|| self.spans.get(cut)).copied();
        whole.or_else(|| {
            let within = self.spans.iter().filter(|(text, _)| text.contains(cut));
            within.min_by_key(|(text, _)| (text.len(), **text)).map(|(_, bag)| *bag)
        })
    }
}

/// The records' sentences, weighed so that a claim in other words can be held against them.
fn weighed(brief: &Brief<'_>, voices: &HashMap<&RecordId, usize>) -> (Lexicon, Vec<(usize, Bag)>) {
    let mut lexicon = Lexicon::default();
    for document in &brief.documents {
        let told: Vec<String> = document
            .sentences
            .iter()
            .flat_map(|sentence| words(sentence.text, Some(&brief.language)))
            .map(|word| word.key)
            .collect();
        lexicon.learn(told.iter().map(String::as_str));
    }
    let said = brief.documents.iter().flat_map(|document| {
        let voice = voices.get(&document.record.id).copied().unwrap_or_default();
        document.sentences.iter().map(move |sentence| (voice, sentence.text))
    });
    let said = said.map(|(voice, text)| (voice, bag(text, &brief.language, &lexicon))).collect();
    (lexicon, said)
}

fn bag(text: &str, language: &str, lexicon: &Lexicon) -> Bag {
    let words = words(text, Some(language));
    lexicon.bag(words.iter().map(counted))
}

#[cfg(test)]
mod tests {
    use super::confidence;
    use crate::cluster::gather;
    use crate::story::{Part, Record};
    use crate::write::{Draft, brief, extract};

    fn record(id: &str, outlet: &str, text: &str) -> Record {
        Record {
            id: id.into(),
            publisher: Some(outlet.to_owned()),
            title: Some(format!("{outlet} on the Harbour Bridge of Port Alder")),
            text: Some(text.to_owned()),
            language: Some("en".to_owned()),
            ..Record::default()
        }
    }

    fn world() -> Vec<Record> {
        vec![
            record(
                "1",
                "Alder Post",
                "Port Alder closed the Harbour Bridge after a drone found a crack in the eastern hanger. The museum of \
                 Hexley sold its clockwork swan to a collector on the same morning.",
            ),
            record(
                "2",
                "Coast Wire",
                "The Harbour Bridge in Port Alder was closed because a drone had found a crack in its eastern hanger.",
            ),
            record(
                "3",
                "Alder Post",
                "A drone found a crack in the eastern hanger of the Harbour Bridge in Port Alder.",
            ),
        ]
    }

    fn voices(change: impl FnOnce(&mut Draft), at: Part) -> Vec<(usize, usize)> {
        let records = world();
        let members: Vec<&Record> = records.iter().collect();
        let cluster = gather(&members);
        let brief = brief(&cluster, &members);
        let mut draft = extract(&brief, 220);
        change(&mut draft);
        let found = confidence(&brief, &draft);
        found
            .claims
            .iter()
            .filter(|claim| claim.part == at)
            .map(|claim| (claim.voices, claim.strong))
            .collect()
    }

    #[test]
    fn a_claim_counts_those_who_tell_it_and_each_voice_once() {
        let told =
            "Port Alder closed the Harbour Bridge after a drone found a crack in the eastern hanger [1].";
        let alone = "The museum of Hexley sold its clockwork swan to a collector on the same morning [1].";
        let body = |text: &'static str| move |draft: &mut Draft| draft.sections[0].body = text.to_owned();
        assert_eq!(voices(body(told), Part::Section(0)), [(2, 2)], "three records, two voices");
        assert_eq!(voices(body(alone), Part::Section(0)), [(1, 1)]);
    }

    #[test]
    fn a_claim_in_other_words_counts_likewise_and_a_reading_does_not() {
        let other = |draft: &mut Draft| {
            draft.writer = "a model".to_owned();
            draft.sections[0].body =
                "A crack that a drone found shut the Harbour Bridge of Port Alder [1].".to_owned();
        };
        assert_eq!(voices(other, Part::Section(0))[0].0, 2);
        let reading = |draft: &mut Draft| draft.sections[0].kind = Some("reading".to_owned());
        assert_eq!(voices(reading, Part::Section(0)), []);
    }
}

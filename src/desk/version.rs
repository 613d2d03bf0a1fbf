//! The next version of a dispatch: when it may come, and what it has that the one before it had not.
//!
//! A version follows another at most once in an interval, unless a signal of high severity fired meanwhile, or the newest
//! record arrived so much later than the last one that was told: then it is the wire's own clock that has moved on, as
//! where days are brought in at once. What is new is said in words, since a reader who knows the story wants no more.

use std::collections::{BTreeSet, HashSet};

use crate::cluster::Background;
use crate::story::{Dispatch, Moment, Record, RecordId, Severity, Signal};
use crate::text::counted::counted;
use crate::text::denials::denies;
use crate::text::grouped::count;
use crate::text::markers::without_markers;
use crate::text::names::names;
use crate::text::words::words;
use crate::write::{Draft, claims};

/// Of each kind of novelty so many are named.
const NAMED: usize = 3;

/// A name less rare than this is none worth telling.
const RARE: f64 = 0.45;

/// The signals that fired on records which a dispatch did not know.
pub(super) fn fired<'a>(previous: &Dispatch, signals: &'a [Signal]) -> Vec<&'a Signal> {
    let told: HashSet<&RecordId> = previous.record_ids.iter().collect();
    signals.iter().filter(|signal| signal.evidence.iter().any(|id| !told.contains(id))).collect()
}

/// Until when a story has to wait for its next version; `None` if it may come now.
pub(super) fn waits(
    previous: &Dispatch,
    members: &[&Record],
    fired: &[&Signal],
    minutes: usize,
    now: Moment,
) -> Option<Moment> {
    let until = previous.generated_at?.plus_seconds(60 * minutes as i64);
    if until <= now || fired.iter().any(|signal| signal.severity == Severity::High) {
        return None;
    }
    let arrived = |record: &&&Record| record.captured_at.or(record.time());
    let told: HashSet<&RecordId> = previous.record_ids.iter().collect();
    let is_told = |record: &&&Record| told.contains(&record.id);
    let last = members.iter().filter(is_told).filter_map(|record| arrived(&record)).max();
    let newest = members.iter().filter(|record| !is_told(record)).filter_map(|record| arrived(&record)).max();
    let moved_on =
        last.zip(newest).is_some_and(|(last, newest)| newest.seconds_since(last) >= 60.0 * minutes as f64);
    (!moved_on).then_some(until)
}

/// `waits until 14:20 for its next version`
pub(super) fn waiting(until: Moment, now: Moment) -> String {
    let shape = if until.seconds_since(now) < 12.0 * 3600.0 { "%H:%M" } else { "%-d %b %H:%M" };
    format!("waits until {} UTC for its next version", until.to_jiff().strftime(shape))
}

/// What a new version is made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Next<'a> {
    /// The version before it.
    pub(super) previous: &'a Dispatch,
    /// The story's records.
    pub(super) members: &'a [&'a Record],
    /// Independent voices among them.
    pub(super) voices: usize,
    /// Signals that fired since.
    pub(super) fired: &'a [&'a Signal],
    /// The draft.
    pub(super) draft: &'a Draft,
    /// The label of the beat it is filed under.
    pub(super) beat: &'a str,
}

/// One claim of a text, and whether a record stands behind it that the version before did not know.
struct Said {
    text: String,
    fresh: bool,
}

impl Next<'_> {
    /// True if nothing of it would be new to a reader: the same words, no more voices, no signal.
    pub(super) fn says_nothing_new(&self) -> bool {
        let (before, after) = (self.before(), self.after());
        let same: BTreeSet<&str> = before.iter().map(String::as_str).collect();
        self.fired.is_empty()
            && self.voices <= self.heard()
            && self.previous.headline.as_ref() == Some(&self.draft.headline)
            && self.previous.dek == self.draft.dek
            && after.iter().map(|said| said.text.as_str()).collect::<BTreeSet<_>>() == same
    }

    /// `2 more records and no more voices, and no sentence would be another`
    pub(super) fn nothing_new(&self) -> String {
        let more = count(self.untold().len(), "more record", "more records");
        format!(
            "{more} since version {}, no more voices, and no sentence would change",
            self.previous.version
        )
    }

    /// What it has that the version before had not, in words, the weightiest first.
    pub(super) fn changed(&self) -> Vec<String> {
        let language = Some(self.draft.language.as_str());
        let before = self.before();
        let after = self.after();
        let mut told = self.denials(&after, language);
        told.extend(numbers(&before, &after, language));
        told.extend(self.fired.iter().take(NAMED).map(|signal| format!("new signal: {}", moved(signal))));
        told.extend(self.names(&after));
        if self.previous.title() != self.draft.headline.trim() {
            told.push(format!("new headline, before: “{}”", self.previous.title()));
        }
        if self.previous.beat.label() != self.beat {
            told.push(format!("filed under {}, before under {}", self.beat, self.previous.beat.label()));
        }
        told.extend(self.records());
        let known: HashSet<&str> = before.iter().map(String::as_str).collect();
        let new = after.iter().filter(|said| !known.contains(said.text.as_str())).count();
        let kept: HashSet<&str> = after.iter().map(|said| said.text.as_str()).collect();
        let gone = before.iter().filter(|text| !kept.contains(text.as_str())).count();
        match (new, gone) {
            (0, 0) => {}
            (0, gone) => told.push(format!("{} left out", count(gone, "sentence", "sentences"))),
            (new, 0) => told.push(count(new, "new sentence", "new sentences")),
            (new, gone) => {
                told.push(format!("{}, {gone} left out", count(new, "new sentence", "new sentences")));
            }
        }
        told
    }

    fn untold(&self) -> Vec<&&Record> {
        let told: HashSet<&RecordId> = self.previous.record_ids.iter().collect();
        self.members.iter().filter(|record| !told.contains(&record.id)).collect()
    }

    /// Voices that the version before had.
    fn heard(&self) -> usize {
        let note = self.previous.methodology.as_ref().and_then(|told| told.cluster.as_ref());
        note.map_or(0, |note| note.voices)
    }

    /// `2 more records, 1 more voice`; `1 record was taken back`.
    fn records(&self) -> Option<String> {
        let here: HashSet<&RecordId> = self.members.iter().map(|record| &record.id).collect();
        let gone = self.previous.record_ids.iter().filter(|id| !here.contains(id)).count();
        let mut parts = Vec::new();
        let more = self.untold().len();
        if more > 0 {
            let voices = match self.voices.saturating_sub(self.heard()) {
                0 => "no more voices".to_owned(),
                n => count(n, "more voice", "more voices"),
            };
            parts.push(format!("{}, {voices}", count(more, "more record", "more records")));
        }
        if gone > 0 {
            parts.push(count(gone, "record was taken back", "records were taken back"));
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    fn before(&self) -> Vec<String> {
        let old = self.previous;
        let prose = old.takeaways.iter().chain(old.sections.iter().map(|section| &section.body));
        let prose = prose.chain(old.faq.iter().map(|asked| &asked.answer));
        let language = Some(self.draft.language.as_str());
        let mut seen = HashSet::new();
        let said = prose.flat_map(|prose| claims(prose, language)).map(|claim| claim.text);
        said.chain(old.dek.as_deref().map(without_markers)).filter(|text| seen.insert(text.clone())).collect()
    }

    fn after(&self) -> Vec<Said> {
        let fresh: HashSet<&RecordId> = self.untold().into_iter().map(|record| &record.id).collect();
        let cited = |marker: &u32| {
            let citation = self.draft.citations.iter().find(|citation| citation.marker == Some(*marker));
            citation.and_then(|citation| citation.record_id.as_ref())
        };
        let language = Some(self.draft.language.as_str());
        let mut seen = HashSet::new();
        let said = self.draft.prose().flat_map(|(_, prose)| claims(prose, language)).map(|claim| {
            let fresh = claim.markers.iter().filter_map(cited).any(|id| fresh.contains(id));
            Said { text: claim.text, fresh }
        });
        let dek = self.draft.dek.as_ref().map(|dek| Said {
            text: dek.clone(),
            fresh: self.untold().iter().any(|record| record.words().contains(dek.as_str())),
        });
        said.chain(dek).filter(|said| seen.insert(said.text.clone())).collect()
    }

    /// Who denies something for the first time.
    fn denials(&self, after: &[Said], language: Option<&str>) -> Vec<String> {
        let denying = after.iter().filter(|said| said.fresh && denies(&said.text, language));
        let by = denying.filter_map(|said| {
            let teller = self.untold().into_iter().find(|record| record.words().contains(said.text.as_str()));
            teller.map(|record| record.speaker())
        });
        let voices: BTreeSet<String> = by.collect();
        voices.into_iter().take(NAMED).map(|voice| format!("a denial, told by {voice}")).collect()
    }

    /// Names that no record had before.
    fn names(&self, after: &[Said]) -> Vec<String> {
        let language = self.draft.language.as_str();
        let background = Background::shipped();
        let untold: HashSet<&RecordId> = self.untold().into_iter().map(|record| &record.id).collect();
        let old = self.members.iter().filter(|record| !untold.contains(&record.id));
        let old = old.flat_map(|record| [record.title.as_deref().unwrap_or_default(), record.words()]);
        let old: String = old.collect::<Vec<_>>().join("\n").to_lowercase();
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for said in after.iter().filter(|said| said.fresh) {
            for name in names(&said.text, Some(language)) {
                let key = words(&name.last, Some(language)).pop().map(|word| word.key);
                let rare = key.is_some_and(|key| background.rarity(&key, language) >= RARE);
                if rare && !old.contains(&name.last) && seen.insert(name.last.clone()) {
                    found.extend(said.text.get(name.range).map(|name| format!("first named: {name}")));
                }
            }
        }
        found.truncate(NAMED);
        found
    }
}

/// Numbers of things that were not told before, with what was told of the same thing.
fn numbers(before: &[String], after: &[Said], language: Option<&str>) -> Vec<String> {
    let old: Vec<_> = before.iter().flat_map(|text| counted(text, language)).collect();
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    for said in after.iter().filter(|said| said.fresh) {
        for one in counted(&said.text, language) {
            let same: BTreeSet<&str> = old
                .iter()
                .filter(|known| known.unit == one.unit)
                .map(|known| known.number.value.as_str())
                .collect();
            let is_new = !same.contains(one.number.value.as_str());
            if !is_new || !seen.insert((one.number.value.clone(), one.unit.clone())) {
                continue;
            }
            let written = said.text.get(one.number.range.clone()).unwrap_or_default();
            let thing = one.unit.chars().any(char::is_alphanumeric);
            let told = match one.unit.as_str() {
                "%" => format!("{} %", written.trim_end_matches([' ', '%'])),
                _ if thing => format!("{written} {}", one.written),
                sign => format!("{sign}{written}"),
            };
            let was = same.first().filter(|_| thing && same.len() == 1);
            let was = was.map(|was| format!(" (was {was})")).unwrap_or_default();
            found.push(format!("new number: {told}{was}"));
        }
    }
    found.sort_by_key(|told| !told.ends_with(')'));
    found.truncate(NAMED);
    found
}

fn moved(signal: &Signal) -> String {
    format!("{}, {}", signal.kind.slug(), signal.severity.slug())
}

#[cfg(test)]
mod tests {
    use super::{fired, waits};
    use crate::cluster::gather;
    use crate::desk::compose::Extractive;
    use crate::desk::edition::{Edition, Input, Settings, Told, write};
    use crate::story::{Dispatch, Moment, Record, Severity, Signal};

    fn minute(n: i64) -> Moment {
        Moment::parse("2026-03-12T14:00:00Z").unwrap().plus_seconds(60 * n)
    }

    fn record(outlet: &str, at: i64, text: &str) -> Record {
        Record {
            id: format!("{outlet}-{at}").into(),
            publisher: Some(outlet.to_owned()),
            title: Some(format!("{outlet} on the fire in the silo of Hexley")),
            text: Some(text.to_owned()),
            published_at: Some(minute(at)),
            captured_at: Some(minute(at)),
            language: Some("en".to_owned()),
            ..Record::default()
        }
    }

    const FIRE: &str = "A fire in the grain silo of Hexley left 12 workers injured on Thursday, the county said. The fire \
        in the silo began at the dryer and was out within two hours, according to the fire brigade of Hexley.";
    const MORE: &str = "The fire in the grain silo of Hexley left 14 workers injured, the hospital of Southbank reported on \
        Thursday evening. Mara Quist, who owns the silo, denied that its dryer had ever been faulty.";

    fn first() -> Vec<Record> {
        vec![
            record("Alder Post", 0, FIRE),
            record(
                "Coast Wire",
                5,
                "The silo of Hexley burned for two hours on Thursday; 12 workers were injured in the fire.",
            ),
        ]
    }

    fn edition(records: &[Record], signals: &[Signal], current: &[Dispatch], at: i64) -> Edition {
        let members: Vec<&Record> = records.iter().collect();
        let dispatch = current.first().map(|dispatch| dispatch.id.clone());
        let (cluster, signals) = (gather(&members), signals.to_vec());
        let told = Told { cluster, members, signals, dispatch, ..Told::default() };
        let settings = Settings { minimum: crate::cluster::Minimum::NONE, ..Settings::default() };
        let input = Input { current, ..Input::default() };
        write(&mut Extractive, &input, &[told], &settings, minute(at), &mut |_| {})
    }

    #[test]
    fn what_is_new_is_named() {
        let first = edition(&first(), &[], &[], 10).dispatches;
        let signal = Signal {
            severity: Severity::High,
            why: "3 voices in 1 h".to_owned(),
            evidence: vec!["Harbour Radio-40".into()],
            ..Signal::default()
        };
        let mut records = self::first();
        records.push(record("Harbour Radio", 40, MORE));
        let second = edition(&records, std::slice::from_ref(&signal), &first, 50);
        let changed = &second.dispatches[0].methodology.as_ref().unwrap().changed;
        for told in [
            "a denial, told by Harbour Radio",
            "new number: 14 workers (was 12)",
            "new signal: velocity, high",
            "first named: Mara Quist",
            "1 more record, 1 more voice",
        ] {
            assert!(changed.iter().any(|one| one == told), "{told:?} in {changed:#?}");
        }
        assert!(first[0].methodology.as_ref().unwrap().changed.is_empty());
        assert_eq!(second.dispatches[0].previous.as_ref(), Some(&first[0].id));
    }

    #[test]
    fn a_version_waits_for_its_time_and_a_strong_signal_does_not() {
        let first = edition(&first(), &[], &[], 10).dispatches;
        let mut records = self::first();
        records.push(record("Harbour Radio", 12, MORE));
        let young = edition(&records, &[], &first, 15);
        assert_eq!(young.ledger[0].reason, "waits until 14:30 UTC for its next version");
        assert_eq!(young.verdicts[0].waits, Some(minute(30)));
        assert_eq!(young.dispatches, []);
        assert_eq!(edition(&records, &[], &first, 30).dispatches.len(), 1);
        let evidence = vec!["Harbour Radio-12".into()];
        let strong = Signal { severity: Severity::High, evidence, ..Signal::default() };
        assert_eq!(edition(&records, std::slice::from_ref(&strong), &first, 15).dispatches.len(), 1);
        let weak = Signal { severity: Severity::Medium, ..strong };
        assert_eq!(edition(&records, &[weak], &first, 15).dispatches, []);
        // Brought in at once, but an hour later by the wire's own clock.
        records[2].captured_at = Some(minute(65));
        assert_eq!(edition(&records, &[], &first, 15).dispatches.len(), 1);
    }

    #[test]
    fn a_signal_on_known_records_is_not_new() {
        let first = edition(&first(), &[], &[], 10).dispatches;
        let signal = |id: &str| Signal { evidence: vec![id.into()], ..Signal::default() };
        let signals = [signal("Alder Post-0"), signal("elsewhere")];
        assert_eq!(fired(&first[0], &signals), [&signals[1]]);
        assert_eq!(waits(&first[0], &[], &[], 0, minute(10)), None);
    }

    #[test]
    fn more_of_the_same_from_the_same_is_no_version() {
        let first = edition(&first(), &[], &[], 10).dispatches;
        let mut records = self::first();
        records.push(Record { title: Some("Silo".to_owned()), ..record("Coast Wire", 40, "Grain.") });
        let again = edition(&records, &[], &first, 50);
        assert_eq!(again.dispatches, []);
        assert_eq!(
            again.ledger[0].reason,
            "1 more record since version 1, no more voices, and no sentence would change"
        );
    }
}

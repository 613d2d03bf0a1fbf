use crate::signal::{Past, Rules, Story, hear};
use crate::story::{Cluster, Moment, Record, RecordId, Signal, SignalKind};

fn record(id: usize, text: &str) -> Record {
    Record {
        id: id.to_string().into(),
        publisher: Some(format!("Paper {id}")),
        title: Some("bridge closed".to_owned()),
        text: Some(text.to_owned()),
        published_at: Some(Moment::from_micros(id as i64 * 3 * 3_600_000_000)),
        ..Record::default()
    }
}

/// Knows every word but one.
#[derive(Debug)]
struct AllBut(&'static str, u64);

impl Past for AllBut {
    fn texts(&self) -> u64 {
        1000
    }
    fn texts_with(&self, key: &str) -> u64 {
        if key == self.0 { self.1 } else { 50 }
    }
}

fn heard(texts: &[&str], published: Option<&str>, told: &[RecordId], past: Option<&dyn Past>) -> Vec<Signal> {
    let records: Vec<Record> = texts.iter().enumerate().map(|(at, text)| record(at, text)).collect();
    let members: Vec<&Record> = records.iter().collect();
    let cluster = Cluster::default();
    let story = Story { published, told, past, ..Story::of(&cluster, &members) };
    let signals = hear(&story, &[], Moment::from_micros(i64::MAX), &Rules::default());
    signals.into_iter().filter(|signal| signal.kind == SignalKind::Novelty).collect()
}

#[test]
fn a_name_that_nobody_had_in_three_voices() {
    let texts = [
        "The diver Mara Okonjo looked at the crack.",
        "They sent Mara Okonjo down to the pier.",
        "Below the pier, Okonjo saw nothing.",
    ];
    let past = AllBut("okonjo", 3);
    let [signal] = &heard(&texts, None, &[], Some(&past))[..] else { panic!() };
    assert_eq!(
        signal.why,
        "a new name: 3 voices name Okonjo (3 needed), which no text before this story had"
    );
    assert_eq!((signal.passages.len(), signal.evidence.len()), (3, 3));
    assert_eq!(heard(&texts, None, &[], Some(&AllBut("okonjo", 4))), [], "another story had it");
    assert_eq!(heard(&texts[1..], None, &[], Some(&past)), [], "two voices are too few");
    assert_eq!(heard(&texts, None, &[], None), [], "nothing is known of the past");
    assert_eq!(heard(&texts, Some("Mara Okonjo dived."), &[], Some(&past)), [], "it is published");
}

#[test]
fn a_number_that_the_published_version_does_not_give() {
    let texts =
        ["The crack is 14 metres long.", "It runs over 14 metres.", "Inspectors saw 14 metres of it."];
    let [signal] = &heard(&texts, Some("The crack is 3 metres long."), &[], None)[..] else { panic!() };
    assert_eq!(
        signal.why,
        "a new number: 3 voices say \"14 metres\" (3 needed), which the published version does not"
    );
    assert_eq!(heard(&texts, Some("A crack of 14 metres."), &[], None), []);
    assert_eq!(heard(&texts, None, &[], None), [], "nothing is published");
    let told: Vec<RecordId> = (0..3).map(|n: usize| n.to_string().into()).collect();
    assert_eq!(heard(&texts, Some("A crack."), &told, None), [], "the writer left it out");
}

#[test]
fn much_that_several_say_and_the_published_version_does_not() {
    let old = "bridge closed hanger crack inspection";
    let new = "mayor resigns council vote bridge closed";
    let [signal] = &heard(&[old, old, new, new, new], Some(old), &["0".into(), "1".into()], None)[..] else {
        panic!()
    };
    assert!(signal.why.contains("not in the published version (40 % needed): "), "{}", signal.why);
    let same =
        [old, "bridge closed crack seen", "hanger crack odd", "closed bridge mess", "inspection crack"];
    assert_eq!(heard(&same, Some(old), &[], None), [], "each in its own words, but nothing that two say");
}

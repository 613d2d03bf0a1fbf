use crate::signal::{Rules, Story, hear};
use crate::story::{Cluster, Moment, Record, Signal, SignalKind, SourceKind, SpanField};

fn record(id: &str, outlet: &str, minute: i64, title: &str, text: &str) -> Record {
    Record {
        id: id.into(),
        publisher: Some(outlet.to_owned()),
        title: Some(title.to_owned()),
        text: Some(text.to_owned()),
        published_at: Some(Moment::from_micros(minute * 60_000_000)),
        ..Record::default()
    }
}

fn all(records: &[Record]) -> Vec<Signal> {
    let mut fired = Vec::new();
    for upto in 1..=records.len() {
        let members: Vec<&Record> = records[..upto].iter().collect();
        let cluster = Cluster::default();
        let now = Moment::from_micros(1_000_000_000_000);
        fired.extend(hear(&Story::of(&cluster, &members), &fired, now, &Rules::default()));
    }
    fired.into_iter().filter(|signal| signal.kind == SignalKind::Divergence).collect()
}

/// Each passage is the very words of the record that it points at.
fn lit(signal: &Signal, records: &[Record]) -> Vec<String> {
    let words = signal.passages.iter().map(|passage| {
        let record = records.iter().find(|record| record.id == passage.record).unwrap();
        let stored = match passage.span.field {
            SpanField::Title => record.title.as_deref().unwrap(),
            SpanField::Text => record.words(),
        };
        assert_eq!(passage.span.sha256, Some(crate::text::digest::sha256(stored)));
        assert_eq!(passage.span.cut(stored), Some(passage.words.as_str()));
        passage.words.clone()
    });
    words.collect()
}

const THREE: &str =
    "Zürich. The crack in the bridge hanger is 3 metres long, the port authority said on Thursday.";
const FIVE: &str = "A crack 5 metres long runs along the bridge hanger, the port authority said.";

#[test]
fn one_thing_counted_twice_is_a_conflict_with_both_passages() {
    let records = [
        record("a", "Alder Post", 0, "Bridge closes", THREE),
        record("b", "Coast Wire", 60, "Bridge closed", FIVE),
    ];
    let [signal] = &all(&records)[..] else { panic!("{:?}", all(&records)) };
    assert_eq!(lit(signal, &records), [FIVE, &THREE["Zürich. ".len()..]]);
    assert!(
        signal
            .why
            .starts_with("Coast Wire (01:00 UTC) says 5 and Alder Post (00:00 UTC) 3 of one thing (metres)")
    );
    assert_eq!(signal.evidence, ["b".into(), "a".into()]);
}

#[test]
fn no_conflict_where_a_voice_has_moved_on_or_weighs_both() {
    let quiet = |records: &[Record]| assert_eq!(all(records), [], "{records:#?}");
    let first = record("a", "Alder Post", 0, "Bridge closes", THREE);
    let late = record("b", "Coast Wire", 60 * 9, "Bridge closed", FIVE);
    quiet(&[first.clone(), late]);
    let own = record("b", "Alder Post", 60, "Bridge closed", FIVE);
    let other = record("c", "Coast Wire", 90, "Bridge closed", FIVE);
    quiet(&[first.clone(), own, other]);
    let both = format!("{FIVE} An earlier count had 3 metres.");
    quiet(&[first.clone(), record("b", "Coast Wire", 60, "Bridge closed", &both)]);
    let else_ = "The ferry sails 5 metres off the pier, says its captain, who drinks tea.";
    quiet(&[first.clone(), record("b", "Coast Wire", 60, "Ferry", else_)]);
    let more = FIVE.replace("5 metres", "more than 2 metres");
    quiet(&[first, record("b", "Coast Wire", 60, "Bridge closed", &more)]);
}

#[test]
fn a_denial_of_what_another_says_of_the_same_names() {
    let claims = "Inspectors told Jane Doe in spring that the Harbour Bridge hanger had a crack.";
    let denies = "The authority denied that Jane Doe was told of a crack under the Harbour Bridge.";
    let records = [
        record("a", "Harbour Radio", 0, "Crack is old", claims),
        record("b", "Alder Post", 5, "Authority answers", denies),
    ];
    let [signal] = &all(&records)[..] else { panic!("{:?}", all(&records)) };
    assert_eq!(lit(signal, &records), [denies, claims]);
    assert!(signal.why.contains("both sentences name bridge, doe"), "{}", signal.why);
    let [signal] = &all(&[records[1].clone(), records[0].clone()])[..] else {
        panic!("whichever comes first")
    };
    assert!(signal.why.starts_with("Alder Post"), "{}", signal.why);

    let agree = record("a", "Harbour Radio", 0, "Authority", denies);
    assert_eq!(all(&[agree, records[1].clone()]), [], "both say that it was denied");
    let apart = record("a", "Harbour Radio", 0, "Guests", "Jane Doe saw the Harbour Bridge from her yacht.");
    assert_eq!(all(&[apart, records[1].clone()]), [], "two names alone are no quarrel");
}

#[test]
fn outlets_and_posts_that_speak_of_different_things_are_a_framing_gap() {
    let titles = [
        "Harbour bridge closed after inspection finds crack in hanger",
        "Port authority closes harbour bridge over cracked hanger",
        "Inspection finds crack, harbour bridge closed by port authority",
        "Harbour bridge closed: crack in hanger found by inspection",
    ];
    let posts = [
        "two hours in the traffic jam again, the ferry queue is a joke",
        "ferry queue a joke, two hours of traffic jam with the kids",
        "traffic jam for hours, ferry queue endless, what a joke",
        "endless ferry queue and traffic jam, this is a joke",
    ];
    let told = |framed: &[&str]| {
        let mut records: Vec<Record> = (0..4)
            .map(|n| record(&format!("a{n}"), &format!("Paper {n}"), n * 90, titles[n as usize], ""))
            .collect();
        records.extend(framed.iter().zip(0..).map(|(text, n)| Record {
            kind: SourceKind::Bluesky,
            title: None,
            publisher: None,
            byline: Some(format!("@{n}")),
            ..record(&format!("b{n}"), "", 400 + n * 90, "", text)
        }));
        all(&records)
    };
    let [signal] = &told(&posts)[..] else { panic!("{:?}", told(&posts)) };
    assert!(signal.why.starts_with("outlets and Bluesky tell it in other words"), "{}", signal.why);
    assert_eq!(signal.passages.len(), 2);
    assert_eq!(told(&titles), [], "the same words are no gap");
}

#[test]
fn strange_texts_are_survived() {
    let texts =
        ["", "5", "3 3 3 3 % %", "\u{202e}5 \u{0}metres", "denied denied A B C D", "１２ metres 港口"];
    let records: Vec<Record> = (0..texts.len())
        .map(|n| record(&format!("{n}"), &format!("v{n}"), n as i64, texts[n], texts[texts.len() - 1 - n]))
        .collect();
    all(&records);
    let long = record("x", "X", 9, &"denied 5 metres ".repeat(60_000), &"Ä".repeat(500_000));
    all(&[records[0].clone(), long.clone(), records[1].clone(), long]);
}

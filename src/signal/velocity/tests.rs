use crate::signal::{Rules, Story, Tide, hear};
use crate::story::{Cluster, Moment, Record, RecordId, Severity, Signal, SignalKind};

fn minute(n: i64) -> Moment {
    Moment::from_micros(n * 60_000_000)
}

fn told(events: &[(&str, i64)]) -> Vec<Record> {
    let record = |(at, (voice, when)): (usize, &(&str, i64))| Record {
        id: format!("{at:05}").into(),
        publisher: Some((*voice).to_owned()),
        published_at: Some(minute(*when)),
        ..Record::default()
    };
    events.iter().enumerate().map(record).collect()
}

/// Everything that fires while the records come one by one, in the order given.
fn all(records: &[Record], copies: &[RecordId]) -> Vec<Signal> {
    let mut fired = Vec::new();
    for upto in 1..=records.len() {
        let mut members: Vec<&Record> = records[..upto].iter().collect();
        let now = records[upto - 1].captured_at.or(records[upto - 1].published_at).unwrap();
        members.sort_by_key(|record| record.time());
        let cluster = Cluster { copies: copies.to_vec(), ..Cluster::default() };
        fired.extend(hear(&Story::of(&cluster, &members), &fired, now, &Rules::default()));
    }
    fired
}

fn fires(events: &[(&str, i64)]) -> Vec<i64> {
    all(&told(events), &[]).iter().map(|signal| signal.at.as_micros() / 60_000_000).collect()
}

fn burst(name: &str, from: i64, voices: usize) -> Vec<(String, i64)> {
    (0..voices).map(|n| (format!("{name}{n}"), from + n as i64 * 10)).collect()
}

fn borrowed(events: &[(String, i64)]) -> Vec<(&str, i64)> {
    events.iter().map(|(voice, at)| (voice.as_str(), *at)).collect()
}

#[test]
fn four_voices_in_an_hour_tip_it() {
    let signals = all(&told(&[("a", 0), ("b", 20), ("c", 40), ("d", 50), ("e", 55)]), &[]);
    let [signal] = &signals[..] else { panic!("{signals:?}") };
    assert_eq!((signal.kind.clone(), signal.at), (SignalKind::Velocity, minute(50)));
    assert_eq!((signal.severity, signal.evidence.len()), (Severity::Medium, 4));
    assert_eq!(
        signal.why,
        "4 voices in 1 h (to 00:50 UTC), 0.02 expected: (0 + ½) ÷ 24 from the 24 h before; z = 2(√4 − √0.02) = 3.71"
    );
    let figure = |name: &str| signal.figures.iter().find(|f| f.name == name).unwrap().value;
    let z = 2.0 * (figure("voices").sqrt() - figure("expected").sqrt());
    assert!((z - figure("z")).abs() < 1e-9 && figure("z") >= figure("z needed"));
    assert!((signal.confidence - 0.5).abs() < 0.01, "at the bound a half: {}", signal.confidence);
    assert_eq!(signal.caution, None);
}

#[test]
fn old_news_of_a_source_just_added_tips_nothing() {
    let mut records = told(&[("a", 0), ("b", 20), ("c", 40), ("d", 50)]);
    records[3].backfill = true;
    assert_eq!(all(&records, &[]), []);
    records.extend(told(&[("e", 0), ("f", 20), ("g", 40), ("h", 50)]).into_iter().map(|record| Record {
        id: format!("x{}", record.id).into(),
        backfill: true,
        ..record
    }));
    assert_eq!(all(&records, &[]), []);
}

#[test]
fn one_voice_four_times_is_one_voice_and_a_copy_is_none() {
    assert_eq!(fires(&[("a", 0), ("a", 20), ("a", 40), ("b", 50), ("a", 51)]), [0; 0]);
    assert_eq!(all(&told(&[("a", 0), ("b", 20), ("c", 40), ("d", 50)]), &["00003".into()]), []);
}

#[test]
fn nobody_named_is_nobody_twice() {
    let mut records = told(&[("a", 0), ("b", 20), ("c", 40), ("d", 50)]);
    records.iter_mut().for_each(|record| record.publisher = None);
    assert_eq!(all(&records, &[]).len(), 1, "nothing says that they come from one place");
}

#[test]
fn a_steady_story_does_not_outrun_itself() {
    let steady: Vec<(String, i64)> = (0..120).map(|n| (format!("v{n}"), n * 30)).collect();
    let at = fires(&borrowed(&steady));
    assert!(at.iter().all(|at| *at < 6 * 60), "only while it was young: {at:?}");
}

#[test]
fn a_second_wave_fires_once_the_story_has_calmed_down() {
    let wave = |name: &str, from: i64| burst(name, from, 5);
    let twice = |gap: i64| [wave("a", 0), wave("b", gap)].concat();
    assert_eq!(fires(&borrowed(&twice(60))), [30], "within the cooldown nothing fires");
    assert_eq!(fires(&borrowed(&twice(48 * 60))).len(), 2);
    let unbroken: Vec<(String, i64)> = (0..200).map(|n| (format!("v{n}"), n * n / 30)).collect();
    let at = fires(&borrowed(&unbroken));
    assert!(at.windows(2).all(|pair| pair[1] - pair[0] >= 6 * 60), "{at:?}");
}

#[test]
fn a_burst_that_was_gathered_late_is_heard_all_the_same() {
    let mut records = told(&[("a", 0), ("z", 180), ("b", 20), ("c", 40), ("d", 50)]);
    records.iter_mut().for_each(|record| record.captured_at = Some(minute(200)));
    let signals = all(&records, &[]);
    assert_eq!(signals.iter().map(|signal| signal.at).collect::<Vec<_>>(), [minute(50)]);
}

#[test]
fn on_a_day_when_everything_happens_more_is_expected() {
    let records = told(&[("a", 0), ("b", 20), ("c", 40), ("d", 50)].map(|(v, at)| (v, at + 1440)));
    let members: Vec<&Record> = records.iter().collect();
    let (cluster, now) = (Cluster::default(), minute(1490));
    let mut tide = Tide::default();
    for n in 0..290 {
        tide.note(minute(n * 5), minute(n * 5));
    }
    let heard = |tide: &Tide| {
        let story = Story { tide: Some(tide), ..Story::of(&cluster, &members) };
        hear(&story, &[], now, &Rules::default())
    };
    let quiet = heard(&tide);
    assert_eq!(quiet.len(), 1, "as busy as ever");
    for n in 0..400 {
        tide.note(minute(1435 + n / 8), now);
    }
    assert_eq!(heard(&tide), [], "all others are busier too");
}

#[test]
fn dates_from_the_future_count_as_now_and_a_flood_costs_no_more_than_its_newest() {
    let far = told(&[("a", 1_000_000), ("b", 2_000_000), ("c", 3_000_000), ("d", 4_000_000)]);
    let members: Vec<&Record> = far.iter().collect();
    let cluster = Cluster::default();
    let [signal] = &hear(&Story::of(&cluster, &members), &[], minute(10), &Rules::default())[..] else {
        panic!("they all came now")
    };
    assert_eq!(signal.at, minute(15));

    let one = told(&[("a", 0)]).remove(0);
    let flood: Vec<&Record> = std::iter::repeat_n(&one, 1_000_000).collect();
    for _ in 0..200 {
        assert_eq!(hear(&Story::of(&cluster, &flood), &[], minute(10), &Rules::default()), []);
    }
    let empty = Record::default();
    assert_eq!(hear(&Story::of(&cluster, &[&empty, &empty]), &[], minute(0), &Rules::default()), []);
    assert_eq!(hear(&Story::of(&cluster, &[]), &[], minute(0), &Rules::default()), []);
}

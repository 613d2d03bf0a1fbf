//! The signals screen and why a story fired, as they stand in a terminal.

use ratatui::layout::Size;
use rstest::rstest;

use super::super::sample::{self, at};
use super::{bytes, check, painted, shown};
use crate::{
    reader::{
        model::{Glyphs, Screen},
        msg::Msg,
        update::stage::Stage,
    },
    story::{
        Cluster, Decision, Figure, Key, Met, Moment, Outcome, Passage, RecordId, Severity, Signal,
        SignalKind, SourceKind, Span,
    },
    wire::stories::{Arrivals, HOURS, StoryRow, Teller, Why},
};

fn figure(name: &str, value: f64, unit: &str) -> Figure {
    Figure { name: name.into(), value, unit: unit.into() }
}

fn arrivals(kind: SourceKind, last: &[u32]) -> Arrivals {
    let mut hours = vec![0; HOURS - last.len()];
    hours.extend_from_slice(last);
    Arrivals { kind, hours }
}

fn ids(from: usize, count: usize) -> Vec<RecordId> {
    (from..from + count).map(|n| RecordId::new(n.to_string())).collect()
}

/// Six voices within the hour.
fn velocity() -> Signal {
    Signal {
        kind: SignalKind::Velocity,
        severity: Severity::High,
        score: 4.12,
        why: "6 voices in 1 h where 0.4 were expected, 6 before in 24 h".into(),
        at: at("13:41"),
        evidence: ids(1001, 4),
        confidence: 0.82,
        figures: vec![
            figure("voices", 6.0, ""),
            figure("window", 1.0, "h"),
            figure("expected", 0.4, "voices"),
            figure("z", 4.12, "σ"),
            figure("voices needed", 4.0, ""),
            figure("z needed", 3.0, "σ"),
            figure("sources", 7.0, ""),
            figure("sources up to date", 5.0, ""),
        ],
        caution: Some("2 of the 7 sources that normally speak here are not up to date".into()),
        ..Signal::default()
    }
}

/// Two lengths of one crack.
fn divergence() -> Signal {
    let passage = |record: &str, start, end, words: &str| Passage {
        record: record.into(),
        span: Span { start, end, ..Span::default() },
        words: words.into(),
    };
    Signal {
        kind: SignalKind::Divergence,
        severity: Severity::Medium,
        score: 0.6,
        why: "2 voices give the length of the crack as 40 centimetres, 1 as about a metre".into(),
        at: at("13:52"),
        evidence: ids(1004, 1),
        confidence: 0.5,
        figures: vec![
            figure("values", 2.0, ""),
            figure("voices", 3.0, ""),
            figure("voices needed", 2.0, ""),
            figure("names in common", 2.0, ""),
            figure("names needed", 2.0, ""),
        ],
        passages: vec![
            passage(
                "1001",
                218,
                316,
                "The crack is 40 centimetres long and runs along a weld in the third hanger from the east tower.",
            ),
            passage("1004", 40, 72, "Crack about a metre if you ask me 🌉"),
        ],
        ..Signal::default()
    }
}

fn bridge() -> StoryRow {
    StoryRow {
        wire: "harbour".into(),
        cluster: Cluster {
            id: "c-1001".into(),
            records: ids(1001, 6),
            voices: 4,
            copies: ids(1005, 1),
            first_at: Some(at("2026-03-11T16:02")),
            last_at: Some(at("13:52")),
        },
        headline: "Harbour Bridge Closes After Crack Found".into(),
        outcome: Some(Outcome::Published),
        reason: String::new(),
        dispatch: Some(Key::new("harbour", "019d8850-6f21-7b3a-9d52-a1b0c47c813e")),
        signal: Some(divergence()),
        arrivals: vec![
            arrivals(SourceKind::News, &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3]),
            arrivals(SourceKind::Bluesky, &[1]),
            arrivals(SourceKind::HackerNews, &[1]),
        ],
    }
}

/// What moved, the newest first.
#[allow(clippy::too_many_lines)] // a table
fn moved() -> Vec<StoryRow> {
    let row = |id: &str, signal: Signal, headline: &str, (records, voices, copies): (usize, usize, usize)| {
        StoryRow {
            wire: "harbour".into(),
            cluster: Cluster {
                id: id.into(),
                records: ids(2000, records),
                voices,
                copies: ids(2000, copies),
                first_at: Some(signal.at),
                last_at: Some(signal.at),
            },
            headline: headline.into(),
            signal: Some(signal),
            ..StoryRow::default()
        }
    };
    let signal = |kind, severity, score, time: &str| Signal {
        kind,
        severity,
        score,
        at: at(time),
        ..Signal::default()
    };
    vec![
        bridge(),
        StoryRow {
            outcome: Some(Outcome::Watched),
            reason: "nothing but posts: a page of 80 words is needed".into(),
            arrivals: vec![arrivals(SourceKind::Bluesky, &[2, 310, 44, 12])],
            ..row(
                "c-9",
                signal(SignalKind::Coordination, Severity::Medium, 0.93, "13:40"),
                "Vote no on the ferry, say 368 accounts in the same words",
                (1368, 368, 1000),
            )
        },
        StoryRow {
            outcome: Some(Outcome::Unchanged),
            reason: "nothing new since version 2".into(),
            dispatch: Some(Key::new("harbour", "019d8850-6f21-7b3a-9d52-a1b0c40a11f2")),
            arrivals: vec![arrivals(SourceKind::News, &[1, 0, 1, 2, 3, 1, 1, 0, 0, 2, 1, 1])],
            ..row(
                "c-7",
                signal(SignalKind::Velocity, Severity::Medium, 3.2, "12:15"),
                "Alder Council Delays Ferry Vote Again",
                (13, 5, 4),
            )
        },
        StoryRow {
            outcome: Some(Outcome::Spiked),
            reason: "the quotation “I was never here” stands in no record".into(),
            arrivals: vec![arrivals(SourceKind::News, &[3]), arrivals(SourceKind::Bluesky, &[1, 0])],
            ..row(
                "c-5",
                signal(SignalKind::Novelty, Severity::Low, 0.81, "2026-03-11T18:40"),
                "港湾大橋の亀裂、ドローンが発見 — 全面通行止め、再開の時刻は示されず、渡し船も足りない",
                (4, 3, 0),
            )
        },
        row(
            "c-4",
            signal(SignalKind::Other("echo".into()), Severity::Low, 2.0, "2026-02-27T10:00"),
            "Moth Counted in Every Parish",
            (3, 3, 0),
        ),
    ]
}

fn watched() -> Vec<StoryRow> {
    let row =
        |id: &str, time: &str, headline: &str, (records, voices): (usize, usize), reason: &str| StoryRow {
            wire: "harbour".into(),
            cluster: Cluster {
                id: id.into(),
                records: ids(3000, records),
                voices,
                last_at: Some(at(time)),
                ..Cluster::default()
            },
            headline: headline.into(),
            outcome: Some(Outcome::Watched),
            reason: reason.into(),
            arrivals: vec![arrivals(SourceKind::News, &[records as u32])],
            ..StoryRow::default()
        };
    vec![
        row("c-2", "14:20", "A Dog on the Ferry", (1, 1), "1 record, 3 needed"),
        row(
            "c-3",
            "13:05",
            "Museum Sale Is Off, Says One Outlet",
            (2, 1),
            "1 independent voice in 2 records, 2 needed",
        ),
        StoryRow {
            signal: Some(Signal { severity: Severity::Low, ..velocity() }),
            ..row(
                "c-6",
                "2026-03-11T22:30",
                "Silo Door Found Open",
                (3, 3),
                "no record with 80 words of text; the longest has 34",
            )
        },
    ]
}

/// How the story of the bridge came to be one.
#[allow(clippy::too_many_lines)] // a table
fn why() -> Why {
    let teller = |id: &str, kind, name: &str, voice: &str, time: &str| Teller {
        id: id.into(),
        kind,
        name: name.into(),
        voice: voice.into(),
        at: Some(at(time)),
        backfill: false,
    };
    let met = |record: &str, met, score, needed, other: Option<&str>, words: &[&str]| Decision {
        at: at("13:59"),
        record: record.into(),
        cluster: "c-1001".into(),
        met,
        score,
        needed,
        other: other.map(str::to_owned),
        words: words.iter().map(|word| (*word).to_owned()).collect(),
    };
    Why {
        row: bridge(),
        records: vec![
            Teller {
                backfill: true,
                ..teller(
                    "1006",
                    SourceKind::News,
                    "Bridge to be inspected by drone",
                    "harbourmail.example",
                    "2026-03-11T16:02",
                )
            },
            teller("1001", SourceKind::News, "Port authority shuts bridge", "alderpost.example", "13:11"),
            teller(
                "1004",
                SourceKind::Bluesky,
                "Was on the deck when they cleared it. Crack about a metre if you ask me 🌉",
                "@rigger.example",
                "13:22",
            ),
            teller("1003", SourceKind::News, "What the drone saw", "coastwire.example", "13:30"),
            teller("1005", SourceKind::News, "Port authority shuts bridge", "southbank.example", "13:41"),
            teller(
                "1002",
                SourceKind::HackerNews,
                "Ferry Cannot Carry the Difference",
                "coastwire.example",
                "13:52",
            ),
        ],
        decisions: vec![
            met("1006", Met::Opened, 0.12, 0.24, Some("c-900"), &["drone"]),
            met("1001", Met::Opened, 0.21, 0.22, Some("c-1006"), &["bridge", "drone"]),
            met(
                "1004",
                Met::Linked,
                0.0,
                0.0,
                Some("https://www.alderpost.example/port-authority-shuts-bridge"),
                &[],
            ),
            met("1003", Met::Joined, 0.41, 0.22, None, &["hanger", "bridge", "crack", "alder"]),
            met("1005", Met::Copied, 0.97, 0.8, Some("1001"), &[]),
            met("1002", Met::Joined, 0.26, 0.19, None, &["ferry", "31000", "bridge"]),
            met("1001", Met::Merged, 0.37, 0.35, Some("c-1001"), &["bridge", "drone", "hanger"]),
        ],
        signals: vec![velocity(), divergence()],
        aliases: vec!["c-1006".into()],
    }
}

fn stage(width: u16, height: u16, keys: &str) -> Stage {
    let mut stage = sample::stage(width, height);
    (stage.moved, stage.watched, stage.whys) = (moved(), watched(), vec![why()]);
    stage.press(keys);
    stage
}

/// The same harm in all that a story brings with it.
pub(super) fn poison(stage: &mut Stage, harm: &str) {
    (stage.moved, stage.watched) = (moved(), watched());
    for row in stage.moved.iter_mut().chain(&mut stage.watched) {
        (row.headline, row.reason) = (harm.to_owned(), harm.to_owned());
        row.wire = harm.into();
        row.arrivals = vec![arrivals(SourceKind::Other(harm.to_owned()), &[1, 2])];
        if let Some(signal) = &mut row.signal {
            signal.kind = SignalKind::Other(harm.to_owned());
        }
    }
    let mut whole = why();
    whole.row = stage.moved[0].clone();
    for teller in &mut whole.records {
        (teller.name, teller.voice) = (harm.to_owned(), harm.to_owned());
        teller.kind = SourceKind::Other(harm.to_owned());
    }
    for decision in &mut whole.decisions {
        (decision.other, decision.words) = (Some(harm.to_owned()), vec![harm.to_owned(); 9]);
    }
    for signal in &mut whole.signals {
        (signal.why, signal.caution) = (harm.to_owned(), Some(harm.to_owned()));
        for figure in &mut signal.figures {
            (figure.name, figure.unit, figure.value) = (harm.to_owned(), harm.to_owned(), f64::MAX);
        }
        signal.passages.iter_mut().for_each(|passage| harm.clone_into(&mut passage.words));
    }
    whole.aliases.push(harm.into());
    stage.whys = vec![whole];
}

/// Every screen of this file, by the keys that lead to it.
const SCREENS: &[(&str, &str)] = &[
    ("signals", "M"),
    ("signals_moved", "M j j"),
    ("watched", "M Tab j"),
    ("why", "M Enter"),
    ("why_records", "M Enter Tab j j"),
    ("why_passage", "M Enter J J Enter"),
];

#[rstest]
fn stories_and_why(#[values((80, 24), (160, 48), (40, 12))] size: (u16, u16)) {
    for (name, keys) in SCREENS {
        check(name, &stage(size.0, size.1, keys).model);
    }
}

#[test]
fn a_signal_may_lack_everything_but_its_kind() {
    let mut stage = stage(80, 24, "");
    stage.whys[0].signals = vec![Signal::default()];
    stage.whys[0].records.clear();
    stage.whys[0].row = StoryRow { cluster: bridge().cluster, wire: "harbour".into(), ..StoryRow::default() };
    stage.press("M Enter");
    assert!(shown(&stage.model).contains("(nothing named)"), "{}", shown(&stage.model));
    stage.press("Tab");
    assert!(shown(&stage.model).contains("None of its records"), "{}", shown(&stage.model));
}

#[test]
fn the_ascii_twins_are_ascii() {
    for (_, keys) in SCREENS.iter().filter(|(name, _)| *name != "why_passage") {
        let mut stage = stage(160, 48, "");
        stage.model.settings.glyphs = Glyphs::Ascii;
        stage.press(keys);
        let screen = shown(&stage.model);
        let foreign = |line: &&str| line.contains(['港', '🌉', '“']);
        assert!(screen.lines().filter(|line| !foreign(line)).all(str::is_ascii), "{screen}");
    }
}

#[test]
fn no_size_is_too_strange_for_a_story() {
    for (_, keys) in SCREENS {
        for (width, height) in
            [(0, 0), (1, 1), (2, 300), (300, 2), (20, 5), (21, 6), (79, 7), (80, 8), (140, 5), (500, 9)]
        {
            let mut stage = stage(160, 48, keys);
            stage.tell(Msg::Resized(Size { width, height }));
            assert_eq!(painted(&stage.model).area.width, width);
            let mut stage = stage_of(width, height, keys);
            stage.press("j k G g g Tab j Enter Esc");
            painted(&stage.model);
        }
    }
}

fn stage_of(width: u16, height: u16, keys: &str) -> Stage {
    let mut stage = sample::stage(width, height);
    poison(&mut stage, "a\u{1b}[2J\u{202e}漢字 👩\u{200d}👩\u{200d}👧 word ".repeat(30).as_str());
    stage.press(keys);
    stage
}

#[test]
fn a_story_with_ten_thousand_records_is_set_in_linear_time() {
    let mut stage = stage(160, 48, "");
    let many = 10_000;
    stage.whys[0].records = (0..many)
        .map(|n| Teller {
            id: RecordId::new(n.to_string()),
            name: format!("Report {n}"),
            ..Teller::default()
        })
        .collect();
    stage.whys[0].decisions = (0..many)
        .map(|n| Decision { record: RecordId::new(n.to_string()), met: Met::Joined, ..Decision::default() })
        .collect();
    stage.press("M Enter Tab G");
    let Some(Screen::Why(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.records.link, Some(many - 1));
}

#[test]
fn moving_among_stories_is_cheap() {
    let mut stage = stage(80, 24, "M");
    for _ in 0..2 {
        let before = stage.model.clone();
        stage.press("j");
        assert!(bytes(&before, &stage.model) <= 300);
    }
    let _ = Moment::default();
}

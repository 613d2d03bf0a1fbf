//! A dispatch held against its records, its versions, its readings, as they stand in a terminal.

use ratatui::layout::Size;
use rstest::rstest;

use super::super::sample::{self, at};
use super::{HOSTILE, check, harmless, painted, shown};
use crate::{
    reader::{
        model::{Glyphs, Screen},
        msg::{Msg, Past},
        update::stage::Stage,
    },
    story::{
        Dispatch, Extra, Key, Methodology, Part, Passage, Record, Section, Share, Span, Trace, TracedClaim,
        Verdict,
    },
    wire::page::{Link, Running, Version},
};

/// What the sample's bridge comes to: one sentence of each kind, and two records that are not here.
#[allow(clippy::too_many_lines)] // a table
fn trace() -> Trace {
    let records = sample::records();
    let claim = |part, text: &str, markers: &[u32], verdict, spans: &[(&str, &str)], voices| TracedClaim {
        part,
        text: text.into(),
        markers: markers.to_vec(),
        verdict,
        spans: spans.iter().map(|(id, words)| passage(&records, id, words)).collect(),
        voices,
        lack: None,
    };
    let closed =
        "Port Alder closed the Harbour Bridge to all traffic at 13:05 after a drone inspection found a crack";
    let long = "The crack is 40 centimetres long";
    let said = "\"A cracked hanger is a hanger I cannot count on, so I stopped counting,\"";
    let mut claims = vec![
        claim(
            Part::Headline,
            "Harbour Bridge Closes After Crack Found",
            &[],
            Verdict::Supported,
            &[("1001", closed)],
            1,
        ),
        claim(
            Part::Dek,
            "Engineers shut the Port Alder crossing within an hour of a routine flight; the ferry cannot carry the difference.",
            &[],
            Verdict::NotFound,
            &[],
            0,
        ),
        claim(
            Part::Takeaway(0),
            "The crossing is shut, and no hour is named for its opening.",
            &[],
            Verdict::Supported,
            &[("1001", "The port authority gave no hour for reopening the bridge.")],
            1,
        ),
        claim(
            Part::Section(0),
            "The crossing closed at 13:05, the port authority said, after a drone pass showed a crack in the eastern hanger.",
            &[1, 2],
            Verdict::Supported,
            &[("1001", closed)],
            1,
        ),
        claim(
            Part::Section(0),
            "Traffic over it averages 31,000 vehicles a day.",
            &[2, 3],
            Verdict::Number,
            &[("1003", "31,000 vehicles a day")],
            1,
        ),
        claim(
            Part::Section(0),
            "\"A cracked hanger is a hanger I cannot count on, so I stopped counting,\" said Mara Quist, the port's chief engineer.",
            &[1],
            Verdict::Verbatim,
            &[("1001", said)],
            1,
        ),
        claim(
            Part::Section(1),
            "The port authority gives the crack as 40 centimetres; a worker on the deck wrote of **about a metre**.",
            &[1, 4],
            Verdict::Supported,
            &[("1001", long), ("1004", "Crack about a metre")],
            2,
        ),
        claim(
            Part::Section(1),
            "Coast Wire repeats the first figure and does not say where it has it from.",
            &[5],
            Verdict::NotFound,
            &[],
            0,
        ),
        claim(
            Part::Section(3),
            "If the hanger is in stock, the bridge opens within the week.",
            &[],
            Verdict::Reading,
            &[],
            0,
        ),
        claim(
            Part::Answer(0),
            "About 31,000 on a working day.",
            &[2, 3],
            Verdict::Number,
            &[("1003", "31,000 vehicles a day")],
            1,
        ),
    ];
    claims[7].lack = Some("the record that is cited for it is not here".into());
    let missing = vec!["1002".into(), "1005".into()];
    Trace { claims, quotes: Share { found: 1, total: 1 }, numbers: Share { found: 4, total: 4 }, missing }
}

fn passage(records: &[Record], id: &str, words: &str) -> Passage {
    let text = records.iter().find(|record| record.id.as_str() == id).unwrap().words();
    let (before, _) = text.split_once(words).unwrap_or_else(|| panic!("{words}"));
    let start = before.chars().count();
    let span = Span { start, end: start + words.chars().count(), ..Span::default() };
    Passage { record: id.into(), span, words: words.into() }
}

fn key(stage: &Stage, n: usize) -> Key {
    Key::new(stage.world[n].wire.clone(), stage.world[n].dispatch.id.clone())
}

/// The sample's world, its bridge with a reading and traced, its glacier in three versions.
fn stage(width: u16, height: u16) -> Stage {
    let mut stage = sample::stage(width, height);
    let bridge = key(&stage, 0);
    stage.traces.push((bridge, trace()));
    stage.world[0].dispatch.sections.push(Section {
        order: 4,
        heading: Some("When it may open".into()),
        body: "If the hanger is in stock, the bridge opens within the week.\n\nA barge could carry it there in a night.".into(),
        kind: Some(Section::READING.into()),
        ..Section::default()
    });
    stage.world[0].dispatch.sections[1] = accounts();
    stage.world[0].running = running();
    stage.history = glacier(&stage.world[2].dispatch);
    stage.world[2].versions = stage.history.iter().map(|past| past.version.clone()).collect();
    stage.world[2].dispatch = stage.history[2].dispatch.clone();
    // What was on screen before is asked for again.
    stage.model.wire.previewed = None;
    stage.press("j k");
    stage
}

/// Who says what of the crack.
fn accounts() -> Section {
    let body = "The port authority gives the crack as 40 centimetres [1].\n\nA worker on the deck wrote of **about a metre** [4].\n\n\
                Nobody has measured it from above [4].\n\nCoast Wire repeats the first figure and does not say where it has it from [5].";
    let outlets =
        ["The Alder Post", "@rigger.example", "@rigger.example", "Coast Wire, the paper of the whole coast"];
    Section {
        order: 2,
        heading: Some("Where accounts differ".into()),
        body: body.into(),
        kind: Some(Section::ACCOUNTS.into()),
        extra: Extra::from_iter([("outlets".to_owned(), outlets.to_vec().into())]),
    }
}

/// What was told before the bridge, and after it.
fn running() -> Running {
    let link = |id: &str, time, headline: &str| Link {
        key: Key::new("harbour", id),
        headline: headline.into(),
        time: Some(at(time)),
    };
    Running {
        earlier: vec![
            link("a", "2026-02-27T10:00", "Port Alder Lets a Drone Look at Its Bridges"),
            link("b", "2026-03-11T18:40", "Inspector Asks for a Second Look at the Eastern Hanger"),
        ],
        later: vec![link("c", "14:20", "Ferries Sail Every Twenty Minutes While the Bridge Is Shut")],
    }
}

/// What the three versions of one story say.
const FOUND: &str = "A survey of the Marrow Glacier found a second lake under the ice [1]. The lake lies 200 metres down \
    [1].\n\nThe team had looked for a fault in its radar [2].";
const MEASURED: &str = "A survey of the Marrow Glacier found a second lake under the ice [1]. The lake lies 240 metres \
    down, the team said after a second flight [1][3].\n\nThe team had looked for a fault in its radar [2].";
const COMPARED: &str = "A survey of the Marrow Glacier found a second lake under the ice [1]. The lake lies 240 metres \
    down, the team said after a second flight [1][3]. It holds as much water as the town of Hexley drinks in a year \
    [4].\n\nNobody lives beneath the glacier [4].";

/// Those versions.
fn glacier(last: &Dispatch) -> Vec<Past> {
    let past = |(n, id): (usize, &str), time, headline: &str, body: &str, records: usize| {
        let section =
            Section { heading: Some("What is reported".into()), body: body.into(), ..Section::default() };
        let dispatch = Dispatch {
            id: id.into(),
            headline: Some(headline.into()),
            content: None,
            sections: vec![section],
            record_ids: (0..records).map(|n| n.to_string().into()).collect(),
            version: n as u32,
            generated_at: Some(at(time)),
            ..last.clone()
        };
        let version = Version {
            key: Key::new("harbour", id),
            version: n as u32,
            headline: headline.into(),
            time: Some(at(time)),
            read: n == 1,
        };
        Past { version, dispatch, partial: false }
    };
    let (one, two) = ("019d8850-6f21-7b3a-9d52-a1b0c491b001", "019d8850-6f21-7b3a-9d52-a1b0c491b002");
    let under = "Glacier Survey Finds Second Lake Under the Ice";
    vec![
        past((1, one), "09:40", "Glacier Survey Finds Second Lake", FOUND, 5),
        past((2, two), "11:05", "Glacier Survey Finds Second Lake", MEASURED, 6),
        past((3, last.id.as_str()), "12:15", under, COMPARED, 9),
    ]
}

/// Every screen, by the keys that lead to it.
const SCREENS: &[(&str, &str)] = &[
    ("trace", "t"),
    ("trace_amid", "Enter J J t"),
    ("trace_two_passages", "t j j j j j j"),
    ("trace_second_passage", "t j j j j j j Tab j"),
    ("trace_not_found", "t n"),
    ("trace_reading", "t n n n"),
    ("dispatch_accounts", "Enter Ctrl+d"),
    ("dispatch_traced", "Enter G"),
    ("dispatch_changed", "j j Enter"),
    ("versions", "j j Enter v"),
    ("versions_read", "j j Enter v Tab"),
    ("versions_first", "j j Enter v j j"),
];

#[rstest]
fn whole_screens(#[values((80, 24), (120, 40), (160, 48), (40, 12))] size: (u16, u16)) {
    for (name, keys) in SCREENS {
        let mut stage = stage(size.0, size.1);
        stage.press(keys);
        check(name, &stage.model);
    }
}

#[test]
fn a_trace_on_its_way_says_so() {
    let mut stage = stage(80, 24);
    stage.held = true;
    stage.press("t");
    assert!(shown(&stage.model).contains("Holding each sentence against the records"));
    stage.answer();
    let screen = shown(&stage.model);
    assert!(screen.contains("2 of 5 records are not on this machine"), "{screen}");
    let Some(Screen::Trace(trace)) = stage.model.stack.last() else { panic!() };
    let ticket = trace.ticket;
    stage.press("Esc t");
    stage.tell(Msg::TraceLoaded(ticket, None));
    assert!(shown(&stage.model).contains("sentence"), "an answer that nobody waits for changes nothing");
}

#[test]
fn the_ascii_twin_is_ascii() {
    for keys in ["t j j j j j j", "j j Enter v", "Enter G"] {
        let mut stage = stage(110, 40);
        stage.model.settings.glyphs = Glyphs::Ascii;
        stage.press(keys);
        let screen = shown(&stage.model);
        assert!(screen.lines().filter(|line| !line.contains(['港', '🌉'])).all(str::is_ascii), "{screen}");
    }
}

/// Harm in everything that a trace or a version brings.
fn poisoned(width: u16, height: u16, keys: &str, harm: &str) -> Stage {
    let text = format!("{harm} {}", harm.repeat(9));
    let mut stage = stage(width, height);
    for (_, trace) in &mut stage.traces {
        for claim in &mut trace.claims {
            (claim.text, claim.lack) = (text.clone(), Some(text.clone()));
            for passage in &mut claim.spans {
                passage.words.clone_from(&text);
            }
        }
        trace.missing = vec![text.as_str().into()];
    }
    for record in &mut stage.world[0].records {
        record.text = Some(text.clone());
        (record.title, record.publisher) = (Some(text.clone()), Some(text.clone()));
    }
    for section in &mut stage.world[0].dispatch.sections {
        (section.heading, section.body) = (Some(text.clone()), text.clone());
        if section.kind.as_deref() == Some(Section::ACCOUNTS) {
            section.extra = Extra::from_iter([("outlets".to_owned(), vec![text.clone()].into())]);
        }
    }
    let running = &mut stage.world[0].running;
    for link in running.earlier.iter_mut().chain(&mut running.later) {
        link.headline.clone_from(&text);
    }
    for past in &mut stage.history {
        past.version.headline.clone_from(&text);
        past.dispatch.headline = Some(format!("{text} {}", past.version.version));
        past.dispatch.methodology =
            Some(Methodology { changed: vec![text.clone()], ..Methodology::default() });
        for section in &mut past.dispatch.sections {
            section.heading = Some(text.clone());
            section.body = format!("{text}. {}", past.version.version);
        }
    }
    stage.press(keys);
    stage
}

#[test]
fn nothing_harmful_reaches_a_cell() {
    harmless(SCREENS, poisoned);
}

#[test]
fn no_size_is_too_strange() {
    for (width, height) in
        [(0, 0), (1, 1), (2, 300), (300, 2), (19, 5), (20, 5), (21, 6), (79, 7), (80, 8), (110, 5), (500, 9)]
    {
        for (name, keys) in SCREENS {
            let mut stage = stage(80, 24);
            stage.press(keys);
            stage.tell(Msg::Resized(Size { width, height }));
            assert_eq!(painted(&stage.model).area.width, width, "{name}");
            painted(&poisoned(width, height, keys, HOSTILE[6]).model);
        }
    }
}

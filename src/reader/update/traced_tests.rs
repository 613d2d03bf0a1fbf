//! Sentences held against records, and versions against each other: (this world, these keys) → (these effects, that
//! screen).

use std::sync::Arc;

use super::{
    super::{
        effect::Effect,
        model::{Fetch, Load, Screen, Status, Subject, TraceScreen, VersionsScreen},
        msg::{Msg, Past, Traced, Trouble},
    },
    stage::{Stage, world},
};
use crate::{
    story::{Key, Part, Passage, RecordId, Section, Span, Trace, TracedClaim, Verdict},
    wire::page::{Kept, Version},
};

fn key(n: usize) -> Key {
    Key::new("world", format!("00000000-0000-7000-8000-{n:012x}"))
}

/// Three sentences: one that two records show, one that none does, one that one record shows; a record is missing.
fn trace() -> Trace {
    let passage = |record: &str| Passage {
        record: record.into(),
        span: Span { start: 0, end: 26, ..Span::default() },
        words: "The bridge closed at noon.".into(),
    };
    let claim = |text: &str, verdict, spans: Vec<Passage>, markers: &[u32]| TracedClaim {
        part: Part::Section(0),
        text: text.into(),
        markers: markers.to_vec(),
        verdict,
        spans,
        ..TracedClaim::default()
    };
    Trace {
        claims: vec![
            claim(
                "The bridge closed at noon.",
                Verdict::Verbatim,
                vec![passage("r0-1"), passage("r0-2")],
                &[1],
            ),
            claim("Nobody was hurt, the port said.", Verdict::NotFound, Vec::new(), &[2]),
            claim("Traffic is 31,000 a day.", Verdict::Verbatim, vec![passage("r0-2")], &[3]),
        ],
        missing: vec!["r0-9".into()],
        ..Trace::default()
    }
}

fn stage(mut stage: Stage) -> Stage {
    stage.traces.push((key(0), trace()));
    stage.effects();
    stage
}

fn traced(stage: &Stage) -> &TraceScreen {
    match stage.model.stack.last() {
        Some(Screen::Trace(screen)) => screen,
        other => panic!("{other:?}"),
    }
}

fn note(stage: &Stage) -> &str {
    match &stage.model.status {
        Status::Note(note) => note,
        _ => "",
    }
}

#[test]
fn a_trace_is_asked_for_once_and_waited_for_by_nobody() {
    let mut stage = stage(Stage::new(80, 24, world(3)));
    stage.held = true;
    stage.press("t");
    let effects = stage.effects();
    assert!(matches!(&effects[..], [Effect::LoadTrace(_, of)] if *of == key(0)), "{effects:?}");
    assert_eq!(traced(&stage).traced, Load::Waiting);
    stage.press("j Enter n J p");
    assert_eq!(stage.effects(), [], "there is nothing to move in yet");
    stage.answer();
    assert_eq!(traced(&stage).at(), 0);
}

#[test]
fn an_opened_dispatch_has_its_tally_and_its_trace_opens_without_asking() {
    let mut stage = stage(Stage::new(80, 24, world(3)));
    stage.press("Enter");
    assert!(stage.effects().iter().any(|effect| matches!(effect, Effect::LoadTrace(..))));
    let Some(Screen::Dispatch(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.traced.here().map(|traced| traced.trace.traced()), Some(2));
    stage.press("t");
    assert_eq!(stage.effects(), []);
    assert_eq!(traced(&stage).at(), 0);
}

#[test]
fn it_opens_at_the_sentence_that_was_looked_at_and_goes_back_to_where_one_was() {
    let mut stage = stage(Stage::new(80, 24, world(3)));
    for (keys, at) in [("Enter", 0), ("Enter J", 1), ("Enter J J", 2), ("Enter J J K", 1)] {
        stage.press(keys).press("t");
        assert_eq!(traced(&stage).at(), at, "{keys}");
        stage.press("j k k j Esc");
        let Some(Screen::Dispatch(screen)) = stage.model.stack.last() else { panic!() };
        assert_eq!(screen.analysis.link, Some(at));
        stage.press("Esc");
    }
    stage.press("Enter Tab Tab j t");
    assert_eq!(traced(&stage).at(), 1, "a citation in focus leads to the first sentence that leans on it");
}

#[test]
fn from_sentence_to_sentence_and_to_those_that_no_record_shows() {
    let mut stage = stage(Stage::new(80, 24, world(3)));
    stage.press("t j j j");
    assert_eq!(traced(&stage).at(), 2);
    stage.press("N");
    assert_eq!(traced(&stage).at(), 1);
    stage.press("n");
    assert_eq!((traced(&stage).at(), note(&stage)), (1, "No such sentence that way"));
    stage.press("g g");
    assert_eq!(traced(&stage).at(), 0);
    stage.press("n");
    assert_eq!(traced(&stage).at(), 1);
}

#[test]
fn the_chosen_passage_opens_lit_in_its_record() {
    let mut stage = stage(Stage::new(80, 24, world(3)));
    stage.press("t J Enter");
    let Some(Screen::Record(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.subject, Subject::Record("world".into(), "r0-2".into()));
    assert!(screen.column.laid.lit.is_some(), "{:?}", screen.citation);
    stage.press("Esc");
    assert_eq!((traced(&stage).at(), traced(&stage).passages.link), (0, Some(1)), "back where one was");
    stage.press("j k");
    assert_eq!(traced(&stage).passages.link, Some(0), "another sentence begins with its best passage");
}

#[test]
fn a_sentence_that_nothing_shows_leads_to_the_record_it_cites() {
    let mut stage = stage(Stage::new(80, 24, world(3)));
    stage.press("t n Enter");
    let Some(Screen::Record(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.subject, Subject::Record("world".into(), "r0-2".into()));
    assert_eq!(screen.sentence.as_deref(), Some("Nobody was hurt, the port said."));
}

#[test]
fn records_that_are_not_here_are_fetched_from_their_wire_and_traced_anew() {
    let mut stage = stage(Stage::remote(80, 24, world(3)));
    stage.press("t");
    stage.effects();
    stage.press("p");
    let missing = RecordId::from("r0-9");
    assert_eq!(stage.effects(), [Effect::FetchRecord("world".into(), missing.clone())]);
    assert_eq!(traced(&stage).fetch, Fetch::UnderWay);
    stage.press("p");
    assert_eq!((stage.effects(), note(&stage)), (Vec::new(), "They are being fetched"));
    stage.traces[0].1.missing.clear();
    stage.tell(Msg::RecordFetched("world".into(), missing.clone(), None));
    assert!(matches!(&stage.effects()[..], [Effect::LoadTrace(..)]));
    assert_eq!(traced(&stage).fetch, Fetch::Not);
    stage.press("p");
    assert_eq!(note(&stage), "All its records are here");
    stage.traces[0].1.missing.push(missing.clone());
    stage.press("Esc t p");
    stage.tell(Msg::RecordFetched("world".into(), missing, Some(Trouble::default())));
    assert!(matches!(traced(&stage).fetch, Fetch::Failed(_)));
}

#[test]
fn nobody_is_asked_for_the_records_of_an_imported_wire() {
    let mut stage = stage(Stage::new(80, 24, world(3)));
    stage.press("t");
    stage.effects();
    stage.press("p");
    assert_eq!(stage.effects(), []);
    assert!(note(&stage).contains("nobody can be asked"));
}

#[test]
fn an_answer_for_a_screen_that_was_left_is_dropped() {
    let mut stage = stage(Stage::new(80, 24, world(3)));
    stage.held = true;
    stage.press("t Esc j t");
    let late = stage.model.last_ticket;
    let other = Arc::new(Traced { trace: trace(), ..Traced::default() });
    stage.tell(Msg::TraceLoaded(super::Ticket(late.0 - 1), Some(other)));
    assert_eq!(traced(&stage).traced, Load::Waiting);
}

/// Three versions of dispatch 0, the first of them read.
fn versioned(width: u16) -> Stage {
    let mut world = world(3);
    let history: Vec<Past> = (1..=3)
        .map(|n| {
            let key = if n == 3 { key(0) } else { Key::new("world", format!("older-{n}")) };
            let mut dispatch = world[0].dispatch.clone();
            let body = format!("It closed. It was {n} o'clock.");
            dispatch.sections = vec![Section { body, ..Section::default() }];
            (dispatch.id, dispatch.version) = (key.id.clone(), n);
            let version =
                Version { key, version: n, headline: format!("Matter {n}"), time: None, read: n == 1 };
            Past { version, dispatch, partial: false }
        })
        .collect();
    world[0] = Kept {
        dispatch: history[2].dispatch.clone(),
        versions: history.iter().map(|past| past.version.clone()).collect(),
        ..world[0].clone()
    };
    let mut stage = Stage::new(width, 24, world);
    stage.history = history;
    stage.effects();
    stage
}

fn versions(stage: &Stage) -> &VersionsScreen {
    match stage.model.stack.last() {
        Some(Screen::Versions(screen)) => screen,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_dispatch_that_changed_since_it_was_read_says_what_did() {
    let mut stage = versioned(80);
    stage.press("Enter");
    assert!(stage.effects().iter().any(|effect| matches!(effect, Effect::LoadVersions(..))));
    let Some(Screen::Dispatch(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.since.as_ref().map(|key| key.id.as_str()), Some("older-1"));
    let text = screen.analysis.laid.plain();
    assert!(text.contains("Changed since you read version 1: 1 sentence changed."), "{text}");
    stage.press("v");
    assert_eq!(stage.effects(), [], "they are here already");
    assert_eq!((versions(&stage).older, versions(&stage).newer), (0, 2), "against the one that was read");
    stage.press("Esc Esc Enter");
    let Some(Screen::Dispatch(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.since, None, "the second time it has been read");
}

#[test]
fn any_two_versions_are_compared() {
    let mut stage = versioned(80);
    stage.press("v");
    assert!(matches!(&stage.effects()[..], [Effect::LoadVersions(_, of)] if *of == key(0)));
    for (keys, older, newer) in [
        ("K", 1, 2),
        ("j", 0, 1),
        ("k", 1, 2),
        ("J", 0, 2),
        ("j", 0, 1),
        ("j", 0, 0),
        ("j", 0, 0),
        ("G", 0, 0),
        ("g g", 1, 2),
    ] {
        stage.press(keys);
        assert_eq!((versions(&stage).older, versions(&stage).newer), (older, newer), "{keys}");
    }
    stage.press("j Enter");
    let Some(Screen::Dispatch(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.key.id.as_str(), "older-2");
}

#[test]
fn the_version_one_came_from_is_gone_back_to() {
    let mut stage = versioned(160);
    stage.press("Enter v Enter");
    assert_eq!(stage.model.stack.len(), 1);
    assert!(matches!(stage.model.stack.last(), Some(Screen::Dispatch(_))));
}

#[test]
fn a_dispatch_with_one_version_says_so() {
    let mut stage = stage(Stage::new(80, 24, world(3)));
    stage.press("Enter v");
    assert_eq!(note(&stage), "This is the only version there is here");
    assert_eq!(stage.model.stack.len(), 1);
    stage.press("Esc L v");
    assert!(note(&stage).starts_with("Versions belong to a dispatch"));
    stage.press("t");
    assert!(note(&stage).starts_with("Sentences belong to a dispatch"));
}

//! What a person does with the signals screen, and with why a story fired.

use super::{
    super::{
        effect::Effect,
        model::{Load, Of, Screen, SignalsPane, Status, Subject, WhyPane},
        msg::{Msg, Told},
    },
    stage::{Stage, wire_row, world},
};
use crate::{
    story::{Cluster, ClusterId, Key, Passage, Signal, Span},
    wire::stories::{Moving, StoryRow, Teller, Why},
};

fn story(n: usize) -> StoryRow {
    let cluster = Cluster { id: ClusterId::new(format!("c{n}")), ..Cluster::default() };
    StoryRow { wire: "world".into(), cluster, headline: format!("Story {n}"), ..StoryRow::default() }
}

/// Stories that moved, of which the first tells of the first dispatch; and some that are watched.
fn stage(moved: usize, watched: usize) -> Stage {
    let mut stage = Stage::new(80, 24, world(30));
    stage.moved = (0..moved).map(story).collect();
    stage.watched = (1000..1000 + watched).map(story).collect();
    stage.moved[0].dispatch = Some(dispatch(0));
    let passage = Passage {
        record: "r0-1".into(),
        span: Span { start: 4, end: 10, ..Span::default() },
        words: "bridge".into(),
    };
    let teller = |id: &str| Teller { id: id.into(), name: "Report".into(), ..Teller::default() };
    let whole = |row: &StoryRow| Why {
        row: row.clone(),
        records: ["r0-1", "r0-2"].map(teller).to_vec(),
        signals: vec![Signal { passages: vec![passage.clone()], ..Signal::default() }],
        ..Why::default()
    };
    stage.whys = stage.moved.iter().chain(&stage.watched).map(whole).collect();
    stage.effects();
    stage
}

fn dispatch(n: usize) -> Key {
    Key::new("world", format!("00000000-0000-7000-8000-{n:012x}"))
}

/// The screens in a word each, the topmost last.
fn place(stage: &Stage) -> String {
    let word = |screen: &Screen| match screen {
        Screen::Signals(s) => format!("signals {:?} {}", s.focus, s.list(s.focus).cursor),
        Screen::Why(s) => match &s.of {
            Of::Story(_, id) => format!("why {id}"),
            Of::Dispatch(_) => "why dispatch".to_owned(),
        },
        Screen::Dispatch(_) => "dispatch".to_owned(),
        Screen::Record(s) => match &s.subject {
            Subject::Record(_, id) => format!("record {id}"),
            other => format!("{other:?}"),
        },
        other => format!("{other:?}"),
    };
    stage.model.stack.iter().map(word).collect::<Vec<_>>().join(" > ")
}

fn note(stage: &Stage) -> &str {
    match &stage.model.status {
        Status::Note(note) => note,
        _ => "",
    }
}

#[test]
fn from_a_story_to_why_to_its_record_or_dispatch_and_back_to_the_same_place() {
    let mut stage = stage(9, 3);
    stage.press("M Enter");
    assert_eq!(place(&stage), "signals Moved 0 > why c0");
    stage.press("Enter");
    assert_eq!(place(&stage), "signals Moved 0 > why c0 > dispatch");
    stage.press("Esc Tab j Enter");
    assert_eq!(place(&stage), "signals Moved 0 > why c0 > record r0-2");
    stage.press("Esc");
    let Some(Screen::Why(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!((screen.focus, screen.records.link), (WhyPane::Records, Some(1)));
    stage.press("Esc j j Tab j Enter");
    assert_eq!(place(&stage), "signals Watched 1 > why c1001");
    stage.press("Esc Esc");
    assert_eq!(place(&stage), "signals Moved 2", "out of the second pane first");
    stage.press("Esc");
    assert_eq!(place(&stage), "");
}

#[test]
fn a_passage_opens_its_record_with_the_passage_lit() {
    let mut stage = stage(1, 0);
    stage.press("M Enter J Enter");
    assert_eq!(place(&stage), "signals Moved 0 > why c0 > record r0-1");
    let Some(Screen::Record(screen)) = stage.model.stack.last() else { panic!() };
    assert!(screen.column.laid.lit.is_some());
}

#[test]
fn why_is_asked_of_a_dispatch_by_either_key_and_leads_back_to_it() {
    for keys in ["Enter w", "Enter x"] {
        let mut stage = stage(3, 0);
        stage.press(keys);
        assert_eq!(place(&stage), "dispatch > why dispatch");
        assert!(stage.effects().iter().any(|e| matches!(e, Effect::LoadWhy(_, Of::Dispatch(_)))));
        stage.press("Enter");
        assert_eq!(place(&stage), "dispatch", "not a second time on top of itself");
    }
    let mut stage = stage(3, 0);
    stage.press("x");
    assert_eq!(place(&stage), "why dispatch", "of the selected row");
    stage.press("Esc w");
    assert_eq!(place(&stage), "", "another wire, as ever");
    stage.press("L w");
    assert_eq!(note(&stage), "That is told of a story or a dispatch: choose one first");
}

#[test]
fn a_dispatch_from_elsewhere_tells_what_it_tells() {
    let mut stage = stage(1, 0);
    stage.model.sync.rows = vec![wire_row("world".into())];
    stage.press("j j Enter w");
    let Some(Screen::Why(screen)) = stage.model.stack.last() else { panic!() };
    assert!(matches!(screen.told, Load::Here(Told::Dispatch(_))));
    assert!(screen.signals.laid.plain().contains("read from elsewhere and keeps its decisions to itself"));
    stage.press("Tab j Enter");
    assert_eq!(place(&stage), "dispatch > why dispatch > record r2-2");
    let Some(Screen::Record(screen)) = stage.model.stack.last() else { panic!() };
    assert!(screen.citation.is_some(), "as the dispatch cites it");
}

#[test]
fn the_next_story_comes_in_place() {
    let mut stage = stage(3, 0);
    stage.press("M Enter ] ]");
    assert_eq!(place(&stage), "signals Moved 2 > why c2");
    stage.press("]");
    assert_eq!(
        (place(&stage), note(&stage)),
        ("signals Moved 2 > why c2".to_owned(), "That was the last of the list")
    );
    stage.press("[ Esc");
    assert_eq!(place(&stage), "signals Moved 1");
    stage.press("Esc x ]");
    assert_eq!(note(&stage), "There is no list of stories beneath this");
}

#[test]
fn a_long_list_is_here_where_one_looks() {
    let mut stage = stage(5_000, 2_000);
    stage.press("M");
    let asked = stage.effects();
    let lists: Vec<_> = asked
        .iter()
        .filter_map(|e| match e {
            Effect::LoadStories { stories, offset, limit, .. } => Some((stories.moving, *offset, *limit)),
            _ => None,
        })
        .collect();
    assert_eq!(lists, [(Moving::Fired, 0, 60), (Moving::Watched, 0, 60)]);
    stage.press("G");
    assert_eq!(place(&stage), "signals Moved 4999");
    let Some(Screen::Signals(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.moved.selected().map(|row| row.headline.as_str()), Some("Story 4999"));
    assert!(screen.moved.rows.len() <= 60);
    stage.held = true;
    stage.effects();
    stage.press("g g j j j");
    let loads = stage.effects().len();
    assert_eq!(loads, 1, "what is on its way is not asked for again");
    stage.answer();
    stage.press("Enter");
    assert_eq!(place(&stage), "signals Moved 3 > why c3");
}

#[test]
fn late_answers_go_to_who_waits_for_them_or_to_nobody() {
    let mut stage = stage(3, 1);
    stage.held = true;
    stage.press("M Esc M");
    stage.answer();
    let Some(Screen::Signals(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!((screen.moved.total, screen.watched.total), (3, 1));
    stage.held = true;
    stage.press("Enter ]");
    stage.answer();
    let Some(Screen::Why(screen)) = stage.model.stack.last() else { panic!() };
    let Load::Here(Told::Decided(why)) = &screen.told else { panic!("{:?}", screen.told) };
    assert_eq!(why.row.headline, "Story 1", "not what was overtaken");
}

#[test]
fn what_changes_meanwhile_waits_for_a_key() {
    let mut stage = stage(3, 0);
    stage.press("M j j");
    stage.moved.insert(0, story(77));
    stage.model.wire.changes += 1;
    assert_eq!(place(&stage), "signals Moved 2");
    stage.press(".");
    let Some(Screen::Signals(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!((screen.moved.cursor, screen.moved.total, screen.focus), (0, 4, SignalsPane::Moved));
    assert_eq!(screen.moved.selected().map(|row| row.headline.as_str()), Some("Story 77"));
}

#[test]
fn a_story_that_is_gone_says_so_and_nothing_breaks() {
    let mut stage = stage(1, 0);
    stage.whys.clear();
    stage.press("M Enter");
    let Some(Screen::Why(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.told, Load::Missing);
    stage.press("Enter j Tab Enter o y s u Esc Esc");
    assert_eq!(place(&stage), "");
    stage.tell(Msg::WhyLoaded(<_>::default(), None));
    stage.moved.clear();
    stage.press("M j G Enter w ] [ Tab Enter Esc Esc");
    assert_eq!(place(&stage), "");
}

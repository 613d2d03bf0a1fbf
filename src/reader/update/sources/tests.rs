//! The sources screen, and gathering: what is asked for, what is told, and that nothing moves by itself.

use super::super::{
    super::{
        areas::ROW_LINES,
        effect::{Effect, SourceEdit},
        model::{
            Load, Model, Overlay, Pace, Question, Screen, SourcesPane, SourcesScreen, Status, Step, Which,
        },
        msg::{Choice, Edited, Found, GatherNews, Gleaned, Msg, Offer, Outlines, Trouble},
    },
    stage::{NOON, Stage, source_row, world},
};
use crate::{
    config::SourceRow,
    story::{Moment, Record, SourceName, SourceState, Standing},
};

fn noon() -> Moment {
    Moment::parse(NOON).unwrap()
}

fn trouble(what: &str) -> Trouble {
    Trouble { what: what.to_owned(), ..Trouble::default() }
}

/// So many sources; every tenth is in trouble, the second of every ten is off.
fn states(count: usize) -> Vec<SourceState> {
    let state = |n: usize| SourceState {
        name: SourceName::new(format!("source-{n}")),
        kind: "feed".to_owned(),
        url: format!("https://source-{n}.example/feed"),
        standing: if n % 10 == 1 { Standing::Off } else { Standing::On },
        gathered_at: Some(noon().plus_seconds(-600)),
        next_at: Some(noon().plus_seconds(600)),
        trouble: (n % 10 == 9).then(|| trouble("It answered 503")),
        ..SourceState::default()
    };
    (0..count).map(state).collect()
}

fn stage(count: usize) -> Stage {
    let mut stage = Stage::gathering(80, 24, world(9), states(count));
    stage.newest =
        vec![Record { id: "r0-1".into(), title: Some("Newest of all".into()), ..Record::default() }];
    stage
}

fn screen(model: &Model) -> &SourcesScreen {
    match model.stack.last() {
        Some(Screen::Sources(screen)) => screen,
        other => panic!("no sources screen but {other:?}"),
    }
}

fn selected(model: &Model) -> String {
    super::selected(model).map(|name| name.to_string()).unwrap_or_default()
}

fn names(rows: &[SourceRow]) -> Vec<&str> {
    rows.iter().map(|row| row.name.as_str()).collect()
}

fn note(model: &Model) -> &str {
    match &model.status {
        Status::Note(note) => note,
        Status::Fault(trouble) => &trouble.what,
        _ => "",
    }
}

#[test]
fn the_first_screen_asks_nothing_of_sources() {
    let mut stage = stage(30);
    let asked = stage.effects();
    assert!(asked.iter().all(|e| !matches!(e, Effect::LoadSources { .. })), "{asked:?}");
}

#[test]
fn what_is_in_trouble_stands_first_and_what_is_off_last() {
    let mut stage = stage(30);
    stage.press("S");
    assert_eq!(selected(&stage.model), "source-9");
    stage.press("j j j");
    assert_eq!(selected(&stage.model), "source-0");
    stage.press("G");
    assert_eq!(selected(&stage.model), "source-21");
    stage.press("f");
    assert_eq!((screen(&stage.model).which, screen(&stage.model).order.len()), (Which::Bad, 3));
    stage.press("f");
    assert_eq!((screen(&stage.model).order.len(), selected(&stage.model).as_str()), (3, "source-1"));
    stage.press("Esc");
    assert_eq!(screen(&stage.model).which, Which::All);
    stage.press("Esc");
    assert!(stage.model.stack.is_empty());
}

#[test]
fn a_thousand_sources_are_walked_with_a_few_on_screen() {
    let mut stage = stage(1_000);
    stage.press("S G");
    let rows = usize::from(21 / ROW_LINES);
    let shown = screen(&stage.model);
    assert_eq!((shown.cursor, shown.top), (999, 1_000 - rows));
    stage.press("g g PageDown");
    assert_eq!((screen(&stage.model).cursor, screen(&stage.model).top), (rows - 1, 0));
}

#[test]
fn a_source_that_comes_into_trouble_keeps_its_place() {
    let mut stage = stage(30);
    stage.press("S j j j j");
    let (before, order) = (selected(&stage.model), screen(&stage.model).order.clone());
    stage.tell(Msg::Gathered(GatherNews::Began { of: 2 }));
    let bad = Gleaned {
        source: before.as_str().into(),
        asked: true,
        at: noon(),
        trouble: Some(trouble("source-2.example cannot be reached")),
        ..Gleaned::default()
    };
    let good = Gleaned { source: "source-9".into(), asked: true, at: noon(), new: 14, ..Gleaned::default() };
    stage.tell(Msg::Gathered(GatherNews::Moved(vec![bad, good])));
    assert_eq!(stage.model.gathering.running, Some(Pace { done: 2, of: 2, new: 14, failed: 1 }));
    assert_eq!((selected(&stage.model), &screen(&stage.model).order), (before, &order));
    let state = |name: &str| {
        let gathering = &stage.model.gathering;
        gathering.states[gathering.places[&SourceName::from(name)]].clone()
    };
    assert_eq!((state("source-9").trouble, state("source-9").records), (None, 14));
    assert_eq!((state("source-2").failures, state("source-2").tried_at), (1, Some(noon())));
    stage.tell(Msg::Gathered(GatherNews::Ended));
    assert_eq!(note(&stage.model), "14 new records · 1 source in trouble");
    assert_eq!((stage.model.gathering.running, &screen(&stage.model).order), (None, &order));
}

#[test]
fn what_the_desk_wrote_waits_behind_a_word() {
    let mut all = world(9);
    let old = all.split_off(3);
    let mut stage = Stage::gathering(80, 24, old, states(3));
    stage.tell(Msg::Gathered(GatherNews::Began { of: 3 }));
    stage.tell(Msg::Gathered(GatherNews::Ended));
    stage.tell(Msg::Gathered(GatherNews::Writing));
    stage.world.splice(0..0, all);
    stage.tell(Msg::Gathered(GatherNews::Wrote { published: 3 }));
    stage.tell(Msg::Gathered(GatherNews::Rested));
    assert_eq!((stage.model.wire.arrived, stage.model.wire.page.total), (3, 9));
    stage.press(".");
    assert_eq!(stage.model.wire.arrived, 0);
}

#[test]
fn a_gathering_that_brings_nothing_says_nothing_unless_asked() {
    let mut stage = stage(3);
    for asked in [false, true] {
        if asked {
            stage.press("r");
            assert!(stage.effects().contains(&Effect::Gather(Vec::new())));
        }
        stage.tell(Msg::Gathered(GatherNews::Began { of: 3 }));
        stage.tell(Msg::Gathered(GatherNews::Ended));
        assert_eq!(note(&stage.model), if asked { "Nothing new" } else { "" });
        stage.tell(Msg::Gathered(GatherNews::Rested));
    }
}

#[test]
fn asking_names_whom_it_asks() {
    let mut stage = stage(30);
    stage.press("S").effects();
    stage.press("r");
    assert_eq!(stage.effects(), [Effect::Gather(vec!["source-9".into()])]);
    stage.press("R");
    assert_eq!(stage.effects(), [Effect::Gather(Vec::new())]);
    stage.press("G r");
    assert_eq!(note(&stage.model), "source-21 is turned off · e turns it on");
    stage.model.sync.offline = true;
    stage.press("R");
    assert_eq!(note(&stage.model), "Offline, as asked: no request is made");
}

fn edited(rows: Vec<SourceRow>, said: &str, new: &[&str]) -> Msg {
    let new = new.iter().map(|name| SourceName::from(*name)).collect();
    Msg::SourcesEdited(Ok(Edited { rows: rows.into(), said: said.to_owned(), undo: true, new }))
}

#[test]
fn removing_is_asked_back_and_can_be_undone() {
    let mut stage = stage(30);
    stage.press("S d Esc");
    assert!(stage.model.overlay.is_none());
    stage.press("d").effects();
    stage.press("Enter");
    assert_eq!(stage.effects(), [Effect::EditSources(SourceEdit::Remove("source-9".into()))]);
    let mut rows = stage.model.gathering.rows.to_vec();
    let gone = rows.remove(9);
    stage.tell(edited(rows.clone(), "Removed source-9", &[]));
    assert_eq!(note(&stage.model), "Removed source-9 · u undoes it");
    assert_eq!((selected(&stage.model).as_str(), stage.model.gathering.states.len()), ("source-19", 29));
    stage.effects();
    stage.press("u");
    assert_eq!(stage.effects(), [Effect::EditSources(SourceEdit::Undo)]);
    rows.insert(9, gone);
    stage.tell(edited(rows, "Back again", &[]));
    assert_eq!(stage.model.gathering.states.len(), 30);
    assert_eq!(selected(&stage.model), "source-19", "the selection stays with its source");
}

#[test]
fn turning_on_and_off_is_one_key() {
    let mut stage = stage(30);
    stage.press("S G").effects();
    stage.press("e");
    assert_eq!(stage.effects(), [Effect::EditSources(SourceEdit::Enable("source-21".into(), true))]);
    let mut rows = stage.model.gathering.rows.to_vec();
    rows[21].enabled = true;
    stage.tell(edited(rows, "source-21 is on now", &["source-21"]));
    let asked = stage.effects();
    assert!(asked.contains(&Effect::Gather(vec!["source-21".into()])), "{asked:?}");
    assert_eq!(selected(&stage.model), "source-21");
}

fn offer(name: &str) -> Box<Offer> {
    let row =
        SourceRow { name: name.into(), url: format!("https://{name}.example/feed"), ..SourceRow::default() };
    Box::new(Offer { row, title: "The Alder Post".into(), ..Offer::default() })
}

fn adding(model: &Model) -> &Step {
    match &model.overlay {
        Some(Overlay::Add(adding)) => &adding.step,
        other => panic!("nothing is added but {other:?}"),
    }
}

/// Answers the look that was asked for last.
fn answer(stage: &mut Stage, found: Result<Found, Trouble>) {
    let ticket = stage.effects().iter().rev().find_map(|effect| match effect {
        Effect::LookUp(ticket, _) | Effect::LookAt(ticket, _) => Some(*ticket),
        _ => None,
    });
    stage.tell(Msg::LookedUp(ticket.expect("something was looked up"), found));
}

#[test]
fn a_source_is_shown_before_it_is_added() {
    let mut stage = stage(3);
    stage.press("a").type_in("alder.example/q").press("Enter");
    assert!(*adding(&stage.model) == Step::Asking);
    answer(&mut stage, Ok(Found::Offer(offer("alder"))));
    assert!(matches!(adding(&stage.model), Step::Offered(_)));
    stage.press("Enter");
    let row = offer("alder").row;
    assert_eq!(stage.effects(), [Effect::EditSources(SourceEdit::Add(vec![row.clone()]))]);
    let rows = stage.model.gathering.rows.iter().cloned().chain([row]).collect();
    stage.tell(edited(rows, "Added alder", &["alder"]));
    assert!(stage.effects().contains(&Effect::Gather(vec!["alder".into()])));
    assert_eq!(names(&stage.model.gathering.rows).last(), Some(&"alder"));
}

#[test]
fn a_page_with_several_feeds_lets_one_choose_and_esc_goes_a_step_back() {
    let mut stage = stage(3);
    stage.press("S a").type_in("alder.example").press("Enter");
    let choice = |n: usize| Choice {
        title: format!("Feed {n}"),
        url: format!("https://alder.example/{n}"),
        offer: None,
    };
    answer(&mut stage, Ok(Found::Choices(vec![choice(1), choice(2)])));
    stage.press("j Enter");
    let asked = stage.asked.clone();
    assert!(
        matches!(asked.last(), Some(Effect::LookUp(_, url)) if url == "https://alder.example/2"),
        "{asked:?}"
    );
    answer(&mut stage, Ok(Found::Offer(offer("alder"))));
    stage.press("Esc");
    assert_eq!(*adding(&stage.model), Step::Choosing);
    stage.press("Esc");
    assert_eq!(*adding(&stage.model), Step::Typing);
    stage.press("Esc");
    assert!(stage.model.overlay.is_none() && matches!(stage.model.stack.last(), Some(Screen::Sources(_))));
}

#[test]
fn the_only_feed_of_a_page_is_looked_at_at_once() {
    let mut stage = stage(3);
    stage.press("a").type_in("alder.example").press("Enter");
    let only = Choice { title: String::new(), url: "https://alder.example/rss".to_owned(), offer: None };
    answer(&mut stage, Ok(Found::Choices(vec![only])));
    assert!(matches!(stage.asked.last(), Some(Effect::LookUp(_, url)) if url.ends_with("/rss")));
}

#[test]
fn what_cannot_be_had_is_said_and_the_address_stays() {
    let mut stage = stage(3);
    stage.press("a").type_in("nowhere.example").press("Enter");
    answer(&mut stage, Err(trouble("nowhere.example is not known")));
    assert!(matches!(adding(&stage.model), Step::Failed(_)));
    stage.press("Backspace");
    assert_eq!(*adding(&stage.model), Step::Typing);
    let Some(Overlay::Add(adding)) = &stage.model.overlay else { panic!() };
    assert_eq!(adding.input.value(), "nowhere.exampl");
}

#[test]
fn an_answer_nobody_waits_for_is_dropped() {
    let mut stage = stage(3);
    stage.press("a").type_in("slow.example").press("Enter").press("Esc");
    answer(&mut stage, Ok(Found::Offer(offer("slow"))));
    assert_eq!(*adding(&stage.model), Step::Typing);
}

#[test]
fn letters_typed_into_the_address_are_no_keys_and_neither_is_what_is_pasted() {
    let mut stage = stage(3);
    stage.press("S a").type_in("qdeRSj").effects();
    stage.tell(Msg::Pasted("https://a.example/q\u{1b}[A\n".to_owned()));
    let Some(Overlay::Add(adding)) = &stage.model.overlay else { panic!() };
    assert_eq!(adding.input.value(), "qdeRSjhttps://a.example/q");
    assert_eq!(stage.effects(), []);
}

#[test]
fn an_address_dropped_here_is_in_the_line_and_not_asked_yet() {
    let mut stage = stage(3);
    stage.press("S").effects();
    stage.tell(Msg::Pasted(" https://alder.example/feed \n".to_owned()));
    let Some(Overlay::Add(adding)) = &stage.model.overlay else { panic!() };
    assert_eq!(adding.input.value(), "https://alder.example/feed");
    assert_eq!(stage.effects(), []);
}

#[test]
fn a_list_of_feeds_dropped_here_is_shown_then_imported() {
    let mut stage = stage(3);
    stage.press("S").effects();
    stage.tell(Msg::Pasted("'/home/ann/my feeds.opml'".to_owned()));
    let asked = stage.effects();
    let [Effect::ReadOutlines(ticket, files)] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(files, &["/home/ann/my feeds.opml"]);
    let rows: Vec<SourceRow> = (0..312).map(|n| offer(&format!("n{n}")).row).collect();
    let read =
        Outlines { name: "my feeds.opml".into(), rows: rows.clone(), folders: 14, ..Outlines::default() };
    stage.tell(Msg::OutlinesRead(*ticket, Ok(Box::new(read))));
    let Some(Overlay::Confirm(confirm)) = &stage.model.overlay else { panic!() };
    assert!(confirm.column.laid.plain().contains("my feeds.opml: 312 feeds in 14 folders"));
    stage.press("Enter");
    assert_eq!(stage.effects(), [Effect::EditSources(SourceEdit::Add(rows))]);
}

#[test]
fn what_is_dropped_elsewhere_or_means_nothing_does_nothing() {
    let mut stage = stage(3);
    stage.effects();
    for keys in ["", "Enter", "W", "L", "?"] {
        stage.press(keys).effects();
        stage.tell(Msg::Pasted("/home/ann/feeds.opml".to_owned()));
        stage.tell(Msg::Pasted("qSad\nq".to_owned()));
        assert_eq!(stage.effects(), [], "after {keys:?}");
    }
    stage.press("Esc S").effects();
    stage.tell(Msg::Pasted("d\nq".to_owned()));
    assert!(stage.effects().is_empty() && stage.model.overlay.is_none());
    assert_eq!(note(&stage.model), "That is neither an address nor the path of an OPML file");
}

#[test]
fn a_file_that_is_no_list_of_feeds_says_so() {
    let mut stage = stage(3);
    stage.press("S").effects();
    stage.tell(Msg::Pasted("/etc/hosts".to_owned()));
    let Some(Effect::ReadOutlines(ticket, _)) = stage.effects().pop() else { panic!() };
    stage.press("Enter");
    assert!(stage.model.overlay.is_some(), "it waits for the file");
    stage.tell(Msg::OutlinesRead(ticket, Err(trouble("hosts is no OPML"))));
    let Some(Overlay::Confirm(confirm)) = &stage.model.overlay else { panic!() };
    assert!(matches!(confirm.question, Question::Unreadable(_)));
    stage.press("Enter");
    assert!(stage.model.overlay.is_none() && stage.effects().is_empty());
}

#[test]
fn the_detail_leads_to_records_and_back() {
    let mut stage = stage(30);
    stage.press("S").effects();
    stage.press("Enter");
    assert!(
        matches!(stage.effects().as_slice(), [Effect::LoadSourceRecords(_, _, name)] if name.as_str() == "source-9")
    );
    assert_eq!(
        (screen(&stage.model).focus, &screen(&stage.model).newest),
        (SourcesPane::Detail, &Load::Here(stage.newest.clone()))
    );
    stage.press("G Enter");
    assert!(matches!(stage.model.stack.last(), Some(Screen::Record(_))));
    stage.press("Esc");
    assert_eq!(screen(&stage.model).focus, SourcesPane::Detail);
    stage.press("Esc Esc");
    assert!(stage.model.stack.is_empty());
}

#[test]
fn a_look_at_a_source_keeps_nothing_and_goes_with_the_selection() {
    let mut stage = stage(30);
    stage.press("S").effects();
    stage.press("p");
    answer(&mut stage, Ok(Found::Offer(offer("source-9"))));
    let text = screen(&stage.model).column.laid.plain();
    assert!(text.contains("Nothing of it is kept") && text.contains("The Alder Post"), "{text}");
    stage.press("Esc");
    assert!(screen(&stage.model).peek.is_none());
    stage.press("Esc p j");
    assert!(stage.model.stack.last().is_some());
}

#[test]
fn the_browser_gets_the_address_of_a_source() {
    let mut stage = stage(30);
    stage.press("S").effects();
    stage.press("o");
    assert_eq!(stage.effects(), [Effect::Open("https://source-9.example/feed".to_owned())]);
}

#[test]
fn keys_of_sources_do_nothing_elsewhere() {
    let mut stage = stage(3);
    stage.effects();
    for keys in ["d", "e", "p", "Enter d", "e", "p"] {
        stage.press(keys);
        let asked = stage.effects();
        assert!(
            asked.iter().all(|e| !matches!(e, Effect::EditSources(_) | Effect::LookAt(..))),
            "{keys}: {asked:?}"
        );
    }
}

#[test]
fn the_page_behind_a_record_is_fetched_and_shown() {
    use super::super::super::model::Fetch;
    let mut stage = stage(3);
    stage.press("Enter 1").effects();
    stage.press("p");
    let asked = stage.effects();
    let [Effect::FetchPage(wire, id)] = asked.as_slice() else { panic!("{asked:?}") };
    let page = |model: &Model| match model.stack.last() {
        Some(Screen::Record(screen)) => screen.page.clone(),
        _ => panic!(),
    };
    assert_eq!(page(&stage.model), Fetch::UnderWay);
    stage.press("p");
    assert_eq!(note(&stage.model), "It is being fetched");
    stage.tell(Msg::PageFetched(wire.clone(), id.clone(), Err(trouble("post.example cannot be reached"))));
    assert_eq!(page(&stage.model), Fetch::Failed(trouble("post.example cannot be reached")));
    stage.press("p").effects();
    stage.tell(Msg::PageFetched(wire.clone(), id.clone(), Ok(true)));
    assert!(matches!(stage.effects().as_slice(), [Effect::LoadRecord(..)]));
    assert_eq!(page(&stage.model), Fetch::Come);
}

#[test]
fn a_row_of_another_address_forgets_what_was_known_of_the_old_one() {
    let mut stage = stage(3);
    stage.press("S");
    let mut rows = stage.model.gathering.rows.to_vec();
    rows[0].url = "https://elsewhere.example/".to_owned();
    stage.tell(edited(rows, "", &[]));
    assert_eq!(stage.model.gathering.states[0].gathered_at, None);
    assert_eq!(source_row(&stage.model.gathering.states[2]), stage.model.gathering.rows[2]);
}

//! The reader and wires read from elsewhere: what arrives, what is fetched, what a sync tells.

use super::{
    super::{
        effect::Effect,
        model::{Fetch, Load, Model, Screen, Status},
        msg::{Msg, Outcome, Progress, SyncNews, Trouble},
    },
    stage::{Stage, world},
};
use crate::{
    story::{Key, RecordId},
    wire::{page::Kept, page::Scope, state::WireState},
};

fn key(n: usize) -> Key {
    Key::new("world", format!("00000000-0000-7000-8000-{n:012x}"))
}

/// A world without its newest dispatches, and those.
fn later(count: usize, new: usize) -> (Vec<Kept>, Vec<Kept>) {
    let mut all = world(count);
    let old = all.split_off(new);
    (old, all)
}

/// So many came, with the news of it.
fn arrive(stage: &mut Stage, new: Vec<Kept>) {
    let count = new.len();
    stage.world.splice(0..0, new);
    stage.tell(Msg::Synced(SyncNews::Began("world".into())));
    stage.tell(Msg::Synced(SyncNews::Ended(ended(count, None))));
    stage.tell(Msg::Synced(SyncNews::Rested));
}

fn ended(new: usize, trouble: Option<Trouble>) -> Outcome {
    Outcome { wire: "world".into(), new, trouble, ..Outcome::default() }
}

fn trouble(what: &str) -> Trouble {
    Trouble { what: what.to_owned(), ..Trouble::default() }
}

/// The headlines on screen, and which of them is selected.
fn on_screen(model: &Model) -> (Vec<String>, usize) {
    let wire = &model.wire;
    let rows = (wire.top..wire.top + super::window::rows_shown(model)).filter_map(|at| wire.row(at));
    (rows.map(|row| row.headline.clone()).collect(), wire.cursor - wire.top)
}

#[test]
fn what_arrives_moves_nothing() {
    for keys in ["", "j j j", "G", "Ctrl+d Ctrl+d", "j j Ctrl+d k"] {
        let (old, new) = later(300, 3);
        let mut stage = Stage::remote(80, 24, old);
        stage.press(keys);
        let before = on_screen(&stage.model);
        arrive(&mut stage, new);
        assert_eq!(on_screen(&stage.model), before, "after {keys:?}");
        assert_eq!((stage.model.wire.arrived, stage.model.wire.page.total), (3, 300), "after {keys:?}");
        stage.press(".");
        let (shown, selected) = on_screen(&stage.model);
        assert_eq!((shown[0].as_str(), selected), ("Matter 0 moves the town", 0));
        assert_eq!(stage.model.wire.arrived, 0);
    }
}

#[test]
fn a_short_list_is_not_pushed_down_and_can_be_walked_up() {
    let (old, new) = later(5, 3);
    let mut stage = Stage::remote(80, 24, old);
    let before = on_screen(&stage.model);
    arrive(&mut stage, new);
    assert_eq!(on_screen(&stage.model), before);
    stage.press("k");
    assert_eq!((stage.model.wire.cursor, stage.model.wire.arrived), (2, 3));
    stage.press("k k");
    assert_eq!((stage.model.wire.top, stage.model.wire.arrived), (0, 0), "the top was seen");
}

#[test]
fn an_empty_list_fills_by_itself() {
    let mut stage = Stage::remote(80, 24, world(1));
    stage.world.clear();
    stage.press("f f f");
    assert_eq!(stage.model.wire.page.total, 0);
    stage.world = world(9);
    let progress = Progress { wire: "world".into(), items: 9, new: 9, ..Progress::default() };
    stage.tell(Msg::Synced(SyncNews::Moved(progress)));
    assert_eq!((stage.model.wire.page.total, stage.model.wire.cursor, stage.model.wire.arrived), (9, 0, 0));
}

#[test]
fn arrivals_add_up_and_a_superseded_row_does_not_mislead() {
    let (old, mut new) = later(40, 4);
    let mut stage = Stage::remote(80, 24, old);
    stage.press("j j");
    let last = new.split_off(2);
    arrive(&mut stage, last);
    assert_eq!(stage.model.wire.arrived, 2);
    let before = on_screen(&stage.model);
    // The selected one is superseded meanwhile: it is gone from the list, and the others stay.
    let selected = stage.model.wire.selected().map(|row| row.key.clone()).unwrap();
    stage.world.retain(|kept| kept.dispatch.id != selected.id);
    arrive(&mut stage, new);
    assert_eq!(stage.model.wire.arrived, 4);
    let after = on_screen(&stage.model);
    assert_eq!(after.0[..2], before.0[..2]);
}

#[test]
fn a_row_superseded_meanwhile_still_opens() {
    let mut stage = Stage::remote(80, 24, world(9));
    stage.effects();
    stage.held = true;
    stage.press("j Enter");
    let asked = stage.effects();
    assert!(asked.iter().any(|e| matches!(e, Effect::LoadDispatch(_, k) if *k == key(1))), "{asked:?}");
}

#[test]
fn pages_asked_for_during_a_sync_land_where_they_were_asked_for() {
    let (old, new) = later(300, 5);
    let mut stage = Stage::remote(80, 24, old);
    stage.press("Ctrl+d Ctrl+d");
    let before = on_screen(&stage.model);
    stage.held = true;
    stage.world.splice(0..0, new);
    stage.tell(Msg::Synced(SyncNews::Ended(ended(5, None))));
    stage.tell(Msg::Synced(SyncNews::Ended(ended(5, None))));
    stage.answer();
    assert_eq!(on_screen(&stage.model), before);
    assert_eq!(stage.model.wire.arrived, 5);
}

fn record(stage: &Stage) -> (&Load<Box<crate::wire::page::KeptRecord>>, &Fetch) {
    match stage.model.stack.last() {
        Some(Screen::Record(screen)) => (&screen.kept, &screen.fetch),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_missing_record_is_fetched_when_it_is_opened() {
    let mut stage = Stage::remote(80, 24, world(3));
    let missing = std::mem::take(&mut stage.world[0].records);
    stage.press("Enter 1");
    let id = RecordId::from("r0-1");
    let fetch = Effect::FetchRecord("world".into(), id.clone());
    assert_eq!(stage.effects().iter().filter(|e| **e == fetch).count(), 1);
    assert_eq!(record(&stage), (&Load::Missing, &Fetch::UnderWay));
    stage.world[0].records = missing;
    stage.tell(Msg::RecordFetched("world".into(), id, None));
    assert!(matches!(record(&stage), (Load::Here(_), Fetch::Not)), "it stands there now");
}

#[test]
fn a_record_that_cannot_be_fetched_says_why_and_comes_with_the_next_sync() {
    let mut stage = Stage::remote(80, 24, world(3));
    let missing = std::mem::take(&mut stage.world[0].records);
    stage.press("Enter 1");
    let said = trouble("No way to world.example. It is queued");
    stage.tell(Msg::RecordFetched("world".into(), "r0-1".into(), Some(said.clone())));
    assert_eq!(record(&stage), (&Load::Missing, &Fetch::Failed(said)));
    stage.effects();
    arrive(&mut stage, world(0));
    assert!(!stage.effects().iter().any(|e| matches!(e, Effect::LoadRecord(..))), "nothing came");
    stage.world[0].records = missing;
    stage.press("Esc");
    let outcome = Outcome { records: 2, ..ended(0, None) };
    stage.tell(Msg::Synced(SyncNews::Ended(outcome)));
    stage.press("Alt+Right");
    assert!(matches!(record(&stage).0, Load::Here(_)), "also on a screen gone back from");
    assert!(!stage.effects().iter().any(|e| matches!(e, Effect::FetchRecord(..))), "not asked for again");
}

#[test]
fn what_one_looks_at_is_fetched_when_the_wire_answers_again() {
    let mut stage = Stage::remote(80, 24, world(3));
    stage.world[0].partial = true;
    stage.press("Enter");
    stage.tell(Msg::DispatchFetched(key(0), Some(trouble("no way"))));
    stage.effects();
    stage.tell(Msg::Synced(SyncNews::Ended(ended(0, Some(trouble("no way"))))));
    assert!(!stage.effects().contains(&Effect::FetchDispatch(key(0))));
    stage.tell(Msg::Synced(SyncNews::Ended(ended(0, None))));
    assert!(stage.effects().contains(&Effect::FetchDispatch(key(0))));
    stage.tell(Msg::DispatchFetched(key(0), None));
    assert!(matches!(shown(&stage).fetch, Fetch::Failed(_)), "it had no more of it");
}

#[test]
fn a_record_that_never_comes_is_asked_for_once() {
    let mut stage = Stage::remote(80, 24, world(3));
    stage.world[0].records.clear();
    stage.press("Enter 1");
    stage.effects();
    stage.tell(Msg::RecordFetched("world".into(), "r0-1".into(), None));
    assert!(matches!(record(&stage), (Load::Missing, Fetch::Failed(_))));
    assert!(!stage.effects().iter().any(|e| matches!(e, Effect::FetchRecord(..))));
}

#[test]
fn a_wire_that_was_imported_is_never_asked() {
    let mut stage = Stage::new(80, 24, world(3));
    stage.world[0].records.clear();
    stage.world[0].partial = true;
    stage.press("Enter 1");
    let asked = stage.effects();
    assert!(
        !asked.iter().any(|e| matches!(e, Effect::FetchRecord(..) | Effect::FetchDispatch(_))),
        "{asked:?}"
    );
    assert_eq!(record(&stage).1, &Fetch::Not);
}

fn shown(stage: &Stage) -> &super::super::model::DispatchScreen {
    match stage.model.stack.last() {
        Some(Screen::Dispatch(screen)) => screen,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_rest_of_a_dispatch_comes_in_place() {
    let mut stage = Stage::remote(160, 30, world(3));
    let whole = stage.world[0].clone();
    stage.world[0].partial = true;
    stage.world[0].dispatch.faq.clear();
    stage.press("j k");
    let previewed = stage.effects();
    assert!(!previewed.iter().any(|e| matches!(e, Effect::FetchDispatch(_))), "not for a preview");
    stage.press("Enter Ctrl+d");
    assert!(stage.effects().contains(&Effect::FetchDispatch(key(0))));
    assert_eq!(shown(&stage).fetch, Fetch::UnderWay);
    assert!(shown(&stage).analysis.laid.plain().contains("Only the list's lines are here yet · fetching"));
    let top = shown(&stage).analysis.top;
    stage.world[0] = Kept { read: true, ..whole };
    stage.tell(Msg::DispatchFetched(key(0), None));
    let screen = shown(&stage);
    assert_eq!((screen.fetch.clone(), screen.open_answers.len()), (Fetch::Not, 2));
    assert!(!screen.analysis.laid.plain().contains("Only the list's lines"));
    assert!(top > 0 && screen.analysis.top >= top - 2, "{top} {}", screen.analysis.top);
    assert!(stage.model.wire.preview.here().is_some_and(|kept| !kept.partial), "the preview, too");
}

#[test]
fn a_dispatch_that_cannot_be_fetched_keeps_its_lines() {
    let mut stage = Stage::remote(80, 24, world(3));
    stage.world[0].partial = true;
    stage.press("Enter");
    stage.tell(Msg::DispatchFetched(key(0), Some(trouble("world.example cannot be reached"))));
    let plain = shown(&stage).analysis.laid.plain();
    assert!(plain.contains("world.example cannot be reached"), "{plain}");
    stage.effects();
    stage.tell(Msg::DispatchFetched(key(0), None));
    assert_eq!(stage.effects().iter().filter(|e| matches!(e, Effect::LoadDispatch(..))).count(), 0, "stale");
}

#[test]
fn a_trouble_is_told_once_and_again_when_it_changes() {
    let mut stage = Stage::remote(80, 24, world(3));
    let fail = |stage: &mut Stage, what: &str| {
        stage.tell(Msg::Synced(SyncNews::Ended(ended(0, Some(trouble(what))))));
        let told = matches!(&stage.model.status, Status::Fault(t) if t.what == what);
        stage.model.status = Status::Quiet;
        told
    };
    assert!(fail(&mut stage, "no way"));
    assert!(!fail(&mut stage, "no way"));
    assert!(fail(&mut stage, "refused"));
    stage.tell(Msg::Synced(SyncNews::Ended(ended(0, None))));
    assert!(fail(&mut stage, "refused"), "it went well in between");
    stage.tell(Msg::Synced(SyncNews::Ended(ended(0, None))));
    stage.press("s");
    stage.tell(Msg::Synced(SyncNews::Ended(ended(0, Some(trouble("no way"))))));
    assert_eq!(stage.model.status, Status::Note("Starred".to_owned()), "what the person did comes first");
    stage.press("j");
    assert!(fail(&mut stage, "no way"), "told when there is room for it");
}

#[test]
fn asking_for_a_sync() {
    let mut stage = Stage::new(80, 24, world(3));
    stage.effects();
    stage.press("r");
    assert_eq!(stage.effects(), []);
    let mut stage = Stage::remote(80, 24, world(3));
    stage.effects();
    stage.press("r");
    assert_eq!(stage.effects(), [Effect::Sync(vec!["world".into()])]);
    stage.tell(Msg::Synced(SyncNews::Ended(ended(3, None))));
    assert_eq!(stage.model.status, Status::Note("world: 3 new".to_owned()));
    stage.model.sync.offline = true;
    stage.effects();
    stage.press("r");
    assert_eq!(stage.effects(), []);
}

#[test]
fn another_slugline_is_mentioned_once() {
    let mut stage = Stage::remote(80, 24, world(3));
    stage.tell(Msg::Synced(SyncNews::Elsewhere));
    assert_eq!(stage.model.status, Status::Note("Another Slugline is syncing".to_owned()));
    stage.press("j");
    stage.tell(Msg::Synced(SyncNews::Elsewhere));
    assert_eq!(stage.model.status, Status::Quiet);
    let (_, new) = later(6, 3);
    stage.world.splice(0..0, new);
    stage.tell(Msg::Synced(SyncNews::Looked));
    assert_eq!(stage.model.wire.page.total, 6);
}

#[test]
fn the_wires_screen_goes_to_a_wire_and_back_to_all() {
    let mut both = world(4);
    both[1].wire = "harbour".into();
    let mut stage = Stage::remote(80, 24, both);
    stage.states = vec![WireState { wire: "harbour".into(), ..WireState::default() }];
    stage.press("W j Enter");
    assert_eq!(stage.model.wire.listing.scope, Scope::Wire("harbour".into()));
    assert_eq!((stage.model.wire.page.total, stage.model.stack.len()), (1, 0));
    stage.effects();
    stage.press("W j r");
    assert!(stage.effects().contains(&Effect::Sync(vec!["harbour".into()])));
    stage.press("Enter");
    assert_eq!(stage.model.wire.listing.scope, Scope::All);
    stage.press("W Esc");
    assert_eq!(stage.model.stack.len(), 0);
}

#[test]
fn a_cross_reference_opens_the_dispatch_it_names() {
    let mut stage = Stage::remote(80, 24, world(3));
    stage.world[2].dispatch.slug = Some("matter-two-9c1a".to_owned());
    let body = "So {{story:matter-two-9c1a|it was}}, {{story:gone|or not}}, {{beat:business|Business}}.";
    body.clone_into(&mut stage.world[0].dispatch.sections[0].body);
    stage.press("Enter Enter");
    assert_eq!(shown(&stage).key, key(2));
    stage.press("Esc J Enter");
    assert_eq!(stage.model.status, Status::Note("That dispatch is not in the cache".to_owned()));
    stage.press("J Enter");
    assert_eq!(stage.model.wire.listing.beat.as_deref(), Some("Business"));
    assert!(stage.model.stack.is_empty());
}

#[test]
fn what_could_not_be_written_down_stands_on_the_wires_screen_too() {
    let mut stage = Stage::remote(80, 24, world(3));
    stage.press("W");
    let full = Trouble {
        what: "The store could not be used".into(),
        why: "the disk is full".into(),
        remedy: "Make room".into(),
    };
    stage.tell(Msg::Synced(SyncNews::Ended(ended(0, Some(full)))));
    let Some(Screen::Wires(screen)) = stage.model.stack.last() else { panic!("another screen") };
    let text = screen.column.laid.plain();
    let words: Vec<&str> = text.split_whitespace().collect();
    assert!(words.join(" ").contains("The disk is full. Make room."), "{text}");
}

#[test]
fn what_several_wires_brought_is_told_together() {
    let mut stage = Stage::remote(80, 24, world(3));
    stage.press("r");
    let end = |stage: &mut Stage, wire: &str, new| {
        let outcome = Outcome { wire: wire.into(), ..ended(new, None) };
        stage.tell(Msg::Synced(SyncNews::Ended(outcome)));
        stage.model.status.clone()
    };
    assert_eq!(end(&mut stage, "world", 0), Status::Note("world: nothing new".to_owned()));
    assert_eq!(end(&mut stage, "coast", 3), Status::Note("2 wires: 3 new".to_owned()));
    stage.model.status = Status::Note("Starred".to_owned());
    assert_eq!(end(&mut stage, "harbour", 1), Status::Note("Starred".to_owned()));
}

//! The reader's behaviour: (this world, these keys) → (these effects, that screen).

use ratatui::layout::Size;

use super::{
    super::{
        effect::Effect,
        model::{DispatchPane, Load, Overlay, Screen, Status, Subject, WirePane},
        msg::Msg,
    },
    stage::{Stage, world},
};
use crate::{
    story::{Key, RecordId},
    wire::page::{Listing, Only, Scope},
};

fn key(n: usize) -> Key {
    Key::new("world", format!("00000000-0000-7000-8000-{n:012x}"))
}

/// Where one is, in a word.
fn place(stage: &Stage) -> String {
    let screens = stage.model.stack.iter().map(|screen| match screen {
        Screen::Dispatch(s) => {
            format!("dispatch {}", s.key.id.as_str().trim_start_matches(['0', '-', '7', '8']))
        }
        Screen::Record(s) => match &s.subject {
            Subject::Record(_, id) => format!("record {id}"),
            Subject::Page => "page".to_owned(),
            Subject::Nothing => "nothing".to_owned(),
        },
        Screen::Search(s) => format!("search {:?}", s.input.value()),
        Screen::Ledger(_) => "ledger".to_owned(),
        Screen::Wires(_) => "wires".to_owned(),
        Screen::Sources(_) => "sources".to_owned(),
        Screen::Signals(_) => "signals".to_owned(),
        Screen::Why(s) => format!("why {:?}", s.of),
        Screen::Trace(s) => format!("trace {}", s.at()),
        Screen::Versions(s) => format!("versions {} {}", s.older, s.newer),
    });
    std::iter::once(format!("wire {}", stage.model.wire.cursor))
        .chain(screens)
        .collect::<Vec<_>>()
        .join(" > ")
}

fn note(stage: &Stage) -> &str {
    match &stage.model.status {
        Status::Note(note) => note,
        _ => "",
    }
}

#[test]
fn the_first_thing_asked_for_is_counts_and_one_page() {
    let mut stage = Stage::new(80, 24, world(30));
    let effects = stage.effects();
    assert!(matches!(&effects[0], Effect::LoadCounts(_, Scope::All)), "{effects:?}");
    assert!(
        matches!(&effects[1], Effect::LoadPage { offset: 0, listing, .. } if *listing == Listing::default())
    );
    assert_eq!(effects.len(), 2, "no preview at 80 columns: {effects:?}");
    assert_eq!(stage.model.wire.page.total, 30);
}

#[test]
fn down_into_a_dispatch_its_record_and_back_to_the_same_place() {
    let mut stage = Stage::new(80, 24, world(30));
    stage.press("j j Enter");
    assert_eq!(place(&stage), "wire 2 > dispatch 2");
    stage.press("J Enter");
    assert_eq!(place(&stage), "wire 2 > dispatch 2 > record r2-2");
    stage.press("Esc");
    assert_eq!(place(&stage), "wire 2 > dispatch 2");
    let Some(Screen::Dispatch(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.analysis.link, Some(1), "the marker followed is still in focus");
    stage.press("Backspace");
    assert_eq!(place(&stage), "wire 2");
    stage.press("Alt+Right Alt+Right");
    assert_eq!(place(&stage), "wire 2 > dispatch 2 > record r2-2");
}

#[test]
fn opening_a_dispatch_marks_it_read_here_and_in_the_store() {
    let mut stage = Stage::new(80, 24, world(30));
    let unread = stage.model.wire.beats[0].unread;
    stage.effects();
    stage.press("Enter");
    assert!(stage.effects().contains(&Effect::MarkRead(key(0), true)));
    assert!(stage.model.wire.page.rows[0].read);
    assert_eq!(stage.model.wire.beats[0].unread, unread - 1);
    stage.press("u");
    assert_eq!(stage.effects(), [Effect::MarkRead(key(0), false)]);
    assert_eq!(stage.model.wire.beats[0].unread, unread);
}

#[test]
fn a_star_is_put_on_and_taken_off_from_list_and_dispatch() {
    let mut stage = Stage::new(80, 24, world(3));
    stage.effects();
    stage.press("s");
    assert_eq!(stage.effects(), [Effect::MarkStarred(key(0), true)]);
    stage.press("Enter s");
    assert!(stage.effects().contains(&Effect::MarkStarred(key(0), false)));
    assert!(!stage.model.wire.page.rows[0].starred);
}

#[test]
fn digits_lead_to_citations_wherever_the_focus_is() {
    let mut stage = Stage::new(80, 24, world(3));
    stage.press("Enter Tab 2");
    assert_eq!(place(&stage), "wire 0 > dispatch  > record r0-2");
    stage.press("Esc 3");
    assert_eq!(place(&stage), "wire 0 > dispatch  > page");
    stage.press("Esc 9");
    assert_eq!(note(&stage), "This dispatch has no citation 9");
}

#[test]
fn the_far_end_of_a_long_list_is_one_step_away() {
    let mut stage = Stage::new(80, 24, world(1000));
    stage.effects();
    stage.press("G");
    assert_eq!(stage.model.wire.cursor, 999);
    assert!(stage.model.wire.selected().is_some(), "the window followed");
    let loads = stage.effects().iter().filter(|e| matches!(e, Effect::LoadPage { .. })).count();
    assert_eq!(loads, 1);
    stage.press("g g");
    assert_eq!(stage.model.wire.cursor, 0);
    assert!(stage.model.wire.selected().is_some());
}

#[test]
fn walking_the_list_never_stands_on_a_row_that_is_not_here() {
    let mut stage = Stage::new(80, 24, world(600));
    for _ in 0..599 {
        stage.press("j");
        assert!(stage.model.wire.selected().is_some(), "at {}", stage.model.wire.cursor);
    }
    let loads = stage.effects().iter().filter(|e| matches!(e, Effect::LoadPage { .. })).count();
    assert!(loads < 40, "{loads} pages for 599 steps");
}

#[test]
fn a_stale_answer_is_dropped() {
    let mut stage = Stage::new(80, 24, world(1000));
    stage.effects();
    stage.held = true;
    stage.press("G");
    let late = stage.effects();
    stage.press("f");
    stage.answer();
    assert_eq!(stage.model.wire.listing.only, Only::Unread);
    let Some(Effect::LoadPage { ticket, .. }) = late.first() else { panic!("{late:?}") };
    let before = stage.model.wire.page.clone();
    stage.tell(Msg::PageLoaded(*ticket, crate::wire::page::Page::default(), None));
    assert_eq!(stage.model.wire.page, before);
}

#[test]
fn a_beat_is_chosen_from_its_pane_and_esc_comes_back_to_all() {
    let mut stage = Stage::new(120, 40, world(30));
    stage.press("h");
    assert_eq!(stage.model.wire.focus, WirePane::Beats);
    stage.press("j j");
    assert_eq!(stage.model.wire.listing.beat.as_deref(), Some("Business"));
    assert_eq!(stage.model.wire.page.total, 10);
    stage.press("Enter j");
    assert_eq!((stage.model.wire.focus, stage.model.wire.cursor), (WirePane::Dispatches, 1));
    stage.press("Esc");
    assert_eq!(stage.model.wire.listing.beat, None);
    stage.press("Esc");
    assert_eq!(note(&stage), "This is the top · q leaves");
}

#[test]
fn unread_and_starred_are_lists_of_their_own() {
    let mut stage = Stage::new(80, 24, world(9));
    stage.press("s Enter Esc f");
    assert_eq!(stage.model.wire.page.total, 8);
    stage.press("f");
    assert_eq!(stage.model.wire.page.total, 1);
    stage.press("f");
    assert_eq!(stage.model.wire.page.total, 9);
}

#[test]
fn n_goes_to_the_next_unread_and_brackets_to_the_neighbours() {
    let mut stage = Stage::new(80, 24, world(5));
    stage.press("Enter ]");
    assert_eq!(place(&stage), "wire 1 > dispatch 1");
    stage.press("] n");
    assert_eq!(place(&stage), "wire 3 > dispatch 3");
    stage.press("[ [ [ [");
    assert_eq!(place(&stage), "wire 0 > dispatch ");
    assert_eq!(note(&stage), "That was the first of the list");
    stage.press("Esc n");
    assert_eq!(place(&stage), "wire 4");
    stage.press("n");
    assert_eq!(note(&stage), "No unread dispatch that way");
}

#[test]
fn search_asks_at_every_letter_and_takes_only_the_newest_answer() {
    let mut stage = Stage::new(80, 24, world(30));
    stage.effects();
    stage.press("/").type_in("matter 2");
    let asked: Vec<String> = stage
        .effects()
        .into_iter()
        .filter_map(|e| if let Effect::Search { words, .. } = e { Some(words) } else { None })
        .collect();
    assert_eq!(asked.last().map(String::as_str), Some("matter 2"));
    assert_eq!(asked.first().map(String::as_str), Some("m"));
    stage.press("Down Enter");
    assert_eq!(place(&stage), "wire 0 > search \"matter 2\" > dispatch 14");
    stage.press("Esc");
    let Some(Screen::Search(search)) = stage.model.stack.last() else { panic!() };
    assert_eq!(search.cursor, 1, "back on the hit that was opened");
    stage.press("Esc");
    assert_eq!(place(&stage), "wire 0");
}

#[test]
fn letters_in_the_search_line_are_letters() {
    let mut stage = Stage::new(80, 24, world(3));
    stage.press("/").type_in("q?:jkG");
    assert_eq!(place(&stage), "wire 0 > search \"q?:jkG\"");
    stage.press("Backspace");
    assert_eq!(place(&stage), "wire 0 > search \"q?:jk\"");
}

#[test]
fn pasted_text_is_never_taken_for_keys() {
    let mut stage = Stage::new(80, 24, world(3));
    stage.effects();
    stage.tell(Msg::Pasted("q\nssu".to_owned()));
    assert_eq!(stage.effects(), []);
    stage.press("/");
    stage.tell(Msg::Pasted("two\nlines\u{1b}[31m".to_owned()));
    assert_eq!(place(&stage), "wire 0 > search \"two lines\"");
}

#[test]
fn the_palette_does_what_is_named() {
    let mut stage = Stage::new(80, 24, world(3));
    stage.press(":").type_in("ledger");
    assert!(matches!(stage.model.overlay, Some(Overlay::Palette { .. })));
    stage.press("Enter");
    assert_eq!(place(&stage), "wire 0 > ledger");
    assert!(stage.model.overlay.is_none());
    stage.press("? Esc");
    assert_eq!(place(&stage), "wire 0 > ledger", "Esc closed the help alone");
}

#[test]
fn panes_of_a_dispatch_and_their_links() {
    let mut stage = Stage::new(160, 48, world(3));
    stage.press("Enter Tab");
    let focus = |stage: &Stage| match stage.model.stack.last() {
        Some(Screen::Dispatch(s)) => Some((s.focus, s.open_answers.clone())),
        _ => None,
    };
    assert_eq!(focus(&stage), Some((DispatchPane::Faq, vec![false, false])));
    stage.press("j Enter");
    assert_eq!(focus(&stage), Some((DispatchPane::Faq, vec![false, true])));
    stage.press("Enter Tab j Enter");
    assert_eq!(place(&stage), "wire 0 > dispatch  > record r0-2");
}

#[test]
fn a_record_that_is_not_here_says_so_and_keeps_what_is_known() {
    let mut world = world(1);
    world[0].records.clear();
    let mut stage = Stage::new(80, 24, world);
    stage.press("Enter 1");
    let Some(Screen::Record(screen)) = stage.model.stack.last() else { panic!() };
    assert_eq!(screen.kept, Load::Missing);
    assert_eq!(screen.citation.as_ref().and_then(|c| c.title.as_deref()), Some("Report 1 on matter 0"));
    assert!(!screen.column.laid.lines.is_empty());
}

#[test]
fn only_web_links_are_opened_and_copied() {
    let mut stage = Stage::new(80, 24, world(1));
    stage.press("Enter 1");
    stage.effects();
    stage.press("o y");
    let url = "https://post.example/0/1".to_owned();
    assert_eq!(stage.effects(), [Effect::Open(url.clone()), Effect::Copy(url)]);
    stage.world[0].records[0].url = Some("javascript:alert(1)".to_owned());
    stage.press("Esc 1 o");
    assert_eq!(note(&stage), "Only http and https links are opened, not javascript:");
    assert!(!stage.effects().iter().any(|e| matches!(e, Effect::Open(_))));
}

#[test]
fn records_lead_on_to_the_dispatches_that_cite_them() {
    let mut stage = Stage::new(80, 24, world(2));
    let shared = stage.world[0].records[0].clone();
    stage.world[1].records.push(shared);
    stage.press("Enter 1 G J J Enter");
    assert_eq!(place(&stage), "wire 0 > dispatch  > record r0-1 > dispatch 1");
    assert_eq!(stage.model.stack.len(), 3);
}

#[test]
fn any_size_is_survived_and_positions_are_kept() {
    let mut stage = Stage::new(160, 48, world(200));
    stage.press("j j j Enter j j");
    for (width, height) in [(0, 0), (1, 1), (2, 300), (500, 200), (19, 5), (79, 24), (80, 24), (160, 48)] {
        stage.tell(Msg::Resized(Size { width, height }));
        stage.press("j k Ctrl+d Ctrl+u Tab J K Esc Enter");
    }
    assert_eq!(place(&stage), "wire 3 > dispatch 3");
}

#[test]
fn a_cursor_beyond_the_end_comes_back_to_it() {
    let mut stage = Stage::new(80, 24, world(500));
    stage.press("G");
    stage.world.truncate(20);
    stage.press("f f f");
    stage.press("G");
    assert_eq!(stage.model.wire.cursor, 19);
    assert!(stage.model.wire.selected().is_some());
}

#[test]
fn an_empty_store_builds_the_demo_and_names_the_next_step() {
    let mut stage = Stage::new(80, 24, world(4));
    stage.tell(Msg::DemoBuilt { published: 11 });
    assert!(
        note(&stage).contains("invented news") && note(&stage).contains("slugline import"),
        "{}",
        note(&stage)
    );
}

#[test]
fn control_c_always_leaves() {
    let mut stage = Stage::new(80, 24, world(1));
    stage.press("/").effects();
    stage.press("Ctrl+c");
    assert_eq!(stage.effects(), [Effect::Quit]);
}

#[test]
fn a_citation_of_nothing_is_no_dead_end() {
    let mut world = world(1);
    world[0].dispatch.citations[0].record_id = None;
    let mut stage = Stage::new(80, 24, world);
    stage.press("Enter 1");
    assert_eq!(place(&stage), "wire 0 > dispatch  > nothing");
    stage.press("Esc");
    assert_eq!(place(&stage), "wire 0 > dispatch ");
}

#[test]
fn records_without_citations_can_still_be_opened() {
    let mut world = world(1);
    world[0].dispatch.citations.clear();
    let mut stage = Stage::new(160, 48, world);
    stage.press("Enter Tab Tab j Enter");
    let Some(Screen::Record(screen)) = stage.model.stack.last() else { panic!("{}", place(&stage)) };
    assert_eq!(screen.subject, Subject::Record("world".into(), RecordId::from("r0-2")));
}

#[test]
fn esc_and_a_key_in_haste_are_two_keys() {
    let mut stage = Stage::new(80, 24, world(5));
    stage.press("Enter 1 Alt+Esc j");
    assert_eq!(place(&stage), "wire 1");
    stage.press("Enter Alt+j");
    assert_eq!(place(&stage), "wire 2");
    stage.press("Alt+Right");
    assert_eq!(place(&stage), "wire 2 > dispatch 1", "Alt keeps its own meanings");
}

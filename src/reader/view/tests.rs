//! Whole screens, as they stand in a terminal; hostile text on every one of them; every size.

use ratatui::{
    Terminal,
    backend::TestBackend,
    buffer::Buffer,
    layout::{Rect, Size},
};
use rstest::rstest;

mod sources;
mod stories;
mod traced;

use super::{draw, paint, sample};
use crate::{
    reader::{
        model::{Glyphs, Load, Model, Screen, Status},
        msg::{Msg, Outcome, Progress, SyncNews, Trouble},
        update::stage::{Stage, wire_row},
    },
    story::Key,
    text::clean,
    wire::state::WireState,
};

/// Every screen, by the keys that lead to it.
const SCREENS: &[(&str, &str)] = &[
    ("wire", ""),
    ("wire_moved", "j j"),
    ("wire_beats", "h"),
    ("dispatch", "Enter"),
    ("dispatch_marker", "Enter J J"),
    ("dispatch_faq", "Enter Tab j Enter"),
    ("dispatch_citations", "Enter Tab Tab j"),
    ("record", "Enter 1"),
    ("record_missing", "Enter 5"),
    ("record_page", "Enter 3"),
    ("search", "/"),
    ("search_found", "/ b r i d g e"),
    ("help", "?"),
    ("palette", ":"),
    ("ledger", "L"),
    ("wires_none", "W"),
    ("sources_none", "S"),
    ("adding", "a"),
    ("signals_none", "M"),
    ("watched_none", "M Tab"),
    ("why_told", "Enter w"),
];

fn staged(width: u16, height: u16, keys: &str) -> Stage {
    let mut stage = sample::stage(width, height);
    stage.press(keys);
    if let Some(Screen::Ledger(screen)) = stage.model.stack.last() {
        let ticket = screen.ticket;
        stage.tell(Msg::LedgerLoaded(ticket, sample::entries()));
    }
    stage
}

fn shown(model: &Model) -> String {
    let mut terminal = Terminal::new(TestBackend::new(model.size.width, model.size.height)).unwrap();
    terminal.draw(|frame| draw(model, frame)).unwrap();
    let screen = terminal.backend().to_string();
    let lines = screen.lines().map(|line| line.split("\" Hidden by").next().unwrap_or_default());
    lines.map(|line| line.trim_matches('"').to_owned() + "\n").collect()
}

fn check(name: &str, model: &Model) {
    let size = model.size;
    let name = format!("{name}_{}x{}", size.width, size.height);
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!(name, shown(model));
    });
}

#[rstest]
fn whole_screens(#[values((80, 24), (120, 40), (160, 48), (40, 12))] size: (u16, u16)) {
    for (name, keys) in SCREENS {
        check(name, &staged(size.0, size.1, keys).model);
    }
    check("empty", &Stage::new(size.0, size.1, Vec::new()).model);
    let mut busy = Stage::new(size.0, size.1, Vec::new());
    busy.model.status = Status::Busy("Building the demo wire", 3, 9);
    check("busy", &busy.model);
    let mut fault = staged(size.0, size.1, "");
    fault.model.status = Status::Fault(Trouble {
        what: "The browser could not be opened".into(),
        why: "No program called xdg-open was found".into(),
        remedy: "Copy the link with y instead".into(),
    });
    check("fault", &fault.model);
}

/// A reader of two wires from elsewhere and one of its own.
fn remote(width: u16, height: u16, states: Vec<WireState>) -> Stage {
    let mut stage = sample::stage(width, height);
    stage.model.sync.rows = ["harbour", "coast"].map(|name| wire_row(name.into())).to_vec();
    stage.model.sync.states.clone_from(&states);
    stage.states = states;
    stage
}

fn moving(what: &'static str, items: usize, of: Option<usize>) -> Msg {
    let (new, per_second, left) = (items, 3_104.7, 412);
    Msg::Synced(SyncNews::Moved(Progress { wire: "harbour".into(), what, items, new, of, per_second, left }))
}

#[rstest]
fn wires_from_elsewhere(#[values((80, 24), (120, 40), (160, 48), (40, 12))] size: (u16, u16)) {
    let (width, height) = size;
    for (name, states) in sample::wires() {
        let mut stage = remote(width, height, states.clone());
        check(&format!("wire_{name}"), &stage.model);
        stage.press("W");
        check(&format!("wires_{name}"), &stage.model);
    }
    let (_, healthy) = sample::wires().swap_remove(0);
    let mut stage = remote(width, height, healthy);
    stage.tell(moving("dispatches", 1_200, Some(9_800)));
    stage.model.wire.arrived = 3;
    check("wire_syncing", &stage.model);
    stage.press("W");
    stage.tell(moving("records", 2_450, None));
    check("wires_syncing", &stage.model);
}

#[test]
fn a_fault_that_is_too_long_for_its_line_says_where_the_rest_stands() {
    let (_, healthy) = sample::wires().swap_remove(0);
    let mut stage = remote(80, 24, healthy);
    let trouble = Trouble {
        what: "harbour.example wants a key".into(),
        why: "It answered 401: Missing or invalid API key".into(),
        remedy: "Give the wire a key in the config, then `slugline sync`".into(),
    };
    stage.tell(Msg::Synced(SyncNews::Ended(Outcome {
        wire: "harbour".into(),
        trouble: Some(trouble),
        ..Outcome::default()
    })));
    let last = |stage: &Stage| shown(&stage.model).trim_end().lines().next_back().unwrap().to_owned();
    assert!(last(&stage).contains("harbour.example wants a key · W tells more"), "{}", last(&stage));
    stage.tell(Msg::Resized(Size { width: 160, height: 48 }));
    assert!(last(&stage).contains("invalid API key. Give the wire a key in the config"), "{}", last(&stage));
}

#[rstest]
fn what_is_not_here_yet(#[values((80, 24), (160, 48), (40, 12))] size: (u16, u16)) {
    let (_, healthy) = sample::wires().swap_remove(0);
    let trouble = Trouble {
        what: "harbour.example cannot be reached".into(),
        why: "no connection within 10 s".into(),
        remedy: "It is queued and will be filled in at the next sync".into(),
    };
    let mut stage = remote(size.0, size.1, healthy);
    stage.world[0].partial = true;
    stage.world[0].dispatch.sections.clear();
    stage.world[0].dispatch.faq.clear();
    stage.model.wire.previewed = None;
    stage.press("j k Enter");
    check("partial_fetching", &stage.model);
    let key = Key::new("harbour", stage.world[0].dispatch.id.clone());
    stage.tell(Msg::DispatchFetched(key, Some(trouble.clone())));
    check("partial_offline", &stage.model);
    stage.press("5");
    check("record_fetching", &stage.model);
    stage.tell(Msg::RecordFetched("harbour".into(), "1002".into(), Some(trouble)));
    check("record_queued", &stage.model);
}

#[test]
fn the_ascii_twin_of_a_screen_is_ascii() {
    let mut stage = staged(80, 24, "Enter");
    stage.model.settings.glyphs = Glyphs::Ascii;
    let size = stage.model.size;
    stage.tell(Msg::Resized(size));
    let screen = shown(&stage.model);
    assert!(screen.lines().filter(|line| !line.contains('港')).all(str::is_ascii), "{screen}");
}

/// Text that would do harm if a terminal ever saw it as it is.
const HOSTILE: &[&str] = &[
    "\u{1b}[2J\u{1b}]0;owned\u{7}plain",
    "\u{9b}31mC1\u{9d}52;c;cm0=\u{9c} \u{90}q\u{9c}",
    "abc\u{202e}dcba\u{202c}\u{2066}x\u{2069}\u{200f}",
    "nul\0bell\u{7}del\u{7f}cr\rback\u{8}tab\tnel\u{85}",
    "zalgo\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}",
    "tags\u{e0041}\u{e007f}vs\u{e0100}\u{feff}\u{200b}\u{ad}\u{2028}\u{fff9}",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦 👍🏽 🏳\u{fe0f}\u{200d}🌈 🇩🇪 a🏽 ❤\u{fe0f} 1\u{fe0f}\u{20e3}",
    "漢字とカナ ﾊﾟﾋﾞ 한국어 한국어 क्षत्रिय ที่นี่ لا إله עברית",
    "[1] **bold [2]** *it* [x](https://e.example/) {{entity:a|B}} [9999999] [¹] `code`",
    "\u{fdd0}\u{ffff}\u{10ffff}\u{1d173}\u{13430}\u{e000}",
];

/// The same world with harm in every field that comes from outside.
#[allow(clippy::too_many_lines)] // a list of fields
fn poisoned(width: u16, height: u16, keys: &str, harm: &str) -> Stage {
    let mut world = sample::world();
    let text = format!("{harm} {}", harm.repeat(9));
    let line = Some(text.clone());
    for kept in &mut world {
        let dispatch = &mut kept.dispatch;
        (dispatch.headline, dispatch.dek, dispatch.model) = (line.clone(), line.clone(), line.clone());
        dispatch.beat.name = Some(harm.to_owned());
        dispatch.takeaways = vec![text.clone()];
        dispatch.platforms = vec![crate::story::SourceKind::Other(harm.to_owned())];
        for section in &mut dispatch.sections {
            (section.heading, section.body) = (line.clone(), text.clone());
        }
        for question in &mut dispatch.faq {
            (question.question, question.answer) = (text.clone(), text.clone());
        }
        for citation in &mut dispatch.citations {
            (citation.title, citation.excerpt, citation.claim) = (line.clone(), line.clone(), line.clone());
            (citation.domain, citation.url) = (line.clone(), Some(format!("https://x.example/{harm}")));
        }
        if let Some(how) = &mut dispatch.methodology {
            how.writer = line.clone();
        }
        for record in &mut kept.records {
            (record.title, record.byline, record.publisher) = (line.clone(), line.clone(), line.clone());
            (record.text, record.url) = (line.clone(), line.clone());
        }
    }
    let mut stage = Stage::new(width, height, world);
    stage.press(keys);
    if let Some(Screen::Ledger(screen)) = stage.model.stack.last() {
        let (ticket, mut entries) = (screen.ticket, sample::entries());
        for entry in &mut entries {
            (entry.headline, entry.reason) = (text.clone(), text.clone());
        }
        stage.tell(Msg::LedgerLoaded(ticket, entries));
    }
    if let Some(Screen::Search(screen)) = stage.model.stack.last_mut() {
        for hit in &mut screen.hits.hits {
            (hit.place, hit.snippet) = (text.clone(), vec![(text.clone(), true)]);
        }
    }
    stage.model.sync.rows =
        vec![crate::config::WireRow { url: text.clone(), ..wire_row(text.as_str().into()) }];
    let trouble = Trouble { what: text.clone(), why: text.clone(), remedy: text.clone() };
    stage.states = ["harbour", text.as_str()]
        .map(|wire| WireState {
            wire: wire.into(),
            kind: text.clone(),
            url: text.clone(),
            trouble: Some(trouble.clone()),
            notes: vec![text.clone(); 3],
            ..WireState::default()
        })
        .to_vec();
    sources::poison(&mut stage, &text);
    stories::poison(&mut stage, &text);
    if matches!(stage.model.stack.last(), Some(Screen::Sources(_))) {
        stage.press("Esc S");
    }
    stage.press("W Esc").press(keys);
    stage.model.status = Status::Note(text);
    stage
}

fn painted(model: &Model) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, model.size.width, model.size.height));
    paint(model, &mut buffer);
    buffer
}

/// Draws these screens of a stage full of each hostile text, and looks at every cell.
fn harmless(screens: &[(&str, &str)], poisoned: impl Fn(u16, u16, &str, &str) -> Stage) {
    for harm in HOSTILE {
        for (name, keys) in screens {
            for (width, height, ambiguous) in [(40, 12, 1), (80, 24, 2), (160, 48, 1)] {
                let mut stage = poisoned(width, height, keys, harm);
                stage.model.settings.ambiguous = ambiguous;
                let size = stage.model.size;
                stage.tell(Msg::Resized(size));
                for cell in painted(&stage.model).content() {
                    let safe = !cell.symbol().chars().any(|c| c == '\n' || clean::forbidden(c));
                    assert!(safe && cell.symbol().len() <= 80, "{name} {harm:?}: {:?}", cell.symbol());
                }
            }
        }
    }
}

#[test]
fn nothing_harmful_reaches_a_cell() {
    harmless(SCREENS, poisoned);
}

#[test]
fn a_rule_stands_whatever_is_beside_it() {
    for harm in HOSTILE {
        let buffer = painted(&poisoned(160, 48, "", harm).model);
        let rules = |y: u16| (0..160).filter(|x| buffer[(*x, y)].symbol() == "│").collect::<Vec<u16>>();
        assert_eq!(rules(2).len(), 1, "{harm:?}");
        assert!((1..47).all(|y| rules(y) == rules(2)), "{harm:?}");
    }
}

#[test]
fn no_size_is_too_strange() {
    let sizes = [
        (0, 0),
        (1, 1),
        (2, 300),
        (300, 2),
        (19, 5),
        (20, 4),
        (20, 5),
        (21, 6),
        (79, 7),
        (80, 8),
        (200, 60),
        (500, 9),
    ];
    for (name, keys) in SCREENS {
        for (width, height) in sizes {
            let mut stage = staged(80, 24, keys);
            stage.tell(Msg::Resized(ratatui::layout::Size { width, height }));
            let buffer = painted(&stage.model);
            assert_eq!(buffer.area.width, width, "{name}");
            painted(&poisoned(width, height, keys, HOSTILE[6]).model);
        }
    }
}

#[test]
fn a_terminal_and_we_agree_on_widths() {
    use crate::text::width::{Ambiguous, of_grapheme};
    use ratatui::buffer::CellWidth;
    use unicode_segmentation::UnicodeSegmentation;
    for text in HOSTILE {
        // ratatui counts the sound marks of halfwidth katakana twice; the brush sets that right.
        let counted_twice = |grapheme: &str| grapheme.contains(['\u{ff9e}', '\u{ff9f}']);
        let safe = clean::block(text);
        for grapheme in safe.graphemes(true).filter(|g| *g != "\n" && !counted_twice(g)) {
            assert_eq!(
                of_grapheme(grapheme, Ambiguous::One),
                usize::from(grapheme.cell_width()),
                "{grapheme:?}"
            );
        }
    }
}

/// What a terminal is sent when the model goes from one state to the next.
fn bytes(before: &Model, after: &Model) -> usize {
    use ratatui::backend::{Backend, CrosstermBackend};
    let (before, after) = (painted(before), painted(after));
    let mut sent = Vec::new();
    CrosstermBackend::new(&mut sent).draw(before.diff(&after).into_iter()).unwrap();
    sent.len()
}

#[test]
fn moving_the_selection_is_cheap() {
    use crate::reader::model::ThemeName;
    for theme in ThemeName::ALL {
        let mut stage = sample::stage(80, 24);
        stage.model.settings.theme = theme.theme();
        for most in [300, 300, 300, 450] {
            // The last one has a Japanese headline, whose every letter is placed by itself.
            let before = stage.model.clone();
            stage.press("j");
            let sent = bytes(&before, &stage.model);
            assert!(sent <= most, "{theme:?}: {sent} bytes");
        }
        let still = stage.model.clone();
        assert_eq!(bytes(&still, &stage.model), bytes(&still, &still));
    }
}

#[test]
fn the_missing_and_the_waiting_say_so() {
    let mut stage = staged(80, 24, "Enter");
    let Some(Screen::Dispatch(screen)) = stage.model.stack.last_mut() else { panic!() };
    screen.kept = Load::Missing;
    assert!(shown(&stage.model).contains("not in the store any more"));
    let mut stage = staged(80, 24, "f f");
    stage.model.wire.page = crate::wire::page::Page::default();
    assert!(shown(&stage.model).contains("Nothing is starred yet."));
}

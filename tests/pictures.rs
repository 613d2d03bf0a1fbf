//! The README's pictures: the real reader over the real demo wire, at a fixed moment, drawn by the program itself.
//!
//! `SLUGLINE_BLESS=1 cargo test --test slugline pictures` draws them anew; otherwise they must be what the program
//! draws today.

use std::{fs, path::Path};

use ratatui::layout::Size;
use slugline::{
    config::WireRow,
    desk::{edition::Settings as DeskSettings, wired},
    reader::{keys::Keymap, model::Settings, picture, shell::still, update::Start},
    store::{Access, Store},
    story::Moment,
    wire::{
        page::Scope,
        state::{Trouble, WireState},
    },
};

const GROUND: &str = "#15181d";
const INK: &str = "#d8d6cf";

#[test]
fn the_pictures_show_the_program_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let now = Moment::parse("2026-03-12T18:20:00Z").unwrap();
    let store = Store::open(&home.path().join("wire.sqlite"), Access::ReadWrite, now).unwrap();
    wired::build_demo(&store, &DeskSettings::default(), now, &mut |_| {}).unwrap();
    let reader = store.reader().unwrap();
    let states = states();
    let rows: Vec<WireRow> = states.iter().map(row).collect();
    for (name, size, keys, elsewhere) in [
        ("wire", (144, 30), "", 0),
        ("dispatch", (144, 40), "Enter", 0),
        ("record", (100, 26), "Enter 1", 0),
        ("wires", (100, 30), "W", 2),
    ] {
        let start = Start {
            size: Size { width: size.0, height: size.1 },
            now,
            settings: Settings::default(),
            keymap: Keymap::default(),
            scope: Scope::All,
            wires: rows[..elsewhere].to_vec(),
            ..Start::default()
        };
        let screen = still::after(keys, start, &reader, &states[..elsewhere]).unwrap();
        current(&format!("assets/screenshots/{name}.svg"), &picture::svg(&screen, GROUND, INK));
    }
}

/// Two invented wires of others: one well, one whose server is away.
fn states() -> [WireState; 2] {
    let at = |time: &str| Moment::parse(&format!("2026-03-12T{time}:00Z"));
    let well = WireState {
        wire: "world".into(),
        kind: "a server of the Delivery API, version 0.5.0".into(),
        url: "https://wire.example.org".into(),
        total: 1_284,
        unread: 12,
        records: 3_400,
        bytes: 12_400_000,
        queued: 2,
        tried_at: at("18:03"),
        synced_at: at("18:03"),
        requests: 88,
        ..WireState::default()
    };
    let away = WireState {
        wire: "newsroom".into(),
        kind: "another Slugline, version 0.1.0".into(),
        url: "https://newsroom.example.net".into(),
        total: 96,
        records: 410,
        bytes: 870_000,
        tried_at: at("18:14"),
        synced_at: at("14:02"),
        not_before: at("18:29"),
        requests: 3,
        trouble: Some(Trouble {
            what: "newsroom.example.net cannot be reached".into(),
            why: "No connection within 10 s".into(),
            remedy: "It is tried again by itself".into(),
        }),
        ..WireState::default()
    };
    [well, away]
}

/// Its row in the config.
fn row(state: &WireState) -> WireRow {
    WireRow { name: state.wire.clone(), url: state.url.clone(), ..WireRow::default() }
}

fn current(file: &str, drawn: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if std::env::var_os("SLUGLINE_BLESS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, drawn).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == drawn,
        "{file} is not what the program draws: SLUGLINE_BLESS=1 cargo test --test slugline pictures"
    );
}

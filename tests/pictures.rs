//! The README's pictures: the real reader over the real demo wire, at a fixed moment, drawn by the program itself.
//!
//! `SLUGLINE_BLESS=1 cargo test --test slugline pictures` draws them anew; otherwise they must be what the program
//! draws today.

use std::{fs, path::Path};

use ratatui::layout::Size;
use slugline::{
    desk::{edition::Settings as DeskSettings, wired},
    reader::{keys::Keymap, model::Settings, picture, shell::still, update::Start},
    store::{Access, Store},
    story::Moment,
    wire::page::Scope,
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
    for (name, size, keys) in
        [("wire", (144, 30), ""), ("dispatch", (144, 40), "Enter"), ("record", (100, 26), "Enter 1")]
    {
        let start = Start {
            size: Size { width: size.0, height: size.1 },
            now,
            settings: Settings::default(),
            keymap: Keymap::default(),
            scope: Scope::All,
            ..Start::default()
        };
        let screen = still::after(keys, start, &reader).unwrap();
        current(&format!("assets/screenshots/{name}.svg"), &picture::svg(&screen, GROUND, INK));
    }
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

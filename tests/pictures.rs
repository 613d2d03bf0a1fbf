//! The README's pictures: the real reader over the real demo wire, at a fixed moment, drawn by the program itself.
//!
//! `SLUGLINE_BLESS=1 cargo test --test slugline pictures` draws them anew; otherwise they must be what the program
//! draws today.

use std::{fs, path::Path};

use ratatui::layout::Size;
use slugline::{
    config::{Channel, SourceRow, WireRow},
    desk::{edition::Settings as DeskSettings, wired},
    reader::{
        keys::Keymap,
        model::Settings,
        picture,
        shell::still::{self, Elsewhere},
        update::Start,
    },
    store::{Access, Store},
    story::{Moment, SourceState, Standing},
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
    let sources = sources();
    for (name, size, keys, elsewhere) in [
        ("wire", (144, 30), "", 0),
        ("dispatch", (144, 40), "Enter", 0),
        ("record", (100, 26), "Enter 1", 0),
        ("trace", (144, 36), "Enter J t", 0),
        ("signals", (144, 30), "M", 0),
        ("why", (144, 36), "M Enter", 0),
        ("wires", (100, 30), "W", 2),
        ("sources", (100, 20), "S", 0),
    ] {
        let shown: &[SourceState] = if name == "sources" { &sources } else { &[] };
        let start = Start {
            size: Size { width: size.0, height: size.1 },
            now,
            settings: Settings::default(),
            keymap: Keymap::default(),
            scope: Scope::All,
            wires: rows[..elsewhere].to_vec(),
            sources: shown.iter().map(source_row).collect(),
            own: "main".into(),
            ..Start::default()
        };
        let screen =
            still::after(keys, start, &reader, &Elsewhere { wires: &states[..elsewhere], sources: shown })
                .unwrap();
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

/// Six invented sources, each faring in its own way.
#[allow(clippy::too_many_lines)] // a table
fn sources() -> Vec<SourceState> {
    let at = |time: &str| Moment::parse(&format!("2026-03-12T{time}:00Z"));
    let fares =
        |name: &str, title: &str, kind: &str, url: &str, beat: &str, days: [u32; 14], lag| SourceState {
            name: name.into(),
            title: title.into(),
            kind: kind.into(),
            url: url.into(),
            beat: beat.into(),
            gathered_at: at("18:12"),
            next_at: at("18:42"),
            records: days.iter().sum::<u32>() as usize,
            days: days.to_vec(),
            lag_seconds: Some(lag),
            ..SourceState::default()
        };
    let mut all = vec![
        fares(
            "alder-post",
            "The Alder Post",
            "feed",
            "https://alderpost.example/rss",
            "world",
            [12, 14, 9, 3, 2, 15, 18, 11, 13, 12, 4, 3, 16, 21],
            480,
        ),
        fares(
            "coast-wire",
            "Coast Wire",
            "feed",
            "https://coastwire.example/atom",
            "world",
            [31, 28, 40, 22, 19, 35, 38, 30, 29, 41, 25, 18, 33, 27],
            65,
        ),
        fares(
            "rigger",
            "@rigger.example",
            "bluesky",
            "https://bsky.app/profile/rigger.example",
            "",
            [0, 2, 1, 0, 3, 0, 0, 4, 1, 0, 2, 6, 1, 9],
            41,
        ),
        fares(
            "hn",
            "Hacker News, 100 points and more",
            "hackernews",
            "https://news.ycombinator.com/",
            "technology",
            [44, 51, 48, 30, 28, 55, 49, 47, 52, 50, 33, 29, 51, 40],
            2_700,
        ),
        fares(
            "harbour-mail",
            "Harbour Mail",
            "feed",
            "https://harbourmail.example/feed",
            "business",
            [3, 4, 2, 5, 4, 3, 6, 5, 4, 3, 2, 1, 0, 0],
            1_900,
        ),
        fares("tide-tables", "Tide Tables", "feed", "https://tides.example/rss", "science", [2; 14], 30),
    ];
    all[4].trouble = Some(Trouble {
        what: "harbourmail.example answered 503 (service unavailable)".into(),
        why: "It asks to be left alone until 19:40".into(),
        remedy: "It is tried again by itself".into(),
    });
    (all[4].gathered_at, all[4].next_at) = (at("03:10"), at("19:40"));
    all[1].repaired = true;
    all[5].standing = Standing::Off;
    all
}

/// Its row in the config.
fn source_row(state: &SourceState) -> SourceRow {
    let kind = Channel::ALL.iter().copied().find(|kind| kind.word() == state.kind).unwrap_or_default();
    let enabled = state.standing == Standing::On;
    let (name, url, beat) = (state.name.clone(), state.url.clone(), state.beat.clone());
    SourceRow { name, kind, url, beat, enabled, ..SourceRow::default() }
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
